import type { Day } from '../kernel/edtf.js';
import { pointerStep } from '../kernel/json-pointer.js';
import type { BitemporalPoint } from '../projections/index.js';
import type { Stretch } from '../registry/document.js';
import type { Audited, GivenAnswer } from './audited.js';
import { answerAt, givenAt, giveWay, safely, stepsBetween, stepsThrough } from './audited.js';
import type { ExplainedEntry } from './entries.js';
import { EntriesAt } from './entries.js';
import { partsOf } from './items.js';
import type { Language } from '../words/locale-files.js';
import { ExplanationSentences } from './language/explanation-sentences.js';
import { writtenDates, type Wording } from './language/wording.js';
import { itemInWords, labelOfPart } from './language/values.js';
import { wordingOf } from './record-names.js';
import type { Before, Step, Trace } from './traces.js';
import { isAlike, replacedIn, stepsIn, Tracer } from './traces.js';

/** Where to ask further is nothing that anybody recorded. */
const LEFT_OUT = 'links';

/** Fields that tell the status: they rest on the reasons that the answer itself gives for it. */
const OF_STATUS = new Set(['status', 'certainty', 'possible', 'since', 'basis']);

/**
 * Why a field, or a part of one, is what it is. It holds for all that lies below its pointer, but for what is explained
 * more closely in `items` or `parts`. Events are named by their ids and described once, in `entries`.
 */
