import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import rpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { identifier, notLeader, notReady, Refusal, streamDeleted, timedOut, tooLarge, wrongVersion } from './errors.js';
import { type Call, Code, GrpcError, type GrpcServer } from './grpc.js';
import type { Expected, Outcome, Proposal } from './log.js';
import { type CutResponse, type Node, requiresLeader } from './node.js';

/** The server's own limit on one append, in bytes of types, data and metadata. */
const MAX_APPEND_SIZE = 1_048_576;

/** After which time a server tells of an append that it has dropped, in milliseconds: 2 to 3 s were seen. */
const DROPPED_AFTER_MS = 2_000;

/** Serves Append, BatchAppend, Delete and Tombstone. */
export function serveAppends(server: GrpcServer, node: Node): void {
  server.handle(rpc.StreamsService.append, (call) => append(call, node));
  server.handle(rpc.StreamsService.batchAppend, (call) => new BatchAppend(call, node).start());
  server.handle(rpc.StreamsService.delete, async (call) => {
    const options = (await call.request()).getOptions();
    const outcome = await remove(call.headers, node, options, (stream, expected) => node.log.delete(stream, expected));
    const response = new streams.DeleteResp();
    response.setPosition(fill(new streams.DeleteResp.Position(), outcome));
    await call.send(response);
    call.end();
  });
  server.handle(rpc.StreamsService.tombstone, async (call) => {
    const options = (await call.request()).getOptions();
    const outcome = await remove(call.headers, node, options, (stream, expected) =>
      node.log.tombstone(stream, expected),
    );
    const response = new streams.TombstoneResp();
    response.setPosition(fill(new streams.TombstoneResp.Position(), outcome));
    await call.send(response);
    call.end();
  });
}

type Done = Extract<Outcome, { kind: 'written' | 'idempotent' }>;

interface Answer {
  readonly outcome: Outcome;
  readonly cut: CutResponse | undefined;
}

/** Lets a write through as far as this node's place in its cluster and the ordered failures allow. */
async function write(
  method: 'append' | 'delete',
  headers: IncomingHttpHeaders,
  node: Node,
  apply: () => Outcome,
): Promise<Answer> {
  const fault = node.faults.take(method);
  if (fault !== undefined) {
    if (fault.applied) apply();
    throw fault.refusal;
  }
  const standing = node.standing();
  if (standing.state === 'unknown') throw notReady();
  if (standing.state === 'follower' && requiresLeader(headers)) throw notLeader(standing.leader);
  if (standing.state === 'isolated') {
    await standing.hold(apply);
    throw timedOut();
  }
  const outcome = apply();
  return { outcome, cut: node.faults.takeCut() };
}

/** Plain Append: the options, then one message for each event, then one answer. */
function append(call: Call<streams.AppendReq, streams.AppendResp>, node: Node): void {
  node.access.check(call.headers, 'write');
  let options: streams.AppendReq.Options | undefined;
  const events: Proposal[] = [];
  const finish = async (): Promise<void> => {
    if (options === undefined) throw new GrpcError(Code.INVALID_ARGUMENT, 'the options are missing');
    if (sizeOf(events) > MAX_APPEND_SIZE) throw tooLarge(MAX_APPEND_SIZE);
    const stream = nameOf(options);
    const expected = expectedBy(options, options.hasRevision() ? options.getRevision() : undefined);
    const { outcome, cut } = await write('append', call.headers, node, () => node.log.append(stream, expected, events));
    if (outcome.kind === 'deleted') throw streamDeleted(stream);
    if (cut === 'connection-reset') node.resetConnections();
    if (cut !== undefined) return;
    await call.send(appendAnswer(outcome, expected));
    call.end();
  };
  call.listen(
    (message) => {
      options = message.getOptions() ?? options;
      const event = message.getProposedMessage();
      if (event !== undefined) events.push(proposal(event));
    },
    () => void finish().catch((error: unknown) => call.end(error)),
  );
}

function appendAnswer(outcome: Exclude<Outcome, { kind: 'deleted' }>, expected: Expected): streams.AppendResp {
  const response = new streams.AppendResp();
  if (outcome.kind === 'wrong-version') {
    const wrong = new streams.AppendResp.WrongExpectedVersion();
    if (outcome.actual >= 0n) wrong.setCurrentRevision(String(outcome.actual));
    else wrong.setCurrentNoStream(new shared.Empty());
    if (expected === 'any') wrong.setExpectedAny(new shared.Empty());
    else if (expected === 'no_stream') wrong.setExpectedNoStream(new shared.Empty());
    else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new shared.Empty());
    else wrong.setExpectedRevision(String(expected));
    response.setWrongExpectedVersion(wrong);
    return response;
  }
  const success = new streams.AppendResp.Success();
  if (outcome.revision >= 0n) success.setCurrentRevision(String(outcome.revision));
  else success.setNoStream(new shared.Empty());
  if (outcome.position === undefined) success.setNoPosition(new shared.Empty());
  else success.setPosition(fill(new streams.AppendResp.Position(), outcome));
  response.setSuccess(success);
  return response;
}

interface Pending {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: Proposal[];
}

/** One BatchAppend stream: appends in chunks, distinguished by correlation ids, each answered by itself. */
class BatchAppend {
  readonly #pending = new Map<string, Pending>();

  constructor(
    private readonly call: Call<streams.BatchAppendReq, streams.BatchAppendResp>,
    private readonly node: Node,
  ) {}

