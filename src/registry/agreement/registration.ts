import type { Context, State, Violation } from '../../kernel/decider.js';
import {
  actOf,
  decision,
  ensure,
  ensureCompletedAct,
  ensureIfLive,
  ensureStatus,
  warnIf,
} from '../../kernel/decider.js';
import { plusDays } from '../../kernel/day.js';
import { boundsOf } from '../../kernel/edtf.js';
import type { RecordRef, ViewQuestion } from '../../kernel/kind.js';
import { command } from '../../kernel/kind.js';
import { isRegion } from '../../kernel/regions.js';
import type { DatedEntry, DatedRecord } from '../../kernel/dated.js';
import { activeEntries } from '../../kernel/dated.js';
import type { LedgerEvent } from '../../kernel/entry.js';
import { namesOfActing } from '../party/acting-parties.js';
import type { JournalEvent, LINE_SUBJECTS, NumberGiven } from '../journal/journal.js';
import { journalFacts, journalId, isAsItStood, standingLines, takesLiveLines, writtenAs } from '../journal/journal.js';
import { RegisterAgreement } from './agreement.commands.js';
import type { Agreement, Outcome } from './agreement.decide.js';
import { stateOf } from './agreement.decide.js';
import { SIGNED } from './agreement.life-cycle.js';
import type { AgreementEvent, AgreementFacts, AgreementStatus, RegistrationAsked } from './agreement.js';
import { agreementFacts, requestUnderWay } from './agreement.js';
import { lastSignature } from './agreement.consent.js';
import { isExtension } from './agreement.term.js';
import { ensureTakesPart } from './taking-part.js';

/** The process that gives a registration its number and shows it in the agreement. */
export const REGISTRATION = 'registration';

type Subject = (typeof LINE_SUBJECTS)[number];

/**
 * The agreement says which journal it asks, before that journal gives anything: of two requests at once its stream takes
 * one. A region enters in its journal only agreements in which it, or a party seated in it, takes part (rule 10).
 */
function register(command: RegisterAgreement, record: Agreement, context: Context): Outcome {
  const { facts, state } = stateOf(record, context);
  const { region, registers, formerNumber } = command;
  const subject = registers === undefined ? undefined : subjectOf(registers, record, facts);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureNotBeingRegistered(command, record),
      ...(registers === undefined
        ? ensureRegistrable(command, facts, state)
        : ensureThingRegistrable(command, facts, subject)),
      ...warnIf(
        (command.date !== undefined || command.relativeDate !== undefined) &&
          yearOfDate(context.act.date) === undefined,
        'registration-year-unknown',
        '/date',
        'The date tells no year; the number is of the year in which it is recorded here.',
      ),
      ...ensure(
        yearOf(context) <= yearIn(context.localToday),
        'registration-year-has-come',
        '/date',
        'The journal of a year to come gives no numbers yet.',
      ),
      ...ensureTakesPart(region, facts.parties, context, '/region'),
      ...ensureJournalTakes(command, context),
    ],
    {
      type: 'RegistrationRequested',
      data: {
        region,
        year: yearOf(context),
        ...(formerNumber === undefined ? {} : { formerNumber }),
        ...(registers === undefined ? {} : { registers }),
        ...(subject === undefined ? {} : { subject }),
        act: actOf({ ...command, ...dayWhereYearsDiffer(command, context) }),
      },
    },
  );
}

/** Two journals asked at once would both keep a line: an old register's entry waits for the answer like a live one. */
function ensureNotBeingRegistered({ recording }: RegisterAgreement, record: Agreement): Violation[] {
  const asked = requestUnderWay(record)?.data;
  const rule = recording === 'historical' ? ensure : ensureIfLive;
  return rule(
    asked === undefined,
    'registration-under-way',
    '',
    `The journal ${asked?.region ?? ''} of ${asked?.year ?? ''} has been asked for a number; wait for its answer.`,
  );
}

