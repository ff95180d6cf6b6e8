import type { Context, Objection, Told } from '../../kernel/decider.js';
import { actOf, doubt, should } from '../../kernel/decider.js';
import type { Bounds, Day } from '../../kernel/edtf.js';
import { boundsOf, isQualified } from '../../kernel/edtf.js';
import type { EffectiveEntry, LedgerRecord } from '../../kernel/record.js';
import { boundsOfAct } from '../../kernel/record.js';
import type { StatusOn } from '../../kernel/status.js';
import { statusAt } from '../../kernel/status.js';
import { mandateOf } from '../party/mandate.js';
import type { SetForceRule, SignAgreement, SignAmendment } from './agreement.commands.js';
import type { AgreementEvent, AgreementFacts, AgreementStatus } from './agreement.js';
import { agreementFacts } from './agreement.js';
import { agreementMilestones } from './agreement.status.js';

/** The agreement's status today, and on the day of the act that is told of. */
interface State {
  now: StatusOn<AgreementStatus>;
  then: StatusOn<AgreementStatus>;
  day: Day;
}

export function stateOf(
  command: Told,
  record: LedgerRecord<AgreementEvent>,
  context: Context,
): { facts: AgreementFacts; state: State } {
  const facts = agreementFacts(record);
  const milestones = agreementMilestones(facts);
  const day = daysOf(command, context).latest ?? context.today;
  return { facts, state: { now: statusAt(milestones, context.today), then: statusAt(milestones, day), day } };
}

/** The days on which the act may have been done; a live one that gives no date was done today. */
export function daysOf(command: Told, { today }: Context): Bounds {
  const told = boundsOfAct({ data: { act: actOf(command) }, recordedOn: today });
  const isToday = command.date === undefined && command.relativeDate === undefined && command.entry !== 'historical';
  return isToday ? { earliest: today, latest: today } : told;
}

/** The life cycle is kept today and on the day of the act; where dates do not tell the status, that is only warned of. */
export function inStatus(
  { now, then, day }: State,
  allowed: AgreementStatus[],
  rule: string,
  what: string,
): Objection[] {
  const said = `${what} is possible while the agreement is ${allowed.join(', ')}`;
  const mayBe = ({ status, possible }: StatusOn<AgreementStatus>): boolean =>
    possible.length === 0
      ? ['undetermined', ...allowed].includes(status)
      : possible.some((one) => allowed.includes(one));
  const before = mayBe(now) ? should(mayBe(then), rule, '/date', `${said}; on ${day} it was ${told(then)}.`) : [];
  return [
    ...should(mayBe(now), rule, '', `${said}; it is ${told(now)}.`),
    ...before,
    ...doubt(
      mayBe(now) && now.status === 'undetermined',
      'status-cannot-be-told',
      '',
      `${said}; from the dates given it cannot be told whether it is.`,
    ),
  ];
}

function told({ status, possible }: StatusOn<AgreementStatus>): string {
  return possible.length === 0 ? status : possible.join(' or ');
}

export function overCurrentText(text: string, facts: AgreementFacts): Objection[] {
  const current = facts.texts.at(-1)?.data.sha256;
  return [
    ...should(current !== undefined, 'text-adopted', '/text', 'The agreement has no text yet.'),
    ...should(
      current === undefined || current === text,
      'signed-over-the-current-text',
      '/text',
      'This is not the current text of the agreement; a new text voids what was signed before.',
    ),
  ];
}

export function underMandate(command: SignAgreement | SignAmendment, context: Context): Objection[] {
  const party = context.look('party', command.party);
  const days = daysOf(command, context);
  const valid = mandateOf(command.representative, party, days);
  const isVague = command.date !== undefined && isQualified(command.date);
  return [
    ...should(
      valid !== 'no',
      'signed-under-a-valid-mandate',
      '/representative',
      'This person has no mandate of the party that is valid on that day.',
    ),
    ...doubt(
      valid === 'possible' || (valid === 'certain' && isVague),
      'mandate-cannot-be-told',
      '/representative',
      'From the dates given it cannot be told whether the mandate was valid on that day.',
    ),
  ];
}

/** Old registers have agreements in force before a signature; here force waits for every party (rule 2). */
export function forceFirst(rule: Pick<SetForceRule, 'on'> | undefined, signed: Bounds, pointer: string): Objection[] {
  const force = rule?.on === undefined ? null : boundsOf(rule.on).latest;
  return doubt(
    force !== null && signed.earliest !== null && force < signed.earliest,
    'in-force-before-signature',
    pointer,
    `The day of entry into force, ${rule?.on ?? ''}, lies before a signature; in force it is once every party has signed.`,
  );
}

/** Whether days lie wholly before those of an entry. */
export function isBefore({ latest }: Bounds, entry: EffectiveEntry | undefined): boolean {
  const earliest = entry ? boundsOfAct(entry).earliest : null;
  return latest !== null && earliest !== null && latest < earliest;
}
