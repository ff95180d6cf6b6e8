import type { Context, Decision, Objection, Told } from '../../kernel/decider.js';
import { decision, doubt, isDone, must, recorded, should } from '../../kernel/decider.js';
import { boundsOf, isEdtf } from '../../kernel/edtf.js';
import type { LedgerRecord } from '../../kernel/record.js';
import { statusAt } from '../../kernel/status.js';
import { mandateOf } from '../party/mandate.js';
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
import type { AgreementEvent, AgreementFacts, AgreementStatus } from './agreement.js';
import { agreementFacts, agreementMilestones, isSignedByAll, neededForAmendment } from './agreement.js';

type Agreement = LedgerRecord<AgreementEvent>;
type Outcome = Decision<AgreementEvent>;

/** Statuses before the text is signed by everybody: it may still be changed or given up. */
const OPEN_TO_CHANGE: AgreementStatus[] = ['announced', 'draft', 'open-for-signature', 'partly-signed'];
/** Statuses in which every party has signed and nothing has ended it. */
const SIGNED: AgreementStatus[] = ['signed', 'registered', 'in-force'];

/** An announcement begins the record; it says nothing about a signature. */
export function announce(command: AnnounceAgreement): Outcome {
  const strangers = (command.amendedBy ?? []).filter((party) => !command.parties.includes(party));
  return decision(
    must(strangers.length === 0, 'amended-by-its-parties', '/amendedBy', 'Only parties of the agreement can amend it.'),
    recorded('AgreementAnnounced', command, 'will'),
  );
}

/** A text may replace another until every party has signed; after that an amendment is needed. */
export function adoptText(command: AdoptText, record: Agreement, context: Context): Outcome {
  const { facts, status } = stateOf(record, context);
  return decision(
    [
      ...isDone(command),
      ...inStatus(status, OPEN_TO_CHANGE, 'text-adopted-before-signed', 'A new text'),
      ...must(
        facts.texts.at(-1)?.data.sha256 !== command.sha256,
        'text-differs',
        '/sha256',
        'This is the current text already.',
      ),
    ],
    recorded('TextAdopted', command),
  );
}

/** Only a text can be laid open for signature, and only the current one. */
export function open(command: OpenForSignature, record: Agreement, context: Context): Outcome {
  const { facts, status } = stateOf(record, context);
  return decision(
    [
      ...isDone(command),
      ...inStatus(status, ['draft'], 'opened-from-draft', 'Opening for signature'),
      ...(command.text === undefined ? [] : overCurrentText(command.text, facts)),
    ],
    recorded('OpenedForSignature', command),
  );
}

/** Rule 1: by a representative of a named party with a valid mandate, once per party, over the current text. */
export function sign(command: SignAgreement, record: Agreement, context: Context): Outcome {
  const { facts, status } = stateOf(record, context);
  return decision(
    [
      ...isDone(command, ['fact']),
      ...must(
        facts.parties.includes(command.party),
        'signed-by-a-named-party',
        '/party',
        'Only a party that the agreement names can sign it.',
      ),
      ...overCurrentText(command.text, facts),
      ...must(
        !facts.signatures.some(({ data }) => data.party === command.party),
        'signed-once-per-party',
        '/party',
        'This party has signed the current text already.',
      ),
      ...inStatus(status, ['open-for-signature', 'partly-signed'], 'signed-while-open', 'A signature'),
      ...underMandate(command, context),
    ],
    recorded('AgreementSigned', command),
  );
}

/** Each agreement names its own rule of entry into force; it can be set until the rule has done its work. */
export function setForceRule(command: SetForceRule, record: Agreement, context: Context): Outcome {
  const { status } = stateOf(record, context);
  const fixed = command.entersIntoForce === 'on-fixed-date';
  return decision(
    [
      ...inStatus(
        status,
        [...OPEN_TO_CHANGE, 'signed', 'registered'],
        'force-rule-set-before-force',
        'Setting the rule of entry into force',
      ),
      ...must(
        !fixed || command.on !== undefined,
        'fixed-date-given',
        '/on',
        'A fixed date of entry into force is needed.',
      ),
      ...must(fixed || command.on === undefined, 'fixed-date-only', '/on', 'A date goes with on-fixed-date only.'),
      ...must(!endsBeforeItBegins(command), 'term-in-order', '/until', 'The term ends before it begins.'),
    ],
    recorded('ForceRuleSet', command),
  );
}

function endsBeforeItBegins({ on, until }: SetForceRule): boolean {
  if (on === undefined || until === undefined || !isEdtf(on) || !isEdtf(until)) return false;
  const begins = boundsOf(on).earliest;
  const ends = boundsOf(until).latest;
  return begins !== null && ends !== null && ends < begins;
}

/** A signed agreement is published, whatever its force. */
export function publish(command: PublishAgreement, record: Agreement, context: Context): Outcome {
  const { facts, status } = stateOf(record, context);
  return decision(
    [
      ...isDone(command),
      ...must(facts.published === undefined, 'published-once', '', 'The agreement is published already.'),
      ...inStatus(status, SIGNED, 'published-after-signed', 'Publication'),
    ],
    recorded('AgreementPublished', command),
  );
}

