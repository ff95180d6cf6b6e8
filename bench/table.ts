import { readFileSync, writeFileSync } from 'node:fs';
import { arch, availableParallelism, platform, release, totalmem } from 'node:os';
import Table from 'cli-table3';
import { type BenchRow, type Effort, isMet, type Spread, type Target } from './report.js';

const HEAD = ['measured', 'this program', 'beside', 'that', 'ratio', 'target', 'met'];

const BEGIN = '<!-- measured: written by npm run bench -- --write -->';
const END = '<!-- measured: end -->';

/** The table for a terminal, and under it what limits each line. */
export function forTerminal(rows: readonly BenchRow[], effort: Effort): string {
  const table = new Table({
    head: HEAD,
    style: { head: [], border: [] },
    wordWrap: true,
    colWidths: [26, 24, 24, 24, 20, 9, 6],
  });
  for (const row of rows) table.push(cells(row));
  return [circumstances(effort), table.toString(), ...rows.map(({ name, note }) => `${name}: ${note}`)].join('\n');
}

/**
 * Puts the rows into the table between the markers of a document: in the place of those of the same name, so that a run of
 * some parts leaves the figures of the others. @throws Error when the document has no markers
 */
export function writeInto(path: string, rows: readonly BenchRow[], effort: Effort): void {
  const text = readFileSync(path, 'utf8');
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`${path} has no place for the table`);
  const written = text.slice(begin, end).split('\n');
  const lines = [
    BEGIN,
    '<!-- prettier-ignore-start -->',
    '',
    circumstances(effort),
    '',
    line(HEAD),
    line(HEAD.map(() => '---')),
    ...merged(written.filter((each) => each.startsWith('| ')).slice(2), TABLE_NAME, rows, (row) => line(cells(row))),
    '',
    ...merged(
      written.filter((each) => each.startsWith('- **')),
      NOTE_NAME,
      rows,
      ({ name, note }) => `- **${name}**: ${note}.`,
    ),
    '',
    '<!-- prettier-ignore-end -->',
  ];
  writeFileSync(path, `${text.slice(0, begin)}${lines.join('\n')}\n${text.slice(end)}`);
}

/** Where a written line has the name of its row. */
const TABLE_NAME = /^\| (.*?) \|/;
const NOTE_NAME = /^- \*\*(.*?)\*\*:/;

function merged(
  before: readonly string[],
  nameIn: RegExp,
  rows: readonly BenchRow[],
  write: (row: BenchRow) => string,
): string[] {
  const lines = new Map(before.map((each) => [nameIn.exec(each)?.[1] ?? each, each]));
  for (const row of rows) lines.set(row.name, write(row));
  return [...lines.values()];
}

function cells(row: BenchRow): string[] {
  const { name, unit, ours, baseline, beside, ratio, target } = row;
  return [
    name,
    `${figures(ours)} ${unit}`,
    beside,
    `${figures(baseline)} ${unit}`,
    figures(ratio),
    target ? inWords(target) : '',
    target ? (isMet(row) ? 'yes' : 'no') : '',
  ];
}

function line(texts: readonly string[]): string {
  return `| ${texts.join(' | ')} |`;
}

function figures({ median, least, most }: Spread): string {
  return least === most ? short(median) : `${short(median)} (${short(least)}–${short(most)})`;
}

/** Three digits that count: more would be noise. */
function short(figure: number): string {
  return Number(figure.toPrecision(3)).toLocaleString('en', { maximumSignificantDigits: 3 });
}

function inWords(target: Target): string {
  return 'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`;
}

/** What a reader has to know of the machine and the rounds, and nothing by which the machine could be found. */
function circumstances({ quick }: Effort): string {
  const memory = Math.round(totalmem() / 2 ** 30);
  const system = `${platform()} ${release().split('.').slice(0, 2).join('.')} ${arch()}`;
  const rounds = quick ? 'few and short rounds (--quick): not to be quoted' : 'the rounds';
  return `Node ${process.versions.node} on ${system}, ${availableParallelism()} cores, ${memory} GiB; median (least–most) of ${rounds}.`;
}
