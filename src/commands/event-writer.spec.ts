import { randomUUID } from 'node:crypto';
import type { EventStore } from '../event-store/port.js';
import { LogRefused, StoreFull, StoreRefused, StoreUnavailable } from '../event-store/port.js';
import { leafBytes } from '../transparency/leaf.js';
import { asProblem, EventWriter, MAX_EVENT_BYTES } from './event-writer.js';

const STREAM = 'ledger.claim-1';
/** With more digits than the one before it. */
const REVISION = 10_000;

/** One event with a text of so many characters, which the writer only prepares: no store is asked. */
function prepared(characters: number, letter = 'x') {
  const writer = new EventWriter({} as EventStore, () => new Date('2023-01-31T09:00:00.000Z'));
  const act = { modality: 'fact', date: null, recording: 'live', source: null } as const;
  const request = { actor: 'local', key: 'key', correlationId: randomUUID(), digest: 'd' };
  const data = { act, text: letter.repeat(characters) };
  const [event] = writer.prepare(request, STREAM, REVISION - 1, [{ type: 'ClaimRecorded', data }]);
  return leafBytes({ ...event!, stream: STREAM, revision: REVISION, index: Number.MAX_SAFE_INTEGER });
}

describe('The largest event', () => {
  it.each(['x', 'я', '"'])('is one whose entry in the transparency log has 65,535 bytes, of %s', (letter) => {
    const each = Buffer.byteLength(JSON.stringify(letter)) - 2;
    const room = Math.floor((MAX_EVENT_BYTES - prepared(0).length) / each);
    const bytes = prepared(room, letter);
    expect(bytes.length).toBeLessThanOrEqual(MAX_EVENT_BYTES);
    expect(bytes.length + each).toBeGreaterThan(MAX_EVENT_BYTES);
    expect(() => prepared(room + 1, letter)).toThrow(`at most ${MAX_EVENT_BYTES}`);
  });
});

describe('What the store says', () => {
  it.each([
    [new StoreUnavailable('away', 7), { problem: 'store-unavailable', message: 'away', retryAfter: 7 }],
    [new StoreRefused('no right'), { problem: 'store-unavailable', message: 'no right', retryAfter: 60 }],
    [new LogRefused('another log'), { problem: 'log-refused', message: 'ALARM: another log', retryAfter: 60 }],
    [new StoreFull('no room'), { problem: 'storage-full', message: 'no room' }],
  ])('%p is said to the client', (error, problem) => {
    expect(asProblem(error)).toMatchObject(problem);
  });

  it('is passed on where it is no answer for a client', () => {
    const error = new TypeError('a mistake of ours');
    expect(asProblem(error)).toBe(error);
  });
});
