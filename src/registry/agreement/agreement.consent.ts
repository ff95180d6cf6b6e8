import type { DatedEntry } from '../../kernel/dated.js';
import { onceBy } from '../../kernel/dated.js';
import type { Bounds, Day } from '../../kernel/edtf.js';
import { boundsOf, moveBounds } from '../../kernel/edtf.js';
import { firstOfMonthAfter, lastDayOfTerm } from '../../kernel/term.js';
import type { AgreementFacts } from './agreement.js';
import { leavesOn, standingFor } from './agreement.js';
import { laterOf, latestOf, nthOf } from './agreement.bounds.js';

/** A party's consent to be bound by an agreement (rule 14), or what several of them come to. */
export interface Consent {
  readonly when: Bounds;
  /** The acts by which it was given. */
  readonly by: readonly DatedEntry[];
}

/** What each party has done, by its id: agreements may have hundreds of parties. */
interface ActsOfParties {
  readonly signatures: ReadonlyMap<string, AgreementFacts['signatures'][number]>;
  readonly consents: ReadonlyMap<string, AgreementFacts['consents'][number]>;
  readonly accessions: ReadonlyMap<string, AgreementFacts['accessions'][number]>;
}

/** The signatures, consents and accessions of an agreement by party. */
export const actsOfParties = onceBy(
  (facts: AgreementFacts) => facts,
  ({ signatures, consents, accessions }: AgreementFacts): ActsOfParties => ({
    signatures: byParty(signatures),
    consents: byParty(consents),
    accessions: byParty(accessions),
  }),
);

function byParty<E extends { data: { party: string } }>(entries: readonly E[]): Map<string, E> {
  // The first of a party counts.
  return new Map([...entries].reverse().map((entry) => [entry.data.party, entry]));
}

/** The acts by which every original party has signed the current text (rule 2); null while one is missing. */
export function lastSignature(facts: AgreementFacts): Consent | null {
  const { original, signedByAll } = facts;
  if (original.length === 0) return signedByAll ? givenBy([signedByAll]) : null;
  const { signatures } = actsOfParties(facts);
  const given = original.map((party) => signatures.get(party) ?? signedByAll);
  return given.every((entry) => entry !== undefined) ? givenBy([...new Set(given)]) : null;
}

function givenBy(by: readonly DatedEntry[]): Consent {
  return { when: latestOf(by), by };
}

/**
 * When a party consented to be bound: by its signature, unless that is subject to ratification, acceptance or approval; by
 * such an act; or by accession.
 */
export function consentOf(party: string, facts: AgreementFacts): Consent | null {
  const acts = actsOfParties(facts);
  const accession = acts.accessions.get(party);
  if (accession) return givenBy([accession]);
  const [given, signature] = [acts.consents.get(party), acts.signatures.get(party)];
  if (given) return givenBy(signature ? [signature, given] : [given]);
  if (signature) return signature.data.subjectTo === undefined ? givenBy([signature]) : null;
  return facts.signedByAll && facts.original.includes(party) ? givenBy([facts.signedByAll]) : null;
}

/** When a party signed, or joined by an accession, which is both its signature and its consent. */
function signatureOf(party: string, facts: AgreementFacts): Consent | null {
  const acts = actsOfParties(facts);
  const signed = acts.accessions.get(party) ?? acts.signatures.get(party);
  if (signed) return givenBy([signed]);
  return facts.signedByAll && facts.original.includes(party) ? givenBy([facts.signedByAll]) : null;
}

/** The last of the consents on which force waits: of every original party, unless the agreement says whose; null while one is missing. */
export function lastConsent(facts: AgreementFacts): Consent | null {
  return lastNeeded(consentOf, facts);
}

/** The last signature of the parties on whose consents force waits (rule 11); null while one is missing. */
export function lastNeededSignature(facts: AgreementFacts): Consent | null {
  return lastNeeded(signatureOf, facts);
}

/** What a party has given: its consent, or its signature; null where it has not. */
type Given = (party: string, facts: AgreementFacts) => Consent | null;

function lastNeeded(given: Given, facts: AgreementFacts): Consent | null {
  const { count, parties: named, accessionsCount = false } = facts.forceRule?.data.consents ?? {};
  if (count === undefined && named === undefined) return lastOf(facts.original, given, facts) ?? ofAllUnnamed(facts);
  const ofNamed = named && lastOf(standingFor(named, facts), given, facts);
  if (ofNamed === null) return null;
  const ofSome = count === undefined ? undefined : nth(count, accessionsCount, given, facts);
  if (ofSome === null) return null;
  return [ofNamed, ofSome]
    .filter((consent) => consent !== undefined)
    .reduce((a, b) => ({ when: laterOf(a.when, b.when), by: [...new Set([...a.by, ...b.by])] }));
}

/** Of an old agreement whose parties nobody names a register may say that all have signed. */
function ofAllUnnamed({ original, signedByAll }: AgreementFacts): Consent | null {
  return original.length === 0 && signedByAll ? givenBy([signedByAll]) : null;
}

function lastOf(parties: readonly string[], givenIn: Given, facts: AgreementFacts): Consent | null {
  const given = parties.map((party) => givenIn(party, facts));
  if (given.length === 0 || given.some((consent) => consent === null)) return null;
  return givenBy([...new Set(given.flatMap((consent) => consent?.by ?? []))]);
}

/** The n-th that was given, whosever it was. */
function nth(count: number, accessionsCount: boolean, givenIn: Given, facts: AgreementFacts): Consent | null {
  const parties = accessionsCount ? facts.parties : facts.original;
  const given = parties.flatMap((party) => givenIn(party, facts) ?? []);
  if (given.length < count) return null;
  return {
    when: nthOf(
      given.map(({ when }) => when),
      count,
    ),
    by: [...new Set(given.flatMap(({ by }) => by))],
  };
}

/**
 * When a consent, or the last that is needed, takes effect: at once, or after the agreement's own delay; never before the day
 * that it names.
 */
export function inEffect(given: Bounds, { forceRule }: AgreementFacts): Bounds {
  const { offset, notBefore } = forceRule?.data ?? {};
  const delayed = (day: Day): Day | undefined => {
    if (offset === undefined) return day;
    const later = offset.duration === undefined ? day : afterDuration(day, offset.duration);
    return offset.monthStart === undefined ? later : later && firstOfMonthAfter(later, offset.monthStart);
  };
  const effect = moveBounds(given, delayed);
  return notBefore === undefined ? effect : laterOf(effect, boundsOf(notBefore));
}

/** The day so much later, as terms are counted: the thirtieth day after. */
function afterDuration(day: Day, duration: string): Day | undefined {
  return lastDayOfTerm(day, [{ duration, times: 1 }], { firstDayCounts: false });
}

/** Parties below which an agreement ends for all, unless it says another number. */
const FEWEST_PARTIES = 2;

/** The withdrawal with which too few parties are left, so that the agreement ends for all (rule 13); null while enough are. */
export function tooFewLeft(facts: AgreementFacts): Consent | null {
  const fewest = facts.forceRule?.data.endsBelow ?? FEWEST_PARTIES;
  const leaving = facts.parties.flatMap((party) => leavesOn(party, facts) ?? []);
  const count = facts.parties.length - fewest + 1;
  if (leaving.length === 0 || leaving.length < count) return null;
  return { when: nthOf(leaving, Math.max(count, 1)), by: facts.withdrawals };
}
