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
import { SignAgreement, SignAmendment } from '../agreement/agreement.commands.js';
import { agreementKind } from '../agreement/agreement.kind.js';
import { facetsOf } from '../found-by.js';
import { sameAsQuestion } from './merger.js';
import { MergeParty } from './party.commands.js';
import { partyKind } from './party.kind.js';
import { personKind } from './person.kind.js';

const TEXT = 'a'.repeat(64);
const OTHER = otherId(9);
const OLD = otherId(1);
const NEW = otherId(2);
const MANDATED = otherId(11);
const MERGED_PERSON = otherId(12);

const party = (id: string, ...events: GivenEvent[]) =>
  [
    'party',
    { ...given(partyKind, ['PartyRecorded', { form: 'enterprise', names: { en: id } }], ...events), id },
  ] as const;
const person = (id: string, ...events: GivenEvent[]) =>
  ['person', { ...given(personKind, ['PersonRecorded', { name: { sealed: id } }], ...events), id }] as const;
const mandate: GivenEvent = ['MandateGiven', { person: MANDATED, from: '2020-01-01' }];

/** An agreement that names this party is open for signature. */
const open = (named: string, ...more: GivenEvent[]) =>
  given(
    agreementKind,
    ['AgreementAnnounced', { title: { en: 'A' }, parties: [named, OTHER] }],
    ['TextAdopted', { sha256: TEXT }],
    ['OpenedForSignature'],
    ...more,
  );

/** The old party was merged into the new one; each person signs under either id. */
const around = (mandateOfOld: GivenEvent[], mandateOfNew: GivenEvent[], merger: GivenEvent[]): Partial<Around> => ({
  ...looking(
    party(OLD, ...merger, ...mandateOfOld),
    party(NEW, ...mandateOfNew),
    party(OTHER),
    person(MANDATED),
    person(MERGED_PERSON, ['PeopleMerged', { into: MANDATED }]),
  ),
  found: {
    ...Object.fromEntries([OLD, NEW].map((id) => [sameAsQuestion(id), [OLD, NEW]])),
    ...Object.fromEntries([MANDATED, MERGED_PERSON].map((id) => [sameAsQuestion(id), [MANDATED, MERGED_PERSON]])),
  },
});
const MERGER: GivenEvent[] = [['PartiesMerged', { into: NEW }]];
const body = { representative: MANDATED, text: TEXT };

