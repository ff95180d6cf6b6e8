import canonicalize from 'canonicalize';
import { LRUCache } from 'lru-cache';
import type { Disclosure } from '../../kernel/personal.js';
import { isSealed, shownValue, unseal } from '../../kernel/personal.js';

type Disclosures = ReadonlyMap<string, Disclosure>;

/** Names in their order, by the names joined as they came. */
const shapes = new LRUCache<string, readonly string[]>({ max: 1000 });

/** Names that an object does not keep where they were put: numbers come first, and this one is no field of its own. */
const UNORDERED = /^\d|^__proto__$/;

/**
 * Canonical JSON (RFC 8785) of a value with every seal replaced by its text: what `canonicalize(unseal(value))` gives,
 * several times faster, since fields are put in order in the same pass and one native call writes them.
 * @throws Error for what RFC 8785 cannot carry: half of a surrogate pair, a number that is not finite
 */
export function canonicalUnsealed(value: object, disclosures: Disclosures): string {
  const ordered = inOrder(value, disclosures);
  const text = ordered === undefined ? undefined : JSON.stringify(ordered);
  // Half of a surrogate pair would have been written as an escape; the library tells it from those letters in a text.
  if (text !== undefined && !text.includes('\\ud')) return text;
  return canonicalize(unseal(value, disclosures)) ?? '';
}

/** A copy with its fields in order and its seals opened; undefined where an object cannot keep that order. */
function inOrder(value: object, disclosures: Disclosures): object | undefined {
  if (isSealed(value)) {
    const opened = shownValue(disclosures.get(value.sealed));
    // A text stands for itself, and only an object or a list has an order.
    return typeof opened === 'object' && opened !== null ? inOrder(opened, disclosures) : (opened as object);
  }
  if (Array.isArray(value)) return listInOrder(value, disclosures);
  const source = value as Record<string, unknown>;
  const names = namesInOrder(Object.keys(source));
  if (names === undefined) return undefined;
  const ordered: Record<string, unknown> = {};
  for (const name of names) {
    const field = fieldInOrder(source[name], disclosures);
    if (field === undefined && source[name] !== undefined) return undefined;
    ordered[name] = field;
  }
  return ordered;
}

/** Undefined where an object cannot keep that order. Answers are of few shapes, so each is put in order once. */
function namesInOrder(names: string[]): readonly string[] | undefined {
  const shape = names.join('\n');
  const known = shapes.get(shape);
  // No known name holds a line feed, so the text of one that does would be that of more names.
  if (known?.length === names.length) return known;
  if (names.some((name) => UNORDERED.test(name))) return undefined;
  const ordered = names.sort();
  if (!names.some((name) => name.includes('\n'))) shapes.set(shape, ordered);
  return ordered;
}

function listInOrder(list: readonly unknown[], disclosures: Disclosures): unknown[] | undefined {
  const ordered: unknown[] = [];
  for (const item of list) {
    const field = fieldInOrder(item, disclosures);
    if (field === undefined && item !== undefined) return undefined;
    ordered.push(field);
  }
  return ordered;
}

/** Undefined for what the library has to judge. */
function fieldInOrder(value: unknown, disclosures: Disclosures): unknown {
  if (typeof value === 'object' && value !== null) return inOrder(value, disclosures);
  return typeof value === 'number' && !Number.isFinite(value) ? undefined : value;
}
