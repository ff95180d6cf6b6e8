import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { heldAgainstDigest, seal, unseal } from '../../kernel/personal.js';
import { canonicalUnsealed } from './canonical-json.js';

const nothing = new Map();

test('gives the bytes that the library gives, for any JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const body = { value, list: [value] };
      expect(canonicalUnsealed(body, nothing)).toBe(canonicalize(body));
    }),
    { numRuns: 500 },
  );
});

test('puts names in the order of UTF-16 code units, numbers among them', () => {
  const body = { b: 1, '10': 1, '9': 1, '€': 1, '😀': 1, ﬃ: 1, A: { z: undefined, a: null } };
  expect(canonicalUnsealed(body, nothing)).toBe(canonicalize(body));
  expect(canonicalUnsealed({ b: 1, a: [undefined, -0, 1e21] }, nothing)).toBe('{"a":[null,0,1e+21],"b":1}');
});

test('opens seals, wherever they stand, and marks what is erased or damaged', () => {
  const [text, names, list, gone, damaged] = [
    seal('a', 'Ermakov'),
    seal('b', { ru: 'Б', en: 'B' }),
    seal('c', [1]),
    seal('d', ''),
    seal('e', 'Ermakov'),
  ];
  const disclosures = new Map([text, names, list].map(({ disclosure }) => [disclosure.digest, disclosure]));
  disclosures.set(damaged.disclosure.digest, heldAgainstDigest(damaged.disclosure.digest, text.disclosure.text));
  const body = { z: [text.sealed, gone.sealed, damaged.sealed], a: { names: names.sealed, list: list.sealed } };
  expect(canonicalUnsealed(body, disclosures)).toBe(
    '{"a":{"list":[1],"names":{"en":"B","ru":"Б"}},"z":["Ermakov",{"erased":true},{"damaged":true}]}',
  );
  expect(canonicalUnsealed(body, disclosures)).toBe(canonicalize(unseal(body, disclosures)));
});

test('refuses what RFC 8785 cannot carry, and only that', () => {
  expect(() => canonicalUnsealed({ text: '\ud800' }, nothing)).toThrow(/surrogate/i);
  expect(() => canonicalUnsealed({ number: Infinity }, nothing)).toThrow(/Infinity/);
  expect(canonicalUnsealed({ text: 'not an escape: \\ud800, 😀' }, nothing)).toBe(
    '{"text":"not an escape: \\\\ud800, 😀"}',
  );
});

test('tells names with a line feed from those that stand on either side of it', () => {
  for (const body of [{ c: 1, a: 2, b: 3 }, { 'c\na': 1, b: 2 }, { c: 1, 'a\nb': 2 }, { 'c\na\nb': 1 }])
    for (const again of [body, body]) expect(canonicalUnsealed(again, nothing)).toBe(canonicalize(body));
});
