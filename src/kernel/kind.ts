import type { ObjectSchema } from './schema-parts.js';
import type { Exact } from './schema-types.js';
import type { Context, Decide, Violation } from './decider.js';
import type { Day } from './edtf.js';
import type { Constructor } from './fields.js';
import type { Names } from './names.js';
import type { Personal } from './personal.js';
import type { DatedRecord, RecordOnDay } from './dated.js';
import type { Entry, LedgerEvent, LedgerRecord } from './entry.js';
import type { StatusModel } from './status-model.js';
import { changeDates } from './status.js';

/** Another record that a decision looks at. */
export interface RecordRef {
  kind: string;
  id: string;
}

/** What a command asks the views, which may be a little behind the log: ids to look up, and no facts. */
export type ViewQuestion =
  /** The records that are one with this one by mergers, under whatever name. */
  | { ask: 'merged'; kind: string; id: string }
  /** The parties to which one belongs, directly or not. */
  | { ask: 'belongs-to'; kind: string; id: string }
  /** Records of a kind that are identified by this value. */
  | { ask: 'identifier'; kind: string; scheme: string; value: string }
  /** Agreements that name both parties. */
  | { ask: 'agreements-of-both'; parties: readonly [string, string] };

/** A command with what it is decided by. */
export interface Judged<C> {
  command: C;
  context: Context;
}

/** What a correction is about. */
export interface Corrected<E extends LedgerEvent = LedgerEvent> {
  entry: Entry<E>;
  record: LedgerRecord<E>;
}

/**
 * Requests to try a kind's commands with, for the API description: they are good as they stand on the ledger of
 * `npm run demo`, with `dryRun=true`.
 */
export interface KindExamples {
  /** Id of a record of the demo to which the changes are sent. */
  record: string;
  /**
   * Bodies by the names of the commands. `@entry` stands for the entry that began the record, `@entry:MandateGiven` for its
   * last entry of that type: ids of entries are not the same in two ledgers.
   */
  commands: Readonly<Record<string, object>>;
  /** Other records of the demo, by the names of the commands that are sent to these: not every record holds what each needs. */
  records?: Readonly<Record<string, string>>;
}

/** One command of a kind: its fields, its place in HTTP, its rules. */
export interface CommandSpec {
  /** Name of the command class. */
  name: string;
  type: Constructor;
  /** Sub-resource of the record that it is posted to; empty for a command that begins a record. */
  path: string;
  /** Types of the events that it may record; a correction of such an event is checked against this command's fields. */
  events: readonly string[];
  decide: Decide<object, LedgerEvent>;
  /** Records to look at that no field of the command names. */
  alsoReads?: (command: object, record: RecordOnDay) => RecordRef[];
  /** What to ask the views, by names under which the decision finds the answers (`Context.found`). */
  asksViews?: (command: object, record: RecordOnDay) => Readonly<Record<string, ViewQuestion>>;
  /** Name of the process that finishes in other streams what the command begins; the answer is given when it has. */
  process?: string;
  /** What a correction of an entry may not change, or warns of, beside what `decide` says of the corrected entry. */
  keptByCorrections?: (before: Judged<object>, after: Judged<object>, corrected: Corrected) => Violation[];
  /** The id of what a beginning command begins, where it is not the server's to give. */
  idOf?: (command: object) => string | undefined;
  /** Whether a change may also be the first entry of the record with that id. */
  mayBegin?: (id: string) => boolean;
  /** What the answer says beside what every answer does, by the entries that the command recorded. */
  gives?: (recorded: readonly LedgerEvent[]) => Given;
}

/** What a command was given by other records, such as a number. */
export interface Given {
  registration?: {
    region: string;
    year: number;
    number: number | null;
    writtenAs: string | null;
    /** False in a trial: whoever registers next may get it. */
    reserved?: false;
  };
}

/**
 * What the view of a record cannot do without, such as the entry that began it.
 * @throws Error where it is missing, as it may be where somebody else wrote into the log: such a record cannot be shown
 */
export function needed<T>(value: T | undefined, what = 'the entry that began it'): T {
  if (value === undefined) throw new Error(`${what} is missing`);
  return value;
}

/** Declares one command with its types checked; the registry holds them side by side. */
export function command<C extends object, E extends LedgerEvent>(
  type: Constructor<C>,
  spec: {
    path: string;
    events: readonly E['type'][];
    decide: Decide<C, E>;
    alsoReads?: (command: C, record: RecordOnDay<E>) => RecordRef[];
    asksViews?: (command: C, record: RecordOnDay<E>) => Readonly<Record<string, ViewQuestion>>;
    process?: string;
    keptByCorrections?: (before: Judged<C>, after: Judged<C>, corrected: Corrected<E>) => Violation[];
    idOf?: (command: C) => string | undefined;
    mayBegin?: (id: string) => boolean;
    gives?: (recorded: readonly E[]) => Given;
  },
): CommandSpec {
  return { name: type.name, type, ...spec } as unknown as CommandSpec;
}

/** What a party or a person is tied to: the record into which it was merged, or the party to which it belongs. */
export interface Tie {
  name: 'merged' | 'belongs';
  /** Id of the other record. */
  to: string;
  /** The first and the last day on which it may hold; null for open. */
  from: Day | null;
  until: Day | null;
}

/** Days on which something is applied provisionally, inclusive: certainly, or else perhaps; null for open. */
export interface AppliedDays {
  isCertain: boolean;
  from: Day | null;
  until: Day | null;
}

/** A name, and the first day on which something may have been called so; null for from ever. */
export interface NameFromDay {
  since: Day | null;
  names: Personal<Names>;
}

/** A role that somebody has, and on which days. */
export interface RoleDays {
  role: string;
  party?: string;
  /** The first and the last day on which it may be so; null for open. */
  from: Day | null;
  until: Day | null;
}

