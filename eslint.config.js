import { defineConfig } from 'eslint/config';
import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/**
 * What each layer may know: the layers it imports from, and the packages. Whatever is not named is refused, so a new
 * dependency of a layer is a change of this table. ARCHITECTURE.md gives the reasons; test/conventions/borders.spec.ts holds it.
 */
const LAYERS = {
  kernel: {
    knows: [],
    packages: [
      'class-transformer',
      'class-validator',
      'edtf',
      'lru-cache',
      'node:crypto',
      'node:module',
      'reflect-metadata',
      'rrule',
    ],
  },
  // Waiting, trying again, and putting errors into words: nothing of the ledger.
  runtime: { knows: [], packages: ['node:*'] },
  registry: { knows: ['kernel'], packages: [] },
  // What everything is called in each language, read from `locales`: nothing of the ledger.
  words: { knows: [], packages: ['intl-messageformat', 'node:*'] },
  'event-store': {
    knows: ['kernel/personal.ts', 'runtime'],
    packages: ['@eventstore/db-client', 'better-sqlite3', 'lru-cache', 'node:*'],
  },
  // The log, followed from a checkpoint by whoever takes it in.
  follow: { knows: ['event-store/port.ts', 'runtime'], packages: ['node:*'] },
  projections: {
    knows: ['kernel', 'registry', 'event-store/port.ts', 'follow', 'runtime'],
    packages: ['better-sqlite3', 'canonicalize', 'lru-cache', 'node:*'],
  },
  commands: {
    knows: ['kernel', 'registry', 'event-store/port.ts', 'runtime'],
    packages: ['canonicalize', 'class-transformer', 'class-validator', 'lru-cache', 'node:crypto', 'uuid'],
  },
  reactions: {
    knows: ['kernel', 'registry', 'event-store/port.ts', 'follow', 'commands', 'runtime'],
    packages: ['node:*'],
  },
  // What auditors ask: records replayed, compared and explained by their events.
  audit: {
    knows: ['kernel', 'registry', 'event-store/port.ts', 'projections/index.ts', 'runtime', 'words'],
    packages: ['node:timers/promises', 'rfc6902'],
  },
  // What takes long to answer, in threads of its own.
  questions: {
    knows: [
      'kernel',
      'registry',
      'event-store/port.ts',
      'projections/index.ts',
      'audit/index.ts',
      'commands/problem.ts',
      'runtime',
      'words/locale-files.ts',
    ],
    packages: ['better-sqlite3', 'node:*', 'piscina'],
  },
  // What an outside auditor reads: the tree, its proofs and signatures, and nothing of the ledger.
  transparency: { knows: [], packages: ['canonicalize', 'node:*'] },
  // The tree kept beside a store, and the signer.
  'transparency/log': {
    knows: ['transparency', 'event-store/port.ts', 'follow', 'runtime'],
    packages: ['better-sqlite3', 'lru-cache', 'node:*'],
  },
  // What checks a history from outside: it has to stay so small that it can be read in an hour.
  'transparency/verify': {
    knows: ['base64', 'checkpoint', 'key-notes', 'merkle', 'note', 'tiles', 'tree'].map(
      (file) => `transparency/${file}.ts`,
    ),
    packages: ['node:*'],
  },
  http: {
    knows: [
      'kernel',
      'registry',
      'projections/index.ts',
      'audit',
      'commands',
      'event-store/port.ts',
      'ledger-instance.ts',
      'questions',
      'transparency',
      'runtime',
      'words',
    ],
    packages: [
      '@fastify/*',
      '@nestjs/*',
      'fastify',
      'ipaddr.js',
      'jsonc-parser',
      'lru-cache',
      'negotiator',
      'node:*',
      'pino',
      'reflect-metadata',
      'rxjs',
    ],
  },
};

/**
 * Folders of the views, and those that each does not know: what writes them knows nobody who uses it, and what feeds them
 * from the log, what answers from them and what compares them with the log do not know each other.
 */
const FOLDERS_OF_VIEWS = {
  write: ['follow', 'read', 'check'],
  follow: ['read', 'check'],
  read: ['follow', 'check'],
  check: ['follow', 'read'],
};

const LAYER_NAMES = Object.keys(LAYERS);

/** Folders of a layer that are layers of their own. */
const foldersOf = (layer) =>
  LAYER_NAMES.filter((name) => name.startsWith(`${layer}/`)).map((name) => name.slice(layer.length + 1));

