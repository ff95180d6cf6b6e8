import { randomUUID } from 'node:crypto';
import type { NewEvent } from '../../event-store/port.js';
import type { Disclosure } from '../../kernel/personal.js';
import { recordsWith, RelativeDates } from '../../kernel/relative-dates.js';
import type { CommandParts } from '../command-parts.js';
import { ATTEMPTS, asTooBusy, isRefusal, notIfOutrun } from '../command-parts.js';
import type { CommandResultBody } from '../command-result.js';
import { resultBody } from '../command-result.js';
import { Deciding } from '../decide.js';
import type { Draft, Step } from '../drafting.js';
import { Drafting, writtenBy } from '../drafting.js';
import { asProblem, idFrom } from '../event-writer.js';
import { writtenUnder } from '../idempotency-keys.js';
import { digestOfIdentifier } from '../identifier-digest.js';
import { KnownRecords } from '../known-records.js';
import { Problem } from '../problem.js';
import type { Records } from '../processes.js';
import type { Loaded } from '../record-loader.js';
import { keyOf } from '../record-loader.js';
import { RecordBusy } from '../record-queue.js';
import { RenderCheck } from '../render-check.js';
import { Seals } from '../seals.js';
import { checkRevision, checkTarget, notFound } from '../target.js';
import type { BatchPart, BatchPlan, BatchStep } from './batch-plan.js';
import { readBatch } from './batch-plan.js';
import { BatchProblem } from './batch-problem.js';
import { Drafts } from './drafts.js';

/** A request to record several commands. */
export interface BatchRequest {
  body: unknown;
  actor: string;
  /** Idempotency key, as the client chose it: only its digest is stored. */
  key?: string;
  dryRun: boolean;
  /** As the client chose it: only its digest is stored. */
  correlationId: string;
  /** Aborted when nobody waits for the answer any more: what has not begun to be recorded is left. */
  signal?: AbortSignal;
}

/** What a batch comes to: the same again for the same key. */
export interface BatchResult {
  /** Of the last event; absent for a dry run. */
  position?: string;
  body: BatchResultBody;
}

export interface BatchResultBody {
  dryRun: boolean;
  /** The key under which the records have these ids. */
  idempotencyKey: string;
  results: { as: string | null; etag: string | null; receipt: CommandResultBody }[];
}

/** A batch on its way into the log. */
interface Attempt {
  readonly request: BatchRequest;
  readonly plan: BatchPlan;
  /** By the numbers of the commands: their values keep the seals that they got first. */
  readonly seals: ReadonlyMap<number, Seals>;
  /** Numbers of the commands whose texts were sent to the store, and may stand in no event. */
  readonly unsure: Set<number>;
}

/** What of a record's part is to be appended; nothing where it stands in the log already. */
interface PartDraft {
  readonly part: BatchPart;
  readonly base: Loaded;
  readonly isRecorded: boolean;
  readonly events: NewEvent[];
  readonly disclosures: Disclosure[];
}

/** The batch as it would stand. */
interface BatchDraft {
  readonly parts: readonly PartDraft[];
  readonly records: Records;
  readonly unstored: readonly Disclosure[];
}

/**
 * Several commands as one request: all are decided first, each on what those before it come to, then each record's part is
 * appended at once. What stopped in between goes on where it ended when the same request is sent again
 * (docs/decisions/0017).
 */
export class BatchRecorder {
  constructor(
    private readonly parts: CommandParts,
    private readonly timeZone: string,
  ) {}

  /** @throws Problem, BatchProblem */
  async execute(asked: BatchRequest): Promise<BatchResult> {
    const { underWay, writer } = this.parts;
    writer.checkLog();
    const key = asked.key ?? (asked.dryRun ? randomUUID() : undefined);
    if (key === undefined)
      throw new Problem('idempotency-key-missing', 'Send an Idempotency-Key header with every POST.');
    const request = { ...asked, key, correlationId: digestOfIdentifier(asked.correlationId) };
    const { actor } = request;
    const plan = readBatch(request.body, { ledger: this.parts.ledger, actor, key: digestOfIdentifier(key) });
    const seals = new Map(plan.steps.map(({ number }) => [number, new Seals()]));
    const attempt: Attempt = { request, plan, seals, unsure: new Set() };
    if (request.dryRun) return this.tryOut(attempt).catch(rethrow);
    const keys = plan.steps.map((step) => step.key);
    return underWay.take(actor, keys, () => this.inTurn(attempt).catch(rethrow));
  }

  private async tryOut(attempt: Attempt): Promise<BatchResult> {
    return { body: await this.answer(attempt, await this.draft(attempt)) };
  }

  /** Takes its turn at every record, in the order of their names: two batches never wait for each other. */
  private inTurn(attempt: Attempt): Promise<BatchResult> {
    const streams = attempt.plan.parts.map(({ stream }) => stream).sort();
    const work = streams.reduceRight<() => Promise<BatchResult>>(
      (inner, stream) => () => this.parts.queue.take(stream, inner),
      () => this.record(attempt),
    );
    return work().catch(asTooBusy);
  }

