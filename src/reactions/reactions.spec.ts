import { randomUUID } from 'node:crypto';
import { GivenLog, LEDGER } from '../../test/fixtures/instances.fixtures.js';
import { EventWriter } from '../commands/event-writer.js';
import { streamOf } from '../registry/envelope.js';
import { meetingKind } from '../registry/meeting/meeting.kind.js';
import { meetingSeriesKind } from '../registry/meeting/meeting-series.kind.js';
import type { RecordKind } from '../kernel/kind.js';
import { Reactions } from './reactions.js';
import { until } from '../../test/fixtures/foreign-log.fixtures.js';

const act = { modality: 'fact', date: '2023-01-20', recording: 'live', source: null } as const;

describe('an event from which nothing can follow', () => {
  let log: GivenLog;
  let reactions: Reactions;
  let warnings: string[];

  beforeEach(async () => {
    log = await GivenLog.make();
    warnings = [];
  });

  afterEach(async () => {
    await reactions.stop();
    await log.remove();
  });

  const follow = (): void => {
    const { recorder, registration } = log.instance();
    const warn = (message: string): void => void warnings.push(message);
    reactions = new Reactions(log.store, recorder, registration, { folder: log.folder, ledger: LEDGER, warn });
    reactions.start();
  };
  const append = async (kind: RecordKind, id: string, type: string, data: object): Promise<void> => {
    const request = { actor: 'somebody', key: randomUUID(), correlationId: 'given', digest: randomUUID() };
    const stream = streamOf(LEDGER, kind, id);
    const events = new EventWriter(log.store, () => new Date('2023-01-31T09:00:00.000Z')).prepare(request, stream, -1, [
      { type, data: { ...data, act } },
    ]);
    await log.store.append(stream, -1, events);
  };

  it('is set aside with its reason, also after a restart, and holds up nothing', async () => {
    const [series, meeting] = [randomUUID(), randomUUID()];
    await append(meetingSeriesKind, series, 'SeriesAgreed', {
      title: { en: 'Forum' },
      recurrence: null,
      anchor: '2020-01-20',
    });
    await append(meetingKind, meeting, 'MeetingHeld', { title: { en: 'Forum' }, form: 'round-table', series });
    follow();
    const parked = [
      {
        stream: streamOf(LEDGER, meetingKind, meeting),
        revision: 0,
        type: 'MeetingHeld',
        reason: expect.any(String) as string,
      },
    ];
    await until(() => reactions.parked.length > 0);
    expect(reactions.parked).toEqual(parked);
    expect(warnings).toEqual([expect.stringMatching(/nothing follows from revision 0 of/)]);
    await reactions.stop();
    warnings = [];
    follow();
    await until(() => reactions.parked.length > 0);
    expect(reactions.parked).toEqual(parked);
    expect(warnings).toEqual([]);
  });
});
