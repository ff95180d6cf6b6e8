import { changesInWords } from './changes.js';
import { lasting } from './correction-sentences.js';
import { itemInWords, valueInWords } from './values.js';
import { withoutNames } from './wording.js';

const [inRussian, inEnglish] = [withoutNames('ru'), withoutNames('en')];

describe('values in words', () => {
  const values: [value: unknown, field: string, ru: string, en: string][] = [
    [null, 'place', '—', '—'],
    [[], 'topics', '—', '—'],
    [true, 'current', 'да', 'yes'],
    ['in-force', 'status', 'в силе', 'in force'],
    ['in-force', 'statement', 'in-force', 'in-force'],
    [['certain', 'possible'], 'possible', 'достоверно, возможно', 'certain, possible'],
    [{ ru: 'О сотрудничестве', en: 'On cooperation' }, 'title', 'О сотрудничестве', 'On cooperation'],
    [{ en: 'Works' }, 'title', 'Works', 'Works'],
    [{ erased: true }, 'reason', '(стёрто)', '(erased)'],
    [{ damaged: true }, 'reason', '(повреждено)', '(damaged)'],
    [{ amount: '1500000.50', currency: 'RUB' }, 'money', '1500000.50 RUB', '1500000.50 RUB'],
    [{ min: 30, unit: 'enterprise' }, 'count', 'не менее 30 enterprise', 'at least 30 enterprise'],
    [{ moreThan: 400, unit: 'enterprise' }, 'count', 'более 400 enterprise', 'more than 400 enterprise'],
    [{ lessThan: 5, approximate: true, unit: '%' }, 'count', 'около менее 5 %', 'about less than 5 %'],
    [
      { moreThan: 10, max: 12, unit: 'visit' },
      'count',
      'более 10, не более 12 visit',
      'more than 10, at most 12 visit',
    ],
    [{ moreThan: '1000000', currency: 'RUB' }, 'money', 'более 1000000 RUB', 'more than 1000000 RUB'],
    [{ min: '1.5', max: '2', currency: 'RUB' }, 'money', '1.5–2 RUB', '1.5–2 RUB'],
    [{ min: 10, max: 12, unit: '%' }, 'trainees', '10–12 %', '10–12 %'],
    [{ min: 10, max: 10, approximate: true, unit: 'company' }, 'count', 'около 10 company', 'about 10 company'],
    [{ max: 5, unit: 'day' }, 'count', 'не более 5 day', 'at most 5 day'],
    [{ earliest: '2022-11-01', latest: '2022-11-30' }, 'since', '2022-11-01–2022-11-30', '2022-11-01–2022-11-30'],
    [{ earliest: null, latest: '2022-11-30' }, 'since', '…–2022-11-30', '…–2022-11-30'],
    [{ earliest: '2022-11-05', latest: '2022-11-05' }, 'since', '2022-11-05', '2022-11-05'],
    [{ party: 'RU-KYA', signed: null }, 'parties', 'сторона: RU-KYA', 'party: RU-KYA'],
    [7, 'number', '7', '7'],
    [['tt', 'zh-Hans'], 'languages', 'татарский, китайский, упрощенное письмо', 'Tatar, Simplified Chinese'],
    [['KZ', 'BY'], 'countries', 'Казахстан, Беларусь', 'Kazakhstan, Belarus'],
    ['ru', 'language', 'русский', 'Russian'],
  ];

  it.each(values)('%j as %s', (value, field, ru, en) => {
    expect([valueInWords(value, field, inRussian), valueInWords(value, field, inEnglish)]).toEqual([ru, en]);
  });

  it('tell an item of a list in few words', () => {
    const statusChange = { entry: 'e1', type: 'AgreementSuspended', date: '2022-11', modality: 'fact', source: null };
    expect(itemInWords(statusChange, 'statusChanges', inRussian)).toBe('соглашение приостановлено, 2022-11');
    expect(itemInWords({ number: 1 }, 'lines', inEnglish)).toBe('number: 1');
    expect(itemInWords('RU-KYA', 'regions', inEnglish)).toBe('RU-KYA');
    expect(itemInWords({ entry: 'e1', names: { ru: 'ГХК' } }, 'aliases', inEnglish)).toBe('ГХК');
    expect(itemInWords({ entry: null, annotation: 'e2', text: 'See the map.' }, 'annotations', inEnglish)).toBe(
      'See the map.',
    );
  });

  it('tell records and entries by what they are called, where that is known', () => {
    const names = new Map([
      ['p1', 'Works'],
      ['e1', 'agreement signed, 2023-01-12'],
    ]);
    const wording = { language: 'en', names } as const;
    expect(itemInWords({ entry: 'e1', date: '2023-01-12', sha256: 'ab' }, 'texts', wording)).toBe(
      'agreement signed, 2023-01-12',
    );
    expect(itemInWords({ party: 'p1', signed: null }, 'parties', wording)).toBe('Works');
    expect(valueInWords({ kind: 'party', id: 'p1', event: 'e1' }, 'arisesFrom', wording)).toBe(
      'kind: party; Works; event: agreement signed, 2023-01-12',
    );
    expect(valueInWords({ entry: 'e1', date: '2023-01-13', recordedAt: 'now' }, 'signed', wording)).toBe(
      'entry: agreement signed, 2023-01-12; date: 2023-01-13',
    );
  });

  it.each([
    [0, '0 секунд', '0 seconds'],
    [61, '1 минута 1 секунда', '1 minute 1 second'],
    [5 * 86_400, '5 дней', '5 days'],
    [3 * 3_600 + 5, '3 часа', '3 hours'],
  ])('tell %i seconds in the two largest units', (seconds, ru, en) => {
    expect([lasting(seconds, 'ru'), lasting(seconds, 'en')]).toEqual([ru, en]);
  });
});

describe('changes in words', () => {
  it('tell a status as the register says it', () => {
    const [from, to] = [{ status: 'signed' }, { status: 'in-force' }];
    expect(changesInWords(from, to, inRussian)).toEqual(['Статус: подписано → в силе']);
    expect(changesInWords(from, to, inEnglish)).toEqual(['Status: signed → in force']);
  });

  it('tell what came, what went and what changed in a list', () => {
    const from = {
      parties: [
        { party: 'A', signed: null },
        { party: 'B', signed: null },
      ],
      topics: ['x'],
    };
    const to = {
      parties: [
        { party: 'C', signed: null },
        { party: 'A', signed: { entry: 'e1' } },
      ],
      topics: ['x', 'y'],
    };
    expect(changesInWords(from, to, inEnglish)).toEqual([
      'Parties: removed – B',
      'Parties: added – C',
      'Parties (A): Signature: — → entry: e1',
      'Topics: x → x, y',
    ]);
  });

  it('name another order', () => {
    const [a, b] = [{ party: 'A' }, { party: 'B' }];
    expect(changesInWords({ parties: [a, b] }, { parties: [b, a] }, inRussian)).toEqual(['Стороны: порядок изменён']);
  });

  it('tell that nothing was recorded before, or is after', () => {
    expect(changesInWords(null, { status: 'signed' }, inEnglish)).toEqual([
      'Nothing was recorded before.',
      'Status: — → signed',
    ]);
    expect(changesInWords({ status: 'signed' }, null, inRussian)[0]).toBe('После этого ничего не записано.');
    expect(changesInWords(null, null, inRussian)).toEqual([]);
  });
});
