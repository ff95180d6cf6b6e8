import { alias, meeting, party, person, post, said } from './entries.js';
import type { Sample } from './sample.js';
import { zheleznogorsk as at } from './texts.js';

const TOWN = 'Железногорск (Zheleznogorsk)';
const VISIT = meeting('@mission', '@mission-zheleznogorsk-held#');
const PROSKURNIN = { speaker: '@proskurnin', onBehalfOf: '@zheleznogorsk', arisesFrom: VISIT };
const KIRILLOV = { speaker: '@kirillov', onBehalfOf: '@agency', arisesFrom: meeting('@mission') };

/** The same mission a day later: what was a plan has been held, and who organised it is told. */
export const zheleznogorskVisit: Sample = {
  name: 'zheleznogorsk',
  entries: [
    party(
      'zheleznogorsk',
      at(1),
      'municipality',
      { ru: 'Администрация Железногорска', en: 'Administration of Zheleznogorsk' },
      'RU-KYA',
    ),
    party(
      'krasnoyarsk-innovation-ministry',
      at(2),
      'government',
      {
        ru: 'Министерство инвестиций и инноваций Красноярского края',
        en: 'Ministry of Investment and Innovation of Krasnoyarsk Krai',
      },
      'RU-KYA',
    ),
    party(
      'kaluga-government',
      at(2),
      'government',
      { ru: 'Правительство Калужской области', en: 'Government of Kaluga Oblast' },
      'RU-KLU',
    ),
    party(
      'agency',
      at(2),
      'agency',
      {
        ru: 'Красноярское региональное агентство поддержки малого и среднего бизнеса',
        en: 'Krasnoyarsk Regional Agency for Support of Small and Medium Business',
      },
      'RU-KYA',
    ),
    alias('@agency', at(6), {
      ru: 'ОАО «Красноярское региональное агентство поддержки малого и среднего бизнеса»',
      en: 'OAO Krasnoyarsk Regional Agency for Support of Small and Medium Business',
    }),
    party(
      'iss',
      at(3),
      'enterprise',
      { ru: 'ИСС имени академика М. Ф. Решетнёва', en: 'Academician M. F. Reshetnev ISS' },
      'RU-KYA',
    ),
    alias('@iss', at(3), { ru: 'ИСС им. Решетнёва', en: 'ISS Reshetnev' }, 'A shorter form of the name in the text.'),
    party(
      'gkhk',
      at(3),
      'enterprise',
      { ru: 'Горно-химический комбинат', en: 'Mining and Chemical Combine' },
      'RU-KYA',
    ),
    alias('@gkhk', at(3), { ru: 'ГХК', en: 'GKhK' }, 'The usual abbreviation; the text gives the name in full.'),
    person('proskurnin', at(4), { ru: 'Сергей Проскурнин', en: 'Sergei Proskurnin' }),
    {
      to: 'people/@proskurnin/names',
      body: {
        name: { ru: 'Проскурин', en: 'Proskurin' },
        remark: 'Spelt so after the quotation, in the paragraph that names him in full as well.',
        ...at(4),
      },
    },
    person('kirillov', at(6), { ru: 'Павел Кириллов', en: 'Pavel Kirillov' }),
    post('@zheleznogorsk', at(4), '@proskurnin', 'и. о. главы администрации / acting head of the administration'),
    post('@agency', at(6), '@kirillov', 'руководитель отдела управления проектами / head of project management'),

    // The mission, told of for the second time.
    {
      to: 'meetings/@mission/attestations',
      body: {
        attests: '@mission#',
        agrees: true,
        statement: 'The guests from Kaluga are in Krasnoyarsk Krai on this mission. Of a third day nothing is told.',
        ...at(1),
      },
    },
    {
      to: 'meetings/@mission/corrections',
      body: {
        corrects: '@mission#',
        reason: 'The first text does not tell who organises and who supports the mission; this one does.',
        changes: {
          organisers: ['@krasnoyarsk-innovation-ministry', '@kaluga-government'],
          supportedBy: ['@agency'],
        },
        ...at(2),
      },
    },
    {
      to: 'meetings/@mission/attestations',
      body: {
        attests: '@mission-incubator#',
        agrees: true,
        happened: 'XXXX-12-10',
        statement: 'The day was for making contracts and business ties with entrepreneurs of the region.',
        ...at(3),
      },
    },
    {
      name: 'mission-zheleznogorsk-held',
      to: 'meetings/@mission/session-holdings',
      body: { session: '@mission-zheleznogorsk#', date: 'XXXX-12-11', ...at(3) },
    },
    {
      to: 'meetings/@mission/sessions',
      body: {
        title: { ru: 'Посещение ИСС', en: 'Visit to ISS' },
        place: TOWN,
        region: 'RU-KYA',
        parties: ['@iss'],
        stage: 'held',
        date: 'XXXX-12-11',
        ...at(3),
      },
    },
    {
      to: 'meetings/@mission/sessions',
      body: {
        title: { ru: 'Посещение Горно-химического комбината', en: 'Visit to the Mining and Chemical Combine' },
        place: TOWN,
        region: 'RU-KYA',
        parties: ['@gkhk'],
        stage: 'held',
        date: 'XXXX-12-11',
        ...at(3),
      },
    },
    {
      to: 'meetings/@mission/sessions',
      body: {
        title: { ru: 'Встречи в администрации города', en: 'Meetings in the town’s administration' },
        place: TOWN,
        region: 'RU-KYA',
        parties: ['@zheleznogorsk'],
        stage: 'held',
        date: 'XXXX-12-11',
        ...at(3),
      },
    },
    {
      to: 'meetings/@mission/participants',
      body: {
        parties: ['@zheleznogorsk'],
        role: 'host',
        remark: 'Beside them the heads of enterprises of the town, none of them named.',
        ...at(1),
      },
    },
    { to: 'meetings/@mission/participants', body: { people: ['@proskurnin'], role: 'host', ...at(4) } },
    {
      name: 'mission-companies',
      to: 'meetings/@mission/participants',
      body: {
        count: { min: 10, max: 10, unit: 'company' },
        role: 'delegation',
        title: { ru: 'Калужские компании', en: 'Kaluga companies' },
        ...at(5),
      },
    },
    {
      to: 'meetings/@mission/participants',
      body: { parties: ['@agency'], people: ['@kirillov'], role: 'host', ...at(6) },
    },
    {
      to: 'meetings/@mission/presentations',
      body: {
        title: {
          ru: 'Продукция каждой из компаний миссии',
          en: 'Products of each company of the mission',
        },
        remark: 'Shown to many entrepreneurs of the region.',
        ...at(5),
      },
    },

    said(
      at(5),
      'claims',
      { ru: 'Полезные контакты', en: 'Useful contacts' },
      'Every company came to contacts that are of use to it.',
      { regions: ['RU-KLU', 'RU-KYA'], arisesFrom: meeting('@mission') },
    ),
    said(
      at(4),
      'claims',
      { ru: 'Благодарность за визит', en: 'Thanks for the visit' },
      'The town thanks the guests from Kaluga for coming.',
      { ...PROSKURNIN, regions: ['RU-KLU'] },
    ),
    said(
      at(4),
      'claims',
      { ru: 'Общее у Железногорска и Калуги', en: 'What Zheleznogorsk and Kaluga share' },
      'The town and Kaluga region are much alike: Kaluga is a centre of innovation too, and both have joined the ' +
        'programme for cluster initiatives.',
      { ...PROSKURNIN, about: ['@zheleznogorsk'], regions: ['RU-KLU'], topics: ['innovation', 'cluster'] },
    ),
    said(
      at(4),
      'claims',
      { ru: 'Прямые контакты', en: 'Direct contacts' },
      'To find their markets companies have to seek contacts, and none are better than direct ones.',
      { ...PROSKURNIN, topics: ['new markets'] },
    ),
    said(
      at(4),
      'will',
      { ru: 'Продолжение деловых визитов', en: 'Business visits will go on' },
      'The exchange of business visits will go on; it helps entrepreneurs.',
      { ...PROSKURNIN, about: ['@zheleznogorsk'], regions: ['RU-KLU'] },
    ),
    said(
      at(6),
      'claims',
      { ru: 'Агентство впервые принимает миссию', en: 'The agency is host for the first time' },
      'The agency had never been host to a mission of this kind before.',
      { ...KIRILLOV, about: ['@agency'] },
    ),
    said(
      at(6),
      'interested',
      { ru: 'Интерес предпринимателей к партнёрам за пределами края', en: 'Interest in partners beyond the region' },
      'Entrepreneurs are interested in finding partners and building ties outside Krasnoyarsk Krai.',
      { ...KIRILLOV, regions: ['RU-KYA'] },
    ),
    said(
      at(6),
      'will',
      { ru: 'Визиты красноярцев в другие регионы', en: 'Visits of Krasnoyarsk entrepreneurs to other regions' },
      'In the year after this the agency will do more of the kind and arrange trips of local entrepreneurs to other ' +
        'parts of Russia.',
      { ...KIRILLOV, about: ['@agency'], regions: ['RU-KYA'], remark: 'No year is told; none can be worked out.' },
    ),
    said(
      at(6),
      'ready-to',
      { ru: 'Приглашение другим регионам', en: 'Invitation to other regions' },
      'Regions that take an interest are invited to come.',
      { ...KIRILLOV, about: ['@agency'], regions: ['RU-KYA'] },
    ),
  ],
};
