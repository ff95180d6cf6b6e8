import { randomUUID } from 'node:crypto';
import type { EventStore } from '../event-store/port.js';
import { commandsOf } from '../registry/registry.js';
import { partyKind } from '../registry/party/party.kind.js';
import { projectKind } from '../registry/project/project.kind.js';
import type { GivenLog as Log } from '../../test/fixtures/instances.fixtures.js';
import { GivenLog, requestFor, SIGNED_AT, storedKey } from '../../test/fixtures/instances.fixtures.js';
import type { CommandRequest, Recorder } from './recorder.js';

const ENTERPRISE = { form: 'enterprise', names: { ru: 'Машзавод' } };

/** A command to a party; without an id it begins one. */
function toParty(
  id: string | undefined,
  path: string,
  body: object,
  details: Partial<CommandRequest> = {},
): CommandRequest {
  const spec = commandsOf(partyKind).find((known) => known.path === path)!;
  const usual = { actor: 'local', key: randomUUID(), ifMatch: '*', dryRun: false, correlationId: 'asked' };
  return { kind: partyKind, id, spec, body, ...usual, ...details };
}

describe('an idempotency key', () => {
  let log: Log;
  let recorder: Recorder;

  beforeEach(async () => {
    log = await GivenLog.make();
    recorder = log.instance().recorder;
  });

  afterEach(() => log.remove());

  const annotated = (id: string, details: Partial<CommandRequest> = {}): CommandRequest =>
    requestFor(id, 'annotations', { text: 'Seen.' }, details);

  it('is refused while a request with it is worked on, and after that gives the first answer', async () => {
    const id = await log.signedAgreement();
    const asked = annotated(id);
    const first = recorder.execute(asked);
    await expect(recorder.execute(asked)).rejects.toMatchObject({ problem: 'in-flight', retryAfter: 1 });
    await recorder.settled('local', storedKey(asked));
    expect(await recorder.execute(asked)).toEqual(await first);
    expect(await log.since(id)).toEqual([['EntryAnnotated', storedKey(asked)]]);
  });

  it('is in the way of nobody else who uses the same, and of no trial', async () => {
    const [id, other] = [await log.signedAgreement(), await log.signedAgreement()];
    const asked = annotated(id);
    await Promise.all([
      recorder.execute(asked),
      recorder.execute({ ...annotated(other, { key: asked.key }), actor: 'somebody' }),
      recorder.execute({ ...asked, dryRun: true }),
    ]);
    expect(await log.since(id)).toHaveLength(1);
    expect(await log.since(other)).toHaveLength(1);
  });

  it('is free again after a refusal', async () => {
    const id = await log.signedAgreement();
    const asked = annotated(id, { ifMatch: '"0.x"' });
    await expect(recorder.execute(asked)).rejects.toMatchObject({ problem: 'stale' });
    expect((await recorder.execute({ ...asked, ifMatch: '*' })).body.revision).toBe(SIGNED_AT + 1);
  });

  it('is known at once for every other record, though no view has shown it yet', async () => {
    const [id, other] = [await log.signedAgreement(), await log.signedAgreement()];
    const asked = annotated(id);
    const elsewhere = { problem: 'key-reused' };
    await recorder.execute(asked);
    await expect(recorder.execute(annotated(other, { key: asked.key }))).rejects.toMatchObject(elsewhere);
    const begun = toParty(undefined, '', ENTERPRISE, { key: asked.key });
    await expect(recorder.execute(begun)).rejects.toMatchObject(elsewhere);
    // Another process knows it as soon as it has answered a repetition.
    const second = log.instance().recorder;
    await second.execute(asked);
    await expect(second.execute(annotated(other, { key: asked.key }))).rejects.toMatchObject(elsewhere);
    expect(await log.since(other)).toEqual([]);
  });
});

/** A store that is used through another one, with some methods of its own. */
function withMethods(store: EventStore, methods: Partial<EventStore>): EventStore {
  return Object.assign(Object.create(store) as EventStore, methods);
}

