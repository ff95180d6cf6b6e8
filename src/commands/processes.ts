import type { LedgerEvent, LedgerRecord } from '../kernel/entry.js';
import type { CommandSpec, RecordKind } from '../kernel/kind.js';
import type { Request } from './event-writer.js';
import type { RecordLoader } from './record-loader.js';

/** Reads records: from the log, or as they would stand. */
export type Records = Pick<RecordLoader, 'load'>;

/** What a process would record, though nothing is recorded. */
export interface Simulated {
  /** In the record that began it, behind what that holds. */
  here: LedgerEvent[];
  /** In other records. */
  elsewhere: { kind: RecordKind; id: string; events: LedgerEvent[] }[];
}

/** What finishes in other streams what a command begins in the stream of its record (`CommandSpec.process`). */
export interface Process {
  /** Leads what is under way in the record to its end; does nothing when there is none. */
  finish(id: string): Promise<void>;
  /** What it would record for what is under way in the record, as that would stand, among others as they would. */
  simulate(record: LedgerRecord, request: Request, records: Records): Promise<Simulated>;
}

/** The processes, by the names that commands give. */
export class Processes {
  private readonly named = new Map<string, Process>();

  add(name: string, process: Process): void {
    this.named.set(name, process);
  }

  /** The process that a command leads to; undefined where it leads to none. */
  of({ process }: CommandSpec): Process | undefined {
    return process === undefined ? undefined : this.named.get(process);
  }
}
