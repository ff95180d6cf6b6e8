import type { Around } from '../../test/fixtures/given-when-then.fixtures.js';
import type { StatedAct } from '../kernel/decider.js';
import type { CommandSpec } from '../kernel/kind.js';
import type { DatedRecord } from '../kernel/dated.js';
import { onDay } from '../kernel/dated.js';
import { contextOf } from '../commands/decision-context.js';
import type { Reference } from './common-rules.js';
import { commonRules } from './common-rules.js';
import {
  and,
  entryId,
  given,
  looking,
  otherId,
  RECORD_ID,
  TODAY,
  withDates,
} from '../../test/fixtures/given-when-then.fixtures.js';
import { partyKind } from './party/party.kind.js';
import { commandsOf } from './registry.js';

const recorded = ['PartyRecorded', { form: 'enterprise', names: { en: 'OAT' } }] as const;
const makeVoid = ['EntryVoided', { voids: entryId(1), reason: 'Mistaken' }] as const;
const party = given(partyKind, recorded);
const voided = and(partyKind, party, makeVoid);

const spec = (name: string): CommandSpec => {
  const found = commandsOf(partyKind).find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no command ${name}`);
  return found;
};

/** Rules broken, with their weight and pointer. */
function broken(
  stated: StatedAct,
  record: DatedRecord = party,
  references: Reference[] = [],
  look: Pick<Around, 'records'> = looking(),
  name = 'NameParty',
): string[] {
  const { records } = look;
  const context = contextOf({ kind: partyKind, actor: 'local', today: TODAY }, stated, record, records);
  const now = onDay(record, TODAY, partyKind.statusModel.timeless);
  return commonRules(spec(name), stated, now, references, context).map(
    ({ severity, rule, pointer }) => `${severity} ${rule} ${pointer}`,
  );
}

describe('the date of an act', () => {
  it.each([
    ['2023-01-31', []],
    ['2023-01', []],
    ['2023', []],
    ['XXXX-12-31', []],
    ['2022/..', []],
    ['2023-02-01', ['reject-if-live date-not-in-the-future /date']],
    ['2023-02', ['reject-if-live date-not-in-the-future /date']],
    ['2024', ['reject-if-live date-not-in-the-future /date']],
    ['2023-02-01~', ['reject-if-live date-not-in-the-future /date']],
    ['2023-02-01/..', ['reject-if-live date-not-in-the-future /date']],
  ])('%s lies not in the future', (date, rules) => {
    expect(broken({ date })).toEqual(rules);
  });

  it('is one: given outright, or relative to another entry', () => {
    const relativeDate = { to: { kind: 'party', id: RECORD_ID }, direction: 'after' as const };
    expect(broken({ relativeDate })).toEqual([]);
    expect(broken({ date: '2022', relativeDate })).toEqual(['reject one-date /relativeDate']);
  });
});

describe('a void record', () => {
  it.each(['NameParty', 'GiveMandate', 'MergeParty', 'CorrectEntry', 'AttestEntry'])('takes no %s', (name) => {
    expect(broken({}, voided, [], looking(), name)).toEqual(['reject record-not-voided ']);
  });

  it.each(['VoidEntry', 'AnnotateEntry'])('takes %s', (name) => {
    expect(broken({}, voided, [], looking(), name)).toEqual([]);
  });

  it('takes all again when its void is voided', () => {
    const back = and(partyKind, voided, ['EntryVoided', { voids: entryId(2), reason: 'It was right' }]);
    expect(broken({}, back)).toEqual([]);
  });

  it('is never that of a region', () => {
    expect(broken({}, { ...voided, id: 'RU-ULY' })).toEqual([]);
    expect(broken({}, withDates(partyKind, { id: 'RU-ULY', entries: [] }))).toEqual([]);
  });
});

describe('a reference', () => {
  const to = (id: string, event?: string): Reference => ({
    pointer: '/into',
    kind: 'party',
    id,
    ...(event === undefined ? {} : { event }),
  });
  const other = { ...party, id: otherId(1) };
  const otherVoided = { ...voided, id: otherId(1) };
  const part = and(partyKind, other, ['PartyNamed', { names: { en: 'O.A.T.' } }]);
  const partVoided = and(partyKind, part, ['EntryVoided', { voids: entryId(2), reason: 'Mistaken' }]);

  it.each([
    ['a record', to(otherId(1)), other, []],
    ['an entry of it', to(otherId(1), entryId(1)), other, []],
    ['nothing', to(otherId(1)), undefined, ['reject reference-exists /into']],
    ['an entry of nothing', to(otherId(1), entryId(1)), undefined, ['reject reference-exists /into']],
    ['no entry of it', to(otherId(1), entryId(9)), other, ['reject reference-exists /into/event']],
    ['a void record', to(otherId(1)), otherVoided, ['reject-if-live reference-not-voided /into']],
    ['a void entry', to(otherId(1), entryId(2)), partVoided, ['reject-if-live reference-not-voided /into/event']],
    ['a region of which nothing is recorded', to('RU-ULY'), undefined, []],
    ['an entry of such a region', to('RU-ULY', entryId(1)), undefined, ['reject reference-exists /into/event']],
    [
      'a region where another kind is meant',
      { ...to('RU-ULY'), kind: 'person' },
      undefined,
      ['reject reference-exists /into'],
    ],
  ] as [string, Reference, DatedRecord | undefined, string[]][])('to %s', (_what, reference, target, rules) => {
    const look = target ? looking(['party', target]) : looking();
    expect(broken({}, party, [reference], look)).toEqual(rules);
  });
});
