import { entryId, given, otherId } from '../../../test/fixtures/given-when-then.fixtures.js';
import type { DatedEntry } from '../../kernel/dated.js';
import { agreementKind } from '../../registry/agreement/agreement.kind.js';
import { referencesOf } from './references.js';

const arisesFrom = { kind: 'meeting', id: otherId(1) };
const source = { id: otherId(2) };

describe('what a record refers to', () => {
  const record = given(
    agreementKind,
    ['AgreementAnnounced', { title: { en: 'A' }, parties: [] }, { arisesFrom, source, date: '2022-05-01' }],
    ['TextAdopted', { sha256: 'a'.repeat(64) }, { arisesFrom, source, date: '2022-03-01' }],
    ['AgreementSigned', { party: 'RU-MO', representative: otherId(3) }, { source: { id: otherId(4) } }],
  );
  const sinceOf = ({ when }: DatedEntry): string => when.earliest ?? '';

  it('is named by each entry, but a source once, at its first place and from the earliest day on', () => {
    const found = referencesOf(agreementKind, record, sinceOf);
    expect(found.map(({ rel, from, id, since }) => [rel, from, id, since])).toEqual([
      ['arisesFrom', entryId(1), otherId(1), '2022-05-01'],
      ['source', entryId(1), otherId(2), '2022-03-01'],
      ['arisesFrom', entryId(2), otherId(1), '2022-03-01'],
      ['source', entryId(3), otherId(4), '2022-05-01'],
      ['party', entryId(3), 'RU-MO', '2022-05-01'],
      ['representative', entryId(3), otherId(3), '2022-05-01'],
    ]);
    const places = found.map(({ place }) => place);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(new Set(places).size).toBe(places.length);
  });
});
