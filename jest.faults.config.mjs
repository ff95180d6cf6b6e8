import { readFileSync } from 'node:fs';

const usual = JSON.parse(readFileSync(new URL('jest.config.json', import.meta.url), 'utf8'));

/** What only the fault suite runs. */
const OWN = ['<rootDir>/test/faults/*.spec.ts'];

/** What `npm test` runs too, in its shorter form. */
const SHARED = [
  '<rootDir>/test/reliability/kill.spec.ts',
  ...[
    'backup',
    'clock',
    'connections',
    'copy',
    'damaged-views',
    'event-store-faults',
    'kill',
    'log-reader',
    'lost-storage',
    'questions',
    'unwritable',
  ].map((name) => `<rootDir>/test/e2e/${name}.spec.ts`),
  '<rootDir>/src/projections/follow/projection-runner.spec.ts',
  '<rootDir>/src/reactions/reactions.spec.ts',
];

const isWhole = process.env.TEST_ALL_FAULTS === '1';

/** The fault suite: `npm run test:faults` runs all of it, `npm run test:faults:short` what `npm test` leaves out, with fewer rounds. */
export default {
  ...usual,
  testPathIgnorePatterns: ['/node_modules/'],
  testMatch: isWhole ? [...OWN, ...SHARED] : OWN,
  maxWorkers: 2,
  reporters: ['default', '<rootDir>/test/support/fault-table.mjs'],
};
