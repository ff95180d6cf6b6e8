import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuseOlderEvents } from './event-format.js';
import { StoreUnavailable } from './event-store/port.js';
import { openSqliteStore } from './event-store/sqlite/sqlite-event-store.js';
import { OLDEST_SCHEMA } from './registry/envelope.js';

/** What becomes of a start on a log with one event that has this metadata. */
async function startOn(metadata: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'format-'));
  const store = openSqliteStore({ folder, ledger: 'ledger' });
  try {
    const event = { id: randomUUID(), type: 'SourceRegistered', data: '{}', metadata };
    await store.append(`ledger.source-${randomUUID()}`, -1, [event], []);
    return await refuseOlderEvents(store, 'DATA_DIR').then(
      () => 'started',
      (error: unknown) => (error as Error).message,
    );
  } finally {
    await store.close();
    await rm(folder, { recursive: true });
  }
}

const metadataOf = (schema: number): string =>
  JSON.stringify({ schema, recordedAt: '2023-01-31T09:00:00.000Z', actor: 'local' });

describe('a log that was written by another version', () => {
  it('is refused in one line where this one no longer reads its events', async () => {
    const message = await startOn(metadataOf(OLDEST_SCHEMA - 1));
    expect(message).toMatch(/^DATA_DIR: .*format 1, and this one reads format 2/);
    expect(message).not.toContain('\n');
  });

  it.each([
    ['the format of this one', metadataOf(OLDEST_SCHEMA)],
    ['events of somebody else', '{}'],
  ])('is taken with %s', async (_what, metadata) => {
    expect(await startOn(metadata)).toBe('started');
  });

  it('is looked at later where the store does not answer now', async () => {
    const away = {
      readAll: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new StoreUnavailable('away')) }) }),
    };
    await expect(refuseOlderEvents(away as never, 'EVENT_STORE_URL')).resolves.toBeUndefined();
  });
});
