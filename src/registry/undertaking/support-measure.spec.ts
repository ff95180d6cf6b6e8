import type { GivenEvent } from '../../../test/fixtures/given-when-then.fixtures.js';
import { entryId, given, otherId, TODAY, viewOn, when } from '../../../test/fixtures/given-when-then.fixtures.js';
import { supportMeasureKind } from './support-measure.kind.js';
import { facetsOf } from '../found-by.js';

const title = { ru: 'Субсидия', en: 'Subsidy' };
const [recipient, grantedBy] = [otherId(1), 'RU-ULY'];
const body = { title, form: 'subsidy', recipient, grantedBy, budget: 'regional budget' };
const rub = (amount: string): object => ({ amount, currency: 'RUB' });
const [oneSource, anotherSource] = [{ id: otherId(8) }, { id: otherId(9) }];

const record = (asked: object): ReturnType<typeof when> => when(supportMeasureKind, 'RecordSupportMeasure', asked);
const granted = (data: object = {}, options: object = {}): GivenEvent => [
  'SupportMeasureRecorded',
  { ...body, stage: 'granted', ...data },
  options,
];
const stated = (kind: string, amount: string, options: object = {}): GivenEvent => [
  'AmountStated',
  { kind, money: rub(amount) },
  options,
];
const view = (...events: GivenEvent[]): object =>
  viewOn(supportMeasureKind, given(supportMeasureKind, ...events), TODAY);

describe('a support measure', () => {
  it('is announced by saying that it will be given', () => {
    expect(record(body).events).toEqual([
      {
        type: 'SupportMeasureRecorded',
        data: { ...body, stage: 'announced', act: { modality: 'will', date: null, recording: 'live', source: null } },
      },
    ]);
  });

  it.each(['will', 'agreed', 'fact'])('may be announced as "%s"', (modality) => {
    expect(record({ ...body, modality }).events[0]?.data.act.modality).toBe(modality);
  });

  it.each(['ready-to', 'interested', 'may', 'hopes', 'claims'])('is not announced as "%s", old or new', (modality) => {
    const expected = [{ rule: 'support-is-announced-firmly', pointer: '/modality' }];
    expect(record({ ...body, modality }).refused).toEqual(expected);
    expect(record({ ...body, modality, recording: 'historical' }).refused).toEqual(expected);
  });

  it.each(['granted', 'paid', 'reported', 'reclaimed'])('is recorded as %s only when that was done', (stage) => {
    expect(record({ ...body, stage }).events).toMatchObject([{ data: { stage, act: { modality: 'fact' } } }]);
    for (const modality of ['agreed', 'will', 'claims'])
      expect(record({ ...body, stage, modality }).refused).toEqual([
        { rule: 'an-intention-is-not-an-act', pointer: '/modality' },
      ]);
  });

  it.each([
    [{ ...body, recipient: undefined }, ['/recipient']],
    [{ ...body, recipient: [recipient] }, ['/recipient']],
    [{ ...body, form: 'gift' }, ['/form']],
    [{ ...body, amount: 1000000.5 }, ['/amount']],
    [{ ...body, amount: { amount: 1000000.5, currency: 'RUB' } }, ['/amount']],
    [{ ...body, amount: { amount: '1e6', currency: 'RUB' } }, ['/amount']],
    [{ ...body, amount: { amount: '1.00', currency: 'roubles' } }, ['/amount']],
    [{ ...body, amount: { amount: '1.00', moreThan: '1.00', currency: 'RUB' } }, ['/amount']],
    [{ ...body, amount: { above: '1.00', currency: 'RUB' } }, ['/amount']],
  ])('is refused when its fields are wrong: %j', (wrong, pointers) => {
    expect(record(wrong).invalid).toEqual(pointers);
  });

  it('tells who gives what to whom', () => {
    expect(view(granted())).toMatchObject({ ...body, topics: [] });
    expect(facetsOf(supportMeasureKind, given(supportMeasureKind, granted({}, { date: '2022' })))).toEqual({
      title,
      form: 'subsidy',
      parties: [grantedBy, recipient],
      topics: [],
      dates: [{ fact: 'SupportMeasureRecorded', date: '2022' }],
      words: ['regional budget'],
    });
  });
});

