import { setTimeout as sleep } from 'node:timers/promises';
import { OneAtATime } from './one-at-a-time.js';

it('begins a piece of work when the one before has ended, well or not', async () => {
  const order = new OneAtATime();
  const done: string[] = [];
  const work = (name: string, ms: number) => async (): Promise<string> => {
    done.push(`${name} begins`);
    await sleep(ms);
    done.push(`${name} ends`);
    if (name === 'b') throw new Error(name);
    return name;
  };
  const all = await Promise.allSettled([order.run(work('a', 10)), order.run(work('b', 5)), order.run(work('c', 0))]);
  expect(done).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
