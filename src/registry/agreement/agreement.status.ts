import { plusDays } from '../../kernel/day.js';
import type { Bounds } from '../../kernel/edtf.js';
import { isQualified } from '../../kernel/edtf.js';
import { statusModel } from '../../kernel/status-model.js';
import type { Milestone } from '../../kernel/status.js';
import { inOrder, milestone, stepTaken } from '../../kernel/status.js';
import type { AgreementEvent, AgreementFacts, AgreementStatus } from './agreement.js';
import { agreementFacts, effectOf, isTakenBack } from './agreement.js';
import { laterOf, latestOf } from './agreement.bounds.js';
import { lastSignature, tooFewLeft } from './agreement.consent.js';
import { entryIntoForce, latestByOthers } from './agreement.force.js';
import { termEnd } from './agreement.term.js';

/** The day after the term, if the agreement is in force at all; the calendar's last day is followed by none. */
function expiry(facts: AgreementFacts, force: Milestone<'in-force'>): Milestone<'expired'>[] {
  const end = termEnd(facts);
  if (!end) return [];
  const { lastDay: last, term } = end;
  const earliest = last.earliest === null ? null : plusDays(last.earliest, 1);
  const latest = last.latest === null ? null : (plusDays(last.latest, 1) ?? null);
  if (earliest === undefined) return [];
  const ended = laterOf({ earliest, latest }, force.when);
  const when = term.agreed === null ? ended : laterOf(ended, term.agreed);
  return [{ status: 'expired', when, basis: [...term.basis], doubtful: term.isDoubtful }];
}

/** The milestones that lead into force, each only as far as it was reached. */
function wayIntoForce(facts: AgreementFacts): Milestone<AgreementStatus>[] {
  const way: Milestone<AgreementStatus>[] = [];
  if (facts.announced) way.push(milestone('announced', facts.announced));
  way.push(...facts.texts.map((text) => milestone('draft' as const, text)));
  if (facts.opened) way.push(milestone('open-for-signature', facts.opened));
  const signatures = inOrder(facts.signatures.map((entry) => milestone('partly-signed' as const, entry)));
  const [first] = signatures;
  if (first) way.push(first);
  const all = lastSignature(facts);
  if (all) {
    way.push({
      status: 'signed',
      when: all.when,
      basis: all.by.map(({ id }) => id),
      doubtful: all.by.some((entry) => entry.isDoubtful),
      conflicting: latestByOthers(all.by),
    });
  }
  const [registered] = facts.registrations;
  if (registered) way.push(milestone('registered', registered));
  return way;
}

/**
 * Suspensions and resumptions, in order. A resumption leads back to where a suspension came from; without one (it may
 * have been voided) it leads nowhere.
 */
function halts(
  facts: AgreementFacts,
  force: Milestone<'in-force'> | null,
  before: AgreementStatus,
): Milestone<AgreementStatus>[] {
  const statusChanges = facts.statusChanges.flatMap((entry): Milestone<AgreementStatus>[] => {
    if (entry.type === 'AgreementSuspended') return [stepTaken('suspended', entry)];
    return entry.type === 'AgreementResumed' ? [stepTaken(force ? 'in-force' : before, entry)] : [];
  });
  const counted: Milestone<AgreementStatus>[] = [];
  for (const statusChange of inOrder(statusChanges)) {
    if (statusChange.status === 'suspended') counted.push(statusChange);
    else if (counted.at(-1)?.status === 'suspended') {
      counted.push(force ? { ...statusChange, when: laterOf(statusChange.when, force.when) } : statusChange);
    }
  }
  return counted;
}

const ENDS = {
  AgreementTerminated: 'terminated',
  AgreementAnnulled: 'annulled',
  AgreementAbandoned: 'abandoned',
} as const;

/** An ending, and when it was declared. */
interface Ending extends Milestone<AgreementStatus> {
  readonly declared: Bounds;
}

/**
 * What ends with notice ends on the day on which it takes effect (rule 13); what was taken back before, or has ended otherwise
 * since the notice, does not end by it.
 */
