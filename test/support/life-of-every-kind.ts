import { AGREEMENTS, PROJECTS } from './life-of-agreements.js';
import { IN_TEXT, TEXTS, title, type Step } from './step.js';

const SOURCES: Step[] = [
  {
    name: 'text',
    to: 'sources',
    body: {
      sha256: 'a'.repeat(64),
      title: title('On industrial cooperation'),
      language: 'ru',
      form: 'publication',
      publisher: title('Agency of development'),
      published: '2023-10',
      location: 'https://example.org/news/1',
    },
  },
  { name: 'rumour', to: 'sources', body: { sha256: 'b'.repeat(64), title: { en: 'A letter' }, language: 'en' } },
  { to: 'sources/@rumour/identifiers', body: { scheme: 'citation', value: 'Vestnik 2023, 10' } },
  { to: 'sources/@rumour/retraction', body: { reason: 'The publisher took it down.', date: '2024-01-10' } },
];

const PARTIES: Step[] = [
  { name: 'director', to: 'people', body: { name: title('Ermakov') } },
  { name: 'deputy', to: 'people', body: { name: { ru: 'Иванов' } } },
  { name: 'namesake', to: 'people', body: { name: { en: 'Yermakov' } } },
  { to: 'people/@director/names', body: { name: { en: 'Jermakow' }, source: IN_TEXT } },
  { to: 'people/@namesake/merger', body: { into: '@director', reason: 'Another spelling.' } },
  { name: 'region', to: 'parties', body: { form: 'region', region: 'RU-KLU' } },
  {
    name: 'plant',
    to: 'parties',
    body: {
      form: 'enterprise',
      names: title('Plant'),
      country: 'RU',
      region: 'RU-KLU',
      municipality: 'Kaluga',
      inn: '7707083893',
      ogrn: '1027700132195',
      kpp: '770701001',
    },
  },
  { name: 'fund', to: 'parties', body: { form: 'fund', names: { en: 'Fund' }, region: 'RU-KYA' } },
  { name: 'guest', to: 'parties', body: { form: 'organisation', names: { en: 'Guest' } } },
  { name: 'twin', to: 'parties', body: { form: 'enterprise', names: { en: 'The plant' } } },
  { to: 'parties/@plant/names', body: { names: { ru: 'Завод' }, source: IN_TEXT } },
  { to: 'parties/@fund/names', body: { names: title('The new fund'), renamed: true, date: '2022-05-01' } },
  { to: 'parties/@fund/identifiers', body: { inn: '7707083893' } },
  { to: 'parties/@fund/identifiers', body: { scheme: 'okpo', value: '00186751', source: IN_TEXT } },
  {
    to: 'parties/@plant/locations',
    body: { country: 'RU', region: 'RU-TA', municipality: 'Kazan', place: 'The works', source: IN_TEXT },
  },
  {
    to: 'parties/@plant/mandates',
    body: { person: '@director', capacity: 'Director', from: '2020-01-01', source: IN_TEXT },
  },
  { to: 'parties/@fund/mandates', body: { person: '@deputy', from: '2020-01-01', to: '2035' } },
  { name: 'mandate', to: 'parties/@fund/mandates', body: { person: '@director' } },
  { to: 'parties/@fund/mandate-endings', body: { mandate: '@mandate#', to: '2022-05' } },
  {
    name: 'part',
    to: 'parties/@guest/belonging',
    body: { to: '@plant', role: 'division', from: '2020', source: IN_TEXT },
  },
  { to: 'parties/@guest/belonging-endings', body: { belonging: '@part#', until: '2022' } },
  { to: 'parties/@fund/belonging', body: { to: '@plant', role: 'other', until: '2040' } },
  { to: 'parties/@twin/merger', body: { into: '@plant', reason: 'The same INN.' } },
];

