import { entryId, given, otherId, TODAY, viewOn, when } from '../../../test/fixtures/given-when-then.fixtures.js';
import { meetingKind } from './meeting.kind.js';
import { facetsOf } from '../found-by.js';

const kind = meetingKind;
const MEETING = { title: { en: 'Round table' }, form: 'round-table', parties: ['RU-ULY', 'RU-MO'] };
const SHA = 'a'.repeat(64);

describe('what happens at a meeting', () => {
  const held = given(kind, ['MeetingHeld', MEETING]);
  const [first, second, third] = [otherId(1), otherId(2), otherId(3)];

  it('cannot be shown of a meeting whose beginning, written by somebody else, does not name it', () => {
    expect(() => viewOn(kind, given(kind, ['MeetingHeld', {}]), TODAY)).toThrow('the entry that began it is missing');
  });

  it('needs participants to be named or counted', () => {
    expect(when(kind, 'RecordParticipants', { role: 'guest', parties: [] }, held).refused).toEqual([
      { rule: 'participants-named-or-counted', pointer: '/parties' },
    ]);
    expect(when(kind, 'RecordParticipants', { count: { unit: 'enterprise' } }, held).invalid).toEqual(['/count']);
  });

  it('tells the named ones once, and counts side by side', () => {
    const record = given(
      kind,
      ['MeetingHeld', MEETING],
      [
        'ParticipantsRecorded',
        { parties: [first, second], role: 'delegation', count: { min: 10, max: 10, unit: 'company' } },
      ],
      ['ParticipantsRecorded', { parties: [second], role: 'presenter' }],
      ['ParticipantsRecorded', { parties: [third], people: [otherId(4)] }],
      ['ParticipantsRecorded', { count: { min: 30, unit: 'enterprise' }, title: { en: 'Enterprises of Ulyanovsk' } }],
      ['ParticipantsRecorded', { parties: [first], role: 'delegation', title: { en: 'Buyers' } }, { modality: 'will' }],
    );
    expect(viewOn(kind, record, TODAY)).toMatchObject({
      participants: {
        named: [
          {
            party: first,
            roles: ['delegation'],
            entries: [entryId(2), entryId(6)],
            as: [
              { entry: entryId(2), modality: 'fact', role: 'delegation' },
              { entry: entryId(6), modality: 'will', role: 'delegation', title: { en: 'Buyers' } },
            ],
          },
          { party: second, roles: ['delegation', 'presenter'], entries: [entryId(2), entryId(3)] },
          { party: third, roles: ['participant'], entries: [entryId(4)] },
        ],
        people: [{ person: otherId(4), roles: ['participant'], entries: [entryId(4)] }],
        counts: [
          { entry: entryId(2), role: 'delegation', count: { min: 10, max: 10, unit: 'company' }, named: 2 },
          { entry: entryId(5), role: 'participant', count: { min: 30, unit: 'enterprise' }, named: 1 },
        ],
      },
    });
  });

  it('keeps presentations, decisions and minutes', () => {
    const presentation = { by: first, speaker: second, title: { en: 'Tools' }, topics: ['metal'] };
    let { record } = when(kind, 'GivePresentation', presentation, held);
    const decided = when(kind, 'TakeDecision', { title: { en: 'Go on' } }, record);
    expect(decided.events[0]?.data.act.modality).toBe('agreed');
    record = when(kind, 'AdoptMinutes', { sha256: SHA }, decided.record).record;
    expect(viewOn(kind, record, TODAY)).toMatchObject({
      presentations: [presentation],
      decisions: [{ title: { en: 'Go on' }, modality: 'agreed', parties: ['RU-ULY', 'RU-MO'] }],
      minutes: [{ sha256: SHA }],
    });
    for (const recording of ['live', 'historical']) {
      expect(when(kind, 'AdoptMinutes', { sha256: SHA, recording }, record).refused).toEqual([
        { rule: 'minutes-adopted-once', pointer: '/sha256' },
      ]);
    }
    expect(when(kind, 'AdoptMinutes', { sha256: 'b'.repeat(64) }, record).refused).toEqual([]);
    expect(when(kind, 'AdoptMinutes', {}, record).refused).toEqual([
      { rule: 'minutes-have-a-hash', pointer: '/sha256' },
    ]);
    const old = when(kind, 'AdoptMinutes', { recording: 'historical' }, record);
    expect(old).toMatchObject({ refused: [], warned: [] });
    expect(viewOn(kind, old.record, TODAY)).toMatchObject({ minutes: [{ sha256: SHA }, { sha256: null }] });
  });

  it('is found by every party, region, topic, date and word in it', () => {
    const record = given(
      kind,
      [
        'MeetingHeld',
        { ...MEETING, regions: ['RU-ULY'], topics: ['cooperation'], place: 'Centre' },
        { date: '2022-11-09' },
      ],
      [
        'SessionHeld',
        { title: { en: 'Hall' }, parties: [first], region: 'RU-MO', place: 'Saransk' },
        { date: '2022-11-10' },
      ],
      ['ParticipantsRecorded', { parties: [second] }, { date: '2022-12' }],
      ['PresentationGiven', { by: third, title: { en: 'Tools' }, topics: ['metal', 'cooperation'] }],
      ['DecisionTaken', { title: { en: 'Go on' }, parties: [first, otherId(5)] }],
      ['MinutesAdopted', { sha256: SHA }, { date: '2023-01' }],
    );
    expect(facetsOf(kind, record)).toEqual({
      title: MEETING.title,
      form: 'round-table',
      parties: ['RU-ULY', 'RU-MO', first, second, third, otherId(5)],
      regions: ['RU-ULY', 'RU-MO'],
      topics: ['cooperation', 'metal'],
      dates: [
        { fact: 'MeetingHeld', date: '2022-11-09' },
        { fact: 'SessionHeld', date: '2022-11-10' },
        { fact: 'ParticipantsRecorded', date: '2022-12' },
        { fact: 'MinutesAdopted', date: '2023-01' },
      ],
      words: ['Centre', 'Saransk', 'Hall', 'Go on', 'Tools'],
    });
    const voided = when(kind, 'VoidEntry', { voids: entryId(5), reason: 'never taken' }, record).record;
    expect(facetsOf(kind, voided).parties).not.toContain(otherId(5));
  });
});