describe('the texts that are kept beside events', () => {
  let log: Log;
  let takenBack: string[][];
  let store: EventStore;

  beforeEach(async () => {
    log = await GivenLog.make();
    takenBack = [];
    store = withMethods(log.store, {
      takeBack: (digests) => {
        takenBack.push([...digests]);
        return log.store.takeBack(digests);
      },
    });
  });

  afterEach(() => log.remove());

  it('are left where they are once their events are recorded, and none are looked for where none were sent', async () => {
    const { recorder } = log.instance(store);
    const { id } = await recorder.execute(toParty(undefined, '', ENTERPRISE));
    await recorder.execute(toParty(id, 'names', { names: { ru: 'Завод' } }));
    await expect(recorder.execute(toParty(id, 'merger', { into: id }))).rejects.toMatchObject({
      problem: 'rule-broken',
    });
    expect(takenBack).toEqual([]);
  });

  it('are taken back where somebody else wrote first and the command is refused after that', async () => {
    const { id, body } = await log.instance().recorder.execute(toParty(undefined, '', ENTERPRISE));
    const voids = toParty(id, 'voids', { voids: body.events[0]!.id, reason: 'A copy.' });
    let isFirst = true;
    const outrun = withMethods(store, {
      append: async (...args) => {
        if (isFirst) {
          isFirst = false;
          await log.instance().recorder.execute(voids);
        }
        return log.store.append(...args);
      },
    });
    const named = log.instance(outrun).recorder.execute(toParty(id, 'names', { names: { ru: 'Завод' } }));
    await expect(named).rejects.toMatchObject({ problem: 'life-cycle' });
    expect(takenBack).toHaveLength(1);
    expect(await log.store.disclosures(takenBack[0]!)).toEqual(new Map());
  });
});

describe('the answer to a command', () => {
  let log: Log;

  beforeEach(async () => {
    log = await GivenLog.make();
  });

  afterEach(() => log.remove());

  it('says that a record was begun where it was, also when it is given again', async () => {
    const beginning = toParty(undefined, '', ENTERPRISE);
    const { created, id, body } = await log.instance().recorder.execute(beginning);
    expect([created, body.revision]).toEqual([true, 0]);
    const change = toParty(id, 'names', { names: { ru: 'Завод' } });
    expect(await log.instance().recorder.execute(change)).toMatchObject({ created: false, body: { revision: 1 } });
    expect(await log.instance().recorder.execute(beginning)).toMatchObject({ created: true, id });
  });

  it('is given again for what began a record, though it would be refused by now', async () => {
    const plant = await log.instance().recorder.execute(toParty(undefined, '', ENTERPRISE));
    const proposal = (): CommandRequest => ({
      ...toParty(undefined, '', { title: { ru: 'Отливки' }, parties: [plant.id, 'RU-KYA'] }),
      kind: projectKind,
      spec: commandsOf(projectKind).find(({ path }) => path === '')!,
    });
    const asked = proposal();
    const first = await log.instance().recorder.execute(asked);
    const voids = { voids: plant.body.events[0]!.id, reason: 'A copy.' };
    await log.instance().recorder.execute(toParty(plant.id, 'voids', voids));
    await expect(log.instance().recorder.execute(proposal())).rejects.toMatchObject({ problem: 'rule-broken' });
    expect(await log.instance().recorder.execute(asked)).toEqual(first);
  });

  it('is given again without a word to the store where the key is known', async () => {
    const appends = jest.fn<ReturnType<EventStore['append']>, Parameters<EventStore['append']>>((...args) =>
      log.store.append(...args),
    );
    const { recorder } = log.instance(withMethods(log.store, { append: appends }));
    const beginning = toParty(undefined, '', ENTERPRISE);
    const first = await recorder.execute(beginning);
    expect(await recorder.execute(beginning)).toEqual(first);
    expect(appends).toHaveBeenCalledTimes(1);
  });

  it('does not say so of the first entry about a region, which was there before', async () => {
    const first = toParty('RU-KLU', 'names', { names: { ru: 'Калужский край' } });
    for (const { recorder } of [log.instance(), log.instance()])
      expect(await recorder.execute(first)).toMatchObject({ created: false, id: 'RU-KLU', body: { revision: 0 } });
  });
});

describe('commands on one record', () => {
  let log: Log;

  beforeEach(async () => {
    log = await GivenLog.make();
  });

  afterEach(() => log.remove());

  const annotations = (id: string, count: number): CommandRequest[] =>
    Array.from({ length: count }, () => requestFor(id, 'annotations', { text: 'Seen.' }));

  it('that accept any revision take turns: none is outrun by others of the same process', async () => {
    const id = await log.signedAgreement();
    const { recorder } = log.instance();
    const asked = annotations(id, 64);
    await Promise.all(asked.map((each) => recorder.execute(each)));
    // In the order in which they came.
    expect(await log.since(id)).toEqual(asked.map((each) => ['EntryAnnotated', storedKey(each)]));
  });

  it('that are outrun again and again by other processes are answered that the record is busy', async () => {
    const id = await log.signedAgreement();
    let appends = 0;
    const append: typeof log.store.append = async (...args) => {
      appends += 1;
      const elsewhere = log.instance().recorder.execute(annotations(id, 1)[0]!);
      await elsewhere;
      return log.store.append(...args);
    };
    const { recorder } = log.instance(withMethods(log.store, { append }));
    const outrun = recorder.execute(annotations(id, 1)[0]!);
    await expect(outrun).rejects.toMatchObject({ problem: 'too-busy', retryAfter: 1 });
    expect(await log.since(id)).toHaveLength(appends);
  });
});
