import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import rpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { identifier } from './errors.js';
import { type Call, frame } from './grpc.js';
import type { LogRecord } from './log.js';

/** A call of Read: a read or a subscription. */
export type ReadCall = Call<streams.ReadReq, streams.ReadResp>;

/** As many bytes as are put together before they are sent. */
const CHUNK = 64 * 1024;

/** Puts small messages together, so that a long answer is not a system call for each event. */
export class FrameBatch {
  #frames: Buffer[] = [];
  #size = 0;

  constructor(private readonly call: ReadCall) {}

  async add(message: Buffer): Promise<void> {
    this.#frames.push(message);
    this.#size += message.length;
    if (this.#size >= CHUNK) await this.flush();
  }

  async flush(): Promise<void> {
    const frames = this.#frames;
    this.#frames = [];
    this.#size = 0;
    await this.call.sendFrames(frames);
  }
}

/** The name in the options of a read of one stream. */
export function streamName(options: streams.ReadReq.Options): string {
  const name = options.getStream()?.getStreamIdentifier()?.getStreamName_asU8();
  return Buffer.from(name ?? []).toString('utf8');
}

/** Framed messages of records, made once: a record never changes. */
const framed = new WeakMap<LogRecord, Buffer>();

/** The message that carries a record, framed. */
export function eventFrame(record: LogRecord): Buffer {
  let message = framed.get(record);
  if (message === undefined) {
    message = responseFrame(recordedEvent(record));
    framed.set(record, message);
  }
  return message;
}

/** A message framed. */
export function responseFrame(response: streams.ReadResp): Buffer {
  return frame(rpc.StreamsService.read.responseSerialize(response));
}

function recordedEvent(record: LogRecord): streams.ReadResp {
  const id = new shared.UUID();
  id.setString(record.id);
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(id);
  recorded.setStreamIdentifier(identifier(record.stream));
  recorded.setStreamRevision(String(record.revision));
  recorded.setCommitPosition(String(record.position));
  recorded.setPreparePosition(String(record.position));
  recorded.setData(record.data);
  recorded.setCustomMetadata(record.metadata);
  const metadata = recorded.getMetadataMap();
  metadata.set('type', record.type);
  metadata.set('content-type', record.contentType);
  metadata.set('created', record.created);
  const event = new streams.ReadResp.ReadEvent();
  event.setEvent(recorded);
  event.setCommitPosition(String(record.position));
  const response = new streams.ReadResp();
  response.setEvent(event);
  return response;
}

/** What a read of a missing stream answers. */
export function streamNotFound(stream: string): streams.ReadResp {
  const missing = new streams.ReadResp.StreamNotFound();
  missing.setStreamIdentifier(identifier(stream));
  const response = new streams.ReadResp();
  response.setStreamNotFound(missing);
  return response;
}
