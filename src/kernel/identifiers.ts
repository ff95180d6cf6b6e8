import { searchKey } from './names.js';

/**
 * How an identifier stands in lists and is compared: the scheme, and the value without regard to case and spaces. Two that
 * a reader takes for the same are the same.
 */
export function identifierKey(scheme: string, value: string): string {
  return `${scheme}:${searchKey(value)}`;
}

/** Undefined for an INN (Russian taxpayer number, 10 digits for organisations, 12 for people), else what is wrong. */
export function checkInn(text: string): string | undefined {
  if (!/^(\d{10}|\d{12})$/.test(text)) return 'An INN has 10 or 12 digits.';
  if (isAllZeros(text)) return 'An INN is not all zeros.';
  // The 12-digit number has two check digits, each over all the digits before it.
  const checked = text.length === 10 ? [text] : [text.slice(0, 11), text];
  const good = checked.every((digits) => innCheckDigit(digits.slice(0, -1)) === digits.at(-1));
  return good ? undefined : `The check digit of INN ${text} is wrong.`;
}

/** Whether an INN is that of a person, such as a sole trader: it has 12 digits. */
export function isPersonalInn(inn: unknown): boolean {
  return typeof inn === 'string' && inn.length === 12;
}

/** Undefined for an OGRN (state registration number of an organisation, 13 digits), else what is wrong. */
export function checkOgrn(text: string): string | undefined {
  return checkRegistrationNumber('OGRN', text, 13, 11n);
}

/** Undefined for an OGRNIP (state registration number of an entrepreneur, 15 digits), else what is wrong. */
export function checkOgrnip(text: string): string | undefined {
  return checkRegistrationNumber('OGRNIP', text, 15, 13n);
}

/** Undefined for a KPP (reason of tax registration), else what is wrong. It has a form but no check digit. */
export function checkKpp(text: string): string | undefined {
  return /^\d{4}[\dA-Z]{2}\d{3}$/.test(text)
    ? undefined
    : 'A KPP has nine characters: four digits, two digits or Latin capital letters, three digits.';
}

/** Whether the text is a UUID in the canonical lower-case form of RFC 9562, of whatever version. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** Whether the text is a SHA-256 digest as 64 lower-case hexadecimal digits. */
export function isSha256(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/** Weights of the INN's check digits, read from the digit before the check digit backwards. */
const INN_WEIGHTS = [8, 6, 4, 9, 5, 3, 10, 4, 2, 7, 3];

function innCheckDigit(digits: string): string {
  const sum = Array.from(digits, Number)
    .reverse()
    .reduce((total, digit, place) => total + digit * (INN_WEIGHTS[place] ?? 0), 0);
  return String((sum % 11) % 10);
}

function checkRegistrationNumber(name: string, text: string, length: number, divisor: bigint): string | undefined {
  if (!/^\d+$/.test(text) || text.length !== length) return `An ${name} has ${length} digits.`;
  if (isAllZeros(text)) return `An ${name} is not all zeros.`;
  const checkDigit = (BigInt(text.slice(0, -1)) % divisor) % 10n;
  return String(checkDigit) === text.at(-1) ? undefined : `The check digit of ${name} ${text} is wrong.`;
}

function isAllZeros(text: string): boolean {
  return /^0+$/.test(text);
}
