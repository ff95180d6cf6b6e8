import type { Context, Decision, State, Violation } from '../../kernel/decider.js';
import {
  decision,
  ensureCompletedAct,
  ensure,
  recorded,
  ensureIfLive,
  ensureStatus,
  stateBy,
  warnIf,
} from '../../kernel/decider.js';
import type { Bounds } from '../../kernel/edtf.js';
import { boundsOrUnknown, isWhollyBefore, UNKNOWN } from '../../kernel/edtf.js';
import type { DatedEntry, RecordOnDay } from '../../kernel/dated.js';
import type {
  AdoptAmendment,
  AdoptText,
  AnnounceAgreement,
  OpenForSignature,
  PublishAgreement,
  SetForceRule,
  SignAgreement,
  SignAmendment,
} from './agreement.commands.js';
import type { AgreementEvent, AgreementFacts, AgreementStatus } from './agreement.js';
import { agreementFacts, amendmentOf, isOverTextOf } from './agreement.js';
import { endsBefore } from './agreement.bounds.js';
import { lastConsent, lastSignature } from './agreement.consent.js';
import { entryIntoForce } from './agreement.force.js';
import { agreementStatusModel } from './agreement.status.js';
import { AGREEMENT_LIFE_CYCLE as LIFE_CYCLE, OPEN_TO_CHANGE } from './agreement.life-cycle.js';
import { namedAs } from '../party/acting-parties.js';
import { ensureTakesPart } from './taking-part.js';
import {
  ensureCurrentText,
  ensureKnownSignature,
  ensureMandate,
  underNamedParty,
  warnIfSignedAfterForce,
} from './agreement.signing-rules.js';

/** An agreement as it stands on the day of an act. */
export type Agreement = RecordOnDay<AgreementEvent>;
/** What comes of a command to an agreement: events, or the rules that it breaks. */
export type Outcome = Decision<AgreementEvent>;

/** An announcement begins the record; it says nothing about a signature. */
export function announce(command: AnnounceAgreement): Outcome {
  const strangers = (command.amendedBy ?? []).filter((party) => !command.parties.includes(party));
  return decision(
    [
      ...ensureIfLive(
        command.parties.length >= 2,
        'between-two-parties',
        '/parties',
        'An agreement is made by two parties at least; of an old one only some may be known.',
      ),
      ...ensure(
        strangers.length === 0,
        'amended-by-its-parties',
        '/amendedBy',
        'Only parties of the agreement can amend it.',
      ),
    ],
    recorded('AgreementAnnounced', command, 'will'),
  );
}

/** A text may replace another until every party has signed; after that an amendment is needed. */
export function adoptText(command: AdoptText, record: Agreement, context: Context): Outcome {
  const { facts, state } = stateOf(record, context);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureStatus(state, LIFE_CYCLE.AdoptText, 'text-adopted-before-signed', 'A new text'),
      ...ensure(
        facts.texts.at(-1)?.data.sha256 !== command.sha256,
        'text-differs',
        '/sha256',
        'This is the current text already.',
      ),
      ...ensureIfLive(
        !isBefore(context.act.when, facts.texts.at(-1)),
        'text-adopted-in-order',
        '/date',
        'The current text was adopted later than this one.',
      ),
    ],
    recorded('TextAdopted', command),
  );
}

/** Only a text can be laid open for signature, and only the current one. */
export function open(command: OpenForSignature, record: Agreement, context: Context): Outcome {
  const { facts, state } = stateOf(record, context);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureStatus(state, LIFE_CYCLE.OpenForSignature, 'opened-from-draft', 'Opening for signature'),
      ...(command.text === undefined ? [] : ensureCurrentText(command.text, facts)),
    ],
    recorded('OpenedForSignature', command),
  );
}

/** Rule 1: by a representative of a named party with a valid mandate, once per party, over the current text. */
export function sign(asked: SignAgreement, record: Agreement, context: Context): Outcome {
  const { facts, state } = stateOf(record, context);
  const command = underNamedParty(asked, facts, context);
  return decision(
    [
      ...ensureCompletedAct(command, ['fact']),
      ...ensure(
        facts.original.includes(command.party),
        'signed-by-a-named-party',
        '/party',
        'Only a party that the agreement names can sign it.',
      ),
      ...ensureKnownSignature(command),
      ...(command.text === undefined ? [] : ensureCurrentText(command.text, facts)),
      ...ensure(
        !facts.signatures.some(({ data }) => data.party === command.party && isOfSameText(data, command)),
        'signed-once-per-party',
        '/party',
        'This party has signed the current text already.',
      ),
      ...warnIfSignedAfterForce(facts.forceRule?.data, context.act.when, '/date'),
      ...ensureStatus(state, openToSignatures(command, facts), 'signed-while-open', 'A signature'),
      ...ensureMandate(command, context),
    ],
    recorded('AgreementSigned', command),
  );
}

