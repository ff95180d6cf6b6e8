import { bodyOn, statusOf } from './document.js';
import type { GivenEvent } from '../../test/fixtures/given-when-then.fixtures.js';
import {
  and,
  entryId,
  given,
  otherId,
  RECORD_ID,
  TODAY,
  viewOn,
  when,
} from '../../test/fixtures/given-when-then.fixtures.js';
import { AnnotateEntry, AttestEntry, CorrectEntry, VoidEntry } from './record-maintenance.js';
import { sourceKind } from './source/source.kind.js';

const registered: GivenEvent = [
  'SourceRegistered',
  { sha256: 'a'.repeat(64), title: { en: 'On industrial cooperation' }, language: 'ru', published: '2022-11' },
  { date: '2022-11-09' },
];
const retracted: GivenEvent = ['SourceRetracted', { reason: { sealed: 'r' } }, { date: '2023-01-10' }];
const record = given(sourceKind, registered, retracted);
const SECOND = { id: otherId(8), paragraph: 3 };

const correct = (changes: object, more: object = {}) => ({ corrects: entryId(1), reason: 'Misread', changes, ...more });
const makeVoid = (voids: string): GivenEvent => ['EntryVoided', { voids, reason: 'Mistaken' }];

describe('a void of what changed a date', () => {
  const after = (n: number) => ({
    relativeDate: { to: { kind: 'source', id: RECORD_ID, event: entryId(n) }, direction: 'after' as const },
  });
  const both = given(sourceKind, registered, ['SourceRetracted', { reason: 'r' }, after(1)]);
  const fixed = and(sourceKind, both, [
    'EntryCorrected',
    { corrects: entryId(2), changes: { date: '2022-12', relativeDate: null }, reason: 'r' },
  ]);

  it('is refused where the date that comes back would depend on itself', () => {
    const turned = and(sourceKind, fixed, [
      'EntryCorrected',
      { corrects: entryId(1), changes: { date: null, ...after(2) }, reason: 'r' },
    ]);
    const body = { voids: entryId(3), reason: 'Not wrong.' };
    expect(when(sourceKind, VoidEntry, body, turned).refused).toEqual([
      { rule: 'date-without-a-circle', pointer: '/voids' },
    ]);
    expect(when(sourceKind, VoidEntry, body, fixed).refused).toEqual([]);
  });
});

describe('a correction', () => {
  it('names the entry and the reason; the original stays', () => {
    const body = correct({ published: '2022-10' });
    const { events, record: corrected } = when(sourceKind, CorrectEntry, body, record);
    expect(events).toMatchObject([{ type: 'EntryCorrected', data: body }]);
    expect(corrected.entries[0]).toEqual(record.entries[0]);
    expect(viewOn(sourceKind, corrected, TODAY)).toMatchObject({ published: '2022-10' });
    expect(bodyOn(sourceKind, corrected, TODAY)).toMatchObject({
      corrections: [{ entry: entryId(1), correction: entryId(3), reason: 'Misread', fields: ['published'] }],
    });
  });

  it.each([
    [{ corrects: otherId(1) }, 'entry-exists', '/corrects'],
    [{ changes: { modality: null } }, 'modality-stays', '/changes/modality'],
    [{ changes: { recording: 'historical' } }, 'recording-not-corrected', '/changes/recording'],
    [{ modality: 'will' }, 'an-intention-is-not-an-act', '/modality'],
    [
      { changes: { date: '2022', relativeDate: { to: { kind: 'meeting', id: otherId(1) }, direction: 'after' } } },
      'one-date',
      '/changes/relativeDate',
    ],
  ])('with %j is refused, historical or not', (bad, rule, pointer) => {
    for (const recording of ['live', 'historical'])
      expect(
        when(sourceKind, CorrectEntry, { ...correct({ published: '2022' }), ...bad, recording }, record).refused,
      ).toEqual([{ rule, pointer }]);
  });

  it('puts nothing into the future', () => {
    const broken = [{ rule: 'date-not-in-the-future', pointer: '/changes/date' }];
    expect(when(sourceKind, CorrectEntry, correct({ date: '2023-02-01' }), record).refused).toEqual(broken);
    expect(when(sourceKind, CorrectEntry, correct({ date: '2023' }), record).refused).toEqual([]);
  });

  it('is not made of what is void', () => {
    const broken = [{ rule: 'entry-not-voided', pointer: '/corrects' }];
    const voided = and(sourceKind, record, makeVoid(entryId(2)));
    const body = correct({ date: '2023-01-09' }, { corrects: entryId(2) });
    expect(when(sourceKind, CorrectEntry, body, voided).refused).toEqual(broken);
    expect(when(sourceKind, CorrectEntry, { ...body, recording: 'historical' }, voided).warned).toEqual(broken);
  });

  it('is made of an entry, not of another correction', () => {
    const broken = [{ rule: 'own-entry', pointer: '/corrects' }];
    const voided = and(sourceKind, record, makeVoid(entryId(2)));
    expect(when(sourceKind, CorrectEntry, correct({ reason: 'x' }, { corrects: entryId(3) }), voided).refused).toEqual(
      broken,
    );
  });

  it('replaces a relative date by a date, and a date by a relative one', () => {
    const relativeDate = { to: { kind: 'source', id: otherId(1) }, direction: 'after' };
    const dependents = when(sourceKind, CorrectEntry, correct({ relativeDate }), record).record;
    expect(bodyOn(sourceKind, dependents, TODAY)).toMatchObject({
      relativeDates: [{ ...relativeDate, resolved: null }],
    });
    const dated = when(sourceKind, CorrectEntry, correct({ date: '2022' }), dependents).record;
    expect(bodyOn(sourceKind, dated, TODAY)).toMatchObject({ relativeDates: [], basis: [{ date: '2023-01-10' }] });
  });

  it.each([
    ['/corrects', { ...correct({ published: '2022' }), corrects: 'the first' }],
    ['/changes', correct({})],
    ['/changes', { ...correct({}), changes: ['2022'] }],
    ['/reason', { corrects: entryId(1), changes: { published: '2022' } }],
  ])('is refused with a bad %s before anything is decided', (pointer, body) => {
    expect(when(sourceKind, CorrectEntry, body, record).invalid).toEqual([pointer]);
  });
});

