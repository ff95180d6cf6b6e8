import { pointerStep } from './json-pointer.js';

// The names are those of RFC 6901, section 5.
it.each([
  ['foo', '/foo'],
  [0, '/0'],
  ['', '/'],
  ['a/b', '/a~1b'],
  ['m~n', '/m~0n'],
  ['~1', '/~01'],
])('writes %j as %s', (key, step) => {
  expect(pointerStep(key)).toBe(step);
});
