import { sealCommand } from '../../commands/command-fields.js';
import { Seals } from '../../commands/seals.js';
import type { LedgerEvent } from '../../kernel/entry.js';
import { isSealed } from '../../kernel/personal.js';
import { commandsOf } from '../registry.js';
import { bodyOn, documentsOf, statusOf } from '../document.js';
import type { GivenEvent } from '../../../test/fixtures/given-when-then.fixtures.js';
import {
  and,
  entryId,
  given,
  looking,
  otherId,
  RECORD_ID,
  TODAY,
  viewOn,
  when,
} from '../../../test/fixtures/given-when-then.fixtures.js';
import * as commands from './party.commands.js';
import { PARTY_FORMS } from './party.commands.js';
import { partyKind } from './party.kind.js';
import { facetsOf } from '../found-by.js';

const name = { ru: '«Горно-химический комбинат»', en: 'Mining and Chemical Combine' };
const recorded: GivenEvent = ['PartyRecorded', { form: 'enterprise', names: name, region: 'RU-KYA' }];
const party = given(partyKind, recorded);
const merged = and(partyKind, party, ['PartiesMerged', { into: otherId(1) }]);
const region = { id: 'RU-ULY', entries: [] };
const other = { ...party, id: otherId(1) };

const INN = '7707083893';
const OTHER_INN = '7736207543';
const OGRN = '1027700132195';

describe('recording a party', () => {
  it.each(PARTY_FORMS)('records a %s', (form) => {
    const body = { form, names: name, region: 'RU-KYA', inn: INN, ogrn: OGRN, kpp: '770401001' };
    const { events, record } = when(partyKind, commands.RecordParty, body);
    expect(events).toEqual([
      {
        type: 'PartyRecorded',
        data: { ...body, act: { modality: 'fact', date: null, recording: 'live', source: null } },
      },
    ]);
    expect(statusOf(partyKind, record, '1990-01-01')).toMatchObject({ status: 'recorded', certainty: 'certain' });
  });

  it.each([
    [{ form: 'region' }, 'region-has-a-code', '/region'],
    [{ form: 'enterprise', region: 'RU-KYA' }, 'party-has-a-name', '/names'],
  ])('refuses %j', (body, rule, pointer) => {
    for (const recording of ['live', 'historical'])
      expect(when(partyKind, commands.RecordParty, { ...body, recording }).refused).toEqual([{ rule, pointer }]);
  });

  it.each([
    ['/inn', { inn: '7707083894' }],
    ['/inn', { inn: 7707083893 }],
    ['/ogrn', { ogrn: '1027700132196' }],
    ['/ogrnip', { ogrnip: '304500116000158' }],
    ['/kpp', { kpp: '77040100' }],
    ['/region', { region: 'RU-XX' }],
    ['/form', { form: 'ministry' }],
    ['/names', { names: {} }],
    ['/names', { names: { german: 'Kombinat' } }],
    ['/phone', { phone: '1' }],
  ])('refuses a bad %s before anything is decided: %j', (pointer, bad) => {
    const body = { form: 'enterprise', names: name, ...bad };
    expect(when(partyKind, commands.RecordParty, body).invalid).toEqual([pointer]);
  });

  it('gives a region the names of the reference data, and its own beside them', () => {
    const { record } = when(partyKind, commands.RecordParty, { form: 'region', region: 'RU-ULY' }, region);
    expect(viewOn(partyKind, record, TODAY)).toMatchObject({
      form: 'region',
      names: { ru: 'Ульяновская область', en: 'Ulyanovsk Oblast' },
      region: 'RU-ULY',
    });
  });
});

describe('a region', () => {
  const mandate: GivenEvent = ['MandateGiven', { person: otherId(5), from: '2022' }];

  it('is a party by reference data, whatever is recorded of it first', () => {
    const record = and(partyKind, region, mandate);
    expect(statusOf(partyKind, record, TODAY)).toMatchObject({ status: 'recorded', certainty: 'certain', basis: [] });
    expect(viewOn(partyKind, record, TODAY)).toMatchObject({ form: 'region', region: 'RU-ULY', mandates: [{}] });
  });

  it('stands when that first entry is voided', () => {
    const record = and(partyKind, region, mandate, ['EntryVoided', { voids: entryId(1), reason: 'Mistaken' }]);
    expect(statusOf(partyKind, record, TODAY).status).toBe('recorded');
    expect(bodyOn(partyKind, record, TODAY)).toMatchObject({ mandates: [], voided: [{ entry: entryId(1) }] });
  });

  it('is merged with nothing', () => {
    const { refused } = when(partyKind, commands.MergeParty, { into: otherId(1), recording: 'historical' }, region);
    expect(refused).toEqual([{ rule: 'regions-are-not-merged', pointer: '' }]);
  });
});

