import { setTimeout as sleep } from 'node:timers/promises';
import type { Tile } from '../tiles.js';
import { MAX_ENTRY_BYTES, TILE_WIDTH, tilePath } from '../tiles.js';
import { readOneWay } from './one-reading.js';
import type { SaidHealth } from './verdict.js';
import { CannotCheck, NotGood } from './verdict.js';

/** Longest time for one answer, in milliseconds. */
const TIME_LIMIT_MS = 30_000;

/** Of several instances behind one address one may be some seconds behind another: so often it is asked. */
const TRIES = 5;

/** Between two tries, in milliseconds. */
const PAUSE_MS = 1_000;

/** Most letters of what a server says about a refusal. */
const MOST_DETAIL = 500;

/** Most bytes of any answer: a full bundle of the longest entries. */
const MAX_ANSWER_BYTES = TILE_WIDTH * (MAX_ENTRY_BYTES + 2);

/** The keys of a log, as a server names them. */
export interface NamedKeys {
  readonly origin: string;
  /** The notes that name them, from the first. */
  readonly keyNotes: readonly string[];
}

/** An answer about hashes, none of them checked. */
export interface NamedProof {
  readonly proof: readonly Buffer[];
  /** The signed note that it leads to. */
  readonly checkpoint: string;
}

/** A running ledger, asked over HTTP. Nothing that it says is believed here; it is only brought into form. */
export class LiveLog {
  private readonly base: string;
  private readonly server: string;

  /**
   * @param url of the server, such as `http://127.0.0.1:3000`
   * @param pauseMs before it is asked again for what it does not have
   */
  constructor(
    url: string,
    private readonly pauseMs = PAUSE_MS,
  ) {
    this.server = url.replace(/\/+$/, '');
    this.base = `${this.server}/v1/log`;
  }

