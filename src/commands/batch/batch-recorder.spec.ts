import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventStore } from '../../event-store/port.js';
import { readMetadata } from '../../registry/envelope.js';
import type { GivenLog as Log, Instance } from '../../../test/fixtures/instances.fixtures.js';
import { GivenLog, REGIONS, registration, requestFor, SIGNED_AT } from '../../../test/fixtures/instances.fixtures.js';
import { digestOfIdentifier } from '../identifier-digest.js';
import type { Problem } from '../problem.js';
import type { BatchRequest, BatchResult } from './batch-recorder.js';

const [HERE] = REGIONS;
const TEXT = 'a'.repeat(64);

interface Command {
  as?: string;
  to: string;
  ifMatch?: string;
  body?: object;
}

function batchOf(commands: readonly Command[], details: Partial<BatchRequest> = {}): BatchRequest {
  return { body: { commands }, actor: 'local', key: randomUUID(), dryRun: false, correlationId: 'asked', ...details };
}

/** An agreement that is announced and opened, and what a meeting and a claim say of it. */
const CHAIN: readonly Command[] = [
  { as: 'deal', to: '/v1/agreements', body: { title: { en: 'On trade' }, parties: REGIONS } },
  { as: 'text', to: '/v1/agreements/@deal/texts', body: { sha256: TEXT } },
  {
    as: 'fair',
    to: '/v1/meetings',
    body: {
      title: { en: 'Fair' },
      form: 'procurement-meeting',
      arisesFrom: { kind: 'agreement', id: '@deal', event: '@text.entry' },
    },
  },
  { to: '/v1/agreements/@deal/opening' },
  {
    to: '/v1/agreements/@deal/annotations',
    body: { text: 'Agreed @deal.' },
  },
];

/** The problem that a request is refused with. */
async function refusal(work: Promise<unknown>): Promise<Problem & { command?: number; recorded?: number }> {
  return work.then(
    () => {
      throw new Error('it was not refused');
    },
    (error: unknown) => error as Problem,
  );
}

const faultsOf = ({ faults }: Problem): unknown => faults.map(({ pointer, rule }) => [pointer, rule]);

