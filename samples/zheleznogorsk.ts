import { alias, commonName, meeting, party, person, post, said } from './entries.js';
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
      { ru: 'ИСС им. академика М. Ф. Решетнева', en: 'Academician M. F. Reshetnev ISS' },
      'RU-KYA',
    ),
    commonName('@iss', { ru: 'ИСС им. Решетнёва', en: 'ISS Reshetnev' }),
    party(
      'gkhk',
      at(3),
      'enterprise',
      { ru: 'Горно-химический комбинат', en: 'Mining and Chemical Combine' },
      'RU-KYA',
    ),
    commonName('@gkhk', { ru: 'ГХК', en: 'GKhK' }),
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
        statement:
          'The entrepreneurs and innovators of Kaluga region are in Krasnoyarsk Krai on a trade and economic mission.',
        remark: 'The text tells nothing of a third day.',
        ...at(1),
      },
    },
    {
      to: 'meetings/@mission/organisers',
      body: {
        organisers: ['@krasnoyarsk-innovation-ministry', '@kaluga-government'],
        supportedBy: ['@agency'],
        ...at(2),
      },
    },
    {
      to: 'meetings/@mission/attestations',
      body: {
        attests: '@mission-incubator#',
        agrees: true,
        happened: 'XXXX-12-10',
        statement:
          'Presentations and meetings took place there, with the aim of concluding contracts and building business ties with ' +
          'entrepreneurs of the region.',
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
        remark: 'Beside them the management of the enterprises on which the town was built; none is named here.',
        ...at(1),
      },
    },
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
      body: { parties: ['@agency'], role: 'host', ...at(6) },
    },
    {
      to: 'meetings/@mission/presentations',
      body: {
        title: {
          ru: 'Продукция каждой из компаний миссии',
          en: 'Products of each company of the mission',
        },
        remark: 'Shown to a wide audience of entrepreneurs of the region.',
        ...at(5),
      },
    },

    said(
      at(5),
      'claims',
      { ru: 'Полезные контакты', en: 'Useful contacts' },
      {
        ru: 'Каждая компания получила в ходе визита полезные контакты.',
        en: 'Every company came to useful contacts during the visit.',
      },
      { regions: ['RU-KLU', 'RU-KYA'], arisesFrom: meeting('@mission') },
    ),
    said(
      at(4),
      'claims',
      { ru: 'Благодарность за визит', en: 'Thanks for the visit' },
      { ru: 'Он поблагодарил калужцев за визит.', en: 'He thanked the guests from Kaluga for their visit.' },
      { ...PROSKURNIN, regions: ['RU-KLU'] },
    ),
    said(
      at(4),
      'claims',
      { ru: 'Общее у Железногорска и Калуги', en: 'What Zheleznogorsk and Kaluga share' },
      {
        ru:
          'У Железногорска и Калужской области много общего: Калуга тоже один из инновационных центров и тоже участвует в ' +
          'программе по кластерным инициативам.',
        en:
          'The town and Kaluga region have much in common: Kaluga is one of the centres of innovation too, and has also joined the ' +
          'programme for cluster initiatives.',
      },
      { ...PROSKURNIN, about: ['@zheleznogorsk'], regions: ['RU-KLU'], topics: ['innovation', 'cluster'] },
    ),
    said(
      at(4),
      'claims',
      { ru: 'Прямые контакты', en: 'Direct contacts' },
      {
        ru: 'Чтобы найти рынки сбыта, бизнес должен идти на контакты, и лучше прямых нет ничего.',
        en: 'To find its markets business always has to seek contacts, and nothing is better than direct ones.',
      },
      { ...PROSKURNIN, topics: ['new markets'] },
    ),
    {
      name: 'visits-go-on',
      ...said(
        at(4),
        'will',
        { ru: 'Продолжение деловых визитов', en: 'Business visits will go on' },
        {
          ru: 'Такой обмен деловыми визитами будет продолжен; это помощь предпринимателям.',
          en: 'Such an exchange of business visits will be continued; it is a help to entrepreneurs.',
        },
        { ...PROSKURNIN, about: ['@zheleznogorsk'], regions: ['RU-KLU'] },
      ),
    },
    {
      name: 'visits-commitment',
      to: 'commitments',
      body: {
        title: { ru: 'Продолжить обмен деловыми визитами', en: 'To continue the exchange of business visits' },
        by: '@zheleznogorsk',
        topics: ['business visits'],
        modality: 'will',
        remark: 'The acting head of the administration says “we”; with whom and until when is not told.',
        arisesFrom: { kind: 'claim', id: '@visits-go-on' },
        ...at(4),
      },
    },
    said(
      at(6),
      'claims',
      { ru: 'Агентство впервые принимает миссию', en: 'The agency is host for the first time' },
      {
        ru: 'Агентство впервые выступило принимающей стороной для подобной бизнес-миссии.',
        en: 'The agency was host to a business mission of this kind for the first time.',
      },
      { ...KIRILLOV, about: ['@agency'] },
    ),
    said(
      at(6),
      'interested',
      { ru: 'Интерес предпринимателей к партнёрам за пределами края', en: 'Interest in partners beyond the region' },
      {
        ru: 'Предприниматели заинтересованы в поиске партнёров и налаживании отношений за пределами края.',
        en: 'Entrepreneurs are interested in finding partners and building relations outside the region.',
      },
      { ...KIRILLOV, regions: ['RU-KYA'] },
    ),
    {
      name: 'visits-next-year',
      ...said(
        at(6),
        'will',
        { ru: 'Визиты красноярцев в другие регионы', en: 'Visits of people from Krasnoyarsk to other regions' },
        {
          ru: 'В следующем году это направление будут развивать и организовывать визиты красноярцев в другие субъекты России.',
          en: 'Next year this line will be developed, and visits of people from Krasnoyarsk to other regions of Russia will be organised.',
        },
        { ...KIRILLOV, about: ['@agency'], regions: ['RU-KYA'], remark: 'No year is told; none can be worked out.' },
      ),
    },
    {
      name: 'visits-next-year-commitment',
      to: 'commitments',
      body: {
        title: {
          ru: 'Организовывать визиты красноярцев в другие субъекты России',
          en: 'To organise visits of people from Krasnoyarsk to other regions of Russia',
        },
        by: '@agency',
        topics: ['business visits'],
        modality: 'will',
        remark: 'Meant for the year after that of the mission; no year is told, so it has no due date.',
        arisesFrom: { kind: 'claim', id: '@visits-next-year' },
        ...at(6),
      },
    },
    said(
      at(6),
      'ready-to',
      { ru: 'Приглашение другим регионам', en: 'Invitation to other regions' },
      {
        ru: 'Заинтересованные регионы приглашаются посетить край.',
        en: 'Regions that are interested are invited to visit.',
      },
      { ...KIRILLOV, about: ['@agency'], regions: ['RU-KYA'] },
    ),
  ],
};
