import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../commands/problem.js';
import { Ledger } from '../ledger.js';
import { formatProof } from '../transparency/proof.js';
import { type Tile, TileError, parseTilePath } from '../transparency/tiles.js';
import { EntryTooLong, type Inclusion, NotSigned, type Proofs } from '../transparency/log/proofs.js';
import { sendJson } from './answers.js';
import { headerOf, onlyParameters } from './parameters.js';

type Query = Record<string, string | string[] | undefined>;
type Asked<P extends object = object> = FastifyRequest<{ Params: P; Querystring: Query }>;

const TEXT = 'text/plain; charset=utf-8';

/** What was once signed never changes; the newest checkpoint does. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const NOT_KEPT = 'no-cache';

/** A checkpoint is signed within this time after an event, in seconds. */
const SIGNED_WITHIN = 2;

/** What those ask who check the history: C2SP tlog-tiles, and proofs made ready. */
@Controller('v1/log')
export class TransparencyController {
  private readonly proofs: Proofs;

  constructor(private readonly ledger: Ledger) {
    this.proofs = ledger.transparency.proofs;
  }

  @Get('checkpoint')
  checkpoint(@Req() request: Asked, @Res() reply: FastifyReply): void {
    onlyParameters(request.query);
    const { note } = refusing(() => this.proofs.checkpoint());
    sendText(reply, note);
  }

  /** The rest of the path is the tile's own (tiles.ts). */
  @Get('tile/*')
  async tile(@Req() request: Asked, @Res() reply: FastifyReply): Promise<void> {
    onlyParameters(request.query);
    const tile = tileAt(request.url);
    const bytes = await refusingLater(() => this.proofs.tile(tile));
    void reply.header('cache-control', FOR_EVER).header('content-type', 'application/octet-stream').send(bytes);
  }

  @Get('proof/:index')
  proof(@Req() request: Asked<{ index: string }>, @Res() reply: FastifyReply): void {
    onlyParameters(request.query);
    const index = readCount(request.params.index, 'index');
    const inclusion = refusing(() => this.proofs.inclusion(index));
    if (wantsText(request)) sendText(reply, proofText(inclusion));
    else sendJson(reply, inclusionBody(inclusion));
  }

  @Get('receipts/:event')
  async receipt(@Req() request: Asked<{ event: string }>, @Res() reply: FastifyReply): Promise<void> {
    onlyParameters(request.query);
    const receipt = await refusingLater(() => this.proofs.receipt(request.params.event));
    if (wantsText(request)) sendText(reply, proofText(receipt));
    else sendJson(reply, { id: receipt.id, entry: receipt.entry.toString('utf8'), ...inclusionBody(receipt) });
  }

  @Get('consistency')
  consistency(@Req() request: Asked, @Res() reply: FastifyReply): void {
    onlyParameters(request.query, 'from', 'to');
    const { from: first, to: second } = request.query;
    const from = readCount(first, '?from');
    const to = second === undefined ? undefined : readCount(second, '?to');
    if (from === 0) throw refusal('?from', 'must be at least 1: about the log without entries nothing can be proved');
    if (to !== undefined && to < from) throw refusal('?to', 'must not be less than from');
    const consistency = refusing(() => this.proofs.consistency(from, to));
    sendJson(reply, { ...consistency, proof: consistency.proof.map(base64) });
  }

  /** The keys that have signed, the newest last, each with the note that named it (key-notes.ts). */
  @Get('keys')
  keys(@Req() request: Asked, @Res() reply: FastifyReply): void {
    onlyParameters(request.query);
    refusing(() => this.proofs.checkpoint());
    const { checkpoints } = this.ledger.transparency;
    const notes = checkpoints.notesOfKeys();
    const keys = checkpoints.keys().map((key, index) => ({ key, note: notes[index] ?? '' }));
    sendJson(reply, { origin: checkpoints.origin, keys });
  }
}

/** A proof in the form of C2SP tlog-proof where the request asks for text, and not for JSON. */
function wantsText(request: FastifyRequest): boolean {
  const accept = headerOf(request, 'accept') ?? '';
  return accept.includes('text/plain') && !accept.includes('json');
}

function proofText({ index, proof, checkpoint }: Inclusion): string {
  return formatProof({ index: BigInt(index), hashes: proof, checkpoint });
}

function inclusionBody({ index, leafHash, size, proof, checkpoint }: Inclusion): object {
  return { index, leafHash: base64(leafHash), size, proof: proof.map(base64), checkpoint };
}

function sendText(reply: FastifyReply, text: string): void {
  void reply.header('cache-control', NOT_KEPT).header('content-type', TEXT).send(text);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function tileAt(url: string): Tile {
  const [path = ''] = url.split('?');
  try {
    return parseTilePath(path.slice('/v1/log/'.length));
  } catch (error) {
    if (error instanceof TileError) throw new Problem('not-found', 'No tile has this path (C2SP tlog-tiles).');
    throw error;
  }
}

/** A whole number from 0, in full: one that would have to be rounded is larger than any log. */
function readCount(text: string | string[] | undefined, pointer: string): number {
  if (typeof text !== 'string' || !/^(0|[1-9]\d{0,19})$/.test(text)) throw refusal(pointer, 'must be a whole number');
  if (!Number.isSafeInteger(Number(text))) throw new Problem('not-found', `No log has ${text} entries.`);
  return Number(text);
}

function refusal(pointer: string, detail: string): Problem {
  return new Problem('invalid-parameter', `${pointer.replace('?', '')} ${detail}`, [
    { pointer, rule: 'whole-number', detail },
  ]);
}

function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asRefusal(error);
  }
}

async function refusingLater<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asRefusal(error);
  }
}

function asRefusal(error: unknown): unknown {
  if (error instanceof EntryTooLong) return new Problem('not-found', error.message);
  if (!(error instanceof NotSigned)) return error;
  return error.pending
    ? new Problem('pending', error.message, [], SIGNED_WITHIN)
    : new Problem('not-found', error.message);
}
