import { agreementKind } from '../registry/agreement/agreement.kind.js';
import { A, adopted, agreement, announced, B, signed } from '../../test/fixtures/agreement.fixtures.js';
import { entryId, given, RECORD_ID, type GivenEvent } from '../../test/fixtures/given-when-then.fixtures.js';
import { partyKind } from '../registry/party/party.kind.js';
import { answerAt } from './audited.js';
import { diff } from './diff.js';
import { auditedOf } from '../../test/fixtures/audited-history.fixtures.js';
import { replay, stateAt } from './replay-record.js';

const on = (recordedOn: string, date: string | null = null) => ({ recordedOn, date });

const record = agreement(
  announced({}, on('2023-01-10', '2023-01-09')),
  adopted(undefined, on('2023-01-11', '2023-01-10')),
  signed(A, on('2023-01-12', '2023-01-12')),
  signed(B, on('2023-01-12', '2023-01-13')),
);

describe('given an agreement, its replay', () => {
  const audited = auditedOf(agreementKind, record);

  it('tells the state after every event, on the day on which it was recorded', async () => {
    const { states, next } = await replay(audited, 0, 50);
    expect(next).toBeUndefined();
    expect(
      states.map(({ index, revision, event, on: day, answer }) => [index, revision, event, day, answer?.status]),
    ).toEqual([
      [0, 0, entryId(1), '2023-01-10', 'announced'],
      [1, 1, entryId(2), '2023-01-11', 'draft'],
      [2, 2, entryId(3), '2023-01-12', 'partly-signed'],
      [3, 3, entryId(4), '2023-01-12', expect.stringMatching(/./)],
    ]);
  });

  it('tells it for one day, and in pages', async () => {
    const first = await replay(audited, 0, 3, '2023-01-12');
    expect(first.states.map(({ on: day }) => day)).toEqual(Array(3).fill('2023-01-12'));
    expect(first.next).toBe(3);
    const second = await replay(audited, 3, 3, '2023-01-12');
    expect(second.states.map(({ revision }) => revision)).toEqual([3]);
    expect(second).not.toHaveProperty('next');
    expect(await replay(audited, 9, 3)).toEqual({ states: [] });
  });

  it('tells the state at any event of the ledger, and none before the first of the record', () => {
    expect(stateAt(audited, 2, '2023-02-01')).toMatchObject({ revision: 2, on: '2023-02-01' });
    expect(stateAt(audited, 99)).toMatchObject({ revision: 3, on: '2023-01-12' });
    expect(stateAt(audited, -1)).toBeUndefined();
  });
});

it('ends a page early where the answers are long', async () => {
  const remarks = Array.from({ length: 60 }, (): GivenEvent => ['EntryAnnotated', { text: 'x'.repeat(5_000) }]);
  const long = auditedOf(agreementKind, agreement(announced(), ...remarks));
  const { states, next } = await replay(long, 0, 200);
  expect(states.length).toBeGreaterThan(1);
  expect(states.length).toBeLessThan(61);
  expect(next).toBe(states.length);
});

it('says why there is no answer where a kind fails on what somebody else wrote', async () => {
  const broken = agreement(announced(), adopted());
  const entries = [broken.entries[0]!, { ...broken.entries[1]!, data: { ...broken.entries[1]!.data, act: null } }];
  const audited = auditedOf(agreementKind, { id: RECORD_ID, entries: entries as typeof broken.entries });
  const { states } = await replay(audited, 0, 50);
  expect(states.map(({ answer, fault }) => [answer === null, fault?.startsWith('cannot be shown: ') ?? false])).toEqual(
    [
      [false, false],
      [true, true],
    ],
  );
});

describe('given a region of which something was recorded later', () => {
  const named = given(partyKind, ['PartyNamed', { names: { en: 'Krasnoyarye' } }]);
  const audited = auditedOf(partyKind, { ...named, id: 'RU-KYA' });

  it('tells its state from the reference data until then', () => {
    const { answer } = answerAt(audited, -1, '2023-01-01');
    expect(answer).toMatchObject({ id: 'RU-KYA', revision: -1 });
    expect(stateAt(audited, -1, '2023-01-01')).toEqual({
      index: -1,
      revision: -1,
      event: null,
      type: null,
      recordedAt: null,
      actor: null,
      on: '2023-01-01',
      answer,
    });
    expect(stateAt(audited, 0, '2023-02-01')).toMatchObject({ index: 0, revision: 0, event: entryId(1) });
  });

  it('replays what was recorded, state by state: that of the reference data follows no event', async () => {
    expect((await replay(audited, 0, 50)).states.map(({ revision }) => revision)).toEqual([0]);
    const unrecorded = auditedOf(partyKind, { ...given(partyKind), id: 'RU-KYA' });
    expect(await replay(unrecorded, 0, 50)).toEqual({ states: [] });
    expect(stateAt(unrecorded, 7, '2023-01-01')).toMatchObject({ index: -1, revision: -1 });
  });

  it('compares from the reference state on', () => {
    const { from, to, events, patch, changes } = diff(
      audited,
      { transactionIndex: -1, validDay: '2023-02-01' },
      { transactionIndex: 0, validDay: '2023-02-01' },
      'en',
    );
    expect([from.revision, to.revision, events.length]).toEqual([-1, 0, 1]);
    expect(patch).toContainEqual({ op: 'replace', path: '/revision', value: 0 });
    expect(changes).toEqual(['Other names: added – Krasnoyarye']);
  });
});

it('knows no other party before it was recorded', () => {
  const audited = auditedOf(partyKind, given(partyKind));
  expect(answerAt(audited, -1, '2023-01-01').answer).toBeNull();
  expect(stateAt(audited, -1, '2023-01-01')).toBeUndefined();
});
