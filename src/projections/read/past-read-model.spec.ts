import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { kindNamed } from '../../registry/registry.js';
import { GivenLedger, ZONE } from '../../../test/fixtures/projected-ledger.fixtures.js';
import { ProjectionRunner } from '../follow/projection-runner.js';
import type { BitemporalPoint } from './bitemporal-points.js';
import { BitemporalPoints } from './bitemporal-points.js';
import { listChanges } from './list-changes.js';
import type { ChangesPage, ListFilters, Page } from './query-types.js';
import type { ReadModel } from './read-model.js';
import type { ReadModels } from './read-models.js';
import { openViews } from '../write/views-file.js';

const PARTY = kindNamed('party')!;
const AGREEMENT = kindNamed('agreement')!;
const SEEN_KINDS = [PARTY, AGREEMENT];

/** A step of a random history: what is recorded, of which record, and how many hours after the step before. */
type Step =
  | { tell: 'party'; hours: number }
  | { tell: 'agreement'; hours: number; date: string | null; dependsOn: number | undefined }
  | { tell: 'name' | 'text' | 'opening'; of: number; hours: number; date: string | null }
  | { tell: 'suspension' | 'termination' | 'signature' | 'rule'; of: number; hours: number; date: string | null }
  | { tell: 'correction'; of: number; hours: number; date: string; corrected: string | null }
  | { tell: 'void'; of: number; hours: number; date: string | null };

const HOURS = fc.integer({ min: 0, max: 60 });
const DATE = fc.constantFrom('2022-11', '2022-12-05', '2023-01-02', '2023-01-10~', 'XXXX-10-18', '2023');
const SOME_DATE = fc.option(DATE);
const OF = fc.nat({ max: 5 });

const STEP: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ tell: fc.constant('party' as const), hours: HOURS }),
  fc.record({
    tell: fc.constant('agreement' as const),
    hours: HOURS,
    date: SOME_DATE,
    dependsOn: fc.option(OF, { nil: undefined }),
  }),
  fc.record({
    tell: fc.constantFrom('name' as const, 'text' as const, 'opening' as const),
    of: OF,
    hours: HOURS,
    date: SOME_DATE,
  }),
  fc.record({
    tell: fc.constantFrom('suspension' as const, 'termination' as const, 'signature' as const, 'rule' as const),
    of: OF,
    hours: HOURS,
    date: SOME_DATE,
  }),
  fc.record({ tell: fc.constant('correction' as const), of: OF, hours: HOURS, date: DATE, corrected: SOME_DATE }),
  fc.record({ tell: fc.constant('void' as const), of: OF, hours: HOURS, date: SOME_DATE }),
);

const TYPE_OF = {
  text: 'TextAdopted',
  opening: 'OpenedForSignature',
  suspension: 'AgreementSuspended',
  termination: 'AgreementTerminated',
  signature: 'AgreementSigned',
  rule: 'ForceRuleSet',
} as const;

/** Tells random histories to a ledger, one event at a time. */
class Teller {
  private time = Date.parse('2023-01-01T06:00:00.000Z');
  private readonly parties: { id: string; events: string[] }[] = [];
  private readonly agreements: { id: string; events: string[] }[] = [];

  constructor(private readonly ledger: GivenLedger) {}

  /** Gives the moment of recording; undefined for a step that has nothing to stand on. */
  async take(step: Step): Promise<string | undefined> {
    const recordedAt = new Date(this.time + step.hours * 3_600_000).toISOString();
    const isRecorded = await this.tell(step, recordedAt);
    if (!isRecorded) return undefined;
    this.time = Date.parse(recordedAt);
    return recordedAt;
  }

