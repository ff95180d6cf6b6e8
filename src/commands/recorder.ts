import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { EventStore, NewEvent } from '../event-store/port.js';
import { WrongExpectedRevision } from '../event-store/port.js';
import { today } from '../kernel/edtf.js';
import type { LedgerEvent, Warning } from '../kernel/entry.js';
import type { CommandSpec, RecordKind } from '../kernel/kind.js';
import { disclosedValue } from '../kernel/personal.js';
import type { Certainty } from '../kernel/status.js';
import { readMetadata, streamOf } from '../registry/envelope.js';
import { linksOf } from '../registry/links.js';
import type { Decided } from './decide.js';
import { Deciding } from './decide.js';
import type { Request } from './event-writer.js';
import { Seals } from './seals.js';
import { EventWriter, asProblem, canonical, idFrom } from './event-writer.js';
import { digestOfIdentifier } from './identifier-digest.js';
import { revisionsIn } from './if-match.js';
import { Problem } from './problem.js';
import type { Loaded } from './record-loader.js';
import { RecordLoader, keyOf } from './record-loader.js';
import type { ReadModelPort, RenderedStatus } from './read-model-port.js';
import { RecordBusy, RecordQueue } from './record-queue.js';
import { RenderCheck } from './render-check.js';
import { readCommand } from './validation.js';

/** A request to record something. */
export interface CommandRequest {
  kind: RecordKind;
  /** The record that is changed; absent for a command that begins one. */
  id?: string;
  spec: CommandSpec;
  body: unknown;
  actor: string;
  /** Idempotency key, as the client chose it: only its digest is stored. */
  key?: string;
  ifMatch?: string;
  dryRun: boolean;
  /** As the client chose it: only its digest is stored. */
  correlationId: string;
}

/** What a command comes to: the same again for the same key. */
export interface CommandResult {
  created: boolean;
  id: string;
  /** Absent for a dry run, as are `position` and the events' ids. */
  etag?: string;
  position?: string;
  body: CommandResultBody;
}

export interface CommandResultBody {
  kind: string;
  id: string | null;
  dryRun: boolean;
  revision: number;
  status: string;
  certainty: Certainty;
  events: { id: string | null; type: string; revision: number }[];
  warnings: Warning[];
  links: { self: string; history: string; receipt: string } | null;
}

/** What finishes in other streams what a command begins in the stream of its record (`CommandSpec.process`). */
export interface Process {
  /** Leads what is under way in the record to its end; does nothing when there is none. */
  finish(id: string): Promise<void>;
  /** The events with those that it would add to the record, though nothing is recorded. */
  simulate(events: readonly LedgerEvent[]): LedgerEvent[];
}

export interface RecorderOptions {
  ledger: string;
  timeZone: string;
  clock?: () => Date;
  /** Why nothing may be recorded now; undefined while all is well. */
  refusal?: () => string | undefined;
  /** Why the clock is in doubt, so that nothing may be recorded by it; undefined while it is trusted. */
  clockTrouble?: () => string | undefined;
}

/** What becomes of one request while it is tried to record it. */
interface Trial {
  readonly seals: Seals;
  /** Its events, and the texts behind them, were sent to the store. */
  isSent: boolean;
  /** Its events are in the log, or may be. */
  isRecorded: boolean;
}

/** How often a change whose If-Match is `*` is decided again when somebody else was first. */
const ATTEMPTS = 8;

/** A wait ends before the limit of the whole command (`LONGEST_COMMAND_MS`): it is known then that nothing was recorded. */
const WAIT_FOR_RECORD = { waiting: 256, longestWaitMs: 8_000 };

/** The path of every command: idempotency, loading, deciding, rendering, appending to one stream. */
export class Recorder {
  private readonly clock: () => Date;
  /** Processes and reactions read and write by the same means. */
  readonly loader: RecordLoader;
  readonly writer: EventWriter;
  readonly renderCheck: RenderCheck;
  private readonly deciding: Deciding;
  private readonly processes = new Map<string, Process>();
  private readonly inFlight = new Map<string, Promise<unknown>>();
  private readonly queue = new RecordQueue(WAIT_FOR_RECORD);
  /** Keys whose events the views may not have seen yet. */
  private readonly recent = new LRUCache<string, { stream: string; firstRevision: number }>({ max: 100_000 });