describe('a void', () => {
  const body = (voids: string) => ({ voids, reason: 'Mistaken' });

  it('takes an entry out of account, readable still', () => {
    const { record: voided } = when(sourceKind, VoidEntry, body(entryId(2)), record);
    expect(statusOf(sourceKind, voided, TODAY).status).toBe('registered');
    expect(bodyOn(sourceKind, voided, TODAY)).toMatchObject({
      voided: [{ entry: entryId(2), type: 'SourceRetracted', by: entryId(3), reason: 'Mistaken' }],
    });
  });

  it.each([
    [{ voids: otherId(1) }, 'entry-exists', '/voids'],
    [{ modality: 'hopes' }, 'an-intention-is-not-an-act', '/modality'],
  ])('with %j is refused, historical or not', (bad, rule, pointer) => {
    for (const recording of ['live', 'historical'])
      expect(when(sourceKind, VoidEntry, { ...body(entryId(2)), ...bad, recording }, record).refused).toEqual([
        { rule, pointer },
      ]);
  });

  it('happens once to an entry, a correction or another void', () => {
    const broken = [{ rule: 'voided-once', pointer: '/voids' }];
    const once = and(sourceKind, record, makeVoid(entryId(2)));
    expect(when(sourceKind, VoidEntry, body(entryId(2)), once).refused).toEqual(broken);
    const back = and(sourceKind, once, makeVoid(entryId(3)));
    expect(when(sourceKind, VoidEntry, body(entryId(3)), back).refused).toEqual(broken);
    expect(when(sourceKind, VoidEntry, body(entryId(2)), back).refused).toEqual([]);
  });

  it('of a correction brings the original back', () => {
    const corrected = when(sourceKind, CorrectEntry, correct({ published: '2022-10' }), record).record;
    const back = when(sourceKind, VoidEntry, body(entryId(3)), corrected).record;
    expect(viewOn(sourceKind, back, TODAY)).toMatchObject({ published: '2022-11' });
  });

  it('of a void gives the entry its force back, and so on', () => {
    const [gone, back] = [[entryId(2)], [entryId(2), entryId(3)]].map((voids) =>
      and(sourceKind, record, ...voids.map(makeVoid)),
    );
    expect(statusOf(sourceKind, gone!, TODAY).status).toBe('registered');
    expect(statusOf(sourceKind, back!, TODAY).status).toBe('retracted');
    expect(statusOf(sourceKind, and(sourceKind, back!, makeVoid(entryId(4))), TODAY).status).toBe('registered');
  });

  it('of the first entry voids the record, whose void can be voided', () => {
    const gone = when(sourceKind, VoidEntry, body(entryId(1)), record).record;
    expect(statusOf(sourceKind, gone, TODAY)).toMatchObject({ status: 'voided', basis: [entryId(3)] });
    expect(bodyOn(sourceKind, gone, TODAY)).toMatchObject({ title: { en: 'On industrial cooperation' } });
    const back = when(sourceKind, VoidEntry, body(entryId(3)), gone).record;
    expect(statusOf(sourceKind, back, TODAY).status).toBe('retracted');
  });
});

