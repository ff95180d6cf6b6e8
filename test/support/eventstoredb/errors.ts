import anyPb from 'google-protobuf/google/protobuf/any_pb.js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import codes from '@eventstore/db-client/generated/code_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import statusPb from '@eventstore/db-client/generated/status_pb.js';
import { Code, GrpcError } from './grpc.js';
import type { Expected } from './log.js';

/** Where a node can be reached. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** A refusal of EventStoreDB: a status of the call and, for many, one of a single append in a batch stream. */
export class Refusal extends GrpcError {
  constructor(
    code: codes.Code,
    message: string,
    metadata: Readonly<Record<string, string>>,
    /** What a batch stream answers for one append and goes on; without it the whole stream ends. */
    readonly inBatch?: statusPb.Status,
  ) {
    super(code, message, metadata);
  }
}

/** The server has no leader yet, or no longer. */
export function notReady(): Refusal {
  return new Refusal(
    Code.UNAVAILABLE,
    'Server Is Not Ready',
    {},
    status(Code.UNAVAILABLE, 'Server Is Not Ready', new emptyPb.Empty(), 'google.protobuf.Empty'),
  );
}

/** The leader was not able to commit in time: whether the append happened is unknown. */
export function timedOut(): Refusal {
  return new Refusal(
    Code.ABORTED,
    'Operation timed out',
    {},
    status(Code.DEADLINE_EXCEEDED, 'Timeout', new shared.Timeout(), 'event_store.client.Timeout'),
  );
}

/** Only the leader may do this; the answer says where it is. */
export function notLeader(leader: Endpoint): Refusal {
  return new Refusal(Code.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': leader.address,
    'leader-endpoint-port': String(leader.port),
  });
}

/** The server does not serve. */
export function unavailable(): Refusal {
  return new Refusal(Code.UNAVAILABLE, 'Service unavailable', {});
}

/** The server's own fault: what was seen after an orderly failover. */
export function handlerThrew(): Refusal {
  return new Refusal(Code.UNKNOWN, 'Exception was thrown by handler.', {});
}

/** The user may not do this. */
export function accessDenied(): Refusal {
  return new Refusal(
    Code.PERMISSION_DENIED,
    'Access Denied',
    { exception: 'access-denied' },
    status(Code.PERMISSION_DENIED, 'AccessDenied', new shared.AccessDenied(), 'event_store.client.AccessDenied'),
  );
}

/** There is no such user, or the password is wrong. */
export function unauthenticated(): Refusal {
  return new Refusal(Code.UNAUTHENTICATED, 'Bad gRPC response. HTTP status code: 401', {});
}

/** The stream is tombstoned. */
export function streamDeleted(stream: string): Refusal {
  const details = new shared.StreamDeleted();
  details.setStreamIdentifier(identifier(stream));
  return new Refusal(
    Code.FAILED_PRECONDITION,
    `Event stream '${stream}' is deleted.`,
    { exception: 'stream-deleted', 'stream-name': stream },
    status(Code.FAILED_PRECONDITION, 'StreamDeleted', details, 'event_store.client.StreamDeleted'),
  );
}

/** More bytes in one append than the server takes. */
export function tooLarge(limit: number): Refusal {
  const details = new shared.MaximumAppendSizeExceeded();
  details.setMaxappendsize(limit);
  return new Refusal(
    Code.INVALID_ARGUMENT,
    `Maximum Append Size of ${limit} Exceeded.`,
    { exception: 'maximum-append-size-exceeded', 'maximum-append-size': String(limit) },
    status(Code.INVALID_ARGUMENT, 'MaximumAppendSizeExceeded', details, 'event_store.client.MaximumAppendSizeExceeded'),
  );
}

/** The stream is not where the caller thought; -1 stands for no stream. */
export function wrongVersion(stream: string, expected: Expected, actual: bigint): Refusal {
  const details = new shared.WrongExpectedVersion();
  if (actual >= 0n) details.setCurrentStreamRevision(String(actual));
  else details.setCurrentNoStream(new emptyPb.Empty());
  if (expected === 'any') details.setExpectedAny(new emptyPb.Empty());
  else if (expected === 'no_stream') details.setExpectedNoStream(new emptyPb.Empty());
  else if (expected === 'stream_exists') details.setExpectedStreamExists(new emptyPb.Empty());
  else details.setExpectedStreamPosition(String(expected));
  return new Refusal(
    Code.FAILED_PRECONDITION,
    'Append failed due to WrongExpectedVersion.',
    {
      exception: 'wrong-expected-version',
      'stream-name': stream,
      'expected-version': typeof expected === 'bigint' ? String(expected) : '-1',
      ...(actual >= 0n ? { 'actual-version': String(actual) } : {}),
    },
    status(Code.FAILED_PRECONDITION, 'WrongExpectedVersion', details, 'event_store.client.WrongExpectedVersion'),
  );
}

/** A read from a position where no record begins. */
export function invalidPosition(): GrpcError {
  return new GrpcError(Code.UNKNOWN, 'Unexpected ReadAllResult: Error');
}

/** A stream's name as the protocol writes it. */
export function identifier(stream: string): shared.StreamIdentifier {
  const name = new shared.StreamIdentifier();
  name.setStreamName(Buffer.from(stream, 'utf8'));
  return name;
}

function status(
  code: codes.Code,
  message: string,
  details: { serializeBinary(): Uint8Array },
  type: string,
): statusPb.Status {
  const packed = new anyPb.Any();
  packed.pack(details.serializeBinary(), type);
  const result = new statusPb.Status();
  result.setCode(code);
  result.setMessage(message);
  result.setDetails(packed);
  return result;
}
