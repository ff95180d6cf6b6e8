import type { Audited, ReplayPage } from '../audit/index.js';
import { corrections, diff, explain, replay, stateAt } from '../audit/index.js';
import { Problem } from '../commands/problem.js';
import type { RecordKind } from '../kernel/kind.js';
import { regionNames, isRegion } from '../kernel/regions.js';
import type { BitemporalPoint, ReadModel, RecordNames } from '../projections/index.js';
import { listChanges, writeCursor } from '../projections/index.js';
import { kindNamed } from '../registry/registry.js';
import type { QuestionName, Questions } from './question.js';
import type { Reader } from './reader.js';
import { badCursor, missing } from './refusals.js';

type Answerers = { readonly [Name in QuestionName]: (reader: Reader, asked: Questions[Name]) => Promise<unknown> };

/** How each question is answered. @throws Problem */
export const ANSWERERS = {
  async explain(reader, { kind, id, point, today, language }) {
    const audited = await load(reader, kind, id);
    const explanation = await explain(audited, point ?? { transactionIndex: audited.head, validDay: today }, language);
    return { kind, id, ...(explanation ?? nothingRecorded(audited)) };
  },

  async replay(reader, { kind, id, after = 0, limit, revision, index, on }) {
    const audited = await load(reader, kind, id);
    const one = revision === undefined ? index : indexOfRevision(audited, revision);
    const { states, next } = one === undefined ? await replay(audited, after, limit, on) : stateOf(audited, one, on);
    return { kind, id, states, next: cursorTo(next) };
  },

  async diff(reader, { kind, id, from, fromDay, to, language }) {
    const audited = await load(reader, kind, id);
    return { kind, id, ...diff(audited, from ?? beforeLastEvent(audited, to, fromDay), to, language) };
  },

  async corrections(reader, { kind, id, after = 0, limit, language }) {
    const found = await corrections(await load(reader, kind, id), after, limit, language);
    return { kind, id, corrections: found.corrections, next: cursorTo(found.next) };
  },

  async allCorrections(reader, { after, limit }) {
    const found = await reader.audit.corrections(after, limit);
    return { items: found.corrections, next: cursorTo(found.next) };
  },

  async comparison(reader, { kind, filters, cursor, limit, from, to, named }) {
    const page = await listChanges(reader.models, [from, to], kindOf(kind), filters, cursor, limit);
    if ('fault' in page) return badCursor();
    const found = { kind, from: inAnswer(from), to: inAnswer(to), items: page.items, next: page.next ?? null };
    return withNames(found, named, reader.models.at(to));
  },

  async history(reader, { kind, id, after = 0, limit, point, today, named }) {
    const found = await reader.history.page(kindOf(kind), id, { after, limit }, point?.transactionIndex);
    // A region of which nothing is recorded can be read, and has an empty history.
    if (!found && !reader.at(point, today).has(kindOf(kind), id)) missing(kind, id);
    const history = { kind, id, entries: found?.entries ?? [], next: cursorTo(found?.next) };
    return withNames(history, named, reader.at(point, today));
  },

  related(reader, { kind, id, after = 0, limit, point, today, kinds, named }) {
    const model = reader.at(point, today);
    if (!model.has(kindOf(kind), id)) missing(kind, id);
    return Promise.resolve(withNames(model.related(kindOf(kind), id, after, limit, kinds), named, model));
  },

  regionPair(reader, { a, b, after, limit, point, today, basis, named }) {
    for (const code of [a, b]) {
      if (!isRegion(code)) throw new Problem('not-found', `There is no region with the ISO 3166-2 code ${code}.`);
    }
    if (a === b) throw new Problem('not-found', `${regionNames(a)?.en ?? a} has no pair with itself.`);
    const model = reader.at(point, today, basis);
    return Promise.resolve(withNames(model.regionPair(a, b, after, limit), named, model));
  },

  pastRecord(reader, { kind, id, point }) {
    return reader.at(point, point.validDay).document(kindOf(kind), id);
  },

  namedRecord(reader, { kind, id, point, today }) {
    return reader.at(point, today).namedDocument(kindOf(kind), id);
  },

  async list(reader, { kind, filters, cursor, limit, point, today, named }) {
    const model = reader.at(point, today, filters.basis);
    const page = await model.list(kindOf(kind), filters, cursor, limit);
    if ('fault' in page) return badCursor();
    const answers = named ? page.items.map(({ bytes }) => JSON.parse(bytes.toString('utf8')) as object) : [];
    return named ? { ...page, recordNames: model.recordNames(answers) } : page;
  },

  summary(reader, { point, today, basis }) {
    return Promise.resolve(reader.at(point, today, basis).summary());
  },
} satisfies Answerers;

/** What a question is answered with. */
export type AnswerOf<Name extends QuestionName> = Awaited<ReturnType<(typeof ANSWERERS)[Name]>>;

/** An answer with the names of the records that stand in it, where they are wanted. */
function withNames<A extends object>(answer: A, named: boolean, model: ReadModel): A & { recordNames?: RecordNames } {
  return named ? { ...answer, recordNames: model.recordNames(answer) } : answer;
}

function kindOf(name: string): RecordKind {
  const kind = kindNamed(name);
  if (!kind) throw new Error(`there is no kind ${name}`);
  return kind;
}

async function load(reader: Reader, kind: string, id: string): Promise<Audited> {
  return (await reader.audit.load(kindOf(kind), id)) ?? missing(kind, id);
}

function stateOf(audited: Audited, index: number, on: string | undefined): ReplayPage {
  return { states: [stateAt(audited, index, on) ?? nothingRecorded(audited)] };
}

/** Number in the ledger of the last event of a record up to a revision of it. */
function indexOfRevision(audited: Audited, revision: number): number {
  const { record, indexes, kind } = audited;
  const last = record.entries.at(-1)?.revision ?? -1;
  if (revision > last) {
    throw new Problem('not-found', `The ${kind.name} ${record.id} has come to revision ${last}.`);
  }
  return indexes[record.entries.findLastIndex((entry) => entry.revision <= revision)] ?? -1;
}

/** The moment before the last event of the record, on the same day unless another one is asked for. */
function beforeLastEvent({ indexes }: Audited, to: BitemporalPoint, day: string | undefined): BitemporalPoint {
  const last = indexes.findLast((index) => index <= to.transactionIndex) ?? to.transactionIndex + 1;
  return { transactionIndex: last - 1, validDay: day ?? to.validDay };
}

function inAnswer({ transactionIndex, validDay }: BitemporalPoint): { index: number; day: string } {
  return { index: transactionIndex, day: validDay };
}

function cursorTo(next: number | undefined): string | null {
  return next === undefined ? null : writeCursor(next);
}

function nothingRecorded({ kind, record }: Audited): never {
  throw new Problem('not-found', `At that moment nothing was recorded of the ${kind.name} ${record.id}.`);
}
