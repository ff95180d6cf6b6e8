import type { JsonSchema } from './field-declarations.js';

/** Where a schema carries the type of its values. No object has this property: it is for the compiler alone. */
declare const VALUE: unique symbol;

/** A JSON Schema of values of the type `T`. */
export interface Schema<T = unknown> extends JsonSchema {
  readonly [VALUE]?: T;
}

/** The type of the values that a schema describes; `unknown` for a schema that does not say. */
export type Static<S> = S extends Schema<infer T> ? T : never;

/** Schemas of the properties of an object, by name. */
export type Properties = Record<string, JsonSchema>;

/** An object whose first properties are always there, and whose others may be absent. */
export type ObjectOf<A extends Properties, S extends Properties = Record<never, never>> = Flat<
  { [K in keyof A]: Static<A[K]> } & { [K in keyof S]?: Static<S[K]> }
>;

type Flat<T> = { [K in keyof T]: T[K] };

/**
 * `V` where it has only properties that `T` has, at any depth; each other property becomes `never`, so that a `V` with one
 * does not fit. The compiler itself looks for unknown properties in plain object literals only, not in those with a
 * spread, and not in what a callback gives.
 */
export type Exact<V, T> = unknown extends T
  ? V
  : V extends readonly (infer I)[]
    ? readonly Exact<I, ItemOf<T>>[]
    : V extends object
      ? { [K in keyof V]: K extends KeyOf<T> ? Exact<V[K], PropertyOf<T, K>> : never }
      : V;

type ItemOf<T> = T extends readonly (infer I)[] ? I : never;
// Each member of a union has its say.
type KeyOf<T> = T extends unknown ? keyof T : never;
type PropertyOf<T, K> = T extends unknown ? (K extends keyof T ? T[K] : never) : never;
