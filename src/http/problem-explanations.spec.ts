import { readCommand } from '../commands/validation.js';
import { PROBLEMS } from '../commands/problem.js';
import { ActFields } from '../kernel/act-fields.js';
import { explainedProblem } from './problem-explanations.js';

/** Fields of a command as they are written in an explanation: `"recording": "historical"`. */
const FIELD = /`"(\w+)": "([\w-]+)"`/g;

it('explanations of problems name fields and values that a command takes', () => {
  const named = Object.keys(PROBLEMS).flatMap((name) => {
    const { when, remedy } = explainedProblem(name)!;
    return [...`${when} ${remedy}`.matchAll(FIELD)].map(([, field = '', value]) => ({ [field]: value }));
  });
  expect(named).not.toEqual([]);
  class PlainCommand extends ActFields {}
  for (const fields of named) expect(readCommand(PlainCommand, fields)).toMatchObject(fields);
});
