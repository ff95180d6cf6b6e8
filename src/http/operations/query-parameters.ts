import type { FieldError } from '../../commands/problem.js';
import { Problem } from '../../commands/problem.js';
import { summaryOf } from '../../commands/validation.js';
import type { JsonSchema } from '../../kernel/fields.js';
import type { RecordKind } from '../../kernel/kind.js';

/** A query as the router gives it. */
export type RawQuery = Record<string, string | string[] | undefined>;

/** Why a value is refused: the rule that it breaks, and in words. */
export class Wrong {
  constructor(
    readonly rule: string,
    readonly detail: string,
  ) {}
}

/** One parameter of a query: what its description says of it, and how it is read. */
export interface QueryParameter<T> {
  /** Its name among the parameters of the API description. */
  readonly component: string;
  readonly description: string;
  /** What a value must be; where that depends on the kind, the description holds the parameter with each operation. */
  readonly schema: JsonSchema | ((kind: RecordKind | undefined) => JsonSchema);
  /** Whether a kind of record has it at all; all have it unless this says otherwise. */
  readonly isOf?: (kind: RecordKind) => boolean;
  readonly isRequired?: boolean;
  /** It may be given several times. */
  readonly isMany?: boolean;
  /** `?name` and `?name=` are a value too. */
  readonly isBare?: boolean;
  /** An example for those who try it out. */
  readonly example?: unknown;
  /** What it comes to where it is not given. */
  readonly absent: T | Wrong;
  readonly read: (texts: readonly [string, ...string[]], kind: RecordKind | undefined) => T | Wrong;
}

export type QueryParameters = Readonly<Record<string, QueryParameter<unknown>>>;

/** The values of parameters. */
export type ValuesOf<Q extends QueryParameters> = {
  readonly [N in keyof Q]: Q[N] extends QueryParameter<infer T> ? T : never;
};

/** Reads a query by the parameters that there are; others, and values that can mean nothing, are refused. @throws Problem */
export function readQuery<Q extends QueryParameters>(parameters: Q, query: RawQuery, kind?: RecordKind): ValuesOf<Q> {
  const { known, absent } = knownOf(parameters, kind);
  const asked = Object.keys(query);
  if (asked.length === 0 && absent !== undefined) return absent as ValuesOf<Q>;
  const names = known.map(([name]) => name);
  const faults = asked
    .filter((name) => !names.includes(name))
    .map((name) =>
      faultOf(name, 'unknown-parameter', `is not a parameter here; there are ${names.join(', ') || 'none'}`),
    );
  const values = known.map(([name, parameter]) => {
    const given = textsOf(query[name], parameter.isBare === true);
    if (given.length > 1 && parameter.isMany !== true) faults.push(faultOf(name, 'once', 'may be given only once'));
    const [first, ...others] = given;
    const value = first === undefined ? parameter.absent : parameter.read([first, ...others], kind);
    if (value instanceof Wrong) faults.push(faultOf(name, value.rule, value.detail));
    return [name, value] as const;
  });
  refuse(faults);
  return Object.fromEntries(values) as ValuesOf<Q>;
}

/** The parameters of an operation, and what is read where none is given; undefined where one is needed. */
interface Known {
  readonly known: readonly (readonly [name: string, parameter: QueryParameter<unknown>])[];
  readonly absent: object | undefined;
}

/** Every request asks for them: what parameters there are, by the kind that is asked about. */
const KNOWN = new WeakMap<QueryParameters, Map<RecordKind | undefined, Known>>();

function knownOf(parameters: QueryParameters, kind: RecordKind | undefined): Known {
  let byKind = KNOWN.get(parameters);
  if (!byKind) {
    byKind = new Map<RecordKind | undefined, Known>();
    KNOWN.set(parameters, byKind);
  }
  let parametersOfKind = byKind.get(kind);
  if (!parametersOfKind) {
    const known = Object.entries(parameters).filter(([, { isOf }]) => kind === undefined || isOf?.(kind) !== false);
    const absent = known.map(([name, parameter]) => [name, parameter.absent] as const);
    const isOneNeeded = absent.some(([, value]) => value instanceof Wrong);
    parametersOfKind = { known, absent: isOneNeeded ? undefined : Object.freeze(Object.fromEntries(absent)) };
    byKind.set(kind, parametersOfKind);
  }
  return parametersOfKind;
}

/** An empty value is none, but where the bare name says something. */
function textsOf(value: string | string[] | undefined, isBare: boolean): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).filter((text) => isBare || text !== '');
}

/** A rule that a query parameter breaks. */
export function faultOf(parameter: string, rule: string, detail: string): FieldError {
  return { pointer: `?${parameter}`, rule, detail };
}

/** Goes on only where no rule was broken. @throws Problem */
export function refuse(faults: readonly FieldError[]): void {
  if (faults.length > 0) throw new Problem('invalid-parameter', summaryOf(faults), faults);
}
