import { checkCount, type Count, readCount } from './counts.js';

describe('counts', () => {
  it.each<[Count, string]>([
    [{ min: 25, max: 25, unit: 'project' }, '25'],
    [{ min: 30, unit: 'enterprise' }, '≥30'],
    [{ max: 5, unit: 'visit' }, '≤5'],
    [{ min: 10, max: 12, approximate: true, unit: '%' }, '≈10–12 %'],
    [{ min: 10.5, max: 10.5, unit: '%' }, '10.5 %'],
    [{ min: 100, max: 100, approximate: true, unit: 'person' }, '≈100'],
    [{ min: 30, approximate: false, unit: 'enterprise' }, '≥30'],
    [{ min: 0, max: 0, unit: 'agreement' }, '0'],
  ])('%j reads as %s', (count, text) => {
    expect(checkCount(count)).toBeUndefined();
    expect(readCount(count)).toBe(text);
  });

  it('reads as nothing where it says nothing', () => {
    expect(readCount({ unit: 'project' })).toBe('');
  });

  it.each([
    [{ unit: 'project' }, 'min, max or both'],
    [{ min: 1 }, 'unit'],
    [{ min: 1, unit: ' ' }, 'unit'],
    [{ min: -1, unit: 'project' }, 'from 0'],
    [{ min: 1.5, unit: 'project' }, 'whole numbers'],
    [{ max: 2 ** 53, unit: 'project' }, 'from 0'],
    [{ min: NaN, unit: '%' }, 'from 0'],
    [{ max: Infinity, unit: '%' }, 'from 0'],
    [{ min: '25', unit: 'project' }, 'from 0'],
    [{ min: null, unit: 'project' }, 'from 0'],
    [{ min: 3, max: 2, unit: 'project' }, 'at most its max'],
    [{ min: 1, approximate: 'yes', unit: 'project' }, 'true or false'],
    [null, 'object'],
    ['25', 'object'],
  ])('refuses %j: %s', (value, rule) => {
    expect(checkCount(value)).toContain(rule);
  });
});
