import Table from 'cli-table3';
import { readCount } from '../kernel/counts.js';
import type { Names } from '../kernel/names.js';
import { nameIn } from '../kernel/names.js';
import type { Ledger } from '../ledger-instance.js';
import type { KindTotals, ReadModel, Summary } from '../projections/index.js';
import { hrefOf } from '../registry/links.js';
import { KINDS } from '../registry/registry.js';
import type { Language } from '../words/locale-files.js';
import { say, wordFor } from '../words/words.js';

/** Agreements and series are few and matter most: they are named one by one. */
const NAMED = ['agreements', 'meeting-series', 'clusters', 'support-measures'];

/** No colours: the tables are read in logs and pipes too. */
const PLAIN = { head: [], border: [] };

/** The current status as tables for a terminal, with the addresses to look at next. */
export async function statusTables(ledger: Ledger, url: string, language: Language): Promise<string> {
  const model = ledger.readModels.now(ledger.today());
  const summary = model.summary();
  return [
    totals(summary, url, language),
    await named(model, url, language),
    figures(summary, language),
    next(url, language),
  ].join('\n');
}

/** Kinds are named as their addresses do, so that who reads of one can ask for it. */
function totals(summary: Summary, url: string, language: Language): string {
  const head = [say(language, 'demo.what'), say(language, 'demo.total'), say(language, 'demo.byStatus')];
  const table = new Table({ head: [...head, say(language, 'demo.list')], style: PLAIN });
  for (const { summaryName, resource } of KINDS) {
    const counted = summary[summaryName] as KindTotals | undefined;
    if (!counted) continue;
    const statuses = Object.entries(counted.byStatus).filter(([, count]) => count > 0);
    table.push([
      resource,
      counted.total,
      statuses.map(([status, count]) => `${wordFor(status, language)} ${count}`).join(', '),
      `${url}/v1/${resource}`,
    ]);
  }
  const { byStatus } = summary.agreements as KindTotals;
  const { signed = 0, 'in-force': inForce = 0, announced = 0 } = byStatus;
  const line = say(language, 'demo.agreements', { signed, inForce, announced });
  return `${table.toString()}\n${line}`;
}

async function named(model: ReadModel, url: string, language: Language): Promise<string> {
  const table = new Table({
    head: [say(language, 'demo.record'), say(language, 'demo.status'), say(language, 'demo.address')],
    style: PLAIN,
    wordWrap: true,
    colWidths: [60, 18],
  });
  for (const kind of KINDS.filter(({ resource }) => NAMED.includes(resource))) {
    const page = await model.list(kind, {}, undefined, 20);
    if ('fault' in page) continue;
    for (const { id, bytes } of page.items) {
      const { title, status } = JSON.parse(bytes.toString('utf8')) as { title?: Names; status: string };
      table.push([nameIn(title ?? {}, language) ?? kind.name, wordFor(status, language), `${url}${hrefOf(kind, id)}`]);
    }
  }
  return table.toString();
}

function figures(summary: Summary, language: Language): string {
  const table = new Table({
    head: [say(language, 'demo.figure'), say(language, 'demo.reported'), say(language, 'demo.registered')],
    style: PLAIN,
  });
  for (const { claim, reported, registered } of summary.figures) {
    const { count, what } = reported;
    table.push([nameIn(claim.title ?? {}, language) ?? what, readCount(count), registered ?? '–']);
  }
  return `${table.toString()}\n${say(language, 'demo.aboutFigures')}`;
}

function next(url: string, language: Language): string {
  return [
    say(language, 'demo.lookNext'),
    `  ${url}/v1/summary                       ${say(language, 'demo.summary')}`,
    `  ${url}/v1/regions/RU-ULY/with/RU-MO     ${say(language, 'demo.pair')}`,
    `  ${url}/v1/agreements?status=announced   ${say(language, 'demo.announced')}`,
    `  ${url}/v1/meetings?form=trade-mission   ${say(language, 'demo.mission')}`,
    `  ${url}/docs                             ${say(language, 'demo.docs')}`,
  ].join('\n');
}
