import { setImmediate as nextTurn } from 'node:timers/promises';
import { BackgroundLoop } from './background-loop.js';

const AN_HOUR = 3_600_000;

let loop: BackgroundLoop;
let steps: number;
let nextPause: number | undefined;

beforeEach(() => {
  steps = 0;
  nextPause = 0;
  loop = new BackgroundLoop(() => {
    steps += 1;
    return Promise.resolve(nextPause);
  });
});
afterEach(() => loop.stop());

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await nextTurn();
}

test('without a wait the steps follow each other, and others are heard in between', async () => {
  loop.start();
  expect(steps).toBe(1);
  await turns(10);
  expect(steps).toBeGreaterThan(3);
  expect(steps).toBeLessThan(12);
});

test('a wait ends after its time, or when it is woken', async () => {
  nextPause = AN_HOUR;
  loop.start();
  await turns(10);
  expect(steps).toBe(1);
  nextPause = 1;
  loop.wake();
  while (steps < 4) await turns(1);
});

test('starting it twice starts it once, and waking it before its start does nothing', async () => {
  nextPause = AN_HOUR;
  loop.wake();
  loop.start();
  loop.start();
  await turns(10);
  expect(steps).toBe(1);
});

test('work that has ended has no further step', async () => {
  nextPause = undefined;
  loop.start();
  await turns(10);
  loop.wake();
  await turns(10);
  expect(steps).toBe(1);
});

test('stopping it ends a wait at once, and there is no further step', async () => {
  nextPause = AN_HOUR;
  loop.start();
  await turns(2);
  await loop.stop();
  loop.wake();
  loop.start();
  await turns(10);
  expect(steps).toBe(1);
});

test('stopping it waits for the step under way, which sees it', async () => {
  let finish: () => void = () => undefined;
  let seen: AbortSignal | undefined;
  let hasEnded = false;
  const slow = new BackgroundLoop(async (signal) => {
    seen = signal;
    await new Promise<void>((resolve) => (finish = resolve));
    hasEnded = true;
    return AN_HOUR;
  });
  slow.start();
  const stopping = slow.stop();
  expect(seen?.aborted).toBe(true);
  await turns(3);
  expect(hasEnded).toBe(false);
  finish();
  await stopping;
  expect(hasEnded).toBe(true);
});
