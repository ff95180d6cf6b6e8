import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postTwiceAtOnce } from '../support/pipelined.js';
import { type Answer, type Program, startProgram } from '../support/program.js';
import { historyOf, recorded, refusalOf, signatories, signedAgreement } from '../support/recording.js';
import { headOf } from '../support/stored-log.js';

/** All of an answer that a client may build on. */
function comparable({ status, headers, text }: Answer): unknown {
  return [status, headers.get('etag'), headers.get('ledger-position'), headers.get('location'), text];
}

describe('An idempotency key', () => {
  let folder: string;
  let program: Program;
  const party = { form: 'enterprise', names: { ru: 'Машиностроение' } };

  const send = (path: string, body: unknown, key: string, headers: Record<string, string> = {}) =>
    program.post(path, body, { 'idempotency-key': key, ...headers });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ledger-keys-'));
    program = await startProgram({ DATA_DIR: folder });
  });

  afterAll(async () => {
    await program.stop();
    await rm(folder, { recursive: true });
  });

  it('is asked for on every POST, and has a form', async () => {
    expect(refusalOf(await send('/v1/parties', party, ''))).toEqual([400, 'idempotency-key-missing']);
    for (const key of ['with space', '""', 'ключ'.replace(/./g, '\u00e9'), 'k'.repeat(256)]) {
      expect(refusalOf(await send('/v1/parties', party, key))).toEqual([400, 'invalid-header', 'idempotency-key', '']);
    }
    expect((await send('/v1/parties', party, 'k'.repeat(255))).status).toBe(201);
  });

  it('is the same quoted, as a structured field, or plain', async () => {
    const key = randomUUID();
    const first = await send('/v1/parties', party, key);
    expect(comparable(await send('/v1/parties', party, `"${key}"`))).toEqual(comparable(first));
  });

  it('gives the first answer again, byte for byte: later, beside other entries, after a stop and after a kill', async () => {
    const key = { begin: randomUUID(), change: randomUUID(), number: randomUUID() };
    const begun = await send('/v1/parties', party, key.begin);
    const path = `/v1/parties/${(begun.body as { id: string }).id}/names`;
    const alias = { names: { ru: 'Машзавод' }, remark: 'так в тексте' };
    const match = { 'if-match': begun.headers.get('etag') ?? '' };
    const changed = await send(path, alias, key.change, match);
    const agreement = await signedAgreement(program, await signatories(program));
    const registration = `/v1/agreements/${agreement}/registration`;
    const numbered = await send(registration, { region: 'RU-KLU' }, key.number, { 'if-match': '*' });
    expect([begun.status, changed.status, numbered.status]).toEqual([201, 200, 200]);
    await recorded(program, path, { names: { ru: 'Позже' } });
    await recorded(program, `/v1/agreements/${agreement}/publication`, {});
    const before = await headOf(program);
    for (const signal of [undefined, 'SIGTERM', 'SIGKILL'] as const) {
      if (signal) {
        await program.stop(signal);
        program = await startProgram({ DATA_DIR: folder });
      }
      expect(comparable(await send('/v1/parties', party, key.begin))).toEqual(comparable(begun));
      expect(comparable(await send(path, alias, key.change, match))).toEqual(comparable(changed));
      // The key is looked up before If-Match.
      expect(comparable(await send(path, alias, key.change, { 'if-match': '"77.x"' }))).toEqual(comparable(changed));
      expect(comparable(await send(registration, { region: 'RU-KLU' }, key.number))).toEqual(comparable(numbered));
      expect(await headOf(program)).toEqual(before);
    }
  });

  it('does not care how the body is written, only what it says', async () => {
    const key = randomUUID();
    const first = await send('/v1/parties', party, key);
    const other = await program.request('POST', '/v1/parties', {
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: ' { "names" : {"ru":"\\u041cашиностроение"}, "form":"enterprise"} ',
    });
    expect(comparable(other)).toEqual(comparable(first));
  });

  it('is refused with another body, on another record, on another route and on another kind', async () => {
    const key = randomUUID();
    const begun = await send('/v1/parties', party, key);
    const self = `/v1/parties/${(begun.body as { id: string }).id}`;
    const before = await headOf(program);
    const others: [path: string, body: object][] = [
      ['/v1/parties', { ...party, names: { ru: 'Другое' } }],
      ['/v1/parties', { ...party, remark: 'и ещё' }],
      ['/v1/people', { name: { ru: 'Кто-то' } }],
      [`${self}/names`, { names: { ru: 'Имя' } }],
    ];
    for (const [path, body] of others) {
      expect([path, ...refusalOf(await send(path, body, key, { 'if-match': '*' }))]).toEqual([path, 422, 'key-reused']);
    }
    await program.stop('SIGKILL');
    program = await startProgram({ DATA_DIR: folder });
    // At once after a start too, when the views may still be behind.
    const answers = await Promise.all(others.map(([path, body]) => send(path, body, key, { 'if-match': '*' })));
    for (const answer of answers) expect([409, 422]).toContain(answer.status);
    for (const [path, body] of others) {
      expect([path, ...refusalOf(await send(path, body, key, { 'if-match': '*' }))]).toEqual([path, 422, 'key-reused']);
    }
    expect(await headOf(program)).toEqual(before);
  });

  it('sent many times at once records one event: each answer is the first one, or 409', async () => {
    const key = randomUUID();
    // Of connections of their own each may be answered before the next is heard; the second in one packet comes meanwhile.
    const other = { 'idempotency-key': randomUUID() };
    const [first, meanwhile] = await postTwiceAtOnce(program, '/v1/parties', JSON.stringify(party), other);
    expect(first?.status).toBe(201);
    const answers = await Promise.all(Array.from({ length: 16 }, () => send('/v1/parties', party, key)));
    const done = answers.filter(({ status }) => status === 201);
    const waiting = [meanwhile!, ...answers.filter(({ status }) => status !== 201)];
    expect(done.length).toBeGreaterThan(0);
    expect(new Set(done.map((answer) => JSON.stringify(comparable(answer)))).size).toBe(1);
    for (const answer of waiting) {
      expect(refusalOf(answer)).toEqual([409, 'in-flight']);
      expect(answer.headers.get('retry-after')).toBe('1');
    }
    expect(await historyOf(program, `/v1/parties/${(done[0]?.body as { id: string }).id}`)).toHaveLength(1);
  });

  it('of a refused request is free for the corrected one', async () => {
    const key = randomUUID();
    const wrong = await send('/v1/parties', { ...party, inn: '7707083890' }, key);
    expect(refusalOf(wrong)).toEqual([422, 'invalid-fields', 'inn', '/inn']);
    expect((await send('/v1/parties', { ...party, inn: '7707083893' }, key)).status).toBe(201);
  });
});
