import type { RecordOnDay } from '../kernel/dated.js';
import { dated, onDay } from '../kernel/dated.js';
import type { EffectiveEntry } from '../kernel/effective.js';
import { effectiveEntries } from '../kernel/effective.js';
import type { Entry, EntryRef, LedgerEvent, LedgerRecord } from '../kernel/entry.js';
import { evolve, isMaintenance } from '../kernel/entry.js';
import type { RecordSource } from '../kernel/relative-dates.js';
import { recordsWith, RelativeDates } from '../kernel/relative-dates.js';
import type { Context, Decision, Violation, StatedAct } from '../kernel/decider.js';
import { ensure } from '../kernel/decider.js';
import { fieldsOf } from '../kernel/fields.js';
import type { CommandSpec, Judged, RecordKind, RecordRef, ViewQuestion } from '../kernel/kind.js';
import type { Reference } from '../registry/common-rules.js';
import type { CorrectEntry } from '../registry/record-maintenance.js';
import type { SealedCommand } from './command-fields.js';
import { referencesIn, sealCommand } from './command-fields.js';
import { contextOf, NOTHING_FOUND } from './decision-context.js';
import type { Seals } from './seals.js';
import { readCommand } from './validation.js';

/** A correction with what it makes of the entry: the command that would have recorded it rightly. */
export interface Correction {
  changes: SealedCommand;
  /** The records that the changes name, with pointers into the changes. */
  references: Reference[];
  /** Records that the entry's own rules look at. */
  alsoReads(records: RecordSource): RecordRef[];
  /** What the entry's own rules ask the views: of the entry as it stands, and as it would be. */
  asksViews(records: RecordSource): readonly [before: Questions, after: Questions];
  /** What the changed entry breaks of the rules under which it was recorded, and the entry as it stands does not. */
  violations(context: Context, records: RecordSource, foundBefore?: Context['found']): Violation[];
}

type Questions = Readonly<Record<string, ViewQuestion>>;

/**
 * Checks a correction's changes against the fields of the command that recorded the entry, and has the same decider
 * judge the entry as it would be: a correction repairs the record, it opens no way round the rules.
 * @throws Problem `invalid-fields`
 */
export function correctionOf(
  kind: RecordKind,
  { corrects, changes: asked }: CorrectEntry,
  record: LedgerRecord,
  seals: Seals,
): Correction | undefined {
  const entry = effectiveEntries(record).find(({ id }) => id === corrects);
  const spec = entry && specOf(kind, entry, record, Object.keys(asked));
  if (!spec) return undefined;
  const checked = readCommand(spec.type, asked, '/changes', true);
  const changes = sealCommand(spec.type, checked, seals, record.entries);
  const before = commandOf(entry);
  const corrected = correctedRecord(record, entry, changes.command);
  const after = commandOf(effectiveEntries(corrected).find(({ id }) => id === entry.id) ?? entry);
  const prior: LedgerRecord = {
    id: record.id,
    entries: record.entries.filter(({ revision, type }) => revision < entry.revision || isMaintenance(type)),
  };
  const then = entry.recordedOn;
  const priorOnDay = (records: RecordSource): RecordOnDay =>
    onDay(dated(kind.name, prior, records), then, kind.statusModel.timeless);
  const judged = (command: StatedAct, { actor, found }: Context, records: RecordSource): Judged<object> => {
    return { command, context: contextOf({ kind, actor, today: then }, command, prior, records, found) };
  };
  return {
    changes,
    references: referencesIn(spec.type, checked, '/changes'),
    alsoReads: (records) => [
      ...referencesIn(spec.type, after).map(({ kind: name, id }) => ({ kind: name, id })),
      ...(spec.alsoReads?.(after, priorOnDay(records)) ?? []),
    ],
    asksViews: (records) => {
      const prior = priorOnDay(records);
      // What is changed is asked for in clear; what was personal before can no longer be.
      return [spec.asksViews?.(before, prior) ?? {}, spec.asksViews?.({ ...after, ...checked }, prior) ?? {}];
    },
    violations: (context, records, foundBefore = NOTHING_FOUND) => {
      const was = judged(before, { ...context, found: foundBefore }, records);
      const is = judged(after, context, records);
      const decided = ({ command, context: around }: Judged<object>): Decision =>
        spec.decide(command, priorOnDay(records), around);
      const known = decided(was).violations.map(named);
      const { violations, events } = decided(is);
      const fresh = violations.filter((violation) => !known.includes(named(violation)));
      const isOld = entry.data.act.recording === 'historical';
      return [
        ...ensureNoCircle(after, recordsWith(kind.name, corrected, records)),
        ...ensureArisesFromOther(
          changes.command,
          { kind: kind.name, id: record.id, event: entry.id },
          recordsWith(kind.name, corrected, records),
        ),
        ...ensureStatedAsRecorded(
          changes.command,
          events.find(({ type }) => type === entry.type),
        ),
        ...fresh.filter(isBroken).map((violation) => within(violation, isOld)),
        ...(spec.keptByCorrections?.(was, is, { entry, record }) ?? []).map((violation) => within(violation, false)),
      ];
    },
  };
}

