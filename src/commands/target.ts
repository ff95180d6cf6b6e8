import type { CommandSpec, RecordKind } from '../kernel/kind.js';
import { revisionsIn } from './if-match.js';
import { Problem } from './problem.js';
import type { Loaded } from './record-loader.js';

/** What a command is for. */
interface Targeted {
  kind: RecordKind;
  /** As the request names it; absent for a command that begins a record. */
  id?: string;
  spec: CommandSpec;
}

/** A beginning needs a place where nothing is yet, a change a record. @throws Problem `already-recorded`, `not-found` */
export function checkTarget({ kind, id, spec }: Targeted, { record, revision }: Loaded): void {
  if (spec.path === '') {
    if (revision >= 0) throw new Problem('already-recorded', `The ${kind.name} ${record.id} is on record already.`);
    return;
  }
  const mayBegin = kind.isReference(record.id) || spec.mayBegin?.(record.id) === true;
  if (revision < 0 && !mayBegin) throw notFound(kind, id ?? record.id);
}

/**
 * A change needs the revision that it was decided on, unless it is a trial.
 * @throws Problem `precondition-required`, `stale`, `invalid-header`
 */
export function checkRevision(ifMatch: string | undefined, revision: number, dryRun: boolean): void {
  if (ifMatch === undefined) {
    if (dryRun) return;
    throw new Problem('precondition-required', 'Send the ETag of the record as you read it in an If-Match header.');
  }
  const revisions = revisionsIn(ifMatch);
  if (revisions !== '*' && !revisions.includes(revision)) {
    throw new Problem('stale', `The record is at revision ${revision}; read it again and decide again.`);
  }
}

/** There is no such record. */
export function notFound(kind: RecordKind, id: string): Problem {
  return new Problem('not-found', `There is no ${kind.name} with the id ${id}.`);
}
