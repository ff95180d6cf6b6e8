/** A thread that answers questions: from the views it reads itself, and from the log, which the main thread reads for it. */
import type { MessagePort } from 'node:worker_threads';
import { move, workerData } from 'piscina';
import { Problem } from '../commands/problem.js';
import type { EventStore } from '../event-store/port.js';
import { ANSWERERS } from './answerers.js';
import type { Given, LogAnswer, LogQuestion, Task } from './question-messages.js';
import { WITH_BYTES } from './question.js';
import type { ReaderSettings } from './reader.js';
import { Reader } from './reader.js';

let store: LogThroughPort | undefined;
let reader: Reader | undefined;

/** Answers one question at a time. */
export default async function answer(task: Task): Promise<Given> {
  store ??= new LogThroughPort();
  store.port = task.port;
  reader ??= new Reader(workerData as ReaderSettings, store);
  try {
    return given(
      task,
      await (ANSWERERS[task.name] as (of: Reader, asked: unknown) => Promise<unknown>)(reader, task.asked),
    );
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { problem, message, faults } = error;
    return { problem, message, faults };
  } finally {
    task.port.close();
  }
}

/** The answer as JSON, which is sent as it is; what has bytes already is left as it is. */
function given({ name }: Task, answered: unknown): Given {
  if (WITH_BYTES.some((one) => one === name)) return { value: answered };
  const json = new TextEncoder().encode(JSON.stringify(answered));
  move(json.buffer);
  return { json };
}

/** The store as the main thread has it: that has the connection. */
class LogThroughPort implements Pick<EventStore, 'read' | 'disclosures'> {
  port: MessagePort | undefined;
  private asked = 0;

  read(...args: Parameters<EventStore['read']>): ReturnType<EventStore['read']> {
    return this.ask({ call: 'read', args }) as ReturnType<EventStore['read']>;
  }

  disclosures(...args: Parameters<EventStore['disclosures']>): ReturnType<EventStore['disclosures']> {
    return this.ask({ call: 'disclosures', args }) as ReturnType<EventStore['disclosures']>;
  }

  /** An error of the store is the main thread's to tell: it ends this question there. */
  private ask(question: LogQuestion): Promise<unknown> {
    const number = this.asked++;
    const { port } = this;
    return new Promise((resolve) => {
      const take = (answered: LogAnswer): void => {
        if (answered.number !== number) return;
        port?.off('message', take);
        resolve(answered.result);
      };
      port?.on('message', take);
      port?.postMessage({ number, question });
    });
  }
}
