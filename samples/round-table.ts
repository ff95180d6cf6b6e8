import { meeting, party, person, post, said } from './entries.js';
import type { Sample, SampleEntry } from './sample.js';
import { roundTable as at } from './texts.js';

const BOTH = ['RU-ULY', 'RU-MO'];
const ROUND_TABLE = meeting('@round-table');
const RUSSKIKH = { speaker: '@russkikh', onBehalfOf: 'RU-ULY', date: 'XXXX-11-09', arisesFrom: ROUND_TABLE };
const DROBZHEV = {
  speaker: '@drobzhev',
  onBehalfOf: '@rm-rail',
  about: ['@rm-rail'],
  date: 'XXXX-11-09',
  arisesFrom: ROUND_TABLE,
};

const MORDOVIAN = {
  title: {
    ru: 'Продукция, возможности производства и наработки для ульяновской промышленности',
    en: 'Products, production capacity, and developments of use to the industry of Ulyanovsk',
  },
  date: 'XXXX-11-09',
};

/** A presentation of a Mordovian enterprise; of further ones where none is given. */
const presented = (by?: string): SampleEntry => ({
  to: 'meetings/@round-table/presentations',
  body: {
    ...MORDOVIAN,
    ...(by === undefined ? { remark: 'By further enterprises of Mordovia, not named.' } : { by }),
    ...at(7),
  },
});

