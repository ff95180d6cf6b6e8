import type { Constructor, FieldSpec } from '../kernel/fields.js';
import { fieldsOf } from '../kernel/fields.js';
import type { LedgerEvent } from '../kernel/entry.js';
import type { Disclosure } from '../kernel/personal.js';
import type { Seals } from './seals.js';
import type { Reference } from '../registry/common-rules.js';

/** A command as plain data with every personal value sealed, and what lies behind the seals. */
export interface SealedCommand {
  command: Record<string, unknown>;
  disclosures: Disclosure[];
}

/**
 * Seals the personal fields of a command by what its class declares; what is undefined is left out.
 * @param entries what is recorded of the thing so far: it may say that a name is that of a person
 */
export function sealCommand(
  type: Constructor,
  command: object,
  seals: Seals,
  entries: readonly LedgerEvent[] = [],
): SealedCommand {
  const disclosures: Disclosure[] = [];
  const sealOne = (spec: FieldSpec, value: unknown): unknown => {
    if (value === null || value === undefined) return value;
    if (spec.personal?.(value, command, entries)) {
      const { sealed, disclosure } = seals.seal(spec.name, value);
      disclosures.push(disclosure);
      return sealed;
    }
    if (!spec.nested) return value;
    const nested = spec.nested();
    return spec.many ? (value as object[]).map((item) => sealInner(nested, item)) : sealInner(nested, value);
  };
  const sealFields = (fields: Constructor, from: object): [name: string, value: unknown][] =>
    fieldsOf(fields)
      .map((spec): [string, unknown] => [spec.name, sealOne(spec, (from as Record<string, unknown>)[spec.name])])
      .filter(([, value]) => value !== undefined);
  // Null and absent are the same, but in the outermost fields of a correction, where null takes one away.
  const sealInner = (fields: Constructor, from: object): object =>
    Object.fromEntries(sealFields(fields, from).filter(([, value]) => value !== null));
  return { command: Object.fromEntries(sealFields(type, command)), disclosures };
}

/** The records that a command's fields name, each with its pointer. */
export function referencesIn(type: Constructor, command: object, at = ''): Reference[] {
  return fieldsOf(type).flatMap((spec) => {
    const value = (command as Record<string, unknown>)[spec.name];
    if (value === undefined || value === null) return [];
    const pointer = `${at}/${spec.name}`;
    const items = spec.many
      ? (value as unknown[]).map((item, index) => [item, `${pointer}/${index}`] as const)
      : [[value, pointer] as const];
    return items.flatMap(([item, place]) => referencesOf(spec, item, place));
  });
}

function referencesOf(spec: FieldSpec, value: unknown, pointer: string): Reference[] {
  if (spec.refersTo === '*') {
    const { kind, id, event } = value as Reference;
    return [{ pointer, kind, id, ...(event === undefined ? {} : { event }) }];
  }
  if (spec.refersTo !== undefined) return [{ pointer, kind: spec.refersTo, id: value as string }];
  return spec.nested ? referencesIn(spec.nested(), value as object, pointer) : [];
}
