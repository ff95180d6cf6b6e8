import type { EventStore, NewEvent } from '../event-store/port.js';
import { WrongExpectedRevision } from '../event-store/port.js';
import { today } from '../kernel/edtf.js';
import type { LedgerEvent, Warning } from '../kernel/entry.js';
import type { CommandSpec, Given, RecordKind } from '../kernel/kind.js';
import type { Certainty } from '../kernel/status.js';
import { streamOf } from '../registry/envelope.js';
import { linksOf } from '../registry/links.js';
import type { Decided } from './decide.js';
import { Deciding } from './decide.js';
import type { Request } from './event-writer.js';
import { Seals } from './seals.js';
import { EventWriter, asProblem, idFrom } from './event-writer.js';
import { hashOf, IdempotencyKeys, writtenUnder } from './idempotency-keys.js';
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

export interface CommandResultBody extends Given {
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

/** One request on its way into the log. */
interface Attempt {
  readonly request: CommandRequest;
  /** Its body, checked. */
  readonly command: object;
  /** What tells it from other requests. */
  readonly hash: string;
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
  private readonly keys: IdempotencyKeys;

  constructor(
    private readonly store: EventStore,
    private readonly readModel: ReadModelPort,
    private readonly options: RecorderOptions,
  ) {
    this.keys = new IdempotencyKeys(store, readModel);
    this.clock = options.clock ?? (() => new Date());
    this.loader = new RecordLoader(store, options.ledger, options.timeZone);
    this.writer = new EventWriter(store, this.clock, options.refusal, options.clockTrouble);
    this.renderCheck = new RenderCheck(readModel, this.loader, options.timeZone);
    this.deciding = new Deciding(this.loader, readModel);
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
    const command = readCommand(request.spec.type, request.body);
    const attempt: Attempt = {
      request,
      command,
      hash: hashOf(request),
      seals: new Seals(),
      isSent: false,
      isRecorded: false,
    };
    if (request.key !== undefined) {
      const earlier = await this.usedBefore(attempt, request.key);
      if (earlier) return earlier;
    }
    // A trial appends nothing, so it is in nobody's way.
    if (request.dryRun) return this.attempt(attempt);
    const stream = streamOf(this.options.ledger, request.kind, this.targetId(request, command));
    return this.queue.take(stream, () => this.attempt(attempt)).catch(asTooBusy);
  }

  /** Records what the command comes to, and leaves no texts behind where nothing of it is recorded. */
  private async attempt(attempt: Attempt): Promise<CommandResult> {
    try {
      return (await this.begin(attempt)) ?? (await this.recordOnWhatStands(attempt));
    } catch (error) {
      // What became of the events is not known then, and their texts may be needed.
      if (!isRefusal(error)) attempt.isRecorded = true;
      throw error;
    } finally {
      if (attempt.isSent && !attempt.isRecorded) await this.takeBack(attempt.seals);
    }
  }

  /**
   * Begins a record whose id is the request's own without looking whether it is there: it is not, unless the same request
   * was sent before. Undefined where that cannot be done, or where it is there; then it has to be read.
   */
  private async begin(attempt: Attempt): Promise<CommandResult | undefined> {
    const { kind, id, spec, key, dryRun } = attempt.request;
    if (dryRun || key === undefined || id !== undefined || spec.path !== '' || spec.idOf) return undefined;
    const beginning = this.loader.beginning(kind, this.targetId(attempt.request, attempt.command));
    return this.record(attempt, beginning).catch(async (error: unknown) => {
      // What was recorded once is answered as it was then, though it would be refused by now.
      if (isRefusal(error) && (await this.target(attempt)).revision >= 0) return undefined;
      throw error;
    });
  }

  /**
   * Records on the stream as it stands. From the second time on somebody wrote first: a reaction, or the same request
   * through another instance, or somebody else there; the commands of this instance take turns.
   * @throws RecordBusy
   */
  private async recordOnWhatStands(attempt: Attempt): Promise<CommandResult> {
    const { actor, key } = attempt.request;
    for (let left = ATTEMPTS; ; left -= 1) {
      const loaded = await this.target(attempt);
      if (key !== undefined && loaded.keys.has(keyOf(actor, key))) return this.replay(attempt, key, loaded);
      checkTarget(attempt.request, loaded);
      if (left === 0) throw new RecordBusy();
      const result = await this.record(attempt, loaded);
      if (result) return result;
    }
  }

