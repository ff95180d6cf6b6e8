import type { DatedEntry } from './dated.js';
import { dated } from './dated.js';
import type { Act, Entry, LedgerRecord } from './entry.js';
import type { RecordSource } from './relative-dates.js';
import { milestone } from './status.js';
import { noteTimeless } from './timeless.js';

const RECORDED_ON = '2023-01-31';
const RELATIVE = { to: { kind: 'meeting', id: 'm' }, direction: 'after' as const, offset: 'P1M' };

function entry(id: string, type: string, data: object, act: Partial<Act> = {}): Entry {
  const stated: Act = { modality: 'fact', date: null, recording: 'live', source: null, ...act };
  const recordedAt = `${RECORDED_ON}T09:00:00.000Z`;
  return { id, type, revision: 0, data: { ...data, act: stated }, recordedAt, recordedOn: RECORDED_ON, actor: 'local' };
}

/** A meeting that is dated so. */
const meetingOf =
  (date: string | null): RecordSource =>
  (kind, id) =>
    kind === 'meeting' && id === 'm' ? { id, entries: [entry('held', 'MeetingHeld', {}, { date })] } : undefined;

/** An act with what other sources say of it. */
function act(
  stated: Partial<Act>,
  attested: readonly { agrees: boolean; happened?: string }[] = [],
  records?: RecordSource,
): DatedEntry {
  const record: LedgerRecord = {
    id: 'r',
    entries: [
      entry('a', 'ThingDone', {}, stated),
      ...attested.map((data, index) => entry(`t${index}`, 'EntryAttested', { attests: 'a', ...data })),
    ],
  };
  return dated('thing', record, records).dated[0]!;
}

describe('the days of an act', () => {
  it.each([
    ['2022-11-05', '2022-11-05', '2022-11-05'],
    ['2022-11', '2022-11-01', '2022-11-30'],
    ['2023', '2023-01-01', '2023-01-31'],
    ['2022/..', '2022-01-01', '2023-01-31'],
    ['XXXX-10-18', null, '2023-01-31'],
    [null, null, '2023-01-31'],
    ['2024', '2024-01-01', '2024-12-31'],
    ['some day', null, '2023-01-31'],
  ])('of %s lie from %s to %s, by the day of recording at the latest', (date, earliest, latest) => {
    expect(act({ date }).when).toEqual({ earliest, latest });
  });

  it('that is dated by another entry are those that this comes to, or open', () => {
    const relative = { relativeDate: RELATIVE };
    expect(act(relative, [], meetingOf('2022-10-05'))).toMatchObject({
      date: '2022-11~',
      when: { earliest: '2022-11-01', latest: '2022-11-30' },
      isDoubtful: true,
    });
    const open = { date: null, when: { earliest: null, latest: RECORDED_ON }, isDoubtful: false };
    expect(act(relative, [], meetingOf(null))).toMatchObject(open);
    expect(act(relative)).toMatchObject(open);
  });

  it('that is dated by an entry of its own record need no other record', () => {
    const relative = entry(
      'b',
      'ThingDone',
      {},
      { relativeDate: { to: { kind: 'thing', id: 'r' }, direction: 'before' } },
    );
    const record = { id: 'r', entries: [entry('a', 'ThingDone', {}, { date: '2022-05-01' }), relative] };
    expect(dated('thing', record).dated[1]).toMatchObject({ date: '../2022-05-01' });
  });

  it('are known by nobody where dates depend on each other', () => {
    const [a, b] = ['a', 'b'].map((id) => entry(id, 'ThingDone', {}));
    a!.data.act.relativeDate = { to: { kind: 'thing', id: 'r', event: 'b' }, direction: 'after' };
    b!.data.act.relativeDate = { to: { kind: 'thing', id: 'r', event: 'a' }, direction: 'after' };
    expect(dated('thing', { id: 'r', entries: [a!, b!] }).dated.map(({ date }) => date)).toEqual([null, null]);
  });

  it('name every entry that they depend on', () => {
    const asked: string[] = [];
    const record = { id: 'r', entries: [entry('a', 'ThingDone', {}, { relativeDate: RELATIVE })] };
    dated('thing', record, meetingOf('2022'), ({ kind, id }) => asked.push(`${kind} ${id}`));
    expect(asked).toEqual(['meeting m']);
  });
});

