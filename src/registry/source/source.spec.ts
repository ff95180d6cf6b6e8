import { statusOf } from '../document.js';
import { entryId, given, otherId, TODAY, viewOn, when } from '../../../test/fixtures/given-when-then.fixtures.js';
import { RegisterSource, RetractSource } from './source.commands.js';
import { sourceKind } from './source.kind.js';
import { facetsOf } from '../found-by.js';

const body = {
  sha256: 'a'.repeat(64),
  title: { ru: 'О промышленной кооперации', en: 'On industrial cooperation' },
  language: 'ru',
};
const registered = ['SourceRegistered', body] as const;

describe('registering a source', () => {
  it('records just what was said of the document', () => {
    const full = {
      ...body,
      form: 'letter',
      publisher: { en: 'Agency' },
      published: '2022-11',
      location: 'https://a.ru/1',
      republishes: otherId(1),
    };
    const { events } = when(sourceKind, RegisterSource, full);
    expect(events).toEqual([
      {
        type: 'SourceRegistered',
        data: { ...full, act: { modality: 'fact', date: null, recording: 'live', source: null } },
      },
    ]);
  });

  it.each(['ftp://a.ru/1', 'javascript:alert(1)', '/news/1', 'a.ru'])('refuses %s as a location', (location) => {
    expect(when(sourceKind, RegisterSource, { ...body, location }).refused).toEqual([
      { rule: 'location-is-a-web-address', pointer: '/location' },
    ]);
    expect(when(sourceKind, RegisterSource, { ...body, location, recording: 'historical' }).events).toEqual([]);
  });

  it.each([
    ['/sha256', { ...body, sha256: 'A'.repeat(64) }],
    ['/title', { ...body, title: {} }],
    ['/language', { ...body, language: 'DE' }],
    ['/form', { ...body, form: 'rumour' }],
    ['/published', { ...body, published: '2023-02-29' }],
    ['/colour', { ...body, colour: 'red' }],
  ])('refuses a bad %s before anything is decided', (pointer, bad) => {
    expect(when(sourceKind, RegisterSource, bad).invalid).toEqual([pointer]);
  });
});

describe('a source without a hash', () => {
  const { sha256: _sha256, ...paper } = body;

  it('is taken from an old register', () => {
    const { refused, warned, record } = when(sourceKind, RegisterSource, { ...paper, recording: 'historical' });
    expect([refused, warned]).toEqual([[], []]);
    expect(viewOn(sourceKind, record, TODAY)).toMatchObject({ title: body.title, sha256: null });
  });

  it('is refused live, and by the correction of a live one', () => {
    const broken = [{ rule: 'source-has-a-hash', pointer: '/sha256' }];
    expect(when(sourceKind, RegisterSource, paper).refused).toEqual(broken);
    const corrects = { corrects: entryId(1), changes: { sha256: null }, reason: 'Not this text.' };
    expect(when(sourceKind, 'CorrectEntry', corrects, given(sourceKind, registered)).refused).toEqual([
      { rule: 'source-has-a-hash', pointer: '/changes/sha256' },
    ]);
    const old = given(sourceKind, [...registered, { recording: 'historical' }]);
    expect(when(sourceKind, 'CorrectEntry', corrects, old).refused).toEqual([]);
  });
});

describe('retracting a source', () => {
  const retract = { reason: 'The publisher took the text down.' };

  it('is recorded, and changes the status from its day on', () => {
    const { record } = when(
      sourceKind,
      RetractSource,
      { ...retract, date: '2023-01-10' },
      given(sourceKind, registered),
    );
    expect(statusOf(sourceKind, record, '2023-01-09').status).toBe('registered');
    expect(statusOf(sourceKind, record, '2023-01-10')).toMatchObject({ status: 'retracted', certainty: 'certain' });
  });

  it('leaves the status open between the days of an imprecise date', () => {
    const { record } = when(sourceKind, RetractSource, { ...retract, date: '2023-01' }, given(sourceKind, registered));
    expect(statusOf(sourceKind, record, '2023-01-09')).toMatchObject({
      status: 'undetermined',
      possible: ['registered', 'retracted'],
    });
  });

  it('is done once: refused live, kept with a warning when historical', () => {
    const retracted = given(sourceKind, registered, ['SourceRetracted', retract]);
    const broken = [{ rule: 'source-retracted-once', pointer: '' }];
    expect(when(sourceKind, RetractSource, retract, retracted)).toMatchObject({ refused: broken, events: [] });
    const kept = when(sourceKind, RetractSource, { ...retract, recording: 'historical' }, retracted);
    expect(kept).toMatchObject({ refused: [], warned: broken, events: [{ type: 'SourceRetracted' }] });
  });

  it('is no intention', () => {
    const said = when(sourceKind, RetractSource, { ...retract, modality: 'will' }, given(sourceKind, registered));
    expect(said.refused).toEqual([{ rule: 'an-intention-is-not-an-act', pointer: '/modality' }]);
  });

  it('is taken away by voiding it', () => {
    const mistaken = given(sourceKind, registered, ['SourceRetracted', retract]);
    const { record } = when(sourceKind, 'VoidEntry', { voids: entryId(2), reason: 'Wrong document.' }, mistaken);
    expect(statusOf(sourceKind, mistaken, TODAY).status).toBe('retracted');
    expect(statusOf(sourceKind, record, TODAY).status).toBe('registered');
  });
});

it('is found by title, form, publisher and the day of publication', () => {
  const source = given(sourceKind, [
    'SourceRegistered',
    { ...body, publisher: { en: 'Agency' }, published: '2022-11' },
  ]);
  expect(facetsOf(sourceKind, source)).toEqual({
    title: body.title,
    form: 'publication',
    parties: [],
    dates: [{ fact: 'published', date: '2022-11' }],
    words: ['Agency'],
  });
  expect(viewOn(sourceKind, source, TODAY)).toMatchObject({
    form: 'publication',
    sha256: body.sha256,
    retraction: null,
    republishes: null,
  });
  const again = given(sourceKind, ['SourceRegistered', { ...body, republishes: otherId(1) }]);
  expect(viewOn(sourceKind, again, TODAY)).toMatchObject({ republishes: otherId(1) });
});
