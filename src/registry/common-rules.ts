import type { Context, Objection, Told } from '../kernel/decider.js';
import { must, should } from '../kernel/decider.js';
import { boundsOf, isEdtf } from '../kernel/edtf.js';
import type { CommandSpec } from '../kernel/kind.js';
import type { LedgerRecord } from '../kernel/record.js';
import { isVoided } from '../kernel/record.js';
import { isRegion } from '../kernel/regions.js';
import { MENDING } from './mending.js';

/** A reference that stands in a command: which record, perhaps which entry of it, and in which field. */
export interface Reference {
  pointer: string;
  kind: string;
  id: string;
  event?: string;
}

/** The rules that every command keeps, whatever it records. */
export function commonRules(
  spec: CommandSpec,
  command: Told,
  record: LedgerRecord,
  references: readonly Reference[],
  context: Context,
): Objection[] {
  return [
    ...standsStill(spec, record),
    ...datedOnce(command, context),
    ...references.flatMap((reference) => exists(reference, context)),
  ];
}

/** A voided record takes nothing more, but remarks and the voiding of its void. */
function standsStill(spec: CommandSpec, record: LedgerRecord): Objection[] {
  const takesNothing = record.entries.length > 0 && isVoided(record) && !MENDING.includes(spec);
  return must(!takesNothing, 'record-not-voided', '', 'The record is void; it takes no further entries.');
}

function datedOnce({ date, relativeDate }: Told, { today }: Context): Objection[] {
  const earliest = date !== undefined && isEdtf(date) ? boundsOf(date).earliest : null;
  return [
    ...must(
      date === undefined || relativeDate === undefined,
      'one-date',
      '/relativeDate',
      'Give a date, or a date relative to another entry, not both.',
    ),
    ...should(
      earliest === null || earliest <= today,
      'date-not-in-the-future',
      '/date',
      `The date is when it happened or was said; ${date ?? ''} is still to come. What is intended has fields of its own.`,
    ),
  ];
}

function exists({ pointer, kind, id, event }: Reference, context: Context): Objection[] {
  const target = context.look(kind, id);
  const isReferenceData = kind === 'party' && isRegion(id);
  return [
    ...must(
      target !== undefined || isReferenceData,
      'reference-exists',
      pointer,
      `There is no ${kind} with the id ${id}.`,
    ),
    ...should(
      target === undefined || target.entries.length === 0 || !isVoided(target),
      'reference-not-voided',
      pointer,
      `The ${kind} ${id} is void.`,
    ),
    ...must(
      event === undefined || target === undefined || target.entries.some((entry) => entry.id === event),
      'reference-exists',
      `${pointer}/event`,
      `The ${kind} ${id} has no entry ${event ?? ''}.`,
    ),
  ];
}
