import type { CommandRequest, CommandResult } from './recorder.js';
import { Recorder } from './recorder.js';
import { RecordEntry, RecordEntryHandler } from './record-entry.js';

const REQUEST = new RecordEntry({} as CommandRequest);

/** A handler over a command path that gives this. */
function handlerOver(result: Promise<CommandResult>): RecordEntryHandler {
  return new RecordEntryHandler(
    Object.assign(Object.create(Recorder.prototype) as Recorder, { execute: () => result }),
  );
}

describe('whoever sends a command', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('has its result, and nothing is waited for after it', async () => {
    const result = { id: 'a' } as CommandResult;
    expect(await handlerOver(Promise.resolve(result)).execute(REQUEST)).toBe(result);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('learns after eleven seconds that it is not known whether it was recorded', async () => {
    const never = new Promise<CommandResult>(() => undefined);
    const answer = handlerOver(never).execute(REQUEST);
    const refused = expect(answer).rejects.toMatchObject({ problem: 'store-unavailable', retryAfter: 2 });
    await jest.advanceTimersByTimeAsync(11_000);
    await refused;
  });
});
