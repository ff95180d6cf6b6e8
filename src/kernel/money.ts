/** A sum that is never a float: `amount` is a decimal such as "1.00", `currency` an ISO 4217 code such as "RUB". */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** Four fraction digits are the most that any currency of ISO 4217 has (CLF, UYW). */
const AMOUNT = /^(0|[1-9]\d{0,17})(?:\.(\d{1,4}))?$/;
const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

/** Undefined for a good sum, else the rule it breaks. Up to 18 digits before the point and 4 behind it, no sign. */
export function checkMoney(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'Money is an object with an amount and a currency.';
  const { amount, currency } = value as Record<string, unknown>;
  if (typeof amount !== 'string' || !AMOUNT.test(amount)) {
    return 'An amount is a decimal string such as "1.00": up to 18 digits, then up to 4 behind a point; no sign, no exponent.';
  }
  if (typeof currency !== 'string' || !CURRENCIES.has(currency)) return 'A currency is a code of ISO 4217 such as RUB.';
  return undefined;
}

/**
 * The sum of two amounts in one currency, with as many fraction digits as the finer of them. A RangeError for money
 * that checkMoney refuses, different currencies, or a sum over 18 digits.
 */
export function addMoney(a: Money, b: Money): Money {
  const fault = checkMoney(a) ?? checkMoney(b);
  if (fault !== undefined) throw new RangeError(fault);
  if (a.currency !== b.currency) throw new RangeError(`${a.currency} and ${b.currency} cannot be added.`);
  const scale = Math.max(fractionOf(a.amount).length, fractionOf(b.amount).length);
  const digits = (unitsOf(a.amount, scale) + unitsOf(b.amount, scale)).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const sum = { amount: scale === 0 ? whole : `${whole}.${digits.slice(-scale)}`, currency: a.currency };
  if (checkMoney(sum) !== undefined) throw new RangeError('The sum has more than 18 digits before the point.');
  return sum;
}

function fractionOf(amount: string): string {
  return amount.split('.')[1] ?? '';
}

function unitsOf(amount: string, scale: number): bigint {
  return BigInt(amount.replace('.', '') + '0'.repeat(scale - fractionOf(amount).length));
}
