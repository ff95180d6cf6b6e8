import { meeting, said } from './entries.js';
import type { Sample } from './sample.js';
import { mikron as at } from './texts.js';

const PLANT = 'ОКБ «Микрон» (OKB MIKRON)';
const AT_MINISTERS_VISIT = meeting('@mikron-minister');
const AT_NORNICKELS_VISIT = meeting('@mikron-nornickel');
const ERMAKOV = {
  speaker: '@ermakov',
  onBehalfOf: '@krasnoyarsk-industry-ministry',
  arisesFrom: AT_MINISTERS_VISIT,
};
const BYLKOV = { speaker: '@bylkov', onBehalfOf: '@nornickel', arisesFrom: AT_NORNICKELS_VISIT };

/** June at OKB MIKRON: a cluster is being organised, the region's industry officials and Norilsk Nickel come to see it. */
export const okbMikron: Sample = {
  name: 'okb-mikron',
  entries: [
    said(
      at(1),
      'claims',
      { ru: 'Деловые встречи ОКБ «Микрон»', en: 'Business meetings of OKB MIKRON' },
      {
        ru: 'Заголовок: прошёл ряд деловых встреч с представителями исполнительной власти и бизнеса Красноярского края.',
        en: 'The headline: there were a number of business meetings with representatives of the executive and of business of the region.',
      },
      { onBehalfOf: '@okb-mikron', regions: ['RU-KYA'] },
    ),
    said(
      at(2),
      'claims',
      { ru: 'Продуктивный июнь', en: 'A productive June' },
      {
        ru: 'Июнь был для предприятия продуктивным по деловым встречам.',
        en: 'June was productive for the enterprise in business meetings.',
      },
      { onBehalfOf: '@okb-mikron', date: 'XXXX-06' },
    ),

    // The cluster and the meeting about it.
    {
      name: 'siberia-cluster',
      to: 'clusters',
      body: {
        title: { ru: 'Машиностроение Сибири', en: 'Machine Building of Siberia' },
        regions: ['RU-KYA'],
        topics: ['industrial cooperation', 'machine building'],
        stage: 'being-organised',
        date: 'XXXX-06',
        remark: 'Called interregional; no other region and no member is named.',
        ...at(2),
      },
    },
    {
      name: 'mikron-cluster-meeting',
      to: 'meetings',
      body: {
        title: {
          ru: 'Встреча об организации кластера «Машиностроение Сибири»',
          en: 'Meeting about organising the cluster Machine Building of Siberia',
        },
        form: 'working-meeting',
        stage: 'held',
        parties: ['@okb-mikron', '@yenisei-siberia'],
        topics: ['cluster'],
        date: 'XXXX-06',
        arisesFrom: { kind: 'cluster', id: '@siberia-cluster' },
        ...at(2),
      },
    },
    {
      to: 'meetings/@mikron-cluster-meeting/participants',
      body: {
        parties: ['@okb-mikron', '@yenisei-siberia'],
        remark: 'Heads of industrial enterprises of the region too, neither named nor counted.',
        ...at(2),
      },
    },
    said(
      at(3),
      'claims',
      { ru: 'Что даёт кластер', en: 'What a cluster is good for' },
      {
        ru:
          'Кластер — совместная работа компаний, которые дополняют друг друга. Когда изделия делают несколько предприятий, ' +
          'получается если не дешевле, то качественнее и быстрее. К этой теме относятся подготовка кадров и импортозамещение.',
        en:
          'A cluster is joint work of companies that complement each other. Products that several of them make can be made, if not ' +
          'cheaper, then better and faster. Training of their personnel and import substitution belong to the subject.',
      },
      { onBehalfOf: '@okb-mikron', topics: ['cluster', 'import substitution', 'training'] },
    ),
    said(
      at(4),
      'claims',
      { ru: 'Место ОКБ «Микрон» в регионе', en: 'The place of OKB MIKRON in its region' },
      {
        ru: 'ОКБ «Микрон» — одно из немногих опорных машиностроительных предприятий Красноярского края.',
        en: 'OKB MIKRON is one of the few supporting machine-building enterprises of the region.',
      },
      { onBehalfOf: '@okb-mikron', about: ['@okb-mikron'], regions: ['RU-KYA'] },
    ),
    said(
      at(4),
      'will',
      { ru: 'Чего ОКБ «Микрон» ждёт от кластера', en: 'What OKB MIKRON expects of the cluster' },
      {
        ru:
          'Участие в кластере даст предприятию дополнительные возможности расширять производство, развивать машиностроение ' +
          'и станкостроение в крае и в стране.',
        en:
          'Taking part in the cluster will give the enterprise additional opportunities to expand production, and to develop ' +
          'machine building and machine-tool building in the region and in the country.',
      },
      {
        onBehalfOf: '@okb-mikron',
        about: ['@okb-mikron'],
        regions: ['RU-KYA'],
        topics: ['cluster', 'machine building'],
        arisesFrom: { kind: 'cluster', id: '@siberia-cluster' },
      },
    ),

    // The visit of the minister and the head of the fund.
    {
      name: 'mikron-minister',
      to: 'meetings',
      body: {
        title: {
          ru: 'Посещение ОКБ «Микрон» министром и главой фонда развития промышленности',
          en: 'Visit of the minister and the head of the development fund to OKB MIKRON',
        },
        form: 'site-visit',
        stage: 'held',
        parties: ['@krasnoyarsk-industry-ministry', '@krasnoyarsk-industry-fund', '@okb-mikron'],
        regions: ['RU-KYA'],
        place: PLANT,
        topics: ['development of enterprises'],
        date: 'XXXX-06',
        ...at(5),
      },
    },
    {
      to: 'meetings/@mikron-minister/participants',
      body: {
        people: ['@ermakov', '@starikova'],
        parties: ['@krasnoyarsk-industry-ministry', '@krasnoyarsk-industry-fund'],
        role: 'guest',
        ...at(5),
      },
    },
    {
      to: 'meetings/@mikron-minister/participants',
      body: {
        parties: ['@okb-mikron'],
        role: 'host',
        title: { ru: 'Руководство предприятия', en: 'Management of the enterprise' },
        ...at(5),
      },
    },
    {
      to: 'meetings/@mikron-minister/sessions',
      body: {
        title: { ru: 'Обход производственных цехов', en: 'Tour of the production shops' },
        place: PLANT,
        region: 'RU-KYA',
        stage: 'held',
        date: 'XXXX-06',
        ...at(5),
      },
    },
    {
      to: 'meetings/@mikron-minister/sessions',
      body: {
        title: { ru: 'Разговор о планах развития', en: 'Talk about plans of development' },
        place: PLANT,
        region: 'RU-KYA',
        stage: 'held',
        date: 'XXXX-06',
        ...at(5),
      },
    },
    said(
      at(5),
      'claims',
      { ru: 'Первый такой визит', en: 'The first such visit' },
      {
        ru: 'Министр и глава фонда посетили предприятие впервые.',
        en: 'The minister and the head of the fund visited the enterprise for the first time.',
      },
      { about: ['@okb-mikron'], date: 'XXXX-06', arisesFrom: AT_MINISTERS_VISIT },
    ),
    said(
      at(6),
      'interested',
      { ru: 'Интерес к развитию предприятий', en: 'Interest in the development of enterprises' },
      {
        ru: 'Есть заинтересованность в развитии таких предприятий, как ОКБ «Микрон»: они решают сразу много задач, поставленных Президентом перед промышленностью.',
        en: 'There is interest in the development of enterprises such as OKB MIKRON, which solve at once many tasks that the President has set for industry.',
      },
      { ...ERMAKOV, about: ['@okb-mikron'] },
    ),
    said(
      at(6),
      'ready-to',
      { ru: 'Готовность помочь', en: 'Readiness to help' },
      { ru: 'Есть готовность оказывать содействие.', en: 'There is readiness to provide assistance.' },
      { ...ERMAKOV, about: ['@okb-mikron'], topics: ['support'], remark: 'How is not told.' },
    ),
    said(
      at(6),
      'claims',
      { ru: 'Бизнес и власть', en: 'Business and government' },
      {
        ru: 'Для благополучия промышленности и развития её потенциала бизнес и власть должны работать в тесной связке.',
        en: 'For the well-being of industry and the development of its potential, business and government must work closely together.',
      },
      ERMAKOV,
    ),

    // The visit of Norilsk Nickel.
    {
      name: 'mikron-nornickel',
      to: 'meetings',
      body: {
        title: {
          ru: 'Посещение ОКБ «Микрон» делегацией «Норильского никеля»',
          en: 'Visit of a delegation of Norilsk Nickel to OKB MIKRON',
        },
        form: 'site-visit',
        stage: 'held',
        parties: ['@okb-mikron', '@nornickel'],
        regions: ['RU-KYA'],
        place: PLANT,
        date: 'XXXX-06',
        remark: 'At the end of the month; no day is told.',
        ...at(7),
      },
    },
    {
      to: 'meetings/@mikron-nornickel/participants',
      body: {
        parties: ['@nornickel'],
        role: 'delegation',
        title: { ru: 'Делегация топ-менеджеров', en: 'Delegation of top managers' },
        ...at(7),
      },
    },
    {
      to: 'meetings/@mikron-nornickel/participants',
      body: { parties: ['@tvk'], role: 'guest', title: { ru: 'Съёмочная группа', en: 'Film crew' }, ...at(7) },
    },
    { to: 'meetings/@mikron-nornickel/participants', body: { parties: ['@okb-mikron'], role: 'host', ...at(7) } },
    {
      to: 'meetings/@mikron-nornickel/decisions',
      body: {
        title: {
          ru: 'Определено дальнейшее совместное сотрудничество; в чём оно состоит, не сказано',
          en: 'Further joint cooperation was defined; what it consists of is not told',
        },
        modality: 'agreed',
        date: 'XXXX-06',
        ...at(8),
      },
    },
    {
      name: 'nornickel-share',
      to: 'claims',
      body: {
        form: 'figure',
        subject: {
          ru: 'Доля продукции ОКБ «Микрон» для «Норникеля»',
          en: 'Share of the output of OKB MIKRON that goes to Nornickel',
        },
        gist: {
          ru: 'В основном это рельсовый и горно-шахтный транспорт.',
          en: 'It is mainly rail and mining transport.',
        },
        onBehalfOf: '@okb-mikron',
        about: ['@okb-mikron', '@nornickel'],
        topics: ['mining equipment'],
        figure: { count: { min: 10, max: 12, approximate: true, unit: '%' }, what: 'other' },
        ...at(8),
      },
    },
    said(
      at(8),
      'claims',
      { ru: 'Разработка электровозов', en: 'Electric locomotives are being developed' },
      { ru: 'Сейчас разрабатываются электровозы.', en: 'Electric locomotives are currently under development.' },
      {
        onBehalfOf: '@okb-mikron',
        about: ['@okb-mikron'],
        topics: ['electric locomotives'],
        remark: 'For whom is not told.',
      },
    ),
    said(
      at(8),
      'may',
      { ru: 'Возможное расширение линейки техники', en: 'A wider line of equipment was discussed' },
      {
        ru: 'Компании обсудили возможность расширить линейку изготавливаемой техники.',
        en: 'The companies discussed the possibility of expanding the line of equipment that is made.',
      },
      {
        about: ['@okb-mikron', '@nornickel'],
        topics: ['mining equipment'],
        date: 'XXXX-06',
        arisesFrom: AT_NORNICKELS_VISIT,
      },
    ),
    said(
      at(8),
      'may',
      { ru: 'Возможный ремонт поставленной техники', en: 'Repair of supplied equipment was discussed' },
      {
        ru: 'Компании обсудили возможность ремонта поставленной техники.',
        en: 'The companies discussed the possibility of repairing the equipment that has been supplied.',
      },
      {
        about: ['@okb-mikron', '@nornickel'],
        topics: ['repair'],
        date: 'XXXX-06',
        arisesFrom: AT_NORNICKELS_VISIT,
      },
    ),
    said(
      at(9),
      'claims',
      { ru: 'Впечатление от производства', en: 'Impression of the production' },
      {
        ru: 'Экскурсия по производству оставила только положительные эмоции: люди работают спокойно и размеренно, на рабочих местах порядок.',
        en: 'The tour of the production left only positive emotions: people work calmly and measuredly, and the workplaces are in order.',
      },
      {
        ...BYLKOV,
        about: ['@okb-mikron'],
        remark: 'He says “us”. Paragraph 7, which tells of the delegation, does not name him.',
      },
    ),
    said(
      at(9),
      'claims',
      { ru: 'Сотрудничество только набирает обороты', en: 'The cooperation is only gaining momentum' },
      {
        ru: 'Сотрудничество двух компаний только набирает обороты.',
        en: 'The cooperation of the two companies is only gaining momentum.',
      },
      { ...BYLKOV, about: ['@nornickel', '@okb-mikron'] },
    ),
  ],
};
