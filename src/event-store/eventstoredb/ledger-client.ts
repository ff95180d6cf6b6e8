import { type Duplex, Readable, type Writable } from 'node:stream';
import {
  type ChannelCredentialOptions,
  type DNSClusterOptions,
  type EventData,
  EventStoreDBClient,
  type GossipClusterOptions,
  type SingleNodeOptions,
} from '@eventstore/db-client';
import type { NewEvent, StoredEvent } from '../port.js';
import { textsOf } from '../stored-texts.js';
import type { Connection } from './connection-string.js';

/** A recorded event as the client hands it over. */
interface ReceivedEvent {
  readonly streamId: string;
  readonly id: string;
  readonly revision: bigint;
  readonly type: string;
  readonly data: unknown;
  readonly position?: { readonly commit: bigint; readonly prepare: bigint };
}

/** The parts of the generated protocol messages that are looked into here. */
interface BytesMessage {
  getData_asU8(): Uint8Array;
  getCustomMetadata_asU8(): Uint8Array;
  setData(bytes: Uint8Array): void;
  setCustomMetadata(bytes: Uint8Array): void;
  getMetadataMap(): { set(name: string, value: string): unknown };
}
/** The bytes of an event's data, and with them those of its metadata. */
interface Carrier extends Uint8Array {
  metadata?: Uint8Array;
}
interface ReadAnswer {
  hasEvent?: () => boolean;
  getEvent(): { getEvent(): BytesMessage | undefined } | undefined;
}
interface BatchRequest {
  getProposedMessagesList(): BytesMessage[];
}

/** How long a node may take to say who leads, in seconds, if the address does not say: a frozen one never answers. */
const GOSSIP_TIMEOUT = 2;

const JSON_TYPE = 'application/json';
const BINARY_TYPE = 'application/octet-stream';
const NOTHING = new Uint8Array(0);

/**
 * The official client, made to keep bytes. It writes JSON by JSON.stringify and reads it by JSON.parse, which reorders
 * number-like keys and loses white space; so its messages carry the bytes as binary data on this side, and are marked
 * as what they are, JSON, on the wire. Its faults that end a process
 * or last for good are worked around too, each where it is said.
 */
export class LedgerClient extends EventStoreDBClient {
  private lastChannel: Awaited<ReturnType<typeof this.getChannel>> | undefined;
  private lastFound: Promise<unknown> = Promise.resolve();

  constructor(connection: Connection) {
    super(settingsOf(connection), channelOf(connection), connection.credentials);
    const { GRPCStreamCreator: create, handleError: handle, getChannel } = this;
    this.GRPCStreamCreator = (Client, name, creator, cache) => {
      const find = create(
        Client,
        name,
        (client) => {
          const stream = creator(client);
          if (stream instanceof Readable) keepBytes(stream);
          return stream;
        },
        cache,
      );
      // Whoever opens the shared stream of appends gets it later than those who find it open, and its append would go
      // out behind theirs. In turn, appends go out in the order of their calls.
      return cache ? (): ReturnType<typeof find> => this.inTurn(find()) : find;
    };
    // It runs unawaited and waits for a discovery that may fail: that would be an unhandled rejection.
    this.handleError = (client, error) => handle(client, error).catch(() => undefined);
    // A rejected look-up of server features is cached for good, so appends do not ask: `version` does, once, at start.
    this.supports = () => Promise.resolve(true);
    this.getChannel = async () => (this.lastChannel = await getChannel());
  }

  /** Hands over what was found once everybody who asked before has what they asked for, or an error. */
  private inTurn<T>(found: Promise<T>): Promise<T> {
    // It may fail before its turn comes and somebody listens.
    found.catch(() => undefined);
    const handedOver = this.lastFound.then(
      () => found,
      () => found,
    );
    this.lastFound = handedOver;
    return handedOver;
  }

  /** Whether it still looks for a node to talk to: another client would have to begin again. */
  get isLooking(): boolean {
    return this.lastChannel === undefined;
  }

  /** The version that the server says it has; "unknown" when it does not know the question. */
  async version(): Promise<string> {
    return (await this.capabilities).serverVersion;
  }

  /** Ends every call and the connection; the client's own `dispose` leaves the connection open. */
  async end(): Promise<void> {
    const calls = this.dispose().catch(() => undefined);
    await Promise.race([calls, new Promise((resolve) => setTimeout(resolve, 1000).unref())]);
    this.lastChannel?.close();
  }
}

