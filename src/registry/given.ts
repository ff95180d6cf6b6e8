/**
 * Support for the tests of the kinds: given what has been recorded, when a command comes, then what is recorded or
 * refused. The real validation, deciders and registry run; only the store and HTTP are left out.
 */
import 'reflect-metadata';
import { referencesIn } from '../commands/command-fields.js';
import { correctionOf } from '../commands/correction.js';
import { judge } from '../commands/decide.js';
import { Problem } from '../commands/problem.js';
import { readCommand } from '../commands/validation.js';
import type { DatedRecord } from '../kernel/dated.js';
import { dated, onDay } from '../kernel/dated.js';
import type { Act, Entry, LedgerEvent, LedgerRecord } from '../kernel/entry.js';
import { evolve } from '../kernel/entry.js';
import type { RecordSource } from '../kernel/relative-dates.js';
import { NO_RECORDS } from '../kernel/relative-dates.js';
import type { Objection } from '../kernel/decider.js';
import type { Day } from '../kernel/edtf.js';
import type { Constructor } from '../kernel/fields.js';
import type { CommandSpec, RecordKind } from '../kernel/kind.js';
import { CorrectEntry, MENDING } from './mending.js';

/** The day on which tests take place unless they say otherwise. */
export const TODAY: Day = '2023-01-31';

/** Id of the record that `given` makes. */
export const RECORD_ID = '10000000-0000-4000-8000-000000000000';

/** Id of the record's n-th entry, counted from 1. */
export function entryId(n: number): string {
  return `20000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

/** An id for another record that a test names. */
export function otherId(n: number): string {
  return `30000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

/** What stands beside an event's data: parts of its act, its id and the day on which it was recorded (`TODAY`). */
export type GivenOptions = Partial<Act> & { id?: string; recordedOn?: Day };

/** An event in short: its type, its data without the act, and what differs from a live fact without date and source. */
export type GivenEvent = readonly [type: string, data?: object, options?: GivenOptions];

/** A record of the kind in which these events stand; an Error for an event type that the kind does not know. */
export function given(kind: RecordKind, ...events: readonly GivenEvent[]): DatedRecord {
  return and(kind, { id: RECORD_ID, entries: [] }, ...events);
}

/** The record with more events recorded. */
export function and(kind: RecordKind, record: LedgerRecord, ...events: readonly GivenEvent[]): DatedRecord {
  return withDates(
    kind,
    events.reduce((grown, event) => evolve(grown, entryOf(kind, grown.entries.length, event)), record),
  );
}

/** The record with its dates, among others on which these may depend. */
export function withDates(
  kind: RecordKind,
  { id, entries }: LedgerRecord,
  records: RecordSource = NO_RECORDS,
): DatedRecord {
  return dated(kind.name, { id, entries }, records);
}

/** The kind's own part of the answer about a record on a day, as the answer's reader gets it. */
export function viewOn(kind: RecordKind, record: DatedRecord, day: Day): object {
  return kind.view(onDay(record, day, kind.statusModel.timeless));
}

function entryOf(kind: RecordKind, revision: number, [type, data = {}, options = {}]: GivenEvent): Entry {
  const known = kind.begins.includes(type) || commandsOf(kind).some(({ events }) => events.includes(type));
  if (!known) throw new Error(`A ${kind.name} has no event ${type}.`);
  const { id = entryId(revision + 1), recordedOn = TODAY, ...act } = options;
  const told: Act = { modality: 'fact', date: null, entry: 'live', source: null, ...act };
  return {
    id,
    type,
    revision,
    data: { ...data, act: told },
    recordedAt: `${recordedOn}T09:00:00.000Z`,
    recordedOn,
    actor: 'local',
  };
}

/** A broken rule as tests compare it. */
export type Broken = Pick<Objection, 'rule' | 'pointer'>;

/** What became of a command. */
export interface Outcome {
  /** JSON pointers of the fields that are refused before anything is decided. */
  invalid: string[];
  /** Rules that refuse the command. */
  refused: Broken[];
  /** Rules that are not kept, or cannot be told, and are kept with the entry. */
  warned: Broken[];
  /** What is recorded, as it is stored; nothing where the command is invalid or refused. */
  events: LedgerEvent[];
  /** The record afterwards. */
  record: DatedRecord;
}

/** What surrounds a command. */
export interface Around {
  today: Day;
  actor: string;
  /** Other records, as they are known. */
  records: RecordSource;
}

/** A record that is known beside the one that a command is for. */
export type KnownRecord = readonly [kind: string, record: LedgerRecord];

/** Other records by which a decision may be guided. */
export function looking(...records: readonly KnownRecord[]): Pick<Around, 'records'> {
  return { records: (kind, id) => records.find(([name, record]) => name === kind && record.id === id)?.[1] };
}

/**
 * Gives a command, by class or by name, as it comes over HTTP: the body is checked, then judged by the same rules, common
 * ones and those of the kind. Only the store, sealing and HTTP are left out. Without a record it begins one. References
 * are held against the records that are given, where some are. An Error when the kind has no such command.
 */
export function when(
  kind: RecordKind,
  command: Constructor | string,
  body: object,
  record: LedgerRecord = { id: RECORD_ID, entries: [] },
  { today = TODAY, actor = 'local', records }: Partial<Around> = {},
): Outcome {
  const spec = commandsOf(kind).find(({ name, type }) => name === command || type === command);
  if (!spec) throw new Error(`A ${kind.name} has no such command.`);
  const before = { id: record.id, entries: record.entries };
  const nothing = { invalid: [], refused: [], warned: [], events: [], record: withDates(kind, before, records) };
  try {
    const asked = readCommand(spec.type, body);
    const correction = asked instanceof CorrectEntry ? correctionOf(kind, asked, before) : undefined;
    const references = records ? [...referencesIn(spec.type, asked), ...(correction?.references ?? [])] : [];
    const plain = JSON.parse(JSON.stringify(asked)) as Record<string, unknown>;
    const judged = judge({ kind, spec, actor, today }, plain, before, records ?? NO_RECORDS, references, correction);
    const stored = JSON.parse(JSON.stringify(judged.events)) as LedgerEvent[];
    const next = stored.map(({ type, data: { act, ...data } }): GivenEvent => {
      return [type, data, { ...act, recordedOn: today }];
    });
    return {
      ...nothing,
      warned: judged.kept.map(({ rule, pointer }) => ({ rule, pointer })),
      events: stored,
      record: withDates(kind, and(kind, before, ...next), records),
    };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const faults = error.faults.map(({ rule, pointer }): Broken => ({ rule, pointer }));
    if (error.problem === 'invalid-fields') return { ...nothing, invalid: faults.map(({ pointer }) => pointer) };
    return { ...nothing, refused: faults };
  }
}

function commandsOf(kind: RecordKind): readonly CommandSpec[] {
  return [...kind.commands, ...MENDING];
}
