import { StoreRefused, StoreUnavailable } from '../event-store/port.js';
import { BadSetting, EX_CONFIG } from '../settings.js';
import { BadUsage, EX_USAGE } from './usage.js';

/** sysexits(3): a service that is needed cannot be reached. */
const EX_UNAVAILABLE = 69;

type Verb = (args: readonly string[], env: NodeJS.ProcessEnv) => Promise<void>;

/** The other verbs of the program: `npm run ledger -- <verb>`. Only the one that is called is loaded: a server takes long. */
const VERBS: Record<string, { load: () => Promise<Verb>; about: string }> = {
  demo: {
    load: async () => (await import('./demo.js')).demo,
    about: 'records the sample texts, shows the status and serves it; --exit ends after the table',
  },
  copy: {
    load: async () => (await import('./copy.js')).copy,
    about: 'copies a stopped ledger --from one event store --to another (sqlite:FOLDER, esdb://…), and compares both',
  },
  rebuild: {
    load: async () => (await import('./rebuild.js')).rebuildViews,
    about: 'makes the status views anew from the log, beside those in use, and swaps them; --without-past is faster',
  },
  export: {
    load: async () => (await import('./export.js')).exportForAuditors,
    about: 'writes the history into --out FILE for auditors, all of it, --from and --to, or --record kind/id',
  },
  verify: {
    load: async () => (await import('./verify.js')).verifyHistory,
    about: 'says whether an exported FILE, a receipt, or --live URL is what was signed (docs/auditing.md)',
  },
  'rotate-key': {
    load: async () => (await import('./rotate-key.js')).rotateSigningKey,
    about: 'has another key sign from now on: the one in --new FILE, which is made where it is missing',
  },
};

const [name = '', ...args] = process.argv.slice(2);
const verb = VERBS[name];

try {
  if (!verb) throw new BadUsage(name === '' ? 'name a verb' : `there is no verb ${name}`);
  const run = await verb.load();
  await run(args, process.env);
} catch (error) {
  if (error instanceof BadUsage) {
    console.error(`${error.message}\n${usage()}`);
    process.exitCode = EX_USAGE;
  } else if (error instanceof BadSetting || error instanceof StoreRefused) {
    console.error(error.message);
    process.exitCode = EX_CONFIG;
  } else if (error instanceof StoreUnavailable) {
    console.error(error.message);
    process.exitCode = EX_UNAVAILABLE;
  } else {
    console.error(error);
    process.exitCode = 1;
  }
}

function usage(): string {
  const lines = Object.entries(VERBS).map(([word, { about }]) => `  ${word.padEnd(10)} ${about}`);
  return ['usage: npm run ledger -- <verb> [options]', ...lines].join('\n');
}
