import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventStore, Following, LogBatch, StoredEvent } from '../event-store/port.js';
import { LogRefused, StoreUnavailable } from '../event-store/port.js';
import { type FollowerOptions, type LogConsumer, LogFollower } from './log-follower.js';

const AN_HOUR = 3_600_000;

/** A store of which a test says what each subscription gives, and when. */
class ScriptedStore implements Pick<EventStore, 'subscribeAll'> {
  /** The positions behind which it was asked to go on. */
  readonly asked: (string | undefined)[] = [];
  private steps: (LogBatch | Error)[] = [];
  private wake: () => void = () => undefined;
  private listener: (change: Following) => void = () => undefined;

  async *subscribeAll(
    after: string | undefined,
    signal: AbortSignal,
    onFollowing: (change: Following) => void = () => undefined,
  ): AsyncGenerator<LogBatch> {
    this.asked.push(after);
    this.listener = onFollowing;
    signal.addEventListener('abort', () => this.wake());
    while (!signal.aborted) {
      const step = this.steps.shift();
      if (step instanceof Error) throw step;
      if (step) yield step;
      else await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  /** Gives batches or throws errors, one after the other. */
  async gives(...steps: (LogBatch | Error)[]): Promise<void> {
    this.steps.push(...steps);
    this.wake();
    await settled();
  }

  async tells(change: Following): Promise<void> {
    this.listener(change);
    await settled();
  }
}

/** What a test knows of a consumer: how far it is, and what it was given. */
class Taken implements LogConsumer {
  position: string | undefined;
  pieces: LogBatch[] = [];
  onHandle: () => void | Promise<void> = () => undefined;
  pieceSize?: () => number;
  handled?: LogConsumer['handled'];

  resume(): string | undefined {
    return this.position;
  }

  async handle(piece: LogBatch): Promise<void> {
    await this.onHandle();
    this.pieces.push(piece);
    this.position = piece.position;
  }
}

let store: ScriptedStore;
let taken: Taken;
let heard: string[];
let follower: LogFollower;

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  store = new ScriptedStore();
  taken = new Taken();
  heard = [];
  follower = following();
});
afterEach(async () => {
  await follower.stop();
  jest.useRealTimers();
});

function following(options: FollowerOptions = {}): LogFollower {
  return new LogFollower(store, taken, {
    onNews: (news) => heard.push('reason' in news ? `${news.news}: ${news.reason}` : news.news),
    ...options,
  });
}

