import type { KindExamples } from '../../kernel/kind.js';
import { DEMO, EXAMPLE_TEXT, OLD } from '../example-ids.js';

const SIGNATURE = { party: DEMO.ulyanovsk, representative: DEMO.governor, text: EXAMPLE_TEXT, ...OLD };

export const agreementExamples: KindExamples = {
  record: DEMO.agreement,
  after: { SignAmendment: 'AdoptAmendment' },
  commands: {
    AnnounceAgreement: {
      title: { ru: 'О промышленной кооперации', en: 'On industrial cooperation' },
      parties: [DEMO.ulyanovsk, DEMO.mordovia],
      expected: '2025',
    },
    AdoptText: { sha256: EXAMPLE_TEXT, language: 'ru', version: '1' },
    OpenForSignature: { ...OLD },
    SignAgreement: SIGNATURE,
    SetForceRule: { entersIntoForce: 'on-last-signature', until: '2030' },
    RegisterAgreement: { region: DEMO.ulyanovsk, ...OLD },
    PublishAgreement: { place: 'The gazette', ...OLD },
    SuspendAgreement: { reason: 'A dispute.', ...OLD },
    ResumeAgreement: { ...OLD },
    TerminateAgreement: { reason: 'As agreed.', ...OLD },
    AnnulAgreement: { ...OLD },
    AbandonAgreement: { reason: 'Nothing came of it.' },
    AdoptAmendment: { sha256: EXAMPLE_TEXT, until: '2035', ...OLD },
    SignAmendment: { amendment: '@entry:AmendmentAdopted', ...SIGNATURE },
  },
};
