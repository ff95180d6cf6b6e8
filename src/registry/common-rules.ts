import type { Context, Violation, StatedAct } from '../kernel/decider.js';
import { warnIf, ensure, ensureNotFuture, ensureIfLive } from '../kernel/decider.js';
import type { CommandSpec, RecordKind } from '../kernel/kind.js';
import type { RecordOnDay } from '../kernel/dated.js';
import { isVoided } from '../kernel/dated.js';
import { voidsIn } from '../kernel/effective.js';
import { mergedInto } from './party/merger.js';
import { FOR_VOID_RECORDS } from './record-maintenance.js';
import { kindNamed } from './registry.js';

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
  command: StatedAct,
  record: RecordOnDay,
  references: readonly Reference[],
  context: Context,
): Violation[] {
  return [
    ...ensureRecordNotVoided(spec, record),
    ...ensureOneDate(command, context),
    ...references.flatMap((reference) => ensureReferenceExists(reference, context)),
  ];
}

/** What the ledger itself notes in a record follows from others: it is put right there. */
export function ensureNotOfLedger(
  { ledgerEvents = [] }: RecordKind,
  command: object,
  record: RecordOnDay,
): Violation[] {
  const { corrects, voids } = command as { corrects?: string; voids?: string };
  const named = record.whole.entries.find(({ id }) => id === (corrects ?? voids));
  return ensure(
    named === undefined || !ledgerEvents.includes(named.type),
    'entry-not-of-the-ledger',
    corrects === undefined ? '/voids' : '/corrects',
    'The ledger itself noted this, because of another record; correct or void what it rests on.',
  );
}

/** A voided record takes nothing more, but remarks and the voiding of its void. */
function ensureRecordNotVoided(spec: CommandSpec, record: RecordOnDay): Violation[] {
  const takesNothing = record.entries.length > 0 && isVoided(record) && !FOR_VOID_RECORDS.includes(spec.type);
  return ensure(!takesNothing, 'record-not-voided', '', 'The record is void; it takes no further entries.');
}

function ensureOneDate({ date, relativeDate }: StatedAct, { localToday }: Context): Violation[] {
  return [
    ...ensure(
      date === undefined || relativeDate === undefined,
      'one-date',
      '/relativeDate',
      'Give a date, or a date relative to another entry, not both.',
    ),
    ...ensureNotFuture(date, localToday, '/date'),
  ];
}

function ensureReferenceExists({ pointer, kind, id, event }: Reference, context: Context): Violation[] {
  const target = context.lookup(kind, id);
  const isReferenceData = kindNamed(kind)?.isReference(id) ?? false;
  const hasEntry = target?.entries.some((entry) => entry.id === event) ?? false;
  return [
    ...ensure(
      target !== undefined || isReferenceData,
      'reference-exists',
      pointer,
      `There is no ${kind} with the id ${id}.`,
    ),
    ...ensureIfLive(
      target === undefined || target.entries.length === 0 || !isVoided(target),
      'reference-not-voided',
      pointer,
      `The ${kind} ${id} is void.`,
    ),
    ...warnIf(
      mergedInto(target) !== undefined,
      'reference-not-merged',
      pointer,
      `The ${kind} ${id} was merged into another one; name that one.`,
    ),
    ...ensure(
      event === undefined || hasEntry || (target === undefined && !isReferenceData),
      'reference-exists',
      `${pointer}/event`,
      `The ${kind} ${id} has no entry ${event ?? ''}.`,
    ),
    ...ensureIfLive(
      event === undefined || target === undefined || !voidsIn(target).has(event),
      'reference-not-voided',
      `${pointer}/event`,
      `The entry ${event ?? ''} of the ${kind} ${id} is void.`,
    ),
  ];
}
