import { until } from '../../test/fixtures/foreign-log.fixtures.js';
import { GivenLedger, LEDGER, ZONE } from '../../test/fixtures/projected-ledger.fixtures.js';
import { kindNamed } from '../registry/registry.js';
import { RecordLoader } from './record-loader.js';

const AGREEMENT = kindNamed('agreement')!;

test('who asks while a stream is read shares the next read, and sees what was recorded before', async () => {
  const ledger = await GivenLedger.make();
  try {
    const id = await ledger.agreement('Castings', ['RU-KYA', 'RU-MO']);
    const reads: (() => void)[] = [];
    const store = {
      read: async (...args: Parameters<typeof ledger.store.read>) => {
        const events = await ledger.store.read(...args);
        await new Promise<void>((resolve) => reads.push(resolve));
        return events;
      },
    };
    const loader = new RecordLoader(store, LEDGER, ZONE);
    const first = loader.load(AGREEMENT, id);
    await until(() => reads.length === 1);
    await ledger.tell('agreement', id, 'EntryAnnotated', { notes: { en: 'Seen' } });
    const others = [loader.load(AGREEMENT, id), loader.load(AGREEMENT, id), loader.load(AGREEMENT, id)];
    reads[0]!();
    expect((await first)?.revision).toBe(0);
    await until(() => reads.length === 2);
    reads[1]!();
    for (const other of others) expect((await other)?.revision).toBe(1);
    expect(reads).toHaveLength(2);
  } finally {
    await ledger.remove();
  }
});

test('what was appended is known without another read', async () => {
  const ledger = await GivenLedger.make();
  try {
    const id = await ledger.agreement('Castings', ['RU-KYA', 'RU-MO']);
    const [begun] = await ledger.store.read(`${LEDGER}.agreement-${id}`, 0);
    const read = jest.fn(() => Promise.resolve([]));
    const loader = new RecordLoader({ read }, LEDGER, ZONE);
    const appended = loader.withAppended(loader.beginning(AGREEMENT, id), [begun!]);
    expect(appended.record.entries.map(({ type }) => type)).toEqual([begun!.type]);
    expect(await loader.load(AGREEMENT, id)).toBe(appended);
    expect(read).toHaveBeenCalledWith(appended.stream, 1);
  } finally {
    await ledger.remove();
  }
});

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
