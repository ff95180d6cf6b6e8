import type { FastifyRequest } from 'fastify';
import type { Fault } from '../commands/problem.js';
import { Problem } from '../commands/problem.js';
import { summaryOf } from '../commands/validation.js';
import { checkEdtf, isDay } from '../kernel/edtf.js';
import { searchKey } from '../kernel/names.js';
import { CERTAINTIES, COMMON_STATUSES, NOT_BEGUN } from '../kernel/status.js';
import { isRegion } from '../kernel/regions.js';
import type { RecordKind } from '../kernel/kind.js';
import type { AskedPoint, ListFilters } from '../projections/index.js';

/** Records on a page of a list, unless the request says otherwise, and at most. */
export const PAGE = { usual: 50, most: 200 };

type Query = Record<string, string | string[] | undefined>;

/** What a list request asks for. */
export interface ListRequest {
  filters: ListFilters;
  cursor: string | undefined;
  limit: number;
  /** Absent for now. */
  moment: AskedPoint | undefined;
}

const LIST_PARAMETERS = [
  'region',
  'party',
  'status',
  'possible',
  'certainty',
  'kind',
  'topic',
  'period',
  'text',
  'cursor',
  'limit',
  'asOf',
  'on',
];

/** Reads the filters of a list; unknown parameters and values that can match nothing by their form are refused. */
export function readListRequest(kind: RecordKind, query: Query): ListRequest {
  const faults = unknownIn(query, LIST_PARAMETERS);
  const only = (name: string): string | undefined => once(query, name, faults);
  const region = only('region');
  if (region !== undefined && !isRegion(region))
    faults.push(faultOf('region', 'region', 'must be an ISO 3166-2 code such as RU-KYA'));
  const statuses = someOf(query, 'status', [...kind.statuses, ...COMMON_STATUSES], faults);
  const possible = someOf(query, 'possible', [...kind.statuses, NOT_BEGUN], faults);
  const certainties = someOf(query, 'certainty', CERTAINTIES, faults);
  const period = only('period');
  const wrongPeriod = period === undefined ? undefined : checkEdtf(period);
  if (wrongPeriod !== undefined) faults.push(faultOf('period', 'edtf-date', wrongPeriod));
  const limit = readLimit(query, faults);
  const parties = all(query.party);
  const text = only('text');
  if (text !== undefined && searchKey(text).trim() === '')
    faults.push(faultOf('text', 'words', 'must hold a letter or a digit'));
  const filters: ListFilters = {
    region,
    subkind: only('kind'),
    topic: only('topic'),
    text,
    period,
    ...(parties.length === 0 ? {} : { parties }),
    ...(statuses.length === 0 ? {} : { statuses }),
    ...(possible.length === 0 ? {} : { possible }),
    ...(certainties.length === 0 ? {} : { certainties }),
  };
  const cursor = only('cursor');
  const moment = readMoment(query, faults);
  refuse(faults);
  return { filters, cursor, limit, moment };
}

/** Words of a filter, given once with commas or several times. */
function someOf(query: Query, name: string, known: readonly string[], faults: Fault[]): string[] {
  const words = all(query[name]).flatMap((text) => text.split(','));
  if (words.some((word) => !known.includes(word)))
    faults.push(faultOf(name, 'one-of', `must be one of ${known.join(', ')}`));
  return words;
}

/** How many records a page is to have. */
export function readLimit(query: Query, faults: Fault[]): number {
  const limit = once(query, 'limit', faults) ?? String(PAGE.usual);
  if (!/^\d{1,4}$/.test(limit) || Number(limit) < 1 || Number(limit) > PAGE.most) {
    faults.push(faultOf('limit', 'whole-number', `must be a whole number from 1 to ${PAGE.most}`));
  }
  return Number(limit);
}

/** Refuses a cursor that this ledger did not give. @throws Problem */
export function badCursor(): never {
  const fault = faultOf('cursor', 'cursor', 'is not a cursor of this list');
  throw new Problem('invalid-parameter', `?cursor ${fault.detail}`, [fault]);
}

