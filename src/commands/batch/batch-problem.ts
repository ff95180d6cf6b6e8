import type { FieldError } from '../problem.js';
import { Problem } from '../problem.js';
import type { BatchStep } from './batch-plan.js';

/** Why a batch does not go on: which of its commands is refused, and how many stand in the log and stay. */
export class BatchProblem extends Problem {
  constructor(
    { problem, message, faults, retryAfter }: Problem,
    { number, given: { to } }: BatchStep,
    readonly recorded: number,
    commands: number,
  ) {
    const stay =
      recorded === 0
        ? ''
        : ` ${recorded} of the ${commands} commands are recorded and stay; the same commands under the same key go on with the others.`;
    super(
      problem,
      `Command ${number} (POST ${to}): ${message}${stay}`,
      faults.map((fault) => inCommand(fault, number)),
      retryAfter,
    );
    this.command = number;
  }

  /** Number of the command, counted from 0. */
  readonly command: number;
}

/** A fault of the command as one of the batch; its headers are fields there. */
function inCommand({ pointer, rule, detail }: FieldError, number: number): FieldError {
  const at = `/commands/${number}`;
  const isOfHeader = rule.startsWith('if-match');
  return { pointer: isOfHeader ? `${at}/ifMatch` : pointer === '' ? at : `${at}/body${pointer}`, rule, detail };
}
