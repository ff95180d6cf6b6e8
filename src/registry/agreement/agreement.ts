import type { Bounds, Day } from '../../kernel/edtf.js';
import { boundsOf, dayAfter, endOf } from '../../kernel/edtf.js';
import type { DateResolver, EffectiveEntry, LedgerEvent, LedgerRecord } from '../../kernel/record.js';
import { boundsOfAct, standing } from '../../kernel/record.js';
import type { Milestone, StatusOn } from '../../kernel/status.js';
import { inOrder, isDoubtful, milestone, statusAt } from '../../kernel/status.js';
import type { Details } from '../../kernel/decider.js';
import type {
  AbandonAgreement,
  AdoptAmendment,
  AdoptText,
  AnnounceAgreement,
  AnnulAgreement,
  OpenForSignature,
  PublishAgreement,
  ResumeAgreement,
  SetForceRule,
  SignAgreement,
  SignAmendment,
  SuspendAgreement,
  TerminateAgreement,
} from './agreement.commands.js';

/** The steps of an agreement, in the order of its life. */
export const AGREEMENT_STATUSES = [
  'announced',
  'draft',
  'open-for-signature',
  'partly-signed',
  'signed',
  'registered',
  'in-force',
  'suspended',
  'terminated',
  'expired',
  'annulled',
  'abandoned',
] as const;
export type AgreementStatus = (typeof AGREEMENT_STATUSES)[number];

/** What a region's registration journal gave: see the journal kind. */
export interface RegistrationDetails {
  region: string;
  year: number;
  number: number;
  /** Number in an old register, as it stood there. */
  formerNumber?: string;
}

export type AgreementEvent =
  | LedgerEvent<'AgreementAnnounced', Details<AnnounceAgreement>>
  | LedgerEvent<'TextAdopted', Details<AdoptText>>
  | LedgerEvent<'OpenedForSignature', Details<OpenForSignature>>
  | LedgerEvent<'AgreementSigned', Details<SignAgreement>>
  | LedgerEvent<'ForceRuleSet', Details<SetForceRule>>
  | LedgerEvent<'AgreementRegistered', RegistrationDetails>
  | LedgerEvent<'AgreementPublished', Details<PublishAgreement>>
  | LedgerEvent<'AgreementSuspended', Details<SuspendAgreement>>
  | LedgerEvent<'AgreementResumed', Details<ResumeAgreement>>
  | LedgerEvent<'AgreementTerminated', Details<TerminateAgreement>>
  | LedgerEvent<'AgreementAnnulled', Details<AnnulAgreement>>
  | LedgerEvent<'AgreementAbandoned', Details<AbandonAgreement>>
  | LedgerEvent<'AmendmentAdopted', Details<AdoptAmendment>>
  | LedgerEvent<'AmendmentSigned', Details<SignAmendment>>;

type Told<T extends AgreementEvent['type']> = EffectiveEntry<Extract<AgreementEvent, { type: T }>>;

/** An amendment with the signatures under it. */
export interface Amendment {
  adopted: Told<'AmendmentAdopted'>;
  signatures: Told<'AmendmentSigned'>[];
  /** When the last signature that it needs was given; null while one is missing. */
  agreed: Bounds | null;
}

/** What has happened to an agreement, by what counts today. */
export interface AgreementFacts {
  announced?: Told<'AgreementAnnounced'>;
  parties: string[];
  texts: Told<'TextAdopted'>[];
  opened?: Told<'OpenedForSignature'>;
  /** Over the current text, one a party; those under an older text are void. */
  signatures: Told<'AgreementSigned'>[];
  voidSignatures: Told<'AgreementSigned'>[];
  forceRule?: Told<'ForceRuleSet'>;
  registered?: Told<'AgreementRegistered'>;
  published?: Told<'AgreementPublished'>;
  amendments: Amendment[];
  /** Suspensions, resumptions and endings, as recorded. */
  turns: Told<
    'AgreementSuspended' | 'AgreementResumed' | 'AgreementTerminated' | 'AgreementAnnulled' | 'AgreementAbandoned'
  >[];
}

