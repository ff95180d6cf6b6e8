import { checkCount, type Count, readCount } from './counts.js';

describe('counts', () => {
  it.each<[Count, string]>([
    [{ min: 25, max: 25, unit: 'project' }, '25'],
    [{ min: 30, unit: 'enterprise' }, '≥30'],
    [{ max: 5, unit: 'visit' }, '≤5'],
    [{ min: 10, max: 12, approximate: true, unit: '%' }, '≈10–12 %'],
    [{ min: 10.5, max: 10.5, unit: '%' }, '10.5 %'],
    [{ min: 100, max: 100, approximate: true, unit: 'person' }, '≈100'],
    [{ moreThan: 400, unit: 'enterprise' }, '>400'],
    [{ lessThan: 5, unit: 'visit' }, '<5'],
    [{ moreThan: 0, unit: 'visit' }, '>0'],
    [{ moreThan: 10, max: 12, unit: 'visit' }, '>10, ≤12'],
    [{ min: 10, lessThan: 12, unit: 'visit' }, '≥10, <12'],
    [{ moreThan: 10, lessThan: 12, unit: 'visit' }, '>10, <12'],
    [{ moreThan: 10, lessThan: 10.5, approximate: true, unit: '%' }, '≈>10, <10.5 %'],
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
    [{ unit: 'project' }, 'one of min, moreThan, max, lessThan'],
    [{ min: 5, moreThan: 5, unit: 'project' }, 'min or moreThan, not both'],
    [{ max: 5, lessThan: 5, unit: 'project' }, 'max or lessThan, not both'],
    [{ moreThan: 5, lessThan: 6, unit: 'project' }, 'leaves room'],
    [{ moreThan: 5, max: 5, unit: '%' }, 'leaves room'],
    [{ min: 5, lessThan: 5, unit: '%' }, 'leaves room'],
    [{ lessThan: 0, unit: 'project' }, 'Nothing is less than 0'],
    [{ moreThan: 1.5, unit: 'project' }, 'whole numbers'],
    [{ moreThan: '400', unit: 'project' }, 'from 0'],
    [{ min: 1 }, 'unit'],
    [{ min: 1, unit: ' ' }, 'unit'],
    [{ min: -1, unit: 'project' }, 'from 0'],
    [{ min: 1.5, unit: 'project' }, 'whole numbers'],
    [{ max: 2 ** 53, unit: 'project' }, 'from 0'],
    [{ min: NaN, unit: '%' }, 'from 0'],
    [{ max: Infinity, unit: '%' }, 'from 0'],
    [{ min: '25', unit: 'project' }, 'from 0'],
    [{ min: null, unit: 'project' }, 'from 0'],
    [{ min: 3, max: 2, unit: 'project' }, 'leaves room'],
    [{ min: 1, approximate: 'yes', unit: 'project' }, 'true or false'],
    [null, 'object'],
    ['25', 'object'],
  ])('refuses %j: %s', (value, rule) => {
    expect(checkCount(value)).toContain(rule);
  });
});
