import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Problem } from './problem.js';
import type { CommandRequest, CommandResult } from './recorder.js';
import { Recorder } from './recorder.js';

/**
 * Whoever sent a command has an answer within this time, in milliseconds: each call of a store has a limit of its own,
 * and a command makes several.
 */
const LONGEST_COMMAND_MS = 11_000;

/** The one message on the command bus: a command of a kind, with who sends it and under which conditions. */
export class RecordEntry extends Command<CommandResult> {
  constructor(readonly request: CommandRequest) {
    super();
  }
}

/** Serves the commands of every kind: they differ in their deciders, which the request's spec names. */
@CommandHandler(RecordEntry)
export class RecordEntryHandler implements ICommandHandler<RecordEntry> {
  constructor(private readonly recorder: Recorder) {}

  async execute({ request }: RecordEntry): Promise<CommandResult> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(tooLate()), LONGEST_COMMAND_MS);
    });
    // What becomes of it after that is answered to a retry with the same key.
    return Promise.race([this.recorder.execute(request), late]).finally(() => clearTimeout(timer));
  }
}

function tooLate(): Problem {
  const detail =
    'The event store did not answer in time. Whether this was recorded is not known: send it again with the same ' +
    'Idempotency-Key, which records it once.';
  return new Problem('store-unavailable', detail, [], 2);
}
