import { type Day, plusDays } from '../../kernel/day.js';
import type { DatedEntry } from '../../kernel/dated.js';
import type { Bounds } from '../../kernel/edtf.js';
import { boundsOf, endOf, isQualified, moveBounds, UNKNOWN } from '../../kernel/edtf.js';
import { inOrder } from '../../kernel/status.js';
import { dayBeforeBy, daysOf, lastDayOfTerm, type Period } from '../../kernel/term.js';
import { type MovedDays, nextWorkingDays } from '../../kernel/working-days.js';
import type { AgreementFacts, Amendment } from './agreement.js';
import { isLaterThan, laterOf, nextDay, nthOf } from './agreement.bounds.js';
import { lastNeededSignature } from './agreement.consent.js';
import { entryIntoForce } from './agreement.force.js';
import type { SetTerm } from './agreement.commands.js';

type Renewal = NonNullable<SetTerm['renewal']>;

/** A term of an agreement: its own, or the one that an amendment gives it (rule 11). */
interface Term {
  /** What set it. */
  readonly setBy: DatedEntry;
  readonly basis: readonly string[];
  /** Its date rests on a qualified or contradicted one. */
  readonly isDoubtful: boolean;
  /** When it was agreed on, where an amendment set it: nothing ends by it before. */
  readonly agreed: Bounds | null;
  /** The acts by which amendments set it, and those before it: what was done under an older last day went with that. */
  readonly agreedBy: readonly DatedEntry[];
  /** The last day as it is stated (EDTF); absent for a duration. */
  readonly until?: string;
  /** Its last day with these periods behind its own; null where a bound is not known, or lies behind the calendar. */
  readonly lastDay: (more: readonly Period[]) => Bounds;
}

/** Renewals that an answer lists. */
const LISTED_RENEWALS = 24;

/**
 * The terms that were agreed, one after the other: the agreement's own, then those of its amendments, and before it those that are
 * known to be older than it.
 */
function terms(facts: AgreementFacts): Term[] {
  const own = ownTerm(facts);
  const amended = facts.amendments.flatMap(({ adopted, signatures, agreed }) =>
    agreed === null || adopted.data.until === undefined
      ? []
      : [
          {
            when: agreed,
            ...byLastDay(adopted, adopted.data.until),
            agreed,
            agreedBy: [adopted, ...signatures],
            basis: [adopted.id, ...signatures.map(({ id }) => id)],
          },
        ],
  );
  const inTurn = inOrder(amended.sort((a, b) => revisionOf(a) - revisionOf(b)));
  if (!own) return inTurn;
  const isOlder = ({ agreedBy }: Term): boolean => agreedBy.every((act) => isLaterThan(own.setBy, act));
  return [...inTurn.filter(isOlder), own, ...inTurn.filter((term) => !isOlder(term))];
}

/** The place of the last act by which a term was agreed on, among the entries as they were recorded. */
function revisionOf({ setBy, agreedBy }: Term): number {
  return Math.max(setBy.revision, ...agreedBy.map(({ revision }) => revision));
}

function ownTerm(facts: AgreementFacts): Term | undefined {
  const { ownTerm: setBy } = facts;
  if (!setBy) return undefined;
  if (setBy.data.until !== undefined) return byLastDay(setBy, setBy.data.until);
  if (setBy.type === 'ForceRuleSet') return undefined;
  const { duration, countedFrom, from, firstDayCounts = false } = setBy.data;
  if (duration === undefined) return undefined;
  const own = { duration, times: 1 };
  const signed = lastNeededSignature(facts);
  const begins = {
    'last-signature': signed?.when ?? null,
    'entry-into-force': entryIntoForce(facts)?.when ?? null,
    'fixed-date': boundsOf(from ?? ''),
  };
  return {
    setBy,
    basis: [setBy.id, ...(countedFrom === 'last-signature' ? (signed?.by ?? []).map(({ id }) => id) : [])],
    isDoubtful: setBy.contradictions.length > 0 || (from !== undefined && isQualified(from)),
    agreed: null,
    agreedBy: [],
    lastDay: (more) =>
      endBetween(begins[countedFrom ?? 'entry-into-force'] ?? UNKNOWN, [own, ...more], { firstDayCounts }),
  };
}

/** What is renewed or extended goes on with the day after its last. */
function byLastDay(setBy: DatedEntry, until: string): Term {
  const last = endOf(until);
  return {
    setBy,
    basis: [setBy.id],
    isDoubtful: isQualified(until) || setBy.contradictions.length > 0,
    agreed: null,
    agreedBy: [],
    until,
    lastDay: (more) => (more.length === 0 ? last : endBetween(nextDay(last), more, { firstDayCounts: true })),
  };
}

function endBetween(begins: Bounds, periods: readonly Period[], counting: { firstDayCounts: boolean }): Bounds {
  return moveBounds(begins, (day) => lastDayOfTerm(day, periods, counting));
}

