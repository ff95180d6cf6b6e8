import type { MessagePort } from 'node:worker_threads';
import type { FieldError, ProblemName } from '../commands/problem.js';
import type { EventStore } from '../event-store/port.js';
import type { QuestionName, Questions } from './question.js';

/** A question as a thread is given it, with the port through which it asks for the log. */
export interface Task<Name extends QuestionName = QuestionName> {
  readonly name: Name;
  readonly asked: Questions[Name];
  readonly port: MessagePort;
}

/** What a thread gives back: JSON, something that has bytes already, or why it has no answer. */
export type Given =
  | { readonly json: Uint8Array }
  | { readonly value: unknown }
  | { readonly problem: ProblemName; readonly message: string; readonly faults: readonly FieldError[] };

/** What a thread asks of the store. */
export type LogQuestion =
  | { readonly call: 'read'; readonly args: Parameters<EventStore['read']> }
  | { readonly call: 'disclosures'; readonly args: Parameters<EventStore['disclosures']> };

export interface NumberedLogQuestion {
  readonly number: number;
  readonly question: LogQuestion;
}

export interface LogAnswer {
  readonly number: number;
  readonly result: unknown;
}