const MEETINGS: Step[] = [
  {
    name: 'yearly',
    to: 'meeting-series',
    body: {
      title: title('Procurement meetings'),
      form: 'procurement-meeting',
      recurrence: 'FREQ=YEARLY',
      anchor: 'XXXX-10-18',
      organisers: ['@fund'],
      parties: ['@plant'],
      topics: ['procurement'],
      place: 'Dimitrovgrad',
    },
  },
  {
    name: 'mission',
    to: 'meetings',
    body: {
      title: title('Mission'),
      form: 'trade-mission',
      organisers: ['@fund'],
      parties: ['@plant', '@fund'],
      supportedBy: ['RU-KYA'],
      topics: ['trade'],
      place: 'Krasnoyarsk',
      regions: ['RU-KYA'],
      planned: '2023-10-18/2023-10-20',
      series: '@yearly',
      date: '2023-09-01',
      source: IN_TEXT,
    },
  },
  { name: 'visit', to: 'meetings', body: { title: title('Visit'), form: 'site-visit', date: '2023-09' } },
  {
    name: 'session',
    to: 'meetings/@mission/sessions',
    body: { title: title('At the plant'), planned: '2023-10-19', place: 'Hall', region: 'RU-KYA', parties: ['@plant'] },
  },
  { to: 'meetings/@mission/identifiers', body: { scheme: 'old-number', value: '12-m' } },
  { to: 'meetings/@mission/start', body: { date: '2023-10-18' } },
  { to: 'meetings/@mission/session-holdings', body: { session: '@session#', date: '2023-10-19', source: IN_TEXT } },
  {
    to: 'meetings/@mission/participants',
    body: {
      parties: ['@plant'],
      people: ['@director'],
      count: { min: 10, approximate: true, unit: 'company' },
      role: 'delegation',
      title: title('Companies'),
      date: '2023-10-18',
    },
  },
  {
    to: 'meetings/@mission/presentations',
    body: {
      by: '@plant',
      speaker: '@director',
      title: title('What we make'),
      topics: ['machines'],
      date: '2023-10-19',
    },
  },
  {
    to: 'meetings/@mission/decisions',
    body: { title: title('To go on'), text: 'We go on.', parties: ['@plant'], date: '2023-10-20' },
  },
  { to: 'meetings/@mission/minutes', body: { sha256: TEXTS.minutes, date: '2023-10-21' } },
  { to: 'meetings/@mission/holding', body: { summary: 'Ten contracts to be prepared.', date: '2023-10-20' } },
  { to: 'meetings/@visit/postponement', body: { to: '2024-01', reason: 'Snow.', date: '2023-09-10' } },
  { to: 'meetings/@visit/rescheduling', body: { planned: '2024-01-15', date: '2023-12-01' } },
  { to: 'meetings/@visit/cancellation', body: { reason: 'Snow again.', date: '2024-01-10' } },
  { to: 'meetings/@mission/organisers', body: { organisers: ['@fund'], supportedBy: ['@guest'] } },
  { to: 'meeting-series/@yearly/organisers', body: { supportedBy: ['RU-MO'] } },
  { to: 'meeting-series/@yearly/ending', body: { reason: 'Nobody came.', date: '2024-02-01' } },
];

const RUBLES = { amount: '1500000.50', currency: 'RUB' };

const UNDERTAKINGS: Step[] = [
  {
    name: 'delivery',
    to: 'commitments',
    body: {
      title: title('The plant delivers'),
      by: '@plant',
      for: ['@fund'],
      due: '2024-06',
      topics: ['delivery'],
      description: 'Ten machines.',
      relativeDate: { to: { kind: 'meeting', id: '@mission' }, direction: 'after', offset: 'P2M' },
      arisesFrom: { kind: 'meeting', id: '@mission', event: '@mission#' },
      source: IN_TEXT,
    },
  },
  { to: 'commitments/@delivery/amounts', body: { money: RUBLES, kind: 'promised', source: IN_TEXT } },
  { to: 'commitments/@delivery/advancements', body: { to: 'partly-fulfilled', reason: 'Five.', date: '2024-05-01' } },
  {
    name: 'subsidy',
    to: 'support-measures',
    body: {
      title: title('A subsidy'),
      form: 'subsidy',
      grantedBy: '@fund',
      recipient: '@plant',
      budget: 'Regional budget',
      amount: RUBLES,
      topics: ['support'],
      date: '2023-01-01',
    },
  },
  {
    to: 'support-measures/@subsidy/amounts',
    body: { money: { amount: '1', currency: 'RUB' }, kind: 'granted', date: '2023-02-01', source: IN_TEXT },
  },
  { to: 'support-measures/@subsidy/advancements', body: { to: 'granted', reason: 'As asked.', date: '2023-02-01' } },
  {
    name: 'school',
    to: 'training-programmes',
    body: {
      title: title('School of suppliers'),
      parties: ['@fund'],
      subject: title('Bidding'),
      trainees: { min: 10, max: 12, unit: '%' },
      topics: ['training'],
    },
  },
  { to: 'training-programmes/@school/amounts', body: { money: RUBLES, kind: 'granted' } },
  { to: 'training-programmes/@school/advancements', body: { to: 'agreed', reason: 'Asked for.' } },
  {
    name: 'cluster',
    to: 'clusters',
    body: { title: title('Machine builders'), managedBy: '@fund', regions: ['RU-KLU'], topics: ['machines'] },
  },
  { to: 'clusters/@cluster/amounts', body: { money: RUBLES, kind: 'paid' } },
  { to: 'clusters/@cluster/advancements', body: { to: 'established', reason: 'Founded.' } },
  { to: 'clusters/@cluster/members', body: { party: '@plant', date: '2024-01-10' } },
  { to: 'clusters/@cluster/members', body: { party: '@guest', date: '2024-01-10' } },
  { to: 'clusters/@cluster/departures', body: { party: '@guest', reason: 'Moved.', date: '2024-03-01' } },
  {
    name: 'park',
    to: 'sites',
    body: {
      title: title('Park'),
      form: 'industrial-park',
      managedBy: '@fund',
      region: 'RU-KLU',
      place: 'Beside the works',
      topics: ['parks'],
      stage: 'planned',
      modality: 'will',
    },
  },
  { to: 'sites/@park/amounts', body: { money: { moreThan: '5.00', currency: 'RUB' }, kind: 'promised' } },
  { to: 'sites/@park/advancements', body: { to: 'operating', reason: 'Opened.', date: '2024-05-01' } },
];

