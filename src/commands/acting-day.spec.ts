import { randomUUID } from 'node:crypto';
import { agreementKind } from '../registry/agreement/agreement.kind.js';
import { journalKind } from '../registry/journal/journal.kind.js';
import { partyKind } from '../registry/party/party.kind.js';
import { commandsOf } from '../registry/registry.js';
import type { GivenLog as Log } from '../../test/fixtures/instances.fixtures.js';
import { GivenLog, requestFor, SIGNED_AT } from '../../test/fixtures/instances.fixtures.js';
import { and, given, when } from '../../test/fixtures/given-when-then.fixtures.js';
import { actingDay } from './acting-day.js';

/** In Moscow, where the ledger is kept, it is still the old year. */
const NOON = '2026-12-31T12:00:00Z';
/** In Moscow the new year has begun, in Kaliningrad it has not. */
const NIGHT = '2026-12-31T21:30:00Z';

describe('the day on which a command acts', () => {
  const dayIn = (zone = 'the ledger'): string => `day in ${zone}`;
  const day = (kind: typeof partyKind, command: object, references: [pointer: string, party: string][] = [], id = '') =>
    actingDay(
      {
        kind,
        command,
        record: { id, entries: [] },
        references: references.map(([pointer, party]) => ({ pointer, kind: 'party', id: party })),
        records: (_kind, party) =>
          party === 'plant'
            ? given(partyKind, ['PartyRecorded', { form: 'enterprise', names: { en: 'Plant' }, region: 'RU-SAK' }])
            : undefined,
      },
      dayIn,
    );

  it('is that of the region that it names, then of the parties that it names, then of its record', () => {
    expect(day(agreementKind, { region: 'RU-KAM' }, [['/party', 'RU-KGD']])).toBe('day in Asia/Kamchatka');
    expect(day(agreementKind, {}, [['/party', 'plant']], 'RU-KAM')).toBe('day in Asia/Sakhalin');
    expect(day(agreementKind, {}, [['/arisesFrom', 'plant']])).toBe('day in the ledger');
    expect(day(partyKind, {}, [], 'RU-KGD')).toBe('day in Europe/Kaliningrad');
    expect(day(journalKind, {}, [], 'RU-KGD.2026')).toBe('day in the ledger');
    expect(day(agreementKind, {})).toBe('day in the ledger');
  });

  it('is the one that begins first, where several regions act', () => {
    const parties: [string, string][] = [
      ['/parties/0', 'RU-KAM'],
      ['/parties/1', 'RU-MO'],
    ];
    expect(day(agreementKind, {}, parties)).toBe('day in Europe/Moscow');
    expect(
      actingDay(
        {
          kind: agreementKind,
          command: {},
          record: { id: '', entries: [] },
          references: parties.map(([pointer, id]) => ({ pointer, kind: 'party', id })),
          records: () => undefined,
        },
        (zone) => (zone === 'Asia/Kamchatka' ? '2027-01-01' : '2026-12-31'),
      ),
    ).toBe('2027-01-01');
  });
});

describe('a date that has come in the region that acts', () => {
  const AROUND = { today: '2026-12-31', localToday: '2027-01-01' };
  const announced = given(agreementKind, [
    'AgreementAnnounced',
    { title: { en: 'On trade' }, parties: ['RU-KAM', 'RU-MO'] },
    { date: '2026-12-01' },
  ]);

  it('is not still to come, and what follows on it the same day is judged with it', () => {
    const text = { sha256: 'a'.repeat(64), date: '2027-01-01' };
    const adopted = when(agreementKind, 'AdoptText', text, announced, AROUND);
    expect([adopted.refused, adopted.warned]).toEqual([[], []]);
    const opened = when(agreementKind, 'OpenForSignature', { date: '2027-01-01' }, adopted.record, AROUND);
    expect(opened.refused).toEqual([]);
    const undated = when(agreementKind, 'OpenForSignature', {}, adopted.record, AROUND);
    expect(undated.refused).toEqual([]);
    const elsewhere = when(agreementKind, 'AdoptText', text, announced, { today: '2026-12-31' });
    expect(elsewhere.refused).toEqual([{ rule: 'date-not-in-the-future', pointer: '/date' }]);
    const behind = { today: '2027-01-01', localToday: '2026-12-31' };
    expect(when(agreementKind, 'AdoptText', text, announced, behind).refused).toEqual(elsewhere.refused);
  });

  it('counts for corrections and attestations too', () => {
    const record = and(agreementKind, announced, ['TextAdopted', { sha256: 'a'.repeat(64) }, { date: '2026-12-02' }]);
    const entry = record.entries[1]!.id;
    const corrected = { corrects: entry, changes: { date: '2027-01-01' }, reason: 'A slip.' };
    expect(when(agreementKind, 'CorrectEntry', corrected, record, AROUND).refused).toEqual([]);
    expect(when(agreementKind, 'CorrectEntry', corrected, record, { today: '2026-12-31' }).refused).toEqual([
      { rule: 'date-not-in-the-future', pointer: '/changes/date' },
    ]);
  });
});

