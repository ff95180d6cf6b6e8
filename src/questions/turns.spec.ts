import { NoRoom, Turns } from './turns.js';

const LIMITS = { atOnce: 2, perClient: 1, waiting: 3, waitingPerClient: 2 };
const never = new AbortController().signal;

/** Work that ends when the test says so. */
class Work {
  readonly begun: string[] = [];
  private readonly ends = new Map<string, () => void>();

  constructor(private readonly turns: Turns) {}

  take(client: string, name: string, signal = never): Promise<string> {
    return this.turns.take(client, signal, async () => {
      this.begun.push(name);
      await new Promise<void>((resolve) => this.ends.set(name, resolve));
      return name;
    });
  }

  async end(name: string): Promise<void> {
    this.ends.get(name)?.();
    await new Promise(setImmediate);
  }
}

describe('turns', () => {
  let turns: Turns;
  let work: Work;

  beforeEach(() => {
    turns = new Turns(LIMITS);
    work = new Work(turns);
  });

  it('are given at once as long as there is room, to one client no more than its share', async () => {
    void work.take('a', 'a1');
    void work.take('a', 'a2');
    void work.take('b', 'b1');
    await new Promise(setImmediate);
    expect(work.begun).toEqual(['a1', 'b1']);
    expect(turns.state()).toEqual({ underWay: 2, waiting: 1 });
  });

  it('go round the clients, and keep the order of each', async () => {
    void work.take('a', 'a1');
    void work.take('b', 'b1');
    void work.take('a', 'a2');
    void work.take('a', 'a3');
    void work.take('c', 'c1');
    await new Promise(setImmediate);
    await work.end('a1');
    expect(work.begun).toEqual(['a1', 'b1', 'c1']);
    await work.end('c1');
    await work.end('b1');
    await work.end('a2');
    expect(work.begun).toEqual(['a1', 'b1', 'c1', 'a2', 'a3']);
    await work.end('a3');
    expect(turns.state()).toEqual({ underWay: 0, waiting: 0 });
  });

  it('have room for some that wait, of one client and of all', async () => {
    for (const name of ['a1', 'a2', 'a3']) void work.take('a', name);
    await expect(work.take('a', 'a4')).rejects.toMatchObject({ ofClient: true });
    void work.take('b', 'b1');
    void work.take('b', 'b2');
    await expect(work.take('c', 'c1')).rejects.toThrow(NoRoom);
    await expect(work.take('c', 'c1')).rejects.toMatchObject({ ofClient: false });
  });

  it('are given up by whoever leaves while waiting, and never begin then', async () => {
    const leaving = new AbortController();
    void work.take('a', 'a1');
    const left = work.take('a', 'a2', leaving.signal);
    leaving.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    expect(turns.state()).toEqual({ underWay: 1, waiting: 0 });
    await work.end('a1');
    expect(work.begun).toEqual(['a1']);
    await expect(work.take('a', 'a3', leaving.signal)).rejects.toThrow('gone');
  });

  it('go on after work that fails', async () => {
    await expect(turns.take('a', never, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    void work.take('a', 'a1');
    await new Promise(setImmediate);
    expect(work.begun).toEqual(['a1']);
  });
});
