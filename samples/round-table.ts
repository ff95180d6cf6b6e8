import { meeting, party, person, post, said } from './entries.js';
import type { Sample, SampleEntry } from './sample.js';
import { roundTable as at } from './texts.js';

const BOTH = ['RU-ULY', 'RU-MO'];
const ROUND_TABLE = meeting('@round-table');
/** What the text calls today is the day of the round table. */
const ON_THE_DAY = { date: 'XXXX-11-09', arisesFrom: ROUND_TABLE };
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
      {
        ru: 'Заголовок: регионы расширяют сотрудничество в сфере промышленной кооперации.',
        en: 'The headline: the regions expand their cooperation in industry.',
      },
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
        parties: ['RU-ULY'],
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
      {
        ru: 'Тогда удалось достичь многих договорённостей о совместных проектах в разных сферах и отраслях.',
        en: 'Many arrangements about joint projects in different fields and industries were reached then.',
      },
      { ...RUSSKIKH, regions: BOTH, arisesFrom: meeting('@saransk-visit'), remark: 'None of the projects is named.' },
    ),
    said(
      at(5),
      'will',
      { ru: 'Разговор продолжается', en: 'The talk goes on' },
      {
        ru: 'Этот разговор продолжается; постараются расширить границы взаимовыгодного сотрудничества.',
        en: 'That talk goes on; they will try to widen the bounds of cooperation that is of use to both.',
      },
      { ...RUSSKIKH, regions: BOTH, topics: ['interregional cooperation'] },
    ),
    said(
      at(5),
      'claims',
      { ru: 'Искать точки соприкосновения', en: 'Looking for common ground' },
      {
        ru: 'В современных условиях важно находить новые точки соприкосновения и дополнять друг друга.',
        en: 'As things are it is important to find new common ground and to complement each other.',
      },
      { ...RUSSKIKH, regions: BOTH },
    ),
    said(
      at(5),
      'claims',
      { ru: 'Горизонтальные связи', en: 'Horizontal ties' },
      {
        ru: 'Именно развитие горизонтальных связей сейчас принесёт успех и сделает всех сильнее.',
        en: 'It is the development of horizontal ties that will now bring success and make all stronger.',
      },
      { ...RUSSKIKH, regions: BOTH, topics: ['interregional cooperation'] },
    ),

    // Ulyanovsk enterprises: a number, no names. Their role differs from that of the Mordovian ones, so that these are
    // not taken for the named among them.
    {
      name: 'ulyanovsk-presenters',
      to: 'meetings/@round-table/participants',
      body: {
        count: { moreThan: 30, unit: 'enterprise' },
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
        figure: { count: { moreThan: 30, unit: 'enterprise' }, what: 'other' },
        date: 'XXXX-11-09',
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
        title: { ru: 'Предприятия Мордовии', en: 'Enterprises of Mordovia' },
        remark: 'And further ones, neither named nor counted.',
        ...at(7),
      },
    },
    {
      to: 'meetings/@round-table/participants',
      body: { parties: ['@rm-rail'], people: ['@drobzhev'], ...at(9) },
    },
    presented('@rezinotekhnika'),
    presented('@orbita'),
    presented('@saransk-instruments'),
    presented(),
    said(
      at(7),
      'claims',
      { ru: 'Восстановить утраченные связи', en: 'Lost ties are to be restored' },
      {
        ru: 'Участники отметили, что по некоторым направлениям нужно восстановить утраченные связи и что прямой диалог этому способствует.',
        en: 'Those who took part noted that in some fields ties that were lost have to be restored, and that direct dialogue helps.',
      },
      { regions: BOTH, topics: ['interregional cooperation'], date: 'XXXX-11-09', arisesFrom: ROUND_TABLE },
    ),

    // How things stand.
    said(
      at(8),
      'interested',
      { ru: 'Заинтересованность бизнеса', en: 'Business is interested' },
      {
        ru: 'У бизнеса двух регионов есть определённая заинтересованность.',
        en: 'Business of the two regions takes a certain interest.',
      },
      { regions: BOTH, ...ON_THE_DAY },
    ),
    said(
      at(8),
      'claims',
      { ru: 'Тесные связи компаний', en: 'Close ties of companies' },
      {
        ru: 'Между многими компаниями, в том числе крупными, установлены тесные связи.',
        en: 'Many companies, large ones among them, have established close ties.',
      },
      { regions: BOTH, ...ON_THE_DAY, remark: 'None of them is named.' },
    ),
    said(
      at(8),
      'claims',
      { ru: 'Металлообработка, инструмент, оснастка', en: 'Metalworking, tools and tooling' },
      {
        ru: 'Выстраиваются отношения в металлообработке, в кооперации по инструменту и оснастке.',
        en: 'Relations are being built in metalworking, and in cooperation on tools and tooling.',
      },
      { regions: BOTH, topics: ['metalworking', 'tools'], ...ON_THE_DAY },
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
        ...ON_THE_DAY,
        ...at(8),
      },
    },

    // RM Rail.
    said(
      at(9),
      'claims',
      { ru: 'Рынок освободился', en: 'Room on the market' },
      {
        ru: 'С уходом европейских компаний рынок освободился, потребности остались.',
        en: 'With the leaving of European companies there is room on the market, and the needs are still there.',
      },
      { ...DROBZHEV, topics: ['import substitution'] },
    ),
    said(
      at(9),
      'hopes',
      { ru: 'Надежда на контакты', en: 'Hope for contacts' },
      {
        ru: 'Есть надежда, что сегодня контакты сложатся и будет сотрудничество.',
        en: 'There is hope that contacts come about today, and cooperation.',
      },
      { ...DROBZHEV, regions: BOTH },
    ),
    said(
      at(9),
      'interested',
      { ru: 'Поиск партнёров', en: 'Partners are sought' },
      {
        ru:
          'Партнёров ищут во многих областях; в основном это металлообработка, изготовление части комплектующих вагонов и ' +
          'совместное производство нефтехимического оборудования.',
        en:
          'Partners are sought in many fields: mainly metalworking, the making of some components of railway cars, and joint ' +
          'production of petrochemical equipment.',
      },
      { ...DROBZHEV, regions: BOTH, topics: ['metalworking', 'railway cars', 'petrochemical equipment'] },
    ),
  ],
};
