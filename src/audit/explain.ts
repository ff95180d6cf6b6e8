import type { Moment } from '../projections/index.js';
import type { Answer, Audited } from './audited.js';
import { answerAt, giveWay, stepsThrough } from './audited.js';
import type { ExplainedEntry } from './entries.js';
import { EntriesAt } from './entries.js';
import { itemsOf } from './items.js';
import { labelOf } from './language/fields.js';
import type { Language } from './language/language.js';

/** Fields that tell the status: they rest on the reasons that the answer itself gives for it. */
const OF_STATUS = new Set(['status', 'certainty', 'possible', 'since', 'because']);

/** What was there before the last event that changed it. */
export interface Before {
  value: unknown;
  /** Id of the event that had set it; null where it was set before all that was replayed. */
  set: string | null;
}

/** Why a field, or an item of a list, is what it is. Events are named by their ids and told once, in `entries`. */
export interface FieldExplained {
  /** JSON pointer (RFC 6901) into the answer. */
  pointer: string;
  label: string;
  /** Absent for a list whose items are explained one by one. */
  value?: unknown;
  /** The event with which it became what it is; null where that lies before what was replayed, or in no event at all. */
  set: string | null;
  /** Null where there was nothing before. */
  before: Before | null;
  /** It was another value on the day on which that event was recorded: since then the date alone has changed it. */
  followsFromDates: boolean;
  /** Ids of the record's entries that the value rests on. */
  restsOn: string[];
  items?: FieldExplained[];
}

/** The answer on a day, explained field by field. */
export interface Explanation {
  index: number;
  on: string;
  revision: number;
  /** The first event of the ledger that was replayed; null where the whole record was. */
  replayedFrom: number | null;
  fields: FieldExplained[];
  /** Every event that is named above. */
  entries: ExplainedEntry[];
}

/** What is known of one field, or of one item, while the record is replayed. */
interface Trace {
  /** JSON of the value. */
  text: string;
  value: unknown;
  set: Step | null;
  before: Before | null;
}

/** An event at which the answer may have changed. */
interface Step {
  index: number;
  event: string;
  recordedOn: string;
}

type Traces = Map<string, Trace>;

/**
 * Explains the answer about a record on a day: replays it event by event, with the events of other records on which its
 * dates lean, and notes which event changed each field of the answer about that day. Of a long record the newest events
 * are replayed, and what was set before them is told as such. Undefined where there was no answer.
 */
export async function explain(audited: Audited, moment: Moment, language: Language): Promise<Explanation | undefined> {
  const { index, day: on } = moment;
  const { answer } = answerAt(audited, index, on);
  if (answer === null) return undefined;
  const all = stepsUpTo(audited, index);
  const steps = all.slice(-stepsThrough(audited.record));
  const isWhole = steps.length === all.length;
  let traces: Traces = new Map();
  const first = steps[0];
  const start = first ? answerAt(audited, first.index - 1, on).answer : answer;
  if (start) traces = traced(traces, start, null);
  for (const step of steps) {
    const next = answerAt(audited, step.index, on).answer;
    if (next) traces = traced(traces, next, step);
    await giveWay();
  }
  const entries = new EntriesAt(audited, index);
  const fields = fieldsOf(answer, traces, new ThenAnswers(audited), entries, language);
  const revision =
    audited.record.entries.findLast((_, place) => (audited.indexes[place] ?? 0) <= index)?.revision ?? -1;
  return {
    index,
    on,
    revision,
    replayedFrom: isWhole ? null : (first?.index ?? null),
    fields,
    entries: named(fields, entries),
  };
}

/** The record's own events, and from its first one on those of the records that its dates lean on, in order. */
function stepsUpTo(audited: Audited, index: number): Step[] {
  const begun = audited.indexes[0] ?? Infinity;
  const steps = [...audited.others.values()].flatMap(({ record, indexes }) =>
    record.entries.map(({ id, recordedOn }, place) => ({ index: indexes[place] ?? 0, event: id, recordedOn })),
  );
  return steps.filter((step) => step.index >= begun && step.index <= index).sort((a, b) => a.index - b.index);
}