describe('the days of an act that nobody dates', () => {
  const second = (begun: Partial<Act>, stated: Partial<Act>, type = 'ThingDone', attested?: object): DatedEntry => {
    const entries = [entry('a', 'ThingBegun', {}, begun), entry('b', type, {}, stated)];
    if (attested) entries.push(entry('t', 'EntryAttested', { attests: 'b', ...attested }));
    return dated('thing', { id: 'r', entries }).dated[1]!;
  };

  it.each([
    [null, '2022-05-01'],
    ['XXXX-10-18', '2022-05-01'],
    ['../2022-10', null],
    ['/2022-10', null],
    ['2020', '2020-01-01'],
  ])('%s: do not lie before the record’s beginning', (date, earliest) => {
    expect(second({ date: '2022-05' }, { date }).when.earliest).toBe(earliest);
  });

  it.each([
    ['nobody dates', { date: null }],
    ['is dated so that it may be earlier', { date: '2022-05~' }],
    ['is of a day to come', { date: '2030' }],
  ])('are open where the beginning %s', (_how, begun) => {
    expect(second(begun, { date: null }).when).toEqual({ earliest: null, latest: RECORDED_ON });
  });

  it('are open for what is no step after the beginning: another of its type, or what states what is so', () => {
    noteTimeless(['ThingNamed']);
    for (const type of ['ThingBegun', 'ThingNamed'])
      expect(second({ date: '2022-05' }, { date: null }, type).when.earliest).toBeNull();
    const entries = [entry('a', 'ThingNamed', {}, { date: '2022-05' }), entry('b', 'ThingDone', {})];
    expect(dated('thing', { id: 'r', entries }).dated[1]?.when.earliest).toBeNull();
    const ofRegion = [entry('a', 'ThingBegun', {}, { date: '2022-05' }), entry('b', 'ThingDone', {})];
    expect(dated('party', { id: 'RU-ULY', entries: ofRegion }).dated[1]?.when.earliest).toBeNull();
  });

  it('lie so by other sources too', () => {
    const attested = { agrees: false, happened: 'XXXX-10-18' };
    expect(second({ date: '2022-05' }, { date: '2022-11' }, 'ThingDone', attested).conflicting).toEqual([
      { earliest: '2022-05-01', latest: RECORDED_ON },
    ]);
  });
});

describe('doubt about an entry', () => {
  it.each([
    [{ date: '2022-10-18' }, [], false],
    [{ date: '2022-10-18~' }, [], true],
    [{ date: null }, [], false],
    [{ date: '2022-10-18' }, [{ agrees: true }], false],
    [{ date: '2022-10-18' }, [{ agrees: true, happened: 'XXXX-10-18' }], false],
    [{ date: '2022-10-18' }, [{ agrees: true, happened: 'XXXX-10-19' }], true],
    [{ date: null }, [{ agrees: true, happened: '2022-10-19' }], false],
    [{ date: null }, [{ agrees: false }], true],
  ] as [Partial<Act>, { agrees: boolean; happened?: string }[], boolean][])(
    '%j attested by %j: %s',
    (stated, by, warnIf) => {
      expect(act(stated, by).isDoubtful).toBe(warnIf);
      expect(milestone('a', act(stated, by)).doubtful).toBe(warnIf);
    },
  );

  it('names the attestations that disagree, and the days that they give', () => {
    const attested = act({ date: '2022-10-18' }, [
      { agrees: true },
      { agrees: false },
      { agrees: true, happened: '2021' },
    ]);
    expect(attested.contradictions.map(({ id }) => id)).toEqual(['t1', 't2']);
    expect(attested.conflicting).toEqual([{ earliest: '2021-01-01', latest: '2021-12-31' }]);
    expect(milestone('a', attested).conflicting).toEqual(attested.conflicting);
  });

  it('leaves every day up to that of recording where a date is qualified', () => {
    expect(act({ date: '2022-10-18?' }).conflicting).toEqual([{ earliest: null, latest: RECORDED_ON }]);
  });
});
