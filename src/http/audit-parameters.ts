import type { FastifyRequest } from 'fastify';
import { LANGUAGES, type Language } from '../audit/index.js';
import type { Fault } from '../commands/problem.js';
import type { RecordKind } from '../kernel/kind.js';
import type { AskedPoint } from '../projections/index.js';
import { readCursor } from '../projections/index.js';
import type { ListRequest } from './parameters.js';
import {
  faultOf,
  headerOf,
  once,
  onlyParameters,
  readLimit,
  readListRequest,
  readMoment,
  refuse,
} from './parameters.js';

type Query = Record<string, string | string[] | undefined>;

/** A page of something that is told in parts. */
export interface PageRequest {
  /** Number in the cursor; undefined for the first page. */
  after: number | undefined;
  limit: number;
}

/** What is asked of a replay: one state, or pages of all. */
export interface ReplayRequest extends PageRequest {
  revision: number | undefined;
  /** One state where it has `asOf`; else `on` is the day that every state is shown for. */
  moment: AskedPoint | undefined;
}

/** What is compared; absent parts are explained where they are worked out. */
export interface DiffRequest {
  from: AskedPoint | undefined;
  to: AskedPoint | undefined;
}

/** Reads `revision`, or `asOf`, or `cursor` and `limit`; with `on`. @throws Problem */
export function readReplay(query: Query): ReplayRequest {
  onlyParameters(query, 'revision', 'asOf', 'on', 'cursor', 'limit');
  const faults: Fault[] = [];
  const moment = readMoment(query, faults);
  const text = once(query, 'revision', faults);
  if (text !== undefined && !/^(?:0|[1-9]\d{0,14})$/.test(text)) {
    faults.push(faultOf('revision', 'whole-number', 'must be a whole number'));
  }
  if (text !== undefined && moment?.asOf !== undefined) {
    faults.push(faultOf('revision', 'one-moment', 'stands for a moment, as asOf does: give one of them'));
  }
  const page = pageIn(query, faults);
  refuse(faults);
  return { ...page, moment, revision: text === undefined ? undefined : Number(text) };
}

/** Reads `from` and `to`, each as `asOf` is, and `fromOn` and `toOn`; `lang` is read by `readLanguage`. @throws Problem */
export function readDiff(query: Query): DiffRequest {
  onlyParameters(query, 'from', 'to', 'fromOn', 'toOn', 'lang');
  const faults: Fault[] = [];
  const from = renamed({ asOf: 'from', on: 'fromOn' }, query, faults);
  const to = renamed({ asOf: 'to', on: 'toOn' }, query, faults);
  refuse(faults);
  return { from, to };
}

/** What is compared of a list; `to` is now where it is absent. */
export interface ChangesRequest extends Omit<ListRequest, 'moment'> {
  from: AskedPoint;
  to: AskedPoint | undefined;
}

/** Reads the filters of a list, and `from`, `to`, `fromOn`, `toOn`; `from` is needed. @throws Problem */
export function readChanges(kind: RecordKind, { from, to, fromOn, toOn, ...rest }: Query): ChangesRequest {
  const faults: Fault[] = [];
  const moments = { from, to, fromOn, toOn };
  const first = renamed({ asOf: 'from', on: 'fromOn' }, moments, faults);
  const second = renamed({ asOf: 'to', on: 'toOn' }, moments, faults);
  for (const name of ['asOf', 'on']) {
    if (rest[name] !== undefined)
      faults.push(faultOf(name, 'unknown-parameter', 'is not a parameter here: from and to are'));
  }
  if (!first?.asOf) faults.push(faultOf('from', 'needed', 'is needed: the first of the two moments'));
  refuse(faults);
  const { moment: _none, ...asked } = readListRequest(kind, rest);
  return { ...asked, from: first ?? {}, to: second };
}

/** Reads `cursor` and `limit` where nothing else but the named parameters is taken. @throws Problem */
export function readPage(query: Query, ...others: string[]): PageRequest {
  onlyParameters(query, 'cursor', 'limit', ...others);
  const faults: Fault[] = [];
  const page = pageIn(query, faults);
  refuse(faults);
  return page;
}

/** The language to write in: `lang`, else the first that Accept-Language would have; English by default. @throws Problem */
export function readLanguage(request: FastifyRequest<{ Querystring: Query }>): Language {
  const faults: Fault[] = [];
  const asked = once(request.query, 'lang', faults);
  const language = LANGUAGES.find((known) => known === asked);
  if (asked !== undefined && !language)
    faults.push(faultOf('lang', 'one-of', `must be one of ${LANGUAGES.join(', ')}`));
  refuse(faults);
  return language ?? preferred(headerOf(request, 'accept-language') ?? '');
}

/** The language that a list of preferences (RFC 9110, section 12.5.4) puts first. */
function preferred(accepted: string): Language {
  const ranges = accepted.split(',').map((range) => {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return { language: LANGUAGES.find((known) => known === tag.split('-')[0]), weight: Number(weight ?? 1) };
  });
  const [best] = ranges
    .filter(({ language, weight }) => language !== undefined && weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return best?.language ?? 'en';
}

/** Reads a moment whose parts have other names here, and names these where it is not good. */
function renamed(names: { asOf: string; on: string }, query: Query, faults: Fault[]): AskedPoint | undefined {
  const found: Fault[] = [];
  const moment = readMoment({ asOf: query[names.asOf], on: query[names.on] }, found);
  for (const { pointer, ...rest } of found) {
    faults.push({ pointer: `?${pointer === '?asOf' ? names.asOf : names.on}`, ...rest });
  }
  return moment;
}

function pageIn(query: Query, faults: Fault[]): PageRequest {
  const limit = readLimit(query, faults);
  const cursor = once(query, 'cursor', faults);
  const after = cursor === undefined ? undefined : readCursor(cursor);
  if (cursor !== undefined && after === undefined) {
    faults.push(faultOf('cursor', 'cursor', 'is not a cursor of this list'));
  }
  return { after, limit };
}
