import type Database from 'better-sqlite3';
import type { Day } from '../kernel/edtf.js';
import type { Names } from '../kernel/names.js';
import type { Figure } from '../registry/claim/claim.js';
import { KINDS, TOLD_OF } from '../registry/registry.js';
import type { Condition } from './list-query.js';
import { allOf, LISTED_ON_DAY, ofRegions } from './list-query.js';
import { PAST } from './versions/past.js';
import type { FigureBeside, KindTotals, RecordBrief, RegionPair, Summary } from './types.js';

type BriefColumns = [kind: string, id: string, title: string | null, status: string];

const byResource = new Map(KINDS.map((kind) => [kind.resource, kind]));
const byName = new Map(KINDS.map((kind) => [kind.name, kind]));

/**
 * Answers across records: totals, what lies between regions, and reported figures beside what is registered. With the
 * number of an event of the ledger, as they were when the ledger had come to it.
 */
export class RegionViews {
  private readonly statements = new Map<string, Database.Statement<[object]>>();

  constructor(private readonly database: Database.Database) {}

  summary(day: Day, index?: number): Summary {
    const summary: Summary = {};
    for (const { summaryName, statuses } of TOLD_OF) {
      const byStatus = Object.fromEntries([...statuses, 'undetermined', 'voided'].map((status) => [status, 0]));
      summary[summaryName] = { total: 0, byStatus };
    }
    // What was is counted; for what is there are sums.
    const counting =
      index === undefined
        ? 'SELECT kind, status, sum(change) FROM tally WHERE day <= @day GROUP BY kind, status'
        : `SELECT l.kind, d.status, count(*) ${LISTED_ON_DAY} GROUP BY l.kind, d.status`;
    const sums = this.all<[string, string, number]>(counting, { day }, index);
    for (const [kind, status, count] of sums) {
      const totals = summary[byName.get(kind)?.summaryName ?? ''] as KindTotals | undefined;
      if (!totals) continue;
      totals.byStatus[status] = count;
      totals.total += count;
    }
    summary.figures = this.figures([], day, index);
    return summary;
  }

  pair(a: string, b: string, day: Day, index?: number): RegionPair {
    const both = ofRegions([a, b]);
    const { sql, values } = both;
    const rows = this.all<BriefColumns>(
      `SELECT l.kind, l.id, l.title, d.status ${LISTED_ON_DAY} WHERE ${sql} ORDER BY l.record`,
      { ...values, day },
      index,
    );
    const found: Record<string, RecordBrief[]> = Object.fromEntries(TOLD_OF.map(({ resource }) => [resource, []]));
    for (const row of rows) found[byName.get(row[0])?.resource ?? '']?.push(briefOf(row));
    const { claims = [], ...registered } = found;
    // What was said is not registered: it stands beside, like the figures that are compared.
    return { regions: [a, b], registered, claims, figures: this.figures([both], day, index) };
  }

  /** The figures reported in claims that meet the conditions, each beside what is registered of the same. */
  private figures(conditions: readonly Condition[], day: Day, index?: number): FigureBeside[] {
    const { sql, values } = allOf([{ sql: 'l.figure IS NOT NULL', values: {} }, ...conditions]);
    const rows = this.all<[...BriefColumns, string]>(
      `SELECT l.kind, l.id, l.title, d.status, l.figure ${LISTED_ON_DAY} WHERE ${sql} ORDER BY l.record`,
      { ...values, day },
      index,
    );
    // Many claims tell of the same, each with a number of its own.
    const counts = new Map<string, number | null>();
    return rows.map(([kind, id, title, status, figure]) => {
      const told = JSON.parse(figure) as Figure;
      const subject = JSON.stringify([told.what, told.status, told.regions]);
      if (!counts.has(subject)) counts.set(subject, this.registered(told, day, index));
      return { claim: briefOf([kind, id, title, status]), told, registered: counts.get(subject) ?? null };
    });
  }

  /** How many records of what a figure counts are in the ledger, in the status and between the regions that it names. */
  private registered({ what, status, regions }: Figure, day: Day, index?: number): number | null {
    const kind = byResource.get(what);
    if (!kind) return null;
    const { sql, values } = allOf([
      { sql: 'l.kind = @kind', values: { kind: kind.name } },
      // A status that the kind does not have is the reporter's own word, and nothing registered can be in it.
      status === null ? { sql: "d.status <> 'voided'", values: {} } : { sql: 'd.status = @status', values: { status } },
      ...(regions.length === 0 ? [] : [ofRegions(regions)]),
    ]);
    const counting = `SELECT count(*) ${LISTED_ON_DAY} WHERE ${sql}`;
    return this.all<[number]>(counting, { ...values, day }, index)[0]?.[0] ?? 0;
  }

  private all<Row>(query: string, values: object, index: number | undefined): Row[] {
    const text = index === undefined ? query : `${PAST} ${query}`;
    let statement = this.statements.get(text);
    if (!statement) {
      statement = this.database.prepare<[object]>(text).raw();
      this.statements.set(text, statement);
    }
    return statement.all(index === undefined ? values : { ...values, index }) as Row[];
  }
}

function briefOf([kind, id, title, status]: BriefColumns): RecordBrief {
  const href = `/v1/${byName.get(kind)?.resource ?? kind}/${id}`;
  return { kind, id, title: title === null ? null : (JSON.parse(title) as Names), status, href };
}