/** The command that records such an entry; where several do, one that has the fields that are changed. */
function specOf(
  kind: RecordKind,
  entry: EffectiveEntry,
  record: LedgerRecord,
  names: readonly string[],
): CommandSpec | undefined {
  const began = record.entries[0]?.id === entry.id;
  const recording = kind.commands.filter(({ events }) => events.includes(entry.type));
  const fitting = recording.filter(({ path }) => (path === '') === began);
  const specs = fitting.length > 0 ? fitting : recording;
  return (
    specs.find(({ type }) => names.every((name) => fieldsOf(type).some((field) => field.name === name))) ?? specs[0]
  );
}

/** A date that depends on itself is no date: the correction that would make one is refused, live or historical. */
function ensureNoCircle({ relativeDate }: StatedAct, records: RecordSource): Violation[] {
  return ensure(
    relativeDate === undefined || !new RelativeDates(records).isCircular(relativeDate),
    'date-without-a-circle',
    '/changes/relativeDate',
    'The date would depend on itself, by the entries that it depends on.',
  );
}

/** Nothing arises from itself, nor from what arises from it. */
function ensureArisesFromOther({ arisesFrom }: StatedAct, entry: EntryRef, records: RecordSource): Violation[] {
  return ensure(
    !arisesFrom || !new RelativeDates(records).arisesFromItself(entry),
    'arises-from-something-else',
    '/changes/arisesFrom',
    'The entry would arise from itself, by the entries that it arises from.',
  );
}

/**
 * A command may be recorded otherwise than it was stated, as one that names a merged party by another name than its record does.
 * What a correction changes stands as it is stated, so it says what would be recorded.
 */
function ensureStatedAsRecorded(changes: object, would: LedgerEvent | undefined): Violation[] {
  const data = (would?.data ?? {}) as Readonly<Record<string, unknown>>;
  return Object.entries(changes).flatMap(([field, value]: [string, unknown]) =>
    ensure(
      data[field] === undefined || JSON.stringify(data[field]) === JSON.stringify(value),
      'corrected-to-what-is-recorded',
      `/changes/${field}`,
      `In this record that stands as ${JSON.stringify(data[field])}: correct it to that.`,
    ),
  );
}

/** The record once the correction is recorded. */
function correctedRecord(record: LedgerRecord, entry: EffectiveEntry, changes: object): LedgerRecord {
  const correction: Entry = {
    ...entry,
    id: `correction-of-${entry.id}`,
    type: 'EntryCorrected',
    data: { corrects: entry.id, changes, act: entry.data.act } as Entry['data'],
  };
  return evolve(record, correction);
}

function commandOf({ data: { act, ...details } }: EffectiveEntry): StatedAct {
  const { warnings: _warnings, ...stated } = act;
  return Object.fromEntries(
    Object.entries({ ...details, ...stated } as Record<string, unknown>).filter(([, value]) => value !== null),
  );
}

function named({ rule, pointer }: Violation): string {
  return `${rule} ${pointer}`;
}

/** An act corrected to an intention is not refused: it stops counting (rule 4). */
function isBroken({ rule }: Violation): boolean {
  return rule !== 'an-intention-is-not-an-act';
}

/** Points into the changes; old registers are odd, and stay odd when they are corrected. */
function within(violation: Violation, isOld: boolean): Violation {
  const severity = violation.severity === 'reject-if-live' && isOld ? 'warn' : violation.severity;
  return { ...violation, severity, pointer: `/changes${violation.pointer}` };
}