  private async record(attempt: Attempt): Promise<BatchResult> {
    try {
      for (let left = ATTEMPTS; left > 0; left -= 1) {
        const draft = await this.draft(attempt);
        if (await this.append(attempt, draft)) return await this.finish(attempt);
      }
      throw new RecordBusy();
    } catch (error) {
      const texts = [...attempt.unsure].flatMap((number) => attempt.seals.get(number)?.disclosures ?? []);
      if (isRefusal(error)) await this.parts.takeBack(texts);
      throw error;
    }
  }

  /** Appends what is not in the log yet, record by record; false where somebody else wrote first. */
  private async append({ request: { actor }, unsure }: Attempt, draft: BatchDraft): Promise<boolean> {
    for (const { part, base, isRecorded, events, disclosures } of draft.parts) {
      if (isRecorded) continue;
      const numbers = part.steps.map(({ number }) => number);
      for (const number of numbers) unsure.add(number);
      const { stream, revision } = base;
      const appended = await this.parts.writer.append(stream, revision, events, disclosures).catch(notIfOutrun);
      if (!appended) return false;
      for (const number of numbers) unsure.delete(number);
      const recorded = this.parts.loader.withAppended(base, events);
      for (const { key } of part.steps) {
        const { first } = writtenUnder(actor, key, recorded);
        this.parts.keys.note(actor, key, { stream, firstRevision: first });
      }
    }
    return true;
  }

  /** What its commands lead to in other streams is done before it is answered. */
  private async finish(attempt: Attempt): Promise<BatchResult> {
    for (const { spec, id } of attempt.plan.steps) await this.parts.processes.of(spec)?.finish(id);
    const { loader, keys } = this.parts;
    const body = await this.answer(attempt, { parts: [], records: loader, unstored: [] });
    let position: string | undefined;
    for (const step of attempt.plan.steps) {
      const loaded = await this.load(loader, step);
      const { first, last } = writtenUnder(attempt.request.actor, step.key, loaded);
      const used = { stream: loaded.stream, firstRevision: first };
      const own = await keys.positionIfSame(used, attempt.plan.hash, last);
      if (position === undefined || this.parts.comparePositions(own, position) > 0) position = own;
    }
    return { body, ...(position === undefined ? {} : { position }) };
  }

  /** Decides every command that is not in the log yet. @throws BatchProblem */
  private async draft(attempt: Attempt): Promise<BatchDraft> {
    const { plan, request } = attempt;
    await this.refuseUsedKey(attempt);
    const bases = await this.basesOf(attempt);
    const recorded = [...bases.values()].filter(({ isRecorded }) => isRecorded);
    const stay = recorded.flatMap(({ part }) => part.steps).length;
    const correlationId = await this.correlationOf(attempt, recorded);
    const entries = this.entriesOf(attempt, bases);
    const unstored: Disclosure[] = [];
    const drafts = new Drafts(this.parts.loader, unstored);
    const drafting = this.drafting(drafts);
    for (const step of plan.steps) {
      const to = bases.get(step.stream);
      if (!to || to.isRecorded) continue;
      await this.parts.turn();
      if (stay === 0 && attempt.unsure.size === 0) request.signal?.throwIfAborted();
      await inStep(step, stay, plan, async () => {
        const now = await this.load(drafts, step);
        checkTarget(step, now);
        this.checkExpected(step, to, request.dryRun);
        const own = this.stepOf(attempt, step, correlationId, step.command(entries));
        const draft = await drafting.draft(
          own,
          now,
          (after) => datesOf(step, after, new KnownRecords(drafts)),
          unstored,
        );
        to.events.push(...draft.events);
        to.disclosures.push(...draft.disclosures);
        unstored.push(...draft.disclosures);
        await this.addTo(drafts, drafting, own, to, draft);
      });
    }
    return { parts: [...bases.values()], records: drafts, unstored };
  }

  /** Puts what a command comes to, and what its process would record, into the records as they would stand. */
  private async addTo(drafts: Drafts, drafting: Drafting, step: Step, to: PartDraft, draft: Draft): Promise<void> {
    const simulated = await drafting.simulate(step, draft, drafts);
    const following = simulated ? drafting.following(draft, draft.after, simulated) : [];
    drafts.append(step.kind, to.base, draft.events, following);
    for (const { kind, id, events } of simulated?.elsewhere ?? []) {
      const base = await this.load(drafts, { kind, id });
      // Under no key, as a process writes them: they are not what the command recorded.
      const written = { ...draft.written, key: '' };
      drafts.append(kind, base, [], this.parts.writer.prepare(written, base.stream, base.revision, events));
    }
  }

  /** The records of a batch as they stand in the log. */
  private async basesOf({ plan, request }: Attempt): Promise<Map<string, PartDraft>> {
    const bases = new Map<string, PartDraft>();
    for (const part of plan.parts) {
      const [first] = part.steps;
      if (!first) continue;
      const base = await inStep(first, 0, plan, () => this.load(this.parts.loader, part));
      const isRecorded = part.steps.some(({ key }) => base.keys.has(keyOf(request.actor, key)));
      bases.set(part.stream, { part, base, isRecorded, events: [], disclosures: [] });
    }
    return bases;
  }

