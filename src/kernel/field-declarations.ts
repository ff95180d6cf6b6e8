import 'reflect-metadata';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsOptional, ValidateBy } from 'class-validator';
import type { LedgerEvent } from './entry.js';

/** How commands declare their fields: what `fields.ts` and `nested-fields.ts` make their decorators of. */

export type JsonSchema = Record<string, unknown>;

/** A field of a command, as it was declared. */
export interface FieldSpec {
  name: string;
  required: boolean;
  /** Schema of the value, or of one item when `many`; a nested class stands in `nested`. */
  schema: JsonSchema;
  many?: boolean;
  limits?: { minItems?: number; maxItems?: number };
  nested?: () => Constructor;
  /** Whether a value is personal: sealed before anything is decided. */
  personal?: IsPersonal;
  /** Kind of the record that the value names; `*` where the value itself says it (`{ kind, id, event }`). */
  refersTo?: string;
}

export type Constructor<T = object> = new () => T;

/** What every field may say. */
export interface Options {
  optional?: boolean;
}

const FIELDS = new WeakMap<object, FieldSpec[]>();

/** The declared fields of a command class, inherited ones first. */
export function fieldsOf(type: Constructor): FieldSpec[] {
  const fields: FieldSpec[] = [];
  let p = type.prototype as object;
  while (p !== Object.prototype) {
    fields.unshift(...(FIELDS.get(p) ?? []));
    p = Object.getPrototypeOf(p) as object;
  }
  return fields;
}

/** Notes that a class declares a field. */
export function declare(target: object, spec: FieldSpec): void {
  FIELDS.set(target, [...(FIELDS.get(target) ?? []), spec]);
}

/**
 * Whether a value of a field is personal.
 * @param command the command in which it stands; of a correction, the fields that it changes
 * @param entries what is recorded of the thing so far
 */
export type IsPersonal = (value: unknown, command: object, entries: readonly LedgerEvent[]) => boolean;

/** Undefined for a good value, else the sentence that says what is wrong. */
export type Check = (value: unknown) => string | undefined;
export type LeafExtras = Pick<FieldSpec, 'personal' | 'refersTo'> & { many?: { min?: number; max: number } };

/** A field whose whole rule is one check: undefined when good, else the sentence that says what is wrong. */
export function leaf(
  rule: string,
  check: Check,
  schema: JsonSchema,
  options: Options,
  extras: LeafExtras = {},
): PropertyDecorator {
  const { many, ...rest } = extras;
  const validate = ValidateBy(
    {
      name: rule,
      validator: {
        validate: (value: unknown) => check(value) === undefined,
        defaultMessage: (args) => describe(check, args?.value, many !== undefined),
      },
    },
    many ? { each: true } : undefined,
  );
  return (target, property) => {
    const name = String(property);
    declare(target, {
      name,
      required: options.optional !== true,
      schema,
      ...rest,
      ...(many ? { many: true, limits: { minItems: many.min ?? 0, maxItems: many.max } } : {}),
    });
    if (options.optional) IsOptional()(target, property);
    if (many) {
      IsArray()(target, property);
      ArrayMinSize(many.min ?? 0)(target, property);
      ArrayMaxSize(many.max)(target, property);
      ArrayUnique({ message: 'must not name the same thing twice' })(target, property);
    }
    validate(target, property);
  };
}

function describe(check: Check, value: unknown, many: boolean): string {
  if (!many || !Array.isArray(value)) return check(value) ?? '';
  return value.map(check).find((said) => said !== undefined) ?? '';
}

/** Refuses an object with properties that its form does not have, before its own check. */
export function onlyWith(names: readonly string[], check: Check): Check {
  return (value) => {
    const strange =
      typeof value === 'object' && value !== null
        ? Object.keys(value).find((name) => !names.includes(name))
        : undefined;
    return strange === undefined ? check(value) : `has no property ${strange}; it takes ${names.join(', ')}`;
  };
}

/** Turns a check of a string into one of an unknown value. */
export function onText(check: (text: string) => string | undefined): Check {
  return (value) => (typeof value === 'string' ? check(value) : 'must be a string');
}

/** The sentence where something is not good. */
export function said(good: boolean, sentence: string): string | undefined {
  return good ? undefined : sentence;
}
