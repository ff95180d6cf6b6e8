import * as fc from 'fast-check';
import { dayAfter, dayBefore } from './edtf.js';
import { beforeBeginning, boundsByAll, dated, onDay } from './dated.js';
import type { Act, Entry, LedgerRecord } from './entry.js';
import { changeDates } from './status.js';

const RECORDED_ON = '2024-06-01';

function entry(id: string, act: Partial<Act>, type = 'Done', more: object = {}): Entry {
  const stated: Act = { modality: 'fact', date: null, recording: 'live', source: null, ...act };
  const data = { ...more, act: stated };
  return { id, type, data, revision: 0, recordedAt: `${RECORDED_ON}T09:00:00Z`, recordedOn: RECORDED_ON, actor: 'a' };
}

const recordOf = (...entries: Entry[]): LedgerRecord => ({ id: 'r', entries });
const idsOf = (entries: readonly { id: string }[]): string[] => entries.map(({ id }) => id);

function idsOnDay(record: LedgerRecord, day: string, timeless: string[] = []): Record<string, string[]> {
  const { entries, pending, possiblyPending } = onDay(dated('thing', record), day, timeless);
  return { counted: idsOf(entries), pending: idsOf(pending), possiblyPending: idsOf(possiblyPending) };
}

describe('what counts of a record on a day', () => {
  const record = recordOf(
    entry('begun', { date: '2022-01-01' }),
    entry('spring', { date: '2022-03/2022-05' }),
    entry('late', { date: '2023-01-01' }),
    entry('undated', {}),
  );

  it('leaves out what happened later, and names what may have happened later', () => {
    expect(idsOnDay(record, '2022-04-01')).toEqual({
      counted: ['begun', 'spring', 'undated'],
      pending: ['late'],
      possiblyPending: ['spring', 'undated'],
    });
    expect(idsOnDay(record, '2022-05-31').possiblyPending).toEqual(['undated']);
  });

  it('is everything from the day of recording on', () => {
    expect(idsOnDay(record, RECORDED_ON)).toEqual({ counted: idsOf(record.entries), pending: [], possiblyPending: [] });
  });

  it('names the thing by the entry that began it, though it had not begun', () => {
    expect(idsOnDay(record, '2021-12-31')).toEqual({
      counted: ['begun', 'undated'],
      pending: ['begun', 'spring', 'late'],
      possiblyPending: ['undated'],
    });
  });

  it('leaves nothing that only may have happened of a thing that had certainly not begun', () => {
    const cut = beforeBeginning(onDay(dated('thing', record), '2021-12-31', []));
    expect([idsOf(cut.entries), idsOf(cut.pending), cut.possiblyPending]).toEqual([
      ['begun'],
      idsOf(record.entries),
      [],
    ]);
  });

  it('counts a date as it was corrected, and leaves void entries aside', () => {
    const corrected = entry('correction', {}, 'EntryCorrected', { corrects: 'late', changes: { date: '2022-02-01' } });
    const voided = entry('void', {}, 'EntryVoided', { voids: 'undated' });
    expect(idsOnDay(recordOf(...record.entries, corrected, voided), '2022-02-01')).toEqual({
      counted: ['begun', 'late', 'undated', 'correction', 'void'],
      pending: ['spring'],
      possiblyPending: [],
    });
  });

  it('is possible where only another source puts the act before that day', () => {
    const other = entry('other', {}, 'EntryAttested', { attests: 'late', agrees: true, happened: '2022-02-01' });
    const disputed = recordOf(...record.entries, other);
    expect(idsOnDay(disputed, '2022-01-31').pending).toContain('late');
    expect(idsOnDay(disputed, '2022-02-01').possiblyPending).toContain('late');
    expect(idsOnDay(disputed, '2022-12-31').possiblyPending).toContain('late');
    expect(idsOnDay(disputed, '2023-01-01').possiblyPending).not.toContain('late');
    const [, , late] = dated('thing', disputed).dated;
    expect(boundsByAll(late!).earliest).toBe('2022-02-01');
  });

  it('takes no day away from entries that tell what is so', () => {
    const named = recordOf(entry('begun', {}), entry('name', { date: '2023-01-01' }, 'Named'));
    expect(idsOnDay(named, '2022-01-01', ['Named']).counted).toEqual(['begun', 'name']);
  });

  it('changes on the days of acts only', () => {
    const other = fc.option(fc.constantFrom('2022-03-01', '2022-06', '2021'), { nil: undefined });
    const date = fc.constantFrom(null, '2022', '2022-03', '2022-03-15', '2023-02/2023-04', 'XXXX-10-18', '2025-01-01');
    const entries = fc.array(date, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(entries, other, (dates, happened) => {
        const given = recordOf(
          ...dates.map((each, number) => entry(String(number), { date: each })),
          ...(happened ? [entry('other', {}, 'EntryAttested', { attests: '0', agrees: true, happened })] : []),
        );
        const days = new Set(changeDates(dated('thing', given).dated));
        for (const day of ['2022-01-01', '2022-03-15', '2022-12-31', '2023-04-30', '2025-01-01'])
          for (const each of [dayBefore(day), day, dayAfter(day)])
            if (!days.has(each)) expect(idsOnDay(given, each)).toEqual(idsOnDay(given, dayBefore(each)));
      }),
    );
  });
});