describe('an attestation', () => {
  const body = { attests: entryId(2), agrees: true, source: SECOND };

  it('links a second source, counted once', () => {
    const { events, record: attested } = when(sourceKind, AttestEntry, body, record);
    expect(events).toMatchObject([{ type: 'EntryAttested', data: { attests: entryId(2), act: { source: SECOND } } }]);
    expect(bodyOn(sourceKind, attested, TODAY)).toMatchObject({
      status: 'retracted',
      certainty: 'certain',
      sources: [otherId(8)],
      attestations: [{ entry: entryId(2), attestation: entryId(3), agrees: true, happened: null, source: SECOND }],
    });
  });

  it('needs that source, and an entry of this record', () => {
    const { source: _source, ...unsourced } = body;
    expect(when(sourceKind, AttestEntry, { ...unsourced, recording: 'historical' }, record).refused).toEqual([
      { rule: 'attested-by-a-source', pointer: '/source' },
    ]);
    expect(
      when(sourceKind, AttestEntry, { ...body, attests: otherId(1), recording: 'historical' }, record).refused,
    ).toEqual([{ rule: 'entry-exists', pointer: '/attests' }]);
    const once = when(sourceKind, AttestEntry, body, record).record;
    expect(when(sourceKind, AttestEntry, { ...body, attests: entryId(3) }, once).refused).toEqual([
      { rule: 'own-entry', pointer: '/attests' },
    ]);
  });

  it('shows nothing that is void or still to come', () => {
    const voided = and(sourceKind, record, makeVoid(entryId(2)));
    expect(when(sourceKind, AttestEntry, body, voided).refused).toEqual([
      { rule: 'entry-not-voided', pointer: '/attests' },
    ]);
    expect(when(sourceKind, AttestEntry, { ...body, happened: '2023-02-01' }, record).refused).toEqual([
      { rule: 'date-not-in-the-future', pointer: '/happened' },
    ]);
  });

  it.each([
    [{ agrees: false }, 'possible'],
    [{ happened: '2023-01-11' }, 'possible'],
    [{ happened: '2023-01' }, 'certain'],
    [{ happened: '2023-01-11~' }, 'certain'],
  ])('of %j leaves the status %s', (details, certainty) => {
    const { record: attested } = when(sourceKind, AttestEntry, { ...body, ...details }, record);
    expect(statusOf(sourceKind, attested, TODAY)).toMatchObject({ status: 'retracted', certainty });
    const { contradictions } = bodyOn(sourceKind, attested, TODAY) as { contradictions: unknown[] };
    expect(contradictions).toHaveLength(certainty === 'certain' ? 0 : 1);
  });
});

describe('an annotation', () => {
  it('is a remark about an entry, or about the whole record, and changes nothing', () => {
    const about = when(sourceKind, AnnotateEntry, { annotates: entryId(2), text: 'Sic.' }, record).record;
    const both = when(sourceKind, AnnotateEntry, { text: 'See the archive.' }, about).record;
    expect(statusOf(sourceKind, both, TODAY)).toEqual(statusOf(sourceKind, record, TODAY));
    expect(bodyOn(sourceKind, both, TODAY)).toMatchObject({
      annotations: [
        { entry: null, annotation: entryId(4), text: 'See the archive.' },
        { entry: entryId(2), annotation: entryId(3), text: 'Sic.' },
      ],
    });
  });

  it('is about an entry of this record', () => {
    expect(when(sourceKind, AnnotateEntry, { annotates: otherId(1), text: 'Sic.' }, record).refused).toEqual([
      { rule: 'entry-exists', pointer: '/annotates' },
    ]);
  });
});
