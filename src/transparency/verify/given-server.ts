import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encodeEntries, parseTilePath, tileBytes, TILE_WIDTH } from '../tiles.js';
import { consistencyProof, inclusionProof } from '../tree.js';
import type { GivenLog } from './given-export.js';
import { ORIGIN } from './given-export.js';

/** What a server says of itself; each may be a lie. */
export interface Said {
  checkpoint(): string | Buffer;
  keyNotes(): string[];
  /** Undefined for what it does not have. */
  tile(path: string): Buffer | undefined;
  inclusion(index: number): object;
  consistency(from: number, to: number): object;
}

/** What an honest server says of a log. */
export function honest(log: GivenLog, entries: readonly Buffer[]): Said {
  const checkpoint = log.note(log.size);
  const base64 = (hashes: readonly Uint8Array[]): string[] =>
    hashes.map((hash) => Buffer.from(hash).toString('base64'));
  return {
    checkpoint: () => checkpoint,
    keyNotes: () => [log.keyNote],
    tile: (path) => {
      const tile = parseTilePath(path);
      const last = (tile.index * TILE_WIDTH + tile.width) * TILE_WIDTH ** (tile.level === 'entries' ? 0 : tile.level);
      if (last > log.size) return undefined;
      if (tile.level !== 'entries') return tileBytes(tile, log.hashAt);
      return encodeEntries(entries.slice(tile.index * TILE_WIDTH, tile.index * TILE_WIDTH + tile.width));
    },
    inclusion: (index) => {
      const proof = base64(inclusionProof(index, log.size, log.hashAt));
      return { index, size: log.size, proof, checkpoint };
    },
    consistency: (from, to) => ({ from, to, proof: base64(consistencyProof(from, to, log.hashAt)), checkpoint }),
  };
}

/** A server on a free port, that says what it is told to say at the moment. */
export class GivenServer {
  /** Paths that were asked for. */
  readonly asked: string[] = [];
  /** Status of every answer, where it is not to be 200. */
  status = 200;
  /** What is said instead of every answer. */
  problem: object | undefined;
  url = '';

  private constructor(
    private readonly server: Server,
    public said: Said,
  ) {}

  static async start(said: Said): Promise<GivenServer> {
    const server = createServer();
    const given = new GivenServer(server, said);
    server.on('request', (request, response) => {
      const answer = given.answer(request.url ?? '');
      response.writeHead(answer === undefined ? 404 : given.status, { location: '/elsewhere' });
      response.end(given.problem ? JSON.stringify(given.problem) : answer);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    given.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return given;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(url: string): string | Buffer | undefined {
    const path = url.replace('/v1/log/', '');
    this.asked.push(path);
    if (path === 'checkpoint') return this.said.checkpoint();
    if (path === 'keys') {
      return JSON.stringify({ origin: ORIGIN, keys: this.said.keyNotes().map((note) => ({ note })) });
    }
    if (path.startsWith('tile/')) return this.said.tile(path);
    const [, index] = /^proof\/(\d+)$/.exec(path) ?? [];
    if (index !== undefined) return JSON.stringify(this.said.inclusion(Number(index)));
    const [, from, to] = /^consistency\?from=(\d+)&to=(\d+)$/.exec(path) ?? [];
    return from === undefined ? undefined : JSON.stringify(this.said.consistency(Number(from), Number(to)));
  }
}
