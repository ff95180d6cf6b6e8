import type { Difference, Explanation, LedgerCorrections, ReplayPage, CorrectionsPage } from '../../audit/index.js';
import type { CommandResultBody } from '../../commands/recorder.js';
import type { Exact } from '../../kernel/schema-types.js';
import type { ListChange, RegionPair, Related } from '../../projections/index.js';
import type { AuditAnswers } from './audit-schemas.js';
import type { CommonAnswers } from './schemas.js';

/** `true` where a type has no property, at any depth, that the other does not have. */
type Fits<T, Described> = T extends Exact<T, Described> ? true : false;

type ItemsOf<T> = T extends readonly (infer I)[] ? I : never;

describe('what is sent', () => {
  it('has no property that its schema does not have; the types of those that it has are held where it is sent', () => {
    const fits: [
      Fits<Difference, AuditAnswers['Difference']>,
      Fits<Explanation, AuditAnswers['Explanation']>,
      Fits<ReplayPage['states'], AuditAnswers['Replay']['states']>,
      Fits<CorrectionsPage['corrections'], AuditAnswers['RecordCorrections']['corrections']>,
      Fits<LedgerCorrections['corrections'], AuditAnswers['LedgerCorrections']['items']>,
      Fits<ListChange, ItemsOf<AuditAnswers['ListComparison']['items']>>,
      Fits<Related, CommonAnswers['Related']>,
      Fits<RegionPair, CommonAnswers['RegionPair']>,
      Fits<CommandResultBody, CommonAnswers['Receipt']>,
    ] = [true, true, true, true, true, true, true, true, true];
    const more: Fits<Related & { pages: number }, CommonAnswers['Related']> = false;
    expect([...fits, more]).not.toContain(undefined);
  });
});
