import { setImmediate as nextTurn } from 'node:timers/promises';
import { CommandAdmission, pauseFor } from './command-admission.js';

test('a few begin at once, the others in order in the turns that follow', async () => {
  const turns = new CommandAdmission(2);
  const begun: number[] = [];
  for (const number of [1, 2, 3, 4, 5]) turns.take(() => begun.push(number));
  expect(begun).toEqual([1, 2]);
  await nextTurn();
  expect(begun).toEqual([1, 2, 3, 4]);
  turns.take(() => begun.push(6));
  await nextTurn();
  expect(begun).toEqual([1, 2, 3, 4, 5, 6]);
});

test('a turn in which nothing waits leaves room for as many as ever', async () => {
  const turns = new CommandAdmission(2);
  const begun: number[] = [];
  turns.take(() => begun.push(1));
  await nextTurn();
  await nextTurn();
  for (const number of [2, 3, 4]) turns.take(() => begun.push(number));
  expect(begun).toEqual([1, 2, 3]);
});

test('what arrives later does not overtake what waits', async () => {
  const turns = new CommandAdmission(1);
  const begun: number[] = [];
  for (const number of [1, 2, 3]) turns.take(() => begun.push(number));
  await nextTurn();
  turns.take(() => begun.push(4));
  expect(begun).toEqual([1, 2]);
  await nextTurn();
  await nextTurn();
  expect(begun).toEqual([1, 2, 3, 4]);
});

test('commands that are slowed begin no faster than one in each pause, and none is refused', async () => {
  const turns = new CommandAdmission(2, () => 10);
  const begun: number[] = [];
  const start = performance.now();
  await new Promise<void>((resolve) => {
    for (let number = 0; number < 7; number += 1)
      turns.take(() => {
        begun.push(number);
        if (number === 6) resolve();
      });
  });
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6]);
  // A timer may fire a millisecond early.
  expect(performance.now() - start).toBeGreaterThan(3 * 18);
});

test('a command is held back only while the past is behind, by what keeps even with it, and never for long', () => {
  expect(pauseFor({ ms: 0, msEach: 2 })).toBe(0);
  expect(pauseFor({ ms: 400, msEach: 2 })).toBe(0);
  expect(pauseFor({ ms: 1_500, msEach: 2 })).toBe(2);
  expect(pauseFor({ ms: 2_500, msEach: 2 })).toBe(4);
  expect(pauseFor({ ms: 3_600_000, msEach: 2 })).toBe(20);
});
