import { meeting, said } from './entries.js';
import type { Sample, SampleEntry } from './sample.js';
import { dimitrovgrad as at } from './texts.js';

const FOUR = ['RU-ULY', '@kamaz', '@avtovaz', '@oat'];
const THEN = { date: 'XXXX-10-18', arisesFrom: meeting('@car-makers') };
const RUSSKIKH = { speaker: '@russkikh', onBehalfOf: 'RU-ULY', ...THEN };
const SOKOLOV = { speaker: '@sokolov', onBehalfOf: '@avtovaz', ...THEN };
const KABIROV = { speaker: '@kabirov', onBehalfOf: '@oat', about: ['@daaz'], ...THEN };

/** A subsidy to one of the three enterprises that paragraph 5 names. What it came to nobody tells. */
const subsidy = (recipient: string, ru: string, en: string): SampleEntry => ({
  name: `subsidy-${recipient}`,
  to: 'support-measures',
  body: {
    title: { ru: `Субсидия ООО «${ru}»`, en: `Subsidy to OOO "${en}"` },
    form: 'subsidy',
    grantedBy: '@ulyanovsk-government',
    recipient: `@${recipient}`,
    budget: 'областной бюджет Ульяновской области / regional budget of Ulyanovsk region',
    topics: ['automotive industry'],
    stage: 'granted',
    ...at(5),
  },
});