function endings(facts: AgreementFacts, expiries: readonly Milestone<'expired'>[]): Milestone<AgreementStatus>[] {
  const left = tooFewLeft(facts);
  const withdrawn: Ending[] = left
    ? [
        {
          status: 'terminated',
          when: left.when,
          basis: left.by.map(({ id }) => id),
          doubtful: left.by.some((entry) => entry.isDoubtful),
          declared: latestOf(left.by),
        },
      ]
    : [];
  const ends = facts.statusChanges.flatMap((entry): Ending[] => {
    if (entry.type === 'AgreementSuspended' || entry.type === 'AgreementResumed') return [];
    if (isTakenBack(entry, facts)) return [];
    const ended = { ...milestone<AgreementStatus>(ENDS[entry.type], entry), declared: entry.when };
    const effective = effectOf(entry);
    if (!effective) return [ended];
    const { effective: stated } = entry.data as { effective?: string };
    return [
      {
        ...ended,
        when: laterOf(effective, entry.when),
        doubtful: ended.doubtful === true || (stated !== undefined && isQualified(stated)),
        conflicting: entry.conflicting.map((other) => laterOf(effective, other)),
      },
    ];
  });
  const ordered = inOrder([...withdrawn, ...ends]);
  return ordered.filter((ending, place) => {
    return ![...expiries, ...ordered.slice(0, place)].some((other) => hasOvertaken(other, ending));
  });
}

/**
 * Whether something else had certainly ended the agreement between a notice and the day on which that takes effect. A register
 * that gives notice once the term has run out is believed: then the term was not the last.
 */
function hasOvertaken(other: Milestone<AgreementStatus>, { declared, when }: Ending): boolean {
  const { earliest, latest } = other.when;
  if (earliest === null || latest === null || declared.latest === null || when.earliest === null) return false;
  return declared.latest < when.earliest && declared.latest <= earliest && latest <= when.earliest;
}

/** What ends the agreement other than its term, in order. */
export function endingsOf(facts: AgreementFacts): Milestone<AgreementStatus>[] {
  const force = entryIntoForce(facts);
  return endings(facts, force ? expiry(facts, force) : []);
}

/**
 * The whole life, in order: into force, halted and resumed, out of force by the calendar, and ended by parties or courts.
 * An ending is final: nothing expires after it, and registration after entry into force changes nothing about force.
 */
function agreementMilestones(facts: AgreementFacts): Milestone<AgreementStatus>[] {
  const way = wayIntoForce(facts);
  const force = entryIntoForce(facts);
  const expiries = force ? expiry(facts, force) : [];
  return [
    ...way,
    ...(force ? [force] : []),
    ...halts(facts, force, way.at(-1)?.status ?? 'announced'),
    ...expiries,
    ...endings(facts, expiries),
  ];
}

/** How the status of an agreement follows from its entries. */
export const agreementStatusModel = statusModel<AgreementStatus, AgreementEvent>({
  of: 'agreement',
  steps: [
    'AgreementAnnounced',
    'TextAdopted',
    'OpenedForSignature',
    'AgreementSigned',
    'ForceRuleSet',
    'AgreementRegistered',
    'AgreementPublished',
    'AgreementSuspended',
    'AgreementResumed',
    'AgreementTerminated',
    'AgreementAnnulled',
    'AgreementAbandoned',
    'AmendmentAdopted',
    'AmendmentSigned',
    'TermSet',
    'TermExtended',
    'RenewalObjected',
    'TerminationTakenBack',
    'SignedByAll',
    'StatusStated',
    'ConsentGiven',
    'PartyAcceded',
    'PartySucceeded',
    'PartyWithdrew',
    'ProvisionalApplicationAgreed',
    'ProvisionalApplicationEnded',
  ],
  replacing: ['TextAdopted', 'ForceRuleSet', 'TermSet'],
  milestones: (record) => agreementMilestones(agreementFacts(record)),
  stated: (record) => agreementFacts(record).stated.map((entry) => ({ status: entry.data.status, entry })),
});
