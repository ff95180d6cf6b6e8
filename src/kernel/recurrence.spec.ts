import fc from 'fast-check';
import { RRule } from 'rrule';
import { isDay, plusDays, toUtc } from './day.js';
import { checkRecurrence, nextOccurrence, skippedBy } from './recurrence.js';

/** A part with its values; undefined where a rule goes without it. */
function part(name: string, values: fc.Arbitrary<string | number>): fc.Arbitrary<string | undefined> {
  const list = fc.uniqueArray(values, { minLength: 1, maxLength: 3 });
  return fc.option(
    list.map((chosen) => `${name}=${chosen.join()}`),
    { nil: undefined, freq: 1 },
  );
}

const WEEKDAY = fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU');
const FROM_EITHER_END = (most: number): fc.Arbitrary<number> =>
  fc.oneof(fc.integer({ min: 1, max: most }), fc.integer({ min: -most, max: -1 }));
const INTERVAL = fc.integer({ min: 1, max: 15 }).map((every) => `INTERVAL=${every}`);
const END = fc.option(
  fc.oneof(
    fc.integer({ min: 1, max: 60 }).map((count) => `COUNT=${count}`),
    fc.integer({ min: 1950, max: 2080 }).map((year) => `UNTIL=${year}0615`),
  ),
  { nil: undefined, freq: 2 },
);

/** Rules of every frequency; some are refused. */
const RULE = fc
  .oneof(
    fc.tuple(fc.constant('FREQ=DAILY'), INTERVAL, END),
    fc.tuple(
      fc.constant('FREQ=WEEKLY'),
      INTERVAL,
      END,
      part('BYDAY', WEEKDAY),
      part('BYMONTH', fc.integer({ min: 1, max: 12 })),
      fc.option(
        WEEKDAY.map((day) => `WKST=${day}`),
        { nil: undefined },
      ),
    ),
    fc.tuple(
      fc.constantFrom('FREQ=MONTHLY', 'FREQ=YEARLY'),
      INTERVAL,
      END,
      part(
        'BYDAY',
        fc.tuple(fc.constantFrom('', '1', '2', '-1'), WEEKDAY).map((both) => both.join('')),
      ),
      part('BYMONTH', fc.integer({ min: 1, max: 12 })),
      part('BYMONTHDAY', FROM_EITHER_END(31)),
      part('BYSETPOS', FROM_EITHER_END(3)),
    ),
    fc.tuple(
      fc.constant('FREQ=YEARLY'),
      INTERVAL,
      END,
      part('BYDAY', WEEKDAY),
      part('BYWEEKNO', FROM_EITHER_END(53)),
      part('BYYEARDAY', FROM_EITHER_END(366)),
    ),
  )
  .map((parts) => parts.filter((each) => each !== undefined).join(';'));

describe('recurrence rules', () => {
  it.each([
    'FREQ=YEARLY',
    'FREQ=DAILY;INTERVAL=2;COUNT=10',
    'FREQ=MONTHLY;BYDAY=1MO,-1FR',
    'FREQ=WEEKLY;BYDAY=MO,TU;WKST=MO;UNTIL=20301231',
    'FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=-1',
    'FREQ=YEARLY;BYWEEKNO=42;BYDAY=TH',
    'FREQ=YEARLY;BYYEARDAY=-1',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO',
    'FREQ=YEARLY;BYDAY=53TH',
    'FREQ=YEARLY;BYYEARDAY=366',
  ])('%s is one', (rule) => {
    expect(checkRecurrence(rule)).toBeUndefined();
  });

  it.each([
    ['', 'no part'],
    ['yearly', 'no part'],
    ['INTERVAL=2', 'FREQ'],
    ['FREQ=HOURLY', 'FREQ'],
    ['FREQ=SECONDLY', 'FREQ'],
    ['FREQ=YEARLY=2', 'FREQ'],
    ['freq=yearly', 'no part'],
    ['RRULE:FREQ=YEARLY', 'no part'],
    ['FREQ=YEARLY;', 'no part'],
    ['DTSTART=20220101;FREQ=YEARLY', 'no part'],
    ['DTSTART:20220101T000000Z\nRRULE:FREQ=YEARLY', 'no part'],
    ['FREQ=DAILY;BYHOUR=9', 'no part'],
    ['FREQ=YEARLY;BYEASTER=1', 'no part'],
    ['FREQ=YEARLY;toString=1', 'no part'],
    ['FREQ=YEARLY;FREQ=DAILY', 'twice'],
    ['FREQ=YEARLY;INTERVAL=0', 'INTERVAL'],
    ['FREQ=YEARLY;COUNT=-1', 'COUNT'],
    ['FREQ=YEARLY;COUNT=2;UNTIL=20301231', 'not both'],
    ['FREQ=YEARLY;UNTIL=20300230', 'does not exist'],
    ['FREQ=YEARLY;UNTIL=20301231T000000Z', 'UNTIL'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'BYMONTHDAY'],
    ['FREQ=YEARLY;BYMONTH=13', 'BYMONTH'],
    ['FREQ=MONTHLY;BYDAY=XX', 'BYDAY'],
    ['FREQ=MONTHLY;BYDAY=0MO', 'BYDAY'],
    ['FREQ=WEEKLY;BYDAY=1MO', 'BYDAY'],
    ['FREQ=WEEKLY;BYMONTHDAY=1', 'BYMONTHDAY'],
    ['FREQ=MONTHLY;BYWEEKNO=1', 'BYWEEKNO'],
    ['FREQ=DAILY;BYYEARDAY=1', 'BYYEARDAY'],
    ['FREQ=MONTHLY;BYYEARDAY=1', 'BYYEARDAY'],
    ['FREQ=DAILY;BYDAY=MO', 'coarser'],
    ['FREQ=WEEKLY;BYDAY=MO;BYSETPOS=9', 'BYSETPOS'],
    [`FREQ=WEEKLY;BYDAY=MO${',MO'.repeat(100)}`, '200 characters'],
    ['FREQ=YEARLY;BYSETPOS=1', 'BYSETPOS'],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'never'],
    ['FREQ=MONTHLY;BYMONTH=4,6,9,11;BYMONTHDAY=31', 'never'],
    ['FREQ=MONTHLY;BYDAY=53TH', 'never'],
    ['FREQ=MONTHLY;BYDAY=-6MO', 'never'],
    ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6', 'never'],
    ['FREQ=YEARLY;BYYEARDAY=1;BYMONTH=2', 'never'],
    ['FREQ=YEARLY;BYWEEKNO=20;BYMONTH=1', 'never'],
  ])('%s is none: %s', (rule, part) => {
    expect(checkRecurrence(rule)).toContain(part);
    expect(nextOccurrence(rule, '2022-11-05')).toBeUndefined();
  });
});

