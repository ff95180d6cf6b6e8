import { randomUUID } from 'node:crypto';
import type { EventStore } from '../event-store/port.js';
import type { CommandSpec, RecordKind } from '../kernel/kind.js';
import { streamOf } from '../registry/envelope.js';
import { BatchRecorder } from './batch/batch-recorder.js';
import type { RecorderOptions } from './command-parts.js';
import { ATTEMPTS, asTooBusy, CommandParts, isRefusal, notIfOutrun } from './command-parts.js';
import type { CommandResult } from './command-result.js';
import { resultBody } from './command-result.js';
import { Deciding } from './decide.js';
import type { Step } from './drafting.js';
import { Drafting } from './drafting.js';
import type { EventWriter } from './event-writer.js';
import { asProblem, idFrom } from './event-writer.js';
import { hashOf, writtenUnder } from './idempotency-keys.js';
import { digestOfIdentifier } from './identifier-digest.js';
import { Problem } from './problem.js';
import type { Process } from './processes.js';
import type { Loaded, RecordLoader } from './record-loader.js';
import { keyOf } from './record-loader.js';
import type { ReadModelPort, RenderedStatus } from './read-model-port.js';
import { RecordBusy } from './record-queue.js';
import { RenderCheck } from './render-check.js';
import { Seals } from './seals.js';
import { checkRevision, checkTarget, notFound } from './target.js';
import { readCommand } from './validation.js';

export type { CommandResult, CommandResultBody } from './command-result.js';

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

/** One request on its way into the log, with digests in place of its key and correlation id. */
interface Attempt extends Step {
  readonly request: CommandRequest;
  /** Its events, and the texts behind them, were sent to the store. */
  isSent: boolean;
  /** Its events are in the log, or may be. */
  isRecorded: boolean;
}

/** The path of every command: idempotency, loading, deciding, rendering, appending to one stream. */
export class Recorder {
  /** Processes, reactions and batches read and write by the same means. */
  readonly parts: CommandParts;
  readonly loader: RecordLoader;
  readonly writer: EventWriter;
  readonly renderCheck: RenderCheck;
  /** Several commands at once. */
  readonly batches: BatchRecorder;
  private readonly drafting: Drafting;

  constructor(store: EventStore, readModel: ReadModelPort, options: RecorderOptions) {
    this.parts = new CommandParts(store, readModel, options);
    ({ loader: this.loader, writer: this.writer } = this.parts);
    this.renderCheck = new RenderCheck(readModel, this.loader, options.timeZone);
    this.batches = new BatchRecorder(this.parts, options.timeZone);
    this.drafting = new Drafting(this.parts, new Deciding(this.loader, readModel, this.parts.dayIn), this.renderCheck);
  }

  /** Makes a process known by the name that commands give. */
  addProcess(name: string, process: Process): void {
    this.parts.processes.add(name, process);
  }

  /** Decides a command and records what it comes to, once per idempotency key. @throws Problem */
  async execute(asked: CommandRequest): Promise<CommandResult> {
    this.writer.checkLog();
    const request = { ...asked, correlationId: digestOfIdentifier(asked.correlationId) };
    if (asked.dryRun) return this.tryOut(request).catch(rethrow);
    if (asked.key === undefined)
      throw new Problem('idempotency-key-missing', 'Send an Idempotency-Key header with every POST.');
    const key = digestOfIdentifier(asked.key);
    return this.parts.underWay.take(asked.actor, [key], () => this.once(attemptOf(request, key)).catch(rethrow));
  }

  /** Resolves when no request with this key, as it is stored, is being worked on. */
  settled(actor: string, key: string): Promise<void> {
    return this.parts.underWay.settled(actor, key);
  }

  private async once(attempt: Attempt): Promise<CommandResult> {
    const earlier = await this.usedBefore(attempt);
    if (earlier) return earlier;
    const stream = streamOf(this.parts.ledger, attempt.kind, this.targetId(attempt));
    return this.parts.queue.take(stream, () => this.attempt(attempt)).catch(asTooBusy);
  }

