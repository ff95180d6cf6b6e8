import { documentsOf } from '../document.js';
import type { GivenEvent } from '../../../test/fixtures/given-when-then.fixtures.js';
import { entryId, given, otherId, TODAY, viewOn, when } from '../../../test/fixtures/given-when-then.fixtures.js';
import { commitmentKind } from './commitment.kind.js';
import { facetsOf } from '../found-by.js';

const title = { ru: 'Построить дорогу', en: 'To build a road' };
const [enterprise, region, town] = [otherId(1), 'RU-ULY', otherId(2)];
const body = { title, by: enterprise, for: [region, town] };

const record = (asked: object): ReturnType<typeof when> => when(commitmentKind, 'RecordCommitment', asked);
const made = (data: object = {}, date = '2022-03-01'): GivenEvent => [
  'CommitmentRecorded',
  { ...body, stage: 'made', ...data },
  { date, modality: 'will' },
];
const overdue = (due: string | undefined, day: string, ...more: GivenEvent[]): unknown => {
  const commitment = given(commitmentKind, made(due === undefined ? {} : { due }), ...more);
  return (viewOn(commitmentKind, commitment, day) as { overdue: unknown }).overdue;
};

describe('a commitment', () => {
  it('is recorded as made, as something that will be done', () => {
    const { events } = record({ ...body, date: '2022-03-01', due: '2023' });
    expect(events).toEqual([
      {
        type: 'CommitmentRecorded',
        data: {
          ...body,
          due: '2023',
          stage: 'made',
          act: { modality: 'will', date: '2022-03-01', recording: 'live', source: null },
        },
      },
    ]);
  });

  it.each(['will', 'agreed', 'fact'])('may be stated as "%s"', (modality) => {
    expect(record({ ...body, modality }).events[0]?.data.act.modality).toBe(modality);
  });

  it.each(['ready-to', 'interested', 'may', 'hopes', 'claims'])('binds nobody as "%s", old or new', (modality) => {
    const expected = [{ rule: 'a-commitment-binds', pointer: '/modality' }];
    expect(record({ ...body, modality }).refused).toEqual(expected);
    expect(record({ ...body, modality, recording: 'historical' }).refused).toEqual(expected);
  });

  it('is recorded in a later stage as something done', () => {
    expect(record({ ...body, stage: 'fulfilled' }).events).toMatchObject([
      { data: { stage: 'fulfilled', act: { modality: 'fact' } } },
    ]);
    expect(record({ ...body, stage: 'fulfilled', modality: 'will' }).refused).toEqual([
      { rule: 'an-intention-is-not-an-act', pointer: '/modality' },
    ]);
    expect(record({ ...body, stage: 'withdrawn', modality: 'agreed' }).refused).toEqual([]);
  });

  it.each([
    [{ by: enterprise }, ['/title']],
    [{ title }, ['/by']],
    [{ ...body, due: '2023-02-30' }, ['/due']],
    [{ ...body, due: 'soon' }, ['/due']],
    [{ ...body, for: [] }, ['/for']],
    [{ ...body, stage: 'overdue' }, ['/stage']],
    [{ ...body, amount: '1' }, ['/amount']],
  ])('is refused when its fields are wrong: %j', (wrong, pointers) => {
    expect(record(wrong).invalid).toEqual(pointers);
  });

  it('tells who will do what for whom, by when', () => {
    const commitment = given(commitmentKind, made({ due: '2023', topics: ['roads'], description: 'Four lanes' }));
    expect(viewOn(commitmentKind, commitment, TODAY)).toMatchObject({
      title,
      by: enterprise,
      for: [region, town],
      due: '2023',
      topics: ['roads'],
      description: 'Four lanes',
    });
    expect(facetsOf(commitmentKind, commitment)).toEqual({
      title,
      parties: [enterprise, region, town],
      topics: ['roads'],
      // The last day of 2023 was a Sunday.
      dates: [
        { fact: 'CommitmentRecorded', date: '2022-03-01' },
        { fact: 'due', date: '2023' },
        { fact: 'due', date: '2024-01-09' },
      ],
    });
  });
});