/** Lets what can go on without a timer go on. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await nextTurn();
}

async function started(): Promise<void> {
  follower.start();
  await settled();
}

async function passing(ms: number): Promise<void> {
  jest.advanceTimersByTime(ms);
  await settled();
}

function batch(first: number, last: number, caughtUp = true): LogBatch {
  const events = Array.from(
    { length: last - first + 1 },
    (_, index) => ({ position: `${first + index}` }) as StoredEvent,
  );
  return { events, position: `${last}`, caughtUp };
}

const NOTHING_NEW: LogBatch = { events: [], position: '0', caughtUp: true };

describe('from the checkpoint', () => {
  test('it follows the log and hands over what comes', async () => {
    taken.position = '4';
    await started();
    expect(follower.state()).toEqual({ following: false, caughtUp: false, lag: 0 });
    await store.gives(batch(5, 6, false));
    expect(follower.state()).toEqual({ following: true, caughtUp: false, lag: 0 });
    expect(follower.wasCaughtUp).toBe(false);
    await store.gives(batch(7, 7));
    expect(follower.state()).toEqual({ following: true, caughtUp: true, lag: 0 });
    expect(follower.wasCaughtUp).toBe(true);
    expect(store.asked).toEqual(['4']);
    expect(taken.pieces).toEqual([batch(5, 6, false), batch(7, 7)]);
  });

  test('what fails is tried again from there, later each time, and at once again after a success', async () => {
    await started();
    await store.gives(batch(1, 2), new Error('one'));
    expect(follower.state()).toEqual({ following: false, caughtUp: false, lag: 0, error: 'one' });
    expect(store.asked).toEqual([undefined]);
    await passing(50);
    expect(store.asked).toEqual([undefined, '2']);

    await store.gives(new Error('two'));
    await passing(99);
    expect(store.asked).toHaveLength(2);
    await passing(1);
    expect(store.asked).toHaveLength(3);

    await store.gives(batch(3, 3), new Error('three'));
    await passing(50);
    expect(store.asked).toEqual([undefined, '2', '2', '3']);
    await store.gives(NOTHING_NEW);
    expect(follower.state()).toEqual({ following: true, caughtUp: true, lag: 0 });
  });

  test('a piece that could not be taken in comes again', async () => {
    let failures = 1;
    taken.onHandle = () => {
      if (failures-- > 0) throw new Error('no luck');
    };
    await started();
    await store.gives(batch(1, 1));
    expect(follower.state()).toMatchObject({ following: false, error: 'no luck' });
    expect(taken.pieces).toEqual([]);
    await passing(50);
    await store.gives(batch(1, 1));
    expect(taken.pieces).toEqual([batch(1, 1)]);
    expect(store.asked).toEqual([undefined, undefined]);
  });

  test('a consumer that cannot say where to go on is asked again', async () => {
    let failures = 1;
    taken.resume = () => {
      if (failures-- > 0) throw new Error('the file is torn');
      return '9';
    };
    await started();
    expect(store.asked).toEqual([]);
    expect(follower.state().error).toBe('the file is torn');
    await passing(50);
    expect(store.asked).toEqual(['9']);
  });
});

describe('a long batch', () => {
  test('comes in pieces, which say how many events are left', async () => {
    const lags: number[] = [];
    taken.pieceSize = () => 2;
    taken.handled = () => void lags.push(-1);
    taken.onHandle = () => void lags.push(follower.state().lag);
    await started();
    await store.gives(batch(1, 5));
    expect(taken.pieces).toEqual([batch(1, 2, false), batch(3, 4, false), batch(5, 5)]);
    expect(lags).toEqual([0, 3, 1, -1]);
    expect(follower.state().lag).toBe(0);
  });

  test('has no empty piece at its end, and an empty batch is one piece', async () => {
    taken.pieceSize = () => 2;
    await started();
    await store.gives(batch(1, 4), NOTHING_NEW);
    expect(taken.pieces).toEqual([batch(1, 2, false), batch(3, 4), NOTHING_NEW]);
  });

  test('lets other work have its turn between two pieces', async () => {
    let turns = 0;
    const isHeard: boolean[] = [];
    taken.pieceSize = () => 1;
    taken.onHandle = () => {
      isHeard.push(turns > 0);
      setImmediate(() => (turns += 1));
    };
    await started();
    await store.gives(batch(1, 3));
    expect(isHeard).toEqual([false, true, true]);
  });

  test('that was not all of the log is reported before it is taken in', async () => {
    const states: boolean[] = [];
    await started();
    await store.gives(batch(1, 1));
    taken.onHandle = () => void states.push(follower.state().caughtUp);
    await store.gives(batch(2, 2), batch(3, 3, false), batch(4, 4));
    expect(states).toEqual([true, false, false]);
    expect(follower.state().caughtUp).toBe(true);
  });

  test('the next batch waits until the consumer has done with one, and the state counts it before', async () => {
    let release: () => void = () => undefined;
    const states: boolean[] = [];
    taken.handled = ({ caughtUp }) => {
      states.push(follower.state().caughtUp === caughtUp);
      return new Promise((resolve) => (release = resolve));
    };
    await started();
    await store.gives(batch(1, 1), batch(2, 2, false));
    expect(taken.pieces).toHaveLength(1);
    release();
    await settled();
    expect(taken.pieces).toHaveLength(2);
    release();
    await settled();
    expect(states).toEqual([true, true]);
  });
});

describe('news', () => {
  test('is reported once for each change', async () => {
    await started();
    await store.gives(batch(1, 1), batch(2, 2));
    expect(heard).toEqual([]);
    await store.gives(new Error('away'));
    await passing(50);
    await store.gives(new Error('still away'));
    await passing(100);
    await store.gives(NOTHING_NEW, batch(3, 3));
    expect(heard).toEqual(['lost: away', 'followed']);
  });

  test('comes from the store too, while it takes up its subscription again by itself', async () => {
    await started();
    await store.gives(batch(1, 1));
    await store.tells({ following: false, reason: 'the node is gone' });
    await store.tells({ following: false });
    expect(follower.state()).toEqual({ following: false, caughtUp: false, lag: 0, error: 'no reason was given' });
    await store.tells({ following: true });
    expect(follower.state()).toEqual({ following: true, caughtUp: false, lag: 0 });
    expect(heard).toEqual(['lost: the node is gone', 'followed']);
    expect(store.asked).toHaveLength(1);
  });

  test('of failed tries goes to those who ask for it, once for each reason in a row', async () => {
    const failures: string[] = [];
    follower = following({ onFailure: (reason) => failures.push(reason) });
    await started();
    await store.tells({ following: false, reason: 'the node is gone' });
    for (const reason of ['full', 'full', 'away', 'full']) {
      await store.gives(new Error(reason));
      await passing(2000);
    }
    expect(failures).toEqual(['full', 'away', 'full']);
    await store.gives(batch(1, 1), new Error('full'));
    expect(failures).toEqual(['full', 'away', 'full', 'full']);
  });

  test('reports a handler that fails again and again with one reason', async () => {
    const failures: string[] = [];
    follower = following({ onFailure: (reason) => failures.push(reason) });
    taken.onHandle = () => {
      throw new Error('no luck');
    };
    await started();
    for (let tries = 0; tries < 3; tries += 1) {
      await store.gives(batch(1, 1));
      await passing(2000);
    }
    expect(failures).toEqual(['no luck']);
  });
});

describe('a log that is refused', () => {
  test('raises an alarm that stands until the log is followed again', async () => {
    await started();
    await store.gives(new LogRefused('it is shorter'));
    expect(follower.state()).toMatchObject({ alarm: 'ALARM: it is shorter', error: 'ALARM: it is shorter' });
    await passing(50);
    await store.gives(new StoreUnavailable('away'));
    expect(follower.state()).toMatchObject({ alarm: 'ALARM: it is shorter', error: 'away', following: false });
    await passing(100);
    await store.gives(NOTHING_NEW);
    expect(follower.state()).toEqual({ following: true, caughtUp: true, lag: 0 });
    expect(heard).toEqual(['alarm: ALARM: it is shorter', 'followed']);
  });

  test('is reported after it was lost', async () => {
    await started();
    await store.gives(new Error('away'));
    await passing(50);
    await store.gives(new LogRefused('it is another one'));
    expect(heard).toEqual(['lost: away', 'alarm: ALARM: it is another one']);
  });
});

describe('how old what was taken in may be', () => {
  test('is not known before the end of the log was seen', async () => {
    await started();
    await store.gives(batch(1, 1, false));
    expect(follower.age()).toBeUndefined();
  });

  test('is nothing while the log is followed to its end, and grows once it is not', async () => {
    await started();
    await store.gives(batch(1, 1));
    await passing(60_000);
    expect(follower.age()).toBe(0);
    await store.tells({ following: false });
    expect(follower.age()).toBe(60);
    await passing(2_500);
    expect(follower.age()).toBe(62);
  });

  test('is counted from the last heartbeat that found everything taken in', async () => {
    await started();
    await store.gives(batch(1, 1));
    await passing(5_000);
    await store.tells({ following: true });
    await passing(5_000);
    await store.tells({ following: false });
    expect(follower.age()).toBe(5);
    await store.tells({ following: true });
    expect(follower.age()).toBe(5);
  });

  test('grows while a store that gives heartbeats gives none, and that is reported', async () => {
    await started();
    await store.gives(batch(1, 1));
    await store.tells({ following: true });
    await passing(8_000);
    expect(follower.age()).toBe(0);
    await passing(1_000);
    expect(follower.age()).toBe(9);
    expect(heard).toEqual(['lost: the event store says nothing']);
    await store.tells({ following: true });
    expect(follower.age()).toBe(0);
    expect(heard).toEqual(['lost: the event store says nothing', 'followed']);
  });

  test('does not grow while a batch is handled: nobody listens then', async () => {
    let release: () => void = () => undefined;
    await started();
    await store.gives(batch(1, 1));
    await store.tells({ following: true });
    taken.onHandle = () => new Promise((resolve) => (release = resolve));
    await store.gives(batch(2, 2));
    await passing(60_000);
    expect(follower.age()).toBe(0);
    release();
    await settled();
    await passing(7_000);
    expect(follower.age()).toBe(0);
    expect(heard).toEqual([]);
  });
});

describe('those who wait', () => {
  test('for the log to be followed go on with the first batch, or the first heartbeat', async () => {
    await started();
    const waiting = follower.whenFollowed(AN_HOUR);
    await store.tells({ following: true });
    await expect(waiting).resolves.toBeUndefined();
    await expect(follower.whenFollowed(0)).resolves.toBeUndefined();
  });

  test('for it in vain learn why', async () => {
    await started();
    const early = expect(follower.whenFollowed(10)).rejects.toThrow('cannot be followed now: it is not known yet');
    await passing(10);
    await early;
    await store.gives(new Error('away'));
    const waiting = expect(follower.whenFollowed(10)).rejects.toThrow(StoreUnavailable);
    await passing(10);
    await waiting;
  });

  test('for a position go on after the piece that brings it, not after the batch', async () => {
    taken.pieceSize = () => 1;
    await started();
    const at = follower.waiters.wait(() => Number(taken.position) >= 2, AN_HOUR).then((isSo) => [isSo, taken.position]);
    await store.gives(batch(1, 5));
    expect(await at).toEqual([true, '2']);
  });

  test('learn when it is stopped', async () => {
    await started();
    const waiting = expect(follower.whenFollowed(AN_HOUR)).rejects.toThrow(StoreUnavailable);
    await follower.stop();
    await waiting;
  });
});

describe('stopping', () => {
  test('ends at once while nothing comes, and while a failure is waited out', async () => {
    await started();
    await follower.stop();
    follower = following();
    await started();
    await store.gives(new Error('away'));
    await follower.stop();
    await passing(AN_HOUR);
    expect(store.asked).toHaveLength(2);
  });

  test('waits for the piece under way, and hands over no other', async () => {
    let release: () => void = () => undefined;
    let hasStopped = false;
    taken.pieceSize = () => 1;
    taken.onHandle = () => new Promise((resolve) => (release = resolve));
    await started();
    await store.gives(batch(1, 2));
    const stopping = follower.stop().then(() => (hasStopped = true));
    await settled();
    expect(hasStopped).toBe(false);
    release();
    await stopping;
    expect(taken.pieces).toEqual([batch(1, 1, false)]);
    expect(follower.state().caughtUp).toBe(false);
  });

  test('while the last piece is taken in does not count it as caught up with', async () => {
    let release: () => void = () => undefined;
    taken.onHandle = () => new Promise((resolve) => (release = resolve));
    taken.handled = () => void heard.push('handled');
    await started();
    await store.gives(batch(1, 1));
    const stopping = follower.stop();
    release();
    await stopping;
    expect(taken.pieces).toHaveLength(1);
    expect(follower.wasCaughtUp).toBe(false);
    expect(heard).toEqual([]);
  });

  test('before the start is for good', async () => {
    await follower.stop();
    await started();
    expect(store.asked).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('leaves no timer behind, even if somebody starts it too late', async () => {
    await started();
    await store.gives(batch(1, 1));
    await follower.stop();
    await started();
    expect(jest.getTimerCount()).toBe(0);
    expect(store.asked).toHaveLength(1);
  });
});
