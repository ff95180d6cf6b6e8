import * as fc from 'fast-check';
import { isDay, plusDays } from './day.js';
import { type Period, dayBeforeBy, daysOf, firstOfMonthAfter, lastDayOfTerm } from './term.js';

const AFTER = { firstDayCounts: false };
const FROM = { firstDayCounts: true };

const once = (durations: readonly string[]): Period[] => durations.map((duration) => ({ duration, times: 1 }));

describe('the last day of a term', () => {
  it.each([
    ['2023-01-31', ['P3Y'], '2026-01-31'],
    ['2024-02-29', ['P1Y'], '2025-02-28'],
    ['2024-02-29', ['P4Y'], '2028-02-29'],
    ['2023-01-31', ['P1M'], '2023-02-28'],
    ['2023-01-31', ['P1M', 'P1M'], '2023-03-31'],
    ['2023-08-31', ['P6M'], '2024-02-29'],
    ['2023-05-15', ['P15D'], '2023-05-30'],
    ['2023-05-17', ['P2W'], '2023-05-31'],
    ['2023-01-31', ['P1Y', 'P1M10D'], '2024-03-10'],
    ['9999-01-01', ['P1Y'], undefined],
  ])('from %s by %j is %s, counted from the day after', (begins, durations, last) => {
    expect(lastDayOfTerm(begins, once(durations), AFTER)).toBe(last);
  });

  it.each([
    ['2023-01-01', ['P1Y'], '2023-12-31'],
    ['2023-03-01', ['P1M'], '2023-03-31'],
    ['2023-01-31', ['P1M'], '2023-02-28'],
    ['2023-01-31', ['P2M'], '2023-03-30'],
    ['2023-05-01', ['P1W'], '2023-05-07'],
  ])('from %s by %j is %s where the first day counts', (begins, durations, last) => {
    expect(lastDayOfTerm(begins, once(durations), FROM)).toBe(last);
  });

  it('never comes earlier for a later beginning, nor later with fewer periods', () => {
    const day = fc.integer({ min: 0, max: 60_000 }).map((days) => plusDays('1900-01-01', days)!);
    const duration = fc.constantFrom('P1M', 'P1Y', 'P6M', 'P15D', 'P2W', 'P1Y1M1D');
    fc.assert(
      fc.property(day, day, duration, fc.nat({ max: 5 }), fc.boolean(), (a, b, period, times, firstDayCounts) => {
        const end = (begins: string, count: number): string =>
          lastDayOfTerm(begins, [{ duration: period, times: count }], { firstDayCounts })!;
        const [early, late] = [a, b].sort();
        expect(isDay(end(early!, times + 1))).toBe(true);
        expect(end(early!, times + 1) <= end(late!, times + 1)).toBe(true);
        expect(end(early!, times) < end(early!, times + 1)).toBe(true);
      }),
    );
  });

  it('lies within the days that its duration has at least and at most', () => {
    const day = fc.integer({ min: 0, max: 60_000 }).map((days) => plusDays('1900-01-01', days)!);
    fc.assert(
      fc.property(day, fc.constantFrom('P1M', 'P3M', 'P1Y', 'P15D', 'P2W', 'P5Y2M3D'), (begins, duration) => {
        const end = lastDayOfTerm(begins, [{ duration, times: 1 }], AFTER)!;
        const days = (Date.parse(end) - Date.parse(begins)) / 86_400_000;
        const { least, most } = daysOf(duration);
        expect(least <= days && days <= most).toBe(true);
      }),
    );
  });
});

describe('a day counted from another', () => {
  it('lies as long before it as a notice is long', () => {
    expect(dayBeforeBy('2023-12-31', 'P3M')).toBe('2023-09-30');
    expect(dayBeforeBy('2024-03-31', 'P1M')).toBe('2024-02-29');
    expect(dayBeforeBy('2023-12-31', 'P30D')).toBe('2023-12-01');
    expect(dayBeforeBy('2023-01-10', 'P1Y')).toBe('2022-01-10');
    expect(dayBeforeBy('0001-01-10', 'P1Y')).toBeUndefined();
  });

  it('is the first of a month after it', () => {
    expect(firstOfMonthAfter('2023-11-30', 1)).toBe('2023-12-01');
    expect(firstOfMonthAfter('2023-11-01', 3)).toBe('2024-02-01');
    expect(firstOfMonthAfter('9999-11-30', 2)).toBeUndefined();
  });
});
