import { randomUUID } from 'node:crypto';
import { GivenLedger, LEDGER } from '../../../test/fixtures/projected-ledger.fixtures.js';
import { CLOCK_CONFIRMED, clockStream } from '../../registry/clock-confirmation.js';
import { SCHEMA } from '../../registry/envelope.js';
import { BitemporalPoints } from './bitemporal-points.js';

const at = (minute: number): string => new Date(Date.UTC(2023, 0, 31, 9, minute)).toISOString();

let ledger: GivenLedger;

beforeEach(async () => {
  ledger = await GivenLedger.make();
});
afterEach(() => ledger.remove());

const record = (minute: number): Promise<string> =>
  ledger.tell(
    'party',
    randomUUID(),
    'PartyRecorded',
    { form: 'fund', names: { en: 'Fund' } },
    { recordedAt: at(minute) },
  );

async function confirm(
  minute: number,
  data: object = { confirmedAt: at(minute), found: 'drifted', from: null },
): Promise<void> {
  const metadata = { schema: SCHEMA, recordedAt: at(minute), actor: 'operator', key: '', digest: '' };
  const event = {
    id: randomUUID(),
    type: CLOCK_CONFIRMED,
    data: JSON.stringify(data),
    metadata: JSON.stringify(metadata),
  };
  await ledger.append(clockStream(LEDGER), [event]);
}

/** The last event that counts as recorded at each of these minutes, and how many events are parked. */
async function lastAt(...minutes: number[]): Promise<{ last: number[]; parked: number }> {
  return ledger.withViews((_models, runner, views) => {
    const points = new BitemporalPoints(views);
    const last = minutes.map(
      (minute) => points.find({ asOf: { time: at(minute) } }, '2023-02-01')?.transactionIndex ?? NaN,
    );
    return { last, parked: runner.state().parked };
  });
}

it.each([
  ['in one go', false],
  ['as they come', true],
])('what bears a later time than was confirmed counts as recorded then: taken in %s', async (_, stepwise) => {
  const step = async (): Promise<void> => {
    if (stepwise) await lastAt(0);
  };
  await record(1);
  await step();
  // A clock that is an hour ahead, for two entries.
  await record(62);
  await step();
  await record(63);
  expect(await (stepwise ? lastAt(5, 62) : { last: [0, 1] })).toMatchObject({ last: [0, 1] });
  await confirm(10);
  await step();
  await record(11);
  expect(await lastAt(0, 1, 9, 10, 11, 61, 63)).toEqual({ last: [-1, 0, 0, 3, 4, 4, 4], parked: 0 });
});

it('a confirmation that changes nothing is an event like any other, at its own time', async () => {
  await record(1);
  await confirm(10);
  await record(11);
  expect(await lastAt(1, 9, 10, 11)).toEqual({ last: [0, 0, 1, 2], parked: 0 });
});

it('a second confirmation is applied to what the first one left', async () => {
  await record(62);
  await confirm(10);
  await record(90);
  await confirm(20);
  expect(await lastAt(9, 10, 19, 20)).toEqual({ last: [-1, 1, 1, 3], parked: 0 });
});

it.each([[{}], [{ confirmedAt: 'yesterday' }], [{ confirmedAt: '2023-01-31' }]])(
  'an event that says no time confirms nothing, and is parked: %j',
  async (data) => {
    await record(62);
    await confirm(10, data);
    expect(await lastAt(10, 62)).toEqual({ last: [-1, 1], parked: 1 });
  },
);
