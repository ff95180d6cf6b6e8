import { and, TODAY, viewOn } from '../../../test/fixtures/given-when-then.fixtures.js';
import {
  A,
  adopted,
  agreement,
  announced,
  B,
  IN,
  STRANGER,
  whenAgreement as when,
} from '../../../test/fixtures/agreement.fixtures.js';
import { facetsOf } from '../found-by.js';
import { AssignRoles, DescribeAgreement, NameDepositaries } from './agreement.details-commands.js';
import { agreementKind } from './agreement.kind.js';

interface View {
  title: object;
  languages: string[];
  depositaries: object | null;
  parties: { party: string; roles?: object[] }[];
  texts: { languages?: string[] }[];
}
const view = (record: Parameters<typeof viewOn>[1], day = TODAY): View => viewOn(agreementKind, record, day) as View;
const rolesOf = (record: Parameters<typeof viewOn>[1], day = TODAY): unknown[] =>
  view(record, day).parties.map(({ roles }) => roles);

describe('the description of an agreement', () => {
  it('adds a title in a further language, and says in which languages it is authentic', () => {
    const { events, record } = when(DescribeAgreement, { title: { kk: 'Келісім' }, languages: ['ru', 'kk'] }, IN.draft);
    expect(events).toMatchObject([{ type: 'AgreementDescribed', data: { title: { kk: 'Келісім' } } }]);
    expect(view(record)).toMatchObject({
      title: { en: 'On cooperation', kk: 'Келісім' },
      languages: ['ru', 'kk'],
    });
    expect(facetsOf(agreementKind, record).title).toEqual({ en: 'On cooperation', kk: 'Келісім' });
  });

  it('is a later act: an earlier day does not know of it, and nothing was wrong', () => {
    const record = agreement(
      announced({}, { date: '2020-01-01' }),
      ['AgreementDescribed', { languages: ['ru'] }, { date: '2020-02-01' }],
      ['AgreementDescribed', { languages: ['ru', 'zh-Hans'] }, { date: '2021-02-01' }],
    );
    expect([view(record, '2020-01-15').languages, view(record, '2020-06-01').languages]).toEqual([[], ['ru']]);
    expect(view(record)).toMatchObject({ languages: ['ru', 'zh-Hans'] });
  });

  it('takes the languages of the text where nothing else is said, also of texts from before they were tags', () => {
    expect(
      view(agreement(announced(), ['TextAdopted', { sha256: 'a'.repeat(64), languages: ['ru', 'be'] }])),
    ).toMatchObject({ languages: ['ru', 'be'], texts: [{ languages: ['ru', 'be'] }] });
    const old = agreement(announced(), ['TextAdopted', { sha256: 'a'.repeat(64), language: 'ru-en' }]);
    expect(view(old)).toMatchObject({ languages: ['ru', 'en'], texts: [{ languages: ['ru', 'en'] }] });
    expect(view(agreement(announced(), adopted())).languages).toEqual([]);
  });

  it('takes no title in a language that has one, unless an old register tells of it', () => {
    const broken = [{ rule: 'title-in-a-further-language', pointer: '/title' }];
    expect(when(DescribeAgreement, { title: { en: 'Another' } }, IN.draft).refused).toEqual(broken);
    const old = when(DescribeAgreement, { title: { en: 'Another' }, recording: 'historical' }, IN.draft);
    expect(old).toMatchObject({ refused: [], warned: broken });
    expect(when(DescribeAgreement, {}, IN.draft).refused).toEqual([{ rule: 'something-described', pointer: '' }]);
  });

  it.each([
    [{ languages: ['russian'] }, '/languages'],
    [{ languages: ['RU'] }, '/languages'],
    [{ languages: ['ru', 'ru'] }, '/languages'],
    [{ title: { german: 'Abkommen' } }, '/title'],
  ])('refuses %j', (body, pointer) => {
    expect(when(DescribeAgreement, body, IN.draft).invalid).toEqual([pointer]);
  });
});