export interface FieldExplained {
  /** JSON pointer (RFC 6901) into the answer. */
  pointer: string;
  label: string;
  /** What it is, and why, in words. */
  sentence: string;
  /** Absent for a list whose items follow. */
  value?: unknown;
  /** The event with which it became what it is; null where that lies before what was replayed, or in no event at all. */
  setBy: string | null;
  /** Null where there was nothing before. */
  before: Before | null;
  /** It was another value on the day on which that event was recorded: since then the date alone has changed it. */
  followsFromDates: boolean;
  /** Ids of the record's entries that the value rests on. */
  basis: string[];
  /** Of a list: always where it is a field of the answer, else where one of them has become otherwise than the list. */
  items?: FieldExplained[];
  /** Of an object: all of its parts, where one of them has become otherwise than the whole. */
  parts?: FieldExplained[];
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

/**
 * Explains the answer about a record on a day: replays it event by event, with the events of other records on which its
 * dates depend, and notes which event changed each field of the answer about that day. Of a long record the newest events
 * are replayed, and what was set before them is marked as such. Undefined where there was no answer.
 */
export async function explain(
  audited: Audited,
  point: BitemporalPoint,
  language: Language,
): Promise<Explanation | undefined> {
  const { transactionIndex: index, validDay: on } = point;
  const { answer } = answerAt(audited, index, on);
  if (answer === null) return undefined;
  const all = stepsBetween(audited, audited.indexes[0] ?? Infinity, index);
  const steps = all.slice(-stepsThrough(audited.record));
  const isWhole = steps.length === all.length;
  const first = steps[0];
  const tracer = new Tracer(audited.disclosures);
  const given = (at: number): GivenAnswer | undefined => safely(() => givenAt(audited, at, on));
  const start = given(first ? first.index - 1 : index);
  let trace = start && tracer.traced(start, undefined, null);
  const held = new Set<Step>();
  for (const step of steps) {
    const next = given(step.index);
    if (next) {
      trace = tracer.traced(next, trace, step);
      if (holdsOn(next.holdsFor, step.recordedOn)) held.add(step);
    }
    await giveWay();
  }
  const entries = new EntriesAt(audited, index);
  const then = new ThenAnswers(audited, index, tracer, trace, held);
  // Each answer costs as much as a step of the replay: the walk through the fields would ask for all of them at once.
  for (const step of trace ? stepsIn(trace) : []) {
    then.at(step);
    await giveWay();
  }
  const fields = trace
    ? new Explainer(trace, then, entries, wordingFor(audited, point, [answer, trace], language), isWhole).fields()
    : [];
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

/** Names of all that is named in the answer, was named in it before, or is the record of an event on which it rests. */
function wordingFor(
  audited: Audited,
  point: BitemporalPoint,
  [answer, trace]: readonly [unknown, Trace],
  language: Language,
): Wording {
  const others = [...audited.others.values()].map(({ record }) => record.id);
  return wordingOf(audited, point, [answer, ...replacedIn(trace), others], language, writtenDates(language));
}

function holdsOn({ from, to }: Stretch, day: Day): boolean {
  return (from === null || from <= day) && (to === null || day <= to);
}

/** What was answered when a step was recorded, about that very day. */
class ThenAnswers {
  private readonly known = new Map<number, Trace | undefined>();

  constructor(
    private readonly audited: Audited,
    private readonly index: number,
    private readonly tracer: Tracer,
    private readonly answer: Trace | undefined,
    /** The steps at which the answer about the day asked for was the one about that very day, too. */
    private readonly held: ReadonlySet<Step>,
  ) {}

  /**
   * The answer when a step was recorded; for what no step set, when the record's first event was. Undefined where it tells
   * nothing new: what a step set stood in its answer about the day asked for.
   */
  at(setBy: Step | null): Trace | undefined {
    if (setBy && this.held.has(setBy)) return undefined;
    const { indexes, record } = this.audited;
    const index = setBy?.index ?? indexes[0];
    const day = setBy?.recordedOn ?? record.entries[0]?.recordedOn;
    if (index === undefined || day === undefined || index > this.index) return undefined;
    if (!this.known.has(index)) {
      const given = safely(() => givenAt(this.audited, index, day)) ?? {};
      // What is the same as in the answer that is explained needs no copy.
      this.known.set(index, this.tracer.traced(given, this.answer, null));
    }
    return this.known.get(index);
  }

  /** Whether another value stood then where the keys lead. */
  differs(path: readonly string[], now: Trace): boolean {
    const then = this.at(now.setBy);
    if (!then) return false;
    const was = path.reduce<Trace | undefined>((whole, key) => whole?.parts.get(key), then);
    // What was not there at all has come by an event, if it was set before all that was replayed.
    return was ? was !== now && !isAlike(was.value, now.value) : now.setBy !== null;
  }
}

/** A place in the answer: how it is reached and called. */
interface Place {
  /** Keys of the parts on the way, as `partsOf` gives them. */
  path: readonly string[];
  pointer: string;
  /** Name of the field that it is, or in whose list it stands. */
  name: string;
  /** Name of the field of which that is a part. */
  parent: string;
  label: string;
  /** What the labels of its parts begin with, and its own. */
  prefix: string;
  of: string;
  /** It stands in a list. */
  isItem: boolean;
  /** Entries on which a part rests that names none itself. */
  beside: readonly string[];
}

/** Puts the trace of an answer into words. */
class Explainer {
  private readonly sentences: ExplanationSentences;

  constructor(
    private readonly answer: Trace,
    private readonly then: ThenAnswers,
    private readonly entries: EntriesAt,
    private readonly wording: Wording,
    isWhole: boolean,
  ) {
    this.sentences = new ExplanationSentences(entries, wording, isWhole);
  }

  fields(): FieldExplained[] {
    const basis = this.idsIn(this.answer.parts.get('basis')?.value);
    const root: Place = {
      path: [],
      pointer: '',
      name: '',
      parent: '',
      label: '',
      prefix: '',
      of: '',
      isItem: false,
      beside: [],
    };
    const shown = this.placesIn(root, this.answer).filter(([{ name }]) => name !== LEFT_OUT);
    return shown.map(([place, trace]) => {
      const { name } = place;
      return OF_STATUS.has(name)
        ? this.explained({ ...place, beside: basis }, trace, basis)
        : this.explained(place, trace);
    });
  }

  /** @param ofStatus the entries on which the status rests, of its fields: there they are named in words, too */
  private explained(place: Place, trace: Trace, ofStatus?: string[]): FieldExplained {
    const { pointer, label, path, beside } = place;
    const { value, before } = trace;
    const setBy = trace.setBy?.event ?? null;
    const own = this.idsIn(value);
    const followsFromDates = this.then.differs(path, trace);
    const field: FieldExplained = {
      pointer,
      label,
      sentence: this.sentences.explain({ ...place, value, setBy, before, followsFromDates, basis: ofStatus ?? [] }),
      value,
      setBy,
      before,
      followsFromDates,
      basis: ofStatus ?? (own.length > 0 ? own : [...beside]),
    };
    const isList = Array.isArray(value);
    if (!(isList && path.length === 1) && !this.hasOtherPart(trace, field, path)) return field;
    const inner = this.placesIn(place, trace).map(([part, of]) => this.explained(part, of));
    if (!isList) return { ...field, parts: inner };
    const { value: _list, ...rest } = field;
    return { ...rest, items: inner };
  }

  /** Whether a part of a value has become what it is otherwise than the whole. */
  private hasOtherPart(whole: Trace, field: FieldExplained, path: readonly string[], within = whole): boolean {
    return [...within.parts].some(([key, part]) => {
      const inner = [...path, key];
      const isAlike =
        part.setBy === whole.setBy &&
        (part.before === null || part.before.setBy === whole.before?.setBy) &&
        this.then.differs(inner, part) === field.followsFromDates;
      return !isAlike || this.hasOtherPart(whole, field, inner, part);
    });
  }

  private placesIn(of: Place, trace: Trace): [Place, Trace][] {
    const { value } = trace;
    const parts = partsOf(value);
    const direct = parts.flatMap((part) => this.idsIn(typeof part.value === 'string' ? part.value : null));
    const beside = direct.length > 0 ? direct : of.beside;
    return parts.flatMap(({ key, place, value: inner }) => {
      const part = trace.parts.get(key);
      if (!part) return [];
      const path = [...of.path, key];
      const pointer = `${of.pointer}${pointerStep(place)}`;
      if (typeof place === 'string') {
        const label = `${of.prefix}${labelOfPart(place, of.name, this.wording.language)}`;
        const own = { name: place, parent: of.name, label, prefix: `${label}: `, of: of.prefix, isItem: false };
        return [[{ path, pointer, beside, ...own }, part]];
      }
      const prefix = `${of.label} (${itemInWords(inner, of.name, this.wording)}): `;
      const own = { name: of.name, parent: of.parent, label: of.label, prefix, of: of.of, isItem: true };
      return [[{ path, pointer, beside, ...own }, part]];
    });
  }

  /** Ids of the record's own entries that stand anywhere in a value. */
  private idsIn(value: unknown): string[] {
    const found = new Set<string>();
    const look = (inner: unknown): void => {
      if (typeof inner === 'string' && this.entries.isOwn(inner)) found.add(inner);
      else if (typeof inner === 'object' && inner !== null) Object.values(inner).forEach(look);
    };
    look(value);
    return [...found];
  }
}

function named(fields: readonly FieldExplained[], entries: EntriesAt): ExplainedEntry[] {
  const ids = new Set<string>();
  const add = ({ setBy, before, basis, items = [], parts = [] }: FieldExplained): void => {
    for (const id of [setBy, before?.setBy, ...basis]) if (id) ids.add(id);
    [...items, ...parts].forEach(add);
  };
  fields.forEach(add);
  const explained = [...ids].map((id) => entries.explain(id)).filter((entry) => entry !== undefined);
  return explained.sort((a, b) => a.index - b.index);
}
