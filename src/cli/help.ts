/** What is printed for `--help`: a line of usage, then what each option means. */
export interface Help {
  /** One line for the list of verbs. */
  readonly about: string;
  /** What follows the verb, as it is called. */
  readonly call: string;
  readonly options: Readonly<Record<string, string>>;
}

/** The other verbs of the program, beside serving. */
export const VERB_HELP = {
  demo: {
    about: 'records the sample texts, shows the status and serves it',
    call: '[--exit] [--lang ru|en] [--log]',
    options: {
      '--exit': 'end after the tables, and serve nothing',
      '--lang ru|en': 'the language of the tables; else that of LC_ALL, LC_MESSAGES or LANG, else English',
      '--log': 'log requests to standard error; else they go to requests.log in the data folder',
    },
  },
  copy: {
    about: 'copies a stopped ledger from one event store to another, and compares both',
    call: '--from ADDRESS --to ADDRESS',
    options: { ADDRESS: 'sqlite:FOLDER, or the esdb://… of a server' },
  },
  backup: {
    about: 'copies the embedded store into an empty folder, while the ledger runs, and checks the copy',
    call: 'DIR',
    options: { DIR: 'an empty folder, or one to be made' },
  },
  restore: {
    about: 'puts a backup into DATA_DIR once it has been checked',
    call: '[--check] DIR',
    options: { DIR: 'a folder that backup has made', '--check': 'check it, and change nothing' },
  },
  rebuild: {
    about: 'makes the status views again from the log, beside those in use, and swaps them',
    call: '[--without-past] | --record KIND/ID',
    options: {
      '--without-past': 'leave the past states of records, which take longest, to the server',
      '--record KIND/ID':
        'one record alone, in the views in use, whether a server runs or not; totals/KIND counts a kind again',
    },
  },
  check: {
    about: 'renders every record again from its events, and compares it with the status views',
    call: '[--record KIND/ID] [--without-past]',
    options: {
      '--record KIND/ID': 'one record alone',
      '--without-past': 'leave out the past states of records, which take longest',
    },
  },
  sweep: {
    about: 'removes the personal texts on an EventStoreDB to which no event refers',
    call: '[--wait SECONDS] [--dry-run]',
    options: {
      '--wait SECONDS': 'how long what is being recorded has to get its events (120)',
      '--dry-run': 'count them only',
    },
  },
  export: {
    about: 'writes the history into a file for auditors',
    call: '--out FILE [--record KIND/ID | --from N --to N] [--checkpoint FILE]… [--without-disclosures]',
    options: {
      '--out FILE': 'the file to write',
      '--record KIND/ID': 'one record alone',
      '--from N, --to N': 'a part of the log, by places counted from 0',
      '--checkpoint FILE': 'a checkpoint kept from before, that the export is to lead on from; several',
      '--without-disclosures': 'leave out the texts behind the digests',
    },
  },
  verify: {
    about: 'says whether an export, a receipt or a running ledger is what was signed (docs/auditing.md)',
    call: 'FILE | --live URL  [--key KEY] [--checkpoint FILE]… [--save FILE] [--replay] [--follow [--every SECONDS]]',
    options: {
      FILE: 'an export or a receipt',
      '--live URL': 'the address of a running ledger',
      '--key KEY': 'the public key that is trusted, or a file with it',
      '--checkpoint FILE': 'a checkpoint kept from before; several',
      '--save FILE': 'keep the newest good checkpoint in this file',
      '--replay': 'replay every record of an export too',
      '--follow, --every SECONDS': 'go on looking at a running ledger',
    },
  },
  'confirm-clock': {
    about: 'says that the clock of this machine is right, after the ledger has refused to record by it',
    call: '',
    options: {},
  },
  'rotate-key': {
    about: 'has another key sign from now on',
    call: '--new FILE',
    options: { '--new FILE': 'the file of the key, which is made where it is missing' },
  },
} as const satisfies Record<string, Help>;

/** Settings from the environment, each in a line; README.md says more. */
const SETTINGS: Readonly<Record<string, string>> = {
  PORT: 'port to listen on (3000); 0 picks a free one',
  HOST: 'address to listen on (127.0.0.1)',
  DATA_DIR: 'folder of the embedded store and of the views (./data)',
  EVENT_STORE_URL: 'esdb://… of an EventStoreDB; else the embedded store',
  LEDGER_NAME: 'name of the ledger (ledger)',
  LEDGER_TIME_ZONE: 'time zone in which “today” is meant (Europe/Moscow)',
  LEDGER_SIGNING_KEY: 'file with the key that signs checkpoints; own, or none',
  LEDGER_ORIGIN: 'name of the log in its checkpoints',
  LEDGER_HOSTS: 'names under which it is reached, beside localhost and IP addresses',
  LEDGER_TRUSTED_PROXIES: 'CIDRs of the proxies in front of it (none)',
};

/** What `main.js --help` prints. */
export function helpOfServer(): string {
  return [
    'usage: npm start',
    'Serves the ledger until it is ended (Ctrl-C). It takes no arguments; settings come from the environment:',
    ...columns(SETTINGS),
    'Other verbs: npm run ledger -- --help',
  ].join('\n');
}

/** What `ledger --help` prints. */
export function helpOfVerbs(): string {
  const verbs = Object.fromEntries(Object.entries(VERB_HELP).map(([name, { about }]) => [name, about]));
  return [
    'usage: npm run ledger -- VERB [OPTIONS]',
    ...columns(verbs),
    'What a verb takes: npm run ledger -- VERB --help',
    'Settings from the environment: npm start -- --help',
  ].join('\n');
}

/** What `ledger VERB --help` prints. */
export function helpOfVerb(name: keyof typeof VERB_HELP): string {
  const { about, call, options } = VERB_HELP[name];
  return [`usage: npm run ledger -- ${name} ${call}`, `${name} ${about}.`, ...columns(options)].join('\n');
}

/** Whether somebody asks what there is. */
export function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end < 0 ? args : args.slice(0, end)).some((word) => word === '--help' || word === '-h');
}

function columns(lines: Readonly<Record<string, string>>): string[] {
  const width = Math.max(...Object.keys(lines).map(({ length }) => length));
  return Object.entries(lines).map(([word, meaning]) => `  ${word.padEnd(width)}  ${meaning}`);
}
