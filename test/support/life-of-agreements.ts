import { IN_TEXT, TEXTS, title, type Step } from './step.js';

/** Every command of projects, in an order in which each is allowed. */
export const PROJECTS: Step[] = [
  ...['line', 'refused', 'taken-back', 'forgotten'].map((name) => ({
    name,
    to: 'projects',
    body: {
      title: title(`Project ${name}`),
      parties: ['@plant', '@fund'],
      proposedBy: '@plant',
      topics: ['import substitution'],
      place: 'Kaluga',
      expected: '2025',
      description: 'A joint line.',
      date: '2023-01-10',
      source: IN_TEXT,
    },
  })),
  {
    to: 'projects/@line/negotiation-rounds',
    body: {
      parties: ['@plant', '@fund'],
      outcome: 'continued',
      place: 'Kaluga',
      summary: 'Prices.',
      date: '2023-01-20',
    },
  },
  { to: 'projects/@line/agreement', body: { expected: '2025-06', date: '2023-02-01' } },
  { to: 'projects/@line/implementation', body: { date: '2023-03-01' } },
  { to: 'projects/@line/parties', body: { party: '@guest', date: '2023-03-02' } },
  { to: 'projects/@line/departures', body: { party: '@guest', reason: 'No capacity.', date: '2023-04-01' } },
  { to: 'projects/@line/suspension', body: { reason: 'No parts.', date: '2023-05-01' } },
  { to: 'projects/@line/resumption', body: { date: '2023-06-01' } },
  { to: 'projects/@line/completion', body: { result: 'It runs.', date: '2024-01-01' } },
  { to: 'projects/@refused/refusal', body: { by: '@fund', reason: 'Too dear.', date: '2023-02-01' } },
  { to: 'projects/@taken-back/withdrawal', body: { by: '@plant', date: '2023-02-01' } },
  { to: 'projects/@forgotten/lapse', body: { date: '2024' } },
];

const SIGNATURES = [
  { party: '@plant', representative: '@director' },
  { party: '@fund', representative: '@deputy' },
];