  /** Decides on a record, renders it and appends what was decided; undefined where somebody else wrote first. */
  private async record(attempt: Attempt, loaded: Loaded): Promise<CommandResult | undefined> {
    const { request, command, hash, seals } = attempt;
    const { kind, spec, actor, key = '', correlationId } = request;
    const day = today(this.options.timeZone, this.clock());
    seals.begin();
    // The hash of the request is sealed too: neither it nor what it hashes can be guessed from the event.
    const { sealed, disclosure } = seals.seal('request', hash);
    const written: Request = { actor, key, correlationId, digest: sealed.sealed };
    const decided = await this.deciding.decide({ kind, spec, actor, today: day }, command, loaded.record, seals);
    const process = this.processOf(spec);
    const prepare = (events: readonly LedgerEvent[]): NewEvent[] =>
      this.writer.prepare(written, loaded.stream, loaded.revision, events, decided.readDependencies);
    // Too large an event is refused in a trial too.
    const events = prepare(decided.events);
    const simulated = request.dryRun && process ? prepare(process.simulate(decided.events)) : events;
    const after = this.renderCheck.simulate(loaded, simulated);
    const rendered = await this.renderCheck.check(kind, loaded.record, after, decided.disclosures);
    if (request.dryRun) return dryResult(request, decided, simulated, loaded, rendered);
    attempt.isSent = true;
    const appended = await this.writer
      .append(loaded.stream, loaded.revision, events, [...decided.disclosures, disclosure])
      .catch(notIfOutrun);
    if (!appended) return undefined;
    attempt.isRecorded = true;
    const { firstRevision, position } = appended;
    this.keys.note(actor, key, { stream: loaded.stream, firstRevision });
    const recorded = this.loader.withAppended(loaded, events);
    if (process) return this.replay(attempt, key, recorded);
    return this.result(request, recorded, key, position, rendered);
  }

  /** Somebody else's events stand in place of these: no event refers to the texts that were kept for them. */
  private async takeBack({ disclosures }: Seals): Promise<void> {
    // What stays there all the same is found by whoever sweeps the store.
    await this.store.takeBack(disclosures.map(({ digest }) => digest)).catch(() => undefined);
  }

  /** The process that a command leads to; undefined where it leads to none. */
  private processOf({ process }: CommandSpec): Process | undefined {
    return process === undefined ? undefined : this.processes.get(process);
  }

  /** The record that the command is for; a beginning command's own id follows from actor and key. */
  private async target({ request, command }: Attempt): Promise<Loaded> {
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
  private async usedBefore(attempt: Attempt, key: string): Promise<CommandResult | undefined> {
    const found = await this.keys.find(attempt.request.actor, key);
    if (!found) return undefined;
    await this.keys.positionIfSame(found, attempt.hash);
    const loaded = await this.loader.load(attempt.request.kind, idIn(found.stream));
    return loaded ? this.replay(attempt, key, loaded) : undefined;
  }

  /** The first answer again, if it was the same request. What a process does for it is finished before it is answered. */
  private async replay({ request, hash }: Attempt, key: string, found: Loaded): Promise<CommandResult> {
    let loaded = found;
    const process = this.processOf(request.spec);
    if (process) {
      await process.finish(found.record.id);
      loaded = await this.again(request, found.record.id);
    }
    const { first, last } = writtenUnder(request.actor, key, loaded);
    const used = { stream: loaded.stream, firstRevision: first };
    const position = await this.keys.positionIfSame(used, hash, last);
    this.keys.note(request.actor, key, used);
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
    const { revisions, first, last } = writtenUnder(request.actor, key, loaded);
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
        ...request.spec.gives?.(own),
        warnings: own[0]?.data.act.warnings ?? [],
        links: { self, history, receipt: `/v1/log/receipts/${own.at(-1)?.id ?? ''}` },
      },
    };
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
  const mayBegin = kind.isReference(record.id) || spec.mayBegin?.(record.id) === true;
  if (revision < 0 && !mayBegin) throw notFound(kind, id ?? record.id);
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