describe('names, numbers and places', () => {
  const alias = { names: { ru: 'ГХК' } };

  it('adds every name that a text uses, found by the text filter', () => {
    const { events, record } = when(partyKind, commands.NameParty, alias, party);
    expect(events).toMatchObject([{ type: 'PartyNamed', data: alias }]);
    expect(viewOn(partyKind, record, TODAY)).toMatchObject({
      names: name,
      aliases: [{ entry: entryId(2), names: { ru: 'ГХК' } }],
    });
    expect(facetsOf(partyKind, record).aliases).toEqual([{ ru: 'ГХК' }]);
  });

  it('adds registration numbers, one at least', () => {
    expect(when(partyKind, commands.IdentifyParty, { recording: 'historical' }, party).refused).toEqual([
      { rule: 'one-identifier-at-least', pointer: '' },
    ]);
    const { record } = when(partyKind, commands.IdentifyParty, { inn: INN }, party);
    const { record: both, refused } = when(partyKind, commands.IdentifyParty, { inn: INN, ogrn: OGRN }, record);
    expect(refused).toEqual([]);
    expect(viewOn(partyKind, both, TODAY)).toMatchObject({ identifiers: { inn: INN, ogrn: OGRN } });
  });

  it('has one INN: another is a mistake, kept with a warning when an old register has it', () => {
    const known = and(partyKind, party, ['PartyIdentified', { inn: INN, kpp: '770401001' }]);
    const broken = [{ rule: 'identifier-differs', pointer: '/inn' }];
    expect(when(partyKind, commands.IdentifyParty, { inn: OTHER_INN }, known).refused).toEqual(broken);
    expect(when(partyKind, commands.IdentifyParty, { inn: OTHER_INN, recording: 'historical' }, known)).toMatchObject({
      refused: [],
      warned: broken,
    });
    expect(when(partyKind, commands.IdentifyParty, { kpp: '770402002' }, known).refused).toEqual([]);
    const corrected = and(partyKind, known, [
      'EntryCorrected',
      { corrects: entryId(2), reason: 'Misread', changes: { inn: OTHER_INN } },
    ]);
    expect(viewOn(partyKind, corrected, TODAY)).toMatchObject({ identifiers: { inn: OTHER_INN } });
  });

  it('keeps where a text puts the party as a claim of that text', () => {
    const source = { id: otherId(7) };
    const { record } = when(partyKind, commands.LocateParty, { region: 'RU-TA', source }, party);
    expect(viewOn(partyKind, record, TODAY)).toMatchObject({
      region: 'RU-KYA',
      locations: [{ region: 'RU-TA', modality: 'claims', source }],
    });
    expect(when(partyKind, commands.LocateParty, {}, party).refused).toEqual([
      { rule: 'region-or-place', pointer: '/region' },
    ]);
  });

  it.each([
    [commands.NameParty, alias],
    [commands.IdentifyParty, { inn: INN }],
    [commands.LocateParty, { place: 'Dimitrovgrad' }],
    [commands.GiveMandate, { person: otherId(5) }],
    [commands.MergeParty, { into: otherId(2) }],
  ])('goes to the party that stands after a merger: %p', (command, body) => {
    const broken = [{ rule: 'party-not-merged', pointer: '' }];
    expect(when(partyKind, command, body, merged)).toMatchObject({ refused: broken, events: [] });
    expect(when(partyKind, command, { ...body, recording: 'historical' }, merged)).toMatchObject({
      refused: [],
      warned: broken,
    });
  });
});

describe('merging two records of one party', () => {
  const into = { into: otherId(1) };

  it('goes on under the other, from its day on', () => {
    const body = { ...into, date: '2023-01-10' };
    const { record, refused } = when(partyKind, commands.MergeParty, body, party, looking(['party', other]));
    expect(refused).toEqual([]);
    expect(statusOf(partyKind, record, '2023-01-09').status).toBe('recorded');
    expect(statusOf(partyKind, record, '2023-01-10').status).toBe('merged');
    expect(viewOn(partyKind, record, TODAY)).toMatchObject({ mergedInto: otherId(1) });
  });

  it.each([
    ['itself', { into: RECORD_ID }, {}, 'merged-into-another', '/into'],
    [
      'one that was merged itself',
      into,
      looking(['party', and(partyKind, other, ['PartiesMerged', { into: RECORD_ID }])]),
      'merged-into-a-party-that-stands',
      '/into',
    ],
    ['another by intention', { ...into, modality: 'may' }, {}, 'an-intention-is-not-an-act', '/modality'],
  ])('into %s is refused, historical or not', (_which, body, context, rule, pointer) => {
    for (const recording of ['live', 'historical'])
      expect(when(partyKind, commands.MergeParty, { ...body, recording }, party, context).refused).toEqual([
        { rule, pointer },
      ]);
  });

  it('is undone by voiding it', () => {
    const back = and(partyKind, merged, ['EntryVoided', { voids: entryId(2), reason: 'Two parties' }]);
    expect(statusOf(partyKind, back, TODAY).status).toBe('recorded');
    expect(when(partyKind, commands.NameParty, { names: { ru: 'ГХК' } }, back).refused).toEqual([]);
  });
});