describe('depositaries', () => {
  it('are parties on record and countries, each time in place of those before', () => {
    const first = when(NameDepositaries, { parties: [STRANGER], countries: ['BY', 'KZ'] }, IN['in-force']).record;
    expect(view(first).depositaries).toMatchObject({ parties: [STRANGER], countries: ['BY', 'KZ'] });
    expect(view(first).parties.map(({ party }) => party)).toEqual([A, B]);
    const next = when(NameDepositaries, { countries: ['RU'] }, first).record;
    expect(view(next).depositaries).toMatchObject({ parties: [], countries: ['RU'] });
    expect(view(IN.draft).depositaries).toBeNull();
  });

  it('are somebody', () => {
    expect(when(NameDepositaries, {}, IN.draft).refused).toEqual([{ rule: 'depositary-named', pointer: '/parties' }]);
    expect(when(NameDepositaries, { countries: ['XX'] }, IN.draft).invalid).toEqual(['/countries']);
    expect(when(NameDepositaries, { parties: [A], modality: 'may' }, IN.draft).refused).toEqual([
      { rule: 'an-intention-is-not-an-act', pointer: '/modality' },
    ]);
  });
});

describe('the roles of a party', () => {
  const operator = { role: 'other', title: { ru: 'оператор' } };

  it('are words of the register, or words of its own where none of these fits', () => {
    const { record, refused } = when(AssignRoles, { party: A, roles: [{ role: 'customer' }, operator] }, IN.draft);
    expect(refused).toEqual([]);
    expect(rolesOf(record)).toEqual([[{ role: 'customer' }, operator], undefined]);
    expect(facetsOf(agreementKind, record).roles).toEqual([
      { role: 'customer', party: A, from: null, until: null },
      { role: 'other', party: A, from: null, until: null },
    ]);
  });

  it('change by a later act, which takes nothing away from the days before', () => {
    const record = agreement(
      announced({}, { date: '2020-01-01' }),
      ['RolesAssigned', { party: A, roles: [{ role: 'customer' }] }, { date: '2020-02-01' }],
      ['RolesAssigned', { party: A, roles: [{ role: 'guarantor' }] }, { date: '2021-02-01' }],
      ['RolesAssigned', { party: A, roles: [] }, { date: '2022-02-01' }],
    );
    const onA = (day: string): unknown => rolesOf(record, day)[0];
    expect(['2020-01-15', '2020-06-01', '2021-06-01', '2022-06-01'].map(onA)).toEqual([
      undefined,
      [{ role: 'customer' }],
      [{ role: 'guarantor' }],
      undefined,
    ]);
    expect(facetsOf(agreementKind, record).roles).toEqual([
      { role: 'customer', party: A, from: '2020-02-01', until: '2021-01-31' },
      { role: 'guarantor', party: A, from: '2021-02-01', until: '2022-01-31' },
    ]);
  });

  it('go to whoever takes the place of the party', () => {
    const record = and(
      agreementKind,
      IN['in-force'],
      ['RolesAssigned', { party: A, roles: [{ role: 'supplier' }] }],
      ['PartySucceeded', { party: A, successor: STRANGER }],
    );
    expect(view(record).parties).toMatchObject([{ party: STRANGER, roles: [{ role: 'supplier' }] }, { party: B }]);
    const roles = { roles: [{ role: 'supplier' }] };
    const dated = and(
      agreementKind,
      IN['in-force'],
      ['RolesAssigned', { party: A, ...roles }, { date: '2023-01-10' }],
      ['PartySucceeded', { party: A, successor: STRANGER }, { date: '2023-01-20' }],
    );
    expect(facetsOf(agreementKind, dated)).toMatchObject({
      parties: [STRANGER, B, A],
      roles: [
        { role: 'supplier', party: A, from: '2023-01-10', until: '2023-01-19' },
        { role: 'supplier', party: STRANGER, from: '2023-01-20', until: null },
      ],
    });
  });

  it.each([
    [{ party: STRANGER, roles: [{ role: 'customer' }] }, 'declared-by-a-named-party', '/party'],
    [{ party: A, roles: [{ role: 'other' }] }, 'role-in-words-where-none-fits', '/roles/0/title'],
    [
      { party: A, roles: [{ role: 'supplier' }, { role: 'customer', title: { ru: 'заказчик' } }] },
      'role-in-words-where-none-fits',
      '/roles/1/title',
    ],
    [{ party: A, roles: [{ role: 'customer' }, { role: 'customer' }] }, 'each-role-once', '/roles'],
  ])('refuse %j: %s', (body, rule, pointer) => {
    expect(when(AssignRoles, body, IN.draft).refused).toEqual([{ rule, pointer }]);
  });

  it('are known words', () => {
    expect(when(AssignRoles, { party: A, roles: [{ role: 'buyer' }] }, IN.draft).invalid).toEqual(['/roles/0/role']);
    expect(when(AssignRoles, { party: A }, IN.draft).invalid).toEqual(['/roles']);
  });
});