  private async tell(step: Step, recordedAt: string): Promise<boolean> {
    const { ledger } = this;
    if (step.tell === 'party') {
      const id = randomUUID();
      const data = { form: 'enterprise', names: { en: `Works ${this.parties.length}` }, region: 'RU-KYA' };
      this.parties.push({ id, events: [await ledger.tell('party', id, 'PartyRecorded', data, { recordedAt })] });
      return true;
    }
    if (step.tell === 'agreement') {
      const id = randomUUID();
      const other = step.dependsOn === undefined ? undefined : this.agreements[step.dependsOn];
      const relativeDate = other && {
        to: { kind: 'agreement', id: other.id },
        direction: 'after' as const,
        offset: 'P10D',
      };
      const data = {
        title: { en: `No ${this.agreements.length}` },
        parties: [this.parties[0]?.id ?? 'RU-KLU', 'RU-MO'],
      };
      const details = { recordedAt, ...(relativeDate ? { relativeDate } : { date: step.date }) };
      this.agreements.push({ id, events: [await ledger.tell('agreement', id, 'AgreementAnnounced', data, details)] });
      return true;
    }
    const isOfParty = step.tell === 'name';
    const target = isOfParty ? this.parties[step.of] : this.agreements[step.of];
    if (!target) return false;
    const kind = isOfParty ? 'party' : 'agreement';
    const add = async (type: string, data: object, date?: string | null): Promise<void> => {
      const details = { recordedAt, ...(date === undefined ? {} : { date }) };
      target.events.push(await ledger.tell(kind, target.id, type, data, details));
    };
    const last = target.events.at(-1) ?? '';
    if (step.tell === 'correction') {
      const changes = { date: step.date };
      await add('EntryCorrected', { corrects: target.events[0], reason: 'misread', changes }, step.corrected);
    } else if (step.tell === 'void') await add('EntryVoided', { voids: last, reason: 'twice' }, step.date);
    else if (step.tell === 'name')
      await add('PartyNamed', { names: { en: `Alias ${target.events.length}` } }, step.date);
    else await add(TYPE_OF[step.tell], this.dataOf(step.tell, target.events.length), step.date);
    return true;
  }

  private dataOf(tell: keyof typeof TYPE_OF, number: number): object {
    if (tell === 'text') return { sha256: 'a'.repeat(64) };
    if (tell === 'rule') return { entersIntoForce: 'on-last-signature', until: '2023-01-08' };
    const party = number % 2 === 0 ? 'RU-MO' : (this.parties[0]?.id ?? 'RU-KLU');
    return tell === 'signature' ? { party, representative: randomUUID(), text: 'a'.repeat(64) } : {};
  }
}

/** Everything that a read model tells, in bytes. */
async function everythingIn(model: ReadModel): Promise<string[]> {
  const list = async (kind = AGREEMENT, filters = {}): Promise<string> =>
    textOf((await model.list(kind, filters, undefined, 200)) as Page);
  return [
    ...(await Promise.all(SEEN_KINDS.map((kind) => list(kind)))),
    await list(AGREEMENT, { region: 'RU-KYA', statuses: ['announced'] }),
    JSON.stringify(model.summary()),
    JSON.stringify(model.regionPair('RU-KYA', 'RU-MO', undefined, 100)),
  ];
}

function textOf({ items }: Page): string {
  return items.map(({ id, bytes }) => `${id} ${bytes.toString('utf8')}`).join('\n');
}

function dayOf(recordedAt: string): string {
  return new Intl.DateTimeFormat('sv', { timeZone: ZONE }).format(new Date(recordedAt));
}

async function settled(ledger: GivenLedger, runner: ProjectionRunner): Promise<void> {
  const head = await ledger.store.head();
  if (head !== undefined) await runner.waitFor(head, 10_000);
  await runner.versions.waitFor(runner.state().index - 1, 10_000);
}

