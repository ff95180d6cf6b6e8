import Table from 'cli-table3';
import type { Ledger } from '../ledger.js';
import type { FigureBeside, KindTotals, ReadModel, Summary } from '../projections/index.js';
import { readCount, type Count } from '../kernel/counts.js';
import type { Names } from '../kernel/names.js';
import { KINDS } from '../registry/registry.js';

/** Agreements and series are few and matter most: they are named one by one. */
const NAMED = ['agreements', 'meeting-series', 'clusters', 'support-measures'];

/** No colours: the tables are read in logs and pipes too. */
const PLAIN = { head: [], border: [] };

/** The current status as tables for a terminal, with the addresses to look at next. */
export async function statusTables(ledger: Ledger, url: string): Promise<string> {
  const model = ledger.readModels.now(ledger.today());
  const summary = model.summary();
  return [totals(summary, url), await named(model, url), figures(summary), next(url)].join('\n');
}

function totals(summary: Summary, url: string): string {
  const table = new Table({ head: ['what', 'total', 'by status', 'list'], style: PLAIN });
  for (const { summaryName, resource } of KINDS) {
    const counted = summary[summaryName] as KindTotals | undefined;
    if (!counted) continue;
    const statuses = Object.entries(counted.byStatus).filter(([, count]) => count > 0);
    table.push([
      summaryName,
      counted.total,
      statuses.map(([status, count]) => `${status} ${count}`).join(', '),
      `${url}/v1/${resource}`,
    ]);
  }
  const agreements = summary.agreements as KindTotals;
  return `${table.toString()}\nagreements signed: ${agreements.byStatus.signed ?? 0}, in force: ${agreements.byStatus['in-force'] ?? 0}, announced: ${agreements.byStatus.announced ?? 0}`;
}

async function named(model: ReadModel, url: string): Promise<string> {
  const table = new Table({
    head: ['record', 'status', 'address'],
    style: PLAIN,
    wordWrap: true,
    colWidths: [60, 18],
  });
  for (const kind of KINDS.filter(({ resource }) => NAMED.includes(resource))) {
    const page = await model.list(kind, {}, undefined, 20);
    if ('fault' in page) continue;
    for (const { id, bytes } of page.items) {
      const { title, status } = JSON.parse(bytes.toString('utf8')) as { title?: Names; status: string };
      table.push([nameOf(title) || kind.name, status, `${url}/v1/${kind.resource}/${id}`]);
    }
  }
  return table.toString();
}

function figures(summary: Summary): string {
  const table = new Table({ head: ['reported figure', 'told', 'registered'], style: PLAIN });
  for (const { claim, told, registered } of summary.figures as FigureBeside[]) {
    const { count, what } = told as { count: Count; what: string };
    table.push([nameOf(claim.title ?? {}) || what, readCount(count), registered ?? '–']);
  }
  return table.toString();
}

function nameOf(names: Names | undefined): string {
  return names?.en ?? names?.ru ?? '';
}

function next(url: string): string {
  return [
    'Look at next:',
    `  ${url}/v1/summary                       everything, counted`,
    `  ${url}/v1/regions/RU-ULY/with/RU-MO     two regions: what is registered beside what was reported`,
    `  ${url}/v1/agreements?status=announced   agreements that somebody said will be signed`,
    `  ${url}/v1/meetings?kind=trade-mission   the mission, told by two texts`,
    `  ${url}/docs                             all of the API`,
  ].join('\n');
}
