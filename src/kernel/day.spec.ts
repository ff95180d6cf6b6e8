import fc from 'fast-check';
import { dayAfter, dayBefore, daysInMonth, isDay, plusDays, toDay, today, toUtc } from './day.js';

const days = fc
  .record({ year: fc.integer({ min: 1, max: 9999 }), month: fc.integer({ min: 1, max: 12 }), at: fc.nat(30) })
  .map(({ year, month, at }) => toDay(year, month, (at % daysInMonth(year, month)) + 1));

describe('civil days', () => {
  it.each(['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31', '0004-02-29'])('%s exists', (text) => {
    expect(isDay(text)).toBe(true);
  });

  it.each([
    ['2023-02-29', 'no leap year'],
    ['1900-02-29', 'no leap year in the Gregorian calendar'],
    ['2022-04-31', 'April has 30 days'],
    ['2022-13-01', 'no month'],
    ['2022-00-01', 'no month'],
    ['2022-01-00', 'no day'],
    ['0000-01-01', 'before the year 1'],
    ['2022-1-1', 'not padded'],
    ['2022-01-01T00:00:00Z', 'a time stamp'],
    ['XXXX-01-01', 'no year'],
  ])('%s is no day: %s', (text) => {
    expect(isDay(text)).toBe(false);
  });

  it('knows the same days as the platform', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 31 }),
        (y, m, d) => {
          const date = new Date(0);
          date.setUTCFullYear(y, m - 1, d);
          expect(isDay(toDay(y, m, d))).toBe(date.getUTCMonth() === m - 1);
        },
      ),
    );
  });

  it('steps to a neighbour and back, in order', () => {
    fc.assert(
      fc.property(days, (day) => {
        fc.pre(day !== '9999-12-31');
        const after = dayAfter(day);
        expect(after > day).toBe(true);
        expect(dayBefore(after)).toBe(day);
        expect(toUtc(after).getTime() - toUtc(day).getTime()).toBe(86_400_000);
      }),
    );
  });

  it('crosses months, leap days and years', () => {
    expect(dayAfter('2023-02-28')).toBe('2023-03-01');
    expect(dayAfter('2024-02-28')).toBe('2024-02-29');
    expect(dayBefore('2023-01-01')).toBe('2022-12-31');
    expect(plusDays('0099-12-31', 1)).toBe('0100-01-01');
  });

  it('ends at the years 0001 and 9999', () => {
    expect(() => dayBefore('0001-01-01')).toThrow(RangeError);
    expect(() => dayAfter('9999-12-31')).toThrow(RangeError);
    expect(plusDays('2022-01-01', 9_999_999)).toBeUndefined();
    expect(plusDays('2022-01-01', Number.MAX_SAFE_INTEGER)).toBeUndefined();
  });
});

describe('today', () => {
  it('is the day in the zone, not in UTC', () => {
    const late = new Date('2022-11-05T21:30:00Z');
    expect(today('UTC', late)).toBe('2022-11-05');
    expect(today('Europe/Moscow', late)).toBe('2022-11-06');
    expect(today('Asia/Krasnoyarsk', late)).toBe('2022-11-06');
    expect(today('America/New_York', late)).toBe('2022-11-05');
  });

  it('turns at midnight of the zone', () => {
    expect(today('Europe/Moscow', new Date('2022-12-31T20:59:59.999Z'))).toBe('2022-12-31');
    expect(today('Europe/Moscow', new Date('2022-12-31T21:00:00Z'))).toBe('2023-01-01');
  });

  it.each([
    ['Europe/Berlin', '2026-03-28'],
    ['Europe/Berlin', '2026-10-24'],
    ['America/Havana', '2026-10-31'],
    ['Australia/Lord_Howe', '2026-04-04'],
    ['Asia/Kathmandu', '2026-06-01'],
    ['Pacific/Apia', '2011-12-29'],
  ])('in %s is the same for each quarter of an hour as Intl tells, from %s on', (timeZone, from) => {
    const formatter = new Intl.DateTimeFormat('sv-SE', { timeZone });
    const quarters = Array.from({ length: 3 * 96 }, (_, quarter) => toUtc(from).getTime() + quarter * 900_000);
    // Asked for in order and, with nothing kept of these days, backwards.
    for (const moments of [quarters, quarters.map((moment) => moment + 7 * 86_400_000).reverse()]) {
      const days = moments.map((moment) => today(timeZone, new Date(moment)));
      expect(days).toEqual(moments.map((moment) => formatter.format(moment)));
    }
  });

  it('refuses a zone that does not exist', () => {
    expect(() => today('Europe/Nowhere', new Date())).toThrow(RangeError);
  });
});
