import type { Tile } from '../tiles.js';
import { MAX_ENTRY_BYTES, TILE_WIDTH, tilePath } from '../tiles.js';
import { CannotCheck, NotGood } from './verdict.js';

/** Longest time for one answer, in milliseconds. */
const TIME_LIMIT_MS = 30_000;

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

  /** @param url of the server, such as `http://127.0.0.1:3000` */
  constructor(url: string) {
    this.base = `${url.replace(/\/+$/, '')}/v1/log`;
  }

  /** The newest signed note. */
  async checkpoint(): Promise<Buffer> {
    return this.get('checkpoint');
  }

  async keys(): Promise<NamedKeys> {
    const { origin, keys } = (await this.json('keys')) as { origin?: unknown; keys?: { note?: unknown }[] };
    const keyNotes = Array.isArray(keys) ? keys.map((key) => key.note) : [];
    if (typeof origin === 'string' && keyNotes.every((note) => typeof note === 'string')) return { origin, keyNotes };
    throw new NotGood({ rule: 'form', message: 'the server names its keys in another form' });
  }

  /** A tile of hashes. */
  async hashes(tile: Tile): Promise<Buffer> {
    return this.get(tilePath(tile));
  }

  /** A bundle of entries; undefined where the server has it not. */
  async entries(index: number, width: number): Promise<Buffer | undefined> {
    const answer = await this.ask(tilePath({ level: 'entries', index, width }));
    return answer.status === 404 ? undefined : this.read(answer, 'entries');
  }

  /** What shows that an entry is in the log. */
  async inclusion(index: number): Promise<NamedProof & { readonly index: unknown; readonly size: unknown }> {
    const named = await this.json(`proof/${index}`);
    return { ...proofIn(named), index: named.index, size: named.size };
  }

  /** What shows that one log is the beginning of another. */
  async consistency(from: number, to: number): Promise<NamedProof & { readonly from: unknown; readonly to: unknown }> {
    const named = await this.json(`consistency?from=${from}&to=${to}`);
    return { ...proofIn(named), from: named.from, to: named.to };
  }

  private async json(path: string): Promise<Record<string, unknown>> {
    const text = (await this.get(path)).toString();
    try {
      const value: unknown = JSON.parse(text);
      if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
    } catch {
      // Said below.
    }
    throw new NotGood({ rule: 'form', message: `${path} is answered with something that is no JSON object` });
  }

  private async get(path: string): Promise<Buffer> {
    return this.read(await this.ask(path), path);
  }

  private async ask(path: string): Promise<Response> {
    try {
      return await fetch(`${this.base}/${path}`, {
        signal: AbortSignal.timeout(TIME_LIMIT_MS),
        redirect: 'error',
        headers: { accept: 'application/json, text/plain, application/octet-stream' },
      });
    } catch (error) {
      throw unreachable(path, error);
    }
  }

  /**
   * @throws NotGood where the server says that it has no such thing: what is asked for here is what its own signed
   *   checkpoint covers. CannotCheck where it cannot answer now
   */
  private async read(answer: Response, path: string): Promise<Buffer> {
    if (answer.status === 404) {
      const message = `the server does not have ${path}, which its signed checkpoint covers`;
      throw new NotGood({ rule: 'hashes', message });
    }
    if (!answer.ok) throw new CannotCheck(`the server answers ${path} with ${answer.status}`);
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
