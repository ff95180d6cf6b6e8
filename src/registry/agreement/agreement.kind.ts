import { command, recordKind } from '../../kernel/kind.js';
import { agreementAnswer } from './agreement.schema.js';
import {
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
import * as decide from './agreement.decide.js';
import { AGREEMENT_STATUSES, agreementFacts } from './agreement.js';
import { AGREEMENT_LIFE_CYCLE } from './agreement.life-cycle.js';
import { agreementStatusModel, lastDay } from './agreement.status.js';
import { agreementView } from './agreement.view.js';
import { agreementExamples } from './agreement.examples.js';
import { registration } from './registration.js';

export const agreementKind = recordKind({
  name: 'agreement',
  category: 'agreement',
  resource: 'agreements',
  summaryName: 'agreements',
  about: 'A cooperation agreement: its text, its signatures, its force.',
  begins: ['AgreementAnnounced'],
  statuses: AGREEMENT_STATUSES,
  endings: ['terminated', 'expired', 'annulled', 'abandoned'],
  lifeCycle: AGREEMENT_LIFE_CYCLE,
  commands: [
    command(AnnounceAgreement, {
      path: '',
      events: ['AgreementAnnounced'],
      decide: decide.announce,
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
    }),
    command(SetForceRule, {
      path: 'force-rule',
      events: ['ForceRuleSet'],
      decide: decide.setForceRule,
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
      decide: decide.suspend,
    }),
    command(ResumeAgreement, {
      path: 'resumption',
      events: ['AgreementResumed'],
      decide: decide.resume,
    }),
    command(TerminateAgreement, {
      path: 'termination',
      events: ['AgreementTerminated'],
      decide: decide.terminate,
    }),
    command(AnnulAgreement, {
      path: 'annulment',
      events: ['AgreementAnnulled'],
      decide: decide.annul,
    }),
    command(AbandonAgreement, {
      path: 'abandonment',
      events: ['AgreementAbandoned'],
      decide: decide.abandon,
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
    }),
  ],
  examples: agreementExamples,
  statusModel: agreementStatusModel,
  view: agreementView,
  answer: agreementAnswer,
  facets(record) {
    const facts = agreementFacts(record);
    const { announced, parties, forceRule } = facts;
    return {
      title: announced?.data.title,
      parties,
      topics: announced?.data.topics ?? [],
      dates: [announced?.data.expected, forceRule?.data.on, lastDay(facts)?.until],
    };
  },
});
