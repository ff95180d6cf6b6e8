import fc from 'fast-check';
import { plusDays } from './day.js';
import { addDuration, isIsoDuration } from './duration.js';
import { isEdtf } from './edtf.js';

describe('durations', () => {
  it.each(['P2M', 'P14D', 'P1Y', 'P2W', 'P1Y6M', 'P1Y2M3D', 'P0D'])('%s is one', (text) => {
    expect(isIsoDuration(text)).toBe(true);
  });

  it.each(['', 'P', '2M', 'P2', 'PT2H', 'P1DT2H', 'P1.5M', 'P-2M', '-P2M', 'P2W3D', 'P3D2M', 'p2m', 'P99999D', 'P2M '])(
    '%p is none',
    (text) => {
      expect(isIsoDuration(text)).toBe(false);
      expect(addDuration('2022-03-01', text, 1)).toBeUndefined();
    },
  );
});

describe('a date some time after or before another', () => {
  it.each<[string, string, 1 | -1, string, string]>([
    ['XXXX-09-09', 'P2M', 1, 'XXXX-11~', 'two months after'],
    ['XXXX-11-09', 'P2M', -1, 'XXXX-09~', 'two months before'],
    ['2022-03-01', 'P14D', 1, '2022-03-15', 'days are exact'],
    ['2022-03-01', 'P2W', -1, '2022-02-15', 'weeks are exact'],
    ['2022-11-05', 'P2M', 1, '2023-01~', 'over New Year'],
    ['2022-01-31', 'P1M', 1, '2022-02~', 'to a shorter month'],
    ['2022-03-01', 'P1Y', 1, '2023~', 'to the year'],
    ['2022', 'P1Y', -1, '2021~', 'a year from a year'],
    ['2022-03', 'P1Y6M', 1, '2023-09~', 'the finest unit counts'],
    ['2022-01-31', 'P1M1D', 1, '2022-03-01~', 'months first, then days'],
    ['2022-11-XX', 'P1M', 1, '2022-12~', 'a day left out'],
    ['2022-11-05?', 'P1D', 1, '2022-11-06?', 'keeps what is doubtful'],
    ['2022-11-05?', 'P1M', 1, '2022-12%', 'doubtful and loose'],
    ['2022-11-05~', 'P1M', 1, '2022-12~', 'loose and loose'],
    ['XXXX-03-01', 'P14D', 1, 'XXXX-03-15', 'a year-less day'],
    ['XXXX-02-29', 'P1D', 1, 'XXXX-03-01', 'a leap day has one neighbour'],
    ['XXXX-06', 'P1M', 1, 'XXXX-07~', 'a year-less month'],
    ['2022-11-05/2022-11-08', 'P1D', 1, '2022-11-09', 'after the end of an interval'],
    ['2022-11-05/2022-11-08', 'P1D', -1, '2022-11-04', 'before the begin of an interval'],
    ['XXXX-12-10/XXXX-12-12', 'P1D', 1, 'XXXX-12-13', 'after the mission'],
    ['../2022-11-08', 'P1D', 1, '2022-11-09', 'only the end that counts is needed'],
  ])('%s and %s (%i): %s, %s', (text, duration, sign, answer) => {
    expect(addDuration(text, duration, sign)).toBe(answer);
  });

  it.each<[string, string, 1 | -1, string]>([
    ['XXXX-02-20', 'P14D', 1, 'depends on the leap year'],
    ['XXXX-02-28', 'P1D', 1, 'depends on the leap year'],
    ['XXXX-12-20', 'P14D', 1, 'another unknown year'],
    ['XXXX-11-09', 'P2M', 1, 'another unknown year'],
    ['XXXX-01-09', 'P2M', -1, 'another unknown year'],
    ['XXXX-10-18', 'P1Y', 1, 'another unknown year'],
    ['XXXX', 'P1M', 1, 'no month to count from'],
    ['2022-11', 'P14D', 1, 'no day to count from'],
    ['2022', 'P2M', 1, 'no month to count from'],
    ['202X-11-05', 'P1D', 1, 'no year to count from'],
    ['2022-21', 'P1M', 1, 'a season'],
    ['2022-11-05/..', 'P1D', 1, 'an open end'],
    ['/2022-11-05', 'P1D', -1, 'an unknown begin'],
    ['9999-12-31', 'P1D', 1, 'after the last year'],
    ['0001-01', 'P1M', -1, 'before the first year'],
    ['2023-02-29', 'P1D', 1, 'no date'],
  ])('says nothing for %s and %s (%i): %s', (text, duration, sign) => {
    expect(addDuration(text, duration, sign)).toBeUndefined();
  });

  it('of days is a good date, and comes back', () => {
    const anchors = fc.integer({ min: 0, max: 40_000 }).map((days) => plusDays('1950-01-01', days) ?? '');
    fc.assert(
      fc.property(anchors, fc.nat(9999), (day, days) => {
        const later = addDuration(day, `P${days}D`, 1) ?? '';
        expect(isEdtf(later)).toBe(true);
        expect(addDuration(later, `P${days}D`, -1)).toBe(day);
      }),
    );
  });

  it('of a year-less day holds in every year', () => {
    const dayOfYear = fc.nat(365).map((days) => plusDays('2000-01-01', days)?.slice(5) ?? '');
    fc.assert(
      fc.property(dayOfYear, fc.nat(366), fc.integer({ min: 1897, max: 2400 }), (at, days, year) => {
        const answer = addDuration(`XXXX-${at}`, `P${days}D`, 1);
        const ofYear = addDuration(`${year}-${at}`, `P${days}D`, 1);
        if (answer !== undefined && ofYear !== undefined) expect(ofYear).toBe(answer.replace('XXXX', String(year)));
      }),
    );
  });
});
