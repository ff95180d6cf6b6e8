import { visit } from 'jsonc-parser';
import { Problem } from '../commands/problem.js';
import { pointerStep } from '../kernel/json-pointer.js';
import { hasLoneSurrogate, normaliseText } from '../kernel/names.js';

/** Deepest nesting of arrays and objects that a body may have. */
export const MAX_DEPTH = 32;

/** Most values in a body, arrays and objects included: no record says that much at once, and each costs its time. */
export const MAX_VALUES = 20_000;

/** Names that every object has: a check of which names are there would take them for known ones. */
const FORBIDDEN_NAMES = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);

/**
 * Parses a JSON body (RFC 8259) as strictly as canonical JSON needs (RFC 8785, I-JSON): valid UTF-8, no duplicate names, no lone
 * surrogates, no integer that a double cannot hold, at most 32 levels and 20,000 values. Text comes out in Unicode NFC.
 * @throws Problem `malformed-json` with the pointer of the place
 */
export function parseStrictJson(bytes: Buffer): unknown {
  const text = decodeUtf8(bytes);
  check(text);
  try {
    return normalised(JSON.parse(text));
  } catch {
    throw refusal('', 'json', 'is not valid JSON (RFC 8259)');
  }
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw refusal('', 'utf-8', 'is not valid UTF-8');
  }
}

function check(text: string): void {
  const names: Set<string>[] = [];
  let depth = 0;
  let values = 0;
  const count = (): void => {
    values += 1;
    if (values > MAX_VALUES) throw refusal('', 'number-of-values', `holds more than ${MAX_VALUES} values`);
  };
  const enter = (path: () => (string | number)[]): void => {
    count();
    depth += 1;
    if (depth > MAX_DEPTH) throw refusal(pointerTo(path()), 'depth', `is nested more than ${MAX_DEPTH} levels deep`);
  };
  visit(
    text,
    {
      onObjectBegin: (_offset, _length, _line, _column, path) => {
        enter(path);
        names.push(new Set());
      },
      onObjectEnd: () => {
        depth -= 1;
        names.pop();
      },
      onArrayBegin: (_offset, _length, _line, _column, path) => {
        enter(path);
      },
      onArrayEnd: () => {
        depth -= 1;
      },
      onObjectProperty: (name, _offset, _length, _line, _column, path) => {
        const place = pointerTo([...path(), name]);
        if (FORBIDDEN_NAMES.has(name)) throw refusal(place, 'property-name', 'is not a name that the ledger takes');
        if (hasLoneSurrogate(name)) {
          throw refusal(pointerTo(path()), 'lone-surrogate', 'has a name that holds half of a surrogate pair');
        }
        const known = names.at(-1);
        if (known?.has(name)) throw refusal(place, 'duplicate-key', 'stands twice in one object');
        known?.add(name);
      },
      onLiteralValue: (value, offset, length, _line, _column, path) => {
        count();
        if (typeof value === 'string' && hasLoneSurrogate(value)) {
          throw refusal(pointerTo(path()), 'lone-surrogate', 'holds half of a surrogate pair');
        }
        if (typeof value === 'number') checkNumber(text.slice(offset, offset + length), value, path);
      },
      onError: (_error, offset) => {
        throw refusal('', 'json', `is not valid JSON (RFC 8259), at character ${offset}`);
      },
    },
    { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false },
  );
}

function checkNumber(written: string, value: number, path: () => (string | number)[]): void {
  const isInteger = /^-?\d+$/.test(written);
  if ((isInteger && !Number.isSafeInteger(value)) || !Number.isFinite(value)) {
    throw refusal(
      pointerTo(path()),
      'safe-number',
      'is a number that would lose digits; send it as a string where one is taken',
    );
  }
}

function normalised(value: unknown): unknown {
  if (typeof value === 'string') return normaliseText(value);
  if (Array.isArray(value)) return value.map(normalised);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, normalised(inner)]));
}

function pointerTo(path: readonly (string | number)[]): string {
  return path.map(pointerStep).join('');
}

function refusal(pointer: string, rule: string, detail: string): Problem {
  return new Problem('malformed-json', `The body ${pointer === '' ? '' : `at ${pointer} `}${detail}.`, [
    { pointer, rule, detail },
  ]);
}
