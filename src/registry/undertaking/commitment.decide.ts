import type { Decision } from '../../kernel/decider.js';
import type { RecordCommitment } from './commitment.commands.js';
import type { CommitmentRecorded } from './commitment.js';
import { COMMITMENT } from './commitment.js';
import { begin } from './undertaking.decide.js';

/** Who is ready, interested, hopes or may has bound himself to nothing. */
export function recordCommitment(command: RecordCommitment): Decision<CommitmentRecorded> {
  return begin(COMMITMENT, command, 'a-commitment-binds');
}
