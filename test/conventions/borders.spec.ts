import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

interface Snippet {
  readonly file: string;
  readonly code: string;
}

interface Finding {
  readonly rule: string;
  readonly message: string;
}

/** Rules that need types: a snippet that is in no project has none, and no border rests on them. */
const LINTER = `
import { readFileSync } from 'node:fs';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const eslint = new ESLint({
  overrideConfig: [{ ...tseslint.configs.disableTypeChecked, files: ['**/*.ts'] }],
});
const found = [];
for (const { file, code } of JSON.parse(readFileSync(0, 'utf8'))) {
  const [{ messages }] = await eslint.lintText(code, { filePath: file });
  found.push(messages.map(({ ruleId, message }) => ({ rule: ruleId ?? 'fatal', message })));
}
process.stdout.write(JSON.stringify(found));
`;

/** Lints texts as if they stood in these files, with the configuration that `npm run check` uses. */
function lint(snippets: readonly Snippet[]): Finding[][] {
  // A process of its own: the configuration is an ES module, which jest's CommonJS cannot import.
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', LINTER], {
    cwd: ROOT,
    input: JSON.stringify(snippets),
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  return JSON.parse(output) as Finding[][];
}

const LAYER = 'import-x/no-restricted-paths';
const PACKAGE = 'no-restricted-imports';
const SYNTAX = 'no-restricted-syntax';

const importing = (from: string): string => `import * as other from '${from}';\nexport default other;\n`;

