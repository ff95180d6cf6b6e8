import { plusDays } from '../../kernel/day.js';
import type { Bounds } from '../../kernel/edtf.js';
import { boundsOf, endOf, isQualified } from '../../kernel/edtf.js';
import type { DatedEntry } from '../../kernel/dated.js';
import { statusModel } from '../../kernel/status-model.js';
import type { Milestone } from '../../kernel/status.js';
import { inOrder, milestone, stepTaken } from '../../kernel/status.js';
import type { AgreementEvent, AgreementFacts, AgreementStatus, Amendment } from './agreement.js';
import { agreementFacts, isSignedByAll, laterOf, latestOf } from './agreement.js';

/** When the agreement's own rule lets it enter into force: null while the rule, or a signature, is missing (rule 2). */
export function entryIntoForce(facts: AgreementFacts): Milestone<'in-force'> | null {
  const rule = facts.forceRule;
  if (!rule || !isSignedByAll(facts)) return null;
  const { entersIntoForce, on: fixed } = rule.data;
  const after = (...by: DatedEntry[]): Milestone<'in-force'> => ({
    status: 'in-force',
    when: latestOf([...facts.signatures, ...by]),
    basis: [rule, ...facts.signatures, ...by].map(({ id }) => id),
    doubtful: [rule, ...facts.signatures, ...by].some((entry) => entry.isDoubtful),
    conflicting: latestByOthers([...facts.signatures, ...by]),
  });
  const once = (entry: DatedEntry | undefined) => (entry ? after(entry) : null);
  switch (entersIntoForce) {
    case 'on-last-signature':
      return after();
    case 'on-fixed-date': {
      const force = after();
      const day = fixed === undefined ? { earliest: null, latest: null } : boundsOf(fixed);
      return {
        ...force,
        when: laterOf(day, force.when),
        doubtful: force.doubtful === true || (fixed !== undefined && isQualified(fixed)),
        conflicting: force.conflicting?.map((when) => laterOf(day, when)),
      };
    }
    case 'on-registration':
      return once(facts.registered);
    case 'on-publication':
      return once(facts.published);
    default:
      return null;
  }
}

/** When the last of several acts was done by each source that tells another day of one of them. */
function latestByOthers(entries: readonly DatedEntry[]): Bounds[] {
  return entries.flatMap((entry) =>
    entry.conflicting.map((other) => entries.map((each) => (each === entry ? other : each.when)).reduce(laterOf)),
  );
}

/** A last day of the term, and what set it. */
interface Term {
  until: string;
  /** When it was agreed on, where an amendment set it: nothing ends by it before. */
  agreed: Bounds | null;
  setBy: DatedEntry;
  basis: string[];
}

/** The last day on which the agreement is in force, as agreed and as extended; null without a term. */
export function lastDay(facts: AgreementFacts): Term | null {
  return terms(facts).at(-1) ?? null;
}

/** The terms that were agreed, one after the other: the agreement's own, then those of its amendments. */
function terms(facts: AgreementFacts): Term[] {
  const rule = facts.forceRule;
  const first =
    rule?.data.until === undefined ? [] : [{ until: rule.data.until, agreed: null, setBy: rule, basis: [rule.id] }];
  const amended = facts.amendments.flatMap(({ adopted, signatures, agreed }) =>
    agreed === null || adopted.data.until === undefined
      ? []
      : [
          {
            when: agreed,
            agreed,
            until: adopted.data.until,
            setBy: adopted,
            basis: [adopted.id, ...signatures.map(({ id }) => id)],
          },
        ],
  );
  return [...first, ...inOrder(amended)];
}

/** Whether an amendment lengthens the term that stands, or stood when it was agreed on; without a term there is nothing to. */
export function isExtension({ adopted }: Amendment, facts: AgreementFacts): boolean {
  const all = terms(facts);
  const own = all.findIndex(({ setBy }) => setBy.id === adopted.id);
  const before = own === -1 ? all.at(-1) : all[own - 1];
  if (adopted.data.until === undefined || before === undefined) return false;
  const [last, lastBefore] = [endOf(adopted.data.until).latest, endOf(before.until).latest];
  return lastBefore !== null && (last === null || last > lastBefore);
}

/** The day after the term, if the agreement is in force at all; the calendar's last day is followed by none. */
function expiry(facts: AgreementFacts, force: Milestone<'in-force'>): Milestone<'expired'>[] {
  const term = lastDay(facts);
  if (!term) return [];
  const last = endOf(term.until);
  const earliest = last.earliest === null ? null : plusDays(last.earliest, 1);
  const latest = last.latest === null ? null : (plusDays(last.latest, 1) ?? null);
  if (earliest === undefined) return [];
  const doubtful = isQualified(term.until) || term.setBy.contradictions.length > 0;
  const ended = laterOf({ earliest, latest }, force.when);
  const when = term.agreed === null ? ended : laterOf(ended, term.agreed);
  return [{ status: 'expired', when, basis: term.basis, doubtful }];
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
  if (isSignedByAll(facts)) {
    way.push({
      status: 'signed',
      when: latestOf(facts.signatures),
      basis: facts.signatures.map(({ id }) => id),
      doubtful: facts.signatures.some((entry) => entry.isDoubtful),
      conflicting: latestByOthers(facts.signatures),
    });
  }
  if (facts.registered) way.push(milestone('registered', facts.registered));
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

function endings(facts: AgreementFacts): Milestone<AgreementStatus>[] {
  const ends = facts.statusChanges.flatMap((entry) =>
    entry.type === 'AgreementSuspended' || entry.type === 'AgreementResumed'
      ? []
      : [milestone<AgreementStatus>(ENDS[entry.type], entry)],
  );
  return inOrder(ends);
}

/**
 * The whole life, in order: into force, halted and resumed, out of force by the calendar, and ended by parties or courts.
 * An ending is final: nothing expires after it, and registration after entry into force changes nothing about force.
 */
function agreementMilestones(facts: AgreementFacts): Milestone<AgreementStatus>[] {
  const way = wayIntoForce(facts);
  const force = entryIntoForce(facts);
  return [
    ...way,
    ...(force ? [force] : []),
    ...halts(facts, force, way.at(-1)?.status ?? 'announced'),
    ...(force ? expiry(facts, force) : []),
    ...endings(facts),
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
  ],
  replacing: ['TextAdopted', 'ForceRuleSet'],
  milestones: (record) => agreementMilestones(agreementFacts(record)),
});
