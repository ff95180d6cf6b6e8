import fc from 'fast-check';
import { isDay, plusDays } from './day.js';
import { checkRecurrence, nextOccurrence } from './recurrence.js';

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
  ])('%s is none: %s', (rule, part) => {
    expect(checkRecurrence(rule)).toContain(part);
    expect(nextOccurrence(rule, '2022-11-05')).toBeUndefined();
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
});
