import { statusOf } from '../document.js';
import {
  entryId,
  given,
  looking,
  otherId,
  RECORD_ID,
  TODAY,
  viewOn,
  when,
} from '../../../test/fixtures/given-when-then.fixtures.js';
import { MergePerson, NamePerson, RecordPerson } from './person.commands.js';
import { personKind } from './person.kind.js';
import { facetsOf } from '../found-by.js';

const name = { ru: 'Ермаков', en: 'Ermakov' };
const recorded = ['PersonRecorded', { name: { sealed: 'n1' } }] as const;
const merged = ['PeopleMerged', { into: otherId(1) }] as const;
const other = { ...given(personKind, recorded), id: otherId(1) };

describe('recording a person', () => {
  it('records the name', () => {
    const { events, record } = when(personKind, RecordPerson, { name });
    expect(events).toMatchObject([{ type: 'PersonRecorded', data: { name } }]);
    expect(statusOf(personKind, record, '2000-01-01')).toMatchObject({ status: 'recorded', certainty: 'certain' });
  });

  it('needs a name', () => {
    expect(when(personKind, RecordPerson, {}).invalid).toEqual(['/name']);
  });
});

describe('naming a person', () => {
  const alias = { name: { en: 'Yermakov' } };

  it('adds an alias', () => {
    const { events } = when(personKind, NamePerson, alias, given(personKind, recorded));
    expect(events).toMatchObject([{ type: 'PersonNamed', data: alias }]);
  });

  it('goes to the record that stands after a merger: refused live, kept with a warning when historical', () => {
    const gone = given(personKind, recorded, merged);
    const broken = [{ rule: 'person-not-merged', pointer: '' }];
    expect(when(personKind, NamePerson, alias, gone)).toMatchObject({ refused: broken, events: [] });
    const kept = when(personKind, NamePerson, { ...alias, recording: 'historical' }, gone);
    expect(kept).toMatchObject({ warned: broken, events: [{ type: 'PersonNamed' }] });
  });
});

describe('merging two records of one person', () => {
  const into = { into: otherId(1) };

  it('leaves this one under the other, from the day of the merger on', () => {
    const { record } = when(
      personKind,
      MergePerson,
      { ...into, date: '2023-01-10' },
      given(personKind, recorded),
      looking(['person', other]),
    );
    expect(statusOf(personKind, record, '2023-01-09').status).toBe('recorded');
    expect(statusOf(personKind, record, '2023-01-10').status).toBe('merged');
    expect(viewOn(personKind, record, TODAY)).toMatchObject({ mergedInto: otherId(1) });
  });

  it('leaves the status open between the days of an imprecise date', () => {
    const person = given(personKind, recorded, ['PeopleMerged', into, { date: '2023-01' }]);
    expect(statusOf(personKind, person, '2023-01-09').possible).toEqual(['recorded', 'merged']);
  });

  it('happens once: refused live, kept with a warning when historical', () => {
    const gone = given(personKind, recorded, merged);
    const broken = [{ rule: 'person-not-merged', pointer: '' }];
    expect(when(personKind, MergePerson, into, gone).refused).toEqual(broken);
    const kept = when(personKind, MergePerson, { ...into, recording: 'historical' }, gone);
    expect(kept).toMatchObject({ warned: broken, events: [{ type: 'PeopleMerged' }] });
  });

  it.each(['live', 'historical'])('never leads into itself (%s)', (recording) => {
    const asked = when(personKind, MergePerson, { into: RECORD_ID, recording }, given(personKind, recorded));
    expect(asked.refused).toEqual([{ rule: 'merged-into-another', pointer: '/into' }]);
  });

  it.each(['live', 'historical'])('never leads into a record that was merged itself (%s)', (recording) => {
    const gone = { ...given(personKind, recorded, ['PeopleMerged', { into: otherId(2) }]), id: otherId(1) };
    const asked = when(
      personKind,
      MergePerson,
      { ...into, recording },
      given(personKind, recorded),
      looking(['person', gone]),
    );
    expect(asked.refused).toEqual([{ rule: 'merged-into-a-person-that-stands', pointer: '/into' }]);
  });

  it('is no intention', () => {
    const said = when(personKind, MergePerson, { ...into, modality: 'may' }, given(personKind, recorded));
    expect(said.refused).toEqual([{ rule: 'an-intention-is-not-an-act', pointer: '/modality' }]);
  });

  it('is taken away by voiding it', () => {
    const gone = given(personKind, recorded, merged);
    const { record } = when(personKind, 'VoidEntry', { voids: entryId(2), reason: 'Namesakes.' }, gone);
    expect(statusOf(personKind, record, TODAY).status).toBe('recorded');
  });
});

it('passes sealed names through, to lists too', () => {
  const person = given(personKind, recorded, ['PersonNamed', { name: { sealed: 'n2' } }]);
  expect(viewOn(personKind, person, TODAY)).toEqual({
    name: { sealed: 'n1' },
    aliases: [{ entry: entryId(2), name: { sealed: 'n2' }, source: null }],
    mergedInto: null,
  });
  const names = { title: { sealed: 'n1' }, aliases: [{ sealed: 'n2' }] };
  expect(facetsOf(personKind, person)).toEqual({ ...names, parties: [], dates: [] });
});