/** Files of a layer, without those of the layers inside it. */
function filesOf(layer) {
  const inside = foldersOf(layer);
  return inside.length === 0
    ? [`src/${layer}/**/*.ts`]
    : [`src/${layer}/*.ts`, `src/${layer}/!(${inside.join('|')})/**/*.ts`];
}

const zones = [
  ...LAYER_NAMES.map((layer) => ({
    target: filesOf(layer).map((files) => `./${files}`),
    from: './src',
    except: [`./${layer}`, ...LAYERS[layer].knows.map((known) => `./${known}`)],
    message: `${layer} may know only: ${[layer, ...LAYERS[layer].knows].join(', ')} (see ARCHITECTURE.md).`,
  })),
  ...LAYER_NAMES.flatMap((layer) =>
    foldersOf(layer).map((inside) => ({
      target: filesOf(layer).map((files) => `./${files}`),
      from: `./src/${layer}/${inside}`,
      message: `${layer} does not know ${layer}/${inside} (see ARCHITECTURE.md).`,
    })),
  ),
  ...Object.entries(FOLDERS_OF_VIEWS).flatMap(([folder, others]) =>
    others.map((other) => ({
      target: `./src/projections/${folder}`,
      from: `./src/projections/${other}`,
      message: `projections/${folder} does not know projections/${other} (see ARCHITECTURE.md).`,
    })),
  ),
  ...['./bench', './test'].map((from) => ({
    target: './src',
    from,
    message: 'The program knows neither its tests nor its measurements.',
  })),
  {
    target: ['./src/!(cli)/**/*', './src/*.ts'],
    from: './samples',
    message: 'Only the command line knows the samples.',
  },
];

/** Refuses every package but the named ones; `*` at the end of a name stands for anything. */
function packagesOnly(layer, names) {
  const known = names.map((name) => name.replaceAll('*', '.*').replaceAll('/', '\\/')).join('|');
  return {
    regex: `^(?!\\.{1,2}\\/)(?!(?:${known})$)`,
    message: `The packages of ${layer} are named in eslint.config.js.`,
  };
}

/** Tests inside src, and what helps them: they put real parts of other layers together. */
const TESTS = ['src/**/*.spec.ts'];

export default defineConfig(
  { ignores: ['build/', 'dist/', 'coverage/', 'data/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // What begins with _ stands there for its place; a name beside ...rest takes something out of it.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // A command may have no fields but the common ones, and then its event says nothing beside the act.
      '@typescript-eslint/no-generated-empty-object-type': 'off',
      // Nest and class-transformer declare plain options and fields as classes.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  {
    files: ['**/*.{ts,js,mjs}'],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [
        createNodeResolver({ extensions: ['.ts', '.js'], extensionAlias: { '.js': ['.ts', '.js'] } }),
      ],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { basePath: import.meta.dirname, zones }],
      'import-x/no-cycle': 'error',
    },
  },
  { files: TESTS, rules: { 'import-x/no-restricted-paths': 'off' } },
  ...LAYER_NAMES.map((layer) => ({
    files: filesOf(layer),
    // The one place where commands meet Nest's command bus.
    ignores: [...TESTS, 'src/commands/record-entry.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [packagesOnly(layer, LAYERS[layer].packages)] }],
    },
  })),
  {
    files: ['src/commands/record-entry.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [packagesOnly('this file', ['@nestjs/cqrs'])] }],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { 'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: [...TESTS, 'test/**/*.ts', 'samples/**/*.spec.ts'],
    rules: {
      // A test sets up what it needs and fails loudly when that is not there.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Jest's own matchers, such as expect.any, are of the type any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  {
    files: ['**/*.spec.ts'],
    rules: {
      // `const onUnix = isUnix ? it : it.skip` stays possible: it says on what it depends.
      'no-restricted-syntax': [
        'error',
        {
          selector:
            ':matches(CallExpression > .callee, MemberExpression > .object)[object.name=/^(describe|it|test)$/][property.name=/^(only|skip|todo|failing)$/]',
          message: 'Every test runs.',
        },
        {
          selector: 'CallExpression[callee.name=/^(fit|fdescribe|xit|xtest|xdescribe)$/]',
          message: 'Every test runs.',
        },
      ],
    },
  },
  prettier,
);