  /**
   * A trial appends nothing, so it is in nobody's way, and neither a replay nor in the way of one. What it begins has the
   * id that its key gives, or, where that was used, another one.
   */
  private async tryOut(request: CommandRequest): Promise<CommandResult> {
    const begins = request.id === undefined && request.spec.path === '';
    const tried = async (key: string) => {
      const attempt = attemptOf(request, digestOfIdentifier(key));
      return { key, attempt, loaded: await this.target(attempt) };
    };
    let trial = await tried(begins ? (request.key ?? randomUUID()) : randomUUID());
    const isFixed = request.spec.idOf?.(trial.attempt.command) !== undefined;
    if (begins && !isFixed && trial.loaded.revision >= 0) trial = await tried(randomUUID());
    const { attempt, loaded, key } = trial;
    checkBoth(request, loaded);
    const draft = await this.drafting.draft(attempt, loaded);
    let { after, rendered } = draft;
    const simulated = await this.drafting.simulate(attempt, draft, this.loader);
    if (simulated) {
      after = this.loader.drafted(after, this.drafting.following(draft, after, simulated));
      rendered = await this.parts.readModel.render(attempt.kind, after.record, draft.disclosures);
    }
    const body = resultBody(request, after, attempt.key, rendered);
    return { created: false, id: body.id, body: begins && !isFixed ? { ...body, idempotencyKey: key } : body };
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
      if (attempt.isSent && !attempt.isRecorded) await this.parts.takeBack(attempt.seals.disclosures);
    }
  }

  /**
   * Begins a record whose id is the request's own without looking whether it is there: it is not, unless the same request
   * was sent before. Undefined where that cannot be done, or where it is there; then it has to be read.
   */
  private async begin(attempt: Attempt): Promise<CommandResult | undefined> {
    const { kind, id, spec } = attempt.request;
    if (id !== undefined || spec.path !== '' || spec.idOf) return undefined;
    const beginning = this.loader.beginning(kind, this.targetId(attempt));
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
    const { actor, key } = attempt;
    for (let left = ATTEMPTS; ; left -= 1) {
      const loaded = await this.target(attempt);
      if (loaded.keys.has(keyOf(actor, key))) return this.replay(attempt, loaded);
      checkBoth(attempt.request, loaded);
      if (left === 0) throw new RecordBusy();
      const result = await this.record(attempt, loaded);
      if (result) return result;
    }
  }

  /** Decides on a record, renders it and appends what was decided; undefined where somebody else wrote first. */
  private async record(attempt: Attempt, loaded: Loaded): Promise<CommandResult | undefined> {
    const { request, key } = attempt;
    const { events, disclosures, rendered } = await this.drafting.draft(attempt, loaded);
    attempt.isSent = true;
    const appended = await this.writer.append(loaded.stream, loaded.revision, events, disclosures).catch(notIfOutrun);
    if (!appended) return undefined;
    attempt.isRecorded = true;
    const { firstRevision, position } = appended;
    this.parts.keys.note(request.actor, key, { stream: loaded.stream, firstRevision });
    const recorded = this.loader.withAppended(loaded, events);
    if (this.parts.processes.of(request.spec)) return this.replay(attempt, recorded);
    return this.result(attempt, recorded, position, rendered);
  }

  /** The record that the command is for; a beginning command's own id follows from actor and key. */
  private async target(attempt: Attempt): Promise<Loaded> {
    return this.again(attempt, this.targetId(attempt));
  }

  private targetId({ request, spec, actor, key, command }: Attempt): string {
    return request.id ?? spec.idOf?.(command) ?? idFrom('record', this.parts.ledger, actor, key);
  }

  private async again({ kind }: Attempt, id: string): Promise<Loaded> {
    const loaded = await this.loader.load(kind, id);
    if (!loaded) throw notFound(kind, id);
    return loaded;
  }

  /** A key that was used for something elsewhere, or before these events were seen by this instance. */
  private async usedBefore(attempt: Attempt): Promise<CommandResult | undefined> {
    const found = await this.parts.keys.find(attempt.actor, attempt.key);
    if (!found) return undefined;
    await this.parts.keys.positionIfSame(found, attempt.hash);
    const loaded = await this.loader.load(attempt.kind, idIn(found.stream));
    return loaded ? this.replay(attempt, loaded) : undefined;
  }

  /** The first answer again, if it was the same request. What a process does for it is finished before it is answered. */
  private async replay(attempt: Attempt, found: Loaded): Promise<CommandResult> {
    const { actor, key, hash, spec } = attempt;
    let loaded = found;
    const process = this.parts.processes.of(spec);
    if (process) {
      await process.finish(found.record.id);
      loaded = await this.again(attempt, found.record.id);
    }
    const { first, last } = writtenUnder(actor, key, loaded);
    const used = { stream: loaded.stream, firstRevision: first };
    const position = await this.parts.keys.positionIfSame(used, hash, last);
    this.parts.keys.note(actor, key, used);
    return this.result(attempt, loaded, position);
  }

  /**
   * Made from the events of the key alone, with the record as it stood at the last of them: the same whenever and wherever
   * it is asked for, but for dates that depend on other records, which are worked out as they are known there then.
   */
  private async result(
    { request, kind, actor, key }: Attempt,
    loaded: Loaded,
    position: string,
    known?: RenderedStatus,
  ): Promise<CommandResult> {
    const { first, last } = writtenUnder(actor, key, loaded);
    const rendered = known ?? (await this.parts.readModel.render(kind, this.loader.at(loaded, last)));
    const body = resultBody(request, loaded, key, rendered);
    const created = first === 0 && request.id === undefined;
    return { created, id: body.id, etag: rendered.etag, position, body };
  }
}

function attemptOf(request: CommandRequest, key: string): Attempt {
  const { kind, spec, actor, correlationId } = request;
  const command = readCommand(spec.type, request.body);
  const [hash, seals] = [hashOf(request), new Seals()];
  const step = { kind, spec, actor, key, correlationId, command, hash, seals };
  return { ...step, request, isSent: false, isRecorded: false };
}

/** That a record is where the command needs one, and as its sender knows it. @throws Problem */
function checkBoth(request: CommandRequest, loaded: Loaded): void {
  checkTarget(request, loaded);
  if (request.spec.path !== '') checkRevision(request.ifMatch, loaded.revision, request.dryRun);
}

function idIn(stream: string): string {
  return stream.slice(stream.indexOf('-') + 1);
}

function rethrow(error: unknown): never {
  throw asProblem(error);
}
