import type { RecordKind } from '../kernel/kind.js';
import type { LedgerRecord } from '../kernel/entry.js';
import {
  A,
  allSigned,
  IN,
  parties,
  PERSON_A,
  PERSON_B,
  registered,
  requested,
  ruled,
  agreement,
} from '../../test/fixtures/agreement.fixtures.js';
import { agreementKind } from '../registry/agreement/agreement.kind.js';
import { entryId, given, otherId, RECORD_ID, TODAY } from '../../test/fixtures/given-when-then.fixtures.js';
import { CorrectEntry } from '../registry/record-maintenance.js';
import { supportMeasureKind } from '../registry/undertaking/support-measure.kind.js';
import { correctionOf } from './correction.js';
import { contextOf } from './decision-context.js';
import { Seals } from './seals.js';

/** The rules that a correction of the n-th entry breaks, with the fields. */
function broken(kind: RecordKind, record: LedgerRecord, n: number, changes: object): string[] {
  const asked = Object.assign(new CorrectEntry(), { corrects: entryId(n), reason: 'Misread.', changes });
  const { records } = parties();
  const context = contextOf({ kind, actor: 'local', today: TODAY }, asked, record, records);
  const violations = correctionOf(kind, asked, record, new Seals())?.violations(context, records) ?? [];
  return violations.filter(({ severity }) => severity !== 'warn').map(({ rule, pointer }) => `${rule} ${pointer}`);
}

describe('a correction opens no way round the rules', () => {
  it('lets a signature be corrected, but not be given by somebody else’s representative or before there was a text', () => {
    expect(broken(agreementKind, IN['partly-signed'], 4, { date: '2023-01-30' })).toEqual([]);
    expect(broken(agreementKind, IN['partly-signed'], 4, { representative: PERSON_A })).toEqual([]);
    expect(broken(agreementKind, IN['partly-signed'], 4, { representative: PERSON_B })).toEqual([
      'signed-under-a-valid-mandate /changes/representative',
    ]);
    const dated = agreement(...allSigned('2022-02-01', '2022-02-02'));
    expect(broken(agreementKind, dated, 4, { date: '2010-01-01' })).toContain(
      'signed-under-a-valid-mandate /changes/representative',
    );
  });

  it('keeps the rule of entry into force whole', () => {
    const ruledOnce = agreement(...allSigned(), ruled('on-last-signature'));
    expect(broken(agreementKind, ruledOnce, 6, { entersIntoForce: 'on-fixed-date' })).toEqual([
      'fixed-date-given /changes/on',
    ]);
    const dates = { entersIntoForce: 'on-fixed-date', on: '2024-01-01', until: '2023-01-01' };
    expect(broken(agreementKind, ruledOnce, 6, dates)).toEqual(['term-in-order /changes/until']);
  });

  it('makes no date depend on itself, whatever lies between', () => {
    const after = (n: number): object => ({
      relativeDate: { to: { kind: 'agreement', id: RECORD_ID, event: entryId(n) }, direction: 'after', offset: 'P1M' },
    });
    const chain = agreement(
      ...allSigned('2022-02-01', '2022-02-02').slice(0, 3),
      ['AgreementSuspended', {}, after(1)],
      ['AgreementResumed', {}, after(4)],
    );
    const circle = 'date-without-a-circle /changes/relativeDate';
    expect(broken(agreementKind, chain, 4, { date: null, ...after(5) })).toContain(circle);
    expect(broken(agreementKind, chain, 4, { date: null, ...after(4) })).toContain(circle);
    expect(broken(agreementKind, chain, 1, { date: null, ...after(5) })).toContain(circle);
    expect(broken(agreementKind, chain, 5, { date: null, ...after(1) })).not.toContain(circle);
    // A date of its own ends the chain.
    const dated = agreement(...allSigned('2022-02-01', '2022-02-02'));
    expect(broken(agreementKind, dated, 4, { date: null, ...after(5) })).not.toContain(circle);
  });

  it('makes nothing arise from itself, whatever lies between', () => {
    const from = (n?: number): object => ({
      arisesFrom: { kind: 'agreement', id: RECORD_ID, ...(n === undefined ? {} : { event: entryId(n) }) },
    });
    const record = agreement(...allSigned().slice(0, 3), ['AgreementSuspended', {}, from(1)]);
    const itself = 'arises-from-something-else /changes/arisesFrom';
    for (const [n, cause] of [
      [1, 1],
      [1, undefined],
      [1, 4],
      [4, 4],
    ] as const)
      expect([n, cause, broken(agreementKind, record, n, from(cause))]).toEqual([n, cause, [itself]]);
    expect(broken(agreementKind, record, 4, from(2))).not.toContain(itself);
    expect(broken(agreementKind, record, 2, from(1))).not.toContain(itself);
  });

  it('carries no registration into another journal', () => {
    const stays = 'registration-number-stays /changes';
    const asked = agreement(...allSigned(), requested());
    const record = agreement(...allSigned(), requested(), registered({}, { request: entryId(6) }));
    for (const [of, n, others] of [
      [asked, 6, []],
      // Once it is answered, what it says is said by the registration.
      [record, 6, ['registration-corrected-itself /changes']],
      [record, 7, []],
    ] as const) {
      expect(broken(agreementKind, of, n, { region: 'RU-MO' })).toContain(stays);
      expect(broken(agreementKind, of, n, { date: '2022-05-01' })).toContain(stays);
      expect(broken(agreementKind, of, n, { region: A })).toEqual(others);
    }
    expect(broken(agreementKind, agreement(...allSigned(), registered()), 6, { region: 'RU-MO' })).toContain(stays);
  });

  it('skips no step of a life cycle, unless the entry is from an old register', () => {
    const measure = { title: { en: 'Subsidy' }, form: 'subsidy', recipient: otherId(2), stage: 'announced' };
    const live = given(
      supportMeasureKind,
      ['SupportMeasureRecorded', measure],
      ['UndertakingAdvanced', { to: 'granted' }],
    );
    expect(broken(supportMeasureKind, live, 2, { to: 'reclaimed' })).toEqual(['advanced-step-by-step /changes/to']);
    const old = given(
      supportMeasureKind,
      ['SupportMeasureRecorded', measure],
      ['UndertakingAdvanced', { to: 'granted' }, { recording: 'historical' }],
    );
    expect(broken(supportMeasureKind, old, 2, { to: 'reclaimed' })).toEqual([]);
  });

  it('lets an act become an intention, which then no longer counts', () => {
    expect(broken(agreementKind, IN['partly-signed'], 4, { modality: 'will' })).toEqual([]);
  });
});
