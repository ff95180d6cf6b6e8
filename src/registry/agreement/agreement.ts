import type { Bounds } from '../../kernel/edtf.js';
import { boundsOf } from '../../kernel/edtf.js';
import type { DatedEntry, DatedRecord } from '../../kernel/dated.js';
import { activeEntries, oncePerRecord } from '../../kernel/dated.js';
import type { EffectiveEntry } from '../../kernel/effective.js';
import { effectiveEntries } from '../../kernel/effective.js';
import type { LedgerRecord } from '../../kernel/entry.js';
import { isCompleted } from '../../kernel/modality.js';
import { inOrder } from '../../kernel/status.js';
import { isLaterThan, laterOf, latestOf } from './agreement.bounds.js';
import type { AdoptAmendment, SignAmendment } from './agreement.commands.js';
import type { AgreementEvent, AgreementFacts, Amendment, EntryOf, ProvisionalApplication } from './agreement.facts.js';

export type { AgreementStatus } from './agreement.life-cycle.js';
export type * from './agreement.facts.js';

type RequestEvent = Extract<AgreementEvent, { type: 'RegistrationRequested' }>;

/**
 * Collects the dated facts in the order in which they happened, as far as dates tell: an older text that is recorded late
 * voids nothing. A new text voids the signatures under the old one (rule 1).
 */
export const agreementFacts = oncePerRecord((record: DatedRecord<AgreementEvent>): AgreementFacts => {
  const facts: AgreementFacts = {
    original: [],
    parties: [],
    described: [],
    roles: [],
    texts: [],
    signatures: [],
    voidSignatures: [],
    amendments: [],
    statusChanges: [],
    stated: [],
    consents: [],
    accessions: [],
    successions: [],
    withdrawals: [],
    provisional: [],
    extensions: [],
    objections: [],
    takenBack: [],
    registrations: [],
    furtherRegistrations: [],
  };
  const entries = activeEntries(record).filter((entry) => !isWithdrawn(record, entry));
  // What others refer to comes first, whatever its date.
  for (const entry of entries.filter(comesFirst)) collect(facts, entry);
  for (const entry of inOrder(entries.filter((each) => !comesFirst(each)))) collect(facts, entry);
  for (const amendment of facts.amendments) amendment.agreed = agreedOn(amendment, facts);
  return facts;
});

/**
 * The request for registration that is under way: no journal's number has been entered for it, nor was it voided. One
 * that was answered is over, whatever becomes of the answer.
 */
export function requestUnderWay(record: LedgerRecord<AgreementEvent>): EffectiveEntry<RequestEvent> | undefined {
  return requests(record).find(
    ({ id, voided }) =>
      !voided && !record.entries.some(({ type, data }) => type === 'AgreementRegistered' && data.request === id),
  );
}

/** A registration stands and falls with the request for it. */
function isWithdrawn(record: LedgerRecord<AgreementEvent>, entry: EntryOf<AgreementEvent['type']>): boolean {
  if (entry.type !== 'AgreementRegistered') return false;
  return requests(record).some(({ id, voided }) => id === entry.data.request && voided !== undefined);
}

function requests(record: LedgerRecord<AgreementEvent>): EffectiveEntry<RequestEvent>[] {
  return effectiveEntries(record).filter((entry) => entry.type === 'RegistrationRequested');
}

function comesFirst({ type }: DatedEntry): boolean {
  return type === 'AgreementAnnounced' || type === 'AmendmentAdopted';
}

/** What is told of an agreement and moves nothing, however firmly it was said. */
const SAID_OF_IT = ['AgreementAnnounced', 'AgreementDescribed', 'DepositariesNamed', 'RolesAssigned'];

/** A correction may leave of an act what somebody only said: then it moves nothing (rule 4). */
function isAct({ type, data }: DatedEntry): boolean {
  const { modality } = data.act;
  const isSignature = type === 'AgreementSigned' || type === 'AmendmentSigned';
  return SAID_OF_IT.includes(type) || (isCompleted(modality) && !(isSignature && modality !== 'fact'));
}

