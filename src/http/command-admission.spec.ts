import { setImmediate as nextTurn } from 'node:timers/promises';
import { CommandAdmission } from './command-admission.js';

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
