import type { Bounds } from '../../kernel/edtf.js';
import type { DatedEntry } from '../../kernel/dated.js';
import type { Details } from '../../kernel/decider.js';
import type { LedgerEvent } from '../../kernel/entry.js';
import type { NumberGiven, RegisteredThing } from '../journal/journal.js';
import type {
  AbandonAgreement,
  AdoptAmendment,
  AdoptText,
  AnnounceAgreement,
  AnnulAgreement,
  ExtendTerm,
  ObjectToRenewal,
  OpenForSignature,
  PublishAgreement,
  ResumeAgreement,
  SetForceRule,
  SetTerm,
  SignAgreement,
  SignAmendment,
  SuspendAgreement,
  TakeBackTermination,
  TerminateAgreement,
} from './agreement.commands.js';
import type { AssignRoles, DescribeAgreement, NameDepositaries } from './agreement.details-commands.js';
import type {
  AccedeToAgreement,
  ApplyProvisionally,
  EndProvisionalApplication,
  GiveConsent,
  RecordAllSigned,
  StateStatus,
  SucceedParty,
  WithdrawFromAgreement,
} from './agreement.consent-commands.js';

/** Which region's registration journal, of which year, is asked for a number. */
export interface RegistrationAsked extends RegisteredThing {
  region: string;
  year: number;
  /** Number in an old register, as it stood there. Of a historical entry it is the number of the line (rule 16). */
  formerNumber?: string;
}

/** What the journal gave: see the journal kind. */
export interface RegistrationDetails extends RegistrationAsked, NumberGiven {
  /** The entry that asked for it; absent in logs from before the agreement said first whom it asks. */
  request?: string;
}

export type AgreementEvent =
  | LedgerEvent<'AgreementAnnounced', Details<AnnounceAgreement>>
  | LedgerEvent<'AgreementDescribed', Details<DescribeAgreement>>
  | LedgerEvent<'DepositariesNamed', Details<NameDepositaries>>
  | LedgerEvent<'RolesAssigned', Details<AssignRoles>>
  | LedgerEvent<'TextAdopted', Details<AdoptText> & { language?: string }>
  | LedgerEvent<'OpenedForSignature', Details<OpenForSignature>>
  | LedgerEvent<'AgreementSigned', Details<SignAgreement>>
  | LedgerEvent<'SignedByAll', Details<RecordAllSigned>>
  | LedgerEvent<'StatusStated', Details<StateStatus>>
  | LedgerEvent<'ConsentGiven', Details<GiveConsent>>
  | LedgerEvent<'PartyAcceded', Details<AccedeToAgreement>>
  | LedgerEvent<'PartySucceeded', Details<SucceedParty>>
  | LedgerEvent<'PartyWithdrew', Details<WithdrawFromAgreement>>
  | LedgerEvent<'ProvisionalApplicationAgreed', Details<ApplyProvisionally>>
  | LedgerEvent<'ProvisionalApplicationEnded', Details<EndProvisionalApplication>>
  | LedgerEvent<'ForceRuleSet', Details<SetForceRule>>
  | LedgerEvent<'TermSet', Details<SetTerm>>
  | LedgerEvent<'TermExtended', Details<ExtendTerm>>
  | LedgerEvent<'RenewalObjected', Details<ObjectToRenewal>>
  | LedgerEvent<'TerminationTakenBack', Details<TakeBackTermination>>
  | LedgerEvent<'RegistrationRequested', RegistrationAsked>
  | LedgerEvent<'AgreementRegistered', RegistrationDetails>
  | LedgerEvent<'AgreementPublished', Details<PublishAgreement>>
  | LedgerEvent<'AgreementSuspended', Details<SuspendAgreement>>
  | LedgerEvent<'AgreementResumed', Details<ResumeAgreement>>
  | LedgerEvent<'AgreementTerminated', Details<TerminateAgreement>>
  | LedgerEvent<'AgreementAnnulled', Details<AnnulAgreement>>
  | LedgerEvent<'AgreementAbandoned', Details<AbandonAgreement>>
  | LedgerEvent<'AmendmentAdopted', Details<AdoptAmendment>>
  | LedgerEvent<'AmendmentSigned', Details<SignAmendment>>;

export type EntryOf<T extends AgreementEvent['type']> = DatedEntry<Extract<AgreementEvent, { type: T }>>;

/** An amendment with the signatures under it. */
export interface Amendment {
  adopted: EntryOf<'AmendmentAdopted'>;
  signatures: EntryOf<'AmendmentSigned'>[];
  /** When the last signature that it needs was given; null while one is missing. */
  agreed: Bounds | null;
}

/** An application before force, and what ended it by itself. */
export interface ProvisionalApplication {
  agreed: EntryOf<'ProvisionalApplicationAgreed'>;
  ended?: EntryOf<'ProvisionalApplicationEnded'>;
}

/** What has happened to an agreement, by what counts today. */
export interface AgreementFacts {
  announced?: EntryOf<'AgreementAnnounced'>;
  /** Those that the agreement was made by, and whoever succeeded them. */
  original: string[];
  /** These, and those that acceded later. */
  parties: string[];
  described: EntryOf<'AgreementDescribed'>[];
  depositaries?: EntryOf<'DepositariesNamed'>;
  /** One after another: the last of a party says which roles it has. */
  roles: EntryOf<'RolesAssigned'>[];
  texts: EntryOf<'TextAdopted'>[];
  opened?: EntryOf<'OpenedForSignature'>;
  /** Of its parties, over the current text, one a party; those under an older text are void. */
  signatures: EntryOf<'AgreementSigned'>[];
  voidSignatures: EntryOf<'AgreementSigned'>[];
  /** What a register says of the signatures of all parties. */
  signedByAll?: EntryOf<'SignedByAll'>;
  /** The statuses that an old register states. */
  stated: EntryOf<'StatusStated'>[];
  consents: EntryOf<'ConsentGiven'>[];
  accessions: EntryOf<'PartyAcceded'>[];
  successions: EntryOf<'PartySucceeded'>[];
  withdrawals: EntryOf<'PartyWithdrew'>[];
  /** Each replaces the one before it. */
  provisional: ProvisionalApplication[];
  forceRule?: EntryOf<'ForceRuleSet'>;
  termSet?: EntryOf<'TermSet'>;
  /** Which of the two stated the agreement's own last day, or duration, last (rule 11). */
  ownTerm?: EntryOf<'TermSet' | 'ForceRuleSet'> | undefined;
  /** Uses of the option to extend the term, and objections to its renewal; those of an older term went with it. */
  extensions: EntryOf<'TermExtended'>[];
  objections: EntryOf<'RenewalObjected'>[];
  takenBack: EntryOf<'TerminationTakenBack'>[];
  /** Of the agreement itself, one a region. */
  registrations: EntryOf<'AgreementRegistered'>[];
  /** Of its changes and endings, which have lines of their own (rule 16). */
  furtherRegistrations: EntryOf<'AgreementRegistered'>[];
  published?: EntryOf<'AgreementPublished'>;
  amendments: Amendment[];
  /** Suspensions, resumptions and endings, as recorded. */
  statusChanges: EntryOf<
    'AgreementSuspended' | 'AgreementResumed' | 'AgreementTerminated' | 'AgreementAnnulled' | 'AgreementAbandoned'
  >[];
}