/** The traces after one more step: what has changed was set by it. */
function traced(before: Traces, answer: Answer, step: Step | null): Traces {
  const after: Traces = new Map();
  for (const [key, value] of partsOf(answer)) {
    const known = before.get(key);
    const text = JSON.stringify(value);
    if (known?.text === text) after.set(key, known);
    else {
      const was = known && { value: known.value, set: known.set?.event ?? null };
      after.set(key, { text, value, set: step, before: was ?? null });
    }
  }
  return after;
}

/** Every field of an answer, and every item of those that are lists, by a key that stays while a list grows. */
function* partsOf(answer: Answer): Generator<[key: string, value: unknown]> {
  for (const [name, value] of Object.entries(answer)) {
    yield [name, value];
    if (Array.isArray(value)) for (const item of itemsOf(value)) yield [`${name}/${item.key}`, item.value];
  }
}

/** What was answered when a step was recorded, about that very day. */
class ThenAnswers {
  private readonly known = new Map<number, Traces>();

  constructor(private readonly audited: Audited) {}

  differs(key: string, text: string, step: Step | null): boolean {
    const { indexes, record } = this.audited;
    const index = step?.index ?? indexes[0];
    const day = step?.recordedOn ?? record.entries[0]?.recordedOn;
    if (index === undefined || day === undefined) return false;
    let then = this.known.get(index);
    if (!then) {
      then = traced(new Map(), answerAt(this.audited, index, day).answer ?? {}, null);
      this.known.set(index, then);
    }
    // What was not there at all has come by an event, if it was set before all that was replayed.
    const was = then.get(key);
    return step === null && !was ? false : was?.text !== text;
  }
}

function fieldsOf(
  answer: Answer,
  traces: Traces,
  then: ThenAnswers,
  entries: EntriesAt,
  language: Language,
): FieldExplained[] {
  const because = idsIn(answer.because, entries);
  const explained = (key: string, pointer: string, name: string, label: string): FieldExplained => {
    const trace = traces.get(key);
    const { text = '', value, set = null, before = null } = trace ?? {};
    return {
      pointer,
      label,
      value,
      set: set?.event ?? null,
      before,
      followsFromDates: then.differs(key, text, set),
      restsOn: OF_STATUS.has(name) && pointer === `/${name}` ? because : idsIn(value, entries),
    };
  };
  return Object.entries(answer).map(([name, value]) => {
    const label = labelOf(name, language);
    const field = explained(name, `/${name}`, name, label);
    if (!Array.isArray(value)) return field;
    const { value: _list, ...rest } = field;
    const items = itemsOf(value).map(({ key, place }) => explained(`${name}/${key}`, `/${name}/${place}`, name, label));
    return { ...rest, items };
  });
}

/** Ids of the record's own entries that stand anywhere in a value. */
function idsIn(value: unknown, entries: EntriesAt): string[] {
  const found = new Set<string>();
  const look = (inner: unknown): void => {
    if (typeof inner === 'string' && entries.isOwn(inner)) found.add(inner);
    else if (typeof inner === 'object' && inner !== null) Object.values(inner).forEach(look);
  };
  look(value);
  return [...found];
}

function named(fields: readonly FieldExplained[], entries: EntriesAt): ExplainedEntry[] {
  const ids = new Set<string>();
  const add = ({ set, before, restsOn, items = [] }: FieldExplained): void => {
    for (const id of [set, before?.set, ...restsOn]) if (id) ids.add(id);
    items.forEach(add);
  };
  fields.forEach(add);
  const told = [...ids].map((id) => entries.explain(id)).filter((entry) => entry !== undefined);
  return told.sort((a, b) => a.index - b.index);
}
