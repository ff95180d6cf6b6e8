import { domainToASCII } from 'node:url';
import ipaddr from 'ipaddr.js';

/** What the environment says about how to run; see README for each variable. */
export interface Settings {
  port: number;
  host: string;
  dataDir: string;
  /** Undefined for the embedded store in `dataDir`. */
  eventStoreUrl: string | undefined;
  ledgerName: string;
  timeZone: string;
  /** File of the key that signs checkpoints, or one of the words below; undefined for what is usual with the store. */
  signingKey: string | undefined;
  /** Name of the log in its checkpoints; undefined for the one that it has, at first `cooperation-ledger/<LEDGER_NAME>`. */
  origin: string | undefined;
  /** CIDRs of the proxies whose X-Forwarded-For and X-Forwarded-Proto are believed. */
  trustedProxies: readonly string[];
  /** Names under which it is reached, beside localhost and IP addresses: in lower case, as DNS has them. */
  hosts: readonly string[];
}

/** LEDGER_SIGNING_KEY of an instance that signs nothing. */
export const SIGN_NOTHING = 'none';

/** LEDGER_SIGNING_KEY of an instance whose key lies in its data folder, and is made there for a ledger without any. */
export const OWN_KEY = 'own';

/** A setting that cannot be used; the message names the variable and says what it takes. */
export class BadSetting extends Error {
  constructor(variable: string, rule: string) {
    super(`${variable} ${rule}`);
    this.name = 'BadSetting';
  }
}

/** sysexits(3): something was found in an unconfigured or misconfigured state. */
export const EX_CONFIG = 78;

/** sysexits(3): the disk failed, or the files on it are not those that were opened. */
export const EX_IOERR = 74;

/** What names of hosts are written with, in any alphabet. */
const HOST_LETTERS = /^[\p{L}\p{M}\d._-]+$/u;

/** Names in DNS, with the underscores that names of containers may have (RFC 1123, section 2.1). */
const HOST_NAME = /^(?=.{1,253}$)[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d_])?(?:\.[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d_])?)*$/;

/** Reads and checks the settings; an empty variable counts as absent. @throws BadSetting */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const read = (name: string, otherwise: string): string => (env[name] ?? '') || otherwise;
  const port = read('PORT', '3000');
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new BadSetting('PORT', 'takes a number from 0 to 65535; 0 picks a free port');
  }
  const ledgerName = read('LEDGER_NAME', 'ledger');
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(ledgerName)) {
    throw new BadSetting('LEDGER_NAME', 'takes 1 to 63 lower-case letters, digits and underscores, a letter first');
  }
  const timeZone = read('LEDGER_TIME_ZONE', 'Europe/Moscow');
  if (!isTimeZone(timeZone)) {
    throw new BadSetting('LEDGER_TIME_ZONE', 'takes the name of an IANA time zone, such as Europe/Moscow');
  }
  const origin = (env.LEDGER_ORIGIN ?? '') || undefined;
  if (origin !== undefined && !/^[a-z0-9][a-z0-9._/-]{0,199}$/i.test(origin)) {
    throw new BadSetting('LEDGER_ORIGIN', 'takes a name like ledger.example.org/register, without a scheme before it');
  }
  return {
    port: Number(port),
    host: read('HOST', '127.0.0.1'),
    dataDir: read('DATA_DIR', './data'),
    eventStoreUrl: (env.EVENT_STORE_URL ?? '') || undefined,
    ledgerName,
    timeZone,
    signingKey: (env.LEDGER_SIGNING_KEY ?? '') || undefined,
    origin,
    trustedProxies: proxiesIn(env.LEDGER_TRUSTED_PROXIES ?? ''),
    hosts: hostsIn(env.LEDGER_HOSTS ?? ''),
  };
}

/** What stands between commas or white space. */
function listed(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}

/** @throws BadSetting */
function hostsIn(text: string): string[] {
  const names = listed(text);
  const hosts = names.map((name) => domainToASCII(name).replace(/\.$/, ''));
  if (!names.every((name) => HOST_LETTERS.test(name)) || !hosts.every((host) => HOST_NAME.test(host)))
    throw new BadSetting(
      'LEDGER_HOSTS',
      'takes host names such as ledger.example.org, separated by commas, without ports',
    );
  return hosts;
}

/** @throws BadSetting */
function proxiesIn(text: string): string[] {
  const proxies = listed(text);
  if (!proxies.every((cidr) => ipaddr.isValidCIDR(cidr)))
    throw new BadSetting('LEDGER_TRUSTED_PROXIES', 'takes CIDRs such as 10.0.0.0/8 or fd00::/8, separated by commas');
  return proxies;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