  /** Asks again, a few times, as long as an answer is that of an instance that is behind; gives the last one. */
  async askAgainWhile<T>(isBehind: (answer: T) => boolean, ask: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      const answer = await ask();
      if (!isBehind(answer) || tries === TRIES) return answer;
      await sleep(this.pauseMs);
    }
  }

  /**
   * What the server says of its own log. A proxy may not let anybody ask, and an older server says less.
   * @throws NotGood where an alarm stands
   */
  async health(): Promise<SaidHealth> {
    const said = await this.healthSaid();
    const [views, log] = [partOf(said, 'views'), partOf(said, 'log')];
    const alarm = [views.alarm, log.alarm, said.alarm].find((text) => typeof text === 'string');
    if (alarm !== undefined) {
      const message = `the server itself says: ${alarm.slice(0, MOST_DETAIL)}`;
      throw new NotGood({ rule: 'alarm', message });
    }
    const recorded = Math.max(countIn(views.index), countIn(log.size));
    return { isReported: typeof said.status === 'string', unsigned: Math.max(0, recorded - countIn(log.signed)) };
  }

  private async healthSaid(): Promise<Record<string, unknown>> {
    try {
      const answer = await this.fetch('/health/ready', this.server);
      const value: unknown = JSON.parse((await this.bytesOf(answer, 'health')).toString());
      return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
    } catch (error) {
      // Whether it answers at all, the rest finds out.
      if (error instanceof CannotCheck || error instanceof SyntaxError) return {};
      throw error;
    }
  }

  /** The newest signed note. */
  async checkpoint(): Promise<Buffer> {
    return this.read(await this.ask('checkpoint'), 'checkpoint');
  }

  async keys(): Promise<NamedKeys> {
    const { origin, keys } = (await this.json('keys')) as { origin?: unknown; keys?: { note?: unknown }[] };
    const keyNotes = Array.isArray(keys) ? keys.map((key) => key.note) : [];
    if (typeof origin === 'string' && keyNotes.every((note) => typeof note === 'string')) return { origin, keyNotes };
    throw new NotGood({ rule: 'form', message: 'the server names its keys in another form' });
  }

  /** A tile of hashes. @throws NotGood where the server has it not: its own signed checkpoint covers it */
  async hashes(tile: Tile): Promise<Buffer> {
    const path = tilePath(tile);
    const answer = await this.ask(path);
    if (answer.status !== 404) return this.read(answer, path);
    const message = `the server does not have ${path}, which its signed checkpoint covers`;
    throw new NotGood({ rule: 'hashes', message });
  }

  /** A bundle of entries; undefined where the server has it not. */
  async entries(index: number, width: number): Promise<Buffer | undefined> {
    const answer = await this.ask(tilePath({ level: 'entries', index, width }));
    return answer.status === 404 ? undefined : this.read(answer, 'entries');
  }

  /** What shows that an entry is in the log, when that has `least` entries. */
  async inclusion(
    index: number,
    least: number,
  ): Promise<NamedProof & { readonly index: unknown; readonly size: unknown }> {
    const named = await this.askAgainWhile(
      ({ size }) => !(Number(size) >= least),
      () => this.json(`proof/${index}`),
    );
    return { ...proofIn(named), index: named.index, size: named.size };
  }

  /** What shows that one log is the beginning of another. */
  async consistency(from: number, to: number): Promise<NamedProof & { readonly from: unknown; readonly to: unknown }> {
    const named = await this.json(`consistency?from=${from}&to=${to}`);
    return { ...proofIn(named), from: named.from, to: named.to };
  }

  private async json(path: string): Promise<Record<string, unknown>> {
    const value = readOneWay(await this.read(await this.ask(path), path));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
    const message = `${path} is answered with something that is no JSON object, or can be read in more than one way`;
    throw new NotGood({ rule: 'form', message });
  }

  private async ask(path: string): Promise<Response> {
    let before: Response | undefined;
    return this.askAgainWhile(
      ({ status }) => status === 404 || status === 503,
      async () => {
        await before?.body?.cancel();
        before = await this.fetch(`/${path}`);
        return before;
      },
    );
  }

  private async fetch(path: string, base = this.base): Promise<Response> {
    try {
      return await fetch(`${base}${path}`, {
        signal: AbortSignal.timeout(TIME_LIMIT_MS),
        redirect: 'error',
        headers: { accept: 'application/json, text/plain, application/octet-stream' },
      });
    } catch (error) {
      throw unreachable(path.slice(1), error);
    }
  }

  /** The bytes of an answer. @throws CannotCheck where the server refuses, NotGood for an answer without end */
  private async read(answer: Response, path: string): Promise<Buffer> {
    const bytes = await this.bytesOf(answer, path);
    if (answer.ok) return bytes;
    throw new CannotCheck(`the server answers ${path} with ${answer.status}${detailIn(bytes)}`);
  }

  private async bytesOf(answer: Response, path: string): Promise<Buffer> {
    const pieces: Uint8Array[] = [];
    let length = 0;
    try {
      for await (const piece of answer.body ?? []) {
        const bytes = piece as Uint8Array;
        pieces.push(bytes);
        length += bytes.length;
        if (length > MAX_ANSWER_BYTES) throw new NotGood({ rule: 'form', message: `${path} is answered without end` });
      }
    } catch (error) {
      throw error instanceof NotGood ? error : unreachable(path, error);
    }
    return Buffer.concat(pieces);
  }
}

function partOf(said: Record<string, unknown>, name: string): Record<string, unknown> {
  const part = said[name];
  return typeof part === 'object' && part !== null ? (part as Record<string, unknown>) : {};
}

function countIn(value: unknown): number {
  return Number.isSafeInteger(value) ? Math.max(0, Number(value)) : 0;
}

/** What a problem (RFC 9457) says. */
function detailIn(bytes: Buffer): string {
  try {
    const { detail } = JSON.parse(bytes.toString()) as { detail?: unknown };
    return typeof detail === 'string' ? `: ${detail.slice(0, MOST_DETAIL)}` : '';
  } catch {
    return '';
  }
}

function proofIn({ proof, checkpoint }: Record<string, unknown>): NamedProof {
  if (!Array.isArray(proof) || !proof.every((hash) => typeof hash === 'string') || typeof checkpoint !== 'string') {
    throw new NotGood({ rule: 'proof', message: 'the server gives proofs in another form' });
  }
  return { proof: proof.map((hash) => Buffer.from(hash, 'base64')), checkpoint };
}

function unreachable(path: string, error: unknown): CannotCheck {
  const { message, cause } = error as Error;
  const why = cause instanceof Error ? cause.message : message;
  return new CannotCheck(`the server does not answer ${path}: ${why}`);
}
