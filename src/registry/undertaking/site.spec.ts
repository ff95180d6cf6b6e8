import { facetsOf } from '../found-by.js';
import { MODALITIES } from '../../kernel/modality.js';
import { given, otherId, TODAY, viewOn, when } from '../../../test/fixtures/given-when-then.fixtures.js';
import { siteKind } from './site.kind.js';

const title = { ru: 'Технопарк', en: 'Technopark' };
const body = { title, form: 'technopark', managedBy: otherId(1), region: 'RU-ULY', place: 'Dimitrovgrad' };
const record = (asked: object): ReturnType<typeof when> => when(siteKind, 'RecordSite', asked);

describe('a site', () => {
  it('is recorded without saying whether it is there yet', () => {
    expect(record(body).events).toEqual([
      {
        type: 'SiteRecorded',
        data: { ...body, stage: 'recorded', act: { modality: 'fact', date: null, recording: 'live', source: null } },
      },
    ]);
  });

  it.each(MODALITIES)('may be spoken of, and planned, as "%s"', (modality) => {
    for (const stage of ['recorded', 'planned'])
      expect(record({ ...body, stage, modality }).events[0]?.data.act.modality).toBe(modality);
  });

  it.each(['operating', 'closed'])('is %s only in fact', (stage) => {
    expect(record({ ...body, stage }).events[0]?.data.act.modality).toBe('fact');
    for (const modality of ['agreed', 'will', 'claims'])
      expect(record({ ...body, stage, modality }).refused).toEqual([
        { rule: 'an-intention-is-not-an-act', pointer: '/modality' },
      ]);
  });

  it.each([
    [{ ...body, title: undefined }, ['/title']],
    [{ ...body, form: 'harbour' }, ['/form']],
    [{ ...body, region: 'ULY' }, ['/region']],
    [{ ...body, stage: 'running' }, ['/stage']],
  ])('is refused when its fields are wrong: %j', (wrong, pointers) => {
    expect(record(wrong).invalid).toEqual(pointers);
  });

  it('tells where it is and who manages it, and is found by that', () => {
    const site = given(siteKind, ['SiteRecorded', { ...body, stage: 'planned' }, { modality: 'will' }]);
    expect(viewOn(siteKind, site, TODAY)).toMatchObject({ ...body, steps: [{ stage: 'planned', modality: 'will' }] });
    expect(facetsOf(siteKind, site)).toEqual({
      title,
      form: 'technopark',
      parties: [otherId(1)],
      regions: ['RU-ULY'],
      topics: [],
      dates: [],
      words: ['Dimitrovgrad'],
    });
  });

  it('leaves open what nobody stated', () => {
    const site = given(siteKind, ['SiteRecorded', { title, form: 'site', stage: 'recorded' }]);
    expect(viewOn(siteKind, site, TODAY)).toMatchObject({ managedBy: null, region: null, place: null });
  });
});