const REFUSED: readonly (readonly [what: string, file: string, code: string, rule: string])[] = [
  ['kernel → registry', 'src/kernel/probe.ts', importing('../registry/registry.js'), LAYER],
  ['kernel → event-store', 'src/kernel/probe.ts', importing('../event-store/port.js'), LAYER],
  ['kernel → the composition', 'src/kernel/probe.ts', importing('../settings.js'), LAYER],
  ['kernel → Nest', 'src/kernel/probe.ts', importing('@nestjs/common'), PACKAGE],
  ['kernel → files', 'src/kernel/probe.ts', importing('node:fs'), PACKAGE],
  ['runtime → kernel', 'src/runtime/probe.ts', importing('../kernel/day.js'), LAYER],
  ['runtime → the store port', 'src/runtime/probe.ts', importing('../event-store/port.js'), LAYER],
  ['runtime → a package', 'src/runtime/probe.ts', importing('rxjs'), PACKAGE],
  ['kernel → runtime', 'src/kernel/probe.ts', importing('../runtime/pause.js'), LAYER],
  ['registry → event-store', 'src/registry/source/probe.ts', importing('../../event-store/port.js'), LAYER],
  ['registry → projections', 'src/registry/probe.ts', importing('../projections/index.js'), LAYER],
  ['registry → commands', 'src/registry/party/probe.ts', importing('../../commands/problem.js'), LAYER],
  ['registry → http', 'src/registry/party/probe.ts', importing('../../http/answers.js'), LAYER],
  ['registry → Nest', 'src/registry/party/probe.ts', importing('@nestjs/cqrs'), PACKAGE],
  ['registry → fastify', 'src/registry/party/probe.ts', importing('fastify'), PACKAGE],
  ['registry → SQLite', 'src/registry/party/probe.ts', importing('better-sqlite3'), PACKAGE],
  ['event-store → registry', 'src/event-store/probe.ts', importing('../registry/envelope.js'), LAYER],
  ['event-store → kinds', 'src/event-store/sqlite/probe.ts', importing('../../kernel/kind.js'), LAYER],
  ['event-store → Nest', 'src/event-store/sqlite/probe.ts', importing('@nestjs/common'), PACKAGE],
  ['follow → one store', 'src/follow/probe.ts', importing('../event-store/sqlite/database.js'), LAYER],
  ['follow → projections', 'src/follow/probe.ts', importing('../projections/index.js'), LAYER],
  ['follow → SQLite', 'src/follow/probe.ts', importing('better-sqlite3'), PACKAGE],
  ['event-store → follow', 'src/event-store/probe.ts', importing('../follow/log-follower.js'), LAYER],
  ['commands → follow', 'src/commands/probe.ts', importing('../follow/log-follower.js'), LAYER],
  ['projections → http', 'src/projections/probe.ts', importing('../http/answers.js'), LAYER],
  ['projections → commands', 'src/projections/probe.ts', importing('../commands/recorder.js'), LAYER],
  ['projections → one store', 'src/projections/probe.ts', importing('../event-store/sqlite/database.js'), LAYER],
  ['projections → rxjs', 'src/projections/probe.ts', importing('rxjs'), PACKAGE],
  ['projections → Nest', 'src/projections/probe.ts', importing('@nestjs/common'), PACKAGE],
  ['writing the views → feeding them', 'src/projections/write/probe.ts', importing('../follow/projector.js'), LAYER],
  ['writing the views → asking them', 'src/projections/write/probe.ts', importing('../read/read-model.js'), LAYER],
  ['feeding the views → asking them', 'src/projections/follow/probe.ts', importing('../read/read-model.js'), LAYER],
  ['writing the views → checking them', 'src/projections/write/probe.ts', importing('../check/views-check.js'), LAYER],
  ['checking the views → feeding them', 'src/projections/check/probe.ts', importing('../follow/projector.js'), LAYER],
  ['asking the views → feeding them', 'src/projections/read/probe.ts', importing('../follow/projector.js'), LAYER],
  ['commands → http', 'src/commands/probe.ts', importing('../http/answers.js'), LAYER],
  ['commands → projections', 'src/commands/probe.ts', importing('../projections/index.js'), LAYER],
  ['commands → one store', 'src/commands/probe.ts', importing('../event-store/sqlite/database.js'), LAYER],
  ['commands → Nest', 'src/commands/probe.ts', importing('@nestjs/cqrs'), PACKAGE],
  ['the command bus’s file → the rest of Nest', 'src/commands/record-entry.ts', importing('@nestjs/common'), PACKAGE],
  ['reactions → http', 'src/reactions/probe.ts', importing('../http/answers.js'), LAYER],
  ['reactions → Nest', 'src/reactions/probe.ts', importing('@nestjs/cqrs'), PACKAGE],
  ['words → kernel', 'src/words/probe.ts', importing('../kernel/day.js'), LAYER],
  ['words → Nest', 'src/words/probe.ts', importing('@nestjs/common'), PACKAGE],
  ['registry → words', 'src/registry/probe.ts', importing('../words/words.js'), LAYER],
  ['audit → http', 'src/audit/probe.ts', importing('../http/answers.js'), LAYER],
  ['audit → commands', 'src/audit/probe.ts', importing('../commands/problem.js'), LAYER],
  ['audit → the inside of projections', 'src/audit/probe.ts', importing('../projections/write/view-writer.js'), LAYER],
  ['audit → one store', 'src/audit/language/probe.ts', importing('../../event-store/sqlite/database.js'), LAYER],
  ['audit → SQLite', 'src/audit/probe.ts', importing('better-sqlite3'), PACKAGE],
  ['audit → Nest', 'src/audit/probe.ts', importing('@nestjs/cqrs'), PACKAGE],
  ['projections → audit', 'src/projections/probe.ts', importing('../audit/index.js'), LAYER],
  ['transparency → kernel', 'src/transparency/probe.ts', importing('../kernel/personal.js'), LAYER],
  ['transparency → runtime', 'src/transparency/probe.ts', importing('../runtime/pause.js'), LAYER],
  ['transparency → the store port', 'src/transparency/probe.ts', importing('../event-store/port.js'), LAYER],
  ['transparency → SQLite', 'src/transparency/probe.ts', importing('better-sqlite3'), PACKAGE],
  ['transparency → Nest', 'src/transparency/probe.ts', importing('@nestjs/common'), PACKAGE],
  [
    'the tree’s store → one store',
    'src/transparency/log/probe.ts',
    importing('../../event-store/sqlite/database.js'),
    LAYER,
  ],
  ['the tree’s store → kernel', 'src/transparency/log/probe.ts', importing('../../kernel/kind.js'), LAYER],
  ['the tree’s store → Nest', 'src/transparency/log/probe.ts', importing('@nestjs/common'), PACKAGE],
  ['the verifier → where entries are written', 'src/transparency/verify/probe.ts', importing('../leaf.js'), LAYER],
  ['the verifier → the tree’s store', 'src/transparency/verify/probe.ts', importing('../log/tree-log.js'), LAYER],
  ['the verifier → kernel', 'src/transparency/verify/probe.ts', importing('../../kernel/personal.js'), LAYER],
  ['the verifier → a package', 'src/transparency/verify/probe.ts', importing('canonicalize'), PACKAGE],
  ['http → the inside of projections', 'src/http/probe.ts', importing('../projections/read/read-model.js'), LAYER],
  ['http → one store', 'src/http/probe.ts', importing('../event-store/sqlite/database.js'), LAYER],
  ['http → SQLite', 'src/http/probe.ts', importing('better-sqlite3'), PACKAGE],
  ['the program → its tests', 'src/probe.ts', importing('../test/support/child.js'), LAYER],
  ['the program → its measurements', 'src/cli/probe.ts', importing('../../bench/report.js'), LAYER],
  ['the program → the samples', 'src/probe.ts', importing('../samples/sample.js'), LAYER],
  ['a layer → the samples', 'src/registry/probe.ts', importing('../../samples/sample.js'), LAYER],
  ['a type only', 'src/kernel/probe.ts', `export type { KINDS } from '../registry/registry.js';\n`, LAYER],
  ['two files in a circle', 'src/kernel/fields.ts', importing('./act-fields.js'), 'import-x/no-cycle'],
  ['a file with many subjects', 'src/kernel/probe.ts', 'export {};\n'.repeat(351), 'max-lines'],
  ['a focused test', 'src/kernel/probe.spec.ts', `it.only('x', () => undefined);\n`, SYNTAX],
  ['a focused table of tests', 'test/probe.spec.ts', `describe.only.each([1])('x', () => undefined);\n`, SYNTAX],
  ['a skipped test', 'test/probe.spec.ts', `test.skip('x', () => undefined);\n`, SYNTAX],
  ['a test to be written', 'test/probe.spec.ts', `it.todo('x');\n`, SYNTAX],
  ['a crossed-out test', 'src/kernel/probe.spec.ts', `xdescribe('x', () => undefined);\n`, SYNTAX],
];

