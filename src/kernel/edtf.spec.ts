import { parse } from 'edtf';
import fc from 'fast-check';
import {
  boundsOf,
  checkEdtf,
  contradicts,
  endOf,
  fallsIn,
  isCertainDate,
  isEdtf,
  isQualified,
  occurredBy,
  overlaps,
  precisionOf,
  startOf,
} from './edtf.js';

const NOTHING_KNOWN = { earliest: null, latest: null };

const two = (n: number): string => String(n).padStart(2, '0');
const years = fc.oneof(
  fc.integer({ min: 1, max: 9999 }).map((year) => String(year).padStart(4, '0')),
  fc.constantFrom('XXXX', '202X', '20XX', '2XXX'),
);
const months = fc.oneof(fc.integer({ min: 1, max: 12 }).map(two), fc.constant('XX'));
const daysOfMonth = fc.oneof(fc.integer({ min: 1, max: 31 }).map(two), fc.constant('XX'));
const plain = fc
  .oneof(
    years,
    fc.tuple(years, months).map((parts) => parts.join('-')),
    fc.tuple(years, months, daysOfMonth).map((parts) => parts.join('-')),
    fc.tuple(fc.integer({ min: 1000, max: 9999 }), fc.integer({ min: 21, max: 24 })).map((parts) => parts.join('-')),
  )
  .filter(isEdtf);
const datings = fc.oneof(
  plain,
  fc
    .tuple(plain, plain)
    .map((ends) => ends.join('/'))
    .filter(isEdtf),
);

describe('what is a date', () => {
  it.each([
    '2022',
    '2022-11',
    '2022-11-05',
    '0001-01-01',
    '9999-12-31',
    '2024-02-29',
    'XXXX-10-18',
    'XXXX-06',
    'XXXX-02-29',
    'XXXX',
    '202X',
    '20XX',
    '2XXX',
    '202X-02-29',
    '202X-10-18',
    '2022-XX',
    '2022-11-XX',
    '2022-XX-XX',
    '2022-XX-31',
    'XXXX-XX-18',
    '000X',
    '2022-21',
    '2022-22',
    '2022-23',
    '2022-24',
    '2022?',
    '2022-11~',
    '2022-11-05%',
    'XXXX-10-18~',
    'XXXX-11~',
    '202X?',
    '2022-21~',
    '2022-11-XX?',
    '2022-11-05/2022-11-08',
    '2022/2023-05',
    '2022-11-05/2022-11',
    '2022-11-05?/2022-11-08~',
    '2022-21/2022-22',
    'XXXX-12-10/XXXX-12-12',
    'XXXX-12-10/XXXX-12-10',
    'XXXX-12-30/XXXX-01-03',
    'XXXX-12/XXXX-02',
    'XXXX-10-18/2022-10-20',
    '2022-10-18/XXXX-10-12',
    '../2022-11',
    '2022-11/..',
    '2022-11-05/',
    '/2022-11-05',
    'XXXX-10-18/..',
  ])('%s is one', (text) => {
    expect(checkEdtf(text)).toBeUndefined();
    expect(isEdtf(text)).toBe(true);
  });

  it.each([
    ['2023-02-29', 'does not exist'],
    ['1900-02-29', 'does not exist'],
    ['2022-02-30', 'is not an EDTF date'],
    ['XXXX-02-30', 'is not an EDTF date'],
    ['XXXX-04-31', 'is not an EDTF date'],
    ['2022-13', 'is not an EDTF date'],
    ['2022-11-05/2022-11-01', 'ends before it begins'],
    ['2023/2022', 'ends before it begins'],
    ['XXXX-12-12/XXXX-12-10', 'ends before it begins'],
    ['XXXX-12-12/XXXX-11-10', 'ends before it begins'],
    ['XXXX-12/XXXX-11', 'ends before it begins'],
    ['2022-11-05/2023-02-29', 'does not exist'],
    ['2022-11-05T10:00:00Z', 'time stamp'],
    ['2022-11-05T10:00:00', 'time stamp'],
    ['[2022,2023]', 'is not an EDTF date'],
    ['{2022,2023}', 'is not an EDTF date'],
    ['Y17000', 'is not an EDTF date'],
    ['-0044', 'is not an EDTF date'],
    ['-XXXX', 'is not an EDTF date'],
    ['0000', 'outside the years'],
    ['0000-01-01', 'outside the years'],
    ['202', 'is not an EDTF date'],
    ['20', 'is not an EDTF date'],
    ['2022S2', 'is not an EDTF date'],
    ['2022-25', 'no season'],
    ['2022-41', 'no season'],
    ['XXXX-21', 'is not an EDTF date'],
    ['2022?-11', 'qualifier stands inside'],
    ['2022-~11-05', 'qualifier stands inside'],
    ['2022?~', 'qualifier stands inside'],
    ['2022-1X', 'left out together'],
    ['2022-11-1X', 'left out together'],
    ['X022', 'left out together'],
    ['2X22', 'left out together'],
    ['/', 'at least one'],
    ['../..', 'at least one'],
    ['..', 'is not an EDTF date'],
    ['2022/2023/2024', 'is not an EDTF date'],
    ['', 'is not an EDTF date'],
    [' 2022', 'is not an EDTF date'],
    ['2022-11-05 ', 'is not an EDTF date'],
    ['5 ноября', 'is not an EDTF date'],
    ['٢٠٢٢', 'is not an EDTF date'],
    ['2022-11-05'.repeat(100_000), 'is not an EDTF date'],
  ])('%.40s is none: %s', (text, rule) => {
    expect(checkEdtf(text)).toContain(rule);
    expect(isEdtf(text)).toBe(false);
  });

  it('never throws, and takes nothing that the library refuses', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from('0129X-/?~%.T')), maxLength: 24 }), (text) => {
        if (isEdtf(text))
          for (const end of text.split('/'))
            if (/\d|X/.test(end)) parse(end.replace(/[?~%]$/, ''));
            else expect(['', '..']).toContain(end);
      }),
    );
  });
});

