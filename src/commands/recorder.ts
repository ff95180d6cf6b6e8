import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { EventStore } from '../event-store/port.js';
import { WrongExpectedRevision } from '../event-store/port.js';
import { today } from '../kernel/edtf.js';
import type { CommandSpec, RecordKind } from '../kernel/kind.js';
import { disclosedValue } from '../kernel/personal.js';
import type { LedgerRecord, Warning } from '../kernel/record.js';
import { isRegion } from '../kernel/regions.js';
import { readMetadata } from '../registry/envelope.js';
import type { Decided } from './decide.js';
import { Deciding } from './decide.js';
import type { Request } from './event-writer.js';
import { EventWriter, asProblem, canonical, idFrom, sealRequest } from './event-writer.js';
import { revisionsIn } from './if-match.js';
import { Numbering, withNumber } from './numbering.js';
import { Problem } from './problem.js';
import type { Loaded } from './record-loader.js';
import { RecordLoader, keyOf } from './record-loader.js';
import { readCommand } from './validation.js';

/** A request to record something. */
export interface Order {
  kind: RecordKind;
  /** The record that is changed; absent for a command that begins one. */
  id?: string;
  spec: CommandSpec;
  body: unknown;
  actor: string;
  key?: string;
  ifMatch?: string;
  dryRun: boolean;
  correlationId: string;
}

/** What a command comes to: the same again for the same key. */
export interface Receipt {
  created: boolean;
  id: string;
  /** Absent for a dry run, as are `position` and the events' ids. */
  etag?: string;
  position?: string;
  body: ReceiptBody;
}

export interface ReceiptBody {
  kind: string;
  id: string | null;
  dryRun: boolean;
  revision: number;
  status: string;
  certainty: string;
  events: { id: string | null; type: string; revision: number }[];
  warnings: Warning[];
  links: { self: string; history: string; receipt: string } | null;
}

/** What the recorder asks of the views: where a key was used, and how a record reads. */
export interface Glance {
  commandByKey(actor: string, key: string): Promise<{ stream: string; firstRevision: number } | undefined>;
  /** Status, certainty and entity tag of a record on a day, as the status view tells them. */
  render(
    kind: RecordKind,
    record: LedgerRecord,
    day: string,
  ): Promise<{ status: string; certainty: string; etag: string }>;
}

export interface RecorderOptions {
  ledger: string;
  timeZone: string;
  clock?: () => Date;
  /** Why nothing may be recorded now; undefined while all is well. */
  refusal?: () => string | undefined;
}

/** How often a change whose If-Match is `*` is decided again when somebody else was first. */
const ATTEMPTS = 8;

/** The path of every command: idempotency, loading, deciding, appending to one stream. */
export class Recorder {
  private readonly clock: () => Date;
  /** Reactions read and write by the same means. */
  readonly loader: RecordLoader;
  readonly writer: EventWriter;
  readonly numbering: Numbering;
  private readonly deciding: Deciding;
  private readonly inFlight = new Map<string, Promise<unknown>>();
  /** Keys whose events the views may not have seen yet. */
  private readonly recent = new LRUCache<string, { stream: string; firstRevision: number }>({ max: 100_000 });

  constructor(
    private readonly store: EventStore,
    private readonly glance: Glance,
    private readonly options: RecorderOptions,
  ) {
    this.clock = options.clock ?? (() => new Date());
    this.loader = new RecordLoader(store, options.ledger, options.timeZone);
    this.writer = new EventWriter(store, this.clock, options.refusal);
    this.deciding = new Deciding(this.loader);
    this.numbering = new Numbering(this.loader, this.writer);
  }

  /** Decides a command and records what it comes to, once per idempotency key. @throws Problem */
  async execute(order: Order): Promise<Receipt> {
    this.writer.checkLog();
    // A trial is neither a replay nor in the way of one, whatever key it carries.
    if (order.dryRun) return this.once({ ...order, key: undefined }).catch(rethrow);
    if (order.key === undefined)
      throw new Problem('idempotency-key-missing', 'Send an Idempotency-Key header with every POST.');
    const key = keyOf(order.actor, order.key);
    if (this.inFlight.has(key)) throw new Problem('in-flight', 'Wait for the first answer, then ask again.', [], 1);
    const work = this.once(order).catch(rethrow);
    this.inFlight.set(key, work);
    return work.finally(() => this.inFlight.delete(key));
  }

  /** Resolves when no request with this key is being worked on. */
  async settled(actor: string, key: string): Promise<void> {
    await this.inFlight.get(keyOf(actor, key))?.catch(() => undefined);
  }

