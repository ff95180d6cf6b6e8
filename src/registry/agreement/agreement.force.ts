import type { DatedEntry } from '../../kernel/dated.js';
import { onceBy } from '../../kernel/dated.js';
import type { Bounds } from '../../kernel/edtf.js';
import { boundsOf, isQualified } from '../../kernel/edtf.js';
import type { Milestone } from '../../kernel/status.js';
import type { AgreementFacts, EntryOf } from './agreement.js';
import { laterOf } from './agreement.bounds.js';
import { consentOf, inEffect, lastConsent } from './agreement.consent.js';

/** When the agreement's own rule lets it enter into force: null while the rule, or a consent, is missing (rules 2 and 14). */
export const entryIntoForce = onceBy(
  (facts: AgreementFacts) => facts,
  (facts): Milestone<'in-force'> | null => {
    const rule = facts.forceRule;
    const consent = rule && lastConsent(facts);
    if (!consent) return null;
    const { entersIntoForce, on: fixed, notBefore } = rule.data;
    const day = fixed === undefined ? null : boundsOf(fixed);
    const from = (given: Bounds): Bounds => {
      const effect = inEffect(given, facts);
      return day && entersIntoForce === 'on-fixed-date' ? laterOf(day, effect) : effect;
    };
    const after = (...by: DatedEntry[]): Milestone<'in-force'> => ({
      status: 'in-force',
      when: from(by.map(({ when }) => when).reduce(laterOf, consent.when)),
      basis: [...new Set([rule, ...consent.by, ...by].map(({ id }) => id))],
      doubtful:
        [rule, ...consent.by, ...by].some((entry) => entry.isDoubtful) ||
        [fixed, notBefore].some((date) => date !== undefined && isQualified(date)),
      conflicting: latestByOthers([...consent.by, ...by]).map(from),
    });
    const once = (entry: DatedEntry | undefined) => (entry ? after(entry) : null);
    switch (entersIntoForce) {
      case 'on-last-signature':
      case 'on-fixed-date':
        return after();
      case 'on-registration':
        return once(countingRegistration(facts));
      case 'on-publication':
        return once(facts.published);
      default:
        return null;
    }
  },
);

/** When the last of several acts was done by each source that states another day of one of them. */
export function latestByOthers(entries: readonly DatedEntry[]): Bounds[] {
  return entries.flatMap((entry) =>
    entry.conflicting.map((other) => entries.map((each) => (each === entry ? other : each.when)).reduce(laterOf)),
  );
}

/** When a party is bound: not before the agreement is in force, and later by its own consent (rule 14). */
export function boundFrom(party: string, facts: AgreementFacts): Bounds | null {
  const consent = consentOf(party, facts);
  const force = entryIntoForce(facts)?.when;
  return consent && force ? laterOf(inEffect(consent.when, facts), force) : null;
}

/**
 * The registration by which entry into force counts: in the journal of the region that the agreement names, else the last
 * one (rule 14).
 */
export function countingRegistration({
  forceRule,
  registrations,
}: Pick<AgreementFacts, 'forceRule' | 'registrations'>): EntryOf<'AgreementRegistered'> | undefined {
  const named = forceRule?.data.registeredIn;
  return named === undefined ? registrations.at(-1) : registrations.find(({ data }) => data.region === named);
}