export function suspend(command: SuspendAgreement, record: Agreement, context: Context): Outcome {
  const { status } = stateOf(record, context);
  return decision(
    [...isDone(command), ...inStatus(status, ['in-force'], 'suspended-while-in-force', 'Suspension')],
    recorded('AgreementSuspended', command),
  );
}

export function resume(command: ResumeAgreement, record: Agreement, context: Context): Outcome {
  const { status } = stateOf(record, context);
  return decision(
    [...isDone(command), ...inStatus(status, ['suspended'], 'resumed-while-suspended', 'Resumption')],
    recorded('AgreementResumed', command),
  );
}

/** Termination ends what has been signed; what has not is abandoned. */
export function terminate(command: TerminateAgreement, record: Agreement, context: Context): Outcome {
  const { status } = stateOf(record, context);
  return decision(
    [...isDone(command), ...inStatus(status, [...SIGNED, 'suspended'], 'terminated-after-signed', 'Termination')],
    recorded('AgreementTerminated', command),
  );
}

/** Annulment may reach back: an expired or terminated agreement can be annulled too. */
export function annul(command: AnnulAgreement, record: Agreement, context: Context): Outcome {
  const { status } = stateOf(record, context);
  const open = [...SIGNED, 'suspended', 'terminated', 'expired'] as AgreementStatus[];
  return decision(
    [...isDone(command), ...inStatus(status, open, 'annulled-after-signed', 'Annulment')],
    recorded('AgreementAnnulled', command),
  );
}

/** An agreement is abandoned before it has force. */
export function abandon(command: AbandonAgreement, record: Agreement, context: Context): Outcome {
  const { status } = stateOf(record, context);
  return decision(
    [
      ...isDone(command),
      ...inStatus(status, [...OPEN_TO_CHANGE, 'signed', 'registered'], 'abandoned-before-force', 'Abandonment'),
    ],
    recorded('AgreementAbandoned', command),
  );
}

/** An amendment changes a signed text: its own text is adopted, then signed like the agreement (rule 3). */
export function adoptAmendment(command: AdoptAmendment, record: Agreement, context: Context): Outcome {
  const { status } = stateOf(record, context);
  return decision(
    [...isDone(command), ...inStatus(status, [...SIGNED, 'suspended'], 'amended-after-signed', 'An amendment')],
    recorded('AmendmentAdopted', command),
  );
}

/** A signature under an amendment keeps the rules of a signature under the agreement. */
export function signAmendment(command: SignAmendment, record: Agreement, context: Context): Outcome {
  const { facts, status } = stateOf(record, context);
  const amendment = facts.amendments.find(({ adopted }) => adopted.id === command.amendment);
  return decision(
    [
      ...isDone(command, ['fact']),
      ...must(amendment !== undefined, 'amendment-exists', '/amendment', 'The agreement has no such amendment.'),
      ...must(
        facts.parties.includes(command.party) || neededForAmendment(facts).includes(command.party),
        'signed-by-a-named-party',
        '/party',
        'Only a party that the agreement names can sign its amendment.',
      ),
      ...must(
        amendment === undefined || amendment.adopted.data.sha256 === command.text,
        'signed-over-the-current-text',
        '/text',
        'The signature is over another text than the amendment’s.',
      ),
      ...must(
        !amendment?.signatures.some(({ data }) => data.party === command.party),
        'signed-once-per-party',
        '/party',
        'This party has signed the amendment already.',
      ),
      ...inStatus(status, [...SIGNED, 'suspended'], 'amended-after-signed', 'A signature under an amendment'),
      ...underMandate(command, context),
    ],
    recorded('AmendmentSigned', command),
  );
}

/** What registration asks of the agreement; the number itself is given by the region's journal. */
export function mayBeRegistered(command: Told, record: Agreement, context: Context): Objection[] {
  const { facts, status } = stateOf(record, context);
  return [
    ...isDone(command),
    ...must(facts.registered === undefined, 'registered-once', '', 'The agreement is registered already.'),
    ...should(
      isSignedByAll(facts),
      'registered-after-every-signature',
      '',
      'Not every party has signed the current text.',
    ),
    ...inStatus(status, ['signed', 'in-force'], 'registered-after-signed', 'Registration'),
  ];
}

function stateOf(record: Agreement, context: Context): { facts: AgreementFacts; status: string; possible: string[] } {
  const facts = agreementFacts(record);
  const { status, possible } = statusAt(agreementMilestones(facts), context.today);
  return { facts, status, possible };
}

function inStatus(status: string, allowed: readonly AgreementStatus[], rule: string, what: string): Objection[] {
  return should(
    (allowed as readonly string[]).includes(status),
    rule,
    '',
    `${what} is possible while the agreement is ${allowed.join(', ')}; it is ${status}.`,
  );
}

function overCurrentText(text: string, facts: AgreementFacts): Objection[] {
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

function underMandate(command: SignAgreement | SignAmendment, context: Context): Objection[] {
  const party = context.look('party', command.party);
  const valid = mandateOf(command.representative, party, command.date, context.today);
  return [
    ...should(
      valid !== 'no',
      'signed-under-a-valid-mandate',
      '/representative',
      'This person has no mandate of the party that is valid on that day.',
    ),
    ...doubt(
      valid === 'possible',
      'mandate-cannot-be-told',
      '/representative',
      'From the dates given it cannot be told whether the mandate was valid on that day.',
    ),
  ];
}