const CLAIMS: Step[] = [
  {
    name: 'figure',
    to: 'claims',
    body: {
      form: 'figure',
      subject: title('Projects of the two regions'),
      speaker: '@director',
      onBehalfOf: '@plant',
      about: ['@plant', '@fund'],
      sites: ['@park'],
      regions: ['RU-KLU', 'RU-KYA'],
      topics: ['projects'],
      figure: { count: { min: 25, max: 25, unit: 'project' }, what: 'projects', status: 'under-negotiation' },
      date: 'XXXX-11-09',
      source: IN_TEXT,
    },
  },
  {
    name: 'hope',
    to: 'claims',
    body: {
      form: 'statement',
      statement: 'We will be rich.',
      gist: { ru: 'Мы разбогатеем.', en: 'We will be rich.' },
      modality: 'hopes',
    },
  },
  { to: 'claims/@hope/retraction', body: { reason: 'We are not.', date: '2024-01-01' } },
];

/** What may be said about any record: its first entry is corrected, attested, annotated, and one remark voided. */
function maintenanceSteps(name: string, resource: string): Step[] {
  const record = `${resource}/@${name}`;
  const entry = `@${name}#`;
  return [
    {
      to: `${record}/corrections`,
      body: { corrects: entry, reason: 'Misread.', changes: { remark: 'As the text has it.' } },
    },
    {
      to: `${record}/attestations`,
      body: { attests: entry, agrees: false, happened: '2023-11', statement: 'Another month.', source: IN_TEXT },
    },
    { name: `${name}-remark`, to: `${record}/annotations`, body: { annotates: entry, text: 'See the map.' } },
    { to: `${record}/annotations`, body: { text: 'About all of it.' } },
    { to: `${record}/voids`, body: { voids: `@${name}-remark#`, reason: 'A wrong map.' } },
  ];
}

/** Every command of every kind, in an order in which each is allowed. */
export const LIFE: readonly Step[] = [
  ...SOURCES,
  ...PARTIES,
  ...PROJECTS,
  ...AGREEMENTS,
  ...MEETINGS,
  ...UNDERTAKINGS,
  ...CLAIMS,
  ...maintenanceSteps('text', 'sources'),
  ...maintenanceSteps('director', 'people'),
  ...maintenanceSteps('plant', 'parties'),
  ...maintenanceSteps('line', 'projects'),
  ...maintenanceSteps('deal', 'agreements'),
  ...maintenanceSteps('mission', 'meetings'),
  ...maintenanceSteps('yearly', 'meeting-series'),
  ...maintenanceSteps('delivery', 'commitments'),
  ...maintenanceSteps('subsidy', 'support-measures'),
  ...maintenanceSteps('school', 'training-programmes'),
  ...maintenanceSteps('cluster', 'clusters'),
  ...maintenanceSteps('park', 'sites'),
  ...maintenanceSteps('figure', 'claims'),
];
