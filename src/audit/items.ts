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

/** The parts of a value in its order; none of a value that is neither an object nor a list. */
export function partsOf(value: unknown): Part[] {
  if (Array.isArray(value)) return itemsOf(value);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([name, inner]) => ({ key: name, value: inner as unknown, place: name }));
}

/** The items of a list, each with a key of its own: the entry or party that it is about, or itself. */
export function itemsOf(list: readonly unknown[]): Item[] {
  const seen = new Map<string, number>();
  return list.map((value, place) => {
    const name = identityOf(value);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return { key: count === 1 ? name : `${name} ${count}`, value, place };
  });
}

function identityOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = value as Record<string, unknown>;
  const name = IDENTITIES.find((identity) => typeof fields[identity] === 'string');
  if (name === undefined) return JSON.stringify(value);
  return [fields[name], fields.rule].filter((part) => typeof part === 'string').join(' ');
}
