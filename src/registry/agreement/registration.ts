import type { Context, Decision } from '../../kernel/decider.js';
import { actOf, decision, must } from '../../kernel/decider.js';
import type { Day } from '../../kernel/edtf.js';
import { command } from '../../kernel/kind.js';
import type { LedgerRecord } from '../../kernel/record.js';
import type { PartyEvent } from '../party/party.js';
import { partyFacts } from '../party/party.js';
import { journalId } from '../journal/journal.js';
import { RegisterAgreement } from './agreement.commands.js';
import { mayBeRegistered } from './agreement.decide.js';
import type { AgreementEvent } from './agreement.js';
import { agreementFacts } from './agreement.js';

type Agreement = LedgerRecord<AgreementEvent>;

/** A region enters in its journal only agreements in which it, or a party seated in it, takes part (rule 10). */
function register(command: RegisterAgreement, record: Agreement, context: Context): Decision<AgreementEvent> {
  const { parties } = agreementFacts(record);
  const takesPart = parties.some((id) => id === command.region || regionOf(id, context) === command.region);
  return decision(
    [
      ...mayBeRegistered(command, record, context),
      ...must(takesPart, 'region-takes-part', '/region', 'The region does not take part in this agreement.'),
    ],
    {
      type: 'AgreementRegistered',
      data: {
        region: command.region,
        year: yearOf(command.date, context.today),
        number: context.number ?? 0,
        ...(command.formerNumber === undefined ? {} : { formerNumber: command.formerNumber }),
        act: actOf(command),
      },
    },
  );
}

function regionOf(party: string, context: Context): string | undefined {
  const record = context.look('party', party);
  return record && partyFacts(record as LedgerRecord<PartyEvent>).recorded?.data.region;
}

/** The year whose journal numbers the registration: that of its date, or the current one where it names none. */
function yearOf(date: string | undefined, today: Day): number {
  const told = /^\d{4}/.exec(date ?? '')?.[0];
  return Number(told ?? today.slice(0, 4));
}

export const registration = command<RegisterAgreement, AgreementEvent>(RegisterAgreement, {
  path: 'registration',
  title: 'Enter the agreement into a region’s registration journal, which numbers it',
  events: ['AgreementRegistered'],
  decide: register,
  alsoLooksAt: (_command, record) => agreementFacts(record).parties.map((id) => ({ kind: 'party', id })),
  numberedBy: (asked, _record, { today }) => ({
    kind: 'registration-journal',
    id: journalId(asked.region, yearOf(asked.date, today)),
  }),
});
