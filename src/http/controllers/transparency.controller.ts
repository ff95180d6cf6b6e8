import { Controller, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../commands/problem.js';
import { needed } from '../../kernel/kind.js';
import { Ledger } from '../../ledger-instance.js';
import { formatProof } from '../../transparency/proof.js';
import { type Tile, TileError, parseTilePath } from '../../transparency/tiles.js';
import { EntryTooLong, type Inclusion, NotSigned, type Proofs } from '../../transparency/log/proofs.js';
import { sendJson, sendText, variesBy } from '../answers.js';
import type { LogAnswers } from '../openapi/log-schemas.js';
import { LOG_QUERIES } from '../operations/log-operations.js';
import { faultOf, refuse, type ValuesOf } from '../operations/query-parameters.js';
import { AsText, Asked, Serves } from './operation.decorators.js';

/** What was once signed never changes. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** A checkpoint is signed within this time after an event, in seconds. */
const SIGNED_WITHIN = 2;

/** What those ask who check the history: C2SP tlog-tiles, and proofs made ready. */
@Controller()
export class TransparencyController {
  private readonly proofs: Proofs;

  constructor(private readonly ledger: Ledger) {
    this.proofs = ledger.transparency.proofs;
  }

  @Serves(LOG_QUERIES.checkpoint)
  checkpoint(@Res() reply: FastifyReply): void {
    const { note } = refusing(() => this.proofs.checkpoint());
    sendText(reply, note);
  }

  /** The rest of the path is the tile's own (tiles.ts). */
  @Serves(LOG_QUERIES.tile)
  async tile(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const tile = tileAt(request.url);
    const bytes = await refusingLater(() => this.proofs.tile(tile));
    void reply.header('cache-control', FOR_EVER).header('content-type', 'application/octet-stream').send(bytes);
  }

  @Serves(LOG_QUERIES.proof)
  proof(@Param('index') text: string, @AsText() asText: boolean, @Res() reply: FastifyReply): void {
    const inclusion = refusing(() => this.proofs.inclusion(indexIn(text)));
    void variesBy(reply, 'accept');
    if (asText) sendText(reply, proofText(inclusion));
    else sendJson<LogAnswers['InclusionProof']>(reply, inclusionBody(inclusion));
  }

  @Serves(LOG_QUERIES.receipt)
  async receipt(@Param('event') event: string, @AsText() asText: boolean, @Res() reply: FastifyReply): Promise<void> {
    const receipt = await refusingLater(() => this.proofs.receipt(event));
    void variesBy(reply, 'accept');
    if (asText) sendText(reply, proofText(receipt));
    else
      sendJson<LogAnswers['LogReceipt']>(reply, {
        id: receipt.id,
        entry: receipt.entry.toString('utf8'),
        ...inclusionBody(receipt),
      });
  }

  @Serves(LOG_QUERIES.consistency)
  consistency(@Asked() { from, to }: ValuesOf<typeof LOG_QUERIES.consistency.query>, @Res() reply: FastifyReply): void {
    for (const size of [from, to ?? 0]) inAnyLog(size, String(size));
    if (to !== undefined && to < from) refuse([faultOf('to', 'whole-number', 'must not be less than from')]);
    const consistency = refusing(() => this.proofs.consistency(from, to));
    sendJson<LogAnswers['ConsistencyProof']>(reply, { ...consistency, proof: consistency.proof.map(base64) });
  }

  /** The keys that have signed, the newest last, each with the note that named it (key-notes.ts). */
  @Serves(LOG_QUERIES.keys)
  keys(@Res() reply: FastifyReply): void {
    refusing(() => this.proofs.checkpoint());
    const { checkpoints } = this.ledger.transparency;
    const notes = checkpoints.notesOfKeys();
    const keys = checkpoints.keys().map((key, index) => ({ key, note: notes[index] ?? '' }));
    sendJson<LogAnswers['LogKeys']>(reply, { origin: needed(checkpoints.origin, 'the origin of the log'), keys });
  }
}

/** A proof in the form of C2SP tlog-proof. */
function proofText({ index, proof, checkpoint }: Inclusion): string {
  return formatProof({ index: BigInt(index), hashes: proof, checkpoint });
}

function inclusionBody({ index, leafHash, size, proof, checkpoint }: Inclusion): LogAnswers['InclusionProof'] {
  return { index, leafHash: base64(leafHash), size, proof: proof.map(base64), checkpoint };
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

/** The place in the log that the address names. @throws Problem */
function indexIn(text: string): number {
  if (!/^(0|[1-9]\d{0,19})$/.test(text)) {
    const detail = 'must be a whole number';
    throw new Problem('invalid-parameter', `index ${detail}`, [{ pointer: 'index', rule: 'whole-number', detail }]);
  }
  return inAnyLog(Number(text), text);
}

/** A number that would have to be rounded is larger than any log. @throws Problem */
function inAnyLog(size: number, text: string): number {
  if (!Number.isSafeInteger(size)) throw new Problem('not-found', `No log has ${text} entries.`);
  return size;
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