/** The round table of Ulyanovsk region and Mordovia on industrial cooperation. */
export const roundTableMeeting: Sample = {
  name: 'round-table',
  entries: [
    party('rezinotekhnika', at(7), 'enterprise', { ru: 'АО «Резинотехника»', en: 'AO Rezinotekhnika' }, 'RU-MO'),
    party('orbita', at(7), 'enterprise', { ru: 'АО «Орбита»', en: 'AO Orbita' }, 'RU-MO'),
    party(
      'saransk-instruments',
      at(7),
      'enterprise',
      { ru: 'Саранский приборостроительный завод', en: 'Saransk Instrument Plant' },
      'RU-MO',
    ),
    party('rm-rail', at(9), 'managing-company', { ru: 'УК «РМ Рейл»', en: 'RM Rail Managing Company' }, 'RU-MO'),
    person('zdunov', at(4), { ru: 'Артём Здунов', en: 'Artyom Zdunov' }),
    person('drobzhev', at(9), { ru: 'Сергей Дробжев', en: 'Sergei Drobzhev' }),
    post('RU-MO', at(4), '@zdunov', 'Глава Республики Мордовия / Head of the Republic of Mordovia'),
    post('@rm-rail', at(9), '@drobzhev', 'директор по техническому развитию / director for technical development'),

    {
      name: 'round-table',
      to: 'meetings',
      body: {
        title: {
          ru: 'Круглый стол о промышленной кооперации Ульяновской области и Мордовии',
          en: 'Round table on industrial cooperation of Ulyanovsk region and Mordovia',
        },
        form: 'round-table',
        stage: 'held',
        parties: BOTH,
        regions: ['RU-ULY'],
        place: 'Центр развития промышленности Ульяновской области (Industry Development Centre of Ulyanovsk region)',
        topics: ['industrial cooperation', 'interregional cooperation'],
        date: 'XXXX-11-09',
        ...at(4),
      },
    },
    {
      to: 'meetings/@round-table/participants',
      body: { parties: BOTH, people: ['@russkikh', '@zdunov'], ...at(4) },
    },
    said(
      at(2),
      'claims',
      { ru: 'Кооперация двух регионов растёт', en: 'The two regions cooperate more' },
      'The headline: both regions do more with each other in industry.',
      { regions: BOTH, topics: ['industrial cooperation'], arisesFrom: ROUND_TABLE },
    ),

    // What the governor says, and the visit to which he looks back.
    {
      name: 'saransk-visit',
      to: 'meetings',
      body: {
        title: { ru: 'Визит ульяновской делегации в Саранск', en: 'Visit of the Ulyanovsk delegation to Saransk' },
        form: 'site-visit',
        stage: 'held',
        parties: BOTH,
        regions: ['RU-MO'],
        place: 'Саранск (Saransk)',
        relativeDate: {
          to: meeting('@round-table', '@round-table#'),
          direction: 'before',
          offset: 'P2M',
        },
        ...at(5),
      },
    },
    { to: 'meetings/@saransk-visit/participants', body: { parties: ['RU-ULY'], role: 'delegation', ...at(5) } },
    said(
      at(5),
      'claims',
      { ru: 'Договорённости в Саранске', en: 'What was agreed in Saransk' },
      'Much was arranged there about joint projects in several fields; none of them is named.',
      { ...RUSSKIKH, regions: BOTH, arisesFrom: meeting('@saransk-visit') },
    ),
    said(
      at(5),
      'will',
      { ru: 'Разговор продолжается', en: 'The talk goes on' },
      'The talk begun there goes on, and they will try to widen what is of use to both.',
      { ...RUSSKIKH, regions: BOTH, topics: ['interregional cooperation'] },
    ),
    said(
      at(5),
      'claims',
      { ru: 'Искать точки соприкосновения', en: 'Looking for common ground' },
      'As things are, the regions should look for new common ground and complete one another.',
      { ...RUSSKIKH, regions: BOTH },
    ),
    said(
      at(5),
      'claims',
      { ru: 'Горизонтальные связи', en: 'Horizontal ties' },
      'Ties between equals are what will now succeed, and everybody gains strength from them.',
      { ...RUSSKIKH, regions: BOTH, topics: ['interregional cooperation'] },
    ),

    // Ulyanovsk enterprises: a number, no names. Their role differs from that of the Mordovian ones, so that these are
    // not taken for the named among them.
    {
      name: 'ulyanovsk-presenters',
      to: 'meetings/@round-table/participants',
      body: {
        count: { min: 30, unit: 'enterprise' },
        role: 'presenter',
        title: { ru: 'Ульяновские предприятия', en: 'Enterprises of Ulyanovsk region' },
        ...at(6),
      },
    },
    {
      name: 'ulyanovsk-enterprises',
      to: 'claims',
      body: {
        form: 'figure',
        subject: {
          ru: 'Ульяновские предприятия на круглом столе',
          en: 'Enterprises of Ulyanovsk region at the round table',
        },
        regions: ['RU-ULY'],
        figure: { count: { min: 30, unit: 'enterprise' }, what: 'other' },
        remark: 'Told as a round number that is exceeded.',
        arisesFrom: ROUND_TABLE,
        ...at(6),
      },
    },
    {
      to: 'meetings/@round-table/presentations',
      body: {
        title: {
          ru: 'Продукция ульяновских предприятий и то, в чём они могли бы работать с мордовскими',
          en: 'Products of Ulyanovsk enterprises, and where they could work with Mordovian ones',
        },
        topics: ['interregional cooperation'],
        date: 'XXXX-11-09',
        ...at(6),
      },
    },

    // Mordovian enterprises.
    {
      to: 'meetings/@round-table/participants',
      body: {
        parties: ['@rezinotekhnika', '@orbita', '@saransk-instruments'],
        role: 'guest',
        title: { ru: 'Предприятия Мордовии', en: 'Enterprises of Mordovia' },
        remark: 'And further ones, neither named nor counted.',
        ...at(7),
      },
    },
    {
      to: 'meetings/@round-table/participants',
      body: { parties: ['@rm-rail'], people: ['@drobzhev'], role: 'guest', ...at(9) },
    },
    presented('@rezinotekhnika'),
    presented('@orbita'),
    presented('@saransk-instruments'),
    presented(),
    said(
      at(7),
      'claims',
      { ru: 'Восстановить утраченные связи', en: 'Lost ties are to be restored' },
      'Those who took part find that in some fields ties were lost and have to be restored, and that talking directly ' +
        'helps.',
      { regions: BOTH, topics: ['interregional cooperation'], date: 'XXXX-11-09', arisesFrom: ROUND_TABLE },
    ),

    // How things stand.
    said(
      at(8),
      'interested',
      { ru: 'Заинтересованность бизнеса', en: 'Business is interested' },
      'Companies of the two regions take some interest in each other.',
      { regions: BOTH, arisesFrom: ROUND_TABLE },
    ),
    said(
      at(8),
      'claims',
      { ru: 'Тесные связи компаний', en: 'Close ties of companies' },
      'Many companies, large ones among them, have close ties already; none is named.',
      { regions: BOTH, arisesFrom: ROUND_TABLE },
    ),
    said(
      at(8),
      'claims',
      { ru: 'Металлообработка, инструмент, оснастка', en: 'Metalworking, tools and tooling' },
      'Relations are forming in metalworking and in joint work on tools and tooling.',
      { regions: BOTH, topics: ['metalworking', 'tools'], arisesFrom: ROUND_TABLE },
    ),
    {
      name: 'projects-under-negotiation',
      to: 'claims',
      body: {
        form: 'figure',
        subject: {
          ru: 'Проекты Ульяновской области и Мордовии в стадии переговоров',
          en: 'Projects of Ulyanovsk region and Mordovia under negotiation',
        },
        regions: BOTH,
        figure: { count: { min: 25, max: 25, unit: 'project' }, what: 'projects', status: 'under-negotiation' },
        remark: 'None of them is named.',
        arisesFrom: ROUND_TABLE,
        ...at(8),
      },
    },

    // RM Rail.
    said(
      at(9),
      'claims',
      { ru: 'Рынок освободился', en: 'Room on the market' },
      'European companies are gone and have left room; what they sold is still needed.',
      { ...DROBZHEV, topics: ['import substitution'] },
    ),
    said(
      at(9),
      'hopes',
      { ru: 'Надежда на контакты', en: 'Hope for contacts' },
      'RM Rail hopes that the day brings contacts and that joint work follows.',
      { ...DROBZHEV, regions: BOTH },
    ),
    said(
      at(9),
      'interested',
      { ru: 'Поиск партнёров', en: 'Partners are sought' },
      'RM Rail seeks partners in a number of fields: for metalworking above all, for some parts of railway cars, and to ' +
        'make petrochemical equipment together.',
      { ...DROBZHEV, regions: BOTH, topics: ['metalworking', 'railway cars', 'petrochemical equipment'] },
    ),
  ],
};
