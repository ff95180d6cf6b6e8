import type { Decision } from '../../kernel/decider.js';
import { decision, ensureCompletedAct, ensure, recorded, ensureIfLive } from '../../kernel/decider.js';
import type { RecordOnDay } from '../../kernel/dated.js';
import type { RecordClaim, RetractClaim } from './claim.commands.js';
import type { ClaimEvent } from './claim.js';
import { claimFacts } from './claim.js';

type Outcome = Decision<ClaimEvent>;

/** A statement has words, a figure has a number. It may be said in any manner; a bare claim unless the text says more. */
export function record(command: RecordClaim): Outcome {
  const isFigure = command.form === 'figure';
  return decision(
    [
      ...ensure(
        isFigure || command.statement !== undefined || command.gist !== undefined,
        'statement-has-words',
        '/statement',
        'A statement needs its words, or its gist in Russian or English.',
      ),
      ...ensure(
        !isFigure || command.figure !== undefined,
        'figure-has-a-number',
        '/figure',
        'A figure needs its number and what it counts.',
      ),
      ...ensure(
        isFigure || command.figure === undefined,
        'number-in-a-figure-only',
        '/figure',
        'A number goes with the form "figure"; record it as a claim of its own.',
      ),
    ],
    recorded('ClaimRecorded', command, 'claims'),
  );
}

/** A claim is taken back once, and in fact. */
export function retract(command: RetractClaim, claim: RecordOnDay<ClaimEvent>): Outcome {
  return decision(
    [
      ...ensureCompletedAct(command, ['fact']),
      ...ensureIfLive(
        claimFacts(claim).retracted === undefined,
        'claim-retracted-once',
        '',
        'The claim has been retracted already.',
      ),
    ],
    recorded('ClaimRetracted', command),
  );
}
