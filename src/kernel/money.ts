import type { Limits } from './limits.js';
import { checkSides, isEmpty, LIMITS, lowerOf, upperOf } from './limits.js';
import type { Limit } from './limits.js';

/**
 * A sum that is never a float: `amount` is a decimal such as "1.00", `currency` an ISO 4217 code such as "RUB". One that was
 * not stated exactly has limits in place of `amount` ("more than 1,000,000 roubles"): whoever reads the amount alone takes no
 * bound for the sum.
 */
export interface Money extends Limits<string> {
  readonly amount?: string;
  readonly currency: string;
}

/** The fields of a sum. */
export const MONEY_NAMES = ['amount', ...LIMITS, 'currency'] as const;

/** Four fraction digits are the most that any currency of ISO 4217 has (CLF, UYW). */
const FRACTION_DIGITS = 4;
const AMOUNT = /^(0|[1-9]\d{0,17})(?:\.(\d{1,4}))?$/;
const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

/** Undefined for a good sum, else the rule it breaks. Up to 18 digits before the point and 4 behind it, no sign. */
export function checkMoney(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'Money is an object with an amount and a currency.';
  const { amount, currency, ...others } = value as Record<string, unknown>;
  const limits = LIMITS.map((name) => others[name]).filter((limit) => limit !== undefined);
  if (amount === undefined && limits.length === 0) return `Money gives its amount, or one of ${LIMITS.join(', ')}.`;
  if (amount !== undefined && limits.length > 0) return 'Money has an exact amount or limits, not both.';
  if (![amount, ...limits].every((sum) => sum === undefined || (typeof sum === 'string' && AMOUNT.test(sum)))) {
    return 'An amount is a decimal string such as "1.00": up to 18 digits, then up to 4 behind a point; no sign, no exponent.';
  }
  if (typeof currency !== 'string' || !CURRENCIES.has(currency)) return 'A currency is a code of ISO 4217 such as RUB.';
  return checkSides(others) ?? checkOrder(value as Money);
}

/**
 * What sums come to that are said of the same: the sum, or the limits, that none of them excludes. Null where they contradict
 * each other, as 1,000,000 and "more than 1,000,000" do; "more than 1,000,000" and 1,200,000 do not.
 */
export function commonMoney(sums: readonly Money[]): Money | null {
  const [first] = sums;
  if (!first || sums.some(({ currency }) => currency !== first.currency)) return null;
  const lower = narrowest(sums.map(lowerLimit), 1);
  const upper = narrowest(sums.map(upperLimit), -1);
  if (lower && upper && isEmpty(scaled(lower), scaled(upper))) return null;
  const exact = sums.find(({ amount }) => amount !== undefined);
  if (exact) return exact;
  if (lower && upper && scaled(lower).at === scaled(upper).at) return { amount: lower.at, currency: first.currency };
  return {
    ...(lower ? { [lower.isIncluded ? 'min' : 'moreThan']: lower.at } : {}),
    ...(upper ? { [upper.isIncluded ? 'max' : 'lessThan']: upper.at } : {}),
    currency: first.currency,
  };
}

function checkOrder(money: Money): string | undefined {
  if (money.lessThan !== undefined && units(money.lessThan) === 0n) return 'Nothing is less than 0.';
  return commonMoney([money]) === null ? "The sum's lower limit leaves room below its upper one." : undefined;
}

function lowerLimit({ amount, ...limits }: Money): Limit<string> | undefined {
  return amount === undefined ? lowerOf(limits) : { at: amount, isIncluded: true };
}

function upperLimit({ amount, ...limits }: Money): Limit<string> | undefined {
  return amount === undefined ? upperOf(limits) : { at: amount, isIncluded: true };
}

/** The highest of lower limits (`direction` 1), or the lowest of upper ones (-1); at one place, the one that excludes it. */
function narrowest(limits: readonly (Limit<string> | undefined)[], direction: 1 | -1): Limit<string> | undefined {
  const given = limits.filter((limit) => limit !== undefined);
  return given.reduce<Limit<string> | undefined>((tightest, limit) => {
    if (!tightest) return limit;
    const difference = (units(limit.at) - units(tightest.at)) * BigInt(direction);
    return difference > 0n || (difference === 0n && !limit.isIncluded) ? limit : tightest;
  }, undefined);
}

function scaled({ at, isIncluded }: Limit<string>): Limit<bigint> {
  return { at: units(at), isIncluded };
}

/** A decimal as a number of its ten-thousandths. */
function units(amount: string): bigint {
  const [whole = '', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.padEnd(FRACTION_DIGITS, '0'));
}
