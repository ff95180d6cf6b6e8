import { writeCursor } from './cursor.js';
import { COUNTED_STATUSES, NOT_BEGUN } from '../../kernel/status.js';
import type { Figure } from '../../registry/claim/claim.js';
import { KINDS, REGISTRAR_KINDS } from '../../registry/registry.js';
import type { BriefColumns } from './record-briefs.js';
import { BRIEF_COLUMNS, briefOf } from './record-briefs.js';
import { allOf, type Condition } from './condition.js';
import { HAD_BEGUN, LISTED_ON_DAY, ofRegions } from './list-query.js';
import type { BoundTables } from './bound-tables.js';
import type { FigureBeside, KindTotals, RecordBrief, RegionPair, Summary } from './query-types.js';

type StatusColumns = [status: string, certainty: string, possible: string];

const byResource = new Map(KINDS.map((kind) => [kind.resource, kind]));
const byName = new Map(KINDS.map((kind) => [kind.name, kind]));

/** Answers across records: totals, what lies between regions, and reported figures beside what is registered. */
export class RegionViews {
  constructor(private readonly tables: BoundTables) {}

  summary(): Summary {
    const summary: Record<string, KindTotals> = {};
    for (const { summaryName, statuses } of REGISTRAR_KINDS) {
      const byStatus = Object.fromEntries([...statuses, ...COUNTED_STATUSES].map((status) => [status, 0]));
      summary[summaryName] = { total: 0, byStatus, doubtful: {}, possible: {}, notBegun: 0 };
    }
    const counted = this.tables.all<[kind: string, ...StatusColumns, count: number]>(
      'SELECT kind, status, certainty, possible, records FROM counted',
    );
    for (const [kind, ...statusAndCount] of counted) {
      const totals = summary[byName.get(kind)?.summaryName ?? ''];
      if (totals) addTo(totals, statusAndCount);
    }
    return { ...summary, figures: this.figures([]) };
  }

  /** A page of what lies between two regions, in the order of the log; the figures stand on the first one. */
  pair(a: string, b: string, after: number | undefined, limit: number): RegionPair {
    const both = ofRegions([a, b]);
    const { sql, values } = allOf([both, HAD_BEGUN, NOT_VOIDED]);
    const rows = this.tables.all<[number, string, string, ...BriefColumns]>(
      `SELECT l.record, l.kind, l.id, ${BRIEF_COLUMNS} ${LISTED_ON_DAY} WHERE ${sql} AND l.record > @after
       ORDER BY l.record LIMIT @limit`,
      { ...values, after: after ?? -1, limit: limit + 1 },
    );
    const page = rows.slice(0, limit);
    const found: Record<string, RecordBrief[]> = Object.fromEntries(
      REGISTRAR_KINDS.map(({ resource }) => [resource, []]),
    );
    for (const [, kind, id, ...brief] of page)
      found[byName.get(kind)?.resource ?? '']?.push(briefOf(kind, id, this.tables.day, brief));
    const { claims = [], ...registered } = found;
    const last = page.at(-1)?.[0];
    const next = rows.length > limit && last !== undefined ? writeCursor(last) : null;
    // What was said is not registered: it stands beside, like the figures that are compared.
    return { regions: [a, b], registered, claims, figures: after === undefined ? this.figures([both]) : [], next };
  }

  /** The figures reported in claims that meet the conditions, each beside what is registered of the same. */
  private figures(conditions: readonly Condition[]): FigureBeside[] {
    const { sql, values } = allOf([{ sql: 'l.figure IS NOT NULL', values: {} }, HAD_BEGUN, ...conditions]);
    const rows = this.tables.all<[figure: string, kind: string, id: string, ...BriefColumns]>(
      `SELECT l.figure, l.kind, l.id, ${BRIEF_COLUMNS} ${LISTED_ON_DAY} WHERE ${sql} ORDER BY l.record`,
      values,
    );
    // Many claims are about the same, each with a number of its own.
    const counts = new Map<string, Counted>();
    return rows.map(([figure, kind, id, ...columns]) => {
      const reported = JSON.parse(figure) as Figure;
      const subject = JSON.stringify([reported.what, reported.status, reported.regions]);
      const counted = counts.get(subject) ?? this.registered(reported);
      counts.set(subject, counted);
      return { claim: briefOf(kind, id, this.tables.day, columns), reported, ...counted };
    });
  }

  /** How many records of what a figure counts are in the ledger, in the status and between the regions that it names. */
  private registered({ what, status, regions }: Figure): Counted {
    const kind = byResource.get(what);
    if (!kind) return { registered: null, possiblyRegistered: null };
    const { sql, values } = allOf([
      { sql: 'l.kind = @kind', values: { kind: kind.name } },
      ...(regions.length === 0 ? [] : [ofRegions(regions)]),
    ]);
    const sums = this.tables.all<[status: string, possible: string, count: number]>(
      `SELECT d.status, d.possible, count(*) ${LISTED_ON_DAY} WHERE ${sql} GROUP BY d.status, d.possible`,
      values,
    );
    const counted = { registered: 0, possiblyRegistered: 0 };
    for (const [shown, possible, count] of sums) {
      const may = JSON.parse(possible) as string[];
      // A status that the kind does not have is the reporter's own word, and nothing registered can be in it.
      const isCounted =
        status === null ? shown !== 'voided' && shown !== NOT_BEGUN && !may.includes(NOT_BEGUN) : shown === status;
      const mayBe = status === null ? may.includes(NOT_BEGUN) : may.includes(status);
      if (isCounted) counted.registered += count;
      else if (mayBe) counted.possiblyRegistered += count;
    }
    return counted;
  }
}

/** What was voided is registered no longer, though lists show it. */
const NOT_VOIDED: Condition = { sql: "d.status <> 'voided'", values: {} };

type Counted = Pick<FigureBeside, 'registered' | 'possiblyRegistered'>;

/** Counts records with the same status. */
function addTo(totals: KindTotals, [status, certainty, possible, count]: [...StatusColumns, count: number]): void {
  if (count === 0) return;
  if (status === NOT_BEGUN) totals.notBegun += count;
  else {
    totals.total += count;
    totals.byStatus[status] = (totals.byStatus[status] ?? 0) + count;
    if (certainty === 'possible') totals.doubtful[status] = (totals.doubtful[status] ?? 0) + count;
  }
  for (const may of JSON.parse(possible) as string[])
    if (may !== status) totals.possible[may] = (totals.possible[may] ?? 0) + count;
}
