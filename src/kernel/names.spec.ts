import fc from 'fast-check';
import { checkNames, hasLoneSurrogate, normaliseText, searchKey } from './names.js';

describe('names', () => {
  it.each([{ ru: 'КАМАЗ' }, { en: 'KAMAZ' }, { ru: 'Горно-химический комбинат', en: 'Mining and Chemical Combine' }])(
    '%j are good',
    (names) => {
      expect(checkNames(names)).toBeUndefined();
    },
  );

  it.each([
    [{}, 'ru, en or both'],
    [null, 'object'],
    ['КАМАЗ', 'object'],
    [{ ru: '' }, 'empty'],
    [{ ru: '  ' }, 'empty'],
    [{ ru: 'КАМАЗ', en: ' KAMAZ' }, 'in en begins or ends with white space'],
    [{ ru: 'КАМАЗ\u00a0' }, 'white space'],
    [{ ru: 'КА\nМАЗ' }, 'control character'],
    [{ ru: 'КА\u2028МАЗ' }, 'line break'],
    [{ ru: 'КА\u0000МАЗ' }, 'control character'],
    [{ ru: 'КАМАЗ \ud83d' }, 'surrogate'],
    [{ ru: 'Алексе\u0438\u0306' }, 'normal form C'],
    [{ ru: 7 }, 'not a text'],
    [{ ru: null }, 'not a text'],
  ])('refuses %j: %s', (value, rule) => {
    expect(checkNames(value)).toContain(rule);
  });

  it('are composed at the door', () => {
    expect(normaliseText('Алексе\u0438\u0306')).toBe('Алексе\u0439');
    expect(checkNames({ ru: normaliseText('Алексе\u0438\u0306') })).toBeUndefined();
  });
});

describe('lone surrogates', () => {
  it('are found, pairs are not', () => {
    expect(['\ud83d', 'a\ude00', '\ude00\ud83d'].filter((text) => !hasLoneSurrogate(text))).toEqual([]);
    expect(['', 'Ермаков', '😀', '\ud83d\ude00'].filter(hasLoneSurrogate)).toEqual([]);
  });

  it('are exactly what UTF-8 loses', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('\ud83d', '\ude00', 'я', 'a') }), (text) => {
        expect(hasLoneSurrogate(text)).toBe(Buffer.from(text, 'utf8').toString('utf8') !== text);
      }),
    );
  });
});

describe('search keys', () => {
  it.each([
    ['«Горно-химический комбинат»', 'горно-химический комбинат'],
    ['„Кластер“  "Полёт"', 'кластер полет'],
    ['ЁЛКА', 'елка'],
    ['е\u0308лка', 'елка'],
    ['ОКБ\u00a0МИКРОН', 'окб микрон'],
    ['№ 5', 'no 5'],
    ['Алексе\u0438\u0306', 'алексей'],
    ["O'Key ‚‹x›’", 'okey x'],
  ])('%s is found as %s', (text, key) => {
    expect(searchKey(text)).toBe(key);
  });

  it('do not change when made twice, nor with the case or form of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(searchKey(searchKey(text))).toBe(searchKey(text));
        expect(searchKey(text.normalize('NFD'))).toBe(searchKey(text));
      }),
    );
  });
});
