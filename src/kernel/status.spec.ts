import * as fc from 'fast-check';
import type { Bounds, Day } from './edtf.js';
import { toDay } from './day.js';
import type { Milestone } from './status.js';
import { NOT_BEGUN, changeDates, inOrder, statusAt } from './status.js';

type S = 'a' | 'b' | 'c' | 'd';

const at = (status: S, earliest: Day | null, latest = earliest, more: Partial<Milestone<S>> = {}): Milestone<S> => ({
  status,
  when: { earliest, latest },
  basis: [status],
  ...more,
});

const someDay = fc
  .tuple(fc.integer({ min: 2020, max: 2024 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map((parts) => toDay(...parts));
const bounds: fc.Arbitrary<Bounds> = fc.oneof(
  someDay.map((day) => ({ earliest: day, latest: day })),
  fc.tuple(someDay, someDay).map(([a, b]) => (a < b ? { earliest: a, latest: b } : { earliest: b, latest: a })),
  someDay.map((latest) => ({ earliest: null, latest })),
  someDay.map((earliest) => ({ earliest, latest: null })),
);
const milestones = fc.array(
  fc.record({
    status: fc.constantFrom<S>('a', 'b', 'c', 'd'),
    when: bounds,
    basis: fc.constant<string[]>(['x']),
    doubtful: fc.boolean(),
  }),
  { maxLength: 8 },
);

const anyMilestones = fc.array(
  fc
    .record({
      status: fc.constantFrom<S>('a', 'b', 'c', 'd'),
      when: bounds,
      basis: fc.constant<string[]>(['x']),
      always: fc.boolean(),
      doubtful: fc.boolean(),
      conflicting: fc.array(bounds, { maxLength: 1 }),
      outOfOrder: fc.boolean(),
    })
    // What holds on every day follows on nothing, so it is never out of order.
    .map((next) => ({ ...next, outOfOrder: next.outOfOrder && !next.always })),
  { maxLength: 8 },
);

describe('the status on a day', () => {
  const life = [at('a', '2022-01-01'), at('b', '2022-02-01', '2022-02-28'), at('c', '2022-06-01')];

  it.each([
    ['2021-12-31', 'not-begun', []],
    ['2022-01-01', 'a', []],
    ['2022-01-31', 'a', []],
    ['2022-02-01', 'undetermined', ['a', 'b']],
    ['2022-02-27', 'undetermined', ['a', 'b']],
    ['2022-02-28', 'b', []],
    ['2022-06-01', 'c', []],
  ])('%s is what the last milestone says: %s', (day, status, possible) => {
    expect(statusAt(life, day)).toMatchObject({ status, possible });
  });

  it('before the first milestone is the initial one, where there is one', () => {
    expect(statusAt(life, '2021-12-31', 'd')).toMatchObject({ status: 'd', certainty: 'certain' });
  });

  it('is certain as soon as two possible milestones say the same', () => {
    const same = [at('a', '2022-01-01'), at('a', '2022-02-01', '2022-02-28')];
    expect(statusAt(same, '2022-02-10')).toMatchObject({ status: 'a', certainty: 'certain' });
  });

  it('is possible on a doubtful date, until a certain milestone follows', () => {
    const doubtful = [at('a', '2022-01-01', '2022-01-01', { doubtful: true }), at('b', '2022-02-01')];
    expect(statusAt(doubtful, '2022-01-15').certainty).toBe('possible');
    expect(statusAt(doubtful, '2022-02-01').certainty).toBe('certain');
  });

  it('is possible while another source tells that more had happened', () => {
    const conflicting = [{ earliest: '2022-01-10', latest: '2022-01-20' }];
    const disputed = [at('a', '2022-01-01'), at('b', '2022-02-01', '2022-02-01', { doubtful: true, conflicting })];
    expect(['2022-01-09', '2022-01-10', '2022-01-31'].map((day) => statusAt(disputed, day))).toMatchObject([
      { status: 'a', certainty: 'certain', possible: [] },
      { status: 'a', certainty: 'possible', possible: ['a', 'b'] },
      { status: 'a', certainty: 'possible', possible: ['a', 'b'] },
    ]);
    expect(changeDates(disputed)).toEqual(expect.arrayContaining(['2022-01-10', '2022-01-20']));
  });

  it('is possible while another source tells that less had happened', () => {
    const conflicting = [{ earliest: '2022-03-01', latest: '2022-03-31' }];
    const disputed = [at('a', '2022-01-01'), at('b', '2022-02-01', '2022-02-01', { doubtful: true, conflicting })];
    expect(
      ['2022-01-31', '2022-02-01', '2022-03-30', '2022-03-31'].map((day) => statusAt(disputed, day)),
    ).toMatchObject([
      { status: 'a', certainty: 'certain', possible: [] },
      { status: 'b', certainty: 'possible', possible: ['b', 'a'] },
      { status: 'b', certainty: 'possible', possible: ['b', 'a'] },
      { status: 'b', certainty: 'possible', possible: [] },
    ]);
  });

  it('is what an act that is out of order says, unless what was recorded before it may have come on a later day', () => {
    const last = (day: Day) => [at('a', '2022-02-01', '2022-02-28'), at('b', day, day, { outOfOrder: true })];
    expect(statusAt(last('2022-02-27'), '2022-03-01')).toMatchObject({ status: 'undetermined', possible: ['a', 'b'] });
    expect(statusAt(last('2022-02-28'), '2022-03-01')).toMatchObject({ status: 'b', certainty: 'certain' });
  });

  it('is undetermined exactly when several may be the case, or none is known to be', () => {
    fc.assert(
      fc.property(milestones, someDay, (given, day) => {
        const { status, certainty, possible } = statusAt(given, day);
        expect(certainty === 'undetermined').toBe(status === 'undetermined');
        if (possible.length > 1) expect(certainty).toBe('undetermined');
        if (certainty !== 'undetermined')
          expect({ possible, known: status === NOT_BEGUN || given.some((m) => m.status === status) }).toEqual({
            possible: [],
            known: true,
          });
      }),
    );
  });

  it('changes on change dates only', () => {
    fc.assert(
      fc.property(anyMilestones, someDay, someDay, (given, a, b) => {
        const [from, to] = a < b ? [a, b] : [b, a];
        fc.pre(!changeDates(given).some((day) => from < day && day <= to));
        expect(statusAt(given, to)).toEqual(statusAt(given, from));
      }),
    );
  });
});

describe('the order of milestones', () => {
  it('is that of their days, whatever the order of recording', () => {
    const distinct = fc.uniqueArray(someDay, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(distinct, fc.infiniteStream(fc.nat()), someDay, (days, random, day) => {
        const dated = days.map((on, index) => at((['a', 'b', 'c', 'd'] as const)[index % 4]!, on));
        const keys = new Map(dated.map((one) => [one, random.next().value as number]));
        const shuffled = [...dated].sort((a, b) => keys.get(a)! - keys.get(b)!);
        expect(inOrder(shuffled)).toEqual(inOrder(dated));
        expect(statusAt(inOrder(shuffled), day)).toEqual(statusAt(inOrder(dated), day));
      }),
    );
  });

  it('never puts a milestone before one that is known to have happened earlier', () => {
    fc.assert(
      fc.property(milestones, (given) => {
        const sorted = inOrder(given);
        expect(sorted).toHaveLength(given.length);
        sorted.forEach(({ when: { earliest } }, index) => {
          const wronged = sorted
            .slice(index + 1)
            .some(({ when: { latest } }) => earliest !== null && latest !== null && latest < earliest);
          expect(wronged).toBe(false);
        });
      }),
    );
  });

  it('is that of recording where dates do not tell', () => {
    const same = [
      at('a', '2022-01-01'),
      at('b', '2022-01-01', '2022-12-31'),
      at('c', null, '2023-01-01'),
      at('d', '2022-01-01'),
    ];
    expect(inOrder(same)).toEqual(same);
  });

  it('is that of recording for one day, also where a later one was recorded in between', () => {
    const given = [at('a', '2022-01-01'), at('b', '2022-03-01'), at('c', '2022-01-01')];
    expect(inOrder(given).map(({ status }) => status)).toEqual(['a', 'c', 'b']);
  });

  it('follows from dates even across a milestone without one', () => {
    const given = [at('a', '2022-05-01'), at('b', null, '2023-01-31'), at('c', '2022-03-01')];
    expect(inOrder(given).map(({ status }) => status)).toEqual(['c', 'a', 'b']);
  });
});