describe('a registration at the turn of a year', () => {
  let log: Log;

  beforeEach(async () => {
    log = await GivenLog.make();
  });

  afterEach(() => log.remove());

  /** Announces and signs an agreement between two regions long before, and registers it at a moment. */
  const registered = async (region: string, now: string, body: object = {}) => {
    const id = randomUUID();
    const act = { modality: 'fact', date: '2026-06-01', recording: 'live', source: null } as const;
    const parties = [region, 'RU-MO'];
    const text = 'a'.repeat(64);
    const entries: [type: string, details: object][] = [
      ['AgreementAnnounced', { title: { en: 'On trade' }, parties }],
      ['TextAdopted', { sha256: text }],
      ['OpenedForSignature', {}],
      ...parties.map((party): [string, object] => ['AgreementSigned', { party, representative: randomUUID(), text }]),
    ];
    await log.tell(agreementKind, id, -1, ...entries.map(([type, data]) => ({ type, data: { ...data, act } })));
    const { recorder } = log.instance(log.store, () => new Date(now));
    const request = requestFor(id, 'registration', { region, ...body });
    const trial = await recorder.execute({ ...request, dryRun: true });
    const { body: answer } = await recorder.execute(request);
    expect({ ...answer.registration, reserved: false }).toEqual(trial.body.registration);
    const { data } = (await log.stream(id))[SIGNED_AT + 1]!;
    return { answer, date: (JSON.parse(data) as { act: { date: string | null } }).act.date };
  };

  it.each([
    ['RU-KAM', NOON, 2027, '2027-01-01'],
    ['RU-MOW', NOON, 2026, null],
    ['RU-KGD', NIGHT, 2026, '2026-12-31'],
    ['RU-MOW', NIGHT, 2027, null],
  ])('in %s at %s is of the journal of %d, with the day %s', async (region, now, year, date) => {
    const { answer, date: stated } = await registered(region, now);
    expect(answer.registration).toEqual({ region, year, number: 1, writtenAs: '1' });
    expect(stated).toBe(date);
  });

  it('may be dated in the new year where that has begun, and not before', async () => {
    const date = '2027-01-01';
    expect((await registered('RU-KAM', NOON, { date })).answer.registration).toMatchObject({ year: 2027 });
    await expect(registered('RU-MOW', NOON, { date })).rejects.toMatchObject({
      faults: [{ rule: 'date-not-in-the-future' }, { rule: 'registration-year-has-come' }],
    });
    await expect(registered('RU-KGD', NIGHT, { date })).rejects.toMatchObject({ problem: 'rule-broken' });
  });

  it('finds the journal of the old year as it stands', async () => {
    const { recorder } = log.instance(log.store, () => new Date('2026-06-01T09:00:00Z'));
    const spec = commandsOf(journalKind).find(({ path }) => path === '')!;
    const body = { region: 'RU-KGD', year: 2026, asItStood: true };
    const usual = { actor: 'local', key: randomUUID(), dryRun: false, correlationId: 'asked' };
    await recorder.execute({ kind: journalKind, spec, body, ...usual });
    await expect(registered('RU-KGD', NIGHT)).rejects.toMatchObject({ faults: [{ rule: 'journal-as-it-stood' }] });
  });
});