export const MOMENT_PARAMETERS = ['asOf', 'on'];

/** A moment in RFC 3339, with its offset; there, hours end at 23. */
const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt](?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/;

/** Reads `asOf` and `on`; undefined where neither is given. */
export function readMoment(query: Query, faults: Fault[]): AskedPoint | undefined {
  const asOf = once(query, 'asOf', faults);
  const on = once(query, 'on', faults);
  const asked: AskedPoint = {};
  if (asOf !== undefined) {
    const moment = readAsOf(asOf);
    if (moment) asked.asOf = moment;
    else
      faults.push(faultOf('asOf', 'moment', 'must be a time such as 2026-03-01T12:00:00Z, or the index of an event'));
  }
  if (on !== undefined) {
    if (isDay(on)) asked.on = on;
    else faults.push(faultOf('on', 'day', 'must be a day such as 2026-03-01'));
  }
  return asOf === undefined && on === undefined ? undefined : asked;
}

/** The same where a query takes no other parameters. */
export function readOnlyMoment(query: Query, names: readonly string[] = MOMENT_PARAMETERS): AskedPoint | undefined {
  const faults = unknownIn(query, names);
  const moment = readMoment(query, faults);
  refuse(faults);
  return moment;
}

function readAsOf(text: string): AskedPoint['asOf'] | undefined {
  if (/^(?:0|[1-9]\d{0,14})$/.test(text)) return { index: Number(text) };
  // A plus sign in a query is a space, as senders forget.
  const told = text.replace(' ', '+');
  const time = RFC_3339.test(told) && isDay(told.slice(0, 10)) ? new Date(told.toUpperCase()) : undefined;
  if (!time || Number.isNaN(time.getTime())) return undefined;
  // An offset may lead out of the years that have days: 0001 to 9999.
  const inUtc = time.toISOString();
  return isDay(inUtc.slice(0, 10)) ? { time: inUtc } : undefined;
}

/** Refuses every parameter but the named ones. */
export function onlyParameters(query: Query, ...names: string[]): void {
  refuse(unknownIn(query, names));
}

/** Whether a command is only to be decided; `dryRun=false` is the same as none. */
export function readDryRun(query: Query): boolean {
  onlyParameters(query, 'dryRun');
  const asked = query.dryRun;
  if (asked === undefined || asked === 'false') return false;
  if (asked === 'true' || asked === '') return true;
  refuse([faultOf('dryRun', 'boolean', 'must be true or false')]);
  return false;
}

/** The idempotency key: 1 to 255 printable ASCII characters, quoted as a structured field or not. */
export function readIdempotencyKey(request: FastifyRequest): string | undefined {
  const header = headerOf(request, 'idempotency-key');
  if (header === undefined) return undefined;
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new Problem('invalid-header', 'An Idempotency-Key has 1 to 255 printable ASCII characters without spaces.', [
      { pointer: '', rule: 'idempotency-key', detail: '1 to 255 printable ASCII characters' },
    ]);
  }
  return key;
}

/** One value of a header. */
export function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

function all(value: string | string[] | undefined): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).filter((text) => text !== '');
}

/** One value of a parameter; an empty one is none. */
export function once(query: Query, name: string, faults: Fault[]): string | undefined {
  const [first, second] = all(query[name]);
  if (second !== undefined) faults.push(faultOf(name, 'once', 'may stand only once'));
  return first;
}

function unknownIn(query: Query, names: readonly string[]): Fault[] {
  return Object.keys(query)
    .filter((name) => !names.includes(name))
    .map((name) =>
      faultOf(name, 'unknown-parameter', `is not a parameter here; there are ${names.join(', ') || 'none'}`),
    );
}

/** A rule that a query parameter breaks. */
export function faultOf(parameter: string, rule: string, detail: string): Fault {
  return { pointer: `?${parameter}`, rule, detail };
}

/** Goes on only where no rule was broken. @throws Problem */
export function refuse(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new Problem('invalid-parameter', summaryOf(faults), faults);
}