describe('precision', () => {
  it.each([
    ['2022-11-05', 'day'],
    ['2022-11-05~', 'day'],
    ['2022-11', 'month'],
    ['2022-11-XX', 'month'],
    ['2022', 'year'],
    ['2022-XX', 'year'],
    ['202X', 'years'],
    ['2022-21', 'season'],
    ['XXXX-10-18', 'unknown-year'],
    ['2022/2023', 'interval'],
    ['../2023', 'interval'],
    ['2023-02-29', 'none'],
  ])('%s is known to the %s', (text, precision) => {
    expect(precisionOf(text)).toBe(precision);
  });

  it('is certain only for a whole day without a qualifier', () => {
    expect(isCertainDate('2022-11-05')).toBe(true);
    const uncertain = ['2022-11-05?', '2022-11', 'XXXX-11-05', '2022-11-XX', '2022-11-05/2022-11-05', '2023-02-29'];
    expect(uncertain.filter(isCertainDate)).toEqual([]);
  });

  it('sees a qualifier at either end', () => {
    const qualified = ['2022?', 'XXXX-11~', '2022-11-05%', '2022~/2023', '2022/2023?', '../2023~'];
    expect(qualified.filter((text) => !isQualified(text))).toEqual([]);
    expect(['2022', '2022/2023', 'XXXX-10-18', '2022/..', 'nonsense?'].filter(isQualified)).toEqual([]);
  });
});

