/** One thing that is wrong with a request: where (JSON pointer), by which rule, and in words. */
export interface FieldError {
  pointer: string;
  rule: string;
  detail: string;
}

/**
 * Every way in which the ledger refuses a request, with its HTTP status. The name is the end of the problem's stable
 * `type` URI (RFC 9457); its title stands in `locales`.
 */
export const PROBLEMS = {
  'malformed-request': 400,
  'malformed-json': 400,
  'invalid-parameter': 400,
  'invalid-header': 400,
  'idempotency-key-missing': 400,
  'not-found': 404,
  pending: 404,
  'method-not-allowed': 405,
  'not-acceptable': 406,
  'request-timeout': 408,
  'in-flight': 409,
  'already-recorded': 409,
  'life-cycle': 409,
  stale: 412,
  'too-large': 413,
  'unsupported-media-type': 415,
  'expectation-failed': 417,
  'misdirected-request': 421,
  'invalid-fields': 422,
  'rule-broken': 422,
  'key-reused': 422,
  'precondition-required': 428,
  'headers-too-large': 431,
  'internal-error': 500,
  'store-unavailable': 503,
  'log-refused': 503,
  'clock-not-confirmed': 503,
  'too-busy': 503,
  'views-behind': 503,
  'storage-full': 507,
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
    return PROBLEMS[this.problem];
  }
}
