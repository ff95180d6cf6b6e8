import { dateInWords } from './dates.js';

test.each([
  ['2023-01-13', '13 января 2023 г.', '13 January 2023'],
  ['2022-11', 'ноябрь 2022 г.', 'November 2022'],
  ['2022', '2022', '2022'],
  ['XXXX-10-18', '18 октября, год не указан', '18 October, year not stated'],
  ['XXXX-02-29', '29 февраля, год не указан', '29 February, year not stated'],
  ['2022-11-05~', '2022-11-05~', '2022-11-05~'],
  ['2010/2015', '2010/2015', '2010/2015'],
  ['2026-12-01T00:14:55.643Z', '1 декабря 2026 г. в 00:14 UTC', '1 December 2026 at 00:14 UTC'],
  ['a title of 2023-01-13', 'a title of 2023-01-13', 'a title of 2023-01-13'],
])('%s is written as people write it', (date, ru, en) => {
  expect([dateInWords(date, 'ru'), dateInWords(date, 'en')]).toEqual([ru, en]);
});