/** The agreement itself is registered once it is signed, and once by each region (rule 16). */
function ensureRegistrable(
  { region }: RegisterAgreement,
  facts: AgreementFacts,
  state: State<AgreementStatus>,
): Violation[] {
  return [
    ...ensure(
      !facts.registrations.some(({ data }) => data.region === region),
      'registered-once',
      '',
      `The agreement is registered in the journal of ${region} already.`,
    ),
    ...ensureIfLive(
      lastSignature(facts) !== null,
      'registered-after-every-signature',
      '',
      'Not every party has signed the current text.',
    ),
    ...ensureStatus(state, SIGNED, 'registered-after-signed', 'Registration'),
  ];
}

/** What changes or ends an agreement has lines of its own, where the agreement has one. */
function ensureThingRegistrable(
  { region, registers }: RegisterAgreement,
  facts: AgreementFacts,
  subject: Subject | undefined,
): Violation[] {
  const amendment = facts.amendments.find(({ adopted }) => adopted.id === registers);
  return [
    ...ensure(
      subject !== undefined,
      'registers-a-change',
      '/registers',
      'The agreement has no such amendment, extension or ending.',
    ),
    ...ensure(
      !facts.furtherRegistrations.some(({ data }) => data.region === region && data.registers === registers),
      'registered-once',
      '/registers',
      `This is registered in the journal of ${region} already.`,
    ),
    ...ensureIfLive(
      amendment?.agreed !== null,
      'amendment-registered-once-agreed',
      '/registers',
      'Not every party that it needs has signed the amendment.',
    ),
    ...warnIf(
      !facts.registrations.some(({ data }) => data.region === region),
      'registered-where-the-agreement-is',
      '/region',
      `The agreement itself is not registered in the journal of ${region}.`,
    ),
  ];
}

function subjectOf(id: string, record: Agreement, facts: AgreementFacts): Subject | undefined {
  const amendment = facts.amendments.find(({ adopted }) => adopted.id === id);
  if (amendment) return isExtension(amendment, facts) ? 'extension' : 'amendment';
  const entry = activeEntries(record).find((each) => each.id === id);
  return entry && SUBJECTS[entry.type];
}

const SUBJECTS: Partial<Record<DatedEntry<AgreementEvent>['type'], Subject>> = {
  TermExtended: 'extension',
  AgreementTerminated: 'ending',
  AgreementAnnulled: 'ending',
};

/** What a journal takes: a past one that is entered as it stood takes no live lines, and a number stands there once. */
function ensureJournalTakes({ region, recording, formerNumber }: RegisterAgreement, context: Context): Violation[] {
  const year = yearOf(context);
  const journal = context.lookup('registration-journal', journalId(region, year)) as
    DatedRecord<JournalEvent> | undefined;
  if (!journal) return [];
  const facts = journalFacts(journal);
  const [isOld, name] = [recording === 'historical', `${region} of ${year}`];
  return [
    ...ensure(
      isOld || takesLiveLines(facts, year, yearIn(context.localToday)),
      'journal-as-it-stood',
      '/region',
      `The journal ${name} is entered as it stood; it gives no new numbers.`,
    ),
    ...warnIf(
      isOld && formerNumber !== undefined && standingLines(journal, formerNumber).length > 0,
      'number-stands-once',
      '/formerNumber',
      `The journal ${name} has a line with the number ${formerNumber ?? ''} already.`,
    ),
    ...warnIf(
      isOld && formerNumber === undefined && isAsItStood(facts),
      'former-number-stated',
      '/formerNumber',
      `The journal ${name} is entered as it stood, and no number is stated.`,
    ),
  ];
}