describe('the amounts of a support measure', () => {
  it('are unknown when nobody stated them', () => {
    expect(view(granted())).toMatchObject({ amounts: [], amount: null });
  });

  it('begin with that of the stage in which the measure was recorded', () => {
    expect(view(granted({ amount: rub('5000000.00') }))).toMatchObject({
      amounts: [{ entry: entryId(1), kind: 'granted', money: rub('5000000.00'), contradicted: false }],
      amount: { kind: 'granted', amount: '5000000.00', currency: 'RUB' },
    });
    expect(view(granted({ stage: 'announced', amount: rub('7.00') }))).toMatchObject({
      amount: { kind: 'promised', amount: '7.00' },
    });
  });

  it('are kept as decimal strings, however large', () => {
    const { events } = when(
      supportMeasureKind,
      'StateAmount',
      { kind: 'granted', money: rub('900719925474099.2500') },
      given(supportMeasureKind, granted()),
    );
    expect(events).toMatchObject([
      { type: 'AmountStated', data: { kind: 'granted', money: rub('900719925474099.2500') } },
    ]);
  });

  it('of one kind and one source: the latest counts', () => {
    expect(view(granted({ amount: rub('5.00') }), stated('granted', '6.00'))).toMatchObject({
      amounts: [{ entry: entryId(2), money: rub('6.00'), contradicted: false }],
      amount: { amount: '6.00' },
    });
    const olderLater = [stated('paid', '6.00', { date: '2022-09-01' }), stated('paid', '5.00', { date: '2022-03-01' })];
    expect(view(granted(), ...olderLater)).toMatchObject({ amounts: [{ money: rub('6.00') }] });
  });

  it('of one kind and two sources stand side by side, and neither counts alone', () => {
    const two = [
      stated('granted', '5.00', { source: oneSource }),
      stated('granted', '6.00', { source: anotherSource }),
    ];
    expect(view(granted(), ...two)).toMatchObject({
      amounts: [
        { money: rub('5.00'), source: oneSource, contradicted: true },
        { money: rub('6.00'), source: anotherSource, contradicted: true },
      ],
      amount: null,
    });
  });

  it('of two sources that give the same sum contradict nothing', () => {
    const two = [stated('granted', '5', { source: oneSource }), stated('granted', '5.00', { source: anotherSource })];
    expect(view(granted(), ...two)).toMatchObject({
      amounts: [{ contradicted: false }, { contradicted: false }],
      amount: { amount: '5' },
    });
  });

  it('that bound each other contradict nothing, and the narrowest of them is how much it is', () => {
    const moreThan = (sum: string, source: { id: string }): GivenEvent => [
      'AmountStated',
      { kind: 'granted', money: { moreThan: sum, currency: 'RUB' } },
      { source },
    ];
    const sum = stated('granted', '1200000.00', { source: anotherSource });
    expect(view(granted(), moreThan('1000000', oneSource))).toMatchObject({
      amounts: [{ money: { moreThan: '1000000', currency: 'RUB' }, contradicted: false }],
      amount: { kind: 'granted', moreThan: '1000000', currency: 'RUB' },
    });
    expect(view(granted(), moreThan('1000000', oneSource), sum)).toMatchObject({
      amounts: [{ contradicted: false }, { contradicted: false }],
      amount: { kind: 'granted', amount: '1200000.00' },
    });
    expect(view(granted(), moreThan('1200000', oneSource), sum)).toMatchObject({
      amounts: [{ contradicted: true }, { contradicted: true }],
      amount: null,
    });
  });

  it('of whole tens are not taken for one another', () => {
    const two = [stated('granted', '50', { source: oneSource }), stated('granted', '5.0', { source: anotherSource })];
    expect(view(granted(), ...two)).toMatchObject({ amounts: [{ contradicted: true }, { contradicted: true }] });
  });

  it('of different kinds are shown in the order in which money goes; what was paid is how much it is', () => {
    const events = [stated('reclaimed', '1.00'), stated('paid', '4.00'), stated('promised', '9.00')];
    expect(view(granted(), ...events)).toMatchObject({
      amounts: [{ kind: 'promised' }, { kind: 'paid' }, { kind: 'reclaimed' }],
      amount: { kind: 'paid', amount: '4.00' },
    });
  });

  it('no longer count when void', () => {
    const events: GivenEvent[] = [stated('granted', '6.00'), ['EntryVoided', { voids: entryId(2) }]];
    expect(view(granted({ amount: rub('5.00') }), ...events)).toMatchObject({ amounts: [{ money: rub('5.00') }] });
  });

  it('that are promised will come; the others have come, or are claimed to have', () => {
    const measure = given(supportMeasureKind, granted());
    const state = (asked: object): ReturnType<typeof when> =>
      when(supportMeasureKind, 'StateAmount', { money: rub('1.00'), ...asked }, measure);

    expect(state({ kind: 'promised' }).events[0]?.data.act.modality).toBe('will');
    expect(state({ kind: 'promised', modality: 'hopes' }).refused).toEqual([]);
    for (const kind of ['granted', 'paid', 'reported', 'reclaimed']) {
      expect(state({ kind }).events[0]?.data.act.modality).toBe('fact');
      expect(state({ kind, modality: 'claims' }).refused).toEqual([]);
      for (const modality of ['will', 'ready-to', 'interested', 'may', 'hopes'])
        expect(state({ kind, modality }).refused).toEqual([
          { rule: 'an-intention-is-not-an-act', pointer: '/modality' },
        ]);
    }
  });

  it('are sums of a known kind', () => {
    const measure = given(supportMeasureKind, granted());
    const state = (asked: object): string[] => when(supportMeasureKind, 'StateAmount', asked, measure).invalid;
    expect(state({ kind: 'spent', money: rub('1.00') })).toEqual(['/kind']);
    expect(state({ kind: 'paid', money: { amount: 1, currency: 'RUB' } })).toEqual(['/money']);
    expect(state({ kind: 'paid' })).toEqual(['/money']);
  });
});
