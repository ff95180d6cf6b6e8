import { GivenLedger, LEDGER, ZONE } from '../../test/fixtures/projected-ledger.fixtures.js';
import { kindNamed } from '../registry/registry.js';
import { RecordLoader } from './record-loader.js';

const AGREEMENT = kindNamed('agreement')!;

test('records are kept up to a size of their events, whatever their number', async () => {
  const ledger = await GivenLedger.make();
  try {
    const ids: string[] = [];
    for (const length of [10, 10, 20_000]) ids.push(await ledger.agreement('x'.repeat(length), ['RU-KYA', 'RU-MO']));
    const loader = new RecordLoader(ledger.store, LEDGER, ZONE, 10_000);
    const load = async (id = ''): Promise<unknown> => (await loader.load(AGREEMENT, id))?.record;
    const [small, other] = [await load(ids[0]), await load(ids[1])];
    expect(await load(ids[0])).toBe(small);
    expect(await load(ids[1])).toBe(other);
    const large = await load(ids[2]);
    expect(await load(ids[2])).toEqual(large);
    expect(await load(ids[2])).not.toBe(large);
  } finally {
    await ledger.remove();
  }
});
