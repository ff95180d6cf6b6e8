import { Waiters } from './waiters.js';

const AN_HOUR = 3_600_000;
const failure = (): Error => new Error('it did not come true');

test('each who waits goes on when what they wait for is found to hold', async () => {
  const waiters = new Waiters();
  let count = 0;
  const first = waiters.wait(() => count >= 1, AN_HOUR);
  const second = waiters.until(() => count >= 2, AN_HOUR, failure);
  let hasSecond = false;
  void second.then(() => (hasSecond = true));

  count = 1;
  waiters.check();
  await expect(first).resolves.toBe(true);
  expect(hasSecond).toBe(false);
  count = 2;
  waiters.check();
  await expect(second).resolves.toBeUndefined();
});

test('what holds already is not waited for, not even after the end', async () => {
  const waiters = new Waiters();
  waiters.end();
  await expect(waiters.wait(() => true, AN_HOUR)).resolves.toBe(true);
});

test('what does not hold in time is reported', async () => {
  const waiters = new Waiters();
  await expect(waiters.wait(() => false, 1)).resolves.toBe(false);
  await expect(waiters.until(() => false, 1, failure)).rejects.toThrow('it did not come true');
});

test('what holds when the time is up has come true, though nobody said so', async () => {
  let isSo = false;
  const waiting = new Waiters().wait(() => isSo, 1);
  isSo = true;
  await expect(waiting).resolves.toBe(true);
});

test('the end reaches all who wait and to all who come later', async () => {
  const waiters = new Waiters();
  const waiting = waiters.until(() => false, AN_HOUR, failure);
  waiters.end();
  await expect(waiting).rejects.toThrow('it did not come true');
  await expect(waiters.until(() => false, AN_HOUR, failure)).rejects.toThrow('it did not come true');
});
