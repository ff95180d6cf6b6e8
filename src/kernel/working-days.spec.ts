import { nextWorkingDay } from './working-days.js';

describe('a day by which somebody must act', () => {
  it.each([
    ['2024-04-25', '2024-04-25'],
    ['2024-04-27', '2024-04-27'],
    ['2024-04-28', '2024-05-02'],
    ['2024-12-29', '2025-01-09'],
    ['2025-12-31', '2026-01-12'],
    ['2026-02-21', '2026-02-24'],
    ['2023-01-01', '2023-01-09'],
  ])('on %s in Russia is %s', (day, moved) => {
    expect(nextWorkingDay(day, 'RU')).toEqual({ day: moved });
  });

  it.each([
    ['1998-02-22', 'RU', 1998],
    ['2024-04-28', 'XX', 2024],
    ['2026-12-31', 'RU', 2027],
  ])('on %s in %s stays where the calendar of %i is not known', (day, country, unknownYear) => {
    expect(nextWorkingDay(day, country)).toEqual({ day, unknownYear });
  });
});
