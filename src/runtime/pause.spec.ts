import { pause } from './pause.js';

const AN_HOUR = 3_600_000;

test('a pause ends after its time', async () => {
  await expect(pause(1, new AbortController().signal)).resolves.toBeUndefined();
});

test('an abort ends a pause at once, whether it comes before or meanwhile', async () => {
  const abort = new AbortController();
  const pausing = pause(AN_HOUR, abort.signal);
  abort.abort();
  await expect(pausing).resolves.toBeUndefined();
  await expect(pause(AN_HOUR, abort.signal)).resolves.toBeUndefined();
});
