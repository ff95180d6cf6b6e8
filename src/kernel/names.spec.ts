import fc from 'fast-check';
import { checkNames, hasLoneSurrogate, hiddenIn, normaliseText, reorderingIn, searchKey } from './names.js';

describe('what a reader does not see in a text', () => {
  it.each([
    ['a zero-width space', 'ДААЗ\u200b', 'U+200B'],
    ['a soft hyphen', 'авто\u00adзавод', 'U+00AD'],
    ['an override of the direction', 'ДААЗ\u202e', 'U+202E'],
    ['a byte order mark', '\ufeffДААЗ', 'U+FEFF'],
    ['a Hangul filler', 'ДААЗ\u3164', 'U+3164'],
    ['a variation selector', 'ДААЗ\ufe0f', 'U+FE0F'],
    ['an unassigned code point', 'ДААЗ\u0378', 'U+0378'],
    ['a mark of the direction', 'ДААЗ\u200f', 'U+200F'],
    ['an Arabic letter mark', 'ДААЗ\u061c', 'U+061C'],
    ['a word joiner', 'ДА\u2060АЗ', 'U+2060'],
    ['a blank braille pattern', 'ДААЗ\u2800', 'U+2800'],
    ['a private character', 'ДААЗ\ue000', 'U+E000'],
    ['a noncharacter', 'ДААЗ\uffff', 'U+FFFF'],
    ['a tag beyond the basic plane', 'ДААЗ\u{e0041}', 'U+E0041'],
  ])('is found: %s', (_name, text, code) => {
    expect(hiddenIn(text)).toBe(code);
    expect(checkNames({ ru: text })).toContain(code);
  });

  it('is not what can be read', () => {
    expect(hiddenIn('«Горно-химический комбинат» № 1 – “GKhK”, ёж & C°')).toBeUndefined();
  });

  it('may stand in free text, unless it changes the order of reading or means nothing', () => {
    expect(reorderingIn('авто\u00adзавод\u200b')).toBeUndefined();
    expect(reorderingIn('завод\u202e')).toBe('U+202E');
    expect(reorderingIn('завод\u0378')).toBe('U+0378');
    for (const mark of ['\u061c', '\u200e', '\u200f', '\u202a', '\u2066', '\u2069'])
      expect(reorderingIn(`завод${mark}`)).toBeDefined();
  });
});

describe('names', () => {
  it.each([
    { ru: 'КАМАЗ' },
    { en: 'KAMAZ' },
    { kk: 'КАМАЗ', 'zh-Hans': '卡玛斯' },
    { ru: 'Горно-химический комбинат', en: 'Mining and Chemical Combine' },
  ])('%j are good', (names) => {
    expect(checkNames(names)).toBeUndefined();
  });

  it.each([
    [{}, 'ru, en or another language'],
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
    [{ ru: 'К'.repeat(501) }, 'has more than 500 characters'],
    [{ german: 'KAMAZ' }, 'BCP 47'],
    [{ ru: 'КАМАЗ', 'zh-hans': '卡玛斯' }, 'canonical form, zh-Hans'],
    [{ ru: 'КАМАЗ', kk: '' }, 'in kk is empty'],
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