const ALLOWED: readonly (readonly [what: string, file: string, code: string])[] = [
  ['kernel → kernel and its packages', 'src/kernel/probe.ts', `${importing('./edtf.js')}export * from 'edtf';\n`],
  ['registry → kernel', 'src/registry/party/probe.ts', importing('../../kernel/kind.js')],
  ['registry → registry', 'src/registry/party/probe.ts', importing('../journal/journal.js')],
  ['event-store → sealed values', 'src/event-store/probe.ts', importing('../kernel/personal.js')],
  ['event-store → runtime', 'src/event-store/sqlite/probe.ts', importing('../../runtime/pause.js')],
  ['projections → runtime', 'src/projections/write/probe.ts', importing('../../runtime/waiters.js')],
  ['follow → the store port', 'src/follow/probe.ts', importing('../event-store/port.js')],
  ['follow → runtime', 'src/follow/probe.ts', importing('../runtime/backoff.js')],
  ['projections → follow', 'src/projections/follow/probe.ts', importing('../../follow/log-follower.js')],
  ['feeding the views → writing them', 'src/projections/follow/probe.ts', importing('../write/view-writer.js')],
  ['checking the views → writing them', 'src/projections/check/probe.ts', importing('../write/view-writer.js')],
  ['asking the views → writing them', 'src/projections/read/probe.ts', importing('../write/views-file.js')],
  ['the door of projections → its folders', 'src/projections/index.ts', importing('./read/read-models.js')],
  ['reactions → follow', 'src/reactions/probe.ts', importing('../follow/log-follower.js')],
  ['projections → the store port', 'src/projections/probe.ts', importing('../event-store/port.js')],
  ['commands → the store port', 'src/commands/probe.ts', importing('../event-store/port.js')],
  ['audit → words', 'src/audit/language/probe.ts', importing('../../words/words.js')],
  ['http → words', 'src/http/probe.ts', importing('../words/locale-files.js')],
  ['audit → projections', 'src/audit/probe.ts', importing('../projections/index.js')],
  ['audit → the store port', 'src/audit/probe.ts', importing('../event-store/port.js')],
  ['http → audit', 'src/http/probe.ts', importing('../audit/index.js')],
  ['the command bus’s file → the bus', 'src/commands/record-entry.ts', importing('@nestjs/cqrs')],
  [
    'transparency → its packages',
    'src/transparency/probe.ts',
    `${importing('node:crypto')}export * from 'canonicalize';\n`,
  ],
  ['the tree’s store → follow', 'src/transparency/log/probe.ts', importing('../../follow/log-follower.js')],
  ['the tree’s store → runtime', 'src/transparency/log/probe.ts', importing('../../runtime/backoff.js')],
  ['the tree’s store → the tree', 'src/transparency/log/probe.ts', importing('../merkle.js')],
  ['the tree’s store → the store port', 'src/transparency/log/probe.ts', importing('../../event-store/port.js')],
  ['the tree’s store → SQLite', 'src/transparency/log/probe.ts', importing('better-sqlite3')],
  ['the verifier → the tree', 'src/transparency/verify/probe.ts', importing('../merkle.js')],
  ['http → projections', 'src/http/probe.ts', importing('../projections/index.js')],
  ['the command line → the samples', 'src/cli/probe.ts', importing('../../samples/sample.js')],
  ['350 lines of a subject', 'src/kernel/probe.ts', `${'// why\n\n'.repeat(20)}${'export {};\n'.repeat(350)}`],
  [
    'a test for some platforms only',
    'test/probe.spec.ts',
    `const on = process.pid ? it : it.skip;\non('x', () => 1);\n`,
  ],
];

describe('the borders of the layers', () => {
  let refused: Finding[][] = [];
  let allowed: Finding[][] = [];

  beforeAll(() => {
    const found = lint([...REFUSED, ...ALLOWED].map(([, file, code]) => ({ file, code })));
    refused = found.slice(0, REFUSED.length);
    allowed = found.slice(REFUSED.length);
  }, 120_000);

  it.each(REFUSED.map(([what, , , rule], index) => [what, rule, index] as const))('refuse %s', (_what, rule, index) => {
    expect(refused[index]?.map((finding) => finding.rule)).toEqual([rule]);
  });

  it.each(ALLOWED.map(([what], index) => [what, index] as const))('let pass %s', (_what, index) => {
    expect(allowed[index]).toEqual([]);
  });
});
