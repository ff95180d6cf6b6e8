import * as fc from 'fast-check';
import { activeEntries, dated, isVoided } from './dated.js';
import { effectiveEntries, voidsIn } from './effective.js';
import type { Act, Entry, LedgerRecord } from './entry.js';
import { evolve, isMaintenance } from './entry.js';

const ACT: Act = { modality: 'fact', date: null, recording: 'live', source: null };
const empty: LedgerRecord = { id: 'r', entries: [] };

const entry = (id: string, type: string, data: object = {}, act: Partial<Act> = {}): Entry => ({
  id,
  type,
  revision: 0,
  data: { ...data, act: { ...ACT, ...act } },
  recordedAt: '2023-01-31T09:00:00.000Z',
  recordedOn: '2023-01-31',
  actor: 'local',
});
const record = (...entries: Entry[]): LedgerRecord => evolve(empty, ...entries);
const makeVoid = (id: string, voids: string): Entry => entry(id, 'EntryVoided', { voids, reason: 'r' });
const correct = (id: string, corrects: string, changes: object): Entry =>
  entry(id, 'EntryCorrected', { corrects, reason: 'r', changes });

describe('evolve', () => {
  it('adds entries and leaves the record before as it was', () => {
    const one = record(entry('a', 'ThingRecorded'));
    const two = evolve(one, entry('b', 'ThingNamed'));
    expect(one.entries.map(({ id }) => id)).toEqual(['a']);
    expect(two.entries.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(evolve(two)).toBe(two);
  });

  it('gives the same however the entries are handed over', () => {
    const ids = fc.array(fc.string(), { maxLength: 20 });
    fc.assert(
      fc.property(ids, ids, (some, more) => {
        const [a, b] = [some, more].map((list) => list.map((id) => entry(id, 'ThingNamed')));
        expect(evolve(evolve(empty, ...a!), ...b!)).toEqual(evolve(empty, ...a!, ...b!));
      }),
    );
  });

  it('bears any JSON in an event, and so does what is worked out from it', () => {
    const type = fc.constantFrom('ThingNamed', 'EntryCorrected', 'EntryVoided', 'EntryAttested', 'EntryAnnotated');
    const id = fc.constantFrom('a', 'b', 'c');
    const data = fc.dictionary(
      fc.constantFrom('corrects', 'voids', 'attests', 'annotates', 'changes', 'name', 'date'),
      fc.oneof(id, fc.jsonValue()),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(id, type, data), { maxLength: 12 }), (events) => {
        const evolved = record(...events.map(([of, what, fields]) => entry(of, what, fields)));
        expect(evolved.entries).toHaveLength(events.length);
        expect(effectiveEntries(evolved)).toHaveLength(events.filter(([, what]) => !isMaintenance(what)).length);
        expect(activeEntries(dated('thing', evolved)).every(({ voided }) => voided === undefined)).toBe(true);
      }),
    );
  });
});

describe('voids', () => {
  it('count as long as nothing later voids them', () => {
    const chain = [entry('a', 'ThingRecorded'), makeVoid('v1', 'a'), makeVoid('v2', 'v1'), makeVoid('v3', 'v2')];
    expect([1, 2, 3, 4].map((length) => isVoided(dated('thing', record(...chain.slice(0, length)))))).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect([...voidsIn(record(...chain)).keys()].sort()).toEqual(['a', 'v2']);
  });

  it('take an attestation, an annotation or a correction away too', () => {
    const voided = record(
      entry('a', 'ThingRecorded', { name: 'A' }),
      correct('c', 'a', { name: 'B' }),
      entry('t', 'EntryAttested', { attests: 'a', agrees: false }),
      entry('n', 'EntryAnnotated', { text: 'sic' }),
      ...['c', 't', 'n'].map((id) => makeVoid(`v${id}`, id)),
    );
    expect(effectiveEntries(voided)).toMatchObject([
      { data: { name: 'A' }, corrections: [], attestations: [], annotations: [] },
    ]);
  });

  it('of another entry than the first leave the record', () => {
    const two = record(entry('a', 'ThingRecorded'), entry('b', 'ThingNamed'), makeVoid('v', 'b'));
    expect(isVoided(dated('thing', two))).toBe(false);
    expect(activeEntries(dated('thing', two)).map(({ id }) => id)).toEqual(['a']);
  });

  it('never take a region away, which is reference data', () => {
    expect(isVoided({ ...dated('thing', record(entry('a', 'ThingRecorded'), makeVoid('v', 'a'))), id: 'RU-ULY' })).toBe(
      false,
    );
  });
});

describe('corrections', () => {
  const corrected = (changes: object, act: Partial<Act> = {}, ...more: Entry[]) =>
    effectiveEntries(
      record(entry('a', 'ThingRecorded', { name: 'A', place: 'P' }, act), correct('c', 'a', changes), ...more),
    )[0]?.data;

  it('lay fields over what was recorded, in the order in which they were recorded', () => {
    expect(corrected({ name: 'B' }, {}, correct('d', 'a', { name: 'C' }))).toMatchObject({ name: 'C', place: 'P' });
  });

  it('take an optional field away by null', () => {
    expect(corrected({ place: null })).toEqual({ name: 'A', act: ACT });
  });

  it('of the act go into the act', () => {
    const changes = { date: '2022', source: { id: 's' }, modality: 'claims', remark: 'n' };
    expect(corrected(changes)?.act).toEqual({ ...ACT, ...changes });
    expect(corrected({ date: null, source: null }, { date: '2022', source: { id: 's' } })?.act).toEqual(ACT);
    expect(corrected({ remark: null }, { remark: 'n' })?.act).toEqual(ACT);
  });

  it('leave every act a modality', () => {
    expect(corrected({ modality: null })?.act.modality).toBe('fact');
  });

  it('replace a relative date by a date, and the other way round', () => {
    const relativeDate = { to: { kind: 'meeting', id: 'm' }, direction: 'after' as const };
    expect(corrected({ date: '2022' }, { relativeDate })?.act).toEqual({ ...ACT, date: '2022' });
    expect(corrected({ relativeDate }, { date: '2022' })?.act).toEqual({ ...ACT, relativeDate });
    expect(corrected({ date: null }, { relativeDate })?.act).toEqual({ ...ACT, relativeDate });
  });

  it('change nothing in the stored entry', () => {
    const original = entry('a', 'ThingRecorded', { name: 'A' });
    const before = structuredClone(original);
    effectiveEntries(record(original, correct('c', 'a', { name: 'B', date: '2022' })));
    expect(original).toEqual(before);
  });

  it('of an entry that is not there change nothing', () => {
    expect(
      effectiveEntries(record(entry('a', 'ThingRecorded', { name: 'A' }), correct('c', 'x', { name: 'B' }))),
    ).toMatchObject([{ data: { name: 'A' }, corrections: [] }]);
  });
});

describe('annotations', () => {
  it('without an entry are about the record: they stand at its first', () => {
    const annotated = record(entry('a', 'ThingRecorded'), entry('b', 'ThingNamed'), entry('n', 'EntryAnnotated'));
    expect(effectiveEntries(annotated).map(({ annotations }) => annotations.length)).toEqual([1, 0]);
  });
});