describe('bounds', () => {
  it.each([
    ['2022-11-05', '2022-11-05', '2022-11-05'],
    ['2022-11', '2022-11-01', '2022-11-30'],
    ['2024-02', '2024-02-01', '2024-02-29'],
    ['2022', '2022-01-01', '2022-12-31'],
    ['2022-XX-31', '2022-01-31', '2022-12-31'],
    ['2022-11-XX', '2022-11-01', '2022-11-30'],
    ['202X', '2020-01-01', '2029-12-31'],
    ['20XX', '2000-01-01', '2099-12-31'],
    ['000X', '0001-01-01', '0009-12-31'],
    ['202X-02-29', '2020-02-29', '2028-02-29'],
    ['2022-21', '2022-03-01', '2022-05-31'],
    ['2022-23', '2022-09-01', '2022-11-30'],
    ['2023-24', '2022-12-01', '2024-02-29'],
    ['0001-24', '0001-01-01', '0002-02-28'],
    ['9999-24', '9998-12-01', '9999-12-31'],
    ['2022-11-05/2022-11-08', '2022-11-05', '2022-11-08'],
    ['2022-11/2023', '2022-11-01', '2023-12-31'],
    ['../2022-11', null, '2022-11-30'],
    ['/2022-11', null, '2022-11-30'],
    ['2022-11-05/', '2022-11-05', null],
    ['2022-11-05/..', '2022-11-05', null],
    ['XXXX-10-18', null, null],
    ['XXXX-12-10/XXXX-12-12', null, null],
    ['XXXX-10-18/2022-10-20', null, '2022-10-20'],
    ['2023-02-29', null, null],
  ])('%s lies from %s to %s', (text, earliest, latest) => {
    expect(boundsOf(text)).toEqual({ earliest, latest });
  });

  it('tells begin and end of an interval apart', () => {
    expect(startOf('2022-11-05/2023-01')).toEqual({ earliest: '2022-11-05', latest: '2022-11-05' });
    expect(endOf('2022-11-05/2023-01')).toEqual({ earliest: '2023-01-01', latest: '2023-01-31' });
    expect(endOf('2022-11-05/2022-11')).toEqual({ earliest: '2022-11-05', latest: '2022-11-30' });
    expect(startOf('2022/2022-03-01')).toEqual({ earliest: '2022-01-01', latest: '2022-03-01' });
    expect(endOf('2022-11-05/..')).toEqual({ earliest: '2022-11-05', latest: null });
    expect(startOf('/2022-11')).toEqual({ earliest: null, latest: '2022-11-30' });
    expect(startOf('2022-11')).toEqual(boundsOf('2022-11'));
    expect(endOf('2022-11')).toEqual(boundsOf('2022-11'));
    expect(startOf('nonsense')).toEqual(NOTHING_KNOWN);
  });

  it('runs from begin to end for every dating', () => {
    fc.assert(
      fc.property(datings, (text) => {
        const bounds = boundsOf(text);
        expect(startOf(text).earliest).toBe(bounds.earliest);
        expect(endOf(text).latest).toBe(bounds.latest);
        for (const { earliest, latest } of [bounds, startOf(text), endOf(text)]) {
          if (earliest !== null && latest !== null) expect(earliest <= latest).toBe(true);
        }
      }),
    );
  });
});

describe('whether it has happened', () => {
  it('is certain after the latest day, impossible before the earliest', () => {
    const november = boundsOf('2022-11');
    expect(occurredBy(november, '2022-10-31')).toBe('no');
    expect(occurredBy(november, '2022-11-01')).toBe('possibly');
    expect(occurredBy(november, '2022-11-29')).toBe('possibly');
    expect(occurredBy(november, '2022-11-30')).toBe('yes');
    expect(occurredBy(NOTHING_KNOWN, '2022-11-30')).toBe('possibly');
    expect(occurredBy(boundsOf('2022-11/..'), '9999-12-31')).toBe('possibly');
  });
});

