import type { Decision } from '../../kernel/decider.js';
import { decision, ensureCompletedAct, ensure, recorded, ensureIfLive } from '../../kernel/decider.js';
import type { RecordOnDay } from '../../kernel/dated.js';
import type { RegisterSource, RetractSource } from './source.commands.js';
import type { SourceEvent } from './source.js';
import { sourceFacts } from './source.js';

type Outcome = Decision<SourceEvent>;

/**
 * Any document can be registered; only an address that a browser opens safely is kept as its location. Old papers that an
 * old register names may be at hand to nobody: they need no hash (rule 21).
 */
export function register(command: RegisterSource): Outcome {
  return decision(
    [
      ...ensure(
        command.sha256 !== undefined || command.recording === 'historical',
        'source-has-a-hash',
        '/sha256',
        'A source is known by its SHA-256; only one that an old register names (historical) may lack it.',
      ),
      ...ensure(
        command.location === undefined || isWebAddress(command.location),
        'location-is-a-web-address',
        '/location',
        'The location is an absolute http or https address.',
      ),
    ],
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