test('the past is what the status views answered then, to the byte, whatever was recorded and corrected since', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { minLength: 1, maxLength: 25 }), async (steps) => {
      const ledger = await GivenLedger.make();
      try {
        await ledger.withViews(async (models, runner, file) => {
          const teller = new Teller(ledger);
          const seen: { recordedAt: string; answers: string[] }[] = [];
          for (const step of steps) {
            const recordedAt = await teller.take(step);
            if (recordedAt === undefined) continue;
            await settled(ledger, runner);
            seen.push({ recordedAt, answers: await everythingIn(models.now(dayOf(recordedAt))) });
          }
          const points = new BitemporalPoints(file);
          for (const [index, { recordedAt, answers }] of seen.entries()) {
            const point = points.find({ asOf: { index } }, '2030-01-01');
            expect(point).toEqual({ transactionIndex: index, validDay: dayOf(recordedAt) });
            expect(await everythingIn(models.at(point!))).toEqual(answers);
          }
        });
      } finally {
        await ledger.remove();
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);

/** Compares every record of a list at two points. */
async function everyChange(models: ReadModels, points: readonly BitemporalPoint[], filters: ListFilters) {
  const sides = points.map((point) => {
    const model = models.at(point);
    return { model, rows: new Map(model.rows(AGREEMENT, filters, -1, 100).map((row) => [row.record, row])) };
  });
  const changes: [id: string, was: boolean, is: boolean][] = [];
  for (const record of [...new Set(sides.flatMap(({ rows }) => [...rows.keys()]))].sort((a, b) => a - b)) {
    const [was, is] = sides.map(({ rows }) => rows.get(record));
    const id = (was ?? is)?.id ?? '';
    const answers = await Promise.all(sides.map(async ({ model }) => (await model.document(AGREEMENT, id))?.bytes));
    const compared = answers.map((bytes) => JSON.stringify({ ...JSON.parse(String(bytes ?? '{}')), holdsFor: null }));
    if (!was || !is || compared[0] !== compared[1]) changes.push([id, was !== undefined, is !== undefined]);
  }
  return changes;
}

/** Agreements whose dates depend on each other, of which the first is corrected. */
const CHAIN: Step[] = [
  { tell: 'party', hours: 1 },
  { tell: 'agreement', hours: 1, date: '2022-12-05', dependsOn: undefined },
  { tell: 'agreement', hours: 1, date: null, dependsOn: 0 },
  { tell: 'agreement', hours: 1, date: null, dependsOn: 1 },
  { tell: 'correction', of: 0, hours: 1, date: '2022-11', corrected: null },
];

test('a comparison finds what a comparison of all records finds, at whatever two points', async () => {
  const day = fc.constantFrom(
    '2022-12-04',
    '2022-12-05',
    '2022-12-31',
    '2023-01-02',
    '2023-01-05',
    '2023-01-10',
    '2023-01-20',
  );
  // Mostly close to each other: what no event touches has to be found too.
  const pair = fc.record({
    place: fc.double({ min: 0, max: 1, noNaN: true }),
    events: fc.constantFrom(0, 0, 1, 2, 10),
    days: fc.tuple(day, day),
  });
  const filters = fc.constantFrom<ListFilters>(
    {},
    { region: 'RU-KYA' },
    { statuses: ['signed', 'in-force'] },
    { period: '2022' },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(STEP, { minLength: 5, maxLength: 30 }),
      fc.array(fc.tuple(pair, filters), { minLength: 30, maxLength: 30 }),
      async (steps, asked) => {
        const ledger = await GivenLedger.make();
        try {
          const teller = new Teller(ledger);
          for (const step of [...CHAIN, ...steps]) await teller.take(step);
          await ledger.withViews(async (models, runner) => {
            const { index } = runner.state();
            for (const [{ place, events, days }, filter] of asked) {
              const first = Math.floor(place * index) - 1;
              const points = [first, Math.min(first + events, index - 1)].map((transactionIndex, at) => ({
                transactionIndex,
                validDay: days[at],
              })) as [BitemporalPoint, BitemporalPoint];
              const page = (await listChanges(models, points, AGREEMENT, filter, undefined, 100)) as ChangesPage;
              const found = page.items.map(({ change, before, after }) => [
                (after ?? before)?.id,
                change !== 'appeared',
                change !== 'left',
              ]);
              expect(found).toEqual(await everyChange(models, points, filter));
            }
          });
        } finally {
          await ledger.remove();
        }
      },
    ),
    { numRuns: 12 },
  );
}, 120_000);

test('a comparison finds a record whose date depends on an entry that was corrected', async () => {
  const ledger = await GivenLedger.make();
  try {
    const teller = new Teller(ledger);
    for (const step of CHAIN) await teller.take(step);
    await ledger.withViews(async (models) => {
      const points = [3, 4].map((transactionIndex) => ({ transactionIndex, validDay: '2023-01-10' }));
      const changes = await everyChange(models, points, {});
      expect(changes).toHaveLength(3);
      const found = await listChanges(
        models,
        points as [BitemporalPoint, BitemporalPoint],
        AGREEMENT,
        {},
        undefined,
        9,
      );
      expect((found as ChangesPage).items.map(({ after }) => after?.id)).toEqual(changes.map(([id]) => id));
    });
  } finally {
    await ledger.remove();
  }
});

