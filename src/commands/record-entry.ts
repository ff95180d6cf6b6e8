import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { BatchRequest, BatchResult } from './batch/batch-recorder.js';
import { Problem } from './problem.js';
import type { CommandRequest, CommandResult } from './recorder.js';
import { Recorder } from './recorder.js';

/**
 * Whoever sent a command has an answer within this time, in milliseconds: each call of a store has a limit of its own,
 * and a command makes several.
 */
const LONGEST_COMMAND_MS = 11_000;

/** The same of a batch: its commands take their turns among those of others. In milliseconds. */
const LONGEST_BATCH_MS = 60_000;

/** The one message on the command bus: a command of a kind, with who sends it and under which conditions. */
export class RecordEntry extends Command<CommandResult> {
  constructor(readonly request: CommandRequest) {
    super();
  }
}

/** Several commands as one request. */
export class RecordBatch extends Command<BatchResult> {
  constructor(readonly request: BatchRequest) {
    super();
  }
}

/** Serves the commands of every kind: they differ in their deciders, which the request's spec names. */
@CommandHandler(RecordEntry)
export class RecordEntryHandler implements ICommandHandler<RecordEntry> {
  constructor(private readonly recorder: Recorder) {}

  execute({ request }: RecordEntry): Promise<CommandResult> {
    return inTime(this.recorder.execute(request), LONGEST_COMMAND_MS);
  }
}

@CommandHandler(RecordBatch)
export class RecordBatchHandler implements ICommandHandler<RecordBatch> {
  constructor(private readonly recorder: Recorder) {}

  execute({ request }: RecordBatch): Promise<BatchResult> {
    return inTime(this.recorder.batches.execute(request), LONGEST_BATCH_MS);
  }
}

/** What becomes of it after the longest time is answered to a retry with the same key. */
async function inTime<T>(work: Promise<T>, longestMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLate()), longestMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function tooLate(): Problem {
  const detail =
    'The event store did not answer in time. Whether this was recorded is not known: send it again with the same ' +
    'Idempotency-Key, which records it once.';
  return new Problem('store-unavailable', detail, [], 2);
}
