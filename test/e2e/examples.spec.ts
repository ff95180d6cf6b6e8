import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandId } from '../../src/registry/command-names.js';
import { MAINTENANCE_COMMANDS } from '../../src/registry/record-maintenance.js';
import { KINDS } from '../../src/registry/registry.js';

interface Described {
  paths: Record<string, { post?: { operationId: string; parameters: { $ref: string }[]; requestBody: Body } }>;
  components: { parameters: Record<string, { name: string; in: string; example?: string }> };
}

interface Body {
  content: { 'application/json': { example: object } };
}

/** A command by its example, as whoever tries it out sends it. */
interface Example {
  path: string;
  body: string;
}

describe('The examples of the API description', () => {
  let folder: string;
  let demo: ChildProcess;
  let url = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ledger-examples-'));
    const main = join(__dirname, '..', '..', 'dist', 'src', 'cli', 'ledger.js');
    demo = spawn(process.execPath, [main, 'demo'], {
      env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: folder },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    url = await new Promise<string>((resolve, reject) => {
      let text = '';
      demo.stdout?.setEncoding('utf8').on('data', (part: string) => {
        text += part;
        const found = /^listening on (http:\S+)$/m.exec(text)?.[1];
        if (found !== undefined) resolve(found);
      });
      demo.once('exit', () => reject(new Error(`the demo ended: ${text}`)));
    });
  }, 60_000);

  afterAll(async () => {
    const ended = new Promise((resolve) => demo.once('exit', resolve));
    demo.kill();
    await ended;
    await rm(folder, { recursive: true, force: true });
  });

  /** Every example by its operation, as the program describes it now. */
  async function examples(): Promise<Map<string, Example>> {
    const { paths, components } = (await (await fetch(`${url}/openapi.json`)).json()) as Described;
    const found = Object.entries(paths).flatMap(([path, { post }]) => {
      if (!post) return [];
      const parameters = post.parameters.map(({ $ref }) => components.parameters[$ref.split('/').at(-1) ?? '']);
      const address = path.replace(/\{(\w+)\}/g, (_all, name: string) => {
        return parameters.find((parameter) => parameter?.name === name)?.example ?? '';
      });
      const body = JSON.stringify(post.requestBody.content['application/json'].example);
      return [[post.operationId, { path: address, body }] as const];
    });
    return new Map(found);
  }

  async function send(
    { path, body }: Example,
    headers: Record<string, string> = {},
    query = '',
  ): Promise<[number, string]> {
    const answer = await fetch(`${url}${path}${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'if-match': '*', ...headers },
      body,
    });
    return [answer.status, answer.ok ? '' : await answer.text()];
  }

  /** The operations that follow on what the example of another one records, by that one and the key to record it under. */
  function followers(): { operation: string; needs: string; key: string }[] {
    return KINDS.flatMap((kind) => {
      const { begunUnder, after = {} } = kind.examples ?? {};
      const idOf = (name: string): string =>
        commandId(
          kind.commands.find((spec) => spec.name === name)!,
          kind,
        );
      const steps = Object.entries(after).map(([name, needs]) => {
        return { operation: idOf(name), needs: idOf(needs), key: randomUUID() };
      });
      const [begins, ...changes] = kind.commands.map(({ name }) => idOf(name));
      const ofNew = begunUnder === undefined ? [] : changes;
      return [...steps, ...ofNew.map((operation) => ({ operation, needs: begins!, key: begunUnder! }))];
    });
  }

  it('succeed as they stand on the demo, decided and not recorded', async () => {
    const all = await examples();
    expect(all.size).toBe(KINDS.flatMap(({ commands }) => commands).length + MAINTENANCE_COMMANDS.length);
    const following = followers();
    for (const [operation, example] of all) {
      if (following.some((follower) => follower.operation === operation)) continue;
      expect([operation, ...(await send(example, {}, '?dryRun=true'))]).toEqual([operation, 200, '']);
    }
    for (const { operation, needs, key } of following) {
      const [status, refusal] = await send(all.get(needs)!, { 'idempotency-key': key });
      expect([needs, [200, 201].includes(status), refusal]).toEqual([needs, true, '']);
      const now = await examples();
      expect([operation, ...(await send(now.get(operation)!, {}, '?dryRun=true'))]).toEqual([operation, 200, '']);
    }
  }, 60_000);
});
