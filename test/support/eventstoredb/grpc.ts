import { createSecureServer, createServer, type Http2Session, type ServerHttp2Stream } from 'node:http2';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import codes from '@eventstore/db-client/generated/code_pb.js';

/** The status codes of gRPC (google.rpc.Code). */
export const { Code } = codes;

/** An answer that is a status: what the caller gets as code, details and trailing metadata. */
export class GrpcError extends Error {
  constructor(
    readonly code: codes.Code,
    message: string,
    readonly metadata: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** The part of a generated method definition that a server needs. */
export interface Method<Req, Res> {
  readonly path: string;
  readonly requestDeserialize: (bytes: Buffer) => Req;
  readonly responseSerialize: (message: Res) => Buffer;
}

/** A message as it stands on the wire: one byte "not compressed", four of length, the message. */
export function frame(message: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** One call of one method: unary or streaming, in either direction. */
export class Call<Req, Res> {
  #received: Buffer = Buffer.alloc(0);
  #waiting: (() => void)[] = [];
  #onMessage: ((message: Req) => void) | undefined;
  #onEnd: (() => void) | undefined;
  #answered = false;

  constructor(
    readonly headers: IncomingHttpHeaders,
    private readonly stream: ServerHttp2Stream,
    private readonly method: Method<Req, Res>,
  ) {
    const room = (): void => {
      for (const resume of this.#waiting.splice(0)) resume();
    };
    stream.on('drain', room).on('close', room);
    // A caller that goes away is no failure of the server.
    stream.on('error', () => undefined);
  }

  /** Whether the caller still waits for something. */
  isOpen(): boolean {
    return !this.stream.destroyed && !this.stream.closed && !this.#answered;
  }

  /** Takes what the caller sends, message by message; what a listener throws becomes the answer. */
  listen(onMessage: (message: Req) => void, onEnd: () => void = () => undefined): void {
    this.#onMessage = onMessage;
    this.#onEnd = onEnd;
    this.stream.on('data', (chunk: Buffer) => this.#guard(() => this.#take(chunk)));
    this.stream.on('end', () => this.#guard(() => this.#onEnd?.()));
  }

  /** The one message of a call that carries one. */
  request(): Promise<Req> {
    return new Promise((resolve, reject) => {
      this.listen(resolve, () => reject(new GrpcError(Code.INTERNAL, 'the call carried no message')));
    });
  }

  /** Runs once, as soon as the call is over for any reason. */
  onClose(listener: () => void): void {
    if (this.stream.destroyed) listener();
    else this.stream.once('close', listener);
  }

  /** Sends a message; resolves when there is room for the next one, or nobody who would take it. */
  send(message: Res): Promise<void> {
    return this.sendFrames([frame(this.method.responseSerialize(message))]);
  }

  /** Sends messages that are framed already. */
  async sendFrames(frames: readonly Buffer[]): Promise<void> {
    if (!this.isOpen() || frames.length === 0) return;
    this.#respond();
    if (this.stream.write(frames.length === 1 ? frames[0] : Buffer.concat(frames))) return;
    await new Promise<void>((resume) => this.#waiting.push(resume));
  }

  /** Ends the call with a status: success, unless an error is given. */
  end(error?: unknown): void {
    if (!this.isOpen()) return;
    const status = error === undefined ? new GrpcError(Code.OK, '') : asGrpcError(error);
    const trailers = {
      'grpc-status': String(status.code),
      ...(status.message === '' ? {} : { 'grpc-message': status.message.replace(/[^ -$&-~]/gu, encodeURIComponent) }),
      ...status.metadata,
    };
    this.#respond(trailers);
    this.#answered = true;
    this.stream.end();
  }

  /** Ends the call as a server that stops does: the stream is closed with code 0, and no status is given. */
  abandon(): void {
    if (!this.isOpen()) return;
    this.#respond();
    this.#answered = true;
    this.stream.close(0);
  }

  #trailers: Record<string, string> | undefined;

  #respond(trailers?: Record<string, string>): void {
    this.#trailers = trailers;
    if (this.stream.headersSent) return;
    this.stream.on('wantTrailers', () => {
      if (this.#trailers !== undefined) this.stream.sendTrailers(this.#trailers);
    });
    this.stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    let at = 0;
    while (this.#received.length - at >= 5) {
      const end = at + 5 + this.#received.readUInt32BE(at + 1);
      if (this.#received.length < end) break;
      this.#onMessage?.(this.method.requestDeserialize(this.#received.subarray(at + 5, end)));
      at = end;
    }
    this.#received = this.#received.subarray(at);
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.end(error);
    }
  }
}

/** What is no status of our own is a fault of the handler; its text never leaves a real server. */
function asGrpcError(error: unknown): GrpcError {
  return error instanceof GrpcError ? error : new GrpcError(Code.UNKNOWN, 'Exception was thrown by handler.');
}

/** A private key and a certificate in PEM form; with `requestCert`, clients must show one that `ca` has signed. */
export interface ServerIdentity {
  readonly key: string;
  readonly cert: string;
  readonly ca?: string;
  readonly requestCert?: boolean;
  readonly rejectUnauthorized?: boolean;
}

/**
 * A gRPC server on HTTP/2. It stands in place of grpc-js's own because that one always answers with a status; a
 * server that is stopped does not, and that is one of the things to be seen here.
 */
export class GrpcServer {
  readonly #handlers = new Map<string, (headers: IncomingHttpHeaders, stream: ServerHttp2Stream) => void>();
  readonly #sessions = new Set<Http2Session>();
  readonly #calls = new Set<{ abandon(): void }>();
  readonly #server: Server;

  constructor(identity?: ServerIdentity) {
    const server = identity === undefined ? createServer() : createSecureServer({ ...identity });
    // Small answers go out at once: without this each waits 40 ms for a delayed acknowledgement.
    server.on('connection', (socket: Socket) => socket.setNoDelay(true));
    server.on('session', (session) => {
      this.#sessions.add(session);
      session.once('close', () => this.#sessions.delete(session)).on('error', () => undefined);
    });
    server.on('stream', (stream, headers) => {
      const handler = this.#handlers.get(headers[':path'] ?? '');
      if (handler !== undefined) return handler(headers, stream);
      new Call(headers, stream, UNKNOWN_METHOD).end(new GrpcError(Code.UNIMPLEMENTED, 'Service is unimplemented.'));
    });
    server.on('sessionError', () => undefined).on('tlsClientError', () => undefined);
    this.#server = server;
  }

  /** Answers a method with a handler; what the handler throws is the answer's status. */
  handle<Req, Res>(method: Method<Req, Res>, handler: (call: Call<Req, Res>) => Promise<void> | void): void {
    this.#handlers.set(method.path, (headers, stream) => {
      const call = new Call(headers, stream, method);
      this.#calls.add(call);
      call.onClose(() => this.#calls.delete(call));
      const run = async (): Promise<void> => handler(call);
      run().catch((error: unknown) => call.end(error));
    });
  }

  /** Listens on a free port of this machine, for the stand-in's own proxy; gives the port. */
  async listen(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    return (this.#server.address() as AddressInfo).port;
  }

  /** Stops in order: every open call ends without a status, every session says goodbye. */
  async stop(): Promise<void> {
    for (const call of this.#calls) call.abandon();
    // Sessions close once the last frames of their streams are written.
    await Promise.all(
      [...this.#sessions].map(
        (session) =>
          new Promise<void>((resolve) => {
            if (session.closed) resolve();
            else session.close(resolve);
          }),
      ),
    );
    await this.#close();
  }

  /** Stops at once: whatever was under way is lost. */
  async kill(): Promise<void> {
    for (const session of this.#sessions) session.destroy();
    await this.#close();
  }

  #close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

const UNKNOWN_METHOD: Method<Buffer, Buffer> = {
  path: '',
  requestDeserialize: (bytes) => bytes,
  responseSerialize: (message) => message,
};
