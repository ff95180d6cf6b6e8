import fc from 'fast-check';
import { addMoney, checkMoney } from './money.js';

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

  it('adds as the finer amount is written', () => {
    expect(addMoney(rub('0.1'), rub('0.2'))).toEqual(rub('0.3'));
    expect(addMoney(rub('1.00'), rub('2'))).toEqual(rub('3.00'));
    expect(addMoney(rub('0.05'), rub('0.0001'))).toEqual(rub('0.0501'));
    expect(addMoney(rub('9'), rub('1'))).toEqual(rub('10'));
    expect(addMoney(rub('99999999999999999.99'), rub('0.01'))).toEqual(rub('100000000000000000.00'));
  });

  it('adds nothing that is not one sum', () => {
    expect(() => addMoney(rub('1'), { amount: '1', currency: 'EUR' })).toThrow('RUB and EUR');
    expect(() => addMoney(rub('1'), rub('-1'))).toThrow(RangeError);
    expect(() => addMoney(rub('999999999999999999'), rub('1'))).toThrow('18 digits');
  });

  it('adds exactly, whatever the size', () => {
    const hundredths = fc.bigInt({ min: 0n, max: 10n ** 19n });
    const write = (n: bigint): string => `${n / 100n}.${String(n % 100n).padStart(2, '0')}`;
    fc.assert(
      fc.property(hundredths, hundredths, (a, b) => {
        expect(addMoney(rub(write(a)), rub(write(b)))).toEqual(rub(write(a + b)));
      }),
    );
  });
});
