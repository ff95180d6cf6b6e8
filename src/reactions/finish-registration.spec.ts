import { setTimeout as sleep } from 'node:timers/promises';
import type { Instance } from '../../test/fixtures/instances.fixtures.js';
import {
  GivenLog,
  LEDGER,
  REGIONS,
  registration,
  requestFor,
  SIGNED_AT,
  storedKey,
} from '../../test/fixtures/instances.fixtures.js';
import { agreementKind } from '../registry/agreement/agreement.kind.js';
import { Reactions } from './reactions.js';

const [HERE, THERE] = REGIONS;

describe('a registration that was begun', () => {
  let log: GivenLog;
  const running: Reactions[] = [];
  const complaints: string[] = [];

  beforeEach(async () => {
    log = await GivenLog.make();
  });

  afterEach(async () => {
    await Promise.all(running.splice(0).map((reactions) => reactions.stop()));
    await log.remove();
    expect(complaints.splice(0)).toEqual([]);
  });

  /** Has an instance follow the log from its beginning. */
  const follow = ({ recorder, registration: process }: Instance): void => {
    const warn = (message: string): void => void complaints.push(message);
    const reactions = new Reactions(log.store, recorder, process, { folder: log.folder, ledger: LEDGER, warn });
    running.push(reactions);
    reactions.start();
  };

  /** Waits until so many events were recorded since the agreement was signed; the test's own time limit ends it. */
  const recorded = async (id: string, events: number): Promise<unknown> => {
    for (;;) {
      const since = await log.since(id);
      if (since.length >= events) return since;
      await sleep(5);
    }
  };

  const begun = async (id: string, appends: number): Promise<ReturnType<typeof registration>> => {
    const asked = registration(id);
    await expect(log.dyingAfter(appends).execute(asked)).rejects.toMatchObject({ problem: 'store-unavailable' });
    return asked;
  };

  it.each([
    [1, 'the agreement asked'],
    [2, 'the journal gave the number'],
    [3, 'the agreement shows it'],
  ])('and whose process died after append %d, when %s, is finished by any instance', async (appends) => {
    const [id, other] = [await log.signedAgreement(), await log.signedAgreement()];
    const asked = await begun(id, appends);
    const [two, three] = [log.instance(), log.instance()];
    follow(two);
    const finished = [
      ['RegistrationRequested', storedKey(asked)],
      ['AgreementRegistered', storedKey(asked)],
    ];
    expect(await recorded(id, 2)).toEqual(finished);
    // A registration after it, seen by the same reaction, says that the first was read to its end.
    await three.execute(registration(other));
    await recorded(other, 2);
    expect(await log.lines(HERE)).toMatchObject([
      { agreement: id, number: 1 },
      { agreement: other, number: 2 },
    ]);
    const answers = [await three.execute(asked), await two.execute(asked), await log.instance().execute(asked)];
    expect(answers[0]?.body).toMatchObject({ revision: SIGNED_AT + 2, status: 'registered' });
    expect(answers[0]?.body.events.map(({ type }) => type)).toEqual(finished.map(([type]) => type));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await log.since(id)).toEqual(finished);
  });

  it('is finished once, however many instances come to it, with the same answer as without them', async () => {
    const instances = [log.instance(), log.instance(), log.instance()];
    for (const instance of instances) follow(instance);
    const ids = await Promise.all(Array.from({ length: 30 }, () => log.signedAgreement()));
    const asked = ids.map((id, index) => ({ by: instances[index % 3]!, is: registration(id, REGIONS[index % 2]) }));
    const answers = await Promise.all(asked.map(({ by, is }) => by.execute(is)));
    for (const [index, id] of ids.entries()) {
      const key = storedKey(asked[index]!.is);
      expect(await log.since(id)).toEqual([
        ['RegistrationRequested', key],
        ['AgreementRegistered', key],
      ]);
      expect(answers[index]?.body).toMatchObject({ revision: SIGNED_AT + 2, status: 'registered' });
    }
    for (const region of REGIONS) {
      expect((await log.lines(region)).map(({ number }) => number)).toEqual(
        Array.from({ length: 15 }, (_, n) => n + 1),
      );
    }
  });

  it('is left alone while it is void, and finished when the void is void', async () => {
    const [id, other] = [await log.signedAgreement(), await log.signedAgreement()];
    await begun(id, 1);
    const two = log.instance();
    const voided = await two.execute(
      requestFor(id, 'voids', { voids: (await log.stream(id)).at(-1)?.id, reason: 'The wrong agreement.' }),
    );
    follow(log.instance());
    // The reaction has passed the void once it has finished what was begun later.
    await begun(other, 1);
    await recorded(other, 2);
    expect(await log.lines(HERE)).toMatchObject([{ agreement: other, number: 1 }]);
    await two.execute(requestFor(id, 'voids', { voids: voided.body.events[0]?.id, reason: 'It was the right one.' }));
    await recorded(id, 4);
    expect(await log.lines(HERE)).toMatchObject([{ agreement: other }, { agreement: id, number: 2 }]);
    expect((await log.since(id)).at(-1)?.[0]).toBe('AgreementRegistered');
  });

  it('is marked in the journal when it is voided, and again when the void is void', async () => {
    const id = await log.signedAgreement();
    const instances = [log.instance(), log.instance(), log.instance()];
    for (const instance of instances) follow(instance);
    const [two] = instances as [Instance];
    const { body } = await two.execute(registration(id));
    const marks = async (count: number): Promise<unknown> => {
      for (;;) {
        const events = await log.stream(`${HERE}.2023`);
        if (events.length >= count + 1)
          return events.slice(1).map(({ type, data }) => [type, (JSON.parse(data) as { line: string }).line]);
        await sleep(5);
      }
    };
    const [line] = await log.stream(`${HERE}.2023`);
    const voids = (entry: string | null | undefined, reason: string) =>
      two.execute(requestFor(id, 'voids', { voids: entry, reason }));
    const { body: first } = await voids(body.events[1]?.id, 'The wrong agreement.');
    expect(await marks(1)).toEqual([['LineVoided', line?.id]]);
    await voids(first.events[0]?.id, 'It was the right one.');
    await marks(2);
    // So is the void of the whole agreement.
    const [announced] = await log.stream(id);
    await voids(announced?.id, 'Recorded twice.');
    expect(await marks(3)).toEqual([
      ['LineVoided', line?.id],
      ['LineRestored', line?.id],
      ['LineVoided', line?.id],
    ]);
  });

  it('is dated in the journal as it is corrected in the agreement, and as before when the correction is void', async () => {
    const id = await log.signedAgreement();
    const instances = [log.instance(), log.instance(), log.instance()];
    for (const instance of instances) follow(instance);
    const [two] = instances as [Instance];
    const { body } = await two.execute(registration(id, HERE, { body: { region: HERE, date: '2023-01-20' } }));
    const corrects = body.events[1]?.id;
    const correction = await two.execute(
      requestFor(id, 'corrections', { corrects, changes: { date: '2023-01-12' }, reason: 'A slip.' }),
    );
    const dates = async (count: number): Promise<unknown> => {
      for (;;) {
        const events = await log.stream(`${HERE}.2023`);
        if (events.length >= count + 1)
          return events.slice(1).map(({ type, data }) => [type, (JSON.parse(data) as { date: string }).date]);
        await sleep(5);
      }
    };
    expect(await dates(1)).toEqual([['LineDated', '2023-01-12']]);
    await two.execute(requestFor(id, 'voids', { voids: correction.body.events[0]?.id, reason: 'It was right.' }));
    expect(await dates(2)).toEqual([
      ['LineDated', '2023-01-12'],
      ['LineDated', '2023-01-20'],
    ]);
    // Other corrections change no line.
    const [announced] = await log.stream(id);
    const changes = { title: { en: 'On tools' } };
    await two.execute(requestFor(id, 'corrections', { corrects: announced?.id, changes, reason: 'A slip.' }));
    await two.execute(requestFor(id, 'corrections', { corrects, changes: { date: '2023-01-11' }, reason: 'A slip.' }));
    expect(await dates(3)).toHaveLength(3);
  });

  it('is entered from the line alone where the log is from before the agreement asked first', async () => {
    const id = await log.signedAgreement();
    const act = { modality: 'fact', date: '2023-01-20', recording: 'live', source: null } as const;
    const request = { key: 'old', correlationId: 'c', digest: 'd' };
    const data = { agreement: id, region: THERE, year: 2023, number: 1, formerNumber: '12-с', request, act };
    const line = { type: 'RegistrationNumberAssigned', data };
    await log.tell(agreementKind, `${THERE}.2023`, -1, line);
    follow(log.instance());
    expect(await recorded(id, 1)).toEqual([['AgreementRegistered', 'old']]);
    const entry = JSON.parse((await log.stream(id)).at(-1)!.data) as object;
    expect(entry).toEqual({ region: THERE, year: 2023, number: 1, formerNumber: '12-с', act });
  });
});
