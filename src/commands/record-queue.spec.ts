import { RecordBusy, RecordQueue } from './record-queue.js';

/** Work that ends when the test says so. */
class Work {
  begun = false;
  end!: () => void;
  fail!: () => void;
  private readonly ended = new Promise<void>((resolve, reject) => {
    this.end = resolve;
    this.fail = () => reject(new Error('failed'));
  });

  readonly run = (): Promise<void> => {
    this.begun = true;
    return this.ended;
  };
}

describe('work on records', () => {
  it('is done one after the other in its order, whatever becomes of what came before', async () => {
    const queue = new RecordQueue({ waiting: 2, longestWaitMs: 60_000 });
    const [first, second, third] = [new Work(), new Work(), new Work()];
    const all = [first, second, third].map(({ run }) => queue.take('a', run));
    const begun = async (): Promise<boolean[]> => {
      await new Promise(setImmediate);
      return [first, second, third].map((each) => each.begun);
    };
    expect(await begun()).toEqual([true, false, false]);
    first.fail();
    await expect(all[0]).rejects.toThrow('failed');
    expect(await begun()).toEqual([true, true, false]);
    second.end();
    expect(await begun()).toEqual([true, true, true]);
    third.end();
    await Promise.all(all.slice(1));
    await queue.take('a', () => Promise.resolve());
  });

  it('does not wait for work on another record', async () => {
    const queue = new RecordQueue({ waiting: 2, longestWaitMs: 60_000 });
    const first = new Work();
    const under = queue.take('a', first.run);
    await queue.take('b', () => Promise.resolve());
    first.end();
    await under;
  });

  it('is refused where too much waits, and where its turn does not come; the others stay in their order', async () => {
    const queue = new RecordQueue({ waiting: 1, longestWaitMs: 20 });
    const [first, late] = [new Work(), new Work()];
    const under = queue.take('a', first.run);
    const waiting = queue.take('a', late.run);
    await expect(queue.take('a', () => Promise.resolve())).rejects.toThrow(RecordBusy);
    await expect(waiting).rejects.toThrow(RecordBusy);
    const next = queue.take('a', () => Promise.resolve('done'));
    first.end();
    await under;
    expect(await next).toBe('done');
    expect(late.begun).toBe(false);
  });
});