  private async once(order: Order): Promise<Receipt> {
    const hash = hashOf(order);
    const command = readCommand(order.spec.type, order.body);
    if (order.key !== undefined) {
      const earlier = await this.usedBefore(order, order.key, hash);
      if (earlier) return earlier;
    }
    const loaded = await this.target(order, command);
    if (order.key !== undefined && loaded.keys.has(keyOf(order.actor, order.key))) {
      return this.replay(order, order.key, hash, loaded);
    }
    checkTarget(order, loaded);
    return this.record(order, command, hash, loaded);
  }

  private async record(order: Order, command: object, hash: string, loaded: Loaded, attempt = 1): Promise<Receipt> {
    const day = today(this.options.timeZone, this.clock());
    const { digest, disclosure } = sealRequest(hash);
    const request: Request = { actor: order.actor, key: order.key ?? '', correlationId: order.correlationId, digest };
    const decided = await this.deciding.decide(order, command, loaded, day);
    // Too large an event is refused in a trial too.
    const events = this.writer.prepare(request, loaded.stream, loaded.revision, decided.events, decided.lookedAt);
    if (order.dryRun) return this.dryReceipt(order, decided, loaded, day);
    const disclosures = [...decided.disclosures, disclosure];
    const appended = await this.writer.append(loaded.stream, loaded.revision, events, disclosures).catch(notIfOutrun);
    if (!appended) return this.lookAgain(order, command, hash, attempt);
    const { firstRevision, position } = appended;
    this.recent.set(keyOf(order.actor, request.key), { stream: loaded.stream, firstRevision });
    const after = await this.again(order, loaded.record.id);
    if (order.spec.numberedBy) return this.replay(order, request.key, hash, after);
    return this.receipt(order, after, request.key, position);
  }

  /** Somebody wrote first: a reaction, or the same request through another instance, or somebody else. */
  private async lookAgain(order: Order, command: object, hash: string, attempt: number): Promise<Receipt> {
    const loaded = await this.target(order, command);
    if (order.key !== undefined && loaded.keys.has(keyOf(order.actor, order.key))) {
      return this.replay(order, order.key, hash, loaded);
    }
    checkTarget(order, loaded);
    if (attempt >= ATTEMPTS) throw new Problem('stale', 'The record keeps changing; read it again.');
    return this.record(order, command, hash, loaded, attempt + 1);
  }

  /** The stream that the command is for; a beginning command's own id follows from actor and key. */
  private async target(order: Order, command: object): Promise<Loaded> {
    const given = order.id ?? order.spec.idOf?.(command);
    const id = given ?? idFrom('record', this.options.ledger, order.actor, order.key ?? order.correlationId);
    return this.again(order, id);
  }

  private async again(order: Order, id: string): Promise<Loaded> {
    const loaded = await this.loader.load(order.kind, id);
    if (!loaded) throw notFound(order.kind, id);
    return loaded;
  }

  /** A key that was used for something elsewhere, or before these events were seen by this instance. */
  private async usedBefore(order: Order, key: string, hash: string): Promise<Receipt | undefined> {
    const found = this.recent.get(keyOf(order.actor, key)) ?? (await this.glance.commandByKey(order.actor, key));
    if (!found) return undefined;
    await this.refuseOtherRequest(found.stream, found.firstRevision, hash);
    const loaded = await this.loader.load(order.kind, idIn(found.stream));
    return loaded ? this.replay(order, key, hash, loaded) : undefined;
  }

  /** The first answer again, if it was the same request. What it asked a journal for is finished before it is answered. */
  private async replay(order: Order, key: string, hash: string, found: Loaded): Promise<Receipt> {
    let loaded = found;
    if (order.spec.numberedBy) {
      await this.numbering.finish(found.record.id);
      loaded = await this.again(order, found.record.id);
    }
    const { first, last } = writtenUnder(order, key, loaded);
    const position = await this.refuseOtherRequest(loaded.stream, first, hash, last);
    this.recent.set(keyOf(order.actor, key), { stream: loaded.stream, firstRevision: first });
    return this.receipt(order, loaded, key, position);
  }

