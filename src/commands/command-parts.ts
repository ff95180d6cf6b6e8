import type { EventStore } from '../event-store/port.js';
import { WrongExpectedRevision } from '../event-store/port.js';
import type { Day } from '../kernel/edtf.js';
import { today } from '../kernel/edtf.js';
import type { Disclosure } from '../kernel/personal.js';
import { CommandAdmission } from './command-admission.js';
import { EventWriter } from './event-writer.js';
import { IdempotencyKeys } from './idempotency-keys.js';
import { Problem } from './problem.js';
import { Processes } from './processes.js';
import type { ReadModelPort } from './read-model-port.js';
import { RecordLoader } from './record-loader.js';
import { RecordBusy, RecordQueue } from './record-queue.js';
import { RequestsUnderWay } from './requests-under-way.js';

export interface RecorderOptions {
  ledger: string;
  timeZone: string;
  clock?: () => Date;
  /** Why nothing may be recorded now; undefined while all is well. */
  refusal?: () => string | undefined;
  /** Why the clock is in doubt, so that nothing may be recorded by it; undefined while it is trusted. */
  clockTrouble?: () => string | undefined;
  /** Lets commands begin a few at once; without it, each of a batch in a turn of its own. */
  admission?: CommandAdmission;
}

/** A wait ends before the limit of the whole command (`LONGEST_COMMAND_MS`): it is known then that nothing was recorded. */
const WAIT_FOR_RECORD = { waiting: 256, longestWaitMs: 8_000 };

/** How often it is decided again what somebody else has outrun. */
export const ATTEMPTS = 8;

/** What single commands and batches have in common: how records are read and written, and whose turn it is. */
export class CommandParts {
  readonly ledger: string;
  readonly loader: RecordLoader;
  readonly writer: EventWriter;
  readonly keys: IdempotencyKeys;
  readonly underWay = new RequestsUnderWay();
  readonly queue = new RecordQueue(WAIT_FOR_RECORD);
  readonly processes = new Processes();
  private readonly clock: () => Date;
  private readonly admission: CommandAdmission;

  constructor(
    private readonly store: EventStore,
    readonly readModel: ReadModelPort,
    private readonly options: RecorderOptions,
  ) {
    this.ledger = options.ledger;
    this.clock = options.clock ?? (() => new Date());
    this.keys = new IdempotencyKeys(store, readModel);
    this.loader = new RecordLoader(store, options.ledger, options.timeZone);
    this.writer = new EventWriter(store, this.clock, options.refusal, options.clockTrouble);
    this.admission = options.admission ?? new CommandAdmission(1);
  }

  /** Waits until one more command may be decided: a command of a batch takes its turn among those that come by themselves. */
  turn(): Promise<void> {
    return new Promise((resolve) => this.admission.take(resolve));
  }

  /** Today in a time zone, or in that of the ledger. */
  readonly dayIn = (zone = this.options.timeZone): Day => today(zone, this.clock());

  /** Negative, zero or positive, as `a` lies before, at or after `b` in the log. */
  comparePositions(a: string, b: string): number {
    return this.store.comparePositions(a, b);
  }

  /** Somebody else's events stand in place of these: no event refers to the texts that were kept for them. */
  async takeBack(disclosures: readonly Disclosure[]): Promise<void> {
    // What stays there all the same is found by whoever sweeps the store.
    await this.store.takeBack(disclosures.map(({ digest }) => digest)).catch(() => undefined);
  }
}

/** Whether an error says for certain that nothing was recorded. */
export function isRefusal(error: unknown): boolean {
  return error instanceof RecordBusy || (error instanceof Problem && error.status < 500);
}

/** Somebody else wrote to the stream first: not a failure, but a reason to look again. */
export function notIfOutrun(error: unknown): undefined {
  if (error instanceof WrongExpectedRevision) return undefined;
  throw error;
}

/** A turn that did not come, as a refusal. */
export function asTooBusy(error: unknown): never {
  if (!(error instanceof RecordBusy)) throw error;
  const detail =
    'Many commands on this record are under way, and this one did not get its turn; nothing of it was recorded.';
  throw new Problem('too-busy', detail, [], 1);
}