describe('a sole trader', () => {
  const PERSONAL_INN = '500100732259';
  const OGRNIP = '304500116000157';
  const names = { ru: 'ИП Иванов' };

  it('is recorded as one before numbers of a person are given', () => {
    for (const numbers of [{ inn: PERSONAL_INN }, { ogrnip: OGRNIP }]) {
      const broken = [{ rule: 'personal-number-of-a-sole-trader', pointer: `/${Object.keys(numbers)[0] ?? ''}` }];
      const recording = 'historical';
      expect(when(partyKind, 'RecordParty', { form: 'enterprise', names, ...numbers, recording }).refused).toEqual(
        broken,
      );
      const plant = given(partyKind, ['PartyRecorded', { form: 'enterprise', names }]);
      expect(when(partyKind, 'IdentifyParty', { ...numbers, recording }, plant).refused).toEqual(broken);
      expect(when(partyKind, 'RecordParty', { form: 'sole-trader', names, ...numbers }).refused).toEqual([]);
    }
  });

  it('is warned of when a correction makes one of a party whose names stand in clear', () => {
    const changes = { form: 'sole-trader' };
    const correct = (recordedNames: object) =>
      when(
        partyKind,
        'CorrectEntry',
        { corrects: entryId(1), reason: 'misread', changes },
        given(partyKind, ['PartyRecorded', { form: 'enterprise', names: recordedNames }]),
      );
    const inClear = [{ rule: 'personal-name-in-clear', pointer: '/changes/form' }];
    expect(correct(names)).toMatchObject({ refused: [], warned: inClear });
    expect(correct({ sealed: 'n' })).toMatchObject({ refused: [], warned: [] });
  });

  it('has its names and numbers sealed, and an organisation has not', () => {
    const sealedIn = (command: object, entries: readonly LedgerEvent[] = []): string[] => {
      const type = commandsOf(partyKind).find(({ name }) => name === 'RecordParty')!.type;
      return Object.entries(sealCommand(type, command, new Seals(), entries).command).flatMap(([field, value]) =>
        isSealed(value) ? [field] : [],
      );
    };
    expect(sealedIn({ form: 'sole-trader', names, inn: PERSONAL_INN, ogrnip: OGRNIP }).sort()).toEqual([
      'inn',
      'names',
      'ogrnip',
    ]);
    expect(sealedIn({ form: 'enterprise', names, inn: INN, ogrn: OGRN })).toEqual([]);
    // A correction names the changed fields alone: what was recorded says whose name it is.
    const trader = given(partyKind, ['PartyRecorded', { form: 'sole-trader', names: { sealed: 'n' } }]);
    expect(sealedIn({ names }, trader.entries)).toEqual(['names']);
    const corrected = and(partyKind, given(partyKind, ['PartyRecorded', { form: 'enterprise', names }]), [
      'EntryCorrected',
      { corrects: entryId(1), reason: 'misread', changes: { form: 'sole-trader' } },
    ]);
    expect(sealedIn({ names }, corrected.entries)).toEqual(['names']);
  });
});

describe('documents of a party', () => {
  it('change when a mandate begins and ends', () => {
    const record = and(partyKind, party, ['MandateGiven', { person: otherId(5), from: '2023-02-10', to: '2023-03' }]);
    const documents = documentsOf(partyKind, record).map(({ holdsFor: { from, to }, body }) => [
      from,
      to,
      (body as object as { mandates: { valid: string }[] }).mandates.map(({ valid }) => valid),
    ]);
    expect(documents).toEqual([
      [null, '2023-02-09', ['no']],
      ['2023-02-10', '2023-03-01', ['certain']],
      ['2023-03-02', '2023-03-31', ['possible']],
      ['2023-04-01', null, ['no']],
    ]);
  });

  it('bear a mandate that runs to the calendar’s last day', () => {
    const record = and(partyKind, party, [
      'MandateGiven',
      { person: otherId(5), from: '2023-01-01', to: '9999-12-31' },
    ]);
    expect(documentsOf(partyKind, record)).toMatchObject([{ body: { mandates: [{ valid: 'certain' }] } }]);
  });
});