describe('a rule that falls on a day in few years only', () => {
  it.each(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'])('is one, on %s too', (weekday) => {
    for (const rule of [
      `FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=${weekday}`,
      `FREQ=YEARLY;BYYEARDAY=366;BYDAY=${weekday}`,
      `FREQ=YEARLY;BYWEEKNO=53;BYDAY=${weekday}`,
      `FREQ=YEARLY;BYDAY=53${weekday}`,
    ])
      expect([rule, checkRecurrence(rule)]).toEqual([rule, undefined]);
  });
});

describe('the next occurrence', () => {
  it.each([
    ['FREQ=YEARLY', '2022-11-05', '2023-11-05'],
    ['FREQ=YEARLY', '2024-02-29', '2028-02-29'],
    ['FREQ=YEARLY;INTERVAL=2', '2022-11-05', '2024-11-05'],
    ['FREQ=MONTHLY', '2022-01-31', '2022-03-31'],
    ['FREQ=MONTHLY;BYDAY=1MO', '2022-11-05', '2022-11-07'],
    ['FREQ=WEEKLY', '2022-12-31', '2023-01-07'],
    ['FREQ=DAILY', '2022-03-26', '2022-03-27'],
    ['FREQ=YEARLY;BYMONTH=10;BYDAY=-1TH', '2022-10-27', '2023-10-26'],
    ['FREQ=YEARLY;UNTIL=20231105', '2022-11-05', '2023-11-05'],
    ['FREQ=YEARLY;UNTIL=20231104', '2022-11-05', undefined],
    ['FREQ=YEARLY;COUNT=1', '2022-11-05', undefined],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', '2022-11-05', undefined],
    ['FREQ=YEARLY;INTERVAL=101', '2022-11-05', undefined],
    ['FREQ=YEARLY', '9999-11-05', undefined],
    ['FREQ=YEARLY', '0099-11-05', undefined],
    ['FREQ=YEARLY', '2023-02-29', undefined],
    ['FREQ=YEARLY', 'XXXX-11-05', undefined],
  ])('of %s after %s is %s', (rule, anchor, next) => {
    expect(nextOccurrence(rule, anchor)).toBe(next);
  });

  it('counts intervals and repetitions from the anchor, whatever day was held last', () => {
    expect(nextOccurrence('FREQ=YEARLY', '2022-11-05', '2023-11-07')).toBe('2024-11-05');
    expect(nextOccurrence('FREQ=YEARLY;INTERVAL=2', '2022-11-05', '2023-11-07')).toBe('2024-11-05');
    expect(nextOccurrence('FREQ=YEARLY;COUNT=3', '2022-11-05', '2023-11-05')).toBe('2024-11-05');
    expect(nextOccurrence('FREQ=YEARLY;COUNT=3', '2022-11-05', '2024-11-05')).toBeUndefined();
    expect(nextOccurrence('FREQ=YEARLY', '2022-11-05', 'nonsense')).toBeUndefined();
  });

  it('lies strictly after the anchor, and every day is one day on', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.constantFrom('YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY'), (days, freq) => {
        const anchor = plusDays('1900-01-01', days) ?? '';
        const next = nextOccurrence(`FREQ=${freq}`, anchor) ?? '';
        expect(isDay(next) && next > anchor).toBe(true);
        expect(nextOccurrence('FREQ=DAILY', anchor)).toBe(plusDays(anchor, 1));
      }),
    );
  });

  it.each([
    ['FREQ=DAILY', '0101-01-01', '2026-03-01', '2026-03-02'],
    ['FREQ=DAILY;INTERVAL=999', '0101-01-01', '2026-03-01', '2026-07-24'],
    ['FREQ=DAILY;COUNT=9999', '0101-01-01', '2026-03-01', undefined],
    ['FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=29;COUNT=999', '0101-01-01', '2026-03-01', undefined],
    ['FREQ=YEARLY;COUNT=200', '1927-03-01', '2026-02-28', '2026-03-01'],
    ['FREQ=YEARLY;COUNT=200', '1927-03-01', '2027-03-01', undefined],
    ['FREQ=WEEKLY;BYDAY=MO', '0101-01-01', '2026-03-01', '2026-03-02'],
    ['FREQ=MONTHLY;BYMONTHDAY=31', '0101-01-31', '2026-03-31', '2026-05-31'],
    ['FREQ=MONTHLY', '0101-01-31', '2026-03-31', '2026-05-31'],
    ['FREQ=MONTHLY;INTERVAL=2;BYMONTH=2', '2026-01-10', '2026-01-10', undefined],
    ['FREQ=YEARLY', '0104-02-29', '2026-03-31', '2028-02-29'],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO', '0101-01-01', '2026-03-31', '2044-02-29'],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO', '9990-01-01', '9990-01-01', undefined],
    ['FREQ=YEARLY;INTERVAL=2', '0101-11-05', '2026-03-31', '2027-11-05'],
  ])('of %s from %s on after %s is %s', (rule, anchor, after, next) => {
    expect(nextOccurrence(rule, anchor, after)).toBe(next);
  });

  it('is the one that the library counts to, near the anchor', () => {
    fc.assert(
      fc.property(RULE, fc.nat(40_000), fc.integer({ min: -20, max: 20_000 }), (rule, start, later) => {
        fc.pre(checkRecurrence(rule) === undefined);
        const anchor = plusDays('1950-01-01', start) ?? '';
        const after = plusDays(anchor, later) ?? '';
        const from = after > anchor && !rule.includes('COUNT') ? after : anchor;
        const limit = toUtc(plusDays(from, 36_525) ?? '');
        const plain = new RRule({ ...RRule.parseString(rule), dtstart: toUtc(anchor) }).after(toUtc(after), false);
        const next = plain === null || plain > limit ? undefined : plain.toISOString().slice(0, 10);
        expect([rule, anchor, after, nextOccurrence(rule, anchor, after)]).toEqual([rule, anchor, after, next]);
      }),
      { numRuns: 400 },
    );
  });
});

