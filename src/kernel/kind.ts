import type { ObjectSchema } from './answer-schema.js';
import type { Context, Decide } from './decider.js';
import type { Day } from './edtf.js';
import type { Constructor } from './fields.js';
import type { Names } from './names.js';
import type { Personal } from './personal.js';
import type { DateResolver, LedgerEvent, LedgerRecord } from './record.js';
import { oncePerRecord } from './once-per-record.js';
import type { Milestone, StatusOn } from './status.js';
import { statusAt, turningDays } from './status.js';

/** Another record that a decision looks at. */
export interface RecordRef {
  kind: string;
  id: string;
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
  /** Commands whose examples need what the example of another command records: the demo has nothing of the sort. */
  after?: Readonly<Record<string, string>>;
  /** The Idempotency-Key under which the beginning example begins `record`, where the demo has no record of the kind. */
  begunUnder?: string;
}

/** One command of a kind: its fields, its place in HTTP, its rules. */
export interface CommandSpec {
  /** Name of the command class. */
  name: string;
  type: Constructor;
  /** Sub-resource of the record that it is posted to; empty for a command that begins a record. */
  path: string;
  /** One sentence for the API description. */
  title: string;
  /** Types of the events that it may record; a correction of such an event is checked against this command's fields. */
  events: readonly string[];
  decide: Decide<object, LedgerEvent>;
  /** Records to look at that no field of the command names. */
  alsoLooksAt?: (command: object, record: LedgerRecord) => RecordRef[];
  /** The registration journal that the command asks for a number (rule 7); what it gives is recorded after the request. */
  numberedBy?: (command: object, record: LedgerRecord, context: Context) => RecordRef;
  /** The id of what a beginning command begins, where it is not the server's to give. */
  idOf?: (command: object) => string | undefined;
}

/** Declares one command with its types checked; the registry holds them side by side. */
export function command<C extends object, E extends LedgerEvent>(
  type: Constructor<C>,
  spec: {
    path: string;
    title: string;
    events: readonly E['type'][];
    decide: Decide<C, E>;
    alsoLooksAt?: (command: C, record: LedgerRecord<E>) => RecordRef[];
    numberedBy?: (command: C, record: LedgerRecord<E>, context: Context) => RecordRef;
    idOf?: (command: C) => string | undefined;
  },
): CommandSpec {
  return { name: type.name, type, ...spec } as unknown as CommandSpec;
}

/** By what a record is found in lists. */
export interface Facets {
  /** A person's name is sealed here too: the views put it in, and lose it when it is erased. */
  title?: Personal<Names>;
  aliases?: readonly Personal<Names>[];
  /** Narrower kind: of meeting, of party … */
  subkind?: string;
  /** Ids of the parties that take part. */
  parties: readonly string[];
  /** Regions named outright (those of the parties are added when a list is asked for). */
  regions?: readonly string[];
  topics?: readonly string[];
  /** EDTF dates by which a period filter finds the record. */
  dates: readonly string[];
  /** More words for the text filter. */
  words?: readonly string[];
}

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
  /** Those in which its life is over, whatever is told of it afterwards. */
  endings: readonly string[];
  commands: readonly CommandSpec[];
  /** Absent where nobody sends it commands. */
  examples?: KindExamples;
  /** Types of events that tell what is so, not what happened: their date is that of the telling. */
  timeless: readonly string[];
  /** The dated steps of its life, in order: every status follows from them. */
  milestones(record: LedgerRecord, resolve?: DateResolver): readonly Milestone<string>[];
  /** The status on a day, by what is recorded. */
  statusOn(record: LedgerRecord, day: Day, resolve?: DateResolver): StatusOn;
  /** The kind's own part of the answer about a record on a day; seals stay sealed. */
  view(record: LedgerRecord, day: Day, resolve?: DateResolver): object;
  /** JSON Schema of what `view` gives: it is part of the API description. */
  answer: ObjectSchema;
  /** Days on which the answer may change without a new entry. */
  turningDays(record: LedgerRecord, resolve?: DateResolver): Day[];
  facets(record: LedgerRecord): Facets;
}

/** Declares a kind whose functions take its own event types; its milestones are worked out once for as long as it stays. */
export function recordKind<E extends LedgerEvent>(
  kind: Omit<RecordKind, 'timeless' | 'milestones' | 'statusOn' | 'view' | 'turningDays' | 'facets'> & {
    timeless?: readonly E['type'][];
    milestones(record: LedgerRecord<E>, resolve?: DateResolver): readonly Milestone<string>[];
    view(record: LedgerRecord<E>, day: Day, resolve?: DateResolver): object;
    /** Those of the milestones, where it has no others. */
    turningDays?(record: LedgerRecord<E>, resolve?: DateResolver): Day[];
    facets(record: LedgerRecord<E>): Facets;
  },
): RecordKind {
  const milestones = oncePerRecord((record: LedgerRecord<E>, resolve) => kind.milestones(record, resolve));
  return {
    timeless: [],
    turningDays: (record: LedgerRecord<E>, resolve?: DateResolver) => turningDays(milestones(record, resolve)),
    ...kind,
    milestones,
    statusOn: (record: LedgerRecord<E>, day: Day, resolve?: DateResolver) => statusAt(milestones(record, resolve), day),
  };
}