describe('a signature of a party that was merged', () => {
  it('is given in the name of the party under which it goes on, and says so', () => {
    const { events, refused, record } = when(
      agreementKind,
      SignAgreement,
      { ...body, party: NEW },
      open(OLD),
      around([], [mandate], MERGER),
    );
    expect(refused).toEqual([]);
    expect(events).toMatchObject([{ data: { party: OLD, signedAs: NEW } }]);
    expect(viewOn(agreementKind, record, TODAY)).toMatchObject({
      parties: [{ party: OLD, signed: { signedAs: NEW } }, { party: OTHER }],
    });
  });

  it('is given under its old name where the agreement names the party that it became, and says so', () => {
    const asked = { ...body, party: OLD };
    const { events, refused } = when(agreementKind, SignAgreement, asked, open(NEW), around([mandate], [], MERGER));
    expect(refused).toEqual([]);
    expect(events).toMatchObject([{ data: { party: NEW, signedAs: OLD } }]);
  });

  it.each([
    ['of the merged party, under its own name', OLD, OLD, [mandate], []],
    ['of the merged party, for the one that it became', NEW, NEW, [mandate], []],
    ['of the party that it became, under the old name', OLD, OLD, [], [mandate]],
  ])('rests on a mandate %s', (_which, named, signing, ofOld, ofNew) => {
    for (const representative of [MANDATED, MERGED_PERSON]) {
      const asked = { ...body, representative, party: signing };
      const { refused, events } = when(agreementKind, SignAgreement, asked, open(named), around(ofOld, ofNew, MERGER));
      expect(refused).toEqual([]);
      expect(events).not.toMatchObject([{ data: { signedAs: expect.anything() } }]);
    }
  });

  it('is refused again once the merger is voided, whatever the views still give', () => {
    const undone: GivenEvent[] = [...MERGER, ['EntryVoided', { voids: entryId(2), reason: 'Two parties.' }]];
    const asked = { ...body, party: NEW, recording: 'historical' };
    expect(when(agreementKind, SignAgreement, asked, open(OLD), around([], [mandate], undone)).refused).toEqual([
      { rule: 'signed-by-a-named-party', pointer: '/party' },
    ]);
    const underOther = { ...body, party: OLD, signedAs: NEW };
    expect(when(agreementKind, SignAgreement, underOther, open(OLD), around([mandate], [], undone)).refused).toEqual([
      { rule: 'signed-as-the-same-party', pointer: '/signedAs' },
    ]);
  });

  it('is given once, under whatever name', () => {
    const signed = open(OLD, ['AgreementSigned', { ...body, party: OLD }]);
    const asked = { ...body, party: NEW, recording: 'historical' };
    expect(when(agreementKind, SignAgreement, asked, signed, around([], [mandate], MERGER)).refused).toEqual([
      { rule: 'signed-once-per-party', pointer: '/party' },
    ]);
  });

  it('is each party’s own where the agreement names both', () => {
    const both = given(
      agreementKind,
      ['AgreementAnnounced', { title: { en: 'A' }, parties: [OLD, NEW] }],
      ['TextAdopted', { sha256: TEXT }],
      ['OpenedForSignature'],
      ['AgreementSigned', { ...body, party: OLD }],
    );
    const { refused, record } = when(
      agreementKind,
      SignAgreement,
      { ...body, party: NEW },
      both,
      around([], [mandate], MERGER),
    );
    expect(refused).toEqual([]);
    const signatures = {
      parties: [{ signed: { entry: expect.anything() } }, { signed: { entry: expect.anything() } }],
    };
    expect(viewOn(agreementKind, record, TODAY)).toMatchObject(signatures);
  });

  it('under an amendment keeps to the same', () => {
    const signed = [OLD, OTHER].map((id): GivenEvent => ['AgreementSigned', { ...body, party: id }]);
    const amended = open(OLD, ...signed, ['AmendmentAdopted', { sha256: 'c'.repeat(64) }]);
    const asked = { ...body, party: NEW, text: 'c'.repeat(64), amendment: entryId(6) };
    const { refused, events } = when(agreementKind, SignAmendment, asked, amended, around([], [mandate], MERGER));
    expect(refused).toEqual([]);
    expect(events).toMatchObject([{ data: { party: OLD, signedAs: NEW } }]);
  });
});

describe('a merger', () => {
  const into = { into: NEW };
  const old = given(partyKind, ['PartyRecorded', { form: 'enterprise', names: { en: 'Old' } }]);

  it('gives its reason', () => {
    const { record } = when(partyKind, MergeParty, { ...into, reason: 'The same INN.' }, old, looking(party(NEW)));
    expect(viewOn(partyKind, record, TODAY)).toMatchObject({ merger: { reason: 'The same INN.' }, mergedInto: NEW });
  });

  it('of two parties of one agreement is warned of, and names the agreement', () => {
    const outcome = when(partyKind, MergeParty, into, old, {
      ...looking(party(NEW)),
      found: { 'agreements-of-both': [otherId(30)] },
    });
    expect(outcome).toMatchObject({
      refused: [],
      warned: [{ rule: 'merged-parties-of-one-agreement', pointer: '/into' }],
      events: [{ data: { act: { warnings: [{ detail: expect.stringContaining(otherId(30)) }] } } }],
    });
  });

  it('ties a record to the other from its day on, until it is voided', () => {
    const merged = and(partyKind, old, ['PartiesMerged', into, { date: '2022-05' }]);
    const tie = { name: 'merged', to: NEW, from: '2022-05-01', until: null };
    expect(facetsOf(partyKind, merged).ties).toEqual([tie]);
    expect(facetsOf(partyKind, and(partyKind, merged, ['EntryVoided', { voids: entryId(2) }])).ties).toEqual([]);
    expect(facetsOf(partyKind, and(partyKind, old, ['PartiesMerged', into])).ties).toEqual([{ ...tie, from: null }]);
  });
});
