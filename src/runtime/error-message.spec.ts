import { errorMessage } from './error-message.js';

test.each([
  [new TypeError('no luck'), 'no luck'],
  ['no luck', 'no luck'],
  [undefined, 'undefined'],
  [{ message: 'not an error' }, '[object Object]'],
])('%p says something', (thrown, message) => {
  expect(errorMessage(thrown)).toBe(message);
});