/**
 * Where force does not wait for every party, those that are missing may sign after it (rule 14). Old registers, which tell of
 * signatures, tell nothing of texts laid open for them: that is nothing odd (rule 21).
 */
function openToSignatures(
  { recording }: Pick<SignAgreement, 'recording'>,
  { forceRule }: AgreementFacts,
): readonly AgreementStatus[] {
  const open = recording === 'historical' ? OPEN_TO_CHANGE : LIFE_CYCLE.SignAgreement;
  return forceRule?.data.consents ? [...open, 'registered', 'in-force'] : open;
}

/** Of a signature without a text nobody knows over which it was: it counts for the one that there is. */
function isOfSameText(one: { text?: string }, other: { text?: string }): boolean {
  return one.text === undefined || other.text === undefined || one.text === other.text;
}

/** Each agreement names its own rule of entry into force; it can be set until the rule has done its work. */
export function setForceRule(asked: SetForceRule, record: Agreement, context: Context): Outcome {
  const { facts, state } = stateOf(record, context);
  const command = withConsentsAsNamed(asked, facts, context);
  const signed = lastSignature(facts)?.when ?? UNKNOWN;
  const fixed = command.entersIntoForce === 'on-fixed-date';
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureStatus(
        state,
        LIFE_CYCLE.SetForceRule,
        'force-rule-set-before-force',
        'Setting the rule of entry into force',
      ),
      ...ensure(
        !fixed || command.on !== undefined,
        'fixed-date-given',
        '/on',
        'A fixed date of entry into force is needed.',
      ),
      ...ensureConsents(command, facts),
      ...ensure(fixed || command.on === undefined, 'fixed-date-only', '/on', 'A date goes with on-fixed-date only.'),
      ...ensure(
        !endsBefore(command.until, boundsOrUnknown(command.on)),
        'term-in-order',
        '/until',
        'The term ends before it begins.',
      ),
      ...ensureIfLive(
        !endsBefore(command.until, signed),
        'term-in-order',
        '/until',
        'The term would end before every party has signed, and force waits for every signature.',
      ),
      ...ensureRegisteredIn(command, facts, context),
      ...warnIfSignedAfterForce(command, signed, '/on'),
      ...warnIfForceWithoutSignatures(command, facts, context),
    ],
    recorded('ForceRuleSet', command),
  );
}

/** Those on whose consents force waits stand there under the ids by which the agreement names them (rule 18). */
function withConsentsAsNamed(command: SetForceRule, { parties }: AgreementFacts, context: Context): SetForceRule {
  const { consents } = command;
  if (consents?.parties === undefined) return command;
  const named = consents.parties.map((party) => namedAs(party, parties, context));
  return { ...command, consents: { ...consents, parties: [...new Set(named)] } };
}

/** Rule 14: the agreement says whose consents force waits for, and how long after the last of them. */
function ensureConsents({ consents, offset }: SetForceRule, { original, parties }: AgreementFacts): Violation[] {
  const { count, parties: named } = consents ?? {};
  return [
    ...ensure(
      consents === undefined || count !== undefined || named !== undefined,
      'consents-needed',
      '/consents',
      'Say how many consents are needed, or whose.',
    ),
    ...ensure(
      named === undefined || named.every((party) => parties.includes(party)),
      'consents-of-its-parties',
      '/consents/parties',
      'Force waits for consents of parties of the agreement.',
    ),
    ...ensureIfLive(
      count === undefined || consents?.accessionsCount === true || count <= original.length,
      'consents-that-can-be-given',
      '/consents/count',
      `The agreement has ${original.length} parties: so many consents cannot be given.`,
    ),
    ...ensure(
      offset === undefined || offset.duration !== undefined || offset.monthStart !== undefined,
      'offset-given',
      '/offset',
      'An offset is a duration, a number of months at whose beginning the agreement is in force, or both.',
    ),
  ];
}

/** Where several journals register an agreement, its rule may name the one that counts (rule 14). */
function ensureRegisteredIn(
  { entersIntoForce, registeredIn }: SetForceRule,
  { parties }: AgreementFacts,
  context: Context,
): Violation[] {
  if (registeredIn === undefined) return [];
  return [
    ...ensure(
      entersIntoForce === 'on-registration',
      'registered-in-with-registration',
      '/registeredIn',
      'The region whose journal counts goes with on-registration only.',
    ),
    ...ensureTakesPart(registeredIn, parties, context, '/registeredIn'),
  ];
}

