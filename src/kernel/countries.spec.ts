import type { Country } from './countries.js';
import { COUNTRIES, countryOf, isCountry } from './countries.js';
import { checkNames } from './names.js';

describe('countries', () => {
  it('are the 249 of ISO 3166-1, each with its own code and names', () => {
    expect(COUNTRIES).toHaveLength(249);
    const parts = [({ code }: Country) => code, ({ names }: Country) => names.ru, ({ names }: Country) => names.en];
    for (const part of parts) expect(new Set(COUNTRIES.map(part)).size).toBe(249);
    expect(COUNTRIES.map(({ code }) => code)).toEqual(COUNTRIES.map(({ code }) => code).sort());
    expect(COUNTRIES.filter(({ code }) => !/^[A-Z]{2}$/.test(code))).toEqual([]);
    expect(COUNTRIES.filter(({ names }) => checkNames(names) !== undefined)).toEqual([]);
    expect(COUNTRIES.filter(({ names }) => !/[а-яё]/i.test(names.ru) || /[а-яё]/i.test(names.en))).toEqual([]);
  });

  it.each([
    ['RU', 'Россия', 'Russia'],
    ['BY', 'Беларусь', 'Belarus'],
    ['DE', 'Германия', 'Germany'],
    ['CN', 'Китай', 'China'],
    ['US', 'Соединённые Штаты Америки', 'United States of America'],
  ])('%s is %s', (code, ru, en) => {
    expect(countryOf(code)).toEqual({ code, names: { ru, en } });
  });

  it.each(['EU', 'XX', 'de', 'DEU', '', 'toString', 'RU-KYA'])('%p is none', (code) => {
    expect([isCountry(code), countryOf(code)]).toEqual([false, undefined]);
  });
});