/** Collects the dated facts. A new text voids the signatures under the old one (rule 1). */
export function agreementFacts(record: LedgerRecord<AgreementEvent>, resolve?: DateResolver): AgreementFacts {
  const facts: AgreementFacts = {
    parties: [],
    texts: [],
    signatures: [],
    voidSignatures: [],
    amendments: [],
    turns: [],
  };
  for (const entry of standing(record)) collect(facts, entry);
  for (const amendment of facts.amendments) amendment.agreed = agreedOn(amendment, facts, resolve);
  return facts;
}

function collect(facts: AgreementFacts, entry: Told<AgreementEvent['type']>): void {
  switch (entry.type) {
    case 'AgreementAnnounced':
      facts.announced = entry;
      facts.parties = entry.data.parties;
      return;
    case 'TextAdopted':
      facts.texts.push(entry);
      facts.voidSignatures.push(...facts.signatures);
      facts.signatures = [];
      delete facts.opened;
      return;
    case 'OpenedForSignature':
      facts.opened = entry;
      return;
    case 'AgreementSigned':
      return collectSignature(facts, entry);
    case 'ForceRuleSet':
      facts.forceRule = entry;
      return;
    case 'AgreementRegistered':
      facts.registered = entry;
      return;
    case 'AgreementPublished':
      facts.published = entry;
      return;
    case 'AmendmentAdopted':
      facts.amendments.push({ adopted: entry, signatures: [], agreed: null });
      return;
    case 'AmendmentSigned':
      facts.amendments.find(({ adopted }) => adopted.id === entry.data.amendment)?.signatures.push(entry);
      return;
    case 'AgreementSuspended':
    case 'AgreementResumed':
    case 'AgreementTerminated':
    case 'AgreementAnnulled':
    case 'AgreementAbandoned':
      facts.turns.push(entry);
      return;
    default:
      entry satisfies never;
  }
}

function collectSignature(facts: AgreementFacts, entry: Told<'AgreementSigned'>): void {
  const current = facts.texts.at(-1)?.data.sha256;
  const overOldText = current !== undefined && entry.data.text !== current;
  if (overOldText || facts.signatures.some(({ data }) => data.party === entry.data.party))
    facts.voidSignatures.push(entry);
  else facts.signatures.push(entry);
}

/** Whether every party has signed the current text (rule 2). */
export function isSignedByAll(facts: AgreementFacts): boolean {
  return (
    facts.parties.length > 0 &&
    facts.parties.every((party) => facts.signatures.some(({ data }) => data.party === party))
  );
}

/** The parties whose signatures an amendment needs: every party, unless the agreement says otherwise (rule 3). */
export function neededForAmendment(facts: AgreementFacts): string[] {
  return facts.announced?.data.amendedBy ?? facts.parties;
}

function agreedOn({ adopted, signatures }: Amendment, facts: AgreementFacts, resolve?: DateResolver): Bounds | null {
  const needed = neededForAmendment(facts);
  const given = needed.map((party) => signatures.find(({ data }) => data.party === party));
  if (needed.length === 0 || given.some((signature) => signature === undefined)) return null;
  return latestOf([adopted, ...given.filter((signature) => signature !== undefined)], resolve);
}

/** Bounds of the day on which the last of several acts was done. */
function latestOf(entries: readonly EffectiveEntry[], resolve?: DateResolver): Bounds {
  return entries.map((entry) => boundsOfAct(entry, resolve)).reduce(laterOf);
}

/** Bounds of the later of two days: it is known to lie no earlier than either. */
function laterOf(a: Bounds, b: Bounds): Bounds {
  return { earliest: maxKnown(a.earliest, b.earliest), latest: maxOrOpen(a.latest, b.latest) };
}

function maxKnown(a: Day | null, b: Day | null): Day | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

function maxOrOpen(a: Day | null, b: Day | null): Day | null {
  return a === null || b === null ? null : maxKnown(a, b);
}

/** When the agreement's own rule lets it enter into force: null while the rule, or a signature, is missing (rule 2). */
export function entryIntoForce(facts: AgreementFacts, resolve?: DateResolver): Milestone<'in-force'> | null {
  const rule = facts.forceRule;
  if (!rule || !isSignedByAll(facts)) return null;
  const signed = latestOf(facts.signatures, resolve);
  const because = [rule.id, ...facts.signatures.map(({ id }) => id)];
  const on = (when: Bounds, by?: EffectiveEntry): Milestone<'in-force'> => ({
    status: 'in-force',
    when: laterOf(when, signed),
    because: by ? [...because, by.id] : because,
    doubtful: [rule, ...facts.signatures, ...(by ? [by] : [])].some(isDoubtful),
  });
  switch (rule.data.entersIntoForce) {
    case 'on-last-signature':
      return on(signed);
    case 'on-fixed-date':
      return on(rule.data.on === undefined ? { earliest: null, latest: null } : boundsOf(rule.data.on));
    case 'on-registration':
      return facts.registered ? on(boundsOfAct(facts.registered, resolve), facts.registered) : null;
    case 'on-publication':
      return facts.published ? on(boundsOfAct(facts.published, resolve), facts.published) : null;
    default:
      return null;
  }
}

