import type { DatedRecord } from '../../kernel/dated.js';
import type { ClaimEvent } from './claim.js';
import { figureOf } from './claim.js';
import { statusOf } from '../document.js';
import { entryId, given, otherId, TODAY, viewOn, when } from '../../../test/fixtures/given-when-then.fixtures.js';
import { RecordClaim, RetractClaim } from './claim.commands.js';
import { claimKind } from './claim.kind.js';
import { facetsOf } from '../found-by.js';

const figureIn = (record: DatedRecord): ReturnType<typeof figureOf> => figureOf(record as DatedRecord<ClaimEvent>);

const statement = { form: 'statement', statement: 'The region is ready to help.' };
const figure = {
  form: 'figure',
  subject: { en: 'Projects of the two regions' },
  about: ['RU-ULY', otherId(1)],
  onBehalfOf: 'RU-ULY',
  regions: ['RU-ULY', 'RU-MO'],
  topics: ['industrial cooperation'],
  figure: { count: { min: 25, max: 25, unit: 'project' }, what: 'projects', status: 'under-negotiation' },
};
const source = { id: otherId(9), paragraph: 7 };

describe('a statement in Russian and English', () => {
  const gist = { ru: 'Регион готов помочь.', en: 'The region is ready to help.' };

  it('is a statement, with or without the words of the text', () => {
    for (const body of [
      { form: 'statement', gist },
      { ...statement, gist },
    ]) {
      const { refused, record } = when(claimKind, RecordClaim, body);
      expect(refused).toEqual([]);
      expect(viewOn(claimKind, record, TODAY)).toMatchObject({ gist });
    }
  });

  it.each([[{}], ['a text'], [{ german: 'Text' }], [{ de: '' }], [{ ru: '' }], [{ en: 7 }], [{ ru: 'a\u202eb' }]])(
    'is not %j',
    (bad) => {
      expect(when(claimKind, RecordClaim, { form: 'statement', gist: bad }).invalid).toEqual(['/gist']);
    },
  );
});

describe('recording a claim', () => {
  it('keeps a statement as a bare claim unless it says more', () => {
    const { events } = when(claimKind, RecordClaim, statement);
    expect(events).toMatchObject([{ type: 'ClaimRecorded', data: { ...statement, act: { modality: 'claims' } } }]);
  });

  it.each(['fact', 'agreed', 'will', 'ready-to', 'interested', 'may', 'hopes', 'claims'])(
    'keeps what was said as "%s"',
    (modality) => {
      const { events } = when(claimKind, RecordClaim, { ...statement, modality });
      expect(events[0]?.data.act.modality).toBe(modality);
    },
  );

  it.each([
    ['a statement without words', { form: 'statement' }, 'statement-has-words', '/statement'],
    ['a figure without a number', { form: 'figure' }, 'figure-has-a-number', '/figure'],
    ['a statement with a number', { ...figure, ...statement }, 'number-in-a-figure-only', '/figure'],
  ])('refuses %s, live and historical', (_what, body, rule, pointer) => {
    for (const recording of ['live', 'historical']) {
      expect(when(claimKind, RecordClaim, { ...body, recording })).toMatchObject({
        refused: [{ rule, pointer }],
        events: [],
      });
    }
  });

  it.each([
    ['/form', { ...statement, form: 'rumour' }],
    ['/figure/count', { ...figure, figure: { ...figure.figure, count: { unit: 'project' } } }],
    ['/figure/what', { ...figure, figure: { ...figure.figure, what: 'dreams' } }],
    ['/figure/colour', { ...figure, figure: { ...figure.figure, colour: 'red' } }],
    ['/regions', { ...statement, regions: ['RU-XX'] }],
    ['/speaker', { ...statement, speaker: 'Ivanov' }],
  ])('refuses a bad %s before anything is decided', (pointer, body) => {
    expect(when(claimKind, RecordClaim, body).invalid).toEqual([pointer]);
  });
});

