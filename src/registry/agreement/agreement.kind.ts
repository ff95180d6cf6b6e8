import { identifierCommand } from '../other-identifiers.js';
import { command, recordKind } from '../../kernel/kind.js';
import { namesOfActing } from '../party/acting-parties.js';
import { agreementAnswer } from './agreement.schema.js';
import {
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
import {
  AccedeToAgreement,
  ApplyProvisionally,
  EndProvisionalApplication,
  GiveConsent,
  RecordAllSigned,
  StateStatus,
  SucceedParty,
  WithdrawFromAgreement,
} from './agreement.consent-commands.js';
import {
  AGREEMENT_ROLES,
  AssignRoles,
  DEPOSITARY,
  DescribeAgreement,
  NameDepositaries,
} from './agreement.details-commands.js';
import { rolesByDay, titleOf } from './agreement.details.js';
import * as decideDetails from './agreement.details-decide.js';
import * as decide from './agreement.decide.js';
import * as decideConsent from './agreement.consent-decide.js';
import * as decideEnding from './agreement.ending-decide.js';
import * as decideTerm from './agreement.term-decide.js';
import { agreementFacts } from './agreement.js';
import { AGREEMENT_LIFE_CYCLE, AGREEMENT_STATUSES, NOT_YET_IN_FORCE } from './agreement.life-cycle.js';
import { appliedDays } from './agreement.provisional.js';
import { agreementStatusModel } from './agreement.status.js';
import { namesOfSigners } from './agreement.signing-rules.js';
import { statedLastDay } from './agreement.term.js';
import { agreementView } from './agreement.view.js';
import { agreementExamples } from './agreement.examples.js';
import { namesOfParties, partiesOf, registration } from './registration.js';

export const agreementKind = recordKind({
  name: 'agreement',
  category: 'agreement',
  resource: 'agreements',
  summaryName: 'agreements',
  about: 'A cooperation agreement: its text, its signatures, its force.',
  begins: ['AgreementAnnounced'],
  statuses: AGREEMENT_STATUSES,
  roles: [...AGREEMENT_ROLES, DEPOSITARY],
  endings: ['terminated', 'expired', 'annulled', 'abandoned'],
  goesOnIn: ['in-force'],
  appliedIn: NOT_YET_IN_FORCE,
  lifeCycle: AGREEMENT_LIFE_CYCLE,
  commands: [
    command(AnnounceAgreement, {
      path: '',
      events: ['AgreementAnnounced'],
      decide: decide.announce,
    }),
    command(DescribeAgreement, {
      path: 'descriptions',
      events: ['AgreementDescribed'],
      decide: decideDetails.describe,
    }),
    command(NameDepositaries, {
      path: 'depositaries',
      events: ['DepositariesNamed'],
      decide: decideDetails.nameDepositaries,
    }),
    command(AssignRoles, {
      path: 'roles',
      events: ['RolesAssigned'],
      decide: decideDetails.assignRoles,
      asksViews: namesOfActing,
    }),
    command(AdoptText, {
      path: 'texts',
      events: ['TextAdopted'],
      decide: decide.adoptText,
    }),
    command(OpenForSignature, {
      path: 'opening',
      events: ['OpenedForSignature'],
      decide: decide.open,
    }),
    command(SignAgreement, {
      path: 'signatures',
      events: ['AgreementSigned'],
      decide: decide.sign,
      asksViews: namesOfSigners,
    }),
    command(RecordAllSigned, {
      path: 'signing',
      events: ['SignedByAll'],
      decide: decideConsent.recordAllSigned,
    }),
    command(StateStatus, {
      path: 'registered-status',
      events: ['StatusStated'],
      decide: decideConsent.stateStatus,
    }),
    command(GiveConsent, {
      path: 'consents',
      events: ['ConsentGiven'],
      decide: decideConsent.giveConsent,
      asksViews: namesOfActing,
    }),
    command(AccedeToAgreement, {
      path: 'accessions',
      events: ['PartyAcceded'],
      decide: decideConsent.accede,
      asksViews: namesOfSigners,
    }),
    command(SucceedParty, {
      path: 'successions',
      events: ['PartySucceeded'],
      decide: decideConsent.succeed,
      asksViews: (command) => namesOfActing({ ...command, by: command.successor }),
    }),
    command(WithdrawFromAgreement, {
      path: 'withdrawals',
      events: ['PartyWithdrew'],
      decide: decideEnding.withdraw,
      asksViews: namesOfActing,
    }),
    command(ApplyProvisionally, {
      path: 'provisional-application',
      events: ['ProvisionalApplicationAgreed'],
      decide: decideConsent.applyProvisionally,
    }),
    command(EndProvisionalApplication, {
      path: 'provisional-application-end',
      events: ['ProvisionalApplicationEnded'],
      decide: decideConsent.endProvisionally,
    }),
    command(SetForceRule, {
      path: 'force-rule',
      events: ['ForceRuleSet'],
      decide: decide.setForceRule,
      alsoReads: ({ registeredIn }, record) => (registeredIn === undefined ? [] : partiesOf(record)),
      asksViews: ({ registeredIn, consents }, record) => ({
        ...namesOfActing({ parties: consents?.parties }),
        ...(registeredIn === undefined ? {} : namesOfParties(record)),
      }),
    }),
    command(SetTerm, {
      path: 'term',
      events: ['TermSet'],
      decide: decideTerm.setTerm,
    }),
    command(ExtendTerm, {
      path: 'extensions',
      events: ['TermExtended'],
      decide: decideTerm.extend,
      asksViews: namesOfActing,
    }),
    command(ObjectToRenewal, {
      path: 'objections',
      events: ['RenewalObjected'],
      decide: decideTerm.objectToRenewal,
      asksViews: namesOfActing,
    }),
    registration,
    command(PublishAgreement, {
      path: 'publication',
      events: ['AgreementPublished'],
      decide: decide.publish,
    }),
    command(SuspendAgreement, {
      path: 'suspension',
      events: ['AgreementSuspended'],
      decide: decideEnding.suspend,
    }),
    command(ResumeAgreement, {
      path: 'resumption',
      events: ['AgreementResumed'],
      decide: decideEnding.resume,
    }),
    command(TerminateAgreement, {
      path: 'termination',
      events: ['AgreementTerminated'],
      decide: decideEnding.terminate,
    }),
    command(TakeBackTermination, {
      path: 'termination-withdrawal',
      events: ['TerminationTakenBack'],
      decide: decideEnding.takeBackTermination,
    }),
    command(AnnulAgreement, {
      path: 'annulment',
      events: ['AgreementAnnulled'],
      decide: decideEnding.annul,
    }),
    command(AbandonAgreement, {
      path: 'abandonment',
      events: ['AgreementAbandoned'],
      decide: decideEnding.abandon,
    }),
    command(AdoptAmendment, {
      path: 'amendments',
      events: ['AmendmentAdopted'],
      decide: decide.adoptAmendment,
    }),
    command(SignAmendment, {
      path: 'amendment-signatures',
      events: ['AmendmentSigned'],
      decide: decide.signAmendment,
      asksViews: namesOfSigners,
    }),
    identifierCommand('agreement'),
  ],
  examples: agreementExamples,
  statusModel: agreementStatusModel,
  view: agreementView,
  answer: agreementAnswer,
  facets(record) {
    const facts = agreementFacts(record);
    // Whose place another has taken was a party until then, and is found as those are that have left.
    const { announced, parties, successions, forceRule } = facts;
    return {
      title: titleOf(facts),
      roles: rolesByDay(record),
      parties: [...new Set([...parties, ...successions.map(({ data }) => data.party)])],
      topics: announced?.data.topics ?? [],
      dates: [
        ['expected', announced?.data.expected],
        ['on', forceRule?.data.on],
        ['until', statedLastDay(facts)],
      ],
      applied: appliedDays(facts),
    };
  },
});
