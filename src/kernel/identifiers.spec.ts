import fc from 'fast-check';
import { checkInn, checkKpp, checkOgrn, checkOgrnip, isSha256, isUuid } from './identifiers.js';

/** Published numbers: Sberbank, Yandex, Gazprom; the 12-digit ones are the tax service's examples. */
const INNS = ['7707083893', '7736207543', '7736050003', '500100732259'];
const OGRNS = ['1027700132195', '1027700229193', '1027700070518'];
const OGRNIPS = ['304500116000157'];

function corrupt(text: string, place: number, shift: number): string {
  return text.slice(0, place) + String((Number(text[place]) + shift) % 10) + text.slice(place + 1);
}

/** Every corruption of one digit, by its place. */
function corruptions(text: string): { place: number; wrong: string }[] {
  return Array.from(text).flatMap((_, place) =>
    [1, 2, 3, 4, 5, 6, 7, 8, 9].map((shift) => ({ place, wrong: corrupt(text, place, shift) })),
  );
}

describe('INN', () => {
  it.each(INNS)('%s is good', (inn) => {
    expect(checkInn(inn)).toBeUndefined();
  });

  it.each([
    ['7707083894', 'check digit'],
    ['500100732258', 'check digit'],
    ['500100732269', 'check digit'],
    ['0000000000', 'all zeros'],
    ['000000000000', 'all zeros'],
    ['770708389', '10 or 12'],
    ['77070838931', '10 or 12'],
    ['770708389A', '10 or 12'],
    ['7707083893 ', '10 or 12'],
    ['٧٧٠٧٠٨٣٨٩٣', '10 or 12'],
  ])('%s is refused: %s', (inn, rule) => {
    expect(checkInn(inn)).toContain(rule);
  });

  it('of these organisations is refused with any one digit changed, unless the remainders 10 and 0 meet', () => {
    const weights = [2, 4, 10, 3, 5, 9, 4, 6, 8];
    for (const inn of INNS.filter(({ length }) => length === 10)) {
      for (const { wrong } of corruptions(inn)) {
        const remainder = weights.reduce((sum, weight, at) => sum + weight * Number(wrong[at]), 0) % 11;
        if (remainder < 10) expect(checkInn(wrong)).toContain('check digit');
      }
    }
  });

  it('is refused with a wrong last digit, whatever stands before it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999 }), (number) => {
        const good = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].filter(
          (digit) => checkInn(String(number).padStart(9, '0') + String(digit)) === undefined,
        );
        expect(good).toHaveLength(1);
      }),
    );
  });
});

describe('OGRN and OGRNIP', () => {
  it.each(OGRNS)('OGRN %s is good', (ogrn) => {
    expect(checkOgrn(ogrn)).toBeUndefined();
  });

  it.each(OGRNIPS)('OGRNIP %s is good', (ogrnip) => {
    expect(checkOgrnip(ogrnip)).toBeUndefined();
  });

  it('are not taken for each other', () => {
    expect(checkOgrn('304500116000157')).toBe('An OGRN has 13 digits.');
    expect(checkOgrnip('1027700132195')).toBe('An OGRNIP has 15 digits.');
    expect(checkOgrn('102770013219O')).toBe('An OGRN has 13 digits.');
    expect(checkOgrn('0'.repeat(13))).toContain('all zeros');
    expect(checkOgrnip('0'.repeat(15))).toContain('all zeros');
  });

  it.each([
    ['OGRN', OGRNS, checkOgrn, 11n],
    ['OGRNIP', OGRNIPS, checkOgrnip, 13n],
  ] as const)(
    '%s is refused with any one digit changed, unless two remainders share a check digit',
    (_, numbers, check, divisor) => {
      for (const number of numbers) {
        const original = BigInt(number.slice(0, -1)) % divisor;
        for (const { place, wrong } of corruptions(number)) {
          const remainder = BigInt(wrong.slice(0, -1)) % divisor;
          const hidden = place < number.length - 1 && remainder % 10n === original % 10n;
          expect(check(wrong) === undefined).toBe(hidden);
          expect(hidden && remainder === original).toBe(false);
        }
      }
    },
  );
});

describe('KPP, UUID and SHA-256', () => {
  it('know their form', () => {
    expect(['773601001', '7707AZ001', '123443999'].map(checkKpp)).toEqual([undefined, undefined, undefined]);
    for (const wrong of ['77360100', '7736010011', '7707az001', '7707АБ001', 'A73601001', '77360100A']) {
      expect(checkKpp(wrong)).toContain('nine characters');
    }
    expect(isUuid('0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b')).toBe(true);
    expect(isUuid('0190A1B2-C3D4-7E5F-8A9B-0C1D2E3F4A5B')).toBe(false);
    expect(isUuid('0190a1b2c3d47e5f8a9b0c1d2e3f4a5b')).toBe(false);
    expect(isUuid('{0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b}')).toBe(false);
    expect(isSha256('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')).toBe(true);
    expect(isSha256('E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855')).toBe(false);
    expect(isSha256('e3b0c44298fc1c149afbf4c8996fb924')).toBe(false);
  });
});
