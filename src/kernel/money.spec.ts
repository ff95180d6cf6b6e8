import { checkMoney } from './money.js';

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
});