function collect(facts: AgreementFacts, entry: EntryOf<AgreementEvent['type']>): void {
  if (!isAct(entry)) {
    if (entry.type === 'AgreementSigned') facts.voidSignatures.push(entry);
    return;
  }
  switch (entry.type) {
    case 'AgreementAnnounced':
      facts.announced = entry;
      facts.original = entry.data.parties;
      facts.parties = entry.data.parties;
      return;
    case 'AgreementDescribed':
      facts.described.push(entry);
      return;
    case 'DepositariesNamed':
      facts.depositaries = entry;
      return;
    case 'RolesAssigned':
      facts.roles.push(entry);
      return;
    case 'TextAdopted':
      return collectText(facts, entry);
    case 'OpenedForSignature':
      facts.opened = entry;
      return;
    case 'AgreementSigned':
      return collectSignature(facts, entry);
    case 'ForceRuleSet':
      facts.forceRule = entry;
      facts.ownTerm = entry.data.until === undefined ? facts.termSet : entry;
      return;
    case 'SignedByAll':
      facts.signedByAll = entry;
      return;
    case 'ConsentGiven':
      facts.consents.push(entry);
      return;
    case 'PartyAcceded':
      facts.accessions.push(entry);
      facts.parties = [...new Set([...facts.parties, entry.data.party])];
      return;
    case 'PartySucceeded':
      return collectSuccession(facts, entry);
    case 'PartyWithdrew':
      facts.withdrawals.push(entry);
      return;
    case 'ProvisionalApplicationAgreed':
      facts.provisional.push({ agreed: entry });
      return;
    case 'ProvisionalApplicationEnded':
      return endApplication(facts.provisional.at(-1), entry);
    case 'TermSet':
      return collectTerm(facts, entry);
    case 'TermExtended':
      facts.extensions.push(entry);
      return;
    case 'RenewalObjected':
      facts.objections.push(entry);
      return;
    case 'TerminationTakenBack':
      facts.takenBack.push(entry);
      return;
    case 'StatusStated':
      facts.stated.push(entry);
      return;
    case 'RegistrationRequested':
      // It changes nothing yet: the number makes the registration.
      return;
    case 'AgreementRegistered':
      (entry.data.registers === undefined ? facts.registrations : facts.furtherRegistrations).push(entry);
      return;
    case 'AgreementPublished':
      facts.published = entry;
      return;
    case 'AmendmentAdopted':
      facts.amendments.push({ adopted: entry, signatures: [], agreed: null });
      return;
    case 'AmendmentSigned':
      return collectAmendmentSignature(facts, entry);
    case 'AgreementSuspended':
    case 'AgreementResumed':
    case 'AgreementTerminated':
    case 'AgreementAnnulled':
    case 'AgreementAbandoned':
      facts.statusChanges.push(entry);
      return;
    default:
      entry satisfies never;
  }
}

function collectText(facts: AgreementFacts, entry: EntryOf<'TextAdopted'>): void {
  const isFirst = facts.texts.length === 0;
  // An old register may give a signature before the text that it is over.
  const stands = ({ data }: EntryOf<'AgreementSigned'>): boolean => isFirst && data.text === entry.data.sha256;
  facts.texts.push(entry);
  facts.voidSignatures.push(...facts.signatures.filter((signature) => !stands(signature)));
  facts.signatures = facts.signatures.filter(stands);
  if (isFirst) return;
  delete facts.opened;
  delete facts.signedByAll;
  facts.consents = [];
}

/** An old register may tell of the end alone, and that ends nothing. */
function endApplication(last: ProvisionalApplication | undefined, end: EntryOf<'ProvisionalApplicationEnded'>): void {
  if (last) last.ended ??= end;
}

/** A new term takes the place of an older one, with what was done under that. */
function collectTerm(facts: AgreementFacts, entry: EntryOf<'TermSet'>): void {
  if (facts.termSet) {
    facts.extensions = [];
    facts.objections = [];
  }
  facts.termSet = entry;
  facts.ownTerm = entry;
}

function collectSignature(facts: AgreementFacts, entry: EntryOf<'AgreementSigned'>): void {
  const current = facts.texts.at(-1)?.data.sha256;
  // An old register may not say over which text a signature was given: then it is the one that there is.
  const { party, text = current } = entry.data;
  const counts =
    (current === undefined || text === current) &&
    facts.original.includes(party) &&
    !isSignedBy(party, facts.signatures);
  (counts ? facts.signatures : facts.voidSignatures).push(entry);
}

function collectAmendmentSignature(facts: AgreementFacts, entry: EntryOf<'AmendmentSigned'>): void {
  const { party } = entry.data;
  const amendment = amendmentOf(entry.data, facts);
  if (!amendment || !facts.parties.includes(party)) return;
  if (!isSignedBy(party, amendment.signatures)) amendment.signatures.push(entry);
}

/**
 * The amendment that a signature is under: the one that it names, else the one over whose text it was given. One that is over
 * another text than the amendment's is under none; of an old one the text may not be known.
 */
export function amendmentOf(
  { amendment: id, text }: Pick<SignAmendment, 'amendment' | 'text'>,
  { amendments }: Pick<AgreementFacts, 'amendments'>,
): Amendment | undefined {
  if (id === undefined) return amendments.find(({ adopted }) => text !== undefined && adopted.data.sha256 === text);
  return amendments.find(({ adopted }) => adopted.id === id && isOverTextOf(adopted.data, text));
}

/** Whether a signature over a text may be one under an amendment: what is not known of either contradicts nothing. */
export function isOverTextOf({ sha256 }: Pick<AdoptAmendment, 'sha256'>, text: string | undefined): boolean {
  return sha256 === undefined || text === undefined || sha256 === text;
}

