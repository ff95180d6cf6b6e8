import { endingOf } from './ending.js';
import { asksForHelp, helpOfVerb, helpOfVerbs, VERB_HELP } from './help.js';
import { BadUsage } from './usage.js';

type Verb = (args: readonly string[], env: NodeJS.ProcessEnv) => Promise<void>;

/** The other verbs of the program: `npm run ledger -- <verb>`. Only the one that is called is loaded: a server takes long. */
const VERBS: Record<keyof typeof VERB_HELP, () => Promise<Verb>> = {
  demo: async () => (await import('./demo.js')).demo,
  copy: async () => (await import('./copy.js')).copy,
  backup: async () => (await import('./backup.js')).backUp,
  restore: async () => (await import('./restore.js')).restore,
  rebuild: async () => (await import('./rebuild.js')).rebuildViews,
  sweep: async () => (await import('./sweep.js')).sweepTexts,
  check: async () => (await import('./check.js')).checkViews,
  export: async () => (await import('./export.js')).exportForAuditors,
  verify: async () => (await import('./verify.js')).verifyHistory,
  'confirm-clock': async () => (await import('./confirm-clock.js')).confirmClock,
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
  const ending = endingOf(error);
  process.exitCode = ending?.code ?? 1;
  const hint =
    error instanceof BadUsage ? ` (npm run ledger -- ${isVerb(name) ? `${name} ` : ''}--help tells more)` : '';
  console.error(ending ? `${ending.line}${hint}` : error);
}

function isVerb(word: string): word is keyof typeof VERB_HELP {
  return Object.hasOwn(VERB_HELP, word);
}