/** The same of agreements, and of the journals that register them. */
export const AGREEMENTS: Step[] = [
  {
    name: 'journal',
    to: 'registration-journals',
    body: { region: 'RU-KLU', year: 2022, firstNumber: 13, date: '2022-01-10' },
  },
  { to: 'registration-journals/@journal/numbering', body: { format: '{n}/{yy}', asItStood: false } },
  ...['deal', 'idea', 'pact'].map((name) => ({
    name,
    to: 'agreements',
    body: {
      title: title(`Agreement ${name}`),
      parties: ['@plant', '@fund'],
      topics: ['industrial cooperation'],
      project: '@line',
      expected: '2023-02',
      amendedBy: ['@plant', '@fund'],
      date: '2023-01-10',
      source: IN_TEXT,
    },
  })),
  { to: 'agreements/@deal/identifiers', body: { scheme: 'file-number', value: '17-03/98', source: IN_TEXT } },
  { to: 'agreements/@deal/descriptions', body: { title: { kk: 'Келісім' }, languages: ['ru', 'kk'] } },
  { to: 'agreements/@deal/depositaries', body: { parties: ['@fund'], countries: ['KZ'] } },
  {
    to: 'agreements/@deal/roles',
    body: { party: '@plant', roles: [{ role: 'supplier' }, { role: 'other', title: title('Operator') }] },
  },
  { to: 'agreements/@deal/texts', body: { sha256: TEXTS.first, languages: ['ru'], version: '1', date: '2023-01-11' } },
  { to: 'agreements/@deal/opening', body: { text: TEXTS.first, date: '2023-01-12' } },
  { to: 'agreements/@deal/signatures', body: { ...SIGNATURES[0], text: TEXTS.first, date: '2023-01-13' } },
  { to: 'agreements/@deal/texts', body: { sha256: TEXTS.second, date: '2023-01-14' } },
  { to: 'agreements/@deal/opening', body: { date: '2023-01-15' } },
  ...SIGNATURES.map((by) => ({
    to: 'agreements/@deal/signatures',
    body: { ...by, text: TEXTS.second, date: '2023-01-16' },
  })),
  {
    to: 'agreements/@deal/force-rule',
    body: { entersIntoForce: 'on-registration', registeredIn: 'RU-KLU', until: '2030', date: '2023-01-16' },
  },
  {
    to: 'agreements/@deal/term',
    body: {
      duration: 'P5Y',
      countedFrom: 'last-signature',
      renewal: { period: 'P1Y', notice: 'P30D', noticeBy: 'received', limit: 3 },
      extension: { period: 'P2Y', times: 1 },
      date: '2023-01-16',
    },
  },
  {
    to: 'agreements/@deal/registration',
    body: { region: 'RU-KLU', formerNumber: '12-K', date: '2023-01-20' },
  },
  { to: 'agreements/@deal/publication', body: { place: 'The gazette', date: '2023-01-25' } },
  {
    name: 'amendment',
    to: 'agreements/@deal/amendments',
    body: { sha256: TEXTS.amendment, title: title('Extension'), until: '2035', date: '2023-02-01' },
  },
  ...SIGNATURES.map((by) => ({
    to: 'agreements/@deal/amendment-signatures',
    body: { ...by, amendment: '@amendment#', text: TEXTS.amendment, date: '2023-02-02' },
  })),
  {
    to: 'agreements/@deal/registration',
    body: { region: 'RU-KLU', registers: '@amendment#', date: '2023-02-03' },
  },
  { to: 'agreements/@deal/extensions', body: { by: '@plant', date: '2023-02-10' } },
  { to: 'agreements/@deal/objections', body: { party: '@fund', received: '2023-02-20', date: '2023-02-15' } },
  {
    name: 'leaving',
    to: 'agreements/@deal/termination',
    body: { reason: 'No money.', effective: '2099-12-31', date: '2023-02-21' },
  },
  {
    to: 'agreements/@deal/termination-withdrawal',
    body: { termination: '@leaving#', reason: 'Money came.', date: '2023-02-25' },
  },
  { to: 'agreements/@deal/suspension', body: { reason: 'A dispute.', date: '2023-03-01' } },
  { to: 'agreements/@deal/resumption', body: { date: '2023-04-01' } },
  { to: 'agreements/@deal/termination', body: { reason: 'As agreed.', date: '2024-01-01' } },
  { to: 'agreements/@deal/annulment', body: { date: '2024-02-01' } },
  { to: 'agreements/@pact/texts', body: { sha256: TEXTS.first, date: '2023-01-11' } },
  { to: 'agreements/@pact/opening', body: { date: '2023-01-12' } },
  {
    to: 'agreements/@pact/signatures',
    body: {
      ...SIGNATURES[0],
      text: TEXTS.first,
      place: 'Kaluga',
      subjectTo: 'ratification',
      form: 'electronic',
      certificate: '01A2B3',
      signatureSha256: TEXTS.second,
      date: '2023-01-13',
    },
  },
  { to: 'agreements/@pact/signatures', body: { ...SIGNATURES[1], text: TEXTS.first, date: '2023-01-14' } },
  {
    to: 'agreements/@pact/force-rule',
    body: {
      entersIntoForce: 'on-last-signature',
      consents: { count: 2, parties: ['@plant'], accessionsCount: true },
      offset: { duration: 'P30D', monthStart: 1 },
      notBefore: '2023-03-01',
      endsBelow: 2,
      date: '2023-01-14',
    },
  },
  { to: 'agreements/@pact/provisional-application', body: { from: '2023-01-20', until: '2024', date: '2023-01-15' } },
  { to: 'agreements/@pact/provisional-application-end', body: { date: '2023-02-10' } },
  { to: 'agreements/@pact/consents', body: { party: '@plant', form: 'ratification', date: '2023-02-15' } },
  { to: 'agreements/@pact/accessions', body: { party: '@guest', date: '2023-05-01' } },
  { to: 'agreements/@pact/successions', body: { party: '@guest', successor: 'RU-KLU', date: '2023-06-01' } },
  {
    to: 'agreements/@pact/withdrawals',
    body: { party: 'RU-KLU', effective: '2099-01-01', reason: 'A new law.', date: '2023-07-01' },
  },
  {
    to: 'agreements/@idea/signing',
    body: { place: 'Kaluga', recording: 'historical', remark: 'So in the old register.' },
  },
  {
    to: 'agreements/@idea/signatures',
    body: { ...SIGNATURES[0], text: TEXTS.first, recording: 'historical', remark: 'So in the old register.' },
  },
  { to: 'agreements/@idea/abandonment', body: { date: '2024-01-01' } },
  {
    to: 'agreements/@idea/registered-status',
    body: { status: 'abandoned', date: '2024-02-01', recording: 'historical' },
  },
];
