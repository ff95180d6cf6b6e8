/** By what an item of a list is known again, first the most telling. */
const IDENTITIES = ['attestation', 'correction', 'annotation', 'session', 'entry', 'party', 'person'] as const;

/** An item of a list in an answer, with what it is known by. */
export interface Item {
  key: string;
  value: unknown;
  /** Its place in the list. */
  place: number;
}

/** A part of a value in an answer: a field of an object, or an item of a list. */
export interface Part {
  /** By what it is known again; it stays while a list grows. */
  key: string;
  value: unknown;
  /** The name of the field, or the place in the list. */
  place: string | number;
}

/**
 * The parts of a value in its order; none of a value that is neither an object nor a list.
 * @param plain gives an item as plain JSON, where the value is not
 */
export function partsOf(value: unknown, plain?: (item: unknown) => unknown): Part[] {
  if (Array.isArray(value)) return itemsOf(value, plain);
  if (typeof value !== 'object' || value === null) return [];
  const parts = Object.entries(value).map(([name, inner]) => ({ key: name, value: inner as unknown, place: name }));
  return parts.filter((part) => part.value !== undefined);
}

/** The items of a list, each with a key of its own: the entry or party that it is about, or itself. */
export function itemsOf(list: readonly unknown[], plain = (item: unknown): unknown => item): Item[] {
  const seen = new Map<string, number>();
  return list.map((value, place) => {
    const name = identityOf(value) ?? JSON.stringify(plain(value));
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return { key: count === 1 ? name : `${name} ${count}`, value, place };
  });
}

/** Undefined for what is known by itself alone. */
function identityOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Record<string, unknown>;
  const name = IDENTITIES.find((identity) => typeof fields[identity] === 'string');
  if (name === undefined) return undefined;
  return [fields[name], fields.rule].filter((part) => typeof part === 'string').join(' ');
}