  start(): void {
    this.node.access.identify(this.call.headers);
    this.call.listen(
      (message) => this.#take(message),
      () => this.call.end(),
    );
  }

  #take(message: streams.BatchAppendReq): void {
    const id = message.getCorrelationId()?.getString() ?? '';
    const options = message.getOptions();
    if (options !== undefined) {
      const stream = nameOf(options);
      const expected = expectedBy(options, options.hasStreamPosition() ? options.getStreamPosition() : undefined);
      try {
        this.node.access.check(this.call.headers, 'write');
        const deadline = options.getDeadline()?.toDate().getTime() ?? Infinity;
        if (deadline <= Date.now()) throw timedOut();
        this.#pending.set(id, { stream, expected, events: [] });
      } catch (error) {
        this.#refuse(id, stream, error);
      }
    }
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    pending.events.push(...message.getProposedMessagesList().map(proposal));
    if (sizeOf(pending.events) > MAX_APPEND_SIZE) {
      this.#pending.delete(id);
      this.#refuse(id, pending.stream, tooLarge(MAX_APPEND_SIZE));
    } else if (message.getIsFinal()) {
      this.#pending.delete(id);
      this.#finish(id, pending).catch((error: unknown) => this.#refuse(id, pending.stream, error));
    }
  }

  async #finish(id: string, { stream, expected, events }: Pending): Promise<void> {
    const { outcome, cut } = await write('append', this.call.headers, this.node, () =>
      this.node.log.append(stream, expected, events),
    );
    if (cut === 'connection-reset') this.node.resetConnections();
    if (cut !== undefined) return;
    if (outcome.kind === 'idempotent' && this.node.unanswered.has(outcome.id)) {
      await sleep(DROPPED_AFTER_MS, undefined, { ref: false });
      throw timedOut();
    }
    for (const event of events) this.node.unanswered.add(event.id);
    // What comes in the same turn was sent before anybody had the answer.
    setImmediate(() => events.forEach((event) => this.node.unanswered.delete(event.id)));
    const { revision, position } = done(outcome, stream, expected);
    const success = new streams.BatchAppendResp.Success();
    if (revision >= 0n) success.setCurrentRevision(String(revision));
    else success.setNoStream(new emptyPb.Empty());
    if (position === undefined) success.setNoPosition(new emptyPb.Empty());
    else success.setPosition(fill(new shared.AllStreamPosition(), { position }));
    const response = answerTo(id, stream);
    response.setSuccess(success);
    await this.call.send(response);
  }

  /** Answers one append with its refusal; a refusal that has no such form ends the stream, as on a real server. */
  #refuse(id: string, stream: string, error: unknown): void {
    if (!(error instanceof Refusal) || error.inBatch === undefined) return this.call.end(error);
    const response = answerTo(id, stream);
    response.setError(error.inBatch);
    void this.call.send(response);
  }
}

function answerTo(id: string, stream: string): streams.BatchAppendResp {
  const correlation = new shared.UUID();
  correlation.setString(id);
  const response = new streams.BatchAppendResp();
  response.setCorrelationId(correlation);
  response.setStreamIdentifier(identifier(stream));
  return response;
}

async function remove(
  headers: IncomingHttpHeaders,
  node: Node,
  options: streams.DeleteReq.Options | streams.TombstoneReq.Options | undefined,
  apply: (stream: string, expected: Expected) => Outcome,
): Promise<Done> {
  node.access.check(headers, 'write');
  if (options === undefined) throw new GrpcError(Code.INVALID_ARGUMENT, 'the options are missing');
  const stream = nameOf(options);
  const expected = expectedBy(options, options.hasRevision() ? options.getRevision() : undefined);
  const { outcome } = await write('delete', headers, node, () => apply(stream, expected));
  return done(outcome, stream, expected);
}

/** What was written, or the refusal as an error. */
function done(outcome: Outcome, stream: string, expected: Expected): Done {
  if (outcome.kind === 'deleted') throw streamDeleted(stream);
  if (outcome.kind === 'wrong-version') throw wrongVersion(stream, expected, outcome.actual);
  return outcome;
}

interface PositionMessage {
  setCommitPosition(value: string): unknown;
  setPreparePosition(value: string): unknown;
}

function fill<T extends PositionMessage>(message: T, { position = 0n }: { readonly position: bigint | undefined }): T {
  message.setCommitPosition(String(position));
  message.setPreparePosition(String(position));
  return message;
}

function nameOf(options: { getStreamIdentifier(): shared.StreamIdentifier | undefined }): string {
  return Buffer.from(options.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');
}

function expectedBy(
  options: { hasNoStream(): boolean; hasStreamExists(): boolean },
  revision: string | undefined,
): Expected {
  if (revision !== undefined) return BigInt(revision);
  if (options.hasNoStream()) return 'no_stream';
  return options.hasStreamExists() ? 'stream_exists' : 'any';
}

function proposal(message: streams.AppendReq.ProposedMessage | streams.BatchAppendReq.ProposedMessage): Proposal {
  const metadata = message.getMetadataMap();
  return {
    id: message.getId()?.getString().toLowerCase() ?? '',
    type: metadata.get('type') ?? '',
    contentType: metadata.get('content-type') ?? 'application/octet-stream',
    data: Buffer.from(message.getData_asU8()),
    metadata: Buffer.from(message.getCustomMetadata_asU8()),
  };
}

function sizeOf(events: readonly Proposal[]): number {
  return events.reduce((sum, { type, data, metadata }) => sum + type.length + data.length + metadata.length, 0);
}