describe('a batch', () => {
  let log: Log;
  let one: Instance;

  beforeEach(async () => {
    log = await GivenLog.make();
    one = log.instance();
  });

  afterEach(() => log.remove());

  const send = (request: BatchRequest, { recorder }: Instance = one): Promise<BatchResult> =>
    recorder.batches.execute(request);

  /** Every event in the log, in its order, with its type, stream and metadata. */
  const events = async () => {
    const found = [];
    for await (const batch of log.store.readAll()) found.push(...batch.events);
    return found;
  };

  const typesIn = async (): Promise<string[]> => (await events()).map(({ type }) => type);

  /** What an answer says, but for what only a recorded one has. */
  const comparable = ({ body }: BatchResult): unknown =>
    body.results.map(({ as, receipt }) => ({
      as,
      ...receipt,
      dryRun: null,
      links: null,
      events: receipt.events.map(({ type, revision }) => ({ type, revision })),
      registration: receipt.registration && { ...receipt.registration, reserved: null },
    }));

  it('answers a trial as the real one, ids of records too, and a repetition as the first time', async () => {
    const request = batchOf(CHAIN);
    const trial = await send({ ...request, dryRun: true });
    expect(await typesIn()).toEqual([]);
    const real = await send(request);
    expect(comparable(real)).toEqual(comparable(trial));
    expect(real.body.idempotencyKey).toBe(request.key);
    expect(await send({ ...request, correlationId: 'again' })).toEqual(real);
    expect(await send(request, log.instance())).toEqual(real);
    const [deal, text, fair] = real.body.results.map(({ receipt }) => receipt);
    expect([text?.id, text?.revision, text?.status]).toEqual([deal?.id, 1, 'draft']);
    const { data } = (await events()).find(({ type }) => type.startsWith('Meeting'))!;
    const { arisesFrom } = (JSON.parse(data) as { act: { arisesFrom: object } }).act;
    expect(arisesFrom).toEqual({ kind: 'agreement', id: deal?.id, event: text?.events[0]?.id });
    expect(fair?.links?.self).toBe(`/v1/meetings/${fair?.id}`);
  });

  it('names a key with a trial that has none: under it the records have these ids', async () => {
    const { key: _none, ...keyless } = batchOf(CHAIN);
    const trial = await send({ ...keyless, dryRun: true });
    const real = await send({ ...keyless, key: trial.body.idempotencyKey });
    expect(comparable(real)).toEqual(comparable(trial));
    expect(await refusal(send(keyless))).toMatchObject({ problem: 'idempotency-key-missing' });
  });

  it('appends what is of one record at once, behind what it names, with one correlation', async () => {
    await send(batchOf(CHAIN));
    const stored = await events();
    expect(stored.map(({ type }) => type)).toEqual([
      'AgreementAnnounced',
      'TextAdopted',
      'OpenedForSignature',
      'EntryAnnotated',
      'MeetingPlanned',
    ]);
    expect(new Set(stored.map((event) => readMetadata(event)?.$correlationId))).toEqual(
      new Set([digestOfIdentifier('asked')]),
    );
    expect(new Set(stored.map((event) => readMetadata(event)?.key)).size).toBe(stored.length);
  });

  it('puts a record that others need before them, though they were begun first', async () => {
    const { body } = await send(
      batchOf([
        { as: 'firm', to: '/v1/parties', body: { form: 'enterprise', names: { en: 'Works' } } },
        { as: 'head', to: '/v1/people', body: { name: { en: 'Head' } } },
        { to: '/v1/parties/@firm/mandates', body: { person: '@head', from: '2020-01-01' } },
      ]),
    );
    expect(await typesIn()).toEqual(['PersonRecorded', 'PartyRecorded', 'MandateGiven']);
    expect(body.results.map(({ receipt }) => receipt.revision)).toEqual([0, 0, 1]);
  });

  it('refuses records that name entries of each other, which no order of appends can hold', async () => {
    const from = (id: string) => ({ kind: 'agreement', id, event: `${id}.entry` });
    const agreement = { title: { en: 'On trade' }, parties: REGIONS };
    const problem = await refusal(
      send(
        batchOf([
          { as: 'a', to: '/v1/agreements', body: agreement },
          { as: 'b', to: '/v1/agreements', body: { ...agreement, arisesFrom: from('@a') } },
          { to: '/v1/agreements/@a/texts', body: { sha256: TEXT, arisesFrom: from('@b') } },
        ]),
      ),
    );
    expect([problem.problem, faultsOf(problem)]).toEqual(['rule-broken', [['/commands/2', 'records-in-an-order']]]);
  });

  it('gives way to others between its commands, and between their answers', async () => {
    const people = Array.from({ length: 30 }, (_, index) => ({
      to: '/v1/people',
      body: { name: { en: `Clerk ${index}` } },
    }));
    let turns = 0;
    const over = new AbortController();
    const others = (async () => {
      for (; !over.signal.aborted; turns += 1) await nextTurn();
    })();
    await send(batchOf(people, { dryRun: true }));
    over.abort();
    await others;
    expect(turns).toBeGreaterThan(2 * people.length - 1);
  });

  it('ends when nobody waits for its answer, unless something of it is recorded', async () => {
    const left = new AbortController();
    const leaving = (afterAppends: number): Instance => {
      let appends = 0;
      const append: EventStore['append'] = async (...args) => {
        const appended = await log.store.append(...args);
        appends += 1;
        if (appends === afterAppends) left.abort(new Error('left'));
        return appended;
      };
      return log.instance(Object.assign(Object.create(log.store) as EventStore, { append }));
    };
    const request = batchOf(CHAIN, { signal: left.signal });
    await send(request, leaving(1));
    expect(await typesIn()).toHaveLength(CHAIN.length);
    const other = { ...request, key: randomUUID() };
    await expect(send(other)).rejects.toThrow('left');
    await expect(send({ ...other, dryRun: true })).rejects.toThrow('left');
    expect(await typesIn()).toHaveLength(CHAIN.length);
    const { signal: _left, ...again } = other;
    await send(again);
    expect(await typesIn()).toHaveLength(2 * CHAIN.length);
  });

  it('is refused as a whole by what one of its commands breaks, which it names', async () => {
    const wrong = batchOf([...CHAIN, { to: '/v1/agreements/@deal/publication', body: {} }]);
    const problem = await refusal(send(wrong));
    expect(problem).toMatchObject({ problem: 'life-cycle', command: 5, recorded: 0 });
    expect(problem.message).toContain('Command 5 (POST /v1/agreements/@deal/publication)');
    expect(faultsOf(problem)).toEqual([['/commands/5', 'published-after-signed']]);
    expect(faultsOf(await refusal(send({ ...wrong, dryRun: true })))).toEqual(faultsOf(problem));
    expect(await typesIn()).toEqual([]);
  });

  it('is refused by its form with all that is wrong, before anything is looked at', async () => {
    const problem = await refusal(
      send(
        batchOf([
          { as: 'a', to: '/v1/parties', body: { form: 'enterprise', names: { en: 'Works' } } },
          { as: 'a', to: '/v1/parties/@a/names', body: {} },
          { to: '/v1/parties/@b/names', body: { names: { en: 'Plant' } } },
          { to: '/v1/people', body: { name: { en: 'Head' }, arisesFrom: { kind: 'party', id: '@c' }, colour: 'red' } },
          { to: '/v1/parties/@a/colours' },
        ]),
      ),
    );
    expect(problem.problem).toBe('invalid-fields');
    expect(faultsOf(problem)).toEqual([
      ['/commands/1/body/names', 'required'],
      ['/commands/1/as', 'named-once'],
      ['/commands/2/to', 'names-an-earlier-command'],
      ['/commands/3/body/arisesFrom/id', 'names-an-earlier-command'],
      ['/commands/3/body/colour', 'unknown-field'],
      ['/commands/4/to', 'command-address'],
    ]);
    const many = batchOf(Array.from({ length: 101 }, () => CHAIN[0]!));
    const tooMany = await refusal(send(many));
    expect([tooMany.problem, faultsOf(tooMany)]).toEqual(['too-large', [['/commands', 'commands-of-a-batch']]]);
    expect(faultsOf(await refusal(send(batchOf([]))))).toEqual([['/commands', 'too-few-items']]);
  });

  it('asks for the revision of a record that was there, with the first command on it', async () => {
    const id = await log.signedAgreement();
    const note = { to: `/v1/agreements/${id}/annotations`, body: { text: 'Seen.' } };
    expect(await refusal(send(batchOf([note])))).toMatchObject({ problem: 'precondition-required', command: 0 });
    const stale = batchOf([{ ...note, ifMatch: '"1.x"' }]);
    expect(await refusal(send(stale))).toMatchObject({ problem: 'stale', recorded: 0 });
    const wrong = await refusal(send(batchOf([{ ...note, ifMatch: 'x' }])));
    expect(faultsOf(wrong)).toEqual([['/commands/0/ifMatch', 'if-match']]);
    const { body } = await send(batchOf([{ ...note, ifMatch: `"${SIGNED_AT}.x"` }, note]));
    expect(body.results.map(({ receipt }) => receipt.revision)).toEqual([SIGNED_AT + 1, SIGNED_AT + 2]);
    expect(await log.since(id)).toHaveLength(2);
  });

  it('shares its key with no other request', async () => {
    const id = await log.signedAgreement();
    const single = requestFor(id, 'annotations', { text: 'Seen.' });
    await one.execute(single);
    expect(await refusal(send(batchOf(CHAIN, { key: single.key })))).toMatchObject({ problem: 'key-reused' });
    const batch = batchOf(CHAIN);
    await send(batch);
    const other = batchOf([{ ...CHAIN[0]!, body: { title: { en: 'Other' }, parties: REGIONS } }], { key: batch.key });
    expect(await refusal(send(other))).toMatchObject({ problem: 'key-reused' });
    expect(await refusal(send(other, log.instance()))).toMatchObject({ problem: 'key-reused' });
    expect(await refusal(one.execute({ ...single, key: batch.key }))).toMatchObject({ problem: 'key-reused' });
    const twice = batchOf(CHAIN);
    const first = send(twice);
    expect(await refusal(send(twice))).toMatchObject({ problem: 'in-flight' });
    await first;
  });

  it('judges by what its own commands record that the views do not know', async () => {
    const inn = '7707083893';
    const firm = { form: 'enterprise', inn, ogrn: '1027700132195' };
    const { body } = await send(
      batchOf([
        { as: 'a', to: '/v1/parties', body: { ...firm, names: { en: 'Works' } } },
        { as: 'b', to: '/v1/parties', body: { ...firm, names: { en: 'Plant' } } },
        { as: 'c', to: '/v1/agreements', body: { title: { en: 'On trade' }, parties: ['@a', '@b'] } },
        { to: '/v1/parties/@a/merger', body: { into: '@b', reason: 'One firm.' } },
      ]),
    );
    const warned = body.results.map(({ receipt }) => receipt.warnings.map(({ rule }) => rule));
    expect(warned).toEqual([
      [],
      ['identifier-of-another-record', 'identifier-of-another-record'],
      [],
      ['merged-parties-of-one-agreement'],
    ]);
  });

  it('warns of a number that two of its parties have, and of no other', async () => {
    const trader = (name: string, inn: string): Command => ({
      to: '/v1/parties',
      body: { form: 'sole-trader', names: { en: name }, inn },
    });
    const { body } = await send(
      batchOf([
        { to: '/v1/parties', body: { form: 'enterprise', names: { en: 'Works' }, inn: '7707083893' } },
        { to: '/v1/parties', body: { form: 'enterprise', names: { en: 'Plant' }, inn: '7830002293' } },
        trader('First', '500100732259'),
        trader('Second', '526317984689'),
        trader('First again', '500100732259'),
      ]),
    );
    const [, , first] = body.results.map(({ receipt }) => receipt.id);
    const warned = body.results.map(({ receipt }) => receipt.warnings.map(({ detail }) => detail));
    expect(warned).toEqual([[], [], [], [], [expect.stringContaining(`the same inn: ${first}.`)]]);
  });

  describe('that registers', () => {
    const SIGNED: readonly Command[] = [
      ...CHAIN.slice(0, 2),
      { to: '/v1/agreements/@deal/opening' },
      { to: '/v1/agreements/@deal/signing', body: { recording: 'historical', date: '2023-01-10' } },
    ];

    it('tells in a trial the numbers that it gets, each journal’s own one behind the other', async () => {
      const id = await log.signedAgreement();
      await one.execute(registration(id));
      const request = batchOf([
        ...SIGNED,
        { to: '/v1/agreements/@deal/registration', body: { region: HERE } },
        { to: '/v1/agreements/@deal/annotations', body: { text: 'Entered.' } },
        { as: 'second', to: '/v1/agreements', body: { title: { en: 'Further' }, parties: REGIONS } },
        { to: '/v1/agreements/@second/signing', body: { recording: 'historical', date: '2023-01-11' } },
        { to: '/v1/agreements/@second/registration', body: { region: HERE } },
      ]);
      const trial = await send({ ...request, dryRun: true });
      const numbers = trial.body.results.flatMap(({ receipt }) => receipt.registration ?? []);
      expect(numbers).toEqual(
        [2, 3].map((number) => ({ region: HERE, year: 2023, number, writtenAs: String(number), reserved: false })),
      );
      const real = await send(request);
      expect(comparable(real)).toEqual(comparable(trial));
      expect((await log.lines(HERE)).map(({ number }) => number)).toEqual([1, 2, 3]);
    });

    it('leaves no gap in the journal wherever it ends', async () => {
      const request = batchOf([
        ...SIGNED,
        { to: '/v1/agreements/@deal/registration', body: { region: HERE } },
        { as: 'late', to: '/v1/people', body: { name: { en: 'Clerk' } } },
      ]);
      for (let appends = 1; appends <= 4; appends += 1) {
        const asked = { ...request, key: randomUUID() };
        await refusal(send(asked, log.dyingAfter(appends)));
        const first = await send(asked, log.instance());
        expect(await send(asked)).toEqual(first);
      }
      expect((await log.lines(HERE)).map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    });
  });

  describe('that ended half way', () => {
    const MIXED: readonly Command[] = [
      { as: 'firm', to: '/v1/parties', body: { form: 'enterprise', names: { en: 'Works' } } },
      { as: 'head', to: '/v1/people', body: { name: { en: 'Head' } } },
      { as: 'deal', to: '/v1/agreements', body: { title: { en: 'On trade' }, parties: ['@firm', HERE] } },
      { as: 'text', to: '/v1/agreements/@deal/texts', body: { sha256: TEXT } },
      {
        to: '/v1/claims',
        body: {
          form: 'statement',
          gist: { en: 'They agreed.' },
          speaker: '@head',
          modality: 'claims',
          arisesFrom: { kind: 'agreement', id: '@deal', event: '@text.entry' },
        },
      },
    ];

    it.each([1, 2, 3, 4])('after append %d goes on there, and answers as it would have', async (appends) => {
      const request = batchOf(MIXED);
      const trial = await send({ ...request, dryRun: true });
      expect(await refusal(send(request, log.dyingAfter(appends)))).toMatchObject({ problem: 'store-unavailable' });
      const left = (await events()).length;
      expect(left).toBeLessThanOrEqual(MIXED.length);
      const resumed = await send({ ...request, correlationId: 'later' }, log.instance());
      expect(comparable(resumed)).toEqual(comparable(trial));
      const stored = await events();
      expect(stored).toHaveLength(MIXED.length);
      expect(new Set(stored.map((event) => readMetadata(event)?.$correlationId)).size).toBe(1);
      expect(await send(request)).toEqual(resumed);
      const [first] = MIXED;
      const other = batchOf([{ ...first!, body: { form: 'fund', names: { en: 'Works' } } }], { key: request.key });
      expect(await refusal(send(other, log.instance()))).toMatchObject({ problem: 'key-reused' });
    });

    it('by somebody else’s change says so, and goes on with the new revision', async () => {
      const id = await log.signedAgreement();
      const other = log.instance();
      let isOutrun = false;
      const append: EventStore['append'] = async (stream, ...rest) => {
        if (stream.endsWith(id) && !isOutrun) {
          isOutrun = true;
          await other.execute(requestFor(id, 'annotations', { text: 'First.' }));
        }
        return log.store.append(stream, ...rest);
      };
      const outrun = log.instance(Object.assign(Object.create(log.store) as EventStore, { append }));
      const commands = (ifMatch: string): Command[] => [
        { as: 'head', to: '/v1/people', body: { name: { en: 'Head' } } },
        { to: `/v1/agreements/${id}/annotations`, ifMatch, body: { text: 'Second.' } },
      ];
      const request = batchOf(commands(`"${SIGNED_AT}.x"`));
      const problem = await refusal(send(request, outrun));
      expect(problem).toMatchObject({ problem: 'stale', command: 1, recorded: 1 });
      expect(problem.message).toContain('1 of the 2 commands are recorded and stay');
      const resumed = await send({ ...request, body: { commands: commands(`"${SIGNED_AT + 1}.x"`) } });
      expect(resumed.body.results.map(({ receipt }) => receipt.revision)).toEqual([0, SIGNED_AT + 2]);
      expect((await typesIn()).filter((type) => type === 'PersonRecorded')).toHaveLength(1);
    });
  });
});