test('a comparison of a region’s list finds what a party takes part in that has moved', async () => {
  const ledger = await GivenLedger.make();
  try {
    const party = randomUUID();
    const data = { form: 'enterprise', names: { en: 'Machine Works' }, region: 'RU-KYA' };
    const recorded = await ledger.tell('party', party, 'PartyRecorded', data);
    const id = await ledger.agreement('Gears', [party, 'RU-MO'], { date: '2022-11-01' });
    const correction = { corrects: recorded, reason: 'misread', changes: { region: 'RU-KLU' } };
    await ledger.tell('party', party, 'EntryCorrected', correction);
    await ledger.withViews(async (models) => {
      const [from, to] = [1, 2].map((transactionIndex) => ({ transactionIndex, validDay: '2023-02-01' }));
      const changes = async (region: string): Promise<unknown> =>
        ((await listChanges(models, [from!, to!], AGREEMENT, { region }, undefined, 9)) as ChangesPage).items;
      expect(await changes('RU-KYA')).toMatchObject([{ change: 'left', before: { id } }]);
      expect(await changes('RU-KLU')).toMatchObject([{ change: 'appeared', after: { id } }]);
    });
  } finally {
    await ledger.remove();
  }
});

test('a comparison looks at what lies between its two points, and at nothing else', async () => {
  const ledger = await GivenLedger.make();
  try {
    const ids: string[] = [];
    for (let number = 0; number < 20; number += 1)
      ids.push(await ledger.agreement(`No ${number}`, ['RU-KYA', 'RU-MO'], { date: '2022-11-01' }));
    await ledger.tell('agreement', ids[7]!, 'AgreementAbandoned', {}, { date: '2022-12-05' });
    await ledger.withViews((models) => {
      const between = (from: [number, string], to: [number, string]): number[] =>
        models.between.find(
          [from, to].map(([transactionIndex, validDay]) => ({ transactionIndex, validDay })) as never,
          AGREEMENT,
          {},
          -1,
        );
      expect(between([19, '2023-02-01'], [20, '2023-02-02'])).toEqual([7]);
      expect(between([20, '2023-02-01'], [20, '2023-02-02'])).toEqual([]);
      expect(between([20, '2022-12-04'], [20, '2022-12-05'])).toEqual([7]);
      expect(between([20, '2022-10-31'], [20, '2022-11-01'])).toHaveLength(20);
    });
  } finally {
    await ledger.remove();
  }
});

