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
