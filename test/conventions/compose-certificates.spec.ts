import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { mounts, readCompose, variablesIn } from '../support/compose.js';

const ROOT = join(__dirname, '..', '..');
const TEXT = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
const SCRIPT = join(ROOT, 'deploy', 'make-certificates.sh');
const PASSWORDS = { EVENTSTORE_ADMIN_PASSWORD: 'for-admin_1', EVENTSTORE_OPS_PASSWORD: 'for.ops~2' };

const { services } = readCompose(TEXT, PASSWORDS);
const service = services.certificates!;

/**
 * In place of EventStoreDB's own tool, which only its image has: takes the arguments of es-gencert-cli 1.0.2, keeps them,
 * and writes files of the same names and rights. Like the tool it writes into no folder that exists.
 */
const TOOL = `#!/bin/sh
set -eu
echo "$@" >> calls
name=ca
[ "$1" = create-node ] && name=node
while [ $# -gt 1 ]; do
  [ "$1" = -ca-key ] && cat "$2" > /dev/null
  [ "$1" = -out ] && out=$2
  shift
done
mkdir "$out"
echo "certificate $$" > "$out/$name.crt"
chmod 444 "$out/$name.crt"
echo "key $$" > "$out/$name.key"
chmod 400 "$out/$name.key"
`;

let folder: string;

/** Runs the script as the service does, in a folder that holds its volumes. */
async function make(env: Record<string, string> = PASSWORDS): Promise<{ code: number | null; stderr: string }> {
  const own = `${process.getuid?.()}:${process.getgid?.()}`;
  const path = [join(folder, 'bin'), process.env.PATH].join(delimiter);
  return new Promise((resolve) => {
    const child = execFile(
      'sh',
      [SCRIPT, ...service.command!],
      { cwd: folder, env: { PATH: path, NODE_USER: own, ...env } },
      (_error, _stdout, stderr) => resolve({ code: child.exitCode, stderr }),
    );
  });
}

const calls = async (): Promise<string[]> => (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n');

/** A path in a container, as the folder of the volume that is mounted there. */
function inVolume(container: string, path: string): string {
  const mount = mounts(services[container]!).find(({ target }) => path.startsWith(`${target}/`))!;
  const made = mounts(service).find(({ source }) => source === mount.source)!;
  return join(folder, relative(service.working_dir!, made.target), relative(mount.target, path));
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-certificates-'));
  for (const { target } of mounts(service).filter(({ source }) => !source.startsWith('.'))) {
    await mkdir(join(folder, relative(service.working_dir!, target)));
  }
  await mkdir(join(folder, 'bin'));
  await writeFile(join(folder, 'bin', 'es-gencert-cli'), TOOL);
  await chmod(join(folder, 'bin', 'es-gencert-cli'), 0o755);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const nodes = Object.entries(services).filter(
  ([, { environment = {} }]) => 'EVENTSTORE_CERTIFICATE_FILE' in environment,
);

describe('deploy/make-certificates.sh', () => {
  it('is what the service runs', () => {
    const [shell, script] = service.entrypoint!;
    const mount = mounts(service).find(({ target }) => target === script)!;
    expect([shell, join(ROOT, mount.source), mount.readOnly]).toEqual(['sh', SCRIPT, true]);
  });

  it('makes every file that the nodes and the ledgers name', async () => {
    expect(await make()).toEqual({ code: 0, stderr: '' });
    expect(nodes).toHaveLength(3);
    for (const [name, { environment: env = {} }] of nodes) {
      const certificate = env.EVENTSTORE_CERTIFICATE_FILE!;
      const key = env.EVENTSTORE_CERTIFICATE_PRIVATE_KEY_FILE!;
      const trusted = env.EVENTSTORE_TRUSTED_ROOT_CERTIFICATES_PATH!;
      for (const file of [certificate, key]) expect(existsSync(inVolume(name, file))).toBe(true);
      expect((await stat(inVolume(name, key))).mode & 0o777).toBe(0o400);
      expect(await readdir(inVolume(name, `${trusted}/`))).toEqual(['ca.crt']);
      const call = (await calls()).find((text) => text.includes(`-out nodes/${name}`));
      expect(call).toContain(`-dns-names ${env.EVENTSTORE_NODE_HOST_ADVERTISE_AS},localhost`);
    }
    for (const name of ['ledger-1', 'ledger-2']) {
      const file = /tlsCAFile=([^&]+)/.exec(services[name]!.environment!.EVENT_STORE_URL!)![1]!;
      expect(await readFile(inVolume(name, file), 'utf8')).toMatch(/^certificate/);
    }
  });

  it('lets nobody else see the authority’s key', async () => {
    await make();
    const found = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('ca.key'));
    expect(found).toEqual(['authority/ca/ca.key']);
    const volume = mounts(service).find(({ target }) => target.endsWith('/authority'))!.source;
    const others = Object.entries(services).filter(([, other]) =>
      mounts(other).some(({ source }) => source === volume),
    );
    expect(others.map(([name]) => name)).toEqual(['certificates']);
  });

  it('keeps what is there', async () => {
    await make();
    const before = [await calls(), await readFile(join(folder, 'trust', 'ca.crt'), 'utf8')];
    expect(await make()).toEqual({ code: 0, stderr: '' });
    expect([await calls(), await readFile(join(folder, 'trust', 'ca.crt'), 'utf8')]).toEqual(before);
  });

  it('finishes what was broken off, and renews what was taken away', async () => {
    await make();
    await rm(join(folder, 'nodes', 'eventstore-1'), { recursive: true });
    await rm(join(folder, 'nodes', 'eventstore-2', 'node.key'));
    expect((await make()).code).toBe(0);
    expect((await calls()).slice(4).map((call) => /nodes\/(\S+)/.exec(call)?.[1])).toEqual([
      'eventstore-1',
      'eventstore-2',
    ]);
  });

  it('makes all of them again where the authority is lost', async () => {
    await make();
    await rm(join(folder, 'authority', 'ca'), { recursive: true });
    expect((await make()).code).toBe(0);
    expect(await calls()).toHaveLength(8);
  });

  it.each(Object.keys(PASSWORDS))('refuses to go on without %s', async (missing) => {
    const { code, stderr } = await make({ ...PASSWORDS, [missing]: '' });
    expect(code).toBe(78);
    expect(stderr).toContain(`${missing} is not set`);
    expect(existsSync(join(folder, 'calls'))).toBe(false);
  });

  it.each(['a@b', 'a/b', 'a%20', 'a b', 'ключ', 'a:b', 'a\nb'])(
    'refuses a password that would break the URL: %j',
    async (value) => {
      const { code, stderr } = await make({ ...PASSWORDS, LEDGER_STORE_PASSWORD: value });
      expect(code).toBe(78);
      expect(stderr).toContain('LEDGER_STORE_PASSWORD');
      expect(stderr).not.toContain(value);
    },
  );

  it('is given every password that the file takes from the environment', () => {
    const passwords = [...variablesIn(TEXT)].filter((name) => name.endsWith('_PASSWORD'));
    expect(Object.keys(service.environment!).sort()).toEqual(passwords.sort());
  });
});