describe('falling in a period', () => {
  it.each([
    ['2022-03-31', '2022-03', 'certain'],
    ['2022-03-31', '2022-01/2022-03', 'certain'],
    ['2022-04-01', '2022-01/2022-03', 'no'],
    ['2022', '2022-03', 'possible'],
    ['2022-03-31', '2022-03/..', 'certain'],
    ['2022-02-28', '2022-03/..', 'no'],
    ['2022-02-28', '../2022-03', 'certain'],
    ['2022-02/..', '2022-03', 'possible'],
    ['2022-03-31~', '2022-03', 'possible'],
    ['2022-03-31', '2022-03?', 'possible'],
    ['XXXX-10-18', '2022-01/2022-03', 'no'],
    ['XXXX-10-18', '2022', 'possible'],
    ['XXXX-10-18', '2022-10-19/2023-10-17', 'no'],
    ['XXXX-10-18', '2022-10-19/2023-10-18', 'possible'],
    ['XXXX-10-18', '2022-12/..', 'possible'],
    ['XXXX-02-29', '2021/2023', 'no'],
    ['XXXX-02-29', '2021/2024', 'possible'],
    ['XXXX-02-29', '1897/1903', 'no'],
    ['XXXX', '2022', 'possible'],
    ['XXXX-12-30/XXXX-01-03', '2022-01', 'possible'],
    ['XXXX-12-30/XXXX-01-03', '2022-02/2022-11', 'no'],
    ['XXXX-06', '2022-06-30', 'possible'],
    ['XXXX-06', '2022-07', 'no'],
    ['2022-10-18', 'XXXX-10', 'possible'],
    ['2022-11-18', 'XXXX-10', 'no'],
    ['202X-10-18', '2022-11/2022-12', 'no'],
    ['202X-10-18', '2019/2030', 'certain'],
    ['202X-10-18', '2031', 'no'],
    ['nonsense', '2022', 'possible'],
  ])('%s in %s: %s', (text, period, answer) => {
    expect(fallsIn(text, period)).toBe(answer);
  });

  it('of bounds alone follows the same rule', () => {
    expect(overlaps(boundsOf('2022-03'), boundsOf('2022'))).toBe('certain');
    expect(overlaps(boundsOf('2022'), boundsOf('2022-03'))).toBe('possible');
    expect(overlaps(boundsOf('2021'), boundsOf('2022'))).toBe('no');
    expect(overlaps(boundsOf('2023'), boundsOf('2022'))).toBe('no');
    expect(overlaps(NOTHING_KNOWN, boundsOf('2022'))).toBe('possible');
    expect(overlaps(boundsOf('2022'), NOTHING_KNOWN)).toBe('possible');
  });

  it('never excludes a day that fits the date, and is certain only when every such day lies inside', () => {
    const days = fc
      .date({ min: new Date('2019-01-01'), max: new Date('2031-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(days, datings, datings, (day, text, period) => {
        const fits = (dating: string): boolean => fallsIn(day, dating) !== 'no';
        if (fits(text) && fits(period)) expect(fallsIn(text, period)).not.toBe('no');
        if (fits(text) && fallsIn(text, period) === 'certain') expect(fallsIn(day, period)).toBe('certain');
      }),
      { numRuns: 500 },
    );
  });
});

describe('contradiction', () => {
  it.each([
    ['XXXX-10-18', '2022-10-19', true],
    ['XXXX-10-18', '2022-10-18', false],
    ['XXXX-10-18', '2022-10', false],
    ['XXXX-10-18', '2022-11', true],
    ['XXXX-10-18', 'XXXX-10-19', true],
    ['XXXX-10-18', 'XXXX-10', false],
    ['XXXX-10-18', '2022', false],
    ['XXXX-12-10/XXXX-12-12', 'XXXX-12-11', false],
    ['XXXX-12-10/XXXX-12-12', '2022-12-10', false],
    ['XXXX-12-10/XXXX-12-12', '2022-12-12', false],
    ['XXXX-12-10/XXXX-12-12', '2022-12-09', true],
    ['XXXX-12-30/XXXX-01-03', '2022-12-30', false],
    ['XXXX-12-30/XXXX-01-03', '2022-01-03', false],
    ['XXXX-12-30/XXXX-01-03', '2022-12-29', true],
    ['XXXX-12-30/XXXX-01-03', '2022-01-04', true],
    ['XXXX-12-10/XXXX-12-12', 'XXXX-12-13', true],
    ['2022-11', '2022-11-05', false],
    ['2022-11', '2022-12', true],
    ['2022-11-05', '2022-11-06', true],
    ['2022-11-05~', '2022-11-06', false],
    ['2022?', '2023', false],
    ['2022-11-05/2022-11-08', '2022-11-08', false],
    ['2022-11-05/2022-11-08', '2022-11-09', true],
    ['2022/..', '2021-12-31', true],
    ['2022/..', '2023', false],
    ['nonsense', '2023', false],
  ])('%s and %s: %s', (a, b, answer) => {
    expect(contradicts(a, b)).toBe(answer);
  });

  it('is mutual, and nothing contradicts itself', () => {
    fc.assert(
      fc.property(datings, datings, (a, b) => {
        expect(contradicts(a, b)).toBe(contradicts(b, a));
        expect(contradicts(a, a)).toBe(false);
      }),
    );
  });
});
