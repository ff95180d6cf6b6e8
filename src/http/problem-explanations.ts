import type { ProblemName } from '../commands/problem.js';
import { PROBLEMS } from '../commands/problem.js';
import { problemTitle } from '../words/words.js';
import { PROBLEM_TYPES } from './problem-filter.js';

/** When a problem is met, and what to do about it. */
interface Explanation {
  readonly when: string;
  readonly remedy: string;
}

const EXPLANATIONS: Record<ProblemName, Explanation> = {
  'malformed-request': {
    when: 'What arrived cannot be read as a request of HTTP/1.1, or not as one that the server takes.',
    remedy: 'Look at what the client or a proxy on the way sends.',
  },
  'malformed-json': {
    when:
      'The body is no JSON, or holds what JSON readers understand differently: a name twice, a whole number beyond 2^53, ' +
      'half a character, more than 32 levels.',
    remedy: 'Write the body with a JSON library; `errors` name the place.',
  },
  'invalid-parameter': {
    when: 'A parameter of the query or of the path is unknown here, stands there too often, or has a value that means nothing.',
    remedy: 'Look at `errors`: each names the parameter as `?name` and says what it takes. /docs lists the parameters.',
  },
  'invalid-header': {
    when: 'Idempotency-Key, If-Match or Ledger-Position is not what the ledger gives or takes.',
    remedy: 'Send entity tags and positions as they were answered, and keys of 1 to 255 printable ASCII characters.',
  },
  'idempotency-key-missing': {
    when: 'A command came without an Idempotency-Key: sent twice, it would be recorded twice.',
    remedy:
      'Send a key of your choice, new for every command, and the same one when you repeat it. A dry run needs none.',
  },
  'not-found': {
    when: 'Nothing is at this address, or there is no record, event or place in the log with this id.',
    remedy: 'Check the address and the id. After a write, send its Ledger-Position, and the query waits for it.',
  },
  pending: {
    when: 'The event is recorded, and no signed checkpoint covers it yet: one is signed about every second.',
    remedy: 'Ask again after the seconds in Retry-After.',
  },
  'method-not-allowed': {
    when: 'Something is at this address, but it does not take this method.',
    remedy: 'Use one of the methods in the Allow header. Nothing is ever changed or deleted here: commands are POSTed.',
  },
  'not-acceptable': {
    when: 'The Accept header excludes every media type in which this can be answered.',
    remedy: 'Accept application/json, or what `detail` names; or send no Accept header.',
  },
  'request-timeout': {
    when: 'The rest of the request did not arrive in time, or the client had too many connections that waited for it.',
    remedy: 'Send it again in one go. A command with the same Idempotency-Key is recorded once.',
  },
  'in-flight': {
    when: 'Another request with the same Idempotency-Key is being worked on.',
    remedy: 'Wait for its answer, or send this one again after the seconds in Retry-After: it gets the same answer.',
  },
  'already-recorded': {
    when: 'A command begins a record that is there already, as a region that was recorded before.',
    remedy: 'Read the record, and send it a change instead.',
  },
  'life-cycle': {
    when:
      'Nothing is wrong with the fields of the command, but the record is in a state that does not allow this step: an ' +
      'agreement is not open for signature, say, or the record is void. `rule` names what stands against it.',
    remedy:
      'Read the record, and send the step that is due. What an old register states is sent with `"recording": "historical"`: ' +
      'it is kept with a warning.',
  },
  stale: {
    when: 'The record is not at a revision that If-Match names: somebody has changed it since it was read.',
    remedy: 'Read it again, decide whether the change still holds, and send that with the new ETag.',
  },
  'too-large': {
    when: 'The body has more than 256 KiB, or the event that it comes to more than 65,535 bytes.',
    remedy: 'Shorten the texts: a long text is kept elsewhere, and registered as a source with its SHA-256.',
  },
  'unsupported-media-type': {
    when: 'The body of a command is not sent as application/json, or is compressed, or not in UTF-8.',
    remedy: 'Send it with `Content-Type: application/json`, in UTF-8 and without a Content-Encoding.',
  },
  'expectation-failed': {
    when: 'The Expect header asks for something else than 100-continue.',
    remedy: 'Send the request without it.',
  },
  'misdirected-request': {
    when:
      'The request names a host under which this ledger does not answer. It serves localhost, IP addresses and the names ' +
      'in `LEDGER_HOSTS`, so that no page of another site can have its own name lead here.',
    remedy: 'Use one of its names, or ask whoever runs the ledger to add yours to `LEDGER_HOSTS`.',
  },
  'invalid-fields': {
    when: 'Fields of the body are missing, unknown or of another form than the command takes.',
    remedy: 'Look at `errors`: each names the field by its JSON pointer, the rule, and what it takes.',
  },
  'rule-broken': {
    when:
      'A field of the command breaks a rule of the register, by itself or together with what is on record: a signature of ' +
      'the same party twice, say, or a date to come.',
    remedy: 'Look at `errors`, which name the rule and the field; the same command would be refused again.',
  },
  'key-reused': {
    when: 'The Idempotency-Key was used before, for another command.',
    remedy: 'Take a new key for every command.',
  },
  'precondition-required': {
    when: 'A change came without If-Match, so it is unknown which state of the record it was decided on.',
    remedy: 'Send the ETag of the record as you read it, or `*` where any state will do. A dry run needs none.',
  },
  'headers-too-large': {
    when: 'The address and the headers together have more bytes than the server reads.',
    remedy: 'Shorten the query, or send fewer cookies and other headers.',
  },
  'internal-error': {
    when: 'The ledger failed while it answered. What was acknowledged before is not lost.',
    remedy: 'Try again with the same Idempotency-Key, and tell whoever runs the ledger the correlation id.',
  },
  'store-unavailable': {
    when: 'The event store cannot be reached, or did not answer in time; whether a command was recorded is then not known.',
    remedy:
      'Send the same request with the same Idempotency-Key again after the seconds in Retry-After: it is recorded once.',
  },
  'log-refused': {
    when:
      'The event log is not the one that was signed, or lacks what was shown before: a backup was restored, or somebody has ' +
      'changed it. Nothing is recorded until somebody has looked.',
    remedy: 'Tell whoever runs the ledger; /health/ready says what was found.',
  },
  'too-busy': {
    when:
      'Questions that take long (what was recorded in the past, explanations, comparisons) are answered a few at once; more ' +
      'of them wait already, of this client or of all, than the ledger keeps waiting, or this one took too long. Of commands: ' +
      'so many on one record are under way that this one did not get its turn, and nothing of it was recorded.',
    remedy:
      'Ask again after the seconds in Retry-After, and a few questions at a time. Send a command again with the same ' +
      'Idempotency-Key.',
  },
  'clock-not-confirmed': {
    when:
      'The clock of the machine was set by more than five minutes while the ledger ran, or was behind what had been recorded ' +
      'when it started. A wrong time of recording cannot be taken back, so nothing is recorded; queries are answered.',
    remedy:
      'Tell whoever runs the ledger: they set the clock and confirm it with `npm run ledger -- confirm-clock`. Then send the ' +
      'command again with the same Idempotency-Key.',
  },
  'views-behind': {
    when: 'The status views have not come to the position or moment that the request names.',
    remedy: 'Ask again after the seconds in Retry-After.',
  },
  'storage-full': {
    when: 'The disk of the event store is full.',
    remedy: 'Tell whoever runs the ledger, and send the command again later with the same Idempotency-Key.',
  },
};

/** A problem as its address explains it; undefined for a name that no problem has. */
export function explainedProblem(
  name: string,
): ({ type: string; title: string; status: number } & Explanation) | undefined {
  if (!Object.hasOwn(PROBLEMS, name)) return undefined;
  const problem = name as ProblemName;
  return {
    type: `${PROBLEM_TYPES}${name}`,
    title: problemTitle(problem, 'en'),
    status: PROBLEMS[problem],
    ...EXPLANATIONS[problem],
  };
}
