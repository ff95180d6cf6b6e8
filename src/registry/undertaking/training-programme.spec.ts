import { statusOf } from '../document.js';
import { MODALITIES } from '../../kernel/modality.js';
import { given, otherId, TODAY, viewOn, when } from '../../../test/fixtures/given-when-then.fixtures.js';
import { trainingProgrammeKind } from './training-programme.kind.js';
import { facetsOf } from '../found-by.js';

const title = { en: 'Training for the automotive industry' };
const parties = [otherId(1), 'RU-ULY'];
const body = { title, parties, subject: { en: 'machine building' }, trainees: { min: 30, unit: 'person' } };
const record = (asked: object): ReturnType<typeof when> =>
  when(trainingProgrammeKind, 'RecordTrainingProgramme', asked);

describe('a training programme', () => {
  it('is recorded as proposed', () => {
    expect(record(body).events).toEqual([
      {
        type: 'TrainingProgrammeRecorded',
        data: { ...body, stage: 'proposed', act: { modality: 'fact', date: null, recording: 'live', source: null } },
      },
    ]);
  });

  it.each(MODALITIES)('may be proposed as "%s"', (modality) => {
    expect(record({ title, modality }).events[0]?.data.act.modality).toBe(modality);
  });

  it('is recorded in a later stage only by what was done; agreed and dropped also by agreeing', () => {
    const expected = [{ rule: 'an-intention-is-not-an-act', pointer: '/modality' }];
    for (const stage of ['running', 'done'])
      expect(record({ title, stage, modality: 'agreed' }).refused).toEqual(expected);
    for (const stage of ['agreed', 'dropped']) {
      expect(record({ title, stage, modality: 'agreed' }).refused).toEqual([]);
      expect(record({ title, stage, modality: 'will' }).refused).toEqual(expected);
    }
  });

  it('is agreed by agreeing, but does not run by agreeing', () => {
    const proposed = record(body).record;
    const advance = (to: string, from = proposed): ReturnType<typeof when> =>
      when(trainingProgrammeKind, 'AdvanceTrainingProgramme', { to, modality: 'agreed' }, from);

    const agreed = advance('agreed');
    expect(statusOf(trainingProgrammeKind, agreed.record, TODAY).status).toBe('agreed');
    expect(advance('running', agreed.record).refused).toEqual([
      { rule: 'an-intention-is-not-an-act', pointer: '/modality' },
    ]);
  });

  it.each([
    [{}, ['/title']],
    [{ ...body, trainees: { unit: 'person' } }, ['/trainees']],
    [{ ...body, trainees: 30 }, ['/trainees']],
    [{ ...body, parties: ['somebody'] }, ['/parties']],
    [{ ...body, stage: 'planned' }, ['/stage']],
  ])('is refused when its fields are wrong: %j', (wrong, pointers) => {
    expect(record(wrong).invalid).toEqual(pointers);
  });

  it('tells what is taught, by and for whom, and how many are counted as stated', () => {
    const programme = given(trainingProgrammeKind, ['TrainingProgrammeRecorded', { ...body, stage: 'proposed' }]);
    expect(viewOn(trainingProgrammeKind, programme, TODAY)).toMatchObject(body);
    expect(facetsOf(trainingProgrammeKind, programme)).toEqual({
      title,
      parties,
      topics: [],
      dates: [],
      words: ['machine building'],
    });
  });

  it('leaves open what nobody stated', () => {
    const programme = given(trainingProgrammeKind, ['TrainingProgrammeRecorded', { title, stage: 'proposed' }]);
    expect(viewOn(trainingProgrammeKind, programme, TODAY)).toMatchObject({
      parties: [],
      subject: null,
      trainees: null,
    });
  });
});
