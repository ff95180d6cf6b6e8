/**
 * Support for the tests of the kinds: given what has been recorded, when a command comes, then what is recorded or
 * refused. The real validation, deciders and registry run; only the store and HTTP are left out.
 */
import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import type { ValidationError } from 'class-validator';
import { validateSync } from 'class-validator';
import type { Context, Objection } from '../kernel/decider.js';
import type { Day } from '../kernel/edtf.js';
import type { Constructor } from '../kernel/fields.js';
import type { CommandSpec, RecordKind } from '../kernel/kind.js';
import type { Act, Entry, LedgerEvent, LedgerRecord } from '../kernel/record.js';
import { evolve } from '../kernel/record.js';
import { MENDING } from './mending.js';

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
export function given(kind: RecordKind, ...events: readonly GivenEvent[]): LedgerRecord {
  return and(kind, { id: RECORD_ID, entries: [] }, ...events);
}

/** The record with more events recorded. */
export function and(kind: RecordKind, record: LedgerRecord, ...events: readonly GivenEvent[]): LedgerRecord {
  return events.reduce((grown, event) => evolve(grown, entryOf(kind, grown.entries.length, event)), record);
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
  record: LedgerRecord;
}

/** Other records by which a decision may be guided. */
export function looking(...records: readonly (readonly [kind: string, record: LedgerRecord])[]): Pick<Context, 'look'> {
  return { look: (kind, id) => records.find(([name, record]) => name === kind && record.id === id)?.[1] };
}

/**
 * Gives a command, by class or by name, as it comes over HTTP: the body is checked, then decided on. Without a record it
 * begins one. An Error when the kind has no such command.
 */
export function when(
  kind: RecordKind,
  command: Constructor | string,
  body: object,
  record: LedgerRecord = { id: RECORD_ID, entries: [] },
  context: Partial<Context> = {},
): Outcome {
  const spec = commandsOf(kind).find(({ name, type }) => name === command || type === command);
  if (!spec) throw new Error(`A ${kind.name} has no such command.`);
  const asked = plainToInstance(spec.type, body) as { entry?: Act['entry'] };
  const invalid = pointersIn(validateSync(asked, { whitelist: true, forbidNonWhitelisted: true }));
  if (invalid.length > 0) return { invalid, refused: [], warned: [], events: [], record };

  const around: Context = { today: TODAY, actor: 'local', look: () => undefined, ...context };
  const { objections, events } = spec.decide(asked, record, around);
  const refuses = ({ weight }: Objection): boolean =>
    weight === 'always' || (weight === 'live' && asked.entry !== 'historical');
  const refused = objections.filter(refuses).map(short);
  const kept = objections.filter((objection) => !refuses(objection));
  const warned = kept.map(short);
  if (refused.length > 0) return { invalid, refused, warned, events: [], record };

  const warnings = kept.map(({ rule, detail }) => ({ rule, detail }));
  const withWarnings = events.map(({ type, data }) => ({ type, data: { ...data, act: { ...data.act, warnings } } }));
  const stored = JSON.parse(JSON.stringify(kept.length === 0 ? events : withWarnings)) as LedgerEvent[];
  const next = stored.map(({ type, data: { act, ...data } }): GivenEvent => {
    return [type, data, { ...act, recordedOn: around.today }];
  });
  return { invalid, refused, warned, events: stored, record: and(kind, record, ...next) };
}

function commandsOf(kind: RecordKind): readonly CommandSpec[] {
  return [...kind.commands, ...MENDING];
}

function short({ rule, pointer }: Objection): Broken {
  return { rule, pointer };
}

function pointersIn(errors: readonly ValidationError[], within = ''): string[] {
  return errors.flatMap(({ property, constraints, children = [] }) => {
    const pointer = `${within}/${property}`;
    return [...(constraints ? [pointer] : []), ...pointersIn(children, pointer)];
  });
}
