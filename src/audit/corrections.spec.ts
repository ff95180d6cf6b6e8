import { agreementKind } from '../registry/agreement/agreement.kind.js';
import { A, adopted, agreement, announced, B, ruled, signed } from '../../test/fixtures/agreement.fixtures.js';
import { entryId, given, otherId, type GivenEvent } from '../../test/fixtures/given-when-then.fixtures.js';
import { projectKind } from '../registry/project/project.kind.js';
import { commitmentKind } from '../registry/undertaking/commitment.kind.js';
import { corrections } from './corrections.js';
import { auditedOf } from '../../test/fixtures/audited-history.fixtures.js';

const on = (recordedOn: string, date: string | null = null) => ({ recordedOn, date });
const corrected = (n: number, changes: object, recordedOn: string, reason = 'Misread.') =>
  ['EntryCorrected', { corrects: entryId(n), reason, changes }, on(recordedOn)] as const;
const voided = (n: number, recordedOn: string, reason = 'Entered twice.') =>
  ['EntryVoided', { voids: entryId(n), reason }, on(recordedOn)] as const;

const begun = [
  announced({}, on('2023-01-10', '2023-01-09')),
  adopted(undefined, on('2023-01-11', '2023-01-10')),
  signed(A, on('2023-01-12', '2023-01-12')),
] as const;

describe('given a signature that was voided', () => {
  const record = agreement(
    ...begun,
    signed(B, on('2023-01-13', '2023-01-13')),
    voided(4, '2023-01-18', 'Not signed yet.'),
  );

  it('tells how long it stood, and which status it gave the agreement meanwhile', async () => {
    const { corrections: shown, next } = await corrections(auditedOf(agreementKind, record), 0, 50, 'ru');
    expect(next).toBeUndefined();
    expect(shown).toEqual([
      {
        correction: expect.objectContaining({
          event: entryId(5),
          type: 'EntryVoided',
          index: 4,
          revision: 4,
          actor: 'local',
        }),
        reason: 'Not signed yet.',
        corrected: expect.objectContaining({ event: entryId(4), type: 'AgreementSigned', index: 3 }),
        fields: [],
        onRecord: { since: '2023-01-13T09:00:00.000Z', until: '2023-01-18T09:00:00.000Z', seconds: 5 * 86_400 },
        undone: null,
        effects: {
          statuses: [
            {
              from: { index: 3, on: '2023-01-13' },
              until: { index: 4, on: '2023-01-18' },
              shown: { status: 'signed', certainty: 'certain', possible: [] },
              corrected: { status: 'partly-signed', certainty: 'certain', possible: [] },
            },
          ],
          onDays: [
            {
              days: { from: '2023-01-13', to: null },
              from: { index: 3, on: '2023-01-13' },
              until: { index: 4, on: '2023-01-18' },
              shown: { status: 'signed', certainty: 'certain', possible: [] },
              corrected: { status: 'partly-signed', certainty: 'certain', possible: [] },
            },
          ],
          lists: [
            {
              facet: 'period',
              value: '2023-01-13',
              how: 'listed',
              from: { index: 3, on: '2023-01-13' },
              until: { index: 4, on: '2023-01-18' },
            },
          ],
          compared: 1,
          of: 1,
        },
        dependents: [],
        summary:
          'Запись «соглашение подписано стороной» признана недействительной 2023-01-18T09:00:00.000Z (Not signed yet.). ' +
          'Неверная запись стояла 5 дней. С 2023-01-13 по 2023-01-18 статус был «подписано», а не «подписано частично». ' +
          'С 2023-01-13 по 2023-01-18 списки по периоду с датой «2023-01-13» ошибочно показывали её.',
      },
    ]);
  });

  it('tells that the void itself was undone, and what the agreement showed because of it', async () => {
    const undone = agreement(
      ...begun,
      signed(B, on('2023-01-13', '2023-01-13')),
      voided(4, '2023-01-18'),
      voided(5, '2023-01-20'),
    );
    const { corrections: shown } = await corrections(auditedOf(agreementKind, undone), 0, 50, 'en');
    expect(shown).toMatchObject([
      {
        correction: { event: entryId(6) },
        corrected: { event: entryId(5) },
        undone: null,
        effects: {
          statuses: [
            { shown: { status: 'partly-signed' }, corrected: { status: 'signed' }, from: { on: '2023-01-18' } },
          ],
        },
      },
      { correction: { event: entryId(5) }, undone: { event: entryId(6) } },
    ]);
    expect(shown[1]?.summary).toContain('This was undone at 2023-01-20T09:00:00.000Z.');
  });
});

