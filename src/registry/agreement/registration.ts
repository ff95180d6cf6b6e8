import type { Context, Decision } from '../../kernel/decider.js';
import { actOf, decision, warnIf, ensure } from '../../kernel/decider.js';
import { boundsOf } from '../../kernel/edtf.js';
import { command } from '../../kernel/kind.js';
import type { DatedRecord, RecordOnDay } from '../../kernel/dated.js';
import type { LedgerEvent } from '../../kernel/entry.js';
import type { PartyEvent } from '../party/party.js';
import { partyFacts } from '../party/party.js';
import { journalId } from '../journal/journal.js';
import { RegisterAgreement } from './agreement.commands.js';
import { registrationViolations } from './agreement.decide.js';
import type { AgreementEvent, RegistrationAsked } from './agreement.js';
import { agreementFacts } from './agreement.js';

/** The process that gives a registration its number and shows it in the agreement. */
export const REGISTRATION = 'registration';

type Agreement = RecordOnDay<AgreementEvent>;

/**
 * The agreement says which journal it asks, before that journal gives anything: of two requests at once its stream takes
 * one. A region enters in its journal only agreements in which it, or a party seated in it, takes part (rule 10).
 */
function register(command: RegisterAgreement, record: Agreement, context: Context): Decision<AgreementEvent> {
  const { parties } = agreementFacts(record);
  const takesPart = parties.some((id) => id === command.region || regionOf(id, context) === command.region);
  return decision(
    [
      ...registrationViolations(command, record, context),
      ...warnIf(
        (command.date !== undefined || command.relativeDate !== undefined) &&
          yearOfDate(context.act.date) === undefined,
        'registration-year-not-told',
        '/date',
        'The date tells no year; the number is of the year in which it is recorded here.',
      ),
      ...ensure(
        yearOf(context) <= Number(context.today.slice(0, 4)),
        'registration-year-has-come',
        '/date',
        'The journal of a year to come gives no numbers yet.',
      ),
      ...ensure(takesPart, 'region-takes-part', '/region', 'The region does not take part in this agreement.'),
    ],
    {
      type: 'RegistrationRequested',
      data: {
        region: command.region,
        year: yearOf(context),
        ...(command.formerNumber === undefined ? {} : { formerNumber: command.formerNumber }),
        act: actOf(command),
      },
    },
  );
}

/** The entry that follows once the journal has given the number. The warnings stay with the request, which was judged. */
export function registeredAs(
  number: number,
  { id, data }: { id: string; data: LedgerEvent<string, RegistrationAsked>['data'] },
): Extract<AgreementEvent, { type: 'AgreementRegistered' }> {
  const { act, ...asked } = data;
  const { warnings: _judged, ...stated } = act;
  return { type: 'AgreementRegistered', data: { ...asked, number, request: id, act: stated } };
}

function regionOf(party: string, context: Context): string | undefined {
  const record = context.lookup('party', party);
  return record && partyFacts(record as DatedRecord<PartyEvent>).recorded?.data.region;
}

/** The year whose journal numbers the registration: that of its date where the date tells one, else the current one. */
function yearOf({ act, today }: Pick<Context, 'act' | 'today'>): number {
  return yearOfDate(act.date) ?? Number(today.slice(0, 4));
}

function yearOfDate(date: string | null): number | undefined {
  const { earliest, latest } = date === null ? { earliest: null, latest: null } : boundsOf(date);
  const year = earliest?.slice(0, 4);
  return year !== undefined && year === latest?.slice(0, 4) ? Number(year) : undefined;
}

export const registration = command<RegisterAgreement, AgreementEvent>(RegisterAgreement, {
  path: 'registration',
  events: ['RegistrationRequested', 'AgreementRegistered'],
  decide: register,
  alsoReads: (_command, record) => agreementFacts(record).parties.map((id) => ({ kind: 'party', id })),
  process: REGISTRATION,
  keptByCorrections: (before, after) => {
    const [from, to] = [before, after].map((asked) => journalId(asked.command.region, yearOf(asked.context)));
    return ensure(
      from === to,
      'registration-number-stays',
      '',
      `The number stands in the journal ${from ?? ''}; void the registration, and register again.`,
    );
  },
});
