import { SCHEMA } from '../registry/envelope.js';
import type { NewEvent } from '../event-store/port.js';
import type { Entry, LedgerRecord } from '../kernel/entry.js';
import { RelativeDates } from '../kernel/relative-dates.js';
import { meetingKind } from '../registry/meeting/meeting.kind.js';
import { and, entryId, given, otherId } from '../../test/fixtures/given-when-then.fixtures.js';
import { commitmentKind } from '../registry/undertaking/commitment.kind.js';
import type { ReadModelPort } from './read-model-port.js';
import { Unrenderable } from './read-model-port.js';
import { RenderCheck } from './render-check.js';

const RENDERED = { status: 'made', certainty: 'certain' as const, etag: '"0.x"' };

/** A read model that cannot show a record with such an entry in it, nor one that depends on such a record. */
function failingOn(isBad: (entry: Entry) => boolean, dependents: { kind: string; id: string }[] = []): ReadModelPort {
  const check = ({ entries }: LedgerRecord): void => {
    if (entries.some(isBad)) throw new Unrenderable('cannot be shown: no');
  };
  return {
    commandByKey: () => Promise.resolve(undefined),
    find: () => [],
    dependents: () => dependents,
    datesWith: (kind, record) =>
      new RelativeDates((name, id) => (name === kind && id === record.id ? record : undefined)),
    render: async (_kind, record) => {
      check(record);
      return Promise.resolve(RENDERED);
    },
  };
}

const before: LedgerRecord = { id: otherId(1), entries: [] };
const commitment = (data: object, act: object = {}): LedgerRecord =>
  given(commitmentKind, ['CommitmentRecorded', { title: { en: 'C' }, by: otherId(2), stage: 'made', ...data }, act]);

const AFTER = { to: { kind: 'commitment', id: otherId(3) }, direction: 'after', offset: 'P1M' };

const check = (readModel: ReadModelPort, record: LedgerRecord, from: LedgerRecord = before) =>
  new RenderCheck(readModel, { load: () => Promise.resolve(undefined) }, 'UTC').check(commitmentKind, from, record, []);

describe('what is to be recorded', () => {
  it('is let through where the views can show it', async () => {
    expect(
      await check(
        failingOn(() => false),
        commitment({}),
      ),
    ).toEqual(RENDERED);
  });

  it.each([
    ['/due', commitment({ due: '9999' }), ({ data }: Entry) => 'due' in data],
    ['/date', commitment({}, { date: '2022' }), ({ data }: Entry) => data.act.date === '2022'],
    [
      '/relativeDate',
      commitment({}, { relativeDate: AFTER }),
      ({ data }: Entry) => data.act.relativeDate !== undefined,
    ],
    ['', commitment({}), () => true],
  ])('is refused naming the field %p without which it could be shown', async (pointer, record, isBad) => {
    await expect(check(failingOn(isBad), record)).rejects.toMatchObject({
      problem: 'rule-broken',
      faults: [{ pointer, rule: 'can-be-shown' }],
    });
  });

  it('is refused where a correction would make a record unreadable whose dates depend on this one', async () => {
    const first = commitment({}, { date: '2022' });
    const changes = { date: '9999' };
    const corrected = and(commitmentKind, first, ['EntryCorrected', { corrects: entryId(1), reason: 'r', changes }]);
    const dependent = given(meetingKind, ['MeetingPlanned', { title: { en: 'M' }, form: 'site-visit' }]);
    const loader = { load: () => Promise.resolve({ record: dependent, stream: '', revision: 0, keys: new Map() }) };
    const isBad = ({ data }: Entry): boolean => 'changes' in data;
    const readModel: ReadModelPort = {
      ...failingOn(isBad, [{ kind: 'meeting', id: dependent.id }]),
      render: (_kind, record, _unstored, dates) =>
        record === dependent && dates?.records('commitment', first.id)?.entries.some(isBad) === true
          ? Promise.reject(new Unrenderable('cannot be shown: no'))
          : Promise.resolve(RENDERED),
    };
    await expect(
      new RenderCheck(readModel, loader, 'UTC').check(commitmentKind, first, corrected, []),
    ).rejects.toMatchObject({ problem: 'rule-broken' });
  });

  it('is rendered with the ids and times under which it will be stored', () => {
    const act = { modality: 'fact', date: null, recording: 'live', source: null };
    const event: NewEvent = {
      id: entryId(5),
      type: 'CommitmentRecorded',
      data: JSON.stringify({ title: { en: 'C' }, act }),
      metadata: JSON.stringify({ schema: SCHEMA, recordedAt: '2023-01-31T22:30:00.000Z', actor: 'a' }),
    };
    const record = new RenderCheck(
      failingOn(() => false),
      { load: () => Promise.resolve(undefined) },
      'Europe/Moscow',
    );
    const { entries } = record.simulate({ record: before, revision: 3 }, [event]);
    expect(entries).toMatchObject([{ id: entryId(5), revision: 4, recordedOn: '2023-02-01', actor: 'a' }]);
  });
});
