import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { EventStore } from '../../event-store/port.js';
import type { Disclosure } from '../../kernel/personal.js';
import type { Projector } from './projector.js';
import type { RenderedRows } from '../write/rendered-record.js';
import type { RecordRow } from '../write/entry-rows.js';

/** More threads would wait for the one that writes. */
const MOST_THREADS = 4;

/** Records that a thread works on at once, which are then written in one transaction. */
const RECORDS_AT_ONCE = 250;

/** Lots of records under way in a thread: while personal values of one are fetched, or it is written, it has the other. */
const LANES = 2;

/** What is made of a lot of records lives until it is handed over; room for all of it spares copying it meanwhile. */
const YOUNG_GENERATION_MB = 96;

/** Where the module of the thread lies: beside this one, and compiled or not as this one is. */
const MODULE = new URL(`./render-thread${extname(import.meta.url)}`, import.meta.url);

/** What a thread is given at its start. */
export interface ThreadData {
  readonly file: string;
}

/**
 * What a thread is asked, in this order for each lane: which personal values these records take (digests), then the rows
 * of them, or why one cannot be shown.
 */
export type ThreadRequest =
  | { readonly lane: number; readonly rows: readonly RecordRow[] }
  | { readonly lane: number; readonly disclosures: ReadonlyMap<string, Disclosure> };

export interface ThreadOptions {
  /** Number of threads; as many as processors when not given, and at most four. */
  readonly threads?: number;
  /** Records that a thread works on at once; 250 when not given. */
  readonly recordsAtOnce?: number;
  /** Node's options for the threads; those of the process when not given. */
  readonly execArgv?: readonly string[];
}

/** Threads that work out what is shown of the records in a file of views, while this one writes. */
export class RenderThreads {
  private readonly threads: readonly Thread[];
  private readonly recordsAtOnce: number;

  /** Starts them, so that they have loaded their modules when there is something to do. */
  constructor(file: string, options: ThreadOptions) {
    const { threads = Math.min(availableParallelism(), MOST_THREADS), execArgv } = options;
    this.recordsAtOnce = options.recordsAtOnce ?? RECORDS_AT_ONCE;
    this.threads = Array.from({ length: threads }, () => new Thread({ file }, execArgv));
  }

  /**
   * Shows every record that was taken in; the caller has seen to it that others may read the file. `onRendered` is called with how
   * many records were written.
   * @throws Error when a thread fails, or the store
   */
  async renderAll(
    projector: Projector,
    store: Pick<EventStore, 'disclosures'>,
    onRendered: (records: number) => void,
  ): Promise<void> {
    let last = -1;
    const next = (): RecordRow[] => {
      const rows = projector.pendingAfter(last, this.recordsAtOnce);
      last = rows.at(-1)?.seq ?? last;
      return rows;
    };
    const renderSome = async (thread: Thread, lane: number): Promise<void> => {
      for (let rows = next(); rows.length > 0; rows = next()) {
        const digests = await thread.ask<string[]>({ lane, rows });
        const disclosures = digests.length === 0 ? new Map<string, Disclosure>() : await store.disclosures(digests);
        const shown = await thread.ask<(RenderedRows | string)[]>({ lane, disclosures });
        projector.saveAllRendered(rows, shown);
        onRendered(rows.length);
      }
    };
    const lanes = this.threads.flatMap((thread) =>
      Array.from({ length: LANES }, (_, lane) => renderSome(thread, lane)),
    );
    try {
      await Promise.all(lanes);
    } catch (error) {
      // Nothing may be under way any more when the caller closes the file.
      await this.end();
      await Promise.allSettled(lanes);
      throw error;
    }
    projector.saveAllRendered([], []);
  }

  /** Ends the threads; afterwards none has the file open. */
  async end(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.end()));
  }
}

interface Asked {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** One thread, which answers in the order in which it is asked. */
class Thread {
  private readonly worker: Worker;
  private readonly asked: Asked[] = [];
  private failure: Error | undefined;

  constructor(data: ThreadData, execArgv: readonly string[] | undefined) {
    this.worker = new Worker(MODULE, {
      workerData: data,
      execArgv: execArgv && [...execArgv],
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    this.worker.on('message', (answer: unknown) => this.asked.shift()?.resolve(answer));
    this.worker.once('error', (error: Error) => this.fail(error));
    this.worker.once('messageerror', (error) => this.fail(error));
    this.worker.once('exit', (code) => this.fail(new Error(`a thread that shows records ended with ${code}`)));
  }

  /** @throws Error when the thread has failed or ended */
  ask<T>(request: ThreadRequest): Promise<T> {
    return new Promise<unknown>((resolve, reject) => {
      if (this.failure) {
        reject(this.failure);
        return;
      }
      this.asked.push({ resolve, reject });
      this.worker.postMessage(request);
    }) as Promise<T>;
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  private fail(error: Error): void {
    this.failure ??= error;
    for (const { reject } of this.asked.splice(0)) reject(this.failure);
  }
}