/** By what a record is found in lists. */
export interface Facets {
  /** A person's name is sealed here too: the views put it in, and lose it when it is erased. */
  title?: Personal<Names>;
  aliases?: readonly Personal<Names>[];
  /** Its names one after the other, where it was renamed (rule 20). */
  namesByDay?: readonly NameFromDay[];
  /** Narrower kind: of meeting, of party … */
  form?: string;
  /** Ids of the parties that take part. */
  parties: readonly string[];
  /** Regions named outright (those of the parties are added when a list is asked for). */
  regions?: readonly string[];
  /** ISO 3166-1 codes of the countries in which it is seated. */
  countries?: readonly string[];
  topics?: readonly string[];
  /**
   * EDTF dates by which a period filter finds the record beside those of its acts, each under the name of the field that
   * states it: of what is agreed for a day, for example.
   */
  dates?: readonly (readonly [field: string, date: string | null | undefined])[];
  /** By which schemes and values it is identified; a personal value is sealed, as a title may be. */
  identifiers?: readonly { scheme: string; value: Personal }[];
  ties?: readonly Tie[];
  /** The days on which it is applied provisionally, as long as its status is one in which it may be. */
  applied?: readonly AppliedDays[];
  /** Who has, or had, which role on which days; a country is no party on record. */
  roles?: readonly RoleDays[];
  /** More words for the text filter, in one language or two. */
  words?: readonly Personal<string | Names>[];
  /** What else lists of the kind are filtered by. */
  marks?: Readonly<Record<Mark, readonly string[]>>;
  /** Who says what, where it is on record for that: wherever it is shown in few words. */
  said?: { speaker: string | null; statement: Personal | null; gist: Personal<Names> | null };
}

/** A role as lists look for it: by itself, or as that of a party. */
export function roleKey(role: string, party?: string): string {
  return party === undefined ? role : `${role} ${party}`;
}

/** Filters that not every kind has. */
export const MARKS = ['modality', 'speaker', 'about'] as const;
export type Mark = (typeof MARKS)[number];

/** A kind of record: the words of the domain, from events to answers. One registry of these is all that others know. */
export interface RecordKind {
  /** Singular name, as it stands in `kind`. */
  name: string;
  /** Category of its streams; several kinds may share one. */
  category: string;
  /** Plural name in `/v1/<resource>`. */
  resource: string;
  /** Name in `/v1/summary`. */
  summaryName: string;
  /** What it is, for the API description. */
  about: string;
  /** Types of the events that begin such a record. */
  begins: readonly string[];
  statuses: readonly string[];
  /** Values of its narrower kind (`form` in answers), by which lists are filtered; absent where it has none. */
  forms?: readonly string[];
  /** The roles in it by which lists are filtered; absent where it has none. */
  roles?: readonly string[];
  /** The filters that its lists have beside those of every kind. */
  marks?: readonly Mark[];
  /** Those in which its life is over, whatever is recorded of it afterwards. */
  endings: readonly string[];
  /** Those in which it is in force, or goes on: a period filter finds it by every day on which it is in one of them. */
  goesOnIn?: readonly string[];
  /** Those in which it may be applied provisionally (rule 14): lists of the kind are filtered by that. */
  appliedIn?: readonly string[];
  commands: readonly CommandSpec[];
  /** The statuses in which a live entry by a command is possible; a command that is not named is possible in every status. */
  lifeCycle: Readonly<Record<string, readonly string[]>>;
  /** Types of the events that the ledger writes in it beside those of its commands: nobody corrects or voids them by hand. */
  ledgerEvents?: readonly string[];
  /** All that it holds follows from other records: nobody corrects or voids its entries, and summaries do not count it. */
  keptByLedger?: true;
  /** Absent where nobody sends it commands. */
  examples?: KindExamples;
  /** How its status follows from its entries. */
  statusModel: StatusModel;
  /** The kind's own part of the answer about a record on a day; seals stay sealed. */
  view(record: RecordOnDay): object;
  /** Schema of what `view` gives: it is part of the API description, and the compiler holds the view to it. */
  answer: ObjectSchema;
  /** Days on which the answer may change without a new entry, as far as the entries that the record has tell. */
  changeDates(record: DatedRecord): Day[];
  facets(record: DatedRecord): Facets;
  /** A figure that it reports, to be shown beside what is registered; undefined where it reports none. */
  figure?(record: DatedRecord): object | undefined;
  /** Whether a record of that id is known from reference data, before anything is recorded of it. */
  isReference(id: string): boolean;
}

/**
 * Declares a kind whose functions take its own event types, as its status model has them. Its view gives what its schema
 * describes, without a property that the schema does not have (write `satisfies`, which leaves the compiler to see what a
 * view really gives, and no return type).
 */
export function recordKind<E extends LedgerEvent, S extends string, A extends object, V extends A>(
  kind: Omit<RecordKind, 'statusModel' | 'answer' | 'view' | 'changeDates' | 'facets' | 'figure' | 'isReference'> & {
    statusModel: StatusModel<S, E>;
    answer: ObjectSchema<A>;
    view(record: RecordOnDay<E>): V & Exact<V, A>;
    /** Those of the milestones, where it has no others. */
    changeDates?(record: DatedRecord<E>): Day[];
    facets(record: DatedRecord<E>): Facets;
    figure?(record: DatedRecord<E>): object | undefined;
    isReference?(id: string): boolean;
  },
): RecordKind {
  const declared = {
    changeDates: (record: DatedRecord<E>) => changeDates(kind.statusModel.milestones(record)),
    isReference: () => false,
    ...kind,
  };
  // Whoever asks a kind gives it records of that kind: their events are read by its own table.
  return declared;
}