/** The entry that follows once the journal has its line. The warnings stay with the request, which was judged. */
export function registeredAs(
  { number, writtenAs: written }: NumberGiven,
  { id, data }: { id: string; data: LedgerEvent<string, RegistrationAsked>['data'] },
): Extract<AgreementEvent, { type: 'AgreementRegistered' }> {
  const { act, ...asked } = data;
  const { warnings: _judged, ...stated } = act;
  return {
    type: 'AgreementRegistered',
    data: {
      ...asked,
      ...(number === undefined ? {} : { number }),
      ...(written === undefined ? {} : { writtenAs: written }),
      request: id,
      act: stated,
    },
  };
}

/**
 * The year whose journal numbers the registration: that of its date where the date tells one, else the current one in the
 * journal's region.
 */
function yearOf({ act, localToday }: Pick<Context, 'act' | 'localToday'>): number {
  return yearOfDate(act.date) ?? yearIn(localToday);
}

/** What is registered while the year is another one here than in the journal's region says its day: else it would be that of here. */
function dayWhereYearsDiffer(
  command: RegisterAgreement,
  { today, localToday }: Context,
): Pick<RegisterAgreement, 'date'> {
  const { date, relativeDate, recording } = command;
  const isToday = date === undefined && relativeDate === undefined && recording !== 'historical';
  return isToday && yearIn(today) !== yearIn(localToday) ? { date: localToday } : {};
}

function yearIn(day: string): number {
  return Number(day.slice(0, 4));
}

function yearOfDate(date: string | null): number | undefined {
  const { earliest, latest } = date === null ? { earliest: null, latest: null } : boundsOf(date);
  const year = earliest?.slice(0, 4);
  return year !== undefined && year === latest?.slice(0, 4) ? Number(year) : undefined;
}

/** The parties of an agreement, as records to look at. */
export function partiesOf(record: Agreement): RecordRef[] {
  return agreementFacts(record).parties.map((id) => ({ kind: 'party', id }));
}

/** What a rule about the regions of its parties asks the views: with whom these were merged, whose seat is theirs too. */
export function namesOfParties(record: Agreement): Readonly<Record<string, ViewQuestion>> {
  return namesOfActing({ parties: agreementFacts(record).parties.filter((id) => !isRegion(id)) });
}

export const registration = command<RegisterAgreement, AgreementEvent>(RegisterAgreement, {
  path: 'registration',
  events: ['RegistrationRequested', 'AgreementRegistered'],
  decide: register,
  alsoReads: ({ region, date }, record) => {
    const year = yearOfDate(date ?? null);
    // At the turn of a year it may be the one before, in the region.
    const years = year === undefined ? [yearIn(record.day), yearIn(plusDays(record.day, -1) ?? record.day)] : [year];
    const journals = [...new Set(years)].map((each) => journalId(region, each));
    return [...partiesOf(record), ...journals.map((id) => ({ kind: 'registration-journal', id }))];
  },
  asksViews: (_command, record) => namesOfParties(record),
  process: REGISTRATION,
  gives: (recorded) => {
    const registered = recorded.find((event) => event.type === 'AgreementRegistered')?.data;
    if (!registered) return {};
    const { region, year, number = null } = registered;
    return { registration: { region, year, number, writtenAs: writtenAs(registered) } };
  },
  keptByCorrections: (before, after, { entry, record }) => {
    const [from, to] = [before, after].map((asked) => journalId(asked.command.region, yearOf(asked.context)));
    const answer = record.entries.find(({ type, data }) => type === 'AgreementRegistered' && data.request === entry.id);
    return [
      ...ensure(
        answer === undefined,
        'registration-corrected-itself',
        '',
        `The journal has answered this request: what is wrong with the registration is corrected in the entry ${answer?.id ?? ''}.`,
      ),
      ...ensure(
        from === to && before.command.formerNumber === after.command.formerNumber,
        'registration-number-stays',
        '',
        `The number stands in the journal ${from ?? ''}; void the registration, and register again.`,
      ),
      ...ensure(
        before.command.registers === after.command.registers,
        'registration-number-stays',
        '/registers',
        'The line of the journal is about something else; void the registration, and register again.',
      ),
    ];
  },
});