describe('A moment', () => {
  let ledger: GivenLedger;

  beforeEach(async () => {
    ledger = await GivenLedger.make();
  });
  afterEach(() => ledger.remove());

  const withPast = <T>(
    use: (at: (point: BitemporalPoint) => ReadModel, points: BitemporalPoints) => T | Promise<T>,
  ): Promise<T> =>
    ledger.withViews((models, _runner, file) => use((point) => models.at(point), new BitemporalPoints(file)));

  it('by time is the log up to the last event recorded by then, whatever clock went back in between', async () => {
    const tell = (recordedAt: string): Promise<string> =>
      ledger.tell('party', randomUUID(), 'PartyRecorded', { form: 'fund', names: { en: 'Fund' } }, { recordedAt });
    await tell('2023-01-01T10:00:00.000Z');
    await tell('2023-01-01T12:00:00.000Z');
    await tell('2023-01-01T11:00:00.000Z');
    await tell('2023-01-02T10:00:00.000Z');
    await withPast((_at, points) => {
      const indexAt = (time: string): number | undefined =>
        points.find({ asOf: { time } }, '2030-01-01')?.transactionIndex;
      expect(indexAt('2023-01-01T09:59:59.999Z')).toBe(-1);
      expect(indexAt('2023-01-01T10:00:00.000Z')).toBe(0);
      expect(indexAt('2023-01-01T11:30:00.000Z')).toBe(0);
      expect(indexAt('2023-01-01T12:00:00.000Z')).toBe(2);
      expect(indexAt('2029-01-01T00:00:00.000Z')).toBe(3);
      expect(points.find({ asOf: { time: '2023-01-01T22:00:00.000Z' } }, '2030-01-01')?.validDay).toBe('2023-01-02');
      expect(points.find({ asOf: { time: '2031-01-01T22:00:00.000Z' } }, '2030-01-01')?.validDay).toBe('2030-01-01');
      expect(points.find({ asOf: { index: 4 } }, '2030-01-01')).toBeUndefined();
      expect(points.latest()).toBe('2023-01-02T10:00:00.000Z');
      expect(points.firstAfter('2023-01-01T12:00:00.000Z')).toEqual({ index: 3, recordedAt: points.latest() });
      expect(points.find({ on: '2022-01-01' }, '2030-01-01')).toEqual({ transactionIndex: 3, validDay: '2022-01-01' });
    });
  });

  it('by time passes over times that the ledger did not write: as texts these are in no order', async () => {
    const tell = (recordedAt: string): Promise<string> =>
      ledger.tell('party', randomUUID(), 'PartyRecorded', { form: 'fund', names: { en: 'Fund' } }, { recordedAt });
    await tell('2023-01-01T10:00:00.000Z');
    await tell('2023-01-01T23:00:00+12:00');
    await tell('Sun, 01 Jan 2023 11:30:00 GMT');
    await tell('2023-01-01T12:00:00.000Z');
    await withPast((_at, points) => {
      const indexAt = (time: string): number | undefined =>
        points.find({ asOf: { time } }, '2030-01-01')?.transactionIndex;
      expect(indexAt('2023-01-01T11:59:59.999Z')).toBe(2);
      expect(indexAt('2023-01-01T12:00:00.000Z')).toBe(3);
      expect(indexAt('2024-01-01T00:00:00.000Z')).toBe(3);
      expect(points.find({ asOf: { index: 2 } }, '2030-01-01')?.validDay).toBe('2023-01-01');
    });
  });

  it('before a record was begun knows nothing of it, and tells regions from the reference data', async () => {
    const first = await ledger.party({ en: 'First' });
    const second = await ledger.party({ en: 'Second' });
    await withPast(async (at) => {
      const then = { transactionIndex: 0, validDay: '2023-01-31' };
      const before = { ...then, transactionIndex: -1 };
      expect(await at(then).document(PARTY, first)).toMatchObject({ status: 'recorded', revision: 0 });
      expect(await at(then).document(PARTY, second)).toBeUndefined();
      expect(await at(before).document(PARTY, 'RU-KYA')).toMatchObject({ revision: -1 });
      const page = (await at(then).list(PARTY, {}, undefined, 10)) as Page;
      expect(page.items.map(({ id }) => id)).toEqual([first]);
      const totals = at(before).summary().parties;
      expect(totals).toMatchObject({ total: 0 });
    });
  });

  it('asks for a day as known later: what was the case then, by what is recorded since', async () => {
    const id = await ledger.agreement('Gears', ['RU-KYA', 'RU-MO'], { date: '2022-11-01' });
    const late = { date: '2022-12-05', recordedAt: '2023-01-31T10:00:00.000Z' };
    await ledger.tell('agreement', id, 'AgreementAbandoned', { reason: 'no money' }, late);
    await withPast(async (at) => {
      const statusAt = async (index: number, day: string): Promise<string | undefined> =>
        (await at({ transactionIndex: index, validDay: day }).document(AGREEMENT, id))?.status;
      expect(await statusAt(0, '2022-12-06')).toBe('announced');
      expect(await statusAt(1, '2022-12-06')).toBe('abandoned');
      expect(await statusAt(1, '2022-12-04')).toBe('announced');
      expect(await statusAt(1, '2022-10-31')).toBe('not-begun');
      const listed = async (index: number, day: string): Promise<unknown[]> => {
        const page = (await at({ transactionIndex: index, validDay: day }).list(
          AGREEMENT,
          { statuses: ['abandoned'] },
          undefined,
          9,
        )) as Page;
        return page.items.map(({ bytes }) => (JSON.parse(bytes.toString('utf8')) as { status: string }).status);
      };
      expect(await listed(1, '2022-12-06')).toEqual(['abandoned']);
      expect(await listed(1, '2022-12-04')).toEqual([]);
      expect(await listed(0, '2022-12-06')).toEqual([]);
    });
  });
});