  constructor(
    private readonly store: EventStore,
    private readonly readModel: ReadModelPort,
    private readonly options: RecorderOptions,
  ) {
    this.clock = options.clock ?? (() => new Date());
    this.loader = new RecordLoader(store, options.ledger, options.timeZone);
    this.writer = new EventWriter(store, this.clock, options.refusal, options.clockTrouble);
    this.renderCheck = new RenderCheck(readModel, this.loader, options.timeZone);
    this.deciding = new Deciding(this.loader);
  }

  /** Makes a process known by the name that commands give. */
  addProcess(name: string, process: Process): void {
    this.processes.set(name, process);
  }

  /** Decides a command and records what it comes to, once per idempotency key. @throws Problem */
  async execute(asked: CommandRequest): Promise<CommandResult> {
    this.writer.checkLog();
    const request = { ...asked, correlationId: digestOfIdentifier(asked.correlationId) };
    // A trial is neither a replay nor in the way of one, whatever key it carries.
    if (request.dryRun) return this.once({ ...request, key: undefined }).catch(rethrow);
    if (request.key === undefined)
      throw new Problem('idempotency-key-missing', 'Send an Idempotency-Key header with every POST.');
    const key = digestOfIdentifier(request.key);
    const name = keyOf(request.actor, key);
    if (this.inFlight.has(name)) throw new Problem('in-flight', 'Wait for the first answer, then ask again.', [], 1);
    const work = this.once({ ...request, key }).catch(rethrow);
    this.inFlight.set(name, work);
    return work.finally(() => this.inFlight.delete(name));
  }

  /** Resolves when no request with this key, as it is stored, is being worked on. */
  async settled(actor: string, key: string): Promise<void> {
    await this.inFlight.get(keyOf(actor, key))?.catch(() => undefined);
  }

  private async once(request: CommandRequest): Promise<CommandResult> {
    const hash = hashOf(request);
    const command = readCommand(request.spec.type, request.body);
    if (request.key !== undefined) {
      const earlier = await this.usedBefore(request, request.key, hash);
      if (earlier) return earlier;
    }
    // A trial appends nothing, so it is in nobody's way.
    if (request.dryRun) return this.tried(request, command, hash);
    const stream = streamOf(this.options.ledger, request.kind, this.targetId(request, command));
    return this.queue.take(stream, () => this.tried(request, command, hash)).catch(asTooBusy);
  }

  /** Records what the command comes to, and leaves no texts behind where nothing of it is recorded. */
  private async tried(request: CommandRequest, command: object, hash: string): Promise<CommandResult> {
    const trial: Trial = { seals: new Seals(), isSent: false, isRecorded: false };
    try {
      return await this.attempt(request, command, hash, trial, 1);
    } catch (error) {
      // What became of the last attempt is not known then, and its texts may be needed.
      if (!isRefusal(error)) trial.isRecorded = true;
      throw error;
    } finally {
      if (trial.isSent && !trial.isRecorded) await this.takeBack(trial.seals);
    }
  }

  /** Somebody else's events stand in place of these: no event refers to the texts that were kept for them. */
  private async takeBack({ disclosures }: Seals): Promise<void> {
    // What stays there all the same is found by whoever sweeps the store.
    await this.store.takeBack(disclosures.map(({ digest }) => digest)).catch(() => undefined);
  }

  /**
   * Records on the stream as it stands. From the second time on somebody wrote first: a reaction, or the same request
   * through another instance, or somebody else there; the commands of this instance take turns.
   * @param attempt counted from 1
   */
  private async attempt(
    request: CommandRequest,
    command: object,
    hash: string,
    trial: Trial,
    attempt: number,
  ): Promise<CommandResult> {
    const loaded = await this.target(request, command);
    if (request.key !== undefined && loaded.keys.has(keyOf(request.actor, request.key))) {
      return this.replay(request, request.key, hash, loaded);
    }
    checkTarget(request, loaded);
    if (attempt > ATTEMPTS) throw new RecordBusy();
    return this.record(request, command, hash, loaded, trial, attempt);
  }

