import type { Money } from './money.js';
import { checkMoney, commonMoney } from './money.js';

const rub = (amount: string) => ({ amount, currency: 'RUB' });

describe('money', () => {
  it.each(['0', '1.00', '0.5', '1500000', '999999999999999999.9999'])('takes %s', (amount) => {
    expect(checkMoney(rub(amount))).toBeUndefined();
  });

  it.each([
    '',
    '-1',
    '+1',
    '01',
    '00.10',
    '1.',
    '.5',
    '1e3',
    '1,00',
    '1 000',
    ' 1',
    '1.00000',
    '1000000000000000000',
    '１',
  ])('refuses the amount %p', (amount) => {
    expect(checkMoney(rub(amount))).toContain('decimal string');
  });

  it('refuses a float, an unknown currency and what is no object', () => {
    expect(checkMoney({ amount: 1.5, currency: 'RUB' })).toContain('decimal string');
    expect(checkMoney({ amount: '1.50', currency: 'rub' })).toContain('ISO 4217');
    expect(checkMoney({ amount: '1.50', currency: 'ZZZ' })).toContain('ISO 4217');
    expect(checkMoney({ amount: '1.50' })).toContain('ISO 4217');
    expect(checkMoney('1.50 RUB')).toContain('object');
    expect(checkMoney(null)).toContain('object');
  });

  it.each([
    { moreThan: '1000000' },
    { lessThan: '5.00' },
    { min: '1', max: '1.00' },
    { moreThan: '1', lessThan: '1.0001' },
    { min: '0', lessThan: '999999999999999999.9999' },
  ])('takes limits in place of an amount: %j', (limits) => {
    expect(checkMoney({ ...limits, currency: 'RUB' })).toBeUndefined();
  });

  it.each([
    [{}, 'its amount, or one of'],
    [{ amount: '1', moreThan: '1' }, 'not both'],
    [{ min: '1', moreThan: '1' }, 'min or moreThan, not both'],
    [{ max: '1', lessThan: '1' }, 'max or lessThan, not both'],
    [{ moreThan: 1 }, 'decimal string'],
    [{ lessThan: '1e3' }, 'decimal string'],
    [{ lessThan: '0.00' }, 'Nothing is less than 0'],
    [{ min: '10', max: '9.99' }, 'leaves room'],
    [{ moreThan: '10', max: '10.0' }, 'leaves room'],
  ])('refuses the limits %j: %s', (limits, rule) => {
    expect(checkMoney({ ...limits, currency: 'RUB' })).toContain(rule);
  });
});

describe('sums that are said of the same', () => {
  const rubles = (sum: object): Money => ({ ...sum, currency: 'RUB' });

  it.each([
    ['one sum', [{ amount: '5' }], { amount: '5' }],
    ['equal sums', [{ amount: '5' }, { amount: '5.00' }], { amount: '5' }],
    ['a sum above a bound', [{ moreThan: '1000000' }, { amount: '1200000.00' }], { amount: '1200000.00' }],
    ['two lower bounds', [{ min: '5' }, { moreThan: '5.0' }], { moreThan: '5.0' }],
    ['two upper bounds', [{ max: '5' }, { lessThan: '7' }], { max: '5' }],
    ['bounds of both sides', [{ moreThan: '5' }, { max: '10' }], { moreThan: '5', max: '10' }],
    ['bounds that leave one sum', [{ min: '10' }, { max: '10.00' }], { amount: '10' }],
  ])('come to what none of them excludes: %s', (_what, sums, common) => {
    expect(commonMoney(sums.map(rubles))).toEqual(rubles(common));
  });

  it.each([
    ['two sums', [{ amount: '5' }, { amount: '6' }]],
    ['a sum that a bound excludes', [{ amount: '1000000' }, { moreThan: '1000000.00' }]],
    ['bounds that leave no room', [{ lessThan: '5' }, { min: '5' }]],
  ])('contradict each other: %s', (_what, sums) => {
    expect(commonMoney(sums.map(rubles))).toBeNull();
  });

  it('are compared in one currency alone', () => {
    expect(
      commonMoney([
        { moreThan: '5', currency: 'RUB' },
        { moreThan: '5', currency: 'EUR' },
      ]),
    ).toBeNull();
  });
});
