import { createHash, randomBytes } from 'node:crypto';

/**
 * What stands in an event in place of personal data or free text: a salted digest. The text itself lies in the erasable
 * side store as a disclosure, so erasing it leaves every hash of the history as it was.
 */
export interface Sealed {
  readonly sealed: string;
}

/** The text behind a digest: base64url of the JSON array `[salt, name, value]`, in the manner of RFC 9901. */
export interface Disclosure {
  readonly digest: string;
  readonly text: string;
}

/** A personal or free-text value: clear in a request and in a view, sealed in a command's decision and in an event. */
export type Personal<T = string> = T | Sealed;

/** Seals one value under a fresh 128-bit salt. */
export function seal(name: string, value: unknown): { sealed: Sealed; disclosure: Disclosure } {
  const salt = randomBytes(16).toString('base64url');
  const text = Buffer.from(JSON.stringify([salt, name, value]), 'utf8').toString('base64url');
  const digest = digestOf(text);
  return { sealed: { sealed: digest }, disclosure: { digest, text } };
}

/** SHA-256 over the disclosure's base64url text, itself in base64url (RFC 9901, section 4.2.3). */
export function digestOf(disclosureText: string): string {
  return createHash('sha256').update(disclosureText, 'ascii').digest('base64url');
}

/** The value inside a disclosure. */
export function disclosedValue(disclosure: Disclosure): unknown {
  const [, , value] = JSON.parse(Buffer.from(disclosure.text, 'base64url').toString('utf8')) as [
    string,
    string,
    unknown,
  ];
  return value;
}

/** Whether a value is a seal and nothing else. */
export function isSealed(value: unknown): value is Sealed {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Sealed).sealed === 'string' &&
    Object.keys(value).length === 1
  );
}

/** All digests that stand anywhere in a value. */
export function digestsIn(value: unknown, found: string[] = []): string[] {
  if (typeof value !== 'object' || value === null) return found;
  if (isSealed(value)) found.push(value.sealed);
  else for (const inner of Object.values(value)) digestsIn(inner, found);
  return found;
}

/** A copy of a value with every seal replaced by its text, or by `{ "erased": true }` where the text is gone. */
export function unseal(value: unknown, disclosures: ReadonlyMap<string, Disclosure>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isSealed(value)) {
    const disclosure = disclosures.get(value.sealed);
    return disclosure ? disclosedValue(disclosure) : { erased: true };
  }
  if (Array.isArray(value)) return value.map((inner) => unseal(inner, disclosures));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, unseal(inner, disclosures)]));
}
