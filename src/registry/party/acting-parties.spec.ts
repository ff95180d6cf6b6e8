import type { Around, GivenEvent } from '../../../test/fixtures/given-when-then.fixtures.js';
import {
  and,
  entryId,
  given,
  looking,
  otherId,
  TODAY,
  viewOn,
  when,
} from '../../../test/fixtures/given-when-then.fixtures.js';
import type { RecordKind } from '../../kernel/kind.js';
import { agreementKind } from '../agreement/agreement.kind.js';
import { projectKind } from '../project/project.kind.js';
import { clusterKind } from '../undertaking/cluster.kind.js';
import { sameAsQuestion } from './merger.js';
import { partyKind } from './party.kind.js';

const [OLD, NEW, OTHER, THIRD] = [1, 2, 9, 10].map((n) => otherId(n)) as [string, string, string, string];
const TEXT = 'a'.repeat(64);

const party = (id: string, ...events: GivenEvent[]) =>
  [
    'party',
    { ...given(partyKind, ['PartyRecorded', { form: 'enterprise', names: { en: id } }], ...events), id },
  ] as const;

/** The old party was merged into the new one, or that was undone; the views find each under the other all the same. */
const around = (...merger: GivenEvent[]): Partial<Around> => ({
  ...looking(party(OLD, ...merger), party(NEW), party(OTHER), party(THIRD)),
  found: Object.fromEntries([OLD, NEW].map((id) => [sameAsQuestion(id), [OLD, NEW]])),
});
const MERGED = around(['PartiesMerged', { into: NEW }]);
const UNDONE = around(['PartiesMerged', { into: NEW }], ['EntryVoided', { voids: entryId(2), reason: 'Two.' }]);

const signature = (id: string, more: object = {}): GivenEvent => [
  'AgreementSigned',
  { party: id, text: TEXT, ...more },
  { date: '2020-01-03' },
];

/** An agreement in force that names this party, with a term that is renewed and an option to extend it. */
const agreementOf = (named: string): ReturnType<typeof given> =>
  given(
    agreementKind,
    ['AgreementAnnounced', { title: { en: 'A' }, parties: [named, OTHER, THIRD] }, { date: '2020-01-01' }],
    ['TextAdopted', { sha256: TEXT }, { date: '2020-01-02' }],
    ...[OTHER, THIRD].map((id) => signature(id)),
    signature(named, { subjectTo: 'ratification' }),
    ['ForceRuleSet', { entersIntoForce: 'on-last-signature', consents: { count: 2 } }, { date: '2020-01-03' }],
    [
      'TermSet',
      {
        duration: 'P30Y',
        countedFrom: 'entry-into-force',
        renewal: { period: 'P1Y' },
        extension: { period: 'P1Y', times: 3 },
      },
      { date: '2020-01-03' },
    ],
  );

const projectOf = (named: string): ReturnType<typeof given> =>
  given(projectKind, ['ProjectProposed', { title: { en: 'P' }, parties: [named, OTHER] }, { date: '2020-01-01' }]);

const clusterOf = (named: string): ReturnType<typeof given> =>
  given(
    clusterKind,
    ['ClusterRecorded', { title: { en: 'C' }, stage: 'established' }, { date: '2020-01-01' }],
    ['MemberJoined', { party: named }, { date: '2020-02-01' }],
  );

/** Each act of a party, with the record that names it, the field in which it stands, and what refuses a stranger. */
const ACTS: [
  command: string,
  kind: RecordKind,
  record: (named: string) => ReturnType<typeof given>,
  body: (id: string) => object,
  refusal: string,
][] = [
  ['ObjectToRenewal', agreementKind, agreementOf, (id) => ({ party: id }), 'declared-by-a-named-party'],
  ['ExtendTerm', agreementKind, agreementOf, (id) => ({ by: id }), 'declared-by-a-named-party'],
  [
    'GiveConsent',
    agreementKind,
    agreementOf,
    (id) => ({ party: id, form: 'ratification' }),
    'declared-by-a-named-party',
  ],
  ['WithdrawFromAgreement', agreementKind, agreementOf, (id) => ({ party: id }), 'declared-by-a-named-party'],
  [
    'SucceedParty',
    agreementKind,
    agreementOf,
    (id) => ({ party: id, successor: 'RU-MO' }),
    'declared-by-a-named-party',
  ],
  [
    'HoldNegotiationRound',
    projectKind,
    projectOf,
    (id) => ({ parties: [id, OTHER], outcome: 'continued' }),
    'round-between-its-parties',
  ],
  ['DeclineProject', projectKind, projectOf, (id) => ({ by: id }), 'ended-by-its-party'],
  ['WithdrawProject', projectKind, projectOf, (id) => ({ by: id }), 'ended-by-its-party'],
  ['LeaveProject', projectKind, projectOf, (id) => ({ party: id }), 'only-a-party-leaves'],
  ['LeaveCluster', clusterKind, clusterOf, (id) => ({ party: id }), 'left-by-a-member'],
];

