import type { KindExamples } from '../../kernel/kind.js';
import { DEMO, EXAMPLE_TEXT, OLD } from '../example-ids.js';

const SIGNATURE = { party: DEMO.ulyanovsk, representative: DEMO.governor, text: EXAMPLE_TEXT, ...OLD };

export const agreementExamples: KindExamples = {
  record: DEMO.agreement,
  commands: {
    AddIdentifier: { scheme: 'file-number', value: '17-03/98' },
    AnnounceAgreement: {
      title: { ru: 'О промышленной кооперации', en: 'On industrial cooperation' },
      parties: [DEMO.ulyanovsk, DEMO.mordovia],
      expected: '2025',
    },
    DescribeAgreement: { title: { tt: 'Хезмәттәшлек турында килешү' }, languages: ['ru', 'tt'] },
    NameDepositaries: { parties: [DEMO.mordovia], countries: ['BY'] },
    AssignRoles: {
      party: DEMO.ulyanovsk,
      roles: [{ role: 'customer' }, { role: 'other', title: { ru: 'оператор', en: 'operator' } }],
    },
    AdoptText: { sha256: EXAMPLE_TEXT, languages: ['ru'], version: '1' },
    OpenForSignature: { ...OLD },
    SignAgreement: SIGNATURE,
    SetForceRule: {
      entersIntoForce: 'on-last-signature',
      consents: { count: 2 },
      offset: { duration: 'P30D' },
      notBefore: '2025-01-01',
      until: '2030',
    },
    SetTerm: {
      duration: 'P3Y',
      countedFrom: 'entry-into-force',
      renewal: { period: 'P1Y', notice: 'P3M', noticeBy: 'received' },
      extension: { period: 'P2Y', times: 1 },
    },
    ExtendTerm: { by: DEMO.ulyanovsk, ...OLD },
    ObjectToRenewal: { party: DEMO.ulyanovsk, received: '2024-05-06', ...OLD },
    RecordAllSigned: { place: 'Ulyanovsk', ...OLD },
    StateStatus: { status: 'in-force', ...OLD },
    GiveConsent: { party: DEMO.ulyanovsk, form: 'ratification', ...OLD },
    AccedeToAgreement: { party: DEMO.mordovia, ...OLD },
    SucceedParty: { party: DEMO.ulyanovsk, successor: DEMO.mordovia, ...OLD },
    WithdrawFromAgreement: { party: DEMO.ulyanovsk, effective: '2099-12-31', ...OLD },
    ApplyProvisionally: { from: '2024-06-01', ...OLD },
    EndProvisionalApplication: { ...OLD },
    RegisterAgreement: { region: DEMO.ulyanovsk, ...OLD },
    PublishAgreement: { place: 'The gazette', ...OLD },
    SuspendAgreement: { reason: 'A dispute.', ...OLD },
    ResumeAgreement: { ...OLD },
    TerminateAgreement: { reason: 'As agreed.', effective: '2099-12-31', ...OLD },
    TakeBackTermination: { reason: 'The parties go on.', ...OLD },
    AnnulAgreement: { ...OLD },
    AbandonAgreement: { reason: 'Nothing came of it.' },
    AdoptAmendment: { sha256: EXAMPLE_TEXT, until: '2035', ...OLD },
    SignAmendment: SIGNATURE,
  },
};
