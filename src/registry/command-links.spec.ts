import { and, entryId, given, otherId, TODAY } from '../../test/fixtures/given-when-then.fixtures.js';
import { IN } from '../../test/fixtures/agreement.fixtures.js';
import type { DatedRecord } from '../kernel/dated.js';
import type { RecordKind } from '../kernel/kind.js';
import { agreementKind } from './agreement/agreement.kind.js';
import { bodyOn } from './document.js';
import { partyKind } from './party/party.kind.js';
import { commandsOf, KINDS } from './registry.js';

/** What moves no life cycle. */
const ALWAYS = ['addAgreementIdentifier', 'assignRoles', 'describeAgreement', 'nameDepositaries'];
const MAINTENANCE = ['annotateRecordEntry', 'attestRecordEntry', 'correctRecordEntry', 'voidRecordEntry'];

function commandsIn(kind: RecordKind, record: DatedRecord): Record<string, string> {
  return (bodyOn(kind, record, TODAY) as { links: { commands: Record<string, string> } }).links.commands;
}

describe('the life cycles of the kinds', () => {
  it.each(KINDS.map((kind) => [kind.name, kind] as const))('of a %s names its commands and statuses', (_name, kind) => {
    expect(commandsOf(kind).map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(kind.lifeCycle)));
    expect(kind.statuses).toEqual(expect.arrayContaining(Object.values(kind.lifeCycle).flat()));
  });
});

describe('the links of an answer', () => {
  it('name the commands that the status allows, with their addresses', () => {
    const commands = commandsIn(agreementKind, IN.draft);
    expect(Object.keys(commands).sort()).toEqual(
      [
        ...ALWAYS,
        'abandonAgreement',
        'adoptText',
        'openForSignature',
        'setForceRule',
        'setTerm',
        ...MAINTENANCE,
      ].sort(),
    );
    expect(commands.setForceRule).toBe(`/v1/agreements/${IN.draft.id}/force-rule`);
  });

  it('offer nothing but corrections, remarks, identifiers and the registration of its end where a life is over', () => {
    expect(Object.keys(commandsIn(agreementKind, IN.annulled)).sort()).toEqual(
      [...ALWAYS, ...MAINTENANCE, 'registerAgreement'].sort(),
    );
  });

  it('of a void record offer a remark, and the voiding of the void', () => {
    const begun = given(partyKind, ['PartyRecorded', { form: 'enterprise', names: { en: 'Plant' } }]);
    const voided = and(partyKind, begun, ['EntryVoided', { voids: entryId(1), reason: 'Twice.' }]);
    expect(Object.keys(commandsIn(partyKind, voided)).sort()).toEqual(['annotateRecordEntry', 'voidRecordEntry']);
  });

  it('of a merged party offer no further name', () => {
    const begun = given(partyKind, ['PartyRecorded', { form: 'enterprise', names: { en: 'Plant' } }]);
    expect(Object.keys(commandsIn(partyKind, begun))).toContain('nameParty');
    const merged = and(partyKind, begun, ['PartiesMerged', { into: otherId(1) }]);
    expect(Object.keys(commandsIn(partyKind, merged))).not.toContain('nameParty');
  });
});
