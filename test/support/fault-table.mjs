import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const DOCUMENT = new URL('../../docs/reliability.md', import.meta.url);
const [BEGIN, END] = ['<!-- begin: figures of npm run test:faults -->', '<!-- end: figures of npm run test:faults -->'];

/** What is injected by test files that make no rows of their own: each of their tests counts once. */
const FAULTS_OF_FILES = {
  'test/e2e/backup.spec.ts': 'backup under writers and restored; backups that were changed',
  'test/e2e/clock.spec.ts': 'clocks that are behind what was recorded',
  'test/e2e/connections.spec.ts': 'clients that are slow, silent, many or gone',
  'test/e2e/copy.spec.ts': 'copies killed, and servers that go away under them',
  'test/e2e/damaged-views.spec.ts': 'texts and views that somebody has changed',
  'test/e2e/event-store-faults.spec.ts': 'an EventStoreDB that is away, slow, or cut off',
  'test/e2e/log-reader.spec.ts': 'readers of the log that are gone or stall',
  'test/e2e/lost-storage.spec.ts': 'the data folder and its files removed, moved, replaced',
  'test/e2e/questions.spec.ts': 'floods of each expensive question',
  'test/e2e/unwritable.spec.ts': 'folders and files that are read-only',
  'src/projections/follow/projection-runner.spec.ts': 'poisonous events, under the views',
  'src/reactions/reactions.spec.ts': 'poisonous events, under the reactions',
};

const COLUMNS = ['injected', 'noticed', 'acknowledged', 'lost', 'wrong'];

/**
 * Jest reporter of the fault suite: gathers the rows that tests gave to `reportFaults`, prints them as a table, and puts them
 * into docs/reliability.md when everything ran and nothing failed.
 */
export default class FaultTable {
  constructor({ nonFlagArgs, testNamePattern }) {
    this.isWhole = process.env.TEST_ALL_FAULTS === '1' && nonFlagArgs.length === 0 && !testNamePattern;
  }

  onRunStart() {
    this.folder = mkdtempSync(join(tmpdir(), 'ledger-faults-'));
    process.env.FAULT_REPORT = this.folder;
  }

  onRunComplete(contexts, results) {
    const rows = [...this.rowsOfTests(), ...rowsOfFiles(results, rootOf(contexts))];
    rmSync(this.folder, { recursive: true });
    if (rows.length === 0) return;
    const seconds = Math.round((Date.now() - results.startTime) / 1000);
    const table = tableOf(rows);
    console.log(`\n${table}\n\n${seconds} s`);
    if (this.isWhole && results.numFailedTests + results.numRuntimeErrorTestSuites === 0) writeInto(table);
  }

  rowsOfTests() {
    return readdirSync(this.folder)
      .map((name) => JSON.parse(readFileSync(join(this.folder, name), 'utf8')))
      .sort((a, b) => (a.fault < b.fault ? -1 : 1));
  }
}

function rootOf(contexts) {
  const [context] = contexts;
  return context?.config.rootDir ?? process.cwd();
}

function rowsOfFiles({ testResults }, root) {
  return testResults.flatMap(({ testFilePath, numPassingTests, numFailingTests, testExecError }) => {
    const fault = FAULTS_OF_FILES[relative(root, testFilePath)];
    if (fault === undefined) return [];
    return [{ fault, injected: numPassingTests + numFailingTests, wrong: numFailingTests + (testExecError ? 1 : 0) }];
  });
}

function tableOf(rows) {
  const lines = [
    ['fault', ...COLUMNS],
    ['---', ...COLUMNS.map(() => '--:')],
    ...rows.map((row) => [row.fault, ...COLUMNS.map((column) => row[column]?.toLocaleString('en') ?? '')]),
  ];
  const widths = lines[0].map((_, column) => Math.max(3, ...lines.map((line) => line[column].length)));
  return lines
    .map((line, index) => {
      const cells = line.map((cell, column) => {
        if (index === 1) return column === 0 ? '-'.repeat(widths[column]) : `${'-'.repeat(widths[column] - 1)}:`;
        return column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]);
      });
      return `| ${cells.join(' | ')} |`;
    })
    .join('\n');
}

function writeInto(table) {
  const text = readFileSync(DOCUMENT, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${DOCUMENT.pathname} has no place for the figures`);
  writeFileSync(DOCUMENT, `${text.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${text.slice(end)}`);
}