describe('overdue', () => {
  it.each([
    ['2022-06-15', '2022-06-15', 'no'],
    ['2022-06-15', '2022-06-16', 'yes'],
    ['2022-06', '2022-06-01', 'no'],
    ['2022-06', '2022-06-02', 'possible'],
    ['2022-06', '2022-06-30', 'possible'],
    ['2022-06', '2022-07-01', 'yes'],
    ['2022-05-01/2022-06-15', '2022-06-15', 'no'],
    ['2022-05-01/2022-06-15', '2022-06-16', 'yes'],
    ['2022-05-01/..', '2022-05-01', 'no'],
    ['2022-05-01/..', '2030-01-01', 'possible'],
    ['2022-06-15~', '2022-06-15', 'no'],
    ['2022-06-15~', '2022-07-01', 'possible'],
    ['XXXX-12-31', '2022-06-01', 'possible'],
  ])('due %s, on %s: %s', (due, day, expected) => {
    expect(overdue(due, day)).toBe(expected);
  });

  it('moves from a day on which nobody works to the next working day, where the calendar of the year is known', () => {
    // 29 December 2024 is a Sunday, and the days to 8 January are off.
    expect(overdue('2024-12-29', '2025-01-09')).toBe('no');
    expect(overdue('2024-12-29', '2025-01-10')).toBe('yes');
    const due = (day: string): object => viewOn(commitmentKind, given(commitmentKind, made({ due: day })), TODAY);
    expect(due('2024-12-29')).toMatchObject({ dueBy: { earliest: '2025-01-09', latest: '2025-01-09' } });
    expect(due('1998-02-22')).toMatchObject({
      dueBy: { earliest: '1998-02-22', latest: '1998-02-22' },
      calendarMissing: [1998],
    });
    expect(documentsOf(commitmentKind, given(commitmentKind, made({ due: '2024-12-29' }))).at(-1)?.holdsFor.from).toBe(
      '2025-01-10',
    );
  });

  it('does not move where that was agreed, and is found by the day that counts', () => {
    const due = { due: '2024-12-29' };
    const datesOf = (commitment: ReturnType<typeof given>) =>
      facetsOf(commitmentKind, commitment).dates.map(({ date }) => date);
    const fixed = given(commitmentKind, made({ ...due, calendar: 'none' }));
    expect(viewOn(commitmentKind, fixed, TODAY)).toMatchObject({
      calendar: 'none',
      dueBy: { earliest: '2024-12-29', latest: '2024-12-29' },
    });
    expect(documentsOf(commitmentKind, fixed).at(-1)?.holdsFor.from).toBe('2024-12-30');
    expect(viewOn(commitmentKind, fixed, '2024-12-30')).toMatchObject({ overdue: 'yes' });
    expect(datesOf(fixed)).toEqual(['2022-03-01', '2024-12-29']);
    const moved = given(commitmentKind, made(due));
    expect(viewOn(commitmentKind, moved, TODAY)).not.toHaveProperty('calendar');
    expect(datesOf(moved)).toEqual(['2022-03-01', '2024-12-29', '2025-01-09']);
    expect(record({ ...body, calendar: 'FR' }).invalid).toEqual(['/calendar']);
    expect(record({ ...body, ...due, calendar: 'none' }).events).toMatchObject([{ data: { calendar: 'none' } }]);
  });

  it('is impossible without a due date', () => {
    expect(overdue(undefined, '9999-12-31')).toBe('no');
  });

  it('is impossible before the commitment was made', () => {
    expect(overdue('XXXX-12-31', '2022-02-28')).toBe('no');
  });

  it('is ended by fulfilment and by withdrawal, but not by a part', () => {
    const to = (stage: string, date: string): GivenEvent => ['UndertakingAdvanced', { to: stage }, { date }];
    expect(overdue('2022-06-15', '2022-07-01', to('partly-fulfilled', '2022-06-10'))).toBe('yes');
    expect(overdue('2022-06-15', '2022-06-30', to('fulfilled', '2022-07-01'))).toBe('yes');
    expect(overdue('2022-06-15', '2022-07-01', to('fulfilled', '2022-07-01'))).toBe('no');
    expect(overdue('2022-06-15', '2022-07-01', to('withdrawn', '2022-06-20'))).toBe('no');
    expect(overdue('2022-06-15', '2022-06-20', to('fulfilled', '2022-06'))).toBe('possible');
  });

  it('follows a corrected due date', () => {
    const commitment = given(commitmentKind, made({ due: '2022-06-15' }));
    const { record: corrected } = when(
      commitmentKind,
      'CorrectEntry',
      { corrects: entryId(1), changes: { due: '2024-06-15' }, reason: 'Misread' },
      commitment,
    );
    expect(viewOn(commitmentKind, commitment, TODAY)).toMatchObject({ overdue: 'yes' });
    expect(viewOn(commitmentKind, corrected, TODAY)).toMatchObject({ overdue: 'no', due: '2024-06-15' });
  });

  it('is shown otherwise from the day on which it changes, without a new entry', () => {
    const [type, data, options] = made({ due: '2022-06' });
    const commitment = given(commitmentKind, [type, data, { ...options, recordedOn: '2022-03-01' }]);
    const documents = documentsOf(commitmentKind, commitment);
    expect(
      documents.map(({ holdsFor: { from, to }, body: answer }) => [
        from,
        to,
        (answer as object as { overdue: unknown }).overdue,
      ]),
    ).toEqual([
      ['2022-03-01', '2022-06-01', 'no'],
      ['2022-06-02', '2022-06-30', 'possible'],
      ['2022-07-01', null, 'yes'],
    ]);
  });
});
