import { meeting, said } from './entries.js';
import type { Sample } from './sample.js';
import { mikron as at } from './texts.js';

const PLANT = 'ОКБ «Микрон» (OKB MIKRON)';
const AT_MINISTERS_VISIT = meeting('@mikron-minister');
const AT_NORNICKELS_VISIT = meeting('@mikron-nornickel');

/** June at OKB MIKRON: a cluster is being organised, the region's industry officials and Norilsk Nickel come to see it. */
export const okbMikron: Sample = {
  name: 'okb-mikron',
  entries: [
    said(
      at(1),
      'claims',
      { ru: 'Деловые встречи ОКБ «Микрон»', en: 'Business meetings of OKB MIKRON' },
      'The enterprise calls June fruitful: it met several times with authorities and companies of its region.',
      { onBehalfOf: '@okb-mikron', regions: ['RU-KYA'], date: 'XXXX-06' },
    ),

    // The cluster and the meeting about it.
    {
      name: 'siberia-cluster',
      to: 'clusters',
      body: {
        title: { ru: 'Машиностроение Сибири', en: 'Machine Building of Siberia' },
        regions: ['RU-KYA'],
        topics: ['industrial cooperation', 'import substitution'],
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
        topics: ['cluster', 'industrial cooperation'],
        date: 'XXXX-06',
        arisesFrom: { kind: 'cluster', id: '@siberia-cluster' },
        ...at(2),
      },
    },
    {
      to: 'meetings/@mikron-cluster-meeting/participants',
      body: {
        parties: ['@okb-mikron', '@yenisei-siberia'],
        remark: 'Heads of other industrial enterprises of the region came too, neither named nor counted.',
        ...at(2),
      },
    },
    said(
      at(3),
      'claims',
      { ru: 'Что даёт кластер', en: 'What a cluster is good for' },
      'Firms in a cluster complete one another. What several of them make jointly comes out sooner and better, even ' +
        'where it does not come out cheaper. Training staff for it and import substitution belong to the subject.',
      { onBehalfOf: '@okb-mikron', topics: ['cluster', 'import substitution', 'training'] },
    ),
    said(
      at(4),
      'claims',
      { ru: 'Место ОКБ «Микрон» в регионе', en: 'The place of OKB MIKRON in its region' },
      'OKB MIKRON counts itself among the few backbone machine builders of Krasnoyarsk Krai.',
      { onBehalfOf: '@okb-mikron', about: ['@okb-mikron'], regions: ['RU-KYA'] },
    ),
    said(
      at(4),
      'will',
      { ru: 'Чего ОКБ «Микрон» ждёт от кластера', en: 'What OKB MIKRON expects of the cluster' },
      'Taking part will open ways for the enterprise to make more, and to advance machine and machine-tool building in ' +
        'the region and in the country.',
      {
        onBehalfOf: '@okb-mikron',
        about: ['@okb-mikron'],
        regions: ['RU-KYA'],
        topics: ['cluster', 'machine building'],
        arisesFrom: meeting('@mikron-cluster-meeting'),
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
        title: { ru: 'Обход цехов', en: 'Tour of the workshops' },
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
      'Neither the minister nor the head of the fund had been at the enterprise before.',
      { about: ['@okb-mikron'], date: 'XXXX-06', arisesFrom: AT_MINISTERS_VISIT },
    ),
    said(
      at(6),
      'interested',
      { ru: 'Интерес к развитию предприятий', en: 'Interest in the growth of enterprises' },
      'The ministry is interested in enterprises of this kind growing, since they serve several of the aims that the ' +
        'President sets for industry.',
      {
        speaker: '@ermakov',
        onBehalfOf: '@krasnoyarsk-industry-ministry',
        about: ['@okb-mikron'],
        arisesFrom: AT_MINISTERS_VISIT,
      },
    ),
    said(
      at(6),
      'ready-to',
      { ru: 'Готовность помочь', en: 'Readiness to help' },
      'The ministry is ready to help such enterprises; how is not told.',
      {
        speaker: '@ermakov',
        onBehalfOf: '@krasnoyarsk-industry-ministry',
        about: ['@okb-mikron'],
        topics: ['support'],
        arisesFrom: AT_MINISTERS_VISIT,
      },
    ),
    said(
      at(6),
      'claims',
      { ru: 'Бизнес и власть', en: 'Business and government' },
      'Industry does well, in the minister’s view, when companies and the state act closely together.',
      { speaker: '@ermakov', onBehalfOf: '@krasnoyarsk-industry-ministry', arisesFrom: AT_MINISTERS_VISIT },
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
        topics: ['mining equipment', 'repair'],
        date: 'XXXX-06',
        remark: 'Late in the month; no day is told.',
        ...at(7),
      },
    },
    {
      to: 'meetings/@mikron-nornickel/participants',
      body: {
        parties: ['@nornickel'],
        role: 'delegation',
        title: { ru: 'Делегация высших руководителей', en: 'Delegation of senior managers' },
        ...at(7),
      },
    },
    {
      to: 'meetings/@mikron-nornickel/participants',
      body: {
        people: ['@bylkov'],
        role: 'delegation',
        modality: 'claims',
        remark: 'Not named among the guests; he speaks of the tour as one who was there.',
        ...at(9),
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
          ru: 'Определено дальнейшее сотрудничество; в чём оно состоит, не сказано',
          en: 'Further work with each other was settled; what it consists of is not told',
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
        statement: 'Most of it is vehicles for rails and for mines.',
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
      'The enterprise is at work on electric locomotives.',
      { onBehalfOf: '@okb-mikron', about: ['@okb-mikron', '@nornickel'], topics: ['electric locomotives'] },
    ),
    said(
      at(8),
      'may',
      { ru: 'Возможное расширение линейки оборудования', en: 'A wider range of equipment was talked about' },
      'OKB MIKRON might make more kinds of equipment; the two companies discussed it.',
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
      { ru: 'Возможный ремонт поставленного оборудования', en: 'Repair of delivered equipment was talked about' },
      'Equipment that has been delivered might be repaired; the two companies discussed it.',
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
      { ru: 'Впечатление от производства', en: 'Impression of the works' },
      'The guests liked what they saw: unhurried, steady work and tidy workplaces.',
      { speaker: '@bylkov', onBehalfOf: '@nornickel', about: ['@okb-mikron'], arisesFrom: AT_NORNICKELS_VISIT },
    ),
    said(
      at(9),
      'claims',
      { ru: 'Сотрудничество набирает ход', en: 'The cooperation is growing' },
      'Joint work of the two companies is at its beginning and picks up speed.',
      {
        speaker: '@bylkov',
        onBehalfOf: '@nornickel',
        about: ['@nornickel', '@okb-mikron'],
        arisesFrom: AT_NORNICKELS_VISIT,
      },
    ),
  ],
};
