import { command, recordKind } from '../../kernel/kind.js';
import { activeEntries } from '../../kernel/dated.js';
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
  commands: [
    command(AnnounceAgreement, {
      path: '',
      title: 'Record that an agreement was announced',
      events: ['AgreementAnnounced'],
      decide: decide.announce,
    }),
    command(AdoptText, {
      path: 'texts',
      title: 'Adopt a version of the text',
      events: ['TextAdopted'],
      decide: decide.adoptText,
    }),
    command(OpenForSignature, {
      path: 'opening',
      title: 'Open the current text for signature',
      events: ['OpenedForSignature'],
      decide: decide.open,
    }),
    command(SignAgreement, {
      path: 'signatures',
      title: 'Record one party’s signature under the current text',
      events: ['AgreementSigned'],
      decide: decide.sign,
    }),
    command(SetForceRule, {
      path: 'force-rule',
      title: 'Set the rule of entry into force, and the term',
      events: ['ForceRuleSet'],
      decide: decide.setForceRule,
    }),
    registration,
    command(PublishAgreement, {
      path: 'publication',
      title: 'Record the publication',
      events: ['AgreementPublished'],
      decide: decide.publish,
    }),
    command(SuspendAgreement, {
      path: 'suspension',
      title: 'Suspend the agreement',
      events: ['AgreementSuspended'],
      decide: decide.suspend,
    }),
    command(ResumeAgreement, {
      path: 'resumption',
      title: 'Resume a suspended agreement',
      events: ['AgreementResumed'],
      decide: decide.resume,
    }),
    command(TerminateAgreement, {
      path: 'termination',
      title: 'Terminate the agreement',
      events: ['AgreementTerminated'],
      decide: decide.terminate,
    }),
    command(AnnulAgreement, {
      path: 'annulment',
      title: 'Annul the agreement',
      events: ['AgreementAnnulled'],
      decide: decide.annul,
    }),
    command(AbandonAgreement, {
      path: 'abandonment',
      title: 'Give the agreement up before it has force',
      events: ['AgreementAbandoned'],
      decide: decide.abandon,
    }),
    command(AdoptAmendment, {
      path: 'amendments',
      title: 'Adopt the text of an amendment or of an extension',
      events: ['AmendmentAdopted'],
      decide: decide.adoptAmendment,
    }),
    command(SignAmendment, {
      path: 'amendment-signatures',
      title: 'Record one party’s signature under an amendment',
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
    const acts = activeEntries(record).map(({ date }) => date);
    const terms = [announced?.data.expected, forceRule?.data.on, lastDay(facts)?.until];
    return {
      title: announced?.data.title,
      parties,
      topics: announced?.data.topics ?? [],
      dates: [...acts, ...terms].filter((date) => typeof date === 'string'),
    };
  },
});
