import type { GivenEvent } from '../../test/fixtures/given-when-then.fixtures.js';
import { and, entryId, given, looking, otherId, TODAY, when } from '../../test/fixtures/given-when-then.fixtures.js';
import { agreementKind } from './agreement/agreement.kind.js';
import { bodyOn } from './document.js';
import { facetsOf } from './found-by.js';
import { meetingKind } from './meeting/meeting.kind.js';
import { AddIdentifier } from './other-identifiers.js';
import { IdentifyParty } from './party/party.commands.js';
import { partyKind } from './party/party.kind.js';
import { sourceKind } from './source/source.kind.js';

const OTHER = otherId(1);
const number = { scheme: 'file-number', value: '17-03/98' };

const RECORDS = [
  ['agreement', agreementKind, ['AgreementAnnounced', { title: { en: 'A' }, parties: ['RU-KYA', 'RU-MO'] }]],
  ['meeting', meetingKind, ['MeetingPlanned', { title: { en: 'M' }, form: 'round-table' }]],
  ['source', sourceKind, ['SourceRegistered', { title: { en: 'S' }, sha256: 'a'.repeat(64), language: 'ru' }]],
  ['party', partyKind, ['PartyRecorded', { form: 'fund', names: { en: 'F' } }]],
] as const;

describe.each(RECORDS)('an identifier of a record: %s', (name, kind, began) => {
  const command = kind === partyKind ? IdentifyParty : AddIdentifier;
  const type = kind === partyKind ? 'PartyIdentified' : 'RecordIdentified';
  const record = given(kind, began);
  const another = (...more: GivenEvent[]) => ({
    ...looking([name, { ...given(kind, began, [type, { ...number, value: '17-03/98 ' }], ...more), id: OTHER }]),
    found: { value: [OTHER] },
  });

  it('is recorded, shown and found by, whatever the day', () => {
    const { events, record: after } = when(kind, command, { ...number, date: '2023-01-30' }, record);
    expect(events).toMatchObject([{ type, data: number }]);
    for (const day of [TODAY, '2023-01-29'])
      expect(bodyOn(kind, after, day).identifiedBy).toEqual([{ entry: entryId(2), ...number, source: null }]);
    expect(facetsOf(kind, after).identifiers).toContainEqual(number);
    const voided = and(kind, after, ['EntryVoided', { voids: entryId(2), reason: 'r' }]);
    expect([bodyOn(kind, voided, TODAY).identifiedBy, facetsOf(kind, voided).identifiers ?? []]).toEqual([[], []]);
  });

  it('names one record where its scheme does: a second is refused live, and warned of when historical', () => {
    const broken = [{ rule: 'identifier-of-one-record', pointer: '/value' }];
    expect(when(kind, command, number, record, another())).toMatchObject({ refused: broken, events: [] });
    const historical = when(kind, command, { ...number, recording: 'historical' }, record, another());
    expect(historical).toMatchObject({
      refused: [],
      warned: broken,
      events: [{ data: { act: { warnings: [{ detail: expect.stringContaining(OTHER) }] } } }],
    });
  });

  it.each([
    ['the scheme lets several bear it', { ...number, scheme: 'other' }, another()],
    ['the views are behind and the other has lost it', number, another(['EntryVoided', { voids: entryId(2) }])],
    ['the other record is void', number, another(['EntryVoided', { voids: entryId(1) }])],
  ])('is taken where %s', (_why, body, around) => {
    expect(when(kind, command, body, record, around)).toMatchObject({ refused: [], warned: [] });
  });

  it.each([
    [{ scheme: 'inn', value: '7707083893' }, '/scheme'],
    [{ scheme: 'file-number', value: '17\u200b' }, '/value'],
    [{ scheme: 'file-number', value: 'x'.repeat(201) }, '/value'],
  ])('is refused as %j', (body, pointer) => {
    expect(when(kind, command, body, record).invalid).toEqual([pointer]);
  });
});

it('of a party is given with its scheme, stands beside its numbers, and may be that of what was merged into it', () => {
  const party = given(partyKind, ['PartyRecorded', { form: 'fund', names: { en: 'F' } }]);
  for (const [body, pointer] of [
    [{ scheme: 'okpo' }, '/value'],
    [{ value: '1' }, '/scheme'],
  ] as const)
    expect(when(partyKind, IdentifyParty, body, party).refused).toEqual([{ rule: 'scheme-with-its-value', pointer }]);
  const both = when(partyKind, IdentifyParty, { ...number, ogrn: '1027700132195' }, party).record;
  expect(bodyOn(partyKind, both, TODAY)).toMatchObject({
    identifiers: { ogrn: '1027700132195' },
    identifiedBy: [number],
  });
  expect(Object.keys((bodyOn(partyKind, both, TODAY) as unknown as { identifiers: object }).identifiers)).not.toContain(
    'scheme',
  );
  const merged = given(
    partyKind,
    ['PartyRecorded', { form: 'fund', names: { en: 'F' } }],
    ['PartyIdentified', number],
    ['PartiesMerged', { into: party.id }],
  );
  const around = { ...looking(['party', { ...merged, id: OTHER }]), found: { value: [OTHER] } };
  expect(when(partyKind, IdentifyParty, number, party, around).refused).toEqual([]);
});