test('a list has not changed where only the days do for which an answer holds', async () => {
  const ledger = await GivenLedger.make();
  try {
    const id = await ledger.agreement('Gears', ['RU-KYA', 'RU-MO'], { date: '2022-11-01' });
    const tell = (type: string, data: object, date: string) => ledger.tell('agreement', id, type, data, { date });
    const text = 'a'.repeat(64);
    await tell('TextAdopted', { sha256: text }, '2022-11-02');
    await tell('OpenedForSignature', {}, '2022-11-03');
    for (const party of ['RU-KYA', 'RU-MO'])
      await tell('AgreementSigned', { party, representative: randomUUID(), text }, '2022-11-04');
    await tell('ForceRuleSet', { entersIntoForce: 'on-last-signature', until: '2023-06-30' }, '2022-11-04');
    await tell('AgreementTerminated', {}, '2022-12-01');
    await ledger.withViews(async (models, runner) => {
      const index = runner.state().index - 1;
      const at = (validDay: string): BitemporalPoint => ({ transactionIndex: index, validDay });
      const changes = async (from: string, to: string): Promise<unknown> =>
        ((await listChanges(models, [at(from), at(to)], AGREEMENT, {}, undefined, 9)) as ChangesPage).items;
      // It would have expired, had it not been terminated.
      const [last, next] = ['2023-06-30', '2023-07-01'];
      const answers = await Promise.all([last, next].map((day) => models.at(at(day)).document(AGREEMENT, id)));
      expect(answers[0]?.bytes).not.toEqual(answers[1]?.bytes);
      expect(await changes(last, next)).toEqual([]);
      expect(await changes('2022-11-30', next)).toMatchObject([{ change: 'ended', after: { id } }]);
    });
  } finally {
    await ledger.remove();
  }
});

test('a long record’s answers are worked out when somebody asks, and its lists are not', async () => {
  const ledger = await GivenLedger.make();
  try {
    const id = await ledger.party({ en: 'Machine Works' }, 'RU-KYA');
    for (let number = 0; number < 120; number += 1)
      await ledger.tell('party', id, 'PartyNamed', { names: { en: `No ${number}` } });
    await ledger.withViews(async (models, _runner, file) => {
      for (const index of [31, 32, 120]) {
        const model = models.at({ transactionIndex: index, validDay: '2023-02-01' });
        const page = (await model.list(PARTY, { region: 'RU-KYA' }, undefined, 10)) as Page;
        const [item] = page.items;
        expect(JSON.parse(item?.bytes.toString('utf8') ?? '')).toMatchObject({ id, revision: index });
        if (index === 120) expect(item?.bytes).toEqual((await models.now('2023-02-01').document(PARTY, id))?.bytes);
      }
      const kept = file.database.prepare<[], number>('SELECT count(bytes) FROM document_version').pluck().get();
      expect(kept).toBe(32);
    });
  } finally {
    await ledger.remove();
  }
});

test('a step that failed leaves nothing behind: the past is made again as it was', async () => {
  const ledger = await GivenLedger.make();
  try {
    const id = await ledger.agreement('Gears', ['RU-KYA', 'RU-MO'], { date: '2022-11-01' });
    await ledger.tell('agreement', id, 'TextAdopted', { sha256: 'a'.repeat(64) });
    await ledger.tell('agreement', id, 'TextAdopted', { sha256: 'b'.repeat(64) });
    const whole = await ledger.withViews((_views, _runner, file) =>
      file.database.prepare('SELECT * FROM document_version ORDER BY from_idx').all(),
    );
    const other = await GivenLedger.make();
    try {
      for await (const { events } of ledger.store.readAll())
        for (const event of events) await other.append(event.stream, [event]);
      const file = openViews(other.settings);
      const runner = new ProjectionRunner(other.store, file);
      // The last statement of the transaction fails, as on a full disk.
      file.database.exec(
        "CREATE TEMP TRIGGER die BEFORE UPDATE ON main.versions_made BEGIN SELECT RAISE(ABORT, 'disk full'); END",
      );
      runner.start();
      while (runner.state().versionsError === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
      file.database.exec('DROP TRIGGER die');
      await settled(other, runner);
      expect(file.database.prepare('SELECT * FROM document_version ORDER BY from_idx').all()).toEqual(whole);
      await runner.stop();
      file.close();
    } finally {
      await other.remove();
    }
  } finally {
    await ledger.remove();
  }
});
