import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { StoreRefused } from '../port.js';

/** What a connection string says, in the words of the official client's constructor. */
export interface Connection {
  readonly hosts: readonly { readonly address: string; readonly port: number }[];
  /** Whether the one host is only asked for the members of its cluster. */
  readonly discover: boolean;
  readonly insecure: boolean;
  readonly credentials?: { readonly username: string; readonly password: string };
  readonly rootCertificate?: Buffer;
  readonly userCertificate?: Buffer;
  readonly userKey?: Buffer;
  readonly nodePreference?: NodePreference;
  readonly numbers: Readonly<Partial<Record<NumberOption, number>>>;
  readonly connectionName?: string;
  /** The same address with everything secret taken out: what messages may say. */
  readonly shown: string;
}

const SCHEMES: Readonly<Record<string, { readonly discover: boolean }>> = {
  esdb: { discover: false },
  'esdb+discover': { discover: true },
  kurrentdb: { discover: false },
  'kurrentdb+discover': { discover: true },
};

const NUMBER_OPTIONS = [
  'maxDiscoverAttempts',
  'discoveryInterval',
  'gossipTimeout',
  'keepAliveInterval',
  'keepAliveTimeout',
  'defaultDeadline',
] as const;
type NumberOption = (typeof NUMBER_OPTIONS)[number];

const NODE_PREFERENCES = {
  leader: 'leader',
  follower: 'follower',
  random: 'random',
  readonlyreplica: 'read_only_replica',
} as const;
type NodePreference = (typeof NODE_PREFERENCES)[keyof typeof NODE_PREFERENCES];

const FILE_OPTIONS = ['tlsCAFile', 'userCertFile', 'userKeyFile'] as const;

/** Every option by its name in lower case, without "_" and "-": the client reads them so. */
const OPTIONS = new Map(
  [
    ...NUMBER_OPTIONS,
    ...FILE_OPTIONS,
    'tls',
    'tlsVerifyCert',
    'throwOnAppendFailure',
    'nodePreference',
    'connectionName',
  ].map((name) => [flat(name), name]),
);

const DEFAULT_PORT = 2113;

/** What may be shown of the options in an address; every other one might be a secret in the wrong place. */
const SHOWN_OPTIONS = /^(?:tls|tlsVerifyCert|nodePreference|\w*Interval|\w*Timeout|\w*Deadline|maxDiscoverAttempts)$/i;

/** An address without what must not be read: user, password, the names of certificate files, and unknown options. */
export function redacted(url: string): string {
  const scheme = /^[a-z+]+:\/\//i.exec(url)?.[0] ?? '';
  const rest = url.slice(scheme.length);
  // Up to the last "@": in a malformed address a password may hold any character.
  const at = rest.lastIndexOf('@');
  const shown = at < 0 ? rest : `***@${rest.slice(at + 1)}`;
  return `${scheme}${shown.replace(/([?&])([^=&?]*)=[^&]*/g, (option, before: string, name: string) => (SHOWN_OPTIONS.test(name) ? option : `${before}${name}=***`))}`;
}

/**
 * Reads a connection string of EventStoreDB or KurrentDB and the certificates that it names.
 * @throws StoreRefused saying what to correct, without the secrets in it
 */