/** The term that stands, with the options to extend it that were used; undefined for an agreement without a term. */
function standingTerm(facts: AgreementFacts): Term | undefined {
  const all = terms(facts);
  const last = all.at(-1);
  return last && { ...last, agreedBy: all.flatMap(({ agreedBy }) => agreedBy) };
}

/** By how much an option to extend lengthens a term, and when it was used. */
interface Extensions {
  readonly period: string;
  readonly uses: readonly Bounds[];
}

function extensionsOf({ termSet, extensions }: AgreementFacts, term: Term): Extensions {
  const option = termSet?.data.extension;
  if (!option) return { period: 'P0D', uses: [] };
  return { period: option.period, uses: doneUnder(term, extensions).map(({ when }) => when) };
}

function times({ period }: Extensions, uses: number): Period[] {
  return uses === 0 ? [] : [{ duration: period, times: uses }];
}

/** What was not done before the term was agreed on. */
function doneUnder<E extends DatedEntry>({ agreedBy }: Term, entries: readonly E[]): E[] {
  return entries.filter((entry) => !agreedBy.some((agreed) => isLaterThan(agreed, entry)));
}

/** How an agreement ends by the calendar. */
export interface TermEnd {
  /** The last day on which it is in force. */
  readonly lastDay: Bounds;
  readonly term: Pick<Term, 'basis' | 'isDoubtful' | 'agreed'>;
}

/**
 * When an agreement ends by the calendar; null without a term, and where it is renewed until somebody objects (rule 12). An
 * objection counts for the first renewal whose day for objections has not passed.
 */
export function termEnd(facts: AgreementFacts): TermEnd | null {
  const term = standingTerm(facts);
  if (!term) return null;
  const renewal = facts.termSet?.data.renewal;
  const extensions = extensionsOf(facts, term);
  if (!renewal) return { term, lastDay: term.lastDay(times(extensions, extensions.uses.length)) };
  const renewed = new Renewals(term, extensions, renewal);
  const counted = doneUnder(term, facts.objections).map((entry) => ({
    entry,
    end: renewed.endBy(objectedOn(entry, renewal)),
  }));
  const ends = [
    ...counted.map(({ end }) => end),
    ...(renewal.limit === undefined ? [] : [renewed.lastDay(renewal.limit)]),
  ];
  if (ends.length === 0) return null;
  return {
    lastDay: nthOf(ends, 1),
    term: {
      ...term,
      basis: [...term.basis, ...counted.map(({ entry }) => entry.id)],
      isDoubtful: term.isDoubtful || counted.some(({ entry }) => entry.isDoubtful),
    },
  };
}

/** When an objection counts as made: when it was sent, or received; of one of which nobody says that, perhaps never. */
function objectedOn({ when, data: { received } }: AgreementFacts['objections'][number], { noticeBy }: Renewal): Bounds {
  if (noticeBy !== 'received') return when;
  return received === undefined ? { earliest: when.earliest, latest: null } : boundsOf(received);
}

/**
 * The renewals of a term, each counted from the first beginning. An option to extend lengthens the period in which it is used:
 * those before keep their last days, those after it are counted with it.
 */
class Renewals {
  /** The numbers of the periods in which the option was used: as early as may be, and as late. */
  private readonly used: { readonly early: readonly number[]; readonly late: readonly number[] };

  constructor(
    private readonly term: Term,
    private readonly extensions: Extensions,
    private readonly renewal: Renewal,
  ) {
    const days = (bound: keyof Bounds) => extensions.uses.map((use) => use[bound]);
    this.used = { early: this.periodsOf(days('earliest'), 'latest'), late: this.periodsOf(days('latest'), 'earliest') };
  }

  /** The last day after so many renewals. */
  lastDay(renewals: number): Bounds {
    const usedBy = (periods: readonly number[]): number => periods.filter((period) => period <= renewals).length;
    const [most, fewest] = [usedBy(this.used.early), usedBy(this.used.late)];
    const end = this.endWith(renewals, most);
    return most === fewest ? end : { earliest: this.endWith(renewals, fewest).earliest, latest: end.latest };
  }

  private endWith(renewals: number, uses: number): Bounds {
    const extended = times(this.extensions, uses);
    return this.term.lastDay(
      renewals === 0 ? extended : [...extended, { duration: this.renewal.period, times: renewals }],
    );
  }

