import { StoreRefused, StoreUnavailable } from '../event-store/port.js';
import { BadSetting, EX_CONFIG } from '../settings.js';
import { asksForHelp, helpOfVerb, helpOfVerbs, VERB_HELP } from './help.js';
import { BadUsage, EX_USAGE } from './usage.js';

/** sysexits(3): a service that is needed cannot be reached. */
const EX_UNAVAILABLE = 69;

type Verb = (args: readonly string[], env: NodeJS.ProcessEnv) => Promise<void>;

/** The other verbs of the program: `npm run ledger -- <verb>`. Only the one that is called is loaded: a server takes long. */
const VERBS: Record<keyof typeof VERB_HELP, () => Promise<Verb>> = {
  demo: async () => (await import('./demo.js')).demo,
  copy: async () => (await import('./copy.js')).copy,
  rebuild: async () => (await import('./rebuild.js')).rebuildViews,
  export: async () => (await import('./export.js')).exportForAuditors,
  verify: async () => (await import('./verify.js')).verifyHistory,
  'rotate-key': async () => (await import('./rotate-key.js')).rotateSigningKey,
};

const [name = '', ...args] = process.argv.slice(2);

try {
  if (asksForHelp([name])) {
    console.log(helpOfVerbs());
  } else if (!isVerb(name)) {
    throw new BadUsage(name === '' ? 'name a verb' : `there is no verb ${name}`);
  } else if (asksForHelp(args)) {
    console.log(helpOfVerb(name));
  } else {
    const run = await VERBS[name]();
    await run(args, process.env);
  }
} catch (error) {
  if (error instanceof BadUsage) {
    console.error(`${error.message} (npm run ledger -- ${isVerb(name) ? `${name} ` : ''}--help tells more)`);
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

function isVerb(word: string): word is keyof typeof VERB_HELP {
  return Object.hasOwn(VERB_HELP, word);
}
