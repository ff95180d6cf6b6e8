import { roleKey, type RecordKind } from '../../kernel/kind.js';
import { searchKey, searchWords } from '../../kernel/names.js';
import { NOT_BEGUN } from '../../kernel/status.js';
import { allOf, type Condition } from './condition.js';
import { readCursor, writeCursor } from './cursor.js';
import { aroundPeriod, placeOf } from './list-periods.js';
import type { BadCursor, ListFilters, PlaceInPeriod, ProvisionalFilter } from './query-types.js';

/** A record with its document of the day: `l` is its list row, `d` the document, `r` the record. */
export const LISTED_ON_DAY = `FROM listed l JOIN document d ON d.record = l.record AND d.from_day <= @day AND d.to_day >= @day`;

/** Filters with each party as the ids by which it is looked for. */
export type ResolvedFilters = Omit<ListFilters, 'parties' | 'withParts'> & { parties?: readonly (readonly string[])[] };

/**
 * Records that each of the regions has part in: named outright, as a party, or by a party that is seated there, under
 * whatever name: what was merged into a party is seated where it is. Parties' own regions are facets of the party records.
 * One set for all: SQLite would try each record of one with each of another.
 */
export function ofRegions(codes: readonly string[]): Condition {
  const sets = codes.map(
    (_, index) => `SELECT record FROM (
      SELECT record FROM facet WHERE name = 'region' AND value = @region${index}
      UNION SELECT part.record FROM (
        WITH RECURSIVE seated(id) AS (
          SELECT @region${index}
          UNION SELECT party.id FROM facet seat JOIN listed party ON party.record = seat.record AND party.kind = 'party'
            WHERE seat.name = 'region' AND seat.value = @region${index}
          UNION SELECT r.id FROM seated JOIN ties t ON t.name = 'merged' AND t.value = seated.id
            JOIN records r ON r.seq = t.record)
        SELECT id FROM seated) party
        JOIN facet part ON part.name = 'party' AND part.value = party.id)`,
  );
  return {
    sql: `l.record IN (${sets.join(' INTERSECT ')})`,
    values: Object.fromEntries(codes.map((code, index) => [`region${index}`, code])),
  };
}

/** The conditions that filters put, for a list of one kind, from after a place in the order of the log. */
export function conditionsOf(kind: RecordKind, filters: ResolvedFilters, after: number): Condition {
  const conditions: Condition[] = [
    { sql: 'l.kind = @kind AND l.record > @after', values: { kind: kind.name, after } },
    ...(filters.region === undefined ? [] : [ofRegions([filters.region])]),
    ...(filters.country === undefined ? [] : [havingFacet('country', filters.country)]),
    ...(filters.role === undefined ? havingParties(filters.parties) : havingRole(filters.role, filters.parties)),
    ...(filters.modalities === undefined ? [] : [ofModality(filters.modalities)]),
    ...(filters.speaker === undefined ? [] : [havingFacet('speaker', filters.speaker)]),
    ...(filters.about === undefined ? [] : [havingFacet('about', filters.about)]),
    ...(filters.topic === undefined ? [] : [havingFacet('topic', searchKey(filters.topic))]),
    ...(filters.identifier === undefined ? [] : [havingFacet('identifier', filters.identifier)]),
    ...(filters.form === undefined ? [] : [{ sql: 'l.form = @form', values: { form: filters.form } }]),
    ...statusConditions(filters),
    ...havingWords(filters.text),
    ...(filters.provisional === undefined ? [] : [appliedProvisionally(filters.provisional, kind)]),
    ...(filters.period === undefined ? [] : [aroundPeriod(filters.period, kind)]),
  ];
  return allOf(conditions);
}

/** A row of a list: the record's place in the log, its id, its dates, and the days on which it goes on (both JSON). */
export interface ListRow {
  record: number;
  id: string;
  dates: string;
  /** Null where no period was asked for. */
  going: string | null;
}

/** Rows of a page, each with its place in the period that was asked for; `next` leads to the following page. */
export interface PageOf<R extends ListRow> {
  items: (R & { period?: PlaceInPeriod })[];
  next?: string;
}

/** Collects a page from rows that come in order: SQL leaves out what lies outside a period, the dates judge the rest. */
export function pageOf<R extends ListRow>(
  kind: RecordKind,
  { period }: Pick<ListFilters, 'period'>,
  cursor: string | undefined,
  limit: number,
  rowsAfter: (after: number, limit: number) => R[],
): PageOf<R> | BadCursor {
  let after = cursor === undefined ? -1 : readCursor(cursor);
  if (after === undefined) return { fault: 'bad-cursor' };
  const items: PageOf<R>['items'] = [];
  for (;;) {
    const rows = rowsAfter(after, limit + 1);
    for (const row of rows) {
      const place = period === undefined ? undefined : placeOf(row, period, kind);
      if (place !== 'no') {
        if (items.length === limit) return { items, next: writeCursor(after) };
        items.push(place === undefined ? row : { ...row, period: place });
      }
      after = row.record;
    }
    if (rows.length <= limit) return { items };
  }
}

