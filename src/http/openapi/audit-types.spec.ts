import type { CommandResultBody } from '../../commands/recorder.js';
import type { Exact } from '../../kernel/schema-types.js';
import type { AnswerOf } from '../../questions/answerers.js';
import type { AuditAnswers } from './audit-schemas.js';
import type { CommonAnswers } from './schemas.js';

/** `true` where a type is another one, and has no property, at any depth, that the other does not have. */
type Fits<T, Described> = T extends Described ? (T extends Exact<T, Described> ? true : false) : false;

describe('what is sent', () => {
  it('is what its schema describes, and has no other property', () => {
    const fits: [
      Fits<AnswerOf<'diff'>, AuditAnswers['Difference']>,
      Fits<AnswerOf<'explain'>, AuditAnswers['Explanation']>,
      Fits<AnswerOf<'replay'>, AuditAnswers['Replay']>,
      Fits<AnswerOf<'corrections'>, AuditAnswers['RecordCorrections']>,
      Fits<AnswerOf<'allCorrections'>, AuditAnswers['LedgerCorrections']>,
      Fits<AnswerOf<'comparison'>, AuditAnswers['ListComparison']>,
      Fits<AnswerOf<'history'>, CommonAnswers['History']>,
      Fits<AnswerOf<'related'>, CommonAnswers['Related']>,
      Fits<AnswerOf<'regionPair'>, CommonAnswers['RegionPair']>,
      Fits<CommandResultBody, CommonAnswers['Receipt']>,
    ] = [true, true, true, true, true, true, true, true, true, true];
    const more: Fits<AnswerOf<'related'> & { pages: number }, CommonAnswers['Related']> = false;
    expect([...fits, more]).not.toContain(undefined);
  });
});
