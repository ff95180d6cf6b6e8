import * as fc from 'fast-check';
import { digestOf, digestsIn, disclosedValue, heldAgainstDigest, isSealed, seal, unseal } from './personal.js';

describe('a seal', () => {
  it('is the digest of RFC 9901, section 4.2.3', () => {
    // The example there: ["_26bc4LT-ac6q2KI6cBW5es", "family_name", "Möbius"]
    const text = 'WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0';
    const digest = 'X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0';
    expect(digestOf(text)).toBe(digest);
    expect(disclosedValue({ digest, text })).toBe('Möbius');
  });

  it('gives back what was sealed, and only that', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (name, value) => {
        const { sealed, disclosure } = seal(name, value);
        expect(disclosedValue(disclosure)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(sealed).toEqual({ sealed: disclosure.digest });
        expect(digestOf(disclosure.text)).toBe(disclosure.digest);
      }),
    );
  });

  it('has a salt of 128 bits of its own: the same text sealed twice is not recognised', () => {
    const [a, b] = [seal('name', 'Ermakov'), seal('name', 'Ermakov')];
    expect(a.disclosure.digest).not.toBe(b.disclosure.digest);
    const [salt] = JSON.parse(Buffer.from(a.disclosure.text, 'base64url').toString()) as [string];
    expect(Buffer.from(salt, 'base64url')).toHaveLength(16);
  });

  it.each([
    [{ sealed: 'x' }, true],
    [{ sealed: 'x', also: 1 }, false],
    [{ sealed: 1 }, false],
    [['x'], false],
    ['sealed', false],
    [null, false],
  ])('%j: %s', (value, is) => {
    expect(isSealed(value)).toBe(is);
  });
});

describe('seals within a value', () => {
  const one = seal('name', 'Ermakov');
  const two = seal('text', { ru: 'Ермаков' });
  const value = { title: 'Visit', people: [{ name: one.sealed }, { text: two.sealed }], empty: null };

  it('are found wherever they stand', () => {
    expect(digestsIn(value)).toEqual([one.disclosure.digest, two.disclosure.digest]);
  });

  it('are replaced by their texts, or shown as erased', () => {
    const known = new Map([[two.disclosure.digest, two.disclosure]]);
    expect(unseal(value, known)).toEqual({
      title: 'Visit',
      people: [{ name: { erased: true } }, { text: { ru: 'Ермаков' } }],
      empty: null,
    });
    expect(value.people[0]).toEqual({ name: one.sealed });
  });

  it('are shown as damaged where another text lies under the digest', () => {
    const { digest } = one.disclosure;
    for (const text of [two.disclosure.text, `${one.disclosure.text.slice(0, -1)}\u0141`, 'no text', '']) {
      const held = heldAgainstDigest(digest, text);
      expect(unseal([one.sealed], new Map([[digest, held]]))).toEqual([{ damaged: true }]);
    }
    expect(heldAgainstDigest(digest, one.disclosure.text)).toEqual(one.disclosure);
  });
});