describe.each(ACTS)('%s of a party that was merged', (command, kind, record, body, refusal) => {
  it.each([
    ['the one into which it was merged', OLD, NEW],
    ['the merged one', NEW, OLD],
  ])('stands under the id that the record names, where it is done as %s, and says so', (_which, named, given) => {
    const { refused, events } = when(kind, command, body(given), record(named), MERGED);
    expect(refused).toEqual([]);
    expect(events).toMatchObject([{ data: { ...body(named), actedAs: [given] } }]);
  });

  it('says nothing where the record names it so', () => {
    const { refused, events } = when(kind, command, body(NEW), record(NEW), MERGED);
    expect(refused).toEqual([]);
    expect(events[0]?.data).not.toHaveProperty('actedAs');
  });

  it('is refused once the merger is voided, and in the name of somebody else', () => {
    expect(when(kind, command, body(NEW), record(OLD), UNDONE).refused).toContainEqual(
      expect.objectContaining({ rule: refusal }),
    );
    const asOther = { ...body(OLD), actedAs: [NEW] };
    expect(when(kind, command, asOther, record(OLD), UNDONE).refused).toEqual([
      { rule: 'acted-as-the-same-party', pointer: '/actedAs' },
    ]);
  });
});

describe('a party that was merged', () => {
  it.each([
    ['AccedeToAgreement', agreementKind, agreementOf, 'accedes-from-outside'],
    ['JoinProject', projectKind, projectOf, 'joined-once'],
    ['JoinCluster', clusterKind, clusterOf, 'joined-once'],
  ] as const)('joins once, under whatever name: %s', (command, kind, record, rule) => {
    for (const [named, id] of [
      [OLD, NEW],
      [NEW, OLD],
    ] as const)
      expect(when(kind, command, { party: id }, record(named), MERGED).refused).toContainEqual({
        rule,
        pointer: '/party',
      });
    expect(when(kind, command, { party: NEW }, record(OLD), UNDONE).refused).not.toContainEqual(
      expect.objectContaining({ rule }),
    );
  });

  it('does what it does once, under whatever name', () => {
    const withdrawn = and(agreementKind, agreementOf(OLD), ['PartyWithdrew', { party: OLD }, { date: '2022-01-01' }]);
    expect(when(agreementKind, 'WithdrawFromAgreement', { party: NEW }, withdrawn, MERGED).refused).toContainEqual({
      rule: 'withdraws-once',
      pointer: '/party',
    });
  });

  it('acts for itself where the record names both', () => {
    const both = given(projectKind, ['ProjectProposed', { title: { en: 'P' }, parties: [OLD, NEW] }]);
    const round = { parties: [OLD, NEW], outcome: 'continued' };
    expect(when(projectKind, 'HoldNegotiationRound', round, both, MERGED)).toMatchObject({
      refused: [],
      events: [{ data: { parties: [OLD, NEW] } }],
    });
  });

  it('is one party of a round, however many of its names that gives', () => {
    const round = { parties: [OLD, NEW], outcome: 'continued' };
    expect(when(projectKind, 'HoldNegotiationRound', round, projectOf(OLD), MERGED).refused).toEqual([
      { rule: 'round-between-two-parties', pointer: '/parties' },
    ]);
  });

  it('is shown with the name under which it acted', () => {
    const objected = when(agreementKind, 'ObjectToRenewal', { party: NEW }, agreementOf(OLD), MERGED).record;
    expect(viewOn(agreementKind, objected, TODAY)).toMatchObject({
      term: { objections: [{ party: OLD, actedAs: [NEW] }] },
    });
    const round = { parties: [NEW, OTHER], outcome: 'continued' };
    const held = when(projectKind, 'HoldNegotiationRound', round, projectOf(OLD), MERGED).record;
    expect(viewOn(projectKind, held, TODAY)).toMatchObject({ rounds: [{ parties: [OLD, OTHER], actedAs: [NEW] }] });
  });

  it('has its roles, and gives consents that are waited for, under the id that the record names', () => {
    const roles = { party: NEW, roles: [{ role: 'customer' }] };
    expect(when(agreementKind, 'AssignRoles', roles, agreementOf(OLD), MERGED)).toMatchObject({
      refused: [],
      events: [{ data: { party: OLD } }],
    });
    const rule = { entersIntoForce: 'on-last-signature', consents: { parties: [NEW, OTHER] }, recording: 'historical' };
    expect(when(agreementKind, 'SetForceRule', rule, agreementOf(OLD), MERGED)).toMatchObject({
      refused: [],
      events: [{ data: { consents: { parties: [OLD, OTHER] } } }],
    });
    expect(when(agreementKind, 'AssignRoles', roles, agreementOf(OLD), UNDONE).refused).toEqual([
      { rule: 'declared-by-a-named-party', pointer: '/party' },
    ]);
  });

  it('is not put in place of the id that the record names by a correction, which would count for nobody', () => {
    const record = agreementOf(OLD);
    const signed = record.entries.find(({ data }) => (data as { party?: string }).party === OLD)!;
    const correction = (party: string) => ({ corrects: signed.id, reason: 'Misread.', changes: { party } });
    expect(when(agreementKind, 'CorrectEntry', correction(NEW), record, MERGED).refused).toEqual([
      { rule: 'corrected-to-what-is-recorded', pointer: '/changes/party' },
    ]);
    expect(when(agreementKind, 'CorrectEntry', correction(OLD), record, MERGED).refused).toEqual([]);
  });

  it('keeps to that when the act is corrected', () => {
    const objected = when(agreementKind, 'ObjectToRenewal', { party: NEW }, agreementOf(OLD), MERGED).record;
    const correction = { corrects: objected.entries.at(-1)!.id, reason: 'Misread.', changes: { date: '2023-01-05' } };
    expect(when(agreementKind, 'CorrectEntry', correction, objected, MERGED).refused).toEqual([]);
  });
});
