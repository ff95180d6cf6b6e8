import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { Problem } from '../commands/problem.js';
import type { EventStore } from '../event-store/port.js';
import type { Page, StoredDocument } from '../projections/index.js';
import type { Asker } from './asker.js';
import { inTurn, RETRY_AFTER_S } from './in-turn.js';
import type { Given, LogAnswer, NumberedLogQuestion } from './question-messages.js';
import type { QuestionName, Questions, QuestionWithBytes } from './question.js';
import type { ReaderSettings } from './reader.js';
import { Turns, type TurnLimits } from './turns.js';

/** Where the module of a thread lies: beside this one, and compiled or not as this one is. */
const MODULE = new URL(`./question-thread${extname(import.meta.url)}`, import.meta.url);

/** More threads would take the processors from commands and simple queries. */
const MOST_THREADS = 4;
const WAITING = 64;

/** Under way and waiting, of one client. */
const PER_CLIENT = 10;

/** A thread that nobody needs ends after that time, in milliseconds. */
const IDLE_MS = 30_000;

/** By how much the priority of a thread is lower than that of the program (nice(2); Linux alone). */
const NICER = 10;

/** Memory of a thread, in megabytes: a question that needs more fails, and not the program. */
const THREAD_MB = 512;

/** A question that takes longer is given up, in milliseconds. */
const LONGEST_MS = 60_000;

/**
 * How many questions may be under way and wait, on so many processors. One client never has all threads, so that whoever
 * asks next does not wait for what it has asked.
 */
export function questionLimits(processors: number): TurnLimits {
  const atOnce = Math.max(2, Math.min(processors, MOST_THREADS));
  const perClient = Math.min(2, atOnce - 1);
  return { atOnce, perClient, waiting: WAITING, waitingPerClient: PER_CLIENT - perClient };
}

/**
 * Answers questions that take long in threads of their own, so that they keep nobody else waiting: a few at once, fewer of
 * one client, with a short queue. A question ends when nobody waits for its answer any more.
 */
export class QuestionPool {
  private readonly turns: Turns;
  private readonly threads: number;
  private pool: Piscina | undefined;

  constructor(
    private readonly settings: ReaderSettings,
    private readonly store: Pick<EventStore, 'read' | 'disclosures'>,
  ) {
    const limits = questionLimits(availableParallelism());
    this.threads = limits.atOnce;
    this.turns = new Turns(limits);
  }

  /**
   * The answer as JSON.
   * @throws Problem why there is none: `too-busy` where there is no room to wait; what the store throws
   */
  async json<Name extends Exclude<QuestionName, QuestionWithBytes>>(
    name: Name,
    asked: Questions[Name],
    asker: Asker,
  ): Promise<Uint8Array> {
    const given = await this.ask(name, asked, asker);
    if (!('json' in given)) throw new Error(`${name} was not answered as JSON`);
    return given.json;
  }

  /** A record as it was; undefined where there was none. @throws as `json` does */
  pastRecord(asked: Questions['pastRecord'], asker: Asker): Promise<StoredDocument | undefined> {
    return this.record('pastRecord', asked, asker);
  }

  /** A record with the names of those that stand in it; undefined where there is none. @throws as `json` does */
  namedRecord(asked: Questions['namedRecord'], asker: Asker): Promise<StoredDocument | undefined> {
    return this.record('namedRecord', asked, asker);
  }

  private async record<Name extends 'pastRecord' | 'namedRecord'>(
    name: Name,
    asked: Questions[Name],
    asker: Asker,
  ): Promise<StoredDocument | undefined> {
    const found = valueOf(await this.ask(name, asked, asker)) as StoredDocument | undefined;
    return found && { ...found, bytes: asBuffer(found.bytes) };
  }

  /** A page of a list, as it was or with names. @throws as `json` does */
  async list(asked: Questions['list'], asker: Asker): Promise<Page> {
    const page = valueOf(await this.ask('list', asked, asker)) as Page;
    return { ...page, items: page.items.map((item) => ({ ...item, bytes: asBuffer(item.bytes) })) };
  }

  /** Ends the threads; what is under way fails. */
  async close(): Promise<void> {
    await this.pool?.destroy();
  }

  private async ask<Name extends QuestionName>(name: Name, asked: Questions[Name], asker: Asker): Promise<Given> {
    const given = await inTurn(this.turns, asker, 'questions', () => this.answer(name, asked, asker.signal));
    if ('problem' in given) throw new Problem(given.problem, given.message, given.faults);
    return given;
  }

  private async answer<Name extends QuestionName>(
    name: Name,
    asked: Questions[Name],
    left: AbortSignal,
  ): Promise<Given> {
    const { port1: ours, port2: port } = new MessageChannel();
    const failing = new AbortController();
    let failure: Error | undefined;
    ours.on('message', (asking: NumberedLogQuestion) => {
      this.askStore(asking, ours).catch((error: unknown) => {
        failure = error as Error;
        failing.abort();
      });
    });
    const tooLong = AbortSignal.timeout(LONGEST_MS);
    try {
      return (await this.running().run(
        { name, asked, port },
        { transferList: [port], signal: AbortSignal.any([left, failing.signal, tooLong]) },
      )) as Given;
    } catch (error) {
      if (failure) throw failure;
      if (left.aborted) throw left.reason as Error;
      if (tooLong.aborted) throw new Problem('too-busy', 'The question took too long.', [], RETRY_AFTER_S);
      if ((error as { code?: unknown }).code === 'ERR_WORKER_OUT_OF_MEMORY')
        throw new Problem('too-busy', 'The question needs more memory than it may have.', [], RETRY_AFTER_S);
      throw error;
    } finally {
      ours.close();
    }
  }

  /** Made when the first question comes: a program that is asked none needs no threads. */
  private running(): Piscina {
    this.pool ??= new Piscina({
      filename: MODULE.href,
      workerData: this.settings,
      minThreads: 0,
      maxThreads: this.threads,
      idleTimeout: IDLE_MS,
      // Where there are fewer cores than threads, the one that answers statuses and records comes first.
      niceIncrement: NICER,
      resourceLimits: { maxOldGenerationSizeMb: THREAD_MB },
    });
    return this.pool;
  }

  private async askStore({ number, question }: NumberedLogQuestion, port: MessagePort): Promise<void> {
    const result =
      question.call === 'read'
        ? await this.store.read(...question.args)
        : await this.store.disclosures(...question.args);
    port.postMessage({ number, result } satisfies LogAnswer);
  }
}

function valueOf(given: Given): unknown {
  if (!('value' in given)) throw new Error('the answer has no value');
  return given.value;
}

/** A buffer comes from another thread as a plain array of bytes. */
function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
}
