import type { IncomingHttpHeaders } from 'node:http';
import {
  accessDenied,
  type Endpoint,
  handlerThrew,
  notLeader,
  notReady,
  type Refusal,
  timedOut,
  unauthenticated,
  unavailable,
} from './errors.js';
import type { Log } from './log.js';

/** What a node is in its cluster at this moment. */
export type Standing =
  | { readonly state: 'leader' }
  | { readonly state: 'follower'; readonly leader: Endpoint }
  /** An election is under way, or too few nodes are left for one. */
  | { readonly state: 'unknown' }
  /** A leader that has lost its followers and does not know it yet: it takes an append and cannot commit it. */
  | { readonly state: 'isolated'; hold(append: () => void): Promise<void> };

/** One line of a gossip answer. */
export interface Member {
  readonly id: string;
  readonly endpoint: Endpoint;
  readonly state: Standing['state'];
  readonly alive: boolean;
}

/** What the services of a node share. */
export interface Node {
  readonly log: Log;
  readonly version: string;
  readonly access: Access;
  readonly faults: Faults;
  /** Ids of events that were appended in this turn: nobody has had the answer yet. */
  readonly unanswered: Set<string>;
  standing(): Standing;
  members(): readonly Member[];
  /** Resets every connection to this node. */
  resetConnections(): void;
}

/** A user of the stand-in. */
export interface User {
  readonly password: string;
  /** Admins may read $all. */
  readonly admin?: boolean;
}

/** Who may do what. Without users everybody may do everything, as on an insecure server. */
export class Access {
  constructor(
    private readonly users: Readonly<Record<string, User>> | undefined,
    private readonly allReaders: 'admins' | 'users',
  ) {}

  /** Refuses wrong credentials, and callers who lack a right. Anonymous callers have none (the default since 23.10). */
  check(headers: IncomingHttpHeaders, right: 'read' | 'write' | 'read $all'): void {
    if (this.users === undefined) return;
    const user = this.identify(headers);
    if (user === undefined) throw accessDenied();
    if (right === 'read $all' && this.allReaders === 'admins' && user.admin !== true) throw accessDenied();
  }

  /** The caller, or undefined for an anonymous one. */
  identify(headers: IncomingHttpHeaders): User | undefined {
    if (this.users === undefined || headers.authorization === undefined) return undefined;
    const [, encoded = ''] = headers.authorization.split(' ');
    const [name = '', password] = Buffer.from(encoded, 'base64').toString('utf8').split(/:(.*)/s);
    const user = Object.hasOwn(this.users, name) ? this.users[name] : undefined;
    if (user?.password !== password) throw unauthenticated();
    return user;
  }
}

/** The methods that can be made to fail. */
export type FaultyMethod = 'append' | 'delete' | 'read' | 'subscribe' | 'server-features' | 'gossip';

/** The ways in which they fail. */
export type FaultKind = 'not-leader' | 'unavailable' | 'deadline' | 'unknown-2-exception-by-handler' | 'not-ready';

/** An order to fail. */
export interface FieldError {
  readonly method: FaultyMethod;
  readonly error: FaultKind;
  /** How often; once if not given. */
  readonly times?: number;
  /** Whether an append is applied all the same. */
  readonly applied?: boolean;
  /** Whom `not-leader` names; this node itself if not given. */
  readonly leader?: Endpoint;
}

/** What becomes of the answer to an append that was applied. */
export type CutResponse = 'connection-reset' | 'silence';

/** The failures that a test has ordered, first come, first served. */
export class Faults {
  #orders: { fault: FieldError; left: number }[] = [];
  #cuts: CutResponse[] = [];

  constructor(private readonly self: () => Endpoint) {}

  failNext(fault: FieldError): void {
    this.#orders.push({ fault, left: fault.times ?? 1 });
  }

  cutResponse(how: CutResponse): void {
    this.#cuts.push(how);
  }

  /** The failure that a call of a method shall meet, if any. */
  take(method: FaultyMethod): { readonly refusal: Refusal; readonly applied: boolean } | undefined {
    const order = this.#orders.find(({ fault }) => fault.method === method);
    if (order === undefined) return undefined;
    order.left -= 1;
    if (order.left <= 0) this.#orders = this.#orders.filter((other) => other !== order);
    return { refusal: this.#refusal(order.fault), applied: order.fault.applied === true };
  }

  /** Throws the failure that a call of a method shall meet, if any. */
  meet(method: FaultyMethod): void {
    const fault = this.take(method);
    if (fault !== undefined) throw fault.refusal;
  }

  takeCut(): CutResponse | undefined {
    return this.#cuts.shift();
  }

  #refusal({ error, leader }: FieldError): Refusal {
    switch (error) {
      case 'not-leader':
        return notLeader(leader ?? this.self());
      case 'unavailable':
        return unavailable();
      case 'deadline':
        return timedOut();
      case 'not-ready':
        return notReady();
      case 'unknown-2-exception-by-handler':
        return handlerThrew();
    }
  }
}

/** Whether a call may only be served by the leader. */
export function requiresLeader(headers: IncomingHttpHeaders): boolean {
  return headers['requires-leader'] === 'true';
}
