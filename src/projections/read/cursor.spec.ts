import { readCursor, writeCursor } from './cursor.js';

it('takes back the cursors that it gives, and no others', () => {
  expect([0, 1, 123_456].map((place) => readCursor(writeCursor(place)))).toEqual([0, 1, 123_456]);
  expect(['', '!', 'MQ==', 'LTE', 'MWUz'].map(readCursor)).toEqual(Array(5).fill(undefined));
});
