import { EntryRefFields } from '../../kernel/act-fields.js';
import type { Constructor, FieldSpec } from '../../kernel/fields.js';
import { fieldsOf } from '../../kernel/fields.js';
import { pointerStep } from '../../kernel/json-pointer.js';
import type { RecordKind } from '../../kernel/kind.js';
import { commandsOf } from '../../registry/registry.js';

/** `@deal`: the record of the command that the batch calls so; `@deal.entry`: the first entry that this command records. */
const REFERENCE = /^@([a-z][a-z0-9-]*)(\.entry)?$/;

/** The id that a reference stands for. */
export type Meaning = (name: string, part: 'record' | 'entry', pointer: string) => string;

/** The id that a reference stands for, or the text as it is. */
export function idBehind(text: string, pointer: string, meaning: Meaning): string {
  const [, name, entry] = REFERENCE.exec(text) ?? [];
  return name === undefined ? text : meaning(name, entry === undefined ? 'record' : 'entry', pointer);
}

/**
 * A command's body with ids in place of references. They are looked for where the command's fields take ids of records or
 * entries, and nowhere else: a title may begin with `@`.
 */
export function withIds(kind: RecordKind, type: Constructor, body: object, at: string, meaning: Meaning): object {
  const idIn = (value: unknown, pointer: string): unknown =>
    typeof value === 'string' ? idBehind(value, pointer, meaning) : value;
  const inField = (spec: FieldSpec, holder: Constructor, value: unknown, pointer: string): unknown => {
    if (Array.isArray(value)) return value.map((item, index) => inField(spec, holder, item, `${pointer}/${index}`));
    if (takesIds(spec, holder)) return idIn(value, pointer);
    if (typeof value !== 'object' || value === null) return value;
    if (spec.nested) return inObject([spec.nested()], value, pointer);
    // What a correction changes are fields of whichever command recorded the entry.
    const isOfOtherCommands = spec.name === 'changes' && spec.schema.additionalProperties === true;
    return isOfOtherCommands
      ? inObject(
          commandsOf(kind).map((each) => each.type),
          value,
          pointer,
        )
      : value;
  };
  const inObject = (types: readonly Constructor[], value: object, pointer: string): object =>
    Object.fromEntries(
      Object.entries(value).map(([name, inner]: [string, unknown]) => {
        const holder = types.find((each) => fieldsOf(each).some((spec) => spec.name === name));
        const spec = holder && fieldsOf(holder).find((each) => each.name === name);
        return [name, spec ? inField(spec, holder, inner, `${pointer}${pointerStep(name)}`) : inner];
      }),
    );
  return inObject([type], body, at);
}

function takesIds({ name, refersTo, schema }: FieldSpec, holder: Constructor): boolean {
  if (holder === EntryRefFields && name === 'id') return true;
  return (refersTo !== undefined && refersTo !== '*') || schema.format === 'uuid';
}