function isSignedBy(party: string, signatures: readonly EntryOf<'AgreementSigned' | 'AmendmentSigned'>[]): boolean {
  return signatures.some(({ data }) => data.party === party);
}

/** A successor stands in its predecessor's place, with what that has done (rule 14). */
function collectSuccession(facts: AgreementFacts, entry: EntryOf<'PartySucceeded'>): void {
  const { party, successor } = entry.data;
  const replaced = (parties: readonly string[]): string[] => [
    ...new Set(parties.map((each) => (each === party ? successor : each))),
  ];
  const inPlace = <E extends { data: { party: string } }>(each: E): E =>
    each.data.party === party ? { ...each, data: { ...each.data, party: successor } } : each;
  facts.successions.push(entry);
  facts.original = replaced(facts.original);
  facts.parties = replaced(facts.parties);
  facts.roles = facts.roles.map(inPlace);
  facts.signatures = facts.signatures.map(inPlace);
  facts.consents = facts.consents.map(inPlace);
  facts.accessions = facts.accessions.map(inPlace);
  facts.withdrawals = facts.withdrawals.map(inPlace);
  for (const amendment of facts.amendments) amendment.signatures = amendment.signatures.map(inPlace);
}

/** When a party that has declared its withdrawal leaves; null for one that has not, or has taken it back (rule 13). */
export function leavesOn(party: string, facts: AgreementFacts): Bounds | null {
  const declared = facts.withdrawals.find((entry) => entry.data.party === party && !isTakenBack(entry, facts));
  if (!declared) return null;
  const effective = effectOf(declared);
  return effective ? laterOf(effective, declared.when) : declared.when;
}

/** The parties that stay, as far as is known on any day. */
export function stayingParties(facts: AgreementFacts): string[] {
  return facts.parties.filter((party) => leavesOn(party, facts) === null);
}

/**
 * The parties whose signatures an amendment needs: every party, unless the agreement says otherwise (rule 3). One that acceded, or
 * took its withdrawal back, once all others had signed is not needed.
 */
export function neededFor({ signatures }: Amendment, facts: AgreementFacts): string[] {
  const amendedBy = facts.announced?.data.amendedBy;
  const asked = amendedBy ? standingFor(amendedBy, facts) : stayingParties(facts);
  const isLate = (party: string): boolean => {
    const back = takenBackBy(party, facts) ?? facts.accessions.find(({ data }) => data.party === party);
    return back !== undefined && signatures.every((signature) => isLaterThan(back, signature));
  };
  const others = asked.filter((party) => isSignedBy(party, signatures) || !isLate(party));
  const isComplete = others.length > 0 && others.every((party) => isSignedBy(party, signatures));
  return isComplete ? others : asked;
}

/** The parties that stand today where these stood when an agreement named them: a successor in its predecessor's place (rule 14). */
export function standingFor(
  parties: readonly string[],
  { successions }: Pick<AgreementFacts, 'successions'>,
): string[] {
  const now = (party: string): string =>
    successions.reduce((holder, { data }) => (data.party === holder ? data.successor : holder), party);
  return [...new Set(parties.map(now))];
}

/** The act by which a party took its withdrawal back. */
function takenBackBy(party: string, { withdrawals, takenBack }: AgreementFacts): DatedEntry | undefined {
  const declared = withdrawals.filter(({ data }) => data.party === party).map(({ id }) => id);
  return takenBack.findLast(({ data }) => data.termination !== undefined && declared.includes(data.termination));
}

function agreedOn(amendment: Amendment, facts: AgreementFacts): Bounds | null {
  const needed = neededFor(amendment, facts);
  const given = amendment.signatures.filter(({ data }) => needed.includes(data.party));
  return needed.length > 0 && given.length === needed.length ? latestOf([amendment.adopted, ...given]) : null;
}

/** Whether a declared ending was taken back before it took effect (rule 13). */
export function isTakenBack({ id }: Pick<DatedEntry, 'id'>, { takenBack }: AgreementFacts): boolean {
  return takenBack.some(({ data }) => data.termination === id);
}

/** The day on which a termination takes effect that was declared with one, and not taken back; null for none. */
export function endsOn(facts: AgreementFacts): Bounds | null {
  const declared = facts.statusChanges.find((entry) => effectOf(entry) !== null && !isTakenBack(entry, facts));
  return declared ? effectOf(declared) : null;
}

/** The day on which a declared ending takes effect, where it is not the day of its declaration. */
export function effectOf({ type, data }: AgreementFacts['statusChanges' | 'withdrawals'][number]): Bounds | null {
  const isDeclared = type === 'AgreementTerminated' || type === 'PartyWithdrew';
  return isDeclared && data.effective !== undefined ? boundsOf(data.effective) : null;
}
