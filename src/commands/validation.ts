import { plainToInstance } from 'class-transformer';
import type { ValidationError } from 'class-validator';
import { validateSync } from 'class-validator';
import type { Constructor } from '../kernel/fields.js';
import { fieldsOf } from '../kernel/fields.js';
import { pointerStep } from '../kernel/json-pointer.js';
import { tooMuchIn } from './body-limits.js';
import type { FieldError } from './problem.js';
import { Problem } from './problem.js';

/**
 * A request body as a command: wrong types, unknown and missing fields are refused with their pointers.
 * `partly` checks only the fields that are there, each wholly (a correction names some of them; null takes an optional one
 * away).
 * @throws Problem `invalid-fields`
 */
export function readCommand(type: Constructor, body: unknown, at = '', partly = false): object {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Problem('invalid-fields', 'The body must be an object.', [
      { pointer: at, rule: 'object', detail: 'must be an object' },
    ]);
  }
  const tooMuch = tooMuchIn(type, body, at);
  if (tooMuch.length > 0) throw new Problem('invalid-fields', summaryOf(tooMuch), tooMuch);
  const given = partly ? takenAway(type, body, at) : withoutNulls(type, body);
  const command = plainToInstance(type, given);
  const errors = validateSync(command, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
  const asked = partly ? errors.filter(({ property }) => property in given) : errors;
  const faults = asked.flatMap((error) => faultsOf(error, at));
  if (faults.length > 0) throw new Problem('invalid-fields', summaryOf(faults), faults);
  return command;
}

/** One line over all faults, for people who read only that. */
export function summaryOf(faults: readonly FieldError[]): string {
  return faults.map(({ pointer, detail }) => (pointer === '' ? detail : `${pointer}: ${detail}`)).join('; ');
}

/** Null and absent are the same in a request, and in the objects with fields of their own that stand in it. */
function withoutNulls(type: Constructor, body: object): object {
  const nested = new Map(fieldsOf(type).map(({ name, nested: inner }) => [name, inner]));
  const given = Object.entries(body).filter(([, value]) => value !== null);
  return Object.fromEntries(given.map(([name, value]: [string, unknown]) => [name, clean(nested.get(name), value)]));
}

function clean(inner: (() => Constructor) | undefined, value: unknown): unknown {
  if (!inner || typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? value.map((item) => clean(inner, item)) : withoutNulls(inner(), value);
}

/** In a correction null takes a field away, which only an optional one can bear. */
function takenAway(type: Constructor, body: object, at: string): object {
  const required = new Set(fieldsOf(type).flatMap(({ name, required: needed }) => (needed ? [name] : [])));
  const faults = Object.entries(body)
    .filter(([name, value]) => value === null && required.has(name))
    .map(([name]) => ({ pointer: `${at}/${name}`, rule: 'required', detail: 'is required and cannot be taken away' }));
  if (faults.length > 0) throw new Problem('invalid-fields', summaryOf(faults), faults);
  return Object.fromEntries(
    Object.entries(body).map(([name, value]: [string, unknown]) => {
      const inner = fieldsOf(type).find((field) => field.name === name)?.nested;
      return [name, clean(inner, value)];
    }),
  );
}

function faultsOf(error: ValidationError, at: string): FieldError[] {
  const pointer = `${at}${pointerStep(error.property)}`;
  const inner = (error.children ?? []).flatMap((child) => faultsOf(child, pointer));
  const all = Object.entries(error.constraints ?? {});
  if (all.length === 0) return inner;
  if (error.value === undefined) return [{ pointer, rule: 'required', detail: 'is required' }];
  // What is no list breaks every rule about the items of one, too.
  const rules = 'isArray' in (error.constraints ?? {}) ? all.filter(([rule]) => rule === 'isArray') : all;
  return [...rules.map(([rule, detail]) => ({ pointer, ...named(rule, detail, error.property) })), ...inner];
}

/** Rules of class-validator by the names that clients see; those that the fields declare are named for them already. */
export const RULE_NAMES: Readonly<Record<string, string>> = {
  whitelistValidation: 'unknown-field',
  unknownValue: 'object',
  nestedValidation: 'object',
  isArray: 'list',
  arrayMinSize: 'too-few-items',
  arrayMaxSize: 'too-many-items',
  arrayUnique: 'repeated-item',
};

function named(rule: string, detail: string, property: string): Omit<FieldError, 'pointer'> {
  const name = RULE_NAMES[rule] ?? rule;
  if (name === 'unknown-field') return { rule: name, detail: `${property} is not a field of this request` };
  return { rule: name, detail: name === 'list' ? 'must be a list' : detail };
}
