import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'yaml';
import { OWN_KEY } from '../../src/settings.js';

/** What the tests read of a service in docker-compose.yml. */
export interface Service {
  readonly image: string;
  readonly profiles: readonly string[];
  readonly restart?: string;
  readonly read_only?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly network_mode?: string;
  readonly working_dir?: string;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly depends_on?: readonly string[] | Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
}

/** docker-compose.yml, its merges made and its variables replaced. */
export interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, unknown>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

type Environment = Readonly<Record<string, string>>;

/** Reads a Compose file as Compose does: YAML with merges, then the variables in values. @throws where one is required */
export function readCompose(text: string, env: Environment): Compose {
  return replaced(parse(text, { merge: true }), env) as Compose;
}

function replaced(value: unknown, env: Environment): unknown {
  if (typeof value === 'string') return interpolate(value, env);
  if (Array.isArray(value)) return value.map((item) => replaced(item, env));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, env)]));
}

/**
 * Replaces `$NAME`, `${NAME}`, and with `:-` `-` `:?` `?` `:+` `+` what stands in for a missing or present value, which may
 * hold variables itself; `$$` is a dollar sign. Compose specification, "Interpolation". @throws on `?`, and on anything else
 */
export function interpolate(text: string, env: Environment): string {
  let result = '';
  for (let at = 0; at < text.length; at++) {
    if (!text.startsWith('$', at)) {
      result += text.charAt(at);
      continue;
    }
    const [plain, name] = /^\$(?:\$|([A-Za-z_]\w*))/.exec(text.slice(at)) ?? [];
    if (plain !== undefined) {
      result += name === undefined ? '$' : (env[name] ?? '');
      at += plain.length - 1;
      continue;
    }
    const end = endOfBraces(text, at);
    result += inBraces(text.slice(at + 2, end), env);
    at = end;
  }
  return result;
}

function endOfBraces(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text.startsWith('${', at)) depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  throw new Error(`a "$" that begins no variable in: ${text}`);
}

function inBraces(text: string, env: Environment): string {
  const [, name = '', colon, sign, rest = ''] = /^([A-Za-z_]\w*)(?:(:?)([-?+])(.*))?$/s.exec(text) ?? [];
  if (name === '') throw new Error(`no variable: ${text}`);
  const value = env[name];
  const isMissing = value === undefined || (colon === ':' && value === '');
  if (sign === '+') return isMissing ? '' : interpolate(rest, env);
  if (!isMissing || sign === undefined) return value ?? '';
  if (sign === '?') throw new Error(`${name}: ${interpolate(rest, env)}`);
  return interpolate(rest, env);
}

/** The names of all variables that stand in a text. */
export function variablesIn(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name]) => name!));
}

let validate: ValidateFunction | undefined;

/** What in a Compose file the published schema of the Compose specification refuses. */
export function schemaProblems(document: unknown): string[] {
  validate ??= composeSchema();
  if (validate(document)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** The schema as dclint carries it: schema/compose-spec.json of the specification, unchanged. */
function composeSchema(): ValidateFunction {
  const file = join(dirname(require.resolve('dclint/package.json')), 'schemas', 'compose.schema.json');
  const { $schema, ...schema } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  // Draft 7 by another address than the one under which validators know it.
  if ($schema !== 'https://json-schema.org/draft-07/schema')
    throw new Error(`the schema has become ${String($schema)}`);
  // The formats that it names are words of its own, such as "ports"; it does not say what they mean.
  return new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
}

/** The services that a profile starts. */
export function inProfile({ services }: Compose, profile: string): Readonly<Record<string, Service>> {
  return Object.fromEntries(Object.entries(services).filter(([, { profiles }]) => profiles.includes(profile)));
}

/** The services that one waits for, with the condition. */
export function dependencies({ depends_on: on = {} }: Service): Readonly<Record<string, string>> {
  if (on instanceof Array) return Object.fromEntries(on.map((name) => [name, 'service_started']));
  return Object.fromEntries(Object.entries(on).map(([name, { condition }]) => [name, condition]));
}

/** One mount of a service: a named volume, or a file of this folder where `source` begins with a dot. */
export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** What a service mounts. */
export function mounts({ volumes = [] }: Service): Mount[] {
  return volumes.map((text) => {
    const [source = '', target = '', mode] = text.split(':');
    return { source, target, readOnly: mode === 'ro' };
  });
}

/** What is named in a Compose file and does not exist in it, or exists and nobody names it. */
export function looseEnds(compose: Compose): string[] {
  const services = Object.entries(compose.services);
  const named = services.flatMap(([, service]) => mounts(service)).filter(({ source }) => !source.startsWith('.'));
  const used = {
    volume: new Set(named.map(({ source }) => source)),
    network: new Set(services.flatMap(([, { networks = [] }]) => networks)),
  };
  const there = { volume: Object.keys(compose.volumes), network: Object.keys(compose.networks) };
  const loose = (['volume', 'network'] as const).flatMap((kind) => [
    ...[...used[kind]].filter((name) => !there[kind].includes(name)).map((name) => `no ${kind} ${name}`),
    ...there[kind].filter((name) => !used[kind].has(name)).map((name) => `${kind} ${name} is not used`),
  ]);
  const waits = services.flatMap(([name, service]) =>
    Object.keys(dependencies(service)).flatMap((other) =>
      service.profiles
        .filter((profile) => !compose.services[other]?.profiles.includes(profile))
        .map((profile) => {
          return `${name} waits for ${other}, which ${profile} does not start`;
        }),
    ),
  );
  return [...loose, ...waits];
}

/** Words that stand in the place of a secret and are none. */
const NO_SECRET = new Set(['', OWN_KEY]);

/** The settings of services with a secret written into the file: what is left of it where no variable has a value. */
export function secretsIn(text: string): string[] {
  return Object.entries(readCompose(text, {}).services).flatMap(([service, { environment = {} }]) =>
    Object.entries(environment)
      .filter(([name, left]) =>
        /(?:PASSWORD|SECRET|TOKEN|KEY)$/.test(name) ? !NO_SECRET.has(left) : /^[a-z+]+:\/\/[^/?@]*:[^/?@]+@/.test(left),
      )
      .map(([name]) => `${service}: ${name}`),
  );
}
