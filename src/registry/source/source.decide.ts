import type { Decision } from '../../kernel/decider.js';
import { decision, ensureCompletedAct, ensure, recorded, ensureIfLive } from '../../kernel/decider.js';
import type { RecordOnDay } from '../../kernel/dated.js';
import type { RegisterSource, RetractSource } from './source.commands.js';
import type { SourceEvent } from './source.js';
import { sourceFacts } from './source.js';

type Outcome = Decision<SourceEvent>;

/** Any document can be registered; only an address that a browser opens safely is kept as its location. */
export function register(command: RegisterSource): Outcome {
  return decision(
    ensure(
      command.location === undefined || isWebAddress(command.location),
      'location-is-a-web-address',
      '/location',
      'The location is an absolute http or https address.',
    ),
    recorded('SourceRegistered', command),
  );
}

/** A source is taken back once, and in fact. */
export function retract(command: RetractSource, record: RecordOnDay<SourceEvent>): Outcome {
  return decision(
    [
      ...ensureCompletedAct(command, ['fact']),
      ...ensureIfLive(
        sourceFacts(record).retracted === undefined,
        'source-retracted-once',
        '',
        'The source has been retracted already.',
      ),
    ],
    recorded('SourceRetracted', command),
  );
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}