describe('a reported figure', () => {
  const claim = given(claimKind, ['ClaimRecorded', figure, { modality: 'claims', date: 'XXXX-11-09', source }]);

  it('is shown with what is needed to set it beside the register', () => {
    expect(figureIn(claim)).toEqual({
      claim: claim.id,
      regions: ['RU-ULY', 'RU-MO'],
      parties: ['RU-ULY', otherId(1)],
      what: 'projects',
      status: 'under-negotiation',
      count: { min: 25, max: 25, unit: 'project' },
      date: 'XXXX-11-09',
      source,
      modality: 'claims',
    });
  });

  it('names its source without the words of it, which may name people', () => {
    const quoted = { ...source, quotation: { sealed: 'q1' } };
    expect(figureIn(given(claimKind, ['ClaimRecorded', figure, { source: quoted }]))?.source).toEqual(source);
  });

  it('is the only thing recorded: no record of what it counts', () => {
    expect(when(claimKind, RecordClaim, figure).events.map(({ type }) => type)).toEqual(['ClaimRecorded']);
  });

  it('is none where the claim is a statement, was taken back, or is void', () => {
    const retracted = when(claimKind, RetractClaim, {}, claim).record;
    const voided = when(claimKind, 'VoidEntry', { voids: entryId(1), reason: 'Misread.' }, claim).record;
    expect(figureIn(given(claimKind, ['ClaimRecorded', statement]))).toBeUndefined();
    expect(figureIn(retracted)).toBeUndefined();
    expect(figureIn(voided)).toBeUndefined();
  });

  it('follows a correction', () => {
    const changes = { figure: { ...figure.figure, count: { min: 30, unit: 'project' } } };
    const { record } = when(claimKind, 'CorrectEntry', { corrects: entryId(1), reason: 'Misread.', changes }, claim);
    expect(figureIn(record)?.count).toEqual({ min: 30, unit: 'project' });
  });
});

describe('retracting a claim', () => {
  const made = given(claimKind, ['ClaimRecorded', statement, { date: '2022-11-09' }]);

  it('changes the status from its day on', () => {
    const { record } = when(claimKind, RetractClaim, { date: '2022-12-01' }, made);
    expect(statusOf(claimKind, record, '2022-11-30')).toMatchObject({ status: 'recorded', certainty: 'certain' });
    expect(statusOf(claimKind, record, '2022-12-01').status).toBe('retracted');
  });

  it('leaves the status open between the days of an imprecise date', () => {
    const { record } = when(claimKind, RetractClaim, { date: '2022-12' }, made);
    expect(statusOf(claimKind, record, '2022-12-10').possible).toEqual(['recorded', 'retracted']);
  });

  it('is done once: refused live, kept with a warning when historical', () => {
    const retracted = when(claimKind, RetractClaim, {}, made).record;
    const broken = [{ rule: 'claim-retracted-once', pointer: '' }];
    expect(when(claimKind, RetractClaim, {}, retracted)).toMatchObject({ refused: broken, events: [] });
    const kept = when(claimKind, RetractClaim, { recording: 'historical' }, retracted);
    expect(kept).toMatchObject({ warned: broken, events: [{ type: 'ClaimRetracted' }] });
  });

  it('is no intention', () => {
    expect(when(claimKind, RetractClaim, { modality: 'will' }, made).refused).toEqual([
      { rule: 'an-intention-is-not-an-act', pointer: '/modality' },
    ]);
  });
});

it('is found by what it is about and says, and filtered by who says it and as what', () => {
  const said = { ...figure, speaker: otherId(5), statement: { sealed: 's1' } };
  const claim = given(claimKind, ['ClaimRecorded', said, { date: 'XXXX-11-09', source }]);
  expect(facetsOf(claimKind, claim)).toEqual({
    title: figure.subject,
    form: 'figure',
    parties: ['RU-ULY', otherId(1)],
    regions: ['RU-ULY', 'RU-MO'],
    topics: ['industrial cooperation'],
    dates: [{ fact: 'ClaimRecorded', date: 'XXXX-11-09' }],
    words: [{ sealed: 's1' }],
    marks: { modality: ['fact'], speaker: [otherId(5)], about: ['RU-ULY', otherId(1)] },
    said: { speaker: otherId(5), statement: { sealed: 's1' }, gist: null },
  });
  expect(viewOn(claimKind, claim, TODAY)).toMatchObject({
    title: figure.subject,
    speaker: otherId(5),
    statement: { sealed: 's1' },
    figure: figure.figure,
    source,
  });
});