  /**
   * Made from the events of the key alone, with the record as it stood at the last of them: the same whenever and wherever
   * it is asked for, but for dates that lean on other records, which are worked out as they are known there then.
   */
  private async receipt(order: Order, loaded: Loaded, key: string, position: string): Promise<Receipt> {
    const { revisions, first, last } = writtenUnder(order, key, loaded);
    const record = this.loader.at(loaded, last);
    const own = record.entries.filter(({ revision }) => revisions.includes(revision));
    const day = record.entries.at(-1)?.recordedOn ?? today(this.options.timeZone, this.clock());
    const { status, certainty, etag } = await this.glance.render(order.kind, record, day);
    const self = `/v1/${order.kind.resource}/${record.id}`;
    return {
      created: first === 0 && order.id === undefined,
      id: record.id,
      etag,
      position,
      body: {
        kind: order.kind.name,
        id: record.id,
        dryRun: false,
        revision: last,
        status,
        certainty,
        events: own.map(({ id, type, revision }) => ({ id, type, revision })),
        warnings: own[0]?.data.act.warnings ?? [],
        links: { self, history: `${self}/history`, receipt: `/v1/log/receipts/${own.at(-1)?.id ?? ''}` },
      },
    };
  }

  /** Compares the request behind stored events with this one; gives the position of the last of them. */
  private async refuseOtherRequest(stream: string, first: number, hash: string, last = first): Promise<string> {
    const events = await this.store.read(stream, first);
    const digest = events[0] ? readMetadata(events[0])?.digest : undefined;
    const disclosure = digest === undefined ? undefined : (await this.store.disclosures([digest])).get(digest);
    // Where the digest was erased with somebody's personal data, the key alone tells.
    if (disclosure && disclosedValue(disclosure) !== hash) {
      throw new Problem('key-reused', 'This key belongs to another request; choose a new one.');
    }
    return events.find(({ revision }) => revision === last)?.position ?? '';
  }

  private async dryReceipt(order: Order, decided: Decided, loaded: Loaded, day: string): Promise<Receipt> {
    const events = order.spec.numberedBy ? withNumber(decided.events) : decided.events;
    const after = this.deciding.imagine(loaded, events, order.actor, day, this.clock().toISOString());
    const { status, certainty } = await this.glance.render(order.kind, after, day);
    return {
      created: false,
      id: loaded.record.id,
      body: {
        kind: order.kind.name,
        id: order.id ?? null,
        dryRun: true,
        revision: loaded.revision + events.length,
        status,
        certainty,
        events: events.map(({ type }, index) => ({ id: null, type, revision: loaded.revision + 1 + index })),
        warnings: decided.warnings,
        links: null,
      },
    };
  }
}

/** A change needs the revision it was decided on; a beginning needs a place where nothing is yet. */
function checkTarget({ kind, id, ifMatch, dryRun, spec }: Order, { record, revision }: Loaded): void {
  if (spec.path === '') {
    if (revision >= 0) throw new Problem('already-recorded', `The ${kind.name} ${record.id} is on record already.`);
    return;
  }
  const isReference = kind.name === 'party' && isRegion(record.id);
  if (revision < 0 && !isReference) throw notFound(kind, id ?? record.id);
  if (ifMatch === undefined) {
    if (dryRun) return;
    throw new Problem('precondition-required', 'Send the ETag of the record as you read it in an If-Match header.');
  }
  const revisions = revisionsIn(ifMatch);
  if (revisions !== '*' && !revisions.includes(revision)) {
    throw new Problem('stale', `The record is at revision ${revision}; read it again and decide anew.`);
  }
}

function notFound(kind: RecordKind, id: string): Problem {
  return new Problem('not-found', `There is no ${kind.name} with the id ${id}.`);
}

/** Hash of what is asked: the resource, the body, and nothing that differs between two sendings of it. */
function hashOf({ kind, id, spec, body }: Order): string {
  return createHash('sha256')
    .update(canonical([kind.name, id ?? '', spec.path, body ?? null]))
    .digest('base64url');
}

/** The revisions that the events of a key have in the record. */
function writtenUnder(
  { actor }: Order,
  key: string,
  { keys, stream }: Loaded,
): { revisions: readonly number[]; first: number; last: number } {
  const revisions = keys.get(keyOf(actor, key)) ?? [];
  const [first, last] = [revisions[0], revisions.at(-1)];
  if (first === undefined || last === undefined) throw new Error(`the events of key ${key} are missing from ${stream}`);
  return { revisions, first, last };
}

function idIn(stream: string): string {
  return stream.slice(stream.indexOf('-') + 1);
}

/** Somebody else wrote to the stream first: not a failure, but a reason to look again. */
function notIfOutrun(error: unknown): undefined {
  if (error instanceof WrongExpectedRevision) return undefined;
  throw error;
}

function rethrow(error: unknown): never {
  throw asProblem(error);
}