function havingFacet(name: string, value: string): Condition {
  const sql = `EXISTS (SELECT 1 FROM facet WHERE name = '${name}' AND value = @${name} AND record = l.record)`;
  return { sql, values: { [name]: value } };
}

function ofModality(modalities: readonly string[]): Condition {
  return {
    sql: `EXISTS (SELECT 1 FROM facet WHERE name = 'modality' AND record = l.record
      AND value IN (SELECT value FROM json_each(@modalities)))`,
    values: { modalities: JSON.stringify(modalities) },
  };
}

/** A role that somebody has, or each of these parties, under whatever name. */
function havingRole(role: string, parties: ResolvedFilters['parties']): Condition[] {
  if (parties === undefined) {
    const sql = "EXISTS (SELECT 1 FROM ties t WHERE t.name = 'role' AND t.value = @role AND t.record = l.record)";
    return [{ sql, values: { role } }];
  }
  return havingParties(
    parties.map((ids) => ids.map((id) => roleKey(role, id))),
    TIE_OF_ROLE,
  );
}

const FACET_OF_PARTY = "facet f ON f.name = 'party'";
/** Who has a role has it on some days. */
const TIE_OF_ROLE = "ties f ON f.name = 'role'";

/** The text stays the same however many there are: each text is a statement that is kept. */
function havingParties(
  [first, ...others]: readonly (readonly string[])[] = [],
  named: typeof FACET_OF_PARTY | typeof TIE_OF_ROLE = FACET_OF_PARTY,
): Condition[] {
  if (first === undefined) return [];
  const one = {
    sql: `EXISTS (SELECT 1 FROM json_each(@party) wanted
      JOIN ${named} AND f.value = wanted.value AND f.record = l.record)`,
    values: { party: JSON.stringify(first) },
  };
  if (others.length === 0) return [one];
  const sql = `NOT EXISTS (SELECT 1 FROM json_each(@parties) party WHERE NOT EXISTS (
    SELECT 1 FROM json_each(party.value) wanted
      JOIN ${named} AND f.value = wanted.value AND f.record = l.record))`;
  return [one, { sql, values: { parties: JSON.stringify(others) } }];
}

/** Leaves out what had not begun: it was not there. */
export const HAD_BEGUN: Condition = { sql: `d.status <> '${NOT_BEGUN}'`, values: {} };

function statusConditions({ statuses, possible, certainties }: ResolvedFilters): Condition[] {
  return [
    ...(statuses === undefined && possible === undefined ? [HAD_BEGUN] : []),
    ...(statuses === undefined ? [] : [inStatus(statuses)]),
    ...(possible === undefined ? [] : [perhapsInStatus(possible)]),
    ...(certainties === undefined ? [] : [ofCertainty(certainties)]),
  ];
}

function inStatus(statuses: readonly string[]): Condition {
  return {
    sql: 'd.status IN (SELECT value FROM json_each(@statuses))',
    values: { statuses: JSON.stringify(statuses) },
  };
}

function ofCertainty(certainties: readonly string[]): Condition {
  return {
    sql: 'd.certainty IN (SELECT value FROM json_each(@certainties))',
    values: { certainties: JSON.stringify(certainties) },
  };
}

/** Where the status is undetermined, or sources differ about it, each that may be the case counts. */
function perhapsInStatus(possible: readonly string[]): Condition {
  return {
    sql: `(d.status IN (SELECT value FROM json_each(@possible)) OR EXISTS (
      SELECT 1 FROM json_each(d.possible) may WHERE may.value IN (SELECT value FROM json_each(@possible))))`,
    values: { possible: JSON.stringify(possible) },
  };
}

/** The longest word leaves most out, so that the others are looked for in few rows. */
function havingWords(text = ''): Condition[] {
  const [first, ...others] = searchWords(text).sort((a, b) => b.length - a.length);
  if (first === undefined) return [];
  const longest = { sql: 'instr(l.search, @word) > 0', values: { word: first } };
  if (others.length === 0) return [longest];
  const sql = 'NOT EXISTS (SELECT 1 FROM json_each(@words) wanted WHERE instr(l.search, wanted.value) = 0)';
  return [longest, { sql, values: { words: JSON.stringify(others) } }];
}

/** What ends it, as force does, is seen by the status of the day: an application knows its own days. */
function appliedProvisionally(how: ProvisionalFilter, { appliedIn = [] }: RecordKind): Condition {
  const isApplied = (certainty: string): string =>
    `EXISTS (SELECT 1 FROM ties t WHERE t.record = l.record AND t.name = 'applied'${certainty})`;
  const isIn = 'd.status IN (SELECT value FROM json_each(@appliedIn))';
  const mayBeIn = `(${isIn} OR EXISTS (
    SELECT 1 FROM json_each(d.possible) may WHERE may.value IN (SELECT value FROM json_each(@appliedIn))))`;
  return {
    sql: how === 'applied' ? `${isApplied(" AND t.value = 'certain'")} AND ${isIn}` : `${isApplied('')} AND ${mayBeIn}`,
    values: { appliedIn: JSON.stringify(appliedIn) },
  };
}