  /** A key that was used for something else, by this instance or as the views know. @throws Problem `key-reused` */
  private async refuseUsedKey({ plan, request: { actor } }: Attempt): Promise<void> {
    const [key] = plan.parts.flatMap(({ steps }) => steps.map((step) => step.key));
    const found = key === undefined ? undefined : await this.parts.keys.find(actor, key);
    if (found) await this.parts.keys.positionIfSame(found, plan.hash);
  }

  /** One correlation for the whole batch, however often it was begun; another request's records are refused. */
  private async correlationOf({ plan, request }: Attempt, recorded: readonly PartDraft[]): Promise<string> {
    let correlationId = request.correlationId;
    for (const { part, base } of recorded) {
      const key = part.steps.find((step) => base.keys.has(keyOf(request.actor, step.key)))?.key ?? '';
      const { first } = writtenUnder(request.actor, key, base);
      await this.parts.keys.positionIfSame({ stream: base.stream, firstRevision: first }, plan.hash);
      ({ $correlationId: correlationId } = await this.parts.loader.metadataOf(base, first));
    }
    return correlationId;
  }

  /** The ids of the first entries of the commands: those in the log, and those that will be. */
  private entriesOf(attempt: Attempt, bases: ReadonlyMap<string, PartDraft>): (number: number) => string {
    const { actor } = attempt.request;
    return (number) => {
      const step = attempt.plan.steps[number];
      const to = step && bases.get(step.stream);
      if (!to) throw new Error(`the batch has no command ${number}`);
      if (!to.isRecorded) {
        const { written } = writtenBy(this.stepOf(attempt, step, '', {}));
        return idFrom(actor, step.key, step.stream, written.digest, 0);
      }
      const { first } = writtenUnder(actor, step.key, to.base);
      return to.base.record.entries.find(({ revision }) => revision === first)?.id ?? '';
    };
  }

  private stepOf({ plan, request, seals }: Attempt, step: BatchStep, correlationId: string, command: object): Step {
    const { kind, spec, key, number } = step;
    const own = seals.get(number) ?? new Seals();
    return { kind, spec, actor: request.actor, key, correlationId, command, hash: plan.hash, seals: own };
  }

  /** If-Match is about the record as it stood before the batch; the commands on it after the first need none. */
  private checkExpected({ spec, given, number }: BatchStep, { part, base }: PartDraft, dryRun: boolean): void {
    if (spec.path === '') return;
    const isFirst = part.steps[0]?.number === number;
    if (isFirst || given.ifMatch !== undefined) checkRevision(given.ifMatch, base.revision, dryRun);
  }

  private async answer({ plan, request }: Attempt, { records, unstored }: BatchDraft): Promise<BatchResultBody> {
    const { actor, key = '', dryRun } = request;
    const results: BatchResultBody['results'] = [];
    const known = new KnownRecords(records);
    for (const step of plan.steps) {
      // Showing a record takes as long as deciding a command.
      await nextTurn();
      const loaded = await this.load(records, step);
      const { last } = writtenUnder(actor, step.key, loaded);
      const then = { ...loaded, record: this.parts.loader.at(loaded, last) };
      const dates = await datesOf(step, then, known);
      const rendered = await this.parts.readModel.render(step.kind, then.record, unstored, dates);
      const receipt = resultBody({ kind: step.kind, spec: step.spec, actor, dryRun }, loaded, step.key, rendered);
      results.push({ as: step.given.as ?? null, etag: dryRun ? null : rendered.etag, receipt });
    }
    return { dryRun, idempotencyKey: key, results };
  }

  private drafting(drafts: Drafts): Drafting {
    const { readModel } = this.parts;
    const find: typeof readModel.find = (question) => [
      ...new Set([...readModel.find(question), ...drafts.find(question)]),
    ];
    return new Drafting(
      this.parts,
      new Deciding(drafts, { find }, this.parts.dayIn),
      new RenderCheck(readModel, drafts, this.timeZone),
    );
  }

  private async load(records: Records, { kind, id }: Pick<BatchPart, 'kind' | 'id'>): Promise<Loaded> {
    const loaded = await records.load(kind, id);
    if (!loaded) throw notFound(kind, id);
    return loaded;
  }
}

/** Does work for one command of a batch: what refuses it says which it is. @throws BatchProblem */
async function inStep<T>(step: BatchStep, recorded: number, { steps }: BatchPlan, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const problem = asProblem(error);
    throw problem instanceof Problem ? new BatchProblem(problem, step, recorded, steps.length) : error;
  }
}

/** Dates among records of which the views may know nothing yet. */
async function datesOf({ kind }: BatchStep, { record }: Loaded, known: KnownRecords): Promise<RelativeDates> {
  await known.readAround(record);
  return new RelativeDates(recordsWith(kind.name, record, known.source));
}

/** Lets others have a turn of the event loop. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function rethrow(error: unknown): never {
  throw asProblem(error);
}
