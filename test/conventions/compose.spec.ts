import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConnectionString } from '../../src/event-store/eventstoredb/connection-string.js';
import { CONNECTION_LIMITS } from '../../src/http/open-connections.js';
import { keyFileOf } from '../../src/open-transparency.js';
import {
  dependencies,
  inProfile,
  interpolate,
  looseEnds,
  mounts,
  readCompose,
  schemaProblems,
  secretsIn,
  variablesIn,
  type Service,
} from '../support/compose.js';
import { readDockerfile, variables } from '../support/compose-image.js';
import { exitCode, settingsIn } from '../support/compose-run.js';
import { startProgram, type Program } from '../support/program.js';
import { servedRoutes } from '../support/routes.js';

const ROOT = join(__dirname, '..', '..');
const TEXT = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
const PROXY = readFileSync(join(ROOT, 'deploy', 'Caddyfile'), 'utf8').replace(/^\s*#.*$/gm, '');
const PROFILES = ['single', 'cluster'];
const PASSWORDS = { EVENTSTORE_ADMIN_PASSWORD: 'for-admin', EVENTSTORE_OPS_PASSWORD: 'for-ops' };

const compose = readCompose(TEXT, PASSWORDS);
const image = readDockerfile(readFileSync(join(ROOT, 'Dockerfile'), 'utf8')).at(-1)!;
const imageEnv = variables(image);
const port = imageEnv.PORT!;

/** The services of this repository's own image, or of EventStoreDB, by profile. */
const ofImage = (profile: string, name: RegExp): [string, Service][] =>
  Object.entries(inProfile(compose, profile)).filter(([, service]) => name.test(service.image));
const ledgersOf = (profile: string): [string, Service][] => ofImage(profile, /^cooperation-ledger:/);
const nodesOf = (profile: string): [string, Service][] => ofImage(profile, /^eventstore\/eventstore:/);
const LEDGERS = PROFILES.flatMap((profile) => ledgersOf(profile).map(([name]) => [name, profile] as const));

/** The file with one text in place of another that stands in it. */
function changed(from: string, to: string): string {
  expect(TEXT).toContain(from);
  return TEXT.replace(from, to);
}

describe('docker-compose.yml', () => {
  it('is a Compose file by the specification’s schema, with the environment and without', () => {
    expect(schemaProblems(compose)).toEqual([]);
    expect(schemaProblems(readCompose(TEXT, {}))).toEqual([]);
  });

  it.each([
    ['a key that does not exist', 'restart: unless-stopped', 'restarts: unless-stopped'],
    ['a condition that does not exist', 'service_completed_successfully', 'service_completed'],
    ['a value of the wrong kind', 'read_only: true', 'read_only: [1]'],
    ['a service that is none', 'services:\n', 'services:\n  odd: true\n'],
  ])('would be refused with %s', (_what, from, to) => {
    expect(schemaProblems(readCompose(changed(from, to), PASSWORDS))).not.toEqual([]);
  });

  it('names nothing that is not there', () => {
    expect(looseEnds(compose)).toEqual([]);
    const files = Object.values(compose.services).flatMap((service) => mounts(service).map(({ source }) => source));
    expect(files.filter((file) => file.startsWith('.') && !existsSync(join(ROOT, file)))).toEqual([]);
  });

  it.each([
    ['a volume', "volumes: ['ledger-data:/data']", "volumes: ['other-data:/data']", 'no volume other-data'],
    ['a volume that nobody uses', '\n  ledger-data:', '\n  ledger-data:\n  more:', 'volume more is not used'],
    ['a network', 'networks: [web]', 'networks: [wide]', 'no network wide'],
    [
      'a service of another profile',
      'depends_on: [ledger-1, ',
      'depends_on: [ledger, ',
      'proxy waits for ledger, which',
    ],
  ])('would be found to name %s that is not there', (_what, from, to, said) => {
    expect(looseEnds(readCompose(changed(from, to), PASSWORDS)).join('\n')).toContain(said);
  });

  it('has one node and one ledger in one profile, three, two and a proxy in the other', () => {
    expect(Object.keys(inProfile(compose, 'single')).sort()).toEqual(['eventstore', 'ledger']);
    expect([nodesOf('cluster').length, ledgersOf('cluster').length]).toEqual([3, 2]);
    expect(Object.keys(inProfile(compose, 'cluster'))).toEqual(expect.arrayContaining(['certificates', 'proxy']));
    expect(Object.values(compose.services).filter(({ profiles }) => profiles.length !== 1)).toEqual([]);
  });

  it('keeps every service running and watched, except what is to end', () => {
    const { certificates, ...running } = compose.services;
    expect(certificates).toMatchObject({ restart: 'no' });
    for (const service of Object.values(running)) {
      expect(service).toMatchObject({ restart: 'unless-stopped', healthcheck: { test: expect.any(Array) } });
    }
  });

  it('names every image by its version', () => {
    const images = Object.values(compose.services).map((service) => service.image);
    expect(images.filter((name) => !/^[\w/-]+:\d+\.\d+\.\d+[\w.-]*$|^cooperation-ledger:local$/.test(name))).toEqual(
      [],
    );
  });

  it('publishes nothing beyond this machine', () => {
    const ports = Object.values(compose.services).flatMap(({ ports: published = [] }) => published);
    expect(ports).not.toEqual([]);
    expect(ports.filter((text) => !/^127\.0\.0\.1:\d+:\d+$/.test(text))).toEqual([]);
  });

  it('holds no secret', () => {
    expect(secretsIn(TEXT)).toEqual([]);
  });

  it.each([
    ['EVENTSTORE_DEFAULT_OPS_PASSWORD: ${EVENTSTORE_OPS_PASSWORD:-}', 'EVENTSTORE_DEFAULT_OPS_PASSWORD: changeit'],
    ['EVENTSTORE_DEFAULT_OPS_PASSWORD: ${EVENTSTORE_OPS_PASSWORD:-}', 'EVENTSTORE_DEFAULT_OPS_PASSWORD: ${OTHER:-a}'],
    ['${LEDGER_STORE_PASSWORD:-${EVENTSTORE_ADMIN_PASSWORD:-}}@', 'changeit@'],
    ['${LEDGER_STORE_PASSWORD:-${EVENTSTORE_ADMIN_PASSWORD:-}}@', '${LEDGER_STORE_PASSWORD:-changeit}@'],
  ])('would be found to hold one: %s → %s', (from, to) => {
    expect(secretsIn(changed(from, to))).not.toEqual([]);
  });

  it('tells at its head of every variable that it takes from the environment', () => {
    const [head = '', rest = ''] = TEXT.split(/^name:/m);
    expect([...variablesIn(rest)].filter((name) => !head.includes(name))).toEqual([]);
  });
});

describe.each(LEDGERS)('the service %s of the profile %s', (name, profile) => {
  const service = compose.services[name]!;
  const env = { ...imageEnv, ...service.environment };
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ledger-compose-'));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is given settings that the program reads and accepts', () => {
    const { settings, unread } = settingsIn(env);
    expect(settings).toMatchObject({ ledgerName: 'ledger', timeZone: 'Europe/Moscow', host: '0.0.0.0' });
    // What the image sets for Node itself is no setting of the program.
    expect(unread).toEqual(['NODE_ENV']);
    expect(settingsIn({ ...env, LEDGER: 'ledger' }).unread).toContain('LEDGER');
  });

  it('signs checkpoints if it is the first of its profile, with a key that it keeps in its volume', () => {
    const { settings } = settingsIn(env);
    const isFirst = ledgersOf(profile)[0]?.[0] === name;
    expect(keyFileOf(settings)).toBe(isFirst ? '/data/signing-key.pem' : undefined);
    expect(mounts(service).some(({ target, readOnly }) => target === '/data' && !readOnly)).toBe(true);
  });

  it('reaches exactly the nodes of its profile, in their manner', async () => {
    const mounted = mounts(service).find(({ target }) => env.EVENT_STORE_URL!.includes(`=${target}/`));
    const certificate = join(folder, 'ca.crt');
    await writeFile(certificate, 'a certificate');
    const url = mounted ? env.EVENT_STORE_URL!.replace(`${mounted.target}/ca.crt`, certificate) : env.EVENT_STORE_URL!;
    const connection = readConnectionString(url);
    expect(connection.hosts).toEqual(nodesOf(profile).map(([address]) => ({ address, port: 2113 })));
    const isCluster = profile === 'cluster';
    expect({ insecure: connection.insecure, ca: connection.rootCertificate?.toString() }).toEqual({
      insecure: !isCluster,
      ca: isCluster ? 'a certificate' : undefined,
    });
    const credentials = { username: 'admin', password: PASSWORDS.EVENTSTORE_ADMIN_PASSWORD };
    expect(connection.credentials).toEqual(isCluster ? credentials : undefined);
    for (const [, { environment }] of nodesOf(profile)) {
      expect(environment!.EVENTSTORE_INSECURE).toBe(isCluster ? undefined : 'true');
      expect(environment!.EVENTSTORE_DEFAULT_ADMIN_PASSWORD).toBe(connection.credentials?.password);
    }
  });

  it('waits for the nodes to be healthy', () => {
    const healthy = nodesOf(profile).map(([node]) => [node, 'service_healthy']);
    expect(dependencies(service)).toEqual(Object.fromEntries(healthy));
  });

  it('writes into a volume of its own, and nowhere else but /tmp', () => {
    const data = mounts(service).find(({ target }) => target === imageEnv.DATA_DIR)!;
    const users = Object.values(compose.services).flatMap((other) => mounts(other).map(({ source }) => source));
    expect(users.filter((source) => source === data.source)).toHaveLength(1);
    expect(mounts(service).filter(({ source, readOnly }) => source !== data.source && !readOnly)).toEqual([]);
    expect(service).toMatchObject({ read_only: true, tmpfs: ['/tmp'] });
  });

  it('can be reached from outside, itself or through the proxy', () => {
    const upstreams = /reverse_proxy (.+) \{/.exec(PROXY)![1]!.split(' ');
    const published = service.ports?.map((text) => text.split(':').at(-1)) ?? [];
    if (profile === 'single') expect(published).toEqual([port]);
    else expect(upstreams).toContain(`${name}:${port}`);
  });
});

describe('the health of a ledger', () => {
  let program: Program;
  const test = compose.services.ledger!.healthcheck!.test;
  const asked = /http:\/\/127\.0\.0\.1:(\d+)(\/[\w/]+)/.exec(test.join(' '))!;

  beforeAll(async () => {
    program = await startProgram({ EVENT_STORE_URL: '' });
  });

  afterAll(() => program.stop());

  it('is asked for at routes of the program, on its port', async () => {
    const routes = await servedRoutes();
    expect(routes).toContain(`GET ${asked[2]}`);
    expect(routes).toContain(`GET ${/health_uri (\S+)/.exec(PROXY)?.[1]}`);
    expect(asked[1]).toBe(port);
  });

  it('is good while the program answers, and bad once nothing does', async () => {
    await program.get('/v1/summary');
    const command = test.slice(1).map((word) => word.replace(`:${port}/`, `:${new URL(program.url).port}/`));
    expect([test[0], command[0]]).toEqual(['CMD', 'node']);
    expect(await exitCode(command, {})).toBe(0);
    await program.stop();
    expect(await exitCode(command, {})).toBe(1);
  });
});

describe('the proxy', () => {
  const proxy = compose.services.proxy!;
  const listens = [...PROXY.matchAll(/^:(\d+) \{/gm)].map(([, number]) => number);

  it('sends to the ledgers of the cluster and to nobody else', () => {
    expect(/reverse_proxy (.+) \{/.exec(PROXY)![1]!.split(' ')).toEqual(
      ledgersOf('cluster').map(([name]) => `${name}:${port}`),
    );
  });

  it('keeps the host that clients name, which the ledgers serve where LEDGER_HOSTS has it', () => {
    expect(PROXY).not.toMatch(/header_up\s+-?Host/i);
    const named = readCompose(TEXT, { ...PASSWORDS, LEDGER_HOSTS: 'ledger.example.org' });
    for (const profile of PROFILES) {
      for (const [name] of ledgersOf(profile)) {
        const { settings } = settingsIn({
          ...imageEnv,
          ...(named.services[name]!.environment as Record<string, string>),
        });
        expect([name, settings.hosts]).toEqual([name, ['ledger.example.org']]);
        expect([name, settings.trustedProxies.length > 0]).toEqual([name, profile === 'cluster']);
      }
    }
  });

  it('gives up idle connections before the ledgers close them', () => {
    const [, seconds] = /keepalive (\d+)s/.exec(PROXY)!;
    expect(Number(seconds) * 1000).toBeLessThan(CONNECTION_LIMITS.idleMs);
  });

  it('is published and watched at ports where it listens', () => {
    const published = proxy.ports!.map((text) => text.split(':').at(-1));
    const watched = /127\.0\.0\.1:(\d+)/.exec(proxy.healthcheck!.test.join(' '))?.[1];
    expect([...published, watched].sort()).toEqual(listens.sort());
  });

  it('shares a network with the ledgers and none with the event store', () => {
    for (const [, { networks }] of ledgersOf('cluster'))
      expect(networks).toEqual(expect.arrayContaining(proxy.networks!));
    for (const [, { networks }] of nodesOf('cluster'))
      expect(networks).not.toEqual(expect.arrayContaining(proxy.networks!));
  });
});

describe('a node of the cluster', () => {
  const names = nodesOf('cluster').map(([name]) => name);

  it.each(names)('%s knows the others and is known by its own name', (name) => {
    const env = compose.services[name]!.environment!;
    const others = names.filter((other) => other !== name).map((other) => `${other}:2113`);
    expect(env).toMatchObject({
      EVENTSTORE_CLUSTER_SIZE: String(names.length),
      EVENTSTORE_GOSSIP_SEED: others.join(','),
      EVENTSTORE_NODE_HOST_ADVERTISE_AS: name,
      EVENTSTORE_REPLICATION_HOST_ADVERTISE_AS: name,
    });
    expect(dependencies(compose.services[name]!)).toEqual({ certificates: 'service_completed_successfully' });
  });

  it('keeps its events and its log in volumes of its own', () => {
    const own = names.flatMap((name) => mounts(compose.services[name]!).filter(({ readOnly }) => !readOnly));
    expect(new Set(own.map(({ source }) => source)).size).toBe(2 * names.length);
    expect(new Set(own.map(({ target }) => target))).toEqual(new Set(['/var/lib/eventstore', '/var/log/eventstore']));
  });
});

describe('the reader of Compose files', () => {
  it.each([
    ['$$A', '$A'],
    ['$A-${A}', 'a-a'],
    ['${NONE}', ''],
    ['${EMPTY:-b}${EMPTY-b}', 'b'],
    ['${NONE:-${EMPTY:-${A}}}!', 'a!'],
    ['${A:?said}${A:+c}${NONE:+d}', 'ac'],
  ])('replaces %s by %s', (text, result) => {
    expect(interpolate(text, { A: 'a', EMPTY: '' })).toBe(result);
  });

  it.each([
    ['${NONE:?set it}', 'NONE: set it'],
    ['${A', 'begins no variable'],
    ['5 $', 'begins no variable'],
    ['${A B}', 'no variable: A B'],
  ])('refuses %s', (text, said) => {
    expect(() => interpolate(text, { A: 'a' })).toThrow(said);
  });
});