describe('given a project whose party, topic and title were corrected', () => {
  const proposed = {
    title: { en: 'A joint line' },
    parties: [otherId(1), otherId(2)],
    topics: ['castings'],
  };
  const record = given(
    projectKind,
    ['ProjectProposed', proposed, on('2023-01-10', '2023-01-09')],
    [...corrected(1, { parties: [otherId(1), otherId(3)], topics: ['forgings'] }, '2023-01-12')],
    [...corrected(1, { title: { en: 'A joint plant' }, date: null }, '2023-01-15')],
  );

  it('tells in which lists it stood wrongly, and from which it was missing', async () => {
    const { corrections: shown } = await corrections(auditedOf(projectKind, record), 1, 1, 'en');
    expect(shown[0]?.fields).toEqual([
      { field: 'parties', was: [otherId(1), otherId(2)], now: [otherId(1), otherId(3)] },
      { field: 'topics', was: ['castings'], now: ['forgings'] },
    ]);
    const span = { from: { index: 0, on: '2023-01-10' }, until: { index: 1, on: '2023-01-12' } };
    expect(shown[0]?.effects).toEqual({
      statuses: [],
      onDays: [],
      lists: [
        { facet: 'party', value: otherId(2), how: 'listed', ...span },
        { facet: 'topic', value: 'castings', how: 'listed', ...span },
        { facet: 'party', value: otherId(3), how: 'missing', ...span },
        { facet: 'topic', value: 'forgings', how: 'missing', ...span },
      ],
      compared: 1,
      of: 1,
    });
    expect(shown[0]?.summary).toContain(
      'From 2023-01-10 to 2023-01-12 lists by the topic “castings” showed it wrongly.',
    );
    expect(shown[0]?.summary).toContain('Topics: castings → forgings.');
  });

  it('tells the newest first, in pages', async () => {
    const audited = auditedOf(projectKind, record);
    const first = await corrections(audited, 0, 1, 'en');
    expect(first).toMatchObject({ corrections: [{ correction: { event: entryId(3) } }], next: 1 });
    expect(first.corrections[0]?.effects?.lists).toMatchObject([
      { facet: 'title', value: { en: 'A joint line' }, how: 'listed' },
      { facet: 'period', value: '2023-01-09', how: 'listed' },
      { facet: 'title', value: { en: 'A joint plant' }, how: 'missing' },
    ]);
    expect(await corrections(audited, 1, 1, 'en')).not.toHaveProperty('next');
  });

  it('counts from the correction that stated it wrongly, where one was corrected again', async () => {
    const again = given(
      projectKind,
      ['ProjectProposed', proposed, on('2023-01-10')],
      [...corrected(1, { date: '2022-11' }, '2023-01-12')],
      [...corrected(1, { remark: 'By phone.' }, '2023-01-14')],
      [...corrected(1, { date: '2022-12' }, '2023-01-15')],
    );
    const { corrections: shown } = await corrections(auditedOf(projectKind, again), 0, 50, 'en');
    expect(shown.map(({ onRecord, fields }) => [onRecord?.since.slice(0, 10), fields[0]?.was])).toEqual([
      ['2023-01-12', '2022-11'],
      ['2023-01-10', null],
      ['2023-01-10', null],
    ]);
  });
});

it('compares on the days on which dates alone change something', async () => {
  const record = agreement(
    ...begun,
    signed(B, on('2023-01-13', '2023-01-13')),
    ruled('on-fixed-date', { on: '2023-02-01' }, on('2023-01-14')),
    [...corrected(5, { on: '2023-02-15' }, '2023-03-01')],
  );
  const { corrections: shown } = await corrections(auditedOf(agreementKind, record), 0, 50, 'en');
  expect(shown[0]?.effects?.statuses).toMatchObject([
    {
      from: { index: 4, on: '2023-02-01' },
      until: { index: 4, on: '2023-02-15' },
      shown: { status: 'in-force' },
      corrected: { status: 'signed' },
    },
  ]);
});