/** An event for the client's append. */
export function eventToWrite({ id, type, data, metadata, dataBytes, metadataBytes }: NewEvent): EventData {
  // The client tells binary metadata by its constructor, so a Buffer will not do.
  const bytes = (stored: Uint8Array | string): Uint8Array => new Uint8Array(Buffer.from(stored));
  const contentType = BINARY_TYPE;
  return { id, type, contentType, data: bytes(dataBytes ?? data), metadata: bytes(metadataBytes ?? metadata) };
}

/** What was read, as the port gives it; undefined for what is no event (a link to one that is gone). */
export function eventRead(event: ReceivedEvent | undefined): StoredEvent | undefined {
  if (event?.position === undefined || !(event.data instanceof Uint8Array)) return undefined;
  const { metadata } = event.data as Carrier;
  return {
    stream: event.streamId,
    revision: Number(event.revision),
    position: positionText(event.position),
    id: event.id,
    type: event.type,
    ...textsOf({ data: bufferOf(event.data), metadata: bufferOf(metadata ?? NOTHING) }),
  };
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** A position as the port shows it: "commit:prepare". */
export function positionText({ commit, prepare }: { readonly commit: bigint; readonly prepare: bigint }): string {
  return `${commit.toString()}:${prepare.toString()}`;
}

/** The opposite. */
export function positionOf(text: string): { commit: bigint; prepare: bigint } {
  const [commit = '', prepare = ''] = text.split(':');
  return { commit: BigInt(commit), prepare: BigInt(prepare) };
}

/** One of the three forms of settings; the client tells them apart by their fields, its types by overloads. */
function settingsOf(connection: Connection): SingleNodeOptions {
  const { hosts, discover, numbers, connectionName, nodePreference } = connection;
  const [first] = hosts;
  if (first === undefined) throw new RangeError('a connection has at least one host');
  const common = {
    gossipTimeout: GOSSIP_TIMEOUT,
    ...numbers,
    ...(connectionName === undefined ? {} : { connectionName }),
  };
  const settings: SingleNodeOptions | DNSClusterOptions | GossipClusterOptions = discover
    ? { ...common, nodePreference, discover: first }
    : hosts.length > 1
      ? { ...common, nodePreference, endpoints: [...hosts] }
      : { ...common, endpoint: first };
  return settings as SingleNodeOptions;
}

function channelOf(connection: Connection): ChannelCredentialOptions {
  return {
    insecure: connection.insecure,
    rootCertificate: connection.rootCertificate,
    userCertFile: connection.userCertificate,
    userKeyFile: connection.userKey,
  };
}

/** Stands between the client and one call: what comes and what goes keeps its bytes. */
function keepBytes(stream: Readable | Duplex): void {
  const push = stream.push.bind(stream);
  stream.push = (message: unknown) => push(isReadAnswer(message) ? withMetadata(message) : message);
  if (!isWritable(stream)) return;
  const write = stream.write.bind(stream) as (message: unknown) => boolean;
  const relabelled = (message: BatchRequest): boolean => {
    for (const event of message.getProposedMessagesList()) event.getMetadataMap().set('content-type', JSON_TYPE);
    write(message);
    // When `write` returns false, the client queues, and an error then rejects a promise that nobody holds. Nothing is lost by
    // not waiting: the callers of append wait for their answers.
    return true;
  };
  stream.write = relabelled as typeof stream.write;
  // An answer that comes after another client's failure has cleared the shared list of pending appends has no owner,
  // and the client's listener throws. Its append is tried again, so the answer may go.
  for (const listener of stream.listeners('data') as ((message: unknown) => void)[]) {
    stream.off('data', listener).on('data', (message) => {
      try {
        listener(message);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
      }
    });
  }
}

function isWritable(stream: Readable | Duplex): stream is Duplex & Writable {
  return 'write' in stream;
}

function isReadAnswer(message: unknown): message is ReadAnswer {
  return typeof message === 'object' && message !== null && 'hasStreamNotFound' in message;
}

/** Lets the bytes of the data, which the client hands over unread, carry those of the metadata, which it would parse. */
function withMetadata(message: ReadAnswer): ReadAnswer {
  const record = message.hasEvent?.() === true ? message.getEvent()?.getEvent() : undefined;
  if (record === undefined) return message;
  const data: Carrier = record.getData_asU8();
  data.metadata = record.getCustomMetadata_asU8();
  record.setData(data);
  record.setCustomMetadata(NOTHING);
  record.getMetadataMap().set('content-type', BINARY_TYPE);
  return message;
}
