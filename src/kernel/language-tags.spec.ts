import { checkLanguageTag, isLanguageTag } from './language-tags.js';

describe('language tags', () => {
  it.each(['ru', 'en', 'kk', 'myv', 'kk-Cyrl', 'zh-Hans', 'pt-BR', 'sr-Latn-RS', 'de-1996'])('take %s', (tag) => {
    expect(checkLanguageTag(tag)).toBeUndefined();
    expect(isLanguageTag(tag)).toBe(true);
  });

  it.each([
    ['EN', 'canonical form, en'],
    ['zh-hans', 'canonical form, zh-Hans'],
    ['iw', 'canonical form, he'],
    ['', 'BCP 47'],
    ['russian', 'BCP 47'],
    ['ru_RU', 'BCP 47'],
    ['ru-en-', 'BCP 47'],
    ['x-private', 'BCP 47'],
    ['r', 'BCP 47'],
  ])('refuse %j: %s', (tag, rule) => {
    expect(checkLanguageTag(tag)).toContain(rule);
  });
});
