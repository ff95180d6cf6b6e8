import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Order, Receipt } from './recorder.js';
import { Recorder } from './recorder.js';

/** The one message on the command bus: a command of a kind, with who sends it and under which conditions. */
export class RecordEntry extends Command<Receipt> {
  constructor(readonly order: Order) {
    super();
  }
}

/** Serves the commands of every kind: they differ in their deciders, which the order's spec names. */
@CommandHandler(RecordEntry)
export class RecordEntryHandler implements ICommandHandler<RecordEntry> {
  constructor(private readonly recorder: Recorder) {}

  execute({ order }: RecordEntry): Promise<Receipt> {
    return this.recorder.execute(order);
  }
}