  private async record(
    request: CommandRequest,
    command: object,
    hash: string,
    loaded: Loaded,
    trial: Trial,
    attempt: number,
  ): Promise<CommandResult> {
    const { kind, spec, actor, key = '', correlationId } = request;
    const day = today(this.options.timeZone, this.clock());
    trial.seals.begin();
    // The hash of the request is sealed too: neither it nor what it hashes can be guessed from the event.
    const { sealed, disclosure } = trial.seals.seal('request', hash);
    const written: Request = { actor, key, correlationId, digest: sealed.sealed };
    const decided = await this.deciding.decide({ kind, spec, actor, today: day }, command, loaded.record, trial.seals);
    const process = this.processOf(spec);
    // Too large an event is refused in a trial too.
    const events = this.writer.prepare(
      written,
      loaded.stream,
      loaded.revision,
      decided.events,
      decided.readDependencies,
    );
    const all = request.dryRun && process ? process.simulate(decided.events) : decided.events;
    const simulated =
      all === decided.events
        ? events
        : this.writer.prepare(written, loaded.stream, loaded.revision, all, decided.readDependencies);
    const after = this.renderCheck.simulate(loaded, simulated);
    const rendered = await this.renderCheck.check(kind, loaded.record, after, decided.disclosures);
    if (request.dryRun) return dryResult(request, decided, simulated, loaded, rendered);
    trial.isSent = true;
    const appended = await this.writer
      .append(loaded.stream, loaded.revision, events, [...decided.disclosures, disclosure])
      .catch(notIfOutrun);
    if (!appended) return this.attempt(request, command, hash, trial, attempt + 1);
    trial.isRecorded = true;
    const { firstRevision, position } = appended;
    this.recent.set(keyOf(actor, key), { stream: loaded.stream, firstRevision });
    const recorded = await this.again(request, loaded.record.id);
    if (process) return this.replay(request, key, hash, recorded);
    return this.result(request, recorded, key, position, rendered);
  }

  /** The process that a command leads to; undefined where it leads to none. */
  private processOf({ process }: CommandSpec): Process | undefined {
    return process === undefined ? undefined : this.processes.get(process);
  }

  /** The record that the command is for; a beginning command's own id follows from actor and key. */
  private async target(request: CommandRequest, command: object): Promise<Loaded> {
    return this.again(request, this.targetId(request, command));
  }

  private targetId({ id, spec, actor, key, correlationId }: CommandRequest, command: object): string {
    return id ?? spec.idOf?.(command) ?? idFrom('record', this.options.ledger, actor, key ?? correlationId);
  }

  private async again(request: CommandRequest, id: string): Promise<Loaded> {
    const loaded = await this.loader.load(request.kind, id);
    if (!loaded) throw notFound(request.kind, id);
    return loaded;
  }

  /** A key that was used for something elsewhere, or before these events were seen by this instance. */
  private async usedBefore(request: CommandRequest, key: string, hash: string): Promise<CommandResult | undefined> {
    const found = this.recent.get(keyOf(request.actor, key)) ?? (await this.readModel.commandByKey(request.actor, key));
    if (!found) return undefined;
    await this.refuseOtherRequest(found.stream, found.firstRevision, hash);
    const loaded = await this.loader.load(request.kind, idIn(found.stream));
    return loaded ? this.replay(request, key, hash, loaded) : undefined;
  }

  /** The first answer again, if it was the same request. What a process does for it is finished before it is answered. */
  private async replay(request: CommandRequest, key: string, hash: string, found: Loaded): Promise<CommandResult> {
    let loaded = found;
    const process = this.processOf(request.spec);
    if (process) {
      await process.finish(found.record.id);
      loaded = await this.again(request, found.record.id);
    }
    const { first, last } = writtenUnder(request, key, loaded);
    const position = await this.refuseOtherRequest(loaded.stream, first, hash, last);
    this.recent.set(keyOf(request.actor, key), { stream: loaded.stream, firstRevision: first });
    return this.result(request, loaded, key, position);
  }

