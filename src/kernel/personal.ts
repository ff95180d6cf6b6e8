import { hash, randomBytes } from 'node:crypto';

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
  /** The text is not the one that was sealed under the digest: its value is shown to nobody. */
  readonly isDamaged?: true;
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
  return hash('sha256', disclosureText, 'base64url');
}

/** A text as it lies under a digest, held against it: it has to be the one that was sealed. */
export function heldAgainstDigest(digest: string, text: string): Disclosure {
  const isSealedText = digestOf(text) === digest && isDisclosure(text);
  return isSealedText ? { digest, text } : { digest, text, isDamaged: true };
}

/** The value inside a disclosure that is not damaged. */
export function disclosedValue(disclosure: Disclosure): unknown {
  const [, , value] = partsOf(disclosure.text) as [string, string, unknown];
  return value;
}

/** What is shown behind a digest: the value, or what became of its text. */
export function shownValue(disclosure: Disclosure | undefined): unknown {
  if (!disclosure) return { erased: true };
  return disclosure.isDamaged ? { damaged: true } : disclosedValue(disclosure);
}

function isDisclosure(text: string): boolean {
  try {
    const parts = partsOf(text);
    return Array.isArray(parts) && parts.length === 3;
  } catch {
    return false;
  }
}

function partsOf(text: string): unknown {
  return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
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

/**
 * A copy of a value with every seal replaced by its text, by `{ "erased": true }` where the text is gone, or by
 * `{ "damaged": true }` where it is another one than was sealed.
 */
export function unseal(value: unknown, disclosures: ReadonlyMap<string, Disclosure>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isSealed(value)) return shownValue(disclosures.get(value.sealed));
  if (Array.isArray(value)) return value.map((inner) => unseal(inner, disclosures));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, unseal(inner, disclosures)]));
}
