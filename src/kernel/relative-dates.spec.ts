import { dated } from './dated.js';
import type { Entry, EntryRef, LedgerRecord, RelativeDate } from './entry.js';
import { RelativeDates } from './relative-dates.js';

const DAY_AFTER = { direction: 'after', offset: 'P1D' } as const;

/** An entry without a date of its own, or with one. */
function entry(id: string, act: { date?: string; relativeDate?: RelativeDate }): Entry {
  const stated = { modality: 'fact', date: null, recording: 'live', source: null, ...act };
  return { id, type: 'Stated', data: { act: stated }, recordedOn: '2023-01-31', revision: 0 } as unknown as Entry;
}

/** Records of one entry each, `r0`, `r1` and so on; each but the first is dated a day after the one before. */
function chainOf(length: number, first: Parameters<typeof entry>[1]): Map<string, LedgerRecord> {
  const to = (number: number): EntryRef => ({ kind: 'kind', id: `r${number}` });
  const records = Array.from({ length }, (_, number) => ({
    id: `r${number}`,
    entries: [entry(`e${number}`, number === 0 ? first : { relativeDate: { to: to(number - 1), ...DAY_AFTER } })],
  }));
  return new Map(records.map((record) => [record.id, record]));
}

describe('a chain of relative dates', () => {
  it('is resolved from its beginning, each entry once, however long it is', () => {
    const records = chainOf(20_000, { date: '2000-01-01' });
    let asked = 0;
    const dates = new RelativeDates((_kind, id) => {
      asked += 1;
      return records.get(id);
    });
    const dependencies: string[] = [];
    const note = ({ id }: EntryRef): void => void dependencies.push(id);
    const after = (id: string): RelativeDate => ({ to: { kind: 'kind', id }, ...DAY_AFTER });
    expect(dates.resolve(after('r19999'), note)).toBe('2054-10-04');
    expect(asked).toBe(20_000);
    expect(dependencies).toHaveLength(20_000);
    expect(dates.resolve(after('r0'))).toBe('2000-01-02');
    dependencies.length = 0;
    expect(dates.resolve(after('r2'), note)).toBe('2000-01-04');
    expect(dependencies).toEqual(['r2', 'r1', 'r0']);
    expect(asked).toBe(20_000);
  });

  it('within one record costs its length', () => {
    const entries = Array.from({ length: 1_000 }, (_, number) => {
      const to = { kind: 'kind', id: 'r', event: `e${number - 1}` };
      return entry(`e${number}`, number === 0 ? { date: '2000-01-01' } : { relativeDate: { to, ...DAY_AFTER } });
    });
    let noted = 0;
    const record = dated(
      'kind',
      { id: 'r', entries },
      () => undefined,
      () => (noted += 1),
    );
    expect(record.dated.at(-1)?.date).toBe('2002-09-26');
    expect(noted).toBe(999);
  });

  it('has no dates in a circle, nor where it leads into one', () => {
    const records = chainOf(5, { relativeDate: { to: { kind: 'kind', id: 'r2' }, ...DAY_AFTER } });
    for (const first of ['r4', 'r0', 'r2']) {
      const dates = new RelativeDates((_kind, id) => records.get(id));
      const dependencies: string[] = [];
      const relative = { to: { kind: 'kind', id: first }, ...DAY_AFTER };
      expect(dates.resolve(relative, ({ id }) => void dependencies.push(id))).toBeUndefined();
      expect(new Set(dependencies)).toEqual(
        new Set(first === 'r4' ? ['r4', 'r3', 'r2', 'r1', 'r0'] : ['r0', 'r1', 'r2']),
      );
      expect(dependencies).toHaveLength(new Set(dependencies).size);
      expect(dates.resolve({ to: { kind: 'kind', id: 'r1' }, ...DAY_AFTER })).toBeUndefined();
    }
  });
});