export function readConnectionString(url: string): Connection {
  const shown = redacted(url.trim());
  const refuse = (reason: string): StoreRefused =>
    new StoreRefused(`the event store's address ${shown} cannot be used: ${reason}`);
  const match = /^([^:/?@]+):\/\/(.*)$/s.exec(url.trim());
  const scheme = Object.hasOwn(SCHEMES, match?.[1] ?? '') ? SCHEMES[match?.[1] ?? ''] : undefined;
  if (!match || !scheme) {
    throw refuse('it has to begin with esdb://, esdb+discover://, kurrentdb:// or kurrentdb+discover://');
  }
  const [, authority = '', query = ''] = /^([^?]*)\??(.*)$/s.exec(match[2] ?? '') ?? [];
  const at = authority.lastIndexOf('@');
  const credentials = at < 0 ? undefined : readCredentials(authority.slice(0, at), refuse);
  const hosts = readHosts(authority.slice(at + 1).replace(/\/+$/, ''), refuse);
  if (scheme.discover && hosts.length > 1) throw refuse('discovery goes through one name; leave the others out');
  const options = readOptions(query, refuse);
  const file = (name: (typeof FILE_OPTIONS)[number]): Buffer | undefined => readSecretFile(name, options, refuse);
  const [userCertificate, userKey] = [file('userCertFile'), file('userKeyFile')];
  if ((userCertificate === undefined) !== (userKey === undefined)) {
    throw refuse('userCertFile and userKeyFile are given together or not at all');
  }
  if (!yesOrNo('tlsVerifyCert', options, true, refuse)) {
    throw refuse('the client always verifies certificates; name the authority in tlsCAFile');
  }
  const preference = flat(options.get('nodePreference') ?? 'leader');
  if (!isPreference(preference)) throw refuse('nodePreference is leader, follower, random or readOnlyReplica');
  return {
    hosts,
    discover: scheme.discover,
    insecure: !yesOrNo('tls', options, true, refuse),
    credentials,
    rootCertificate: file('tlsCAFile'),
    userCertificate,
    userKey,
    nodePreference: NODE_PREFERENCES[preference],
    numbers: readNumbers(options, refuse),
    connectionName: options.get('connectionName'),
    shown,
  };
}

type Refuse = (reason: string) => StoreRefused;

function readCredentials(text: string, refuse: Refuse): Connection['credentials'] {
  const colon = text.indexOf(':');
  if (colon < 1) throw refuse('credentials are written as user:password@');
  try {
    return {
      username: decodeURIComponent(text.slice(0, colon)),
      password: decodeURIComponent(text.slice(colon + 1)),
    };
  } catch {
    throw refuse('the credentials hold a "%" that is not percent-encoding; write it as %25');
  }
}

function readHosts(text: string, refuse: Refuse): Connection['hosts'] {
  return text.split(',').map((host) => {
    const [, address, port = String(DEFAULT_PORT)] =
      /^([A-Za-z0-9._-]+|\[[0-9a-fA-F:.]+\])(?::(\d+))?$/.exec(host) ?? [];
    if (address === undefined) throw refuse(host === '' ? 'a host is missing' : 'hosts are written as name:port');
    if (Number(port) < 1 || Number(port) > 65_535) throw refuse(`${port} is no port`);
    return { address, port: Number(port) };
  });
}

function readOptions(query: string, refuse: Refuse): Map<string, string> {
  const options = new Map<string, string>();
  for (const pair of query.split('&').filter((text) => text !== '')) {
    const [, key, value] = /^([^=]+)=(.+)$/s.exec(pair) ?? [];
    if (key === undefined || value === undefined) throw refuse('options are written as ?name=value&name=value');
    const name = OPTIONS.get(flat(key));
    if (name === undefined) throw refuse(`there is no option "${key.slice(0, 40)}"`);
    try {
      options.set(name, decodeURIComponent(value.trim()));
    } catch {
      throw refuse(`${name} is not percent-encoded`);
    }
  }
  return options;
}

function readNumbers(options: ReadonlyMap<string, string>, refuse: Refuse): Connection['numbers'] {
  const numbers: Partial<Record<NumberOption, number>> = {};
  for (const name of NUMBER_OPTIONS) {
    const text = options.get(name);
    if (text === undefined) continue;
    if (!/^(-1|\d{1,9})$/.test(text)) throw refuse(`${name} is a whole number`);
    numbers[name] = Number(text);
  }
  return numbers;
}

function yesOrNo(name: string, options: ReadonlyMap<string, string>, fallback: boolean, refuse: Refuse): boolean {
  const text = options.get(name) ?? String(fallback);
  if (text !== 'true' && text !== 'false') throw refuse(`${name} is true or false`);
  return text === 'true';
}

function readSecretFile(name: string, options: ReadonlyMap<string, string>, refuse: Refuse): Buffer | undefined {
  const path = options.get(name);
  if (path === undefined) return undefined;
  try {
    const content = readFileSync(path);
    // The client prints its channel settings when DEBUG asks for it.
    Object.defineProperty(content, inspect.custom, { value: () => `<${name}>` });
    return content;
  } catch (error) {
    throw refuse(`the file in ${name} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
  }
}

function isPreference(text: string): text is keyof typeof NODE_PREFERENCES {
  return Object.hasOwn(NODE_PREFERENCES, text);
}

function flat(name: string): string {
  return name.trim().toLowerCase().replace(/[_-]/g, '');
}