describe('what a rule passes over', () => {
  const [leap, months] = ['years-without-29-february', 'months-without-that-day'];

  it.each([
    ['FREQ=YEARLY', '2024-02-29', leap],
    ['FREQ=YEARLY', '2024-02-28', undefined],
    ['FREQ=YEARLY', '2024-01-31', undefined],
    ['FREQ=YEARLY', undefined, undefined],
    ['FREQ=MONTHLY', '2024-01-31', months],
    ['FREQ=MONTHLY', '2024-01-30', months],
    ['FREQ=MONTHLY', '2024-01-29', leap],
    ['FREQ=MONTHLY', '2024-01-28', undefined],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', '2024-01-31', undefined],
    ['FREQ=MONTHLY;BYMONTHDAY=-31', '2024-01-31', months],
    ['FREQ=MONTHLY;BYMONTH=1,3;BYMONTHDAY=31', undefined, undefined],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', undefined, leap],
    ['FREQ=YEARLY;BYMONTHDAY=31', undefined, months],
    ['FREQ=YEARLY;BYYEARDAY=366', undefined, leap],
    ['FREQ=MONTHLY;BYDAY=5MO', undefined, months],
    ['FREQ=MONTHLY;BYDAY=4MO', '2024-01-31', undefined],
    ['FREQ=YEARLY;BYMONTH=3;BYDAY=-5MO', undefined, months],
    ['FREQ=YEARLY;BYDAY=5MO', undefined, undefined],
    ['FREQ=WEEKLY', '2024-02-29', undefined],
    ['FREQ=DAILY', '2024-02-29', undefined],
    ['FREQ=SOMETIMES', '2024-02-29', undefined],
  ])('%s from %s: %s', (rule, anchor, skipped) => {
    expect(skippedBy(rule, anchor)).toBe(skipped);
  });
});