  /**
   * Made from the events of the key alone, with the record as it stood at the last of them: the same whenever and wherever
   * it is asked for, but for dates that depend on other records, which are worked out as they are known there then.
   */
  private async result(
    request: CommandRequest,
    loaded: Loaded,
    key: string,
    position: string,
    known?: RenderedStatus,
  ): Promise<CommandResult> {
    const { revisions, first, last } = writtenUnder(request, key, loaded);
    const record = this.loader.at(loaded, last);
    const own = record.entries.filter(({ revision }) => revisions.includes(revision));
    const { status, certainty, etag } = known ?? (await this.readModel.render(request.kind, record));
    const { self, history } = linksOf(request.kind, record.id);
    return {
      created: first === 0 && request.id === undefined,
      id: record.id,
      etag,
      position,
      body: {
        kind: request.kind.name,
        id: record.id,
        dryRun: false,
        revision: last,
        status,
        certainty,
        events: own.map(({ id, type, revision }) => ({ id, type, revision })),
        warnings: own[0]?.data.act.warnings ?? [],
        links: { self, history, receipt: `/v1/log/receipts/${own.at(-1)?.id ?? ''}` },
      },
    };
  }

  /** Compares the request behind stored events with this one; gives the position of the last of them. */
  private async refuseOtherRequest(stream: string, first: number, hash: string, last = first): Promise<string> {
    const events = await this.store.read(stream, first);
    const digest = events[0] ? readMetadata(events[0])?.digest : undefined;
    const disclosure = digest === undefined ? undefined : (await this.store.disclosures([digest])).get(digest);
    // Where the text was erased with somebody's personal data, or is damaged, the key alone tells.
    if (disclosure && !disclosure.isDamaged && disclosedValue(disclosure) !== hash) {
      throw new Problem('key-reused', 'This key belongs to another request; choose a new one.');
    }
    return events.find(({ revision }) => revision === last)?.position ?? '';
  }
}

/** Whether an error says for certain that nothing was recorded. */
function isRefusal(error: unknown): boolean {
  return error instanceof RecordBusy || (error instanceof Problem && error.status < 500);
}

function dryResult(
  request: CommandRequest,
  decided: Decided,
  events: readonly NewEvent[],
  loaded: Loaded,
  { status, certainty }: RenderedStatus,
): CommandResult {
  return {
    created: false,
    id: loaded.record.id,
    body: {
      kind: request.kind.name,
      id: request.id ?? null,
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

/** A change needs the revision it was decided on; a beginning needs a place where nothing is yet. */
function checkTarget({ kind, id, ifMatch, dryRun, spec }: CommandRequest, { record, revision }: Loaded): void {
  if (spec.path === '') {
    if (revision >= 0) throw new Problem('already-recorded', `The ${kind.name} ${record.id} is on record already.`);
    return;
  }
  if (revision < 0 && !kind.isReference(record.id)) throw notFound(kind, id ?? record.id);
  if (ifMatch === undefined) {
    if (dryRun) return;
    throw new Problem('precondition-required', 'Send the ETag of the record as you read it in an If-Match header.');
  }
  const revisions = revisionsIn(ifMatch);
  if (revisions !== '*' && !revisions.includes(revision)) {
    throw new Problem('stale', `The record is at revision ${revision}; read it again and decide again.`);
  }
}

function notFound(kind: RecordKind, id: string): Problem {
  return new Problem('not-found', `There is no ${kind.name} with the id ${id}.`);
}

/** Hash of what is asked: the resource, the body, and nothing that differs between two sendings of it. */
function hashOf({ kind, id, spec, body }: CommandRequest): string {
  return createHash('sha256')
    .update(canonical([kind.name, id ?? '', spec.path, body ?? null]))
    .digest('base64url');
}

/** The revisions that the events of a key have in the record. */
function writtenUnder(
  { actor }: CommandRequest,
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

function asTooBusy(error: unknown): never {
  if (!(error instanceof RecordBusy)) throw error;
  const detail =
    'Many commands on this record are under way, and this one did not get its turn; nothing of it was recorded.';
  throw new Problem('too-busy', detail, [], 1);
}

function rethrow(error: unknown): never {
  throw asProblem(error);
}
