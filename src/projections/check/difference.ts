import { hash } from 'node:crypto';

/** What stands in the views, and what should by the events. */
export interface Difference {
  /** `<kind>/<id>`, a stream of which the views know no record, or `totals/<kind>`. */
  readonly record: string;
  /** Table of the views. */
  readonly table: string;
  readonly stands: string;
  readonly should: string;
}

/** Rows of a table. Values that are bytes are compared, and shown, by their digests. */
export interface TableRows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** Differences in one table that are named, at most. */
const NAMED = 5;

/** Columns that may hold personal values: these are named by digests only. */
const PERSONAL = new Set(['bytes', 'title', 'search', 'data']);

/** Columns that say nothing to a reader. */
const INTERNAL = new Set(['record', 'seq']);

/** Longest value that is shown, in characters. */
const LONGEST = 80;

const NOTHING = 'nothing';

/** How two sets of rows of one table differ: the first rows that are not the same. */
export function differencesIn(
  { columns, rows }: TableRows,
  should: readonly (readonly unknown[])[],
): Pick<Difference, 'stands' | 'should'>[] {
  const [extra, missing] = [without(rows, should), without(should, rows)];
  const found = extra.slice(0, NAMED).map((row) => {
    const other = takeNearest(row, missing);
    return other === undefined
      ? { stands: rowInWords(columns, row), should: NOTHING }
      : { stands: rowInWords(columns, row, other), should: rowInWords(columns, other, row) };
  });
  const absent = missing.slice(0, NAMED - found.length);
  return [...found, ...absent.map((row) => ({ stands: NOTHING, should: rowInWords(columns, row) }))];
}

/** A value of a row as it is compared. */
export function comparable(value: unknown): unknown {
  return Buffer.isBuffer(value) ? digest(value) : value;
}

/** The rows that are not among the others, each as often as it is there more often. */
function without(rows: TableRows['rows'], others: TableRows['rows']): (readonly unknown[])[] {
  const counts = new Map<string, number>();
  for (const row of others) counts.set(JSON.stringify(row), (counts.get(JSON.stringify(row)) ?? 0) + 1);
  return rows.filter((row) => {
    const left = counts.get(JSON.stringify(row)) ?? 0;
    counts.set(JSON.stringify(row), left - 1);
    return left <= 0;
  });
}

/** Takes out the row that has most in common with this one, if that is at least half of it. */
function takeNearest(row: readonly unknown[], others: (readonly unknown[])[]): readonly unknown[] | undefined {
  const common = others.map((other) => other.filter((value, column) => value === row[column]).length);
  const most = Math.max(...common);
  return most * 2 >= row.length ? others.splice(common.indexOf(most), 1)[0] : undefined;
}

/** A row in words; beside another one, what tells it from that, behind what both have first. */
function rowInWords(columns: readonly string[], row: readonly unknown[], other?: readonly unknown[]): string {
  const named = columns.map((_, index) => index).filter((index) => !INTERNAL.has(columns[index] ?? ''));
  const [first] = named.filter((index) => other && row[index] === other[index] && !PERSONAL.has(columns[index] ?? ''));
  const shown = other ? named.filter((index) => index === first || row[index] !== other[index]) : named;
  return shown.map((index) => `${columns[index]} ${valueInWords(columns[index] ?? '', row[index])}`).join(', ');
}

function valueInWords(column: string, value: unknown): string {
  if (PERSONAL.has(column) && typeof value === 'string') {
    return value.startsWith(DIGEST) ? value : digest(Buffer.from(value, 'utf8'));
  }
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

const DIGEST = 'sha256:';

function digest(bytes: Buffer): string {
  return `${DIGEST}${hash('sha256', bytes).slice(0, 16)}`;
}
