import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startStandIn } from '../../test/support/eventstoredb/stand-in.js';
import { openStoreAt, readStoreAddress } from './address.js';
import { everything, idsOf, newEvents } from '../../test/contract/contract-support.js';
import { StoreRefused } from './port.js';

describe('The address of an event store', () => {
  it.each([
    ['sqlite:./data', { kind: 'sqlite', folder: './data' }],
    [' sqlite:/var/lib/a ledger\n', { kind: 'sqlite', folder: '/var/lib/a ledger' }],
    ['esdb://localhost:2113?tls=false', { kind: 'eventstoredb', url: 'esdb://localhost:2113?tls=false' }],
    ['esdb+discover://one', { kind: 'eventstoredb', url: 'esdb+discover://one' }],
    ['kurrentdb://a:b@one,two', { kind: 'eventstoredb', url: 'kurrentdb://a:b@one,two' }],
    ['kurrentdb+discover://one', { kind: 'eventstoredb', url: 'kurrentdb+discover://one' }],
  ])('%s is read', (text, address) => {
    expect(readStoreAddress(text)).toEqual(address);
  });

  it.each(['', 'sqlite:', './data', 'esdb:', 'esdb://', 'http://clerk:secret@localhost', 'clerk:secret@localhost'])(
    '"%s" is refused, and nothing secret is said',
    (text) => {
      const read = (): unknown => readStoreAddress(text);
      expect(read).toThrow(StoreRefused);
      expect(read).toThrow('no address of an event store');
      expect(read).not.toThrow(/secret|clerk/);
    },
  );

  it('leads to a store of either kind', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ledger-address-'));
    const server = await startStandIn();
    for (const text of [`sqlite:${folder}`, server.url]) {
      const events = newEvents(2);
      const store = await openStoreAt(readStoreAddress(text), { ledger: 'ledger' });
      await store.append('ledger.claim-1', -1, events);
      await store.close();
      const reading = await openStoreAt(readStoreAddress(text), { ledger: 'ledger', readOnly: true });
      expect(idsOf(await everything(reading))).toEqual(idsOf(events));
      await reading.close();
    }
    await server.kill();
    await rm(folder, { recursive: true });
  });
});
