import { meeting, party, person, post, said } from './entries.js';
import type { Sample } from './sample.js';
import { mission as at } from './texts.js';

const KRASNOYARSK = 'Красноярск (Krasnoyarsk)';
const FIRST_DAY = { date: 'XXXX-12-10', arisesFrom: meeting('@mission', '@mission-incubator#') };
const PASHCHENKO = { speaker: '@pashchenko', onBehalfOf: '@feal', about: ['@feal'], ...FIRST_DAY };
const GORYNIN = { speaker: '@gorynin', onBehalfOf: '@obninsk', about: ['@obninsk'], ...FIRST_DAY };
const KOLPAKOV = { speaker: '@kolpakov', onBehalfOf: '@kritbi', ...FIRST_DAY };

/** The Kaluga mission to Krasnoyarsk, told while it goes on: its first day is past, Zheleznogorsk is still a plan. */
export const kalugaMission: Sample = {
  name: 'kaluga-mission',
  entries: [
    party('feal', at(3), 'enterprise', { ru: 'ООО «Феал-Технология»', en: 'OOO Feal-Technologia' }, 'RU-KLU'),
    party('obninsk', at(4), 'enterprise', { ru: 'ЗАО «ОбнинскЭнергоТех»', en: 'ZAO ObninskEnergoTech' }, 'RU-KLU'),
    person('pashchenko', at(3), { ru: 'Фёдор Пащенко', en: 'Fyodor Pashchenko' }),
    person('gorynin', at(4), { ru: 'Константин Горынин', en: 'Konstantin Gorynin' }),
    person('kolpakov', at(5), { ru: 'Николай Колпаков', en: 'Nikolai Kolpakov' }),
    post('@feal', at(3), '@pashchenko', 'директор / director'),
    post(
      '@obninsk',
      at(4),
      '@gorynin',
      'заместитель генерального директора по сбыту / deputy director general for sales',
    ),
    post('@kritbi', at(5), '@kolpakov', 'исполнительный директор / executive director'),

    {
      name: 'mission',
      to: 'meetings',
      body: {
        title: {
          ru: 'Торгово-экономическая миссия предпринимателей Калужской области в Красноярский край',
          en: 'Trade and economic mission of Kaluga entrepreneurs to Krasnoyarsk Krai',
        },
        form: 'trade-mission',
        stage: 'in-progress',
        parties: ['RU-KLU', 'RU-KYA'],
        regions: ['RU-KYA'],
        place: KRASNOYARSK,
        topics: ['small and medium enterprises', 'innovation', 'interregional cooperation'],
        planned: 'XXXX-12-10/XXXX-12-12',
        date: 'XXXX-12-10',
        ...at(1),
      },
    },
    said(
      at(1),
      'claims',
      { ru: 'Цель миссии', en: 'Aim of the mission' },
      'Innovative entrepreneurs of the two regions are to come into contact.',
      { regions: ['RU-KLU', 'RU-KYA'], topics: ['innovation'], arisesFrom: meeting('@mission') },
    ),
    {
      name: 'mission-incubator',
      to: 'meetings/@mission/sessions',
      body: {
        title: {
          ru: 'Первый день: презентации и встречи в бизнес-инкубаторе',
          en: 'First day: presentations and meetings in the business incubator',
        },
        place: 'КРИТБИ (KRITBI), Красноярск (Krasnoyarsk)',
        region: 'RU-KYA',
        parties: ['@kritbi', '@feal', '@obninsk'],
        stage: 'held',
        date: 'XXXX-12-10',
        ...at(2),
      },
    },
    {
      name: 'mission-products',
      to: 'meetings/@mission/presentations',
      body: {
        title: {
          ru: 'Продукция и технологии калужских предпринимателей и проекты, которые могут стать совместными',
          en: 'Products and technologies of the Kaluga entrepreneurs, and projects that may become joint ones',
        },
        date: 'XXXX-12-10',
        ...at(2),
      },
    },
    {
      name: 'mission-feal',
      to: 'meetings/@mission/participants',
      body: { parties: ['@feal'], people: ['@pashchenko'], role: 'delegation', ...at(3) },
    },
    {
      to: 'meetings/@mission/participants',
      body: { parties: ['@obninsk'], people: ['@gorynin'], role: 'delegation', ...at(4) },
    },
    {
      to: 'meetings/@mission/participants',
      body: {
        parties: ['@kritbi'],
        people: ['@kolpakov'],
        role: 'host',
        remark: 'Residents of the incubator take part as well, neither named nor counted.',
        ...at(5),
      },
    },

    // Feal-Technologia.
    {
      to: 'meetings/@mission/presentations',
      body: {
        by: '@feal',
        speaker: '@pashchenko',
        title: { ru: 'Тонкослойные нагревательные элементы', en: 'Thin-layer heating elements' },
        topics: ['heating elements', 'metallurgy'],
        date: 'XXXX-12-10',
        ...at(3),
      },
    },
    {
      name: 'heating-elements',
      to: 'projects',
      body: {
        title: { ru: 'Тонкослойные нагревательные элементы', en: 'Thin-layer heating elements' },
        parties: ['@feal'],
        proposedBy: '@feal',
        topics: ['heating elements', 'metallurgy'],
        description: 'A project of the company, brought along to find partners in Krasnoyarsk; none is named yet.',
        modality: 'may',
        remark: 'Paragraph 2 tells that projects brought by the guests may become joint ones.',
        ...FIRST_DAY,
        ...at(3),
      },
    },
    said(
      at(3),
      'claims',
      { ru: 'Чем занимается «Феал-Технология»', en: 'What Feal-Technologia does' },
      'The company works in young fields of metallurgy: on a very small scale, and with special precision alloys.',
      { ...PASHCHENKO, topics: ['metallurgy'] },
    ),
    said(
      at(3),
      'claims',
      { ru: 'Где применяют нагревательные элементы', en: 'Where the heating elements are used' },
      'They are of use in many places. One of the newest things made of them warms the stands of stadiums.',
      { ...PASHCHENKO, topics: ['heating elements'] },
    ),
    said(
      at(3),
      'claims',
      { ru: 'Самостоятельное серийное производство', en: 'Independent, with production in series' },
      'The company stands on its own by now and makes its products in series.',
      PASHCHENKO,
    ),
    said(
      at(3),
      'interested',
      { ru: 'Интерес к Красноярску', en: 'Interest in Krasnoyarsk' },
      'The company was keen to come, having hardly any ties with regions so far away.',
      { ...PASHCHENKO, regions: ['RU-KYA', 'RU-KLU'] },
    ),
    said(
      at(3),
      'hopes',
      { ru: 'Надежда на сотрудничество', en: 'Hope for cooperation' },
      'The company takes the first step itself and hopes that much joint work will come of it.',
      { ...PASHCHENKO, regions: ['RU-KYA', 'RU-KLU'] },
    ),

    // ObninskEnergoTech.
    said(
      at(4),
      'interested',
      { ru: 'Интерес к добывающим компаниям', en: 'Interest in mining companies' },
      'The enterprise would like to work with companies that mine in Krasnoyarsk Krai.',
      { ...GORYNIN, regions: ['RU-KYA'], topics: ['mining'] },
    ),
    said(
      at(4),
      'ready-to',
      { ru: 'Готовность разработать системы управления', en: 'Readiness to develop control systems' },
      'For such companies it is ready to develop control systems of their own.',
      { ...GORYNIN, regions: ['RU-KYA'], topics: ['control systems', 'mining'] },
    ),
    said(
      at(4),
      'claims',
      { ru: 'Силовая электроника', en: 'Power electronics' },
      'A quickly growing part of its work: power electronics not only in high-voltage equipment, but in systems that ' +
        'control large industrial installations.',
      { ...GORYNIN, topics: ['power electronics', 'control systems'] },
    ),
    said(
      at(4),
      'claims',
      { ru: 'Немногие разработчики для экскаваторов', en: 'One of few that develop for excavators' },
      'Few enterprises in the country have developed controls for electric quarry excavators; it is one of them.',
      { ...GORYNIN, topics: ['excavators', 'control systems'] },
    ),
    said(
      at(4),
      'claims',
      { ru: 'Система управления экскаватором', en: 'Control system of an excavator' },
      'It has made such a system with modern power transistors, by which Russian excavators can compete worldwide.',
      { ...GORYNIN, topics: ['excavators', 'control systems'] },
    ),
    said(
      at(4),
      'interested',
      { ru: 'Желание обсудить сотрудничество', en: 'Wish to talk about cooperation' },
      'He would like to discuss joint work in these fields in depth with colleagues in Krasnoyarsk.',
      { ...GORYNIN, regions: ['RU-KYA', 'RU-KLU'] },
    ),

    // The incubator sums up the first part.
    said(
      at(5),
      'claims',
      { ru: 'Зачем нужен обмен опытом', en: 'Why experience is exchanged' },
      'No region gets far alone; one learns from entrepreneurs of others, and for that the residents take part today.',
      { ...KOLPAKOV, about: ['@kritbi'] },
    ),
    said(
      at(5),
      'hopes',
      { ru: 'Чего ждут резиденты', en: 'What the residents may gain' },
      'He hopes that residents find contacts or new markets, and that teams with like projects join each other and ' +
        'entrepreneurs.',
      { ...KOLPAKOV, about: ['@kritbi'], topics: ['new markets'] },
    ),
    said(
      at(5),
      'claims',
      { ru: 'Опыт Калужской области', en: 'Experience of Kaluga region' },
      'Kaluga region handles foreign capital well, and its innovators develop to order for big corporations abroad.',
      { ...KOLPAKOV, regions: ['RU-KLU'], topics: ['foreign investment'] },
    ),
    said(
      at(5),
      'will',
      { ru: 'Польза для резидентов', en: 'Worth to the residents' },
      'It will be worth a great deal to the residents to share in such skills.',
      { ...KOLPAKOV, about: ['@kritbi'] },
    ),

    // What is still to come when the text is written. No day is told.
    {
      name: 'mission-zheleznogorsk',
      to: 'meetings/@mission/sessions',
      body: {
        title: { ru: 'Поездка в Железногорск', en: 'Trip to Zheleznogorsk' },
        place: 'Железногорск (Zheleznogorsk)',
        region: 'RU-KYA',
        modality: 'will',
        ...at(6),
      },
    },
  ],
};