describe('given a commitment whose fulfilment was dated a year too early', () => {
  const made = { title: { en: 'A road' }, by: otherId(1), for: [otherId(2)], stage: 'made' };
  const advanced = { to: 'fulfilled' };
  const events: GivenEvent[] = [
    ['CommitmentRecorded', made, { modality: 'will', ...on('2026-01-05', '2024-01-01') }],
    ['UndertakingAdvanced', advanced, on('2026-01-05', '2024-06-01')],
    [...corrected(2, { date: '2025-06-01' }, '2026-01-10')],
  ];
  const wrongDays = {
    days: { from: '2024-06-01', to: '2025-05-31' },
    shown: { status: 'fulfilled', certainty: 'certain', possible: [] },
    corrected: { status: 'made', certainty: 'certain', possible: [] },
  };

  it('names the days for which another status was shown meanwhile, though that of each day itself was right', async () => {
    const { corrections: shown } = await corrections(
      auditedOf(commitmentKind, given(commitmentKind, ...events)),
      0,
      50,
      'ru',
    );
    expect(shown[0]?.effects).toMatchObject({
      statuses: [],
      onDays: [{ ...wrongDays, from: { index: 1, on: '2026-01-05' }, until: { index: 2, on: '2026-01-10' } }],
    });
    expect(shown[0]?.summary).toContain(
      'С 2026-01-05 по 2026-01-10 о днях с 2024-06-01 по 2025-05-31 сообщалось «исполнено», а не «принято».',
    );
  });

  it('names them once while remarks were added, and again when they became others', async () => {
    const record = given(
      commitmentKind,
      ...events.slice(0, 2),
      ['EntryAnnotated', { text: 'Looked at.' }, on('2026-01-06')],
      ['EntryAnnotated', { text: 'Looked at again.' }, on('2026-01-07')],
      ['UndertakingAdvanced', { to: 'partly-fulfilled' }, on('2026-01-08', '2024-09-01')],
      [...corrected(2, { date: '2025-06-01' }, '2026-01-10')],
    );
    const { corrections: shown } = await corrections(auditedOf(commitmentKind, record), 0, 1, 'en');
    expect(shown[0]?.effects).toMatchObject({
      compared: 4,
      onDays: [
        { ...wrongDays, from: { index: 1 }, until: { index: 4, on: '2026-01-08' } },
        {
          days: { from: '2024-06-01', to: '2024-08-31' },
          shown: { status: 'fulfilled' },
          corrected: { status: 'made' },
          from: { index: 4, on: '2026-01-08' },
          until: { index: 5 },
        },
        {
          days: { from: '2025-06-01', to: null },
          shown: { status: 'partly-fulfilled' },
          corrected: { status: 'fulfilled' },
          from: { index: 4 },
        },
      ],
    });
    expect(shown[0]?.summary).toContain(
      'From 2026-01-08 to 2026-01-10, “fulfilled” was shown for the days from 2024-06-01 to 2024-08-31, not “made”.',
    );
  });
});

it('reports a void that names no entry of the record, and nothing else', async () => {
  const record = agreement(announced(), ['EntryVoided', { voids: otherId(9), reason: 'Whose?' }]);
  const { corrections: shown } = await corrections(auditedOf(agreementKind, record), 0, 50, 'en');
  expect(shown).toMatchObject([{ corrected: null, onRecord: null, effects: null, fields: [] }]);
});

it('reports no status that what somebody else wrote leaves without one', async () => {
  const made = { title: { en: 'A road' }, by: otherId(1), for: [otherId(2)], stage: 'made' };
  const record = given(
    commitmentKind,
    ['CommitmentRecorded', made, on('2023-01-10', '2023-01-09')],
    ['UndertakingAdvanced', {}, on('2023-01-11', '2023-01-11')],
    voided(2, '2023-01-12'),
  );
  const { corrections: shown } = await corrections(auditedOf(commitmentKind, record), 0, 50, 'ru');
  expect(shown[0]?.effects).toMatchObject({ statuses: [], onDays: [], compared: 1 });
});

it('reports that lists showed a record that should never have been', async () => {
  const record = agreement(announced({}, on('2023-01-10')), voided(1, '2023-01-12'));
  const { corrections: shown } = await corrections(auditedOf(agreementKind, record), 0, 50, 'en');
  expect(shown[0]?.effects?.statuses).toMatchObject([
    { shown: { status: 'announced' }, corrected: { status: 'voided' } },
  ]);
  expect(shown[0]?.effects?.lists.map(({ facet, how }) => `${how} ${facet}`)).toEqual([
    'listed title',
    'listed party',
    'listed party',
  ]);
});

it('leaves events out where there are thousands between an entry and its correction, and says so', async () => {
  const remarks = Array.from({ length: 1_000 }, (): GivenEvent => [
    'EntryAnnotated',
    { text: 'Again.' },
    on('2023-01-11'),
  ]);
  const record = agreement(
    announced({}, on('2023-01-10')),
    ...remarks,
    voided(1, '2023-01-12'),
    voided(2, '2023-01-12'),
  );
  const { corrections: shown, next } = await corrections(auditedOf(agreementKind, record), 1, 50, 'en');
  expect(next).toBeUndefined();
  expect(shown[0]?.effects).toMatchObject({ compared: 199, of: 1_001, statuses: [{ from: { index: 0 } }] });
});
