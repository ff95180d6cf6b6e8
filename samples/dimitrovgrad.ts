import { meeting, said } from './entries.js';
import type { Sample, SampleEntry } from './sample.js';
import { dimitrovgrad as at } from './texts.js';

const FOUR = ['RU-ULY', '@kamaz', '@avtovaz', '@oat'];
const THEN = { date: 'XXXX-10-18', arisesFrom: meeting('@car-makers') };
const WHO_WE_ARE = 'The governor says “we”; who that is beside his region is not told.';
const WHO_MET = 'The governor says “we agreed”; taken here for those who met.';
const RUSSKIKH = { speaker: '@russkikh', onBehalfOf: 'RU-ULY', ...THEN };
const WITH_WHOM = 'He says “we”; who that is is not told.';
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
        topics: ['automotive industry'],
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
      { ru: 'О чём говорили', en: 'What was discussed' },
      {
        ru:
          'Обсуждались проекты сотрудничества и логистики, будущее развитие промышленной площадки Димитровграда и специальные ' +
          'программы обучения для работников автомобильной отрасли.',
        en:
          'Cooperation and logistics projects were discussed, the future development of the Dimitrovgrad industrial site, and ' +
          'special training programmes for employees of the automotive industry.',
      },
      {
        about: FOUR,
        regions: ['RU-ULY'],
        topics: ['industrial cooperation', 'logistics', 'industrial sites', 'training'],
        ...THEN,
      },
    ),
    {
      name: 'automotive-training',
      to: 'training-programmes',
      body: {
        title: {
          ru: 'Специальное обучение работников автомобильной отрасли',
          en: 'Special training for employees of the automotive industry',
        },
        parties: FOUR,
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
        figure: { count: { moreThan: 400, unit: 'enterprise' }, what: 'other' },
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
        figure: { count: { min: 50, max: 50, unit: '%' }, what: 'other' },
        remark: 'Told as half of the enterprises of paragraph 4, whose number is not exact either.',
        ...RUSSKIKH,
        ...at(4),
      },
    },
    said(
      at(4),
      'claims',
      { ru: 'Заказы для предприятий', en: 'Orders for the enterprises' },
      {
        ru: 'Предприятия нужно обеспечить заказами: от этого зависит их стабильная работа, а от неё — благополучие жителей.',
        en: 'The enterprises must be provided with orders: their stable operation depends on it, and on that the well-being of the residents.',
      },
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
          ru: 'Соглашение о сотрудничестве Ульяновской области с Центром закупок КАМАЗа и Дирекцией по закупкам АВТОВАЗа',
          en: 'Cooperation agreement of Ulyanovsk region with KAMAZ Procurement Center and AVTOVAZ Purchasing Directorate',
        },
        parties: ['RU-ULY', '@kamaz-procurement', '@avtovaz-purchasing'],
        topics: ['procurement', 'industrial cooperation'],
        modality: 'will',
        remark: 'It is meant to develop cooperation. When it will be signed is not told.',
        ...THEN,
        ...at(4),
      },
    },
    {
      name: 'daaz-park',
      to: 'sites',
      body: {
        title: { ru: 'Индустриальный парк ДААЗ', en: 'Industrial park DAAZ' },
        form: 'industrial-park',
        topics: ['industrial parks'],
        remark: 'Whether it is there yet is not told.',
        ...at(4),
      },
    },
    {
      name: 'master-park',
      to: 'sites',
      body: {
        title: { ru: 'Димитровградский индустриальный парк «Мастер»', en: 'Dimitrovgrad Industrial Park "Master"' },
        form: 'industrial-park',
        region: 'RU-ULY',
        place: 'Димитровград (Dimitrovgrad)',
        topics: ['industrial parks'],
        stage: 'operating',
        ...at(4),
      },
    },
    said(
      at(4),
      'claims',
      { ru: 'Планы развития индустриального парка ДААЗ', en: 'Plans for the development of the industrial park DAAZ' },
      {
        ru: 'Обсуждались совместные планы развития индустриального парка ДААЗ.',
        en: 'Joint plans for the development of the industrial park DAAZ were discussed.',
      },
      { ...RUSSKIKH, sites: ['@daaz-park'], topics: ['industrial parks'], remark: WHO_WE_ARE },
    ),
    said(
      at(4),
      'claims',
      { ru: 'Рост индустриального парка «Мастер»', en: 'The industrial park Master grows' },
      {
        ru: 'Парк «Мастер» продолжает расширять инфраструктуру и наращивать выпуск.',
        en: 'The park “Master” continues to expand its infrastructure and to increase its output.',
      },
      { ...RUSSKIKH, sites: ['@master-park'], regions: ['RU-ULY'], topics: ['industrial parks'] },
    ),
    said(
      at(4),
      'claims',
      { ru: 'Спрос на площади парка', en: 'Demand for space in the park' },
      {
        ru: 'Опыт парка «Мастер» показал, что такие производственные площади очень востребованы резидентами.',
        en: 'The experience of the park “Master” has proved that such production facilities are in great demand among residents.',
      },
      { ...RUSSKIKH, sites: ['@master-park'], regions: ['RU-ULY'], topics: ['industrial parks'] },
    ),
    {
      name: 'promote-decision',
      to: 'meetings/@car-makers/decisions',
      body: {
        title: {
          ru: 'Продвигать ещё один проект развития ДААЗ',
          en: 'To promote another project for the development of DAAZ',
        },
        modality: 'agreed',
        date: 'XXXX-10-18',
        remark: WHO_MET,
        ...at(4),
      },
    },
    {
      name: 'auto-component',
      to: 'projects',
      body: {
        title: {
          ru: 'Развитие ДААЗ с технопарком «ДААЗ АВТО КОМПОНЕНТ»',
          en: 'Development of DAAZ, with the technopark "DAAZ AVTO COMPONENT"',
        },
        parties: FOUR,
        topics: ['technopark', 'automotive industry'],
        description: 'The technopark will be created as a part of the project.',
        modality: 'will',
        date: 'XXXX-10-18',
        arisesFrom: meeting('@car-makers', '@promote-decision#'),
        remark: `They agreed to promote it, which is less than having agreed on it. ${WHO_MET}`,
        ...at(4),
      },
    },
    {
      name: 'daaz-technopark',
      to: 'sites',
      body: {
        title: {
          ru: 'Промышленный технопарк «ДААЗ АВТО КОМПОНЕНТ»',
          en: 'Industrial technopark "DAAZ AVTO COMPONENT"',
        },
        form: 'technopark',
        topics: ['technopark', 'automotive industry'],
        stage: 'planned',
        modality: 'will',
        date: 'XXXX-10-18',
        arisesFrom: { kind: 'project', id: '@auto-component' },
        ...at(4),
      },
    },

    // KAMAZ, and the support that the region gave.
    said(
      at(5),
      'claims',
      { ru: 'Значение поддержки отрасли', en: 'What support means to the industry' },
      {
        ru: 'Он отметил важность поддержки, которую правительство области оказывает автомобильной отрасли.',
        en: 'He noted the importance of the support that the region’s government provides to the automotive industry.',
      },
      { speaker: '@kogogin', onBehalfOf: '@kamaz', about: ['@ulyanovsk-government'], topics: ['support'], ...THEN },
    ),
    subsidy('daaz', 'ДААЗ', 'DAAZ'),
    subsidy('avtosvet', 'Автосвет', 'Avtosvet'),
    subsidy('powder-plant', 'Димитровградский завод порошковой металлургии', 'Dimitrovgrad Powder Metallurgy Plant'),
    said(
      at(5),
      'claims',
      { ru: 'Что дали субсидии', en: 'What the subsidies did' },
      {
        ru: 'Субсидии помогли сохранить работников и вернуться к пятидневной рабочей неделе.',
        en: 'The subsidies helped to keep the workers and to return to the five-day workweek.',
      },
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
      {
        ru: 'АВТОВАЗ заинтересован в развитии площадок Димитровграда как одного из основных поставщиков автокомпонентов.',
        en: 'AVTOVAZ is interested in the development of Dimitrovgrad facilities as one of the main suppliers of automotive components.',
      },
      { ...SOKOLOV, about: ['@avtovaz'], regions: ['RU-ULY'], topics: ['automotive components'] },
    ),
    said(
      at(6),
      'claims',
      { ru: 'Сохранить кадры отрасли', en: 'To keep the workforce of the industry' },
      {
        ru: 'По его словам, важно также сохранить кадровый потенциал отрасли.',
        en: 'According to him it is also important to preserve the workforce capacity of the industry.',
      },
      { ...SOKOLOV, topics: ['employment'] },
    ),
    said(
      at(7),
      'claims',
      { ru: 'Касается предприятий двух регионов', en: 'It concerns companies of two regions' },
      {
        ru: 'Это касается предприятий и в Татарстане — таких, как КАМАЗ и АВТОВАЗ, — и в Ульяновской области.',
        en: 'This applies to companies both in Tatarstan, such as KAMAZ and AVTOVAZ, and in Ulyanovsk region.',
      },
      {
        ...SOKOLOV,
        about: ['@kamaz', '@avtovaz'],
        regions: ['RU-ULY', 'RU-TA'],
        topics: ['employment'],
        remark:
          'Kept as paragraph 7 has it. By other knowledge AVTOVAZ has its seat in Samara region (RU-SAM), not in Tatarstan.',
      },
    ),
    said(
      at(7),
      'may',
      { ru: 'Сферы совместной работы', en: 'Fields of joint work' },
      {
        ru: 'Есть и сферы, в которых можно работать вместе.',
        en: 'There are also fields in which it is possible to work together.',
      },
      { ...SOKOLOV, topics: ['industrial cooperation'], remark: WITH_WHOM },
    ),
    {
      name: 'must-train',
      ...said(
        at(7),
        'claims',
        { ru: 'Готовить молодые кадры', en: 'Young personnel must be trained' },
        {
          ru:
            'Нужно, например, готовить молодые кадры, работать со средними специальными учебными заведениями, развивать ' +
            'общеобразовательные программы и привлекать перспективных работников.',
          en:
            'It is necessary, for example, to train young personnel, work with specialised secondary schools, develop general ' +
            'educational programmes and attract high-potential employees.',
        },
        { ...SOKOLOV, topics: ['training'], remark: WITH_WHOM },
      ),
    },
    {
      name: 'youth-training',
      to: 'training-programmes',
      body: {
        title: {
          ru: 'Подготовка молодых кадров, работа со средними специальными учебными заведениями',
          en: 'Training of young personnel, work with specialised secondary schools',
        },
        parties: ['@avtovaz'],
        topics: ['training'],
        stage: 'proposed',
        modality: 'claims',
        remark: 'Put forward by the president of AVTOVAZ as what “we” must do; nobody is told to have agreed.',
        date: 'XXXX-10-18',
        arisesFrom: { kind: 'claim', id: '@must-train' },
        ...at(7),
      },
    },

    // OAT, and all of them.
    said(
      at(8),
      'will',
      { ru: 'ДААЗ намерен развиваться', en: 'DAAZ aims to develop' },
      {
        ru: 'ДААЗ намерен развиваться и дальше, его специалисты знают, что для этого нужно.',
        en: 'DAAZ aims to continue developing, and its specialists know what is necessary for it.',
      },
      KABIROV,
    ),
    said(
      at(8),
      'claims',
      { ru: 'Персонал сохранён', en: 'The staff was kept' },
      {
        ru: 'Благодаря поддержке удалось сохранить работников.',
        en: 'Thanks to the support it was possible to keep the staff.',
      },
      { ...KABIROV, topics: ['support', 'employment'] },
    ),
    said(
      at(8),
      'ready-to',
      { ru: 'Готовность к новым продуктам', en: 'Readiness for new products' },
      {
        ru: 'Теперь предприятие готово начать работу над новыми продуктами.',
        en: 'The enterprise is now ready to start working on new products.',
      },
      { ...KABIROV, topics: ['new products'] },
    ),
    said(
      at(9),
      'claims',
      { ru: 'Работать одной командой', en: 'Working as one team' },
      {
        ru:
          'Все участники встречи отметили, что важно работать одной командой, чтобы лучше использовать мощности, обновлять ' +
          'производство и осваивать новые изделия.',
        en:
          'All who took part noted that it is important to work as one team, to improve the use of capacities, to upgrade ' +
          'facilities and to explore new commodities.',
      },
      { about: FOUR, topics: ['new products', 'industrial cooperation'], ...THEN },
    ),
  ],
};
