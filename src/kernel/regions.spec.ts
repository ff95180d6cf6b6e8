import { checkNames } from './names.js';
import { isRegion, regionNames, REGIONS } from './regions.js';

describe('regions', () => {
  it('are the 83 of ISO 3166-2:RU, each with its own code and names', () => {
    expect(REGIONS).toHaveLength(83);
    expect(new Set(REGIONS.map(({ code }) => code)).size).toBe(83);
    expect(new Set(REGIONS.map(({ names }) => names.ru)).size).toBe(83);
    expect(new Set(REGIONS.map(({ names }) => names.en)).size).toBe(83);
    expect(REGIONS.filter(({ code }) => !/^RU-[A-Z]{2,3}$/.test(code))).toEqual([]);
    expect(REGIONS.filter(({ names }) => checkNames(names) !== undefined)).toEqual([]);
  });

  it('are what the standard counts by kind', () => {
    const kinds = [/Республика/, / край$/, / область( — Кузбасс)?$/, /автономный округ/, /^(Москва|Санкт-Петербург)$/];
    const counts = kinds.map((kind) => REGIONS.filter(({ names }) => kind.test(names.ru)).length);
    // The Jewish Autonomous Oblast stands among the 47 that end in "область".
    expect(counts).toEqual([21, 9, 47, 4, 2]);
  });

  it.each([
    ['RU-KYA', 'Красноярский край', 'Krasnoyarsk Krai'],
    ['RU-KLU', 'Калужская область', 'Kaluga Oblast'],
    ['RU-ULY', 'Ульяновская область', 'Ulyanovsk Oblast'],
    ['RU-MO', 'Республика Мордовия', 'Republic of Mordovia'],
    ['RU-TA', 'Республика Татарстан', 'Republic of Tatarstan'],
  ])('%s is %s', (code, ru, en) => {
    expect(isRegion(code)).toBe(true);
    expect(regionNames(code)).toEqual({ ru, en });
  });

  it.each(['RU-XXX', 'ru-kya', 'KYA', 'RU', '', 'toString'])('%p is none', (code) => {
    expect(isRegion(code)).toBe(false);
    expect(regionNames(code)).toBeUndefined();
  });
});
