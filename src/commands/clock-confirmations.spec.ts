import { GivenLog, LEDGER } from '../../test/fixtures/instances.fixtures.js';
import type { EventStore } from '../event-store/port.js';
import { StoreUnavailable } from '../event-store/port.js';
import { type ClockConfirmation, clockStream } from '../registry/clock-confirmation.js';
import { ClockConfirmations } from './clock-confirmations.js';

const CONFIRMATION: ClockConfirmation = { confirmedAt: '2024-07-01T09:00:00.000Z', found: 'nothing', from: null };

describe('a confirmation of the clock', () => {
  let log: GivenLog;

  beforeEach(async () => {
    log = await GivenLog.make();
  });

  afterEach(() => log.remove());

  const confirmations = (append: EventStore['append']): ClockConfirmations =>
    new ClockConfirmations(Object.assign(Object.create(log.store) as EventStore, { append }), LEDGER);

  it('is recorded though another instance records its own meanwhile', async () => {
    const own = new ClockConfirmations(log.store, LEDGER);
    await own.record(CONFIRMATION, 'local');
    let isFirst = true;
    const outrun = confirmations(async (...args) => {
      if (isFirst) {
        isFirst = false;
        await own.record(CONFIRMATION, 'another');
      }
      return log.store.append(...args);
    });
    const position = await outrun.record(CONFIRMATION, 'local');
    const events = await log.store.read(clockStream(LEDGER));
    expect(events.map(({ revision }) => revision)).toEqual([0, 1, 2]);
    expect(events.at(-1)?.position).toBe(position);
  });

  it('that the store does not take is not recorded, and that is said', async () => {
    const failing = confirmations(() => Promise.reject(new StoreUnavailable('away')));
    await expect(failing.record(CONFIRMATION, 'local')).rejects.toThrow(StoreUnavailable);
    expect(await log.store.read(clockStream(LEDGER))).toEqual([]);
  });
});
