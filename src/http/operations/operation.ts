import type { ProblemName } from '../../commands/problem.js';
import { PROBLEMS } from '../../commands/problem.js';
import type { JsonSchema } from '../../kernel/fields.js';
import type { QueryParameters } from './query-parameters.js';

/**
 * One operation of HTTP, declared once: its route, what its query may hold, how it may be refused, and what the API
 * description says of it. In `path`, `id` and the texts, `{resource}`, `{Kind}`, `{Kinds}`, `{kind}`, `{kinds}` and
 * `{a kind}` stand for the names of each kind of record that has the operation (`forKind`).
 */
export interface Operation<Q extends QueryParameters = QueryParameters> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** A verb first, as a client's method would be named. */
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  readonly query: Q;
  /** Request headers beside the correlation id, which every request may carry. */
  readonly headers: readonly RequestHeader[];
  /** The body, where it is not that of a command. */
  readonly body?: { readonly schema: JsonSchema; readonly example: object };
  readonly refusals: readonly Refusal[];
  readonly answers: Readonly<Record<number, Answer>>;
  /**
   * Asked and answered in the same words for every kind: the description has it once, with the kind's resource as a
   * parameter. Hundreds of operations that differ in a word would make it too large to be read or loaded.
   */
  readonly isAlike?: boolean;
}

/** Declares an operation; its query parameters keep their types. */
export function operation<Q extends QueryParameters>(declared: Operation<Q>): Operation<Q> {
  return declared;
}

export type MediaType = 'application/json' | 'text/plain' | 'application/octet-stream';

export type RequestHeader = 'AcceptLanguage' | 'IdempotencyKey' | 'IfMatch' | 'IfNoneMatch' | 'LedgerPosition';

export type ResponseHeader =
  | 'Age'
  | 'ETag'
  | 'EtagOfFile'
  | 'EtagUnlessDryRun'
  | 'LedgerDay'
  | 'LedgerIndex'
  | 'LedgerPosition'
  | 'LedgerPositionUnlessDryRun'
  | 'Location';

/** A good answer. */
export interface Answer {
  /** Its name among the responses of the description, where several operations give it. */
  readonly component?: string;
  readonly description: string;
  readonly content?: Readonly<Partial<Record<MediaType, JsonSchema>>>;
  readonly headers?: readonly ResponseHeader[];
}

/** An answer in JSON. */
export function json(description: string, schema: JsonSchema, ...headers: readonly ResponseHeader[]): Answer {
  return { description, content: { 'application/json': schema }, headers };
}

/**
 * An answer in JSON from the views: while these cannot follow the log it says how old it may be, and which moment it is
 * about where that is not the present.
 */
export function viewed(description: string, schema: JsonSchema, ...headers: readonly ResponseHeader[]): Answer {
  return json(description, schema, 'Age', 'LedgerIndex', 'LedgerDay', ...headers);
}

/** The same answer of several operations, under a name. */
export function shared(component: string, answer: Answer): Answer {
  return { component, ...answer };
}

/** The answer to whoever holds the same already. */
export const NOT_MODIFIED = shared('NotModified', {
  description: 'Unchanged since the entity tag in If-None-Match.',
  headers: ['ETag', 'Age', 'LedgerIndex', 'LedgerDay'],
});

/** Every request asks for them. */
const OFFERS = new WeakMap<Operation, readonly MediaType[]>();

/** Media types in which an operation can answer. */
export function offersOf(operation: Operation): readonly MediaType[] {
  let offers = OFFERS.get(operation);
  if (offers === undefined) {
    const good = Object.entries(operation.answers).filter(([status]) => Number(status) < 300);
    offers = [...new Set(good.flatMap(([, { content = {} }]) => Object.keys(content) as MediaType[]))];
    OFFERS.set(operation, offers);
  }
  return offers;
}

/**
 * The sorts of refusals, each with the problems that share its status; the body's `type` tells which it is. The names are
 * those of the responses in the API description.
 */
export const REFUSALS = {
  BadQuery: ['invalid-parameter', 'invalid-header'],
  BadCommand: ['malformed-json', 'invalid-parameter', 'invalid-header', 'idempotency-key-missing'],
  NotAcceptable: ['not-acceptable'],
  NotFound: ['not-found'],
  NotSigned: ['pending'],
  NotInLog: ['not-found', 'pending'],
  Conflict: ['in-flight', 'life-cycle'],
  ConflictOrRecorded: ['in-flight', 'life-cycle', 'already-recorded'],
  Stale: ['stale'],
  TooLarge: ['too-large'],
  UnsupportedMediaType: ['unsupported-media-type'],
  Unprocessable: ['invalid-fields', 'rule-broken', 'key-reused'],
  PreconditionRequired: ['precondition-required'],
  Failed: ['internal-error'],
  Unavailable: ['views-behind', 'too-busy', 'store-unavailable'],
  UnavailableOrRefused: ['views-behind', 'too-busy', 'store-unavailable', 'log-refused', 'clock-not-confirmed'],
  StorageFull: ['storage-full'],
} as const satisfies Record<string, readonly ProblemName[]>;

export type Refusal = keyof typeof REFUSALS;

/** The status that the problems of a sort have in common. */
export function statusOf(refusal: Refusal): number {
  return PROBLEMS[REFUSALS[refusal][0]];
}

export const QUERY_REFUSALS: readonly Refusal[] = ['BadQuery', 'NotAcceptable', 'Failed', 'Unavailable'];
export const QUERY_OF_ONE_REFUSALS: readonly Refusal[] = [...QUERY_REFUSALS, 'NotFound'];

const COMMAND_REFUSALS: readonly Refusal[] = [
  'BadCommand',
  'NotAcceptable',
  'TooLarge',
  'UnsupportedMediaType',
  'Unprocessable',
  'Failed',
  'UnavailableOrRefused',
  'StorageFull',
];

export const BEGINNING_REFUSALS: readonly Refusal[] = [...COMMAND_REFUSALS, 'ConflictOrRecorded'];

export const CHANGE_REFUSALS: readonly Refusal[] = [
  ...COMMAND_REFUSALS,
  'NotFound',
  'Conflict',
  'Stale',
  'PreconditionRequired',
];