/** Old registers state force that nobody signed for; here force waits for every party (rules 2 and 8). */
function warnIfForceWithoutSignatures({ on }: SetForceRule, facts: AgreementFacts, { today }: Context): Violation[] {
  const force = boundsOrUnknown(on).latest;
  return warnIf(
    force !== null && force < today && lastConsent(facts) === null,
    'in-force-without-signatures',
    '/on',
    `The day of entry into force, ${on ?? ''}, has passed, and not every party has signed; in force it is once all have.`,
  );
}

/** A signed agreement is published, whatever its force. */
export function publish(command: PublishAgreement, record: Agreement, context: Context): Outcome {
  const { facts, state } = stateOf(record, context);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensure(facts.published === undefined, 'published-once', '', 'The agreement is published already.'),
      ...ensureStatus(state, LIFE_CYCLE.PublishAgreement, 'published-after-signed', 'Publication'),
    ],
    recorded('AgreementPublished', command),
  );
}

/** An amendment changes a signed text: its own text is adopted, then signed like the agreement (rule 3). */
export function adoptAmendment(command: AdoptAmendment, record: Agreement, context: Context): Outcome {
  const { facts, state } = stateOf(record, context);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensure(
        command.sha256 !== undefined || command.recording === 'historical',
        'amendment-has-a-text',
        '/sha256',
        'An amendment is known by the SHA-256 of its text; only an old one may not be at hand.',
      ),
      ...ensureIfLive(
        !endsBefore(command.until, entryIntoForce(facts)?.when ?? UNKNOWN) &&
          !endsBefore(command.until, context.act.when),
        'term-in-order',
        '/until',
        'The term would end before the agreement is in force, or before this amendment.',
      ),
      ...ensureStatus(state, LIFE_CYCLE.AdoptAmendment, 'amended-after-signed', 'An amendment'),
    ],
    recorded('AmendmentAdopted', command),
  );
}

/** A signature under an amendment keeps the rules of a signature under the agreement; the amendment is named, or known by its text. */
export function signAmendment(asked: SignAmendment, record: Agreement, context: Context): Outcome {
  const { facts, state } = stateOf(record, context);
  const command = underNamedParty(asked, facts, context);
  const named = facts.amendments.find(({ adopted }) => adopted.id === command.amendment);
  const amendment = amendmentOf(command, facts);
  return decision(
    [
      ...ensureCompletedAct(command, ['fact']),
      ...ensure(
        command.amendment === undefined || named !== undefined,
        'amendment-exists',
        '/amendment',
        'The agreement has no such amendment.',
      ),
      ...ensureIfLive(
        command.amendment !== undefined || amendment !== undefined,
        'amendment-adopted',
        command.text === undefined ? '/amendment' : '/text',
        'The agreement has no amendment of this text yet; the signature counts once its adoption is recorded.',
      ),
      ...ensure(
        facts.parties.includes(command.party),
        'signed-by-a-named-party',
        '/party',
        'Only a party that the agreement names can sign its amendment.',
      ),
      ...ensureKnownSignature(command),
      ...ensure(
        named === undefined || isOverTextOf(named.adopted.data, command.text),
        'signed-over-the-current-text',
        '/text',
        'The signature is over another text than the amendment’s.',
      ),
      ...ensure(
        !amendment?.signatures.some(({ data }) => data.party === command.party),
        'signed-once-per-party',
        '/party',
        'This party has signed the amendment already.',
      ),
      ...ensureIfLive(
        !isBefore(context.act.when, amendment?.adopted),
        'amendment-signed-once-adopted',
        '/date',
        'The text of the amendment was adopted later than that.',
      ),
      ...ensureStatus(state, LIFE_CYCLE.SignAmendment, 'amended-after-signed', 'A signature under an amendment'),
      ...ensureMandate(command, context),
    ],
    recorded('AmendmentSigned', command),
  );
}

export function stateOf(
  record: RecordOnDay<AgreementEvent>,
  context: Context,
): { facts: AgreementFacts; state: State<AgreementStatus> } {
  const facts = agreementFacts(record);
  return { facts, state: stateBy(agreementStatusModel, record, context) };
}

/** Whether days lie wholly before those of an entry. */
function isBefore(bounds: Bounds, entry: DatedEntry | undefined): boolean {
  return entry !== undefined && isWhollyBefore(bounds, entry.when);
}
