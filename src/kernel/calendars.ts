import type { Day } from './day.js';

/** The days off of one year of a country, beside Saturdays and Sundays, and the Saturdays and Sundays that are worked. */
export interface YearOfWork {
  readonly off: readonly Day[];
  readonly worked: readonly Day[];
}

/** The calendar by which days are moved unless somebody names another one. */
export const USUAL_CALENDAR = 'RU';

/** By which calendar an agreement or a commitment says that days are moved: by none, where it does not want that. */
export const CALENDAR_CHOICES = [USUAL_CALENDAR, 'none'] as const;
export type CalendarChoice = (typeof CALENDAR_CHOICES)[number];

/** Days off that every year has (Labour Code of Russia, article 112). */
const RUSSIAN_HOLIDAYS = [
  ...['01-01', '01-02', '01-03', '01-04', '01-05', '01-06', '01-07', '01-08'],
  ...['02-23', '03-08', '05-01', '05-09', '06-12', '11-04'],
];

/** A year of Russia: its holidays, and what the Government's decree on that year has moved. */
function russian(year: number, moved: { off: readonly string[]; worked?: readonly string[] }): YearOfWork {
  const inYear = (days: readonly string[]): string[] => days.map((day) => `${year}-${day}`);
  return { off: inYear([...RUSSIAN_HOLIDAYS, ...moved.off]), worked: inYear(moved.worked ?? []) };
}

/**
 * Working days by country (ISO 3166-1 alpha-2) and year. Russia: decrees of the Government no. 1505 of 29 August 2022,
 * 1314 of 10 August 2023, 1335 of 4 October 2024 and 1466 of 24 September 2025; a holiday that falls on a weekend moves to the
 * next working day unless they say otherwise (Labour Code, article 112). A new year is one line here.
 */
export const CALENDARS: Readonly<Record<string, Readonly<Record<string, YearOfWork>>>> = {
  RU: {
    2023: russian(2023, { off: ['02-24', '05-08', '11-06'] }),
    2024: russian(2024, {
      off: ['04-29', '04-30', '05-10', '12-30', '12-31'],
      worked: ['04-27', '11-02', '12-28'],
    }),
    2025: russian(2025, { off: ['05-02', '05-08', '06-13', '11-03', '12-31'], worked: ['11-01'] }),
    2026: russian(2026, { off: ['01-09', '03-09', '05-11', '12-31'] }),
  },
};
