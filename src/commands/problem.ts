/** One thing that is wrong with a request: where (JSON pointer), by which rule, and in words. */
export interface FieldError {
  pointer: string;
  rule: string;
  detail: string;
}

/**
 * Every way in which the ledger refuses a request, with its HTTP status. The name is the end of the problem's stable
 * `type` URI (RFC 9457).
 */
export const PROBLEMS = {
  'malformed-request': { status: 400, title: 'The request is not HTTP that the ledger takes' },
  'malformed-json': { status: 400, title: 'The body is not JSON that the ledger takes' },
  'invalid-parameter': { status: 400, title: 'A parameter of the request is not valid' },
  'invalid-header': { status: 400, title: 'A header of the request is not valid' },
  'idempotency-key-missing': { status: 400, title: 'An Idempotency-Key is needed' },
  'not-found': { status: 404, title: 'There is no such thing here' },
  pending: { status: 404, title: 'No signed checkpoint covers this yet' },
  'method-not-allowed': { status: 405, title: 'This address does not take the method' },
  'not-acceptable': { status: 406, title: 'The answer has none of the media types that the request accepts' },
  'request-timeout': { status: 408, title: 'The request did not arrive in time' },
  'in-flight': { status: 409, title: 'A request with this Idempotency-Key is being worked on' },
  'already-recorded': { status: 409, title: 'This is on record already' },
  'life-cycle': { status: 409, title: 'The life cycle does not allow this step now' },
  stale: { status: 412, title: 'The record has changed since you read it' },
  'too-large': { status: 413, title: 'The request is larger than the ledger takes' },
  'unsupported-media-type': { status: 415, title: 'The body must be application/json' },
  'invalid-fields': { status: 422, title: 'Fields of the request are not valid' },
  'rule-broken': { status: 422, title: 'A rule of the register is broken' },
  'key-reused': { status: 422, title: 'This Idempotency-Key was used for another request' },
  'precondition-required': { status: 428, title: 'An If-Match header is needed' },
  'headers-too-large': { status: 431, title: 'The address and headers are longer than the ledger takes' },
  'internal-error': { status: 500, title: 'The ledger failed' },
  'store-unavailable': { status: 503, title: 'The event store cannot be reached now' },
  'log-refused': { status: 503, title: 'The log is not the one that was seen before' },
  'clock-not-confirmed': { status: 503, title: 'The clock is in doubt' },
  'views-behind': { status: 503, title: 'The views have not reached that position yet' },
  'storage-full': { status: 507, title: 'The disk is full' },
} as const;

export type ProblemName = keyof typeof PROBLEMS;

/** A refusal; `faults` name the fields and rules, `retryAfter` is in seconds. */
export class Problem extends Error {
  constructor(
    readonly problem: ProblemName,
    detail: string,
    readonly faults: readonly FieldError[] = [],
    readonly retryAfter?: number,
  ) {
    super(detail);
    this.name = 'Problem';
  }

  get status(): number {
    return PROBLEMS[this.problem].status;
  }
}
