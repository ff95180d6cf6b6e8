import { randomUUID } from 'node:crypto';
import { GivenLog, LEDGER } from '../../test/fixtures/instances.fixtures.js';
import { until } from '../../test/fixtures/foreign-log.fixtures.js';
import type { Instance } from '../../test/fixtures/instances.fixtures.js';
import { streamOf } from '../registry/envelope.js';
import { commandsOf } from '../registry/registry.js';
import type { RecordKind } from '../kernel/kind.js';
import { meetingKind } from '../registry/meeting/meeting.kind.js';
import { meetingSeriesKind } from '../registry/meeting/meeting-series.kind.js';
import { Reactions } from './reactions.js';

const MEETING = { title: { en: 'Fair' }, form: 'procurement-meeting' };

/** Today is 31 January 2023 here. */
describe('the next meeting of a series', () => {
  let log: GivenLog;
  let one: Instance;
  const running: Reactions[] = [];

  beforeEach(async () => {
    log = await GivenLog.make();
    one = log.instance();
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((reactions) => reactions.stop()));
    await log.remove();
  });

  const follow = (): void => {
    const { recorder, registration } = log.instance();
    const warn = (message: string): void => expect(message).toBe('');
    const reactions = new Reactions(log.store, recorder, registration, { folder: log.folder, ledger: LEDGER, warn });
    running.push(reactions);
    reactions.start();
  };
  const record = async (kind: RecordKind, path: string, body: object, id?: string): Promise<string> => {
    const spec = commandsOf(kind).find((each) => each.path === path)!;
    const usual = { actor: 'local', key: randomUUID(), ifMatch: '*', dryRun: false, correlationId: 'c' };
    return (await one.execute({ kind, spec, body, ...usual, ...(id === undefined ? {} : { id }) })).id;
  };
  const agreed = (): Promise<string> =>
    record(meetingSeriesKind, '', { ...MEETING, recurrence: 'FREQ=YEARLY', anchor: '2020-05-20' });
  const notesOf = async (series: string): Promise<{ meeting: string; planned?: string; stage: string }[]> => {
    const events = await log.store.read(streamOf(LEDGER, meetingSeriesKind, series));
    return events
      .filter(({ type }) => type === 'MeetingNoted')
      .map(({ data }) => JSON.parse(data) as { meeting: string; planned?: string; stage: string });
  };
  /** Waits until a meeting of another series was followed by its next one: all before is done then. */
  const caughtUp = async (): Promise<void> => {
    const marker = await agreed();
    await record(meetingKind, '', { ...MEETING, series: marker, stage: 'held', date: '2023-01-30' });
    let notes = 0;
    await until(() => {
      void notesOf(marker).then(({ length }) => (notes = length));
      return notes >= 2;
    });
  };

  it('is not planned where somebody has planned it', async () => {
    follow();
    const series = await agreed();
    const planned = await record(meetingKind, '', { ...MEETING, series, planned: '2023-05-20' });
    const held = await record(meetingKind, '', { ...MEETING, series, stage: 'held', date: '2022-05-20' });
    await caughtUp();
    expect((await notesOf(series)).map(({ meeting, stage }) => [meeting, stage])).toEqual([
      [planned, 'planned'],
      [held, 'held'],
    ]);
  });

  it('is planned once and never in the past, however many are entered and in whatever order', async () => {
    for (let count = 0; count < 3; count += 1) follow();
    const series = await agreed();
    for (const year of [2021, 2022, 2020])
      await record(meetingKind, '', { ...MEETING, series, stage: 'held', date: `${year}-05-20` });
    await caughtUp();
    const planned = (await notesOf(series)).filter(({ stage }) => stage === 'planned');
    expect(planned.map((note) => note.planned)).toEqual(['2023-05-20']);
  });
});
