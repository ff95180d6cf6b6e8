import { randomBytes } from 'node:crypto';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A line between a client and a server that can be made as bad as real ones are. */
export interface Proxy {
  /** Where clients connect: 127.0.0.1 and this port. */
  readonly port: number;
  /** Holds everything back by so many milliseconds, in both directions, in order. 0 ends it. */
  delay(ms: number): void;
  /** Resets every connection there is; new ones go through. */
  cut(): void;
  /** Resets every connection there is, and every new one, until `heal`. */
  sever(): void;
  /** Accepts, reads and forwards nothing: as when the other machine is gone and nobody said so. */
  halfOpen(): void;
  /** Forwards nothing and reads nothing; what is under way arrives after `heal`, as from a stopped process. */
  freeze(): void;
  /** Puts random bytes in place of what the server answers. */
  garbage(): void;
  /** Makes the line good again. Connections that have lost or garbled bytes are reset: they cannot be repaired. */
  heal(): void;
  /** Resets every connection and stops listening. */
  close(): Promise<void>;
  /** Stops listening and lets the connections there are go on until their ends close them. */
  retire(): Promise<void>;
}

type Mode = 'good' | 'severed' | 'half-open' | 'frozen' | 'garbage';

/** As much as one direction holds back before its source is asked to wait. */
const HIGH_WATER = 1 << 20;

/** Opens a proxy before a port of this machine; `port` 0 or none takes a free one. */
export async function startProxy(targetPort: number, options: { readonly port?: number } = {}): Promise<Proxy> {
  const line = new Line(targetPort);
  await line.listen(options.port ?? 0);
  return line;
}

class Line implements Proxy {
  #mode: Mode = 'good';
  #delay = 0;
  readonly #pairs = new Set<Pair>();
  readonly #server: Server;

  constructor(targetPort: number) {
    this.#server = createServer({ allowHalfOpen: true }, (client) => {
      if (this.#mode === 'severed') {
        client.on('error', () => undefined).resetAndDestroy();
        return;
      }
      const pair: Pair = new Pair(client, targetPort, () => ({ mode: this.#mode, delay: this.#delay }));
      this.#pairs.add(pair);
      pair.onClose(() => this.#pairs.delete(pair));
    });
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  delay(ms: number): void {
    this.#delay = ms;
  }

  cut(): void {
    for (const pair of this.#pairs) pair.reset();
  }

  sever(): void {
    this.#mode = 'severed';
    this.cut();
  }

  halfOpen(): void {
    this.#change('half-open');
  }

  freeze(): void {
    this.#change('frozen');
  }

  garbage(): void {
    this.#change('garbage');
  }

  heal(): void {
    for (const pair of this.#pairs) if (pair.damaged) pair.reset();
    this.#change('good');
  }

  async close(): Promise<void> {
    this.cut();
    await this.retire();
  }

  retire(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #change(mode: Mode): void {
    this.#mode = mode;
    for (const pair of this.#pairs) pair.wake();
  }
}

/** One client's connection and the one that was opened to the server for it. */
class Pair {
  damaged = false;
  readonly #server: Socket;
  readonly #ways: readonly Way[];

  constructor(
    private readonly client: Socket,
    targetPort: number,
    state: () => { readonly mode: Mode; readonly delay: number },
  ) {
    this.#server = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true });
    const damage = (): void => void (this.damaged = true);
    this.#ways = [
      new Way(client, this.#server, false, state, damage),
      new Way(this.#server, client, true, state, damage),
    ];
    for (const socket of [client, this.#server]) {
      socket.setNoDelay(true);
      socket.on('error', () => this.reset());
    }
    // What the server has said before it closed still goes to the client, in its own time.
    this.#server.on('close', () => this.#ways[1]?.finish());
    client.on('close', () => this.#server.destroy());
  }

  onClose(listener: () => void): void {
    this.client.once('close', listener);
  }

  wake(): void {
    for (const way of this.#ways) way.wake();
  }

  reset(): void {
    for (const way of this.#ways) way.stop();
    if (!this.client.destroyed) this.client.resetAndDestroy();
    if (!this.#server.destroyed) this.#server.resetAndDestroy();
  }
}

/** One direction of a connection: a queue of chunks, each with the time from which it may go on. */
class Way {
  readonly #queue: { readonly chunk: Buffer | 'end'; readonly due: number }[] = [];
  #held = 0;
  #finished = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly answers: boolean,
    private readonly state: () => { readonly mode: Mode; readonly delay: number },
    private readonly damage: () => void,
  ) {
    from.on('data', (chunk) => this.#take(chunk));
    from.on('end', () => this.finish());
    to.on('close', () => this.stop());
    to.on('drain', () => this.wake());
  }

  /** Nothing more will come from this side. */
  finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    this.#take('end');
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#queue.length = 0;
  }

  /** Sends on what may go, and lets the source speak or wait. */
  wake(): void {
    clearTimeout(this.#timer);
    const { mode } = this.state();
    if (mode !== 'frozen') this.#flush(mode);
    if (mode === 'frozen' || this.#held > HIGH_WATER || this.to.writableNeedDrain) this.from.pause();
    else this.from.resume();
  }

  #take(chunk: Buffer | 'end'): void {
    this.#queue.push({ chunk, due: this.state().delay === 0 ? 0 : performance.now() + this.state().delay });
    if (chunk !== 'end') this.#held += chunk.length;
    this.wake();
  }

  #flush(mode: Mode): void {
    for (let next = this.#queue[0]; next !== undefined; next = this.#queue[0]) {
      const wait = next.due - performance.now();
      if (wait > 0) {
        this.#timer = setTimeout(() => this.wake(), wait);
        return;
      }
      this.#queue.shift();
      if (next.chunk === 'end') {
        if (mode !== 'half-open') this.to.end();
        continue;
      }
      this.#held -= next.chunk.length;
      if (mode === 'half-open') this.damage();
      else if (mode === 'garbage' && this.answers) {
        this.damage();
        this.to.write(randomBytes(next.chunk.length));
      } else this.to.write(next.chunk);
    }
  }
}