/** The Governor of Ulyanovsk region and the heads of KAMAZ, AVTOVAZ and OAT meet in Dimitrovgrad. */
export const dimitrovgradMeeting: Sample = {
  name: 'dimitrovgrad',
  entries: [
    {
      name: 'car-makers',
      to: 'meetings',
      body: {
        title: {
          ru: 'Встреча губернатора Ульяновской области с руководителями КАМАЗа, АВТОВАЗа и ОАТ',
          en: 'Meeting of the Governor of Ulyanovsk region with the heads of KAMAZ, AVTOVAZ and OAT',
        },
        form: 'working-meeting',
        stage: 'held',
        parties: FOUR,
        regions: ['RU-ULY'],
        place: 'Димитровград (Dimitrovgrad)',
        topics: ['automotive industry', 'industrial cooperation', 'logistics', 'training', 'industrial parks'],
        date: 'XXXX-10-18',
        ...at(2),
      },
    },
    {
      to: 'meetings/@car-makers/participants',
      body: { parties: FOUR, people: ['@russkikh', '@kogogin', '@sokolov', '@kabirov'], ...at(2) },
    },
    said(
      at(3),
      'claims',
      { ru: 'О чём говорили', en: 'What was talked about' },
      'On the table were joint and logistics projects, the future of the Dimitrovgrad site, and training made for ' +
        'people who work in car making.',
      {
        about: FOUR,
        regions: ['RU-ULY'],
        topics: ['industrial cooperation', 'logistics', 'industrial parks', 'training'],
        ...THEN,
      },
    ),
    {
      name: 'automotive-training',
      to: 'training-programmes',
      body: {
        title: {
          ru: 'Специальное обучение работников автомобильной отрасли',
          en: 'Special training for people who work in the car industry',
        },
        parties: FOUR,
        subject: { ru: 'автомобилестроение', en: 'car making' },
        topics: ['training', 'automotive industry'],
        stage: 'proposed',
        modality: 'may',
        remark: 'Talked about; that it was agreed on is not told.',
        ...THEN,
        ...at(3),
      },
    },

    // The governor.
    {
      name: 'automotive-enterprises',
      to: 'claims',
      body: {
        form: 'figure',
        subject: {
          ru: 'Предприятия автомобильной отрасли Ульяновской области',
          en: 'Enterprises of the car industry in Ulyanovsk region',
        },
        regions: ['RU-ULY'],
        topics: ['automotive industry'],
        figure: { count: { min: 400, unit: 'enterprise' }, what: 'other' },
        remark: 'Told as a round number that is exceeded.',
        ...RUSSKIKH,
        ...at(4),
      },
    },
    {
      name: 'half-in-dimitrovgrad',
      to: 'claims',
      body: {
        form: 'figure',
        subject: {
          ru: 'Доля Димитровграда среди предприятий автомобильной отрасли области',
          en: 'Share of Dimitrovgrad in the car industry enterprises of the region',
        },
        regions: ['RU-ULY'],
        topics: ['automotive industry'],
        figure: { count: { min: 50, max: 50, approximate: true, unit: '%' }, what: 'other' },
        remark: 'Told as one half of them.',
        ...RUSSKIKH,
        ...at(4),
      },
    },
    said(
      at(4),
      'claims',
      { ru: 'Заказы для предприятий', en: 'Orders for the enterprises' },
      'The enterprises have to get orders: without them they do not run steadily, and people in the region feel it.',
      { ...RUSSKIKH, regions: ['RU-ULY'], topics: ['orders', 'automotive industry'] },
    ),
    {
      name: 'annual-decision',
      to: 'meetings/@car-makers/decisions',
      body: {
        title: { ru: 'Проводить закупочные сессии ежегодно', en: 'To hold procurement meetings every year' },
        modality: 'agreed',
        date: 'XXXX-10-18',
        ...at(4),
      },
    },
    {
      name: 'procurement-series',
      to: 'meeting-series',
      body: {
        title: { ru: 'Ежегодные закупочные сессии', en: 'Yearly procurement meetings' },
        form: 'procurement-meeting',
        parties: FOUR,
        topics: ['procurement', 'automotive industry'],
        recurrence: 'FREQ=YEARLY',
        modality: 'agreed',
        date: 'XXXX-10-18',
        arisesFrom: meeting('@car-makers', '@annual-decision#'),
        remark: 'No day of a first or next one is told, nor whether this meeting counts as one.',
        ...at(4),
      },
    },
    {
      name: 'procurement-agreement',
      to: 'agreements',
      body: {
        title: {
          ru: 'Соглашение Ульяновской области о сотрудничестве с закупочными службами КАМАЗа и АВТОВАЗа',
          en: 'Cooperation agreement of Ulyanovsk region with those who buy for AVTOVAZ and KAMAZ',
        },
        parties: ['RU-ULY', '@kamaz-procurement', '@avtovaz-purchasing'],
        topics: ['procurement', 'industrial cooperation'],
        modality: 'will',
        remark: 'It is meant to further cooperation. When it will be signed is not told.',
        ...THEN,
        ...at(4),
      },
    },
    said(
      at(4),
      'claims',
      { ru: 'Планы индустриального парка ДААЗ', en: 'Plans for the DAAZ industrial park' },
      'Plans that the partners share for the industrial park DAAZ were talked over.',
      { ...RUSSKIKH, about: FOUR, topics: ['industrial parks'] },
    ),
    said(
      at(4),
      'claims',
      { ru: 'Рост индустриального парка «Мастер»', en: 'The Master industrial park grows' },
      'The park “Master” goes on building up what its residents need and makes more than before.',
      { ...RUSSKIKH, about: ['@master-park'], regions: ['RU-ULY'], topics: ['industrial parks'] },
    ),
    said(
      at(4),
      'claims',
      { ru: 'Спрос на площади парка', en: 'Demand for space in the park' },
      'As “Master” shows, residents very much want such production space.',
      { ...RUSSKIKH, about: ['@master-park'], regions: ['RU-ULY'], topics: ['industrial parks'] },
    ),
    {
      name: 'promote-decision',
      to: 'meetings/@car-makers/decisions',
      body: {
        title: {
          ru: 'Продвигать ещё один проект развития ДААЗ',
          en: 'To promote one more project for the growth of DAAZ',
        },
        modality: 'agreed',
        date: 'XXXX-10-18',
        ...at(4),
      },
    },
    {
      name: 'auto-component',
      to: 'projects',
      body: {
        title: {
          ru: 'Развитие ДААЗ с технопарком «ДААЗ АВТО КОМПОНЕНТ»',
          en: 'Growth of DAAZ, with the technopark "DAAZ AVTO COMPONENT"',
        },
        parties: FOUR,
        topics: ['technopark', 'automotive industry'],
        place: 'ДААЗ, Димитровград (DAAZ, Dimitrovgrad)',
        description: 'The technopark will come into being as a part of the project.',
        modality: 'will',
        date: 'XXXX-10-18',
        arisesFrom: meeting('@car-makers', '@promote-decision#'),
        remark: 'Who “we” are that promote it is not told; taken here for those who met.',
        ...at(4),
      },
    },
    {
      to: 'projects/@auto-component/negotiation-rounds',
      body: {
        parties: FOUR,
        outcome: 'agreed-in-principle',
        place: 'Димитровград (Dimitrovgrad)',
        summary: 'They agreed to promote the project, which is less than having agreed on the project.',
        ...THEN,
        ...at(4),
      },
    },

    // KAMAZ, and the support that the region gave.
    said(
      at(5),
      'claims',
      { ru: 'Значение поддержки отрасли', en: 'What support means to the industry' },
      'He finds it important that the region’s government stands by the car industry.',
      { speaker: '@kogogin', onBehalfOf: '@kamaz', about: ['@ulyanovsk-government'], topics: ['support'], ...THEN },
    ),
    subsidy('daaz', 'ДААЗ', 'DAAZ'),
    subsidy('avtosvet', 'Автосвет', 'Avtosvet'),
    subsidy('powder-plant', 'Димитровградский завод порошковой металлургии', 'Dimitrovgrad Powder Metallurgy Plant'),
    said(
      at(5),
      'claims',
      { ru: 'Что дали субсидии', en: 'What the subsidies did' },
      'With the subsidies the three enterprises held on to their staff and work five days a week again.',
      {
        about: ['@daaz', '@avtosvet', '@powder-plant'],
        topics: ['support', 'employment'],
        arisesFrom: THEN.arisesFrom,
        remark: 'It stands beside what the head of KAMAZ said; whether he said it is not told.',
      },
    ),

    // AVTOVAZ.
    said(
      at(6),
      'interested',
      { ru: 'Интерес АВТОВАЗа к Димитровграду', en: 'Interest of AVTOVAZ in Dimitrovgrad' },
      'AVTOVAZ is interested in the works at Dimitrovgrad growing: much of its components comes from there.',
      { ...SOKOLOV, about: ['@avtovaz'], regions: ['RU-ULY'], topics: ['automotive components'] },
    ),
    said(
      at(6),
      'claims',
      { ru: 'Сохранить кадры отрасли', en: 'To keep the workforce of the industry' },
      'He holds it to be as important that the industry does not lose its people.',
      { ...SOKOLOV, topics: ['employment'] },
    ),
    said(
      at(7),
      'claims',
      { ru: 'Касается предприятий двух регионов', en: 'It concerns enterprises of two regions' },
      'He means enterprises in Ulyanovsk region and in Tatarstan alike, and for Tatarstan names KAMAZ and AVTOVAZ.',
      { ...SOKOLOV, about: ['@kamaz', '@avtovaz'], regions: ['RU-ULY', 'RU-TA'], topics: ['employment'] },
    ),
    said(at(7), 'may', { ru: 'Общие дела', en: 'Things to do together' }, 'In some fields joint work is possible.', {
      ...SOKOLOV,
      about: FOUR,
      topics: ['industrial cooperation'],
    }),
    {
      name: 'must-train',
      ...said(
        at(7),
        'claims',
        { ru: 'Готовить молодые кадры', en: 'Young people have to be trained' },
        'In his view it has to be done together: train the young, work with vocational schools, set up programmes of ' +
          'general education, draw in people of promise.',
        { ...SOKOLOV, about: FOUR, topics: ['training'] },
      ),
    },
    {
      name: 'youth-training',
      to: 'training-programmes',
      body: {
        title: {
          ru: 'Подготовка молодых кадров вместе со средними специальными учебными заведениями',
          en: 'Training of young staff together with vocational schools',
        },
        parties: FOUR,
        topics: ['training'],
        stage: 'proposed',
        modality: 'claims',
        remark: 'Put forward by the president of AVTOVAZ as what has to be done; nobody is told to have agreed.',
        date: 'XXXX-10-18',
        arisesFrom: { kind: 'claim', id: '@must-train' },
        ...at(7),
      },
    },

    // OAT, and all of them.
    said(
      at(8),
      'will',
      { ru: 'ДААЗ намерен развиваться', en: 'DAAZ means to grow' },
      'DAAZ means to go on growing, and its experts know what that takes.',
      KABIROV,
    ),
    said(
      at(8),
      'claims',
      { ru: 'Персонал сохранён', en: 'The staff was kept' },
      'Because of the support DAAZ could keep its people.',
      { ...KABIROV, topics: ['support', 'employment'] },
    ),
    said(
      at(8),
      'ready-to',
      { ru: 'Готовность к новым продуктам', en: 'Readiness for new products' },
      'DAAZ is ready to begin with new products now.',
      { ...KABIROV, topics: ['new products'] },
    ),
    said(
      at(9),
      'claims',
      { ru: 'Работать одной командой', en: 'Working as one' },
      'All who met find that they should act together to make better use of capacity, renew the plants and take up ' +
        'new goods.',
      { about: FOUR, topics: ['new products', 'industrial cooperation'], ...THEN },
    ),
  ],
};