  /**
   * The periods in which the option was used on these days, one after the other: the first that has not ended by the day. One
   * without a day was used in the first of them, or perhaps in none.
   */
  private periodsOf(days: readonly (Day | null)[], bound: keyof Bounds): number[] {
    const known = days.filter((day) => day !== null).sort();
    const periods: number[] = bound === 'latest' ? days.filter((day) => day === null).map(() => 0) : [];
    for (const day of known) {
      let period = Math.max(periods.at(-1) ?? 0, this.renewalsBefore(day));
      while (period < (this.renewal.limit ?? Infinity)) {
        const [end, next] = [period, period + 1].map((each) => this.endWith(each, periods.length)[bound]);
        // What somebody else wrote into the log may have a period of no days.
        if (!end || day <= end || end === next) break;
        period += 1;
      }
      periods.push(period);
    }
    return periods;
  }

  /** The last day on which somebody may object to a renewal, counted from 1. */
  objectBy(times: number): Bounds {
    return this.deadline(times).days;
  }

  /** The same with the years whose working days are not known, so that nothing was moved. */
  deadline(times: number): MovedDays {
    const { notice, calendar } = this.renewal;
    const days = moveBounds(this.lastDay(times - 1), (end) =>
      notice === undefined ? end : (dayBeforeBy(end, notice) ?? end),
    );
    return nextWorkingDays(days, calendar);
  }

  /**
   * The last day where somebody has objected. Where the beginning is not known to the day: no earlier than the first end and
   * the objection, and within a period and a notice after it.
   */
  endBy(objected: Bounds): Bounds {
    const first = this.lastDay(0);
    if (first.earliest !== null && first.earliest === first.latest) {
      return {
        earliest: objected.earliest === null ? first.earliest : this.endOnDay(objected.earliest),
        latest: objected.latest === null ? null : this.endOnDay(objected.latest),
      };
    }
    const { period, notice } = this.renewal;
    const extended = this.extensions.uses.map(() => this.extensions.period);
    const within = [period, ...(notice === undefined ? [] : [notice]), ...extended].reduce(
      (days, each) => days + daysOf(each).most,
      0,
    );
    const latest = objected.latest === null ? null : (plusDays(objected.latest, within) ?? null);
    return laterOf(first, { earliest: objected.earliest, latest });
  }

  /** The same where both are known to the day; null where it lies behind the calendar. */
  private endOnDay(objected: Day): Day | null {
    let times = Math.max(1, this.renewalsBefore(objected));
    for (;;) {
      const { latest } = this.objectBy(times);
      const end = this.lastDay(times - 1).latest;
      // What somebody else wrote into the log may have a period of no days.
      if (latest === null || objected <= latest || end === this.lastDay(times).latest) return end;
      times += 1;
    }
  }

  /** No more renewals than there had been by a day, whenever the option was used; worked out, not counted. */
  private renewalsBefore(day: Day): number {
    const first = this.endWith(0, this.extensions.uses.length).latest ?? day;
    const days = (Date.parse(day) - Date.parse(first)) / 86_400_000;
    return Math.floor(days / daysOf(this.renewal.period).most) - 1;
  }
}

/** What an answer lists of renewals: what each follows on, the day for objections and its last day; and whether more follow. */
export function renewalsOf(facts: AgreementFacts) {
  const term = standingTerm(facts);
  const renewal = facts.termSet?.data.renewal;
  if (!term || !renewal || term.lastDay([]).earliest === null) return { renewals: [], more: false };
  const renewed = new Renewals(term, extensionsOf(facts, term), renewal);
  const { limit = Infinity } = renewal;
  const end = termEnd(facts)?.lastDay.latest ?? null;
  const renewals: { follows: Bounds; objectBy: Bounds; lastDay: Bounds; calendarMissing?: readonly number[] }[] = [];
  for (let times = 1; times <= Math.min(limit, LISTED_RENEWALS); times += 1) {
    const lastDay = renewed.lastDay(times);
    if (lastDay.earliest === null || (end !== null && lastDay.earliest > end)) return { renewals, more: false };
    const { days, unknownYears } = renewed.deadline(times);
    const missing = unknownYears.length === 0 ? {} : { calendarMissing: unknownYears };
    renewals.push({ follows: renewed.lastDay(times - 1), objectBy: days, lastDay, ...missing });
  }
  return { renewals, more: limit > LISTED_RENEWALS };
}

/** Whether an amendment lengthens the term that stands, or stood when it was agreed on; without a term there is nothing to. */
export function isExtension({ adopted }: Amendment, facts: AgreementFacts): boolean {
  const all = terms(facts);
  const own = all.findIndex(({ setBy }) => setBy.id === adopted.id);
  const before = own === -1 ? all.at(-1) : all[own - 1];
  if (adopted.data.until === undefined || before === undefined) return false;
  const [last, lastBefore] = [endOf(adopted.data.until).latest, before.lastDay([]).latest];
  return lastBefore !== null && (last === null || last > lastBefore);
}

/** The last day of the term that stands, as it is stated; null without a term, or for a duration. */
export function statedLastDay(facts: AgreementFacts): string | null {
  return standingTerm(facts)?.until ?? null;
}
