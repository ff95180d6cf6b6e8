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
          ru: 'Торгово-экономическая миссия предпринимателей Калужской области в Красноярске',
          en: 'Trade and economic mission of Kaluga entrepreneurs to Krasnoyarsk',
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
      {
        ru: 'Установить контакты между инновационными предпринимателями двух регионов.',
        en: 'To establish contacts between innovative entrepreneurs of the two regions.',
      },
      { regions: ['RU-KLU', 'RU-KYA'], topics: ['innovation'], arisesFrom: meeting('@mission') },
    ),
    {
      name: 'mission-incubator',
      to: 'meetings/@mission/sessions',
      body: {
        title: {
          ru: 'Первый день в бизнес-инкубаторе',
          en: 'First day, in the business incubator',
        },
        place: 'Бизнес-инкубатор (business incubator)',
        region: 'RU-KYA',
        parties: ['@kritbi'],
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
        description: 'A project that the company has brought to Krasnoyarsk.',
        modality: 'may',
        remark:
          'No partner is named. Paragraph 2 tells that work on the projects which the guests show may become joint work.',
        ...FIRST_DAY,
        ...at(3),
      },
    },
    said(
      at(3),
      'claims',
      { ru: 'Чем занимается «Феал-Технология»', en: 'What Feal-Technologia does' },
      {
        ru: 'Компания занимается новыми направлениями в металлургии, в том числе микрометаллургией и специальными прецизионными сплавами.',
        en: 'The company works in new fields of metallurgy, among them micrometallurgy and special precision alloys.',
      },
      { ...PASHCHENKO, topics: ['metallurgy'] },
    ),
    said(
      at(3),
      'claims',
      { ru: 'Где применяют нагревательные элементы', en: 'Where the heating elements are used' },
      {
        ru: 'Сфера их применения обширна. Из последних разработок отмечена система подогрева трибун на стадионах.',
        en: 'Their field of use is wide. Of the latest developments he names a system that heats the stands of stadiums.',
      },
      { ...PASHCHENKO, topics: ['heating elements'] },
    ),
    said(
      at(3),
      'claims',
      { ru: 'Самостоятельное серийное производство', en: 'Independent, with production in series' },
      {
        ru: 'Компания уже самостоятельна и выпускает продукцию серийно.',
        en: 'The company is independent by now and makes its products in series.',
      },
      PASHCHENKO,
    ),
    said(
      at(3),
      'interested',
      { ru: 'Интерес к Красноярску', en: 'Interest in Krasnoyarsk' },
      {
        ru: 'Компании очень хотелось посетить Красноярск: контактов с такими отдалёнными территориями у неё практически нет.',
        en: 'The company wanted very much to visit Krasnoyarsk: it has hardly any contacts with regions so far away.',
      },
      { ...PASHCHENKO, regions: ['RU-KYA', 'RU-KLU'] },
    ),
    said(
      at(3),
      'hopes',
      { ru: 'Надежда на сотрудничество', en: 'Hope for cooperation' },
      {
        ru: 'Инициатива исходит от компании; есть надежда на широкое сотрудничество.',
        en: 'The initiative is the company’s; there is hope for wide cooperation.',
      },
      { ...PASHCHENKO, regions: ['RU-KYA', 'RU-KLU'] },
    ),

    // ObninskEnergoTech.
    said(
      at(4),
      'interested',
      { ru: 'Интерес к добывающим компаниям', en: 'Interest in mining companies' },
      {
        ru: 'Предприятие интересует сотрудничество с добывающими компаниями Красноярского края.',
        en: 'The enterprise is interested in cooperation with mining companies in Krasnoyarsk Krai.',
      },
      { ...GORYNIN, regions: ['RU-KYA'], topics: ['mining'] },
    ),
    said(
      at(4),
      'ready-to',
      { ru: 'Готовность разработать системы управления', en: 'Readiness to develop control systems' },
      {
        ru: 'Для таких компаний оно готово разработать уникальные системы управления.',
        en: 'For such companies it is ready to develop unique control systems.',
      },
      { ...GORYNIN, regions: ['RU-KYA'], topics: ['control systems', 'mining'] },
    ),
    said(
      at(4),
      'claims',
      { ru: 'Силовая электроника', en: 'Power electronics' },
      {
        ru:
          'Бурно развивающееся направление работы — создавать на базе силовой электроники не только высоковольтное оборудование, ' +
          'но и системы управления мощными технологическими комплексами.',
        en:
          'A quickly growing line of its work: to make, of power electronics, not only high-voltage equipment, but also systems ' +
          'that control powerful industrial installations.',
      },
      { ...GORYNIN, topics: ['power electronics', 'control systems'] },
    ),
    said(
      at(4),
      'claims',
      { ru: 'Немногие разработчики для экскаваторов', en: 'One of few that develop for excavators' },
      {
        ru: 'Это одно из немногих предприятий России, у которых есть разработки систем управления карьерными электрическими экскаваторами.',
        en: 'It is one of the few enterprises in Russia with developments in control systems for electric quarry excavators.',
      },
      { ...GORYNIN, topics: ['excavators', 'control systems'] },
    ),
    said(
      at(4),
      'claims',
      { ru: 'Система управления экскаватором', en: 'Control system of an excavator' },
      {
        ru:
          'Предприятие создало систему управления на базе современных силовых транзисторов, которые позволяют сделать российские ' +
          'экскаваторы конкурентоспособными на мировом рынке.',
        en:
          'It has made a control system with modern power transistors, which allow Russian excavators to be made competitive on ' +
          'the world market.',
      },
      { ...GORYNIN, topics: ['excavators', 'control systems'] },
    ),
    said(
      at(4),
      'interested',
      { ru: 'Желание обсудить сотрудничество', en: 'Wish to talk about cooperation' },
      {
        ru: 'Хотелось бы подробно поговорить с красноярскими коллегами о взаимовыгодном сотрудничестве в этих сферах.',
        en: 'He would like to talk in detail with colleagues in Krasnoyarsk about cooperation of mutual benefit in these fields.',
      },
      { ...GORYNIN, regions: ['RU-KYA', 'RU-KLU'] },
    ),

    // The incubator sums up the first part.
    said(
      at(5),
      'claims',
      { ru: 'Зачем нужен обмен опытом', en: 'Why experience is exchanged' },
      {
        ru: 'В рамках одного региона чуда не создать: нужно обмениваться опытом с предпринимателями других, для этого и участвуют резиденты.',
        en: 'No miracle is made within one region: experience has to be exchanged with entrepreneurs of others, and for that the residents take part.',
      },
      { ...KOLPAKOV, about: ['@kritbi'] },
    ),
    said(
      at(5),
      'hopes',
      { ru: 'Чего ждут для резидентов', en: 'What is hoped for the residents' },
      {
        ru: 'Он надеется, что резиденты наладят новые контакты либо найдут новые рынки сбыта и что объединятся однопроектные команды и предприниматели.',
        en: 'He hopes that residents come to new contacts or to new markets, and that teams with like projects and entrepreneurs join forces.',
      },
      { ...KOLPAKOV, about: ['@kritbi'], topics: ['new markets'] },
    ),
    said(
      at(5),
      'claims',
      { ru: 'Опыт Калужской области', en: 'Experience of Kaluga region' },
      {
        ru: 'Калужская область достаточно эффективно работает с иностранным капиталом, её инноваторы выполняют заказы крупных иностранных корпораций.',
        en: 'Kaluga region works with foreign capital rather efficiently, and its innovators develop to order for large foreign corporations.',
      },
      { ...KOLPAKOV, regions: ['RU-KLU'], topics: ['foreign investment'] },
    ),
    said(
      at(5),
      'will',
      { ru: 'Польза для резидентов', en: 'Worth to the residents' },
      {
        ru: 'Обмен такими компетенциями будет для резидентов чрезвычайно ценен.',
        en: 'An exchange of such skills will be extremely valuable to the residents.',
      },
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
