import type { GivenLog as Log, Instance } from '../../test/fixtures/instances.fixtures.js';
import {
  GivenLog,
  requestFor,
  REGIONS,
  registration,
  SIGNED_AT,
  storedKey,
} from '../../test/fixtures/instances.fixtures.js';
import { idFrom } from '../commands/event-writer.js';
import { digestOfIdentifier } from '../commands/identifier-digest.js';
import { Problem } from '../commands/problem.js';
import type { CommandResult } from '../commands/recorder.js';

const [HERE, THERE] = REGIONS;

describe('registration numbers where several processes write to one log', () => {
  let log: Log;
  let one: Instance;
  let two: Instance;

  beforeEach(async () => {
    log = await GivenLog.make();
    [one, two] = [log.instance(), log.instance()];
  });

  afterEach(() => log.remove());

  /** What an agreement that was registered once under the key holds. */
  const once = (key: string | undefined): unknown => [
    ['RegistrationRequested', key],
    ['AgreementRegistered', key],
  ];

  /** The ids that follow from the request as the first of its events notes it, whoever wrote them. */
  const idsOf = async (id: string, key: string | undefined): Promise<string[]> => {
    const [asked] = (await log.stream(id)).slice(SIGNED_AT + 1);
    const { digest } = JSON.parse(asked!.metadata) as { digest: string };
    return [0, 1].map((number) => idFrom('local', key ?? '', asked!.stream, digest, number));
  };

  /** Name of the problem and its first rule, where the request was refused. */
  const refusal = (outcome: PromiseSettledResult<CommandResult>): string | undefined => {
    if (outcome.status === 'fulfilled') return undefined;
    const problem = outcome.reason as unknown;
    if (!(problem instanceof Problem)) throw problem;
    return [problem.problem, ...problem.faults.slice(0, 1).map(({ rule }) => rule)].join(' ');
  };

  it('an agreement that two journals are asked for at once gets a line of each that does not refuse, 50 times', async () => {
    const lined = { [HERE]: 0, [THERE]: 0 };
    for (let round = 1; round <= 50; round += 1) {
      const id = await log.signedAgreement();
      const ifMatch = round % 2 === 0 ? '*' : `"${SIGNED_AT}.signed"`;
      const orders = [registration(id, HERE, { ifMatch }), registration(id, THERE, { ifMatch })];
      const outcomes = await Promise.allSettled([one.execute(orders[0]!), two.execute(orders[1]!)]);
      const entered = orders.filter((_, index) => outcomes[index]!.status === 'fulfilled');
      // By its ETag one is refused; whoever takes any revision may come to it when the first journal has answered.
      expect(entered.length).toBeGreaterThan(0);
      if (ifMatch !== '*') expect(entered).toHaveLength(1);
      for (const outcome of outcomes)
        expect([undefined, 'stale', 'life-cycle registration-under-way']).toContain(refusal(outcome));
      const keys = (await log.since(id)).map(([, key]) => key);
      expect(new Set(keys)).toEqual(new Set(entered.map(storedKey)));
      expect(keys).toHaveLength(2 * entered.length);
      for (const [index, region] of REGIONS.entries()) {
        const lines = await log.lines(region);
        const isEntered = entered.includes(orders[index]!);
        expect(lines.filter(({ agreement }) => agreement === id)).toHaveLength(isEntered ? 1 : 0);
        lined[region] += isEntered ? 1 : 0;
        expect(lines).toHaveLength(lined[region]);
      }
    }
    for (const region of REGIONS) {
      const numbers = (await log.lines(region)).map(({ number }) => number);
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    }
  }, 60_000);

  it('the same request through two processes at once is recorded once, and both answer the same', async () => {
    for (let round = 1; round <= 20; round += 1) {
      const id = await log.signedAgreement();
      const asked = registration(id);
      const [first, second] = await Promise.all([
        one.execute(asked),
        two.execute({ ...asked, correlationId: 'again' }),
      ]);
      expect(second).toEqual(first);
      expect(await log.since(id)).toEqual(once(storedKey(asked)));
      expect(await log.lines(HERE)).toHaveLength(round);
    }
  });

  it('many at once in one journal run without a gap or a repeat', async () => {
    const ids = await Promise.all(Array.from({ length: 30 }, () => log.signedAgreement()));
    await Promise.all(ids.map((id, index) => (index % 2 === 0 ? one : two).execute(registration(id))));
    const lines = await log.lines(HERE);
    expect(lines.map(({ number }) => number)).toEqual(ids.map((_, index) => index + 1));
    expect(new Set(lines.map(({ agreement }) => agreement))).toEqual(new Set(ids));
  });

  it('the entry says what caused it, and stands under the key and the act of the request', async () => {
    const id = await log.signedAgreement();
    const body = { region: HERE, date: '2023-01-30', formerNumber: '12-с', remark: 'By post.' };
    const { body: answer } = await one.execute(requestFor(id, 'registration', body));
    const [asked, registered] = (await log.stream(id)).slice(SIGNED_AT + 1);
    expect(answer.events.map((event) => event.id)).toEqual([asked?.id, registered?.id]);
    expect(answer).toMatchObject({ revision: SIGNED_AT + 2, status: 'registered' });
    const [before, after] = [asked, registered].map((event) => JSON.parse(event!.data) as object);
    expect(after).toEqual({ ...before, number: 1, request: asked?.id });
    expect(answer.registration).toEqual({ region: HERE, year: 2023, number: 1, writtenAs: '1' });
    const [line] = await log.stream(`${HERE}.2023`);
    for (const event of [line, registered]) {
      expect(JSON.parse(event!.metadata)).toMatchObject({
        $causationId: asked?.id,
        $correlationId: digestOfIdentifier('asked'),
      });
    }
  });

  it('a trial tells what would be recorded, and records nothing', async () => {
    const id = await log.signedAgreement();
    const { body } = await one.execute(registration(id, HERE, { dryRun: true }));
    expect(body).toMatchObject({ revision: SIGNED_AT + 2, status: 'registered' });
    expect(body.events.map(({ type }) => type)).toEqual(['RegistrationRequested', 'AgreementRegistered']);
    expect(await log.since(id)).toEqual([]);
    expect(await log.lines(HERE)).toEqual([]);
    const number = { region: HERE, year: 2023, writtenAs: '1', number: 1 };
    expect(body.registration).toEqual({ ...number, reserved: false });
    expect((await one.execute(registration(id))).body.registration).toEqual(number);
  });

  it('after a void the agreement gets a line of its own again: both show its number and its day', async () => {
    const id = await log.signedAgreement();
    const registered = (date: string) => requestFor(id, 'registration', { region: HERE, date });
    const { body } = await one.execute(registered('2023-01-10'));
    await two.execute(requestFor(id, 'voids', { voids: body.events[0]?.id, reason: 'Too early.' }));
    await one.registration.markLines(id, { actor: 'local', causedBy: 'the void' });
    const again = await two.execute(registered('2023-01-20'));
    expect(again.body.registration).toEqual({ region: HERE, year: 2023, number: 2, writtenAs: '2' });
    expect(JSON.parse((await log.stream(id)).at(-1)!.data)).toMatchObject({ number: 2, act: { date: '2023-01-20' } });
    expect(await log.lines(HERE)).toMatchObject([
      { agreement: id, number: 1, act: { date: '2023-01-10' } },
      { line: (await log.stream(`${HERE}.2023`))[0]?.id },
      { agreement: id, number: 2, act: { date: '2023-01-20' } },
    ]);
  });

  it('the journals of all its regions register an agreement, each once', async () => {
    const id = await log.signedAgreement();
    for (const region of REGIONS) await one.execute(registration(id, region));
    const [again] = await Promise.allSettled([one.execute(registration(id, THERE))]);
    expect(refusal(again)).toBe('life-cycle registered-once');
    for (const region of REGIONS) expect(await log.lines(region)).toMatchObject([{ agreement: id, number: 1 }]);
  });

  it('a historical registration keeps the number of the old register, and the journal goes on as it was', async () => {
    const [id, other] = [await log.signedAgreement(), await log.signedAgreement()];
    const old = { region: HERE, formerNumber: '12', date: '2023-01-10', recording: 'historical' };
    const { body } = await one.execute(requestFor(id, 'registration', old));
    expect(body.registration).toEqual({ region: HERE, year: 2023, number: null, writtenAs: '12' });
    expect(JSON.parse((await log.stream(id)).at(-1)!.data)).not.toHaveProperty('number');
    expect((await two.execute(registration(other))).body.registration).toMatchObject({ number: 13 });
    const [line, next] = await log.lines(HERE);
    expect(line).toMatchObject({
      agreement: id,
      formerNumber: '12',
      parties: [...REGIONS],
      act: { date: '2023-01-10' },
    });
    expect(line).not.toHaveProperty('number');
    expect(next).toMatchObject({ agreement: other, number: 13 });
  });

  describe.each([
    [1, 'its request'],
    [2, 'the line'],
    [3, 'the number'],
  ])('of a process that died after append %d, %s,', (appends) => {
    /** A request that was begun and not answered. */
    const begun = async (id: string): Promise<ReturnType<typeof registration>> => {
      const asked = registration(id);
      await expect(log.dyingAfter(appends).execute(asked)).rejects.toMatchObject({ problem: 'store-unavailable' });
      return asked;
    };

    it('a retry through another process finishes the work, and answers like the first', async () => {
      const [whole, broken] = [await log.signedAgreement(), await log.signedAgreement()];
      const answer = await one.execute(registration(whole));
      const asked = await begun(broken);
      const retry = await two.execute(asked);
      expect(await log.since(broken)).toEqual(once(storedKey(asked)));
      expect(await log.lines(HERE)).toMatchObject([{ agreement: whole }, { agreement: broken }]);
      const others = { id: '', links: null, events: [] };
      const registered = { registration: { region: HERE, year: 2023, number: 2, writtenAs: '2' } };
      expect({ ...retry.body, ...others }).toEqual({ ...answer.body, ...others, ...registered });
      expect(retry.body.events.map(({ type, revision }) => [type, revision])).toEqual(
        answer.body.events.map(({ type, revision }) => [type, revision]),
      );
      expect(retry.body.events.map((event) => event.id)).toEqual(await idsOf(broken, storedKey(asked)));
      expect(await log.instance().execute(asked)).toEqual(retry);
      expect(await log.instance().execute({ ...asked, ifMatch: '"77.x"' })).toEqual(retry);
    });

    it('the answer names its own events alone, whatever was recorded in between', async () => {
      const id = await log.signedAgreement();
      const asked = await begun(id);
      await two.execute(requestFor(id, 'annotations', { text: 'In between.' }));
      const { body } = await two.execute(asked);
      const types = ['RegistrationRequested', 'AgreementRegistered'];
      expect(body.events.map(({ type }) => type)).toEqual(types);
      const [request, number] = body.events.map(({ revision }) => revision);
      expect([request, number]).toEqual([SIGNED_AT + 1, appends === 3 ? SIGNED_AT + 2 : SIGNED_AT + 3]);
      expect(body).toMatchObject({ revision: number, status: 'registered' });
      await one.execute(requestFor(id, 'annotations', { text: 'Afterwards.' }));
      expect((await one.execute(asked)).body).toEqual(body);
    });

    it('nobody else asks another journal meanwhile', async () => {
      const id = await log.signedAgreement();
      const asked = await begun(id);
      const region = appends === 3 ? HERE : THERE;
      const [outcome] = await Promise.allSettled([two.execute(registration(id, region))]);
      expect(refusal(outcome)).toBe(appends === 3 ? 'life-cycle registered-once' : 'life-cycle registration-under-way');
      expect(await log.lines(THERE)).toEqual([]);
      await two.execute(asked);
      expect(await log.since(id)).toEqual(once(storedKey(asked)));
    });
  });

  it('a request that is voided before it is answered asks for nothing more, and leaves another one free', async () => {
    const id = await log.signedAgreement();
    const asked = registration(id);
    await expect(log.dyingAfter(1).execute(asked)).rejects.toMatchObject({ problem: 'store-unavailable' });
    const request = (await log.stream(id)).at(-1);
    await two.execute(requestFor(id, 'voids', { voids: request?.id, reason: 'The wrong region.' }));
    const again = registration(id, THERE);
    expect((await two.execute(again)).body.status).toBe('registered');
    const { body } = await two.execute(asked);
    expect(body).toMatchObject({ status: 'signed', events: [{ type: 'RegistrationRequested' }] });
    expect((await log.since(id)).map(([type]) => type)).toEqual([
      'RegistrationRequested',
      'EntryVoided',
      'RegistrationRequested',
      'AgreementRegistered',
    ]);
    expect(await log.lines(HERE)).toEqual([]);
    expect(await log.lines(THERE)).toMatchObject([{ agreement: id, number: 1 }]);
  });
});
