import { plusDays } from '../../kernel/day.js';
import type { Bounds } from '../../kernel/edtf.js';
import { boundsOf, endOf, isQualified } from '../../kernel/edtf.js';
import type { DateResolver, EffectiveEntry } from '../../kernel/record.js';
import { boundsOfAct } from '../../kernel/record.js';
import type { Milestone } from '../../kernel/status.js';
import { contradictionsOf, inOrder, isDoubtful, milestone, stepTaken, toldOtherwise } from '../../kernel/status.js';
import type { AgreementFacts, AgreementStatus, Amendment } from './agreement.js';
import { isSignedByAll, laterOf, latestOf } from './agreement.js';

/** When the agreement's own rule lets it enter into force: null while the rule, or a signature, is missing (rule 2). */
export function entryIntoForce(facts: AgreementFacts, resolve?: DateResolver): Milestone<'in-force'> | null {
  const rule = facts.forceRule;
  if (!rule || !isSignedByAll(facts)) return null;
  const { entersIntoForce, on: fixed } = rule.data;
  const after = (...by: EffectiveEntry[]): Milestone<'in-force'> => ({
    status: 'in-force',
    when: latestOf([...facts.signatures, ...by], resolve),
    because: [rule, ...facts.signatures, ...by].map(({ id }) => id),
    doubtful: [rule, ...facts.signatures, ...by].some((entry) => isDoubtful(entry, resolve)),
    otherwise: latestOtherwise([...facts.signatures, ...by], resolve),
  });
  const once = (entry: EffectiveEntry | undefined) => (entry ? after(entry) : null);
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
        otherwise: force.otherwise?.map((when) => laterOf(day, when)),
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
function latestOtherwise(entries: readonly EffectiveEntry[], resolve?: DateResolver): Bounds[] {
  return entries.flatMap((entry) =>
    toldOtherwise(entry, resolve).map((told) =>
      entries.map((each) => (each === entry ? told : boundsOfAct(each, resolve))).reduce(laterOf),
    ),
  );
}

/** A last day of the term, and what set it. */
interface Term {
  until: string;
  setBy: EffectiveEntry;
  because: string[];
}

/** The last day on which the agreement is in force, as agreed and as extended; null without a term. */
export function lastDay(facts: AgreementFacts): Term | null {
  return terms(facts).at(-1) ?? null;
}

/** The terms that were agreed, one after the other: the agreement's own, then those of its amendments. */
function terms(facts: AgreementFacts): Term[] {
  const rule = facts.forceRule;
  const first = rule?.data.until === undefined ? [] : [{ until: rule.data.until, setBy: rule, because: [rule.id] }];
  const amended = facts.amendments.flatMap(({ adopted, signatures, agreed }) =>
    agreed === null || adopted.data.until === undefined
      ? []
      : [
          {
            when: agreed,
            until: adopted.data.until,
            setBy: adopted,
            because: [adopted.id, ...signatures.map(({ id }) => id)],
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
  const doubtful = isQualified(term.until) || contradictionsOf(term.setBy).length > 0;
  return [{ status: 'expired', when: laterOf({ earliest, latest }, force.when), because: term.because, doubtful }];
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
    way.push({
      status: 'signed',
      when: latestOf(facts.signatures, resolve),
      because: facts.signatures.map(({ id }) => id),
      doubtful: facts.signatures.some((entry) => isDoubtful(entry, resolve)),
      otherwise: latestOtherwise(facts.signatures, resolve),
    });
  }
  if (facts.registered) way.push(milestone('registered', facts.registered, resolve));
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
  resolve?: DateResolver,
): Milestone<AgreementStatus>[] {
  const turns = facts.turns.flatMap((entry): Milestone<AgreementStatus>[] => {
    if (entry.type === 'AgreementSuspended') return [stepTaken('suspended', entry, resolve)];
    return entry.type === 'AgreementResumed' ? [stepTaken(force ? 'in-force' : before, entry, resolve)] : [];
  });
  const counted: Milestone<AgreementStatus>[] = [];
  for (const turn of inOrder(turns)) {
    if (turn.status === 'suspended') counted.push(turn);
    else if (counted.at(-1)?.status === 'suspended') {
      counted.push(force ? { ...turn, when: laterOf(turn.when, force.when) } : turn);
    }
  }
  return counted;
}

const ENDS = {
  AgreementTerminated: 'terminated',
  AgreementAnnulled: 'annulled',
  AgreementAbandoned: 'abandoned',
} as const;

function endings(facts: AgreementFacts, resolve?: DateResolver): Milestone<AgreementStatus>[] {
  const ends = facts.turns.flatMap((entry) =>
    entry.type === 'AgreementSuspended' || entry.type === 'AgreementResumed'
      ? []
      : [milestone<AgreementStatus>(ENDS[entry.type], entry, resolve)],
  );
  return inOrder(ends);
}

/**
 * The whole life, in order: into force, halted and resumed, out of force by the calendar, and ended by parties or courts.
 * An ending is final: nothing expires after it, and registration after entry into force changes nothing about force.
 */
export function agreementMilestones(facts: AgreementFacts, resolve?: DateResolver): Milestone<AgreementStatus>[] {
  const way = wayIntoForce(facts, resolve);
  const force = entryIntoForce(facts, resolve);
  return [
    ...way,
    ...(force ? [force] : []),
    ...halts(facts, force, way.at(-1)?.status ?? 'announced', resolve),
    ...(force ? expiry(facts, force) : []),
    ...endings(facts, resolve),
  ];
}