/** The last day on which the agreement is in force, as agreed and as extended; null without a term. */
export function lastDay(facts: AgreementFacts): { until: string; because: string[] } | null {
  const rule = facts.forceRule;
  let term = rule?.data.until === undefined ? null : { until: rule.data.until, because: [rule.id] };
  for (const { adopted, signatures, agreed } of facts.amendments) {
    const { until } = adopted.data;
    if (agreed !== null && until !== undefined)
      term = { until, because: [adopted.id, ...signatures.map(({ id }) => id)] };
  }
  return term;
}

function expiry(facts: AgreementFacts): Milestone<'expired'> | null {
  const term = lastDay(facts);
  if (!term) return null;
  const { earliest, latest } = endOf(term.until);
  const when = { earliest: earliest && dayAfter(earliest), latest: latest && dayAfter(latest) };
  return { status: 'expired', when, because: term.because };
}

/** The milestones that lead into force, each only as far as it was reached. */
function wayIntoForce(facts: AgreementFacts, resolve?: DateResolver): Milestone<AgreementStatus>[] {
  const way: Milestone<AgreementStatus>[] = [];
  if (facts.announced) way.push(milestone('announced', facts.announced, resolve));
  const text = facts.texts.at(-1);
  if (text) way.push(milestone('draft', text, resolve));
  if (facts.opened) way.push(milestone('open-for-signature', facts.opened, resolve));
  const signatures = inOrder(facts.signatures.map((entry) => milestone('partly-signed' as const, entry, resolve)));
  const [first] = signatures;
  if (first) way.push(first);
  if (isSignedByAll(facts)) {
    const because = facts.signatures.map(({ id }) => id);
    const doubtful = facts.signatures.some(isDoubtful);
    way.push({ status: 'signed', when: latestOf(facts.signatures, resolve), because, doubtful });
  }
  if (facts.registered) way.push(milestone('registered', facts.registered, resolve));
  const force = entryIntoForce(facts, resolve);
  if (!force) return way;
  // Registration after entry into force changes nothing about force: it stays a fact of the record.
  return [...way, force];
}

const TURN_STATUS = {
  AgreementSuspended: 'suspended',
  AgreementTerminated: 'terminated',
  AgreementAnnulled: 'annulled',
  AgreementAbandoned: 'abandoned',
} as const;

/** The whole life, in order: into force, out of it by the calendar, and what parties or courts did about it. */
export function agreementMilestones(facts: AgreementFacts, resolve?: DateResolver): Milestone<AgreementStatus>[] {
  const way = wayIntoForce(facts, resolve);
  const end = expiry(facts);
  const inForce = way.some(({ status }) => status === 'in-force');
  const turns: Milestone<AgreementStatus>[] = [];
  for (const turn of facts.turns) {
    if (turn.type !== 'AgreementResumed') turns.push(milestone(TURN_STATUS[turn.type], turn, resolve));
    else turns.push(milestone(inForce ? 'in-force' : (way.at(-1)?.status ?? 'announced'), turn, resolve));
  }
  const ended = turns.some(({ status }) => status === 'terminated' || status === 'annulled' || status === 'abandoned');
  const life = inOrder([...turns]);
  // An agreement that was ended does not expire afterwards; a term without force ends nothing.
  const calendar = end && inForce && !ended ? [end] : [];
  return [...way, ...life, ...calendar];
}

/** The status on a day; in force and expired follow from dates, no job ever writes them. */
export function agreementStatusOn(
  record: LedgerRecord<AgreementEvent>,
  day: Day,
  resolve?: DateResolver,
): StatusOn<AgreementStatus> {
  return statusAt(agreementMilestones(agreementFacts(record, resolve), resolve), day);
}
