import streams from '@eventstore/db-client/generated/streams_pb.js';
import rpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { invalidPosition, notLeader, notReady, streamDeleted } from './errors.js';
import { Code, GrpcError, type GrpcServer } from './grpc.js';
import type { LogRecord } from './log.js';
import { type Node, requiresLeader } from './node.js';
import { eventFrame, FrameBatch, type ReadCall, streamName, streamNotFound } from './read-responses.js';
import { subscribe } from './subscriptions.js';

/** Serves Read: streams and $all, forwards and backwards, and subscriptions to both. */
export function serveReads(server: GrpcServer, node: Node): void {
  server.handle(rpc.StreamsService.read, async (call) => {
    const options = (await call.request()).getOptions();
    if (options === undefined) throw new GrpcError(Code.INVALID_ARGUMENT, 'the options are missing');
    node.access.check(call.headers, options.hasAll() ? 'read $all' : 'read');
    node.faults.meet(options.hasSubscription() ? 'subscribe' : 'read');
    const standing = node.standing();
    if (requiresLeader(call.headers) && standing.state === 'follower') throw notLeader(standing.leader);
    if (requiresLeader(call.headers) && standing.state === 'unknown') throw notReady();
    if (options.hasSubscription()) return subscribe(call, node, options);
    const all = options.getAll();
    const found = all === undefined ? readStream(node, options) : readAll(node, all, options.getReadDirection());
    if (found === undefined) await call.send(streamNotFound(streamName(options)));
    else await sendRecords(call, found, BigInt(options.getCount()));
    call.end();
  });
}

const { FORWARDS } = streams.ReadReq.Options.ReadDirection;

/** The records of a stream in the order asked for; undefined when there is no such stream. */
function readStream(node: Node, options: streams.ReadReq.Options): Iterable<LogRecord> | undefined {
  const state = node.log.stream(streamName(options));
  if (state === 'tombstoned') throw streamDeleted(streamName(options));
  if (state === undefined) return undefined;
  const { records, first } = state;
  const from = options.getStream();
  const revision = from?.hasRevision() === true ? Number(from.getRevision()) : from?.hasEnd() === true ? Infinity : 0;
  return options.getReadDirection() === FORWARDS
    ? walk(records, Math.max(first, revision), records.length, 1)
    : walk(records, Math.min(revision, records.length - 1), first - 1, -1);
}

/** The records of the log: from a position inclusive forwards, exclusive backwards. */
function readAll(
  { log }: Node,
  from: streams.ReadReq.Options.AllOptions,
  direction: streams.ReadReq.Options.ReadDirection,
): Iterable<LogRecord> {
  const forwards = direction === FORWARDS;
  // The client reads what was there when it asked: the log may grow while it reads.
  const { length } = log.all;
  let index = from.hasEnd() ? length : 0;
  const position = from.getPosition();
  if (position !== undefined) {
    const commit = BigInt(position.getCommitPosition());
    const place = log.place(commit);
    if (place === 'bogus' || BigInt(position.getPreparePosition()) !== commit) throw invalidPosition();
    if (place === 'past-the-end' && (forwards || commit !== log.end)) return [];
    index = place === 'past-the-end' ? length : place;
  }
  return forwards ? walk(log.all, index, length, 1) : walk(log.all, index - 1, -1, -1);
}

function* walk(records: readonly LogRecord[], from: number, to: number, step: 1 | -1): Generator<LogRecord> {
  for (let index = from; step > 0 ? index < to : index > to; index += step) {
    const record = records[index];
    if (record === undefined) return;
    yield record;
  }
}

async function sendRecords(call: ReadCall, records: Iterable<LogRecord>, count: bigint): Promise<void> {
  const batch = new FrameBatch(call);
  let left = count;
  for (const record of records) {
    if (left === 0n || !call.isOpen()) break;
    left -= 1n;
    await batch.add(eventFrame(record));
  }
  await batch.flush();
}
