import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../commands/problem.js';
import type { Recorder } from '../commands/recorder.js';
import type { EventStore, LogBatch, StoredEvent } from '../event-store/port.js';
import { StoreFull, StoreRefused, StoreUnavailable } from '../event-store/port.js';
import { LogFollower } from '../follow/log-follower.js';
import { errorMessage } from '../runtime/error-message.js';
import { finishLine, finishRegistration } from './finish-registration.js';
import { noteMeeting } from './note-meeting.js';
import { planNextMeeting } from './plan-next-meeting.js';
import type { RegistrationProcess } from './registration-process.js';
import { readStream } from '../registry/envelope.js';

export interface ReactionOptions {
  /** Folder in which it keeps how far it has come. */
  folder: string;
  ledger: string;
  /** Called with one sentence that says what keeps a reaction from being finished. */
  warn: (message: string) => void;
}

/** An event from which nothing follows, though something should: what follows could not be worked out or shown. */
export interface ParkedReaction {
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly reason: string;
}

/** How far it has come: a position, and the last event before it, by which the log is known again. */
interface Kept {
  readonly address: string;
  readonly position: string;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly parked: readonly ParkedReaction[];
}

/** In which streams the events lie that something follows from; anybody could write them elsewhere. */
const CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  RegistrationRequested: ['agreement'],
  RegistrationNumberAssigned: ['agreement'],
  MeetingPlanned: ['meeting'],
  MeetingStarted: ['meeting'],
  MeetingHeld: ['meeting'],
  MeetingPostponed: ['meeting'],
  MeetingRescheduled: ['meeting'],
  MeetingCancelled: ['meeting'],
  EntryCorrected: ['agreement', 'meeting'],
  EntryVoided: ['agreement', 'meeting'],
};

/** Events after which the position is kept even if none of them asked for anything. */
const KEPT_EVERY = 1_000;

/**
 * What must happen in a second stream because of an event in a first one: the log says what was begun, the subscription
 * finishes it. Each reaction looks first whether it has been done, so reading the log twice does nothing twice.
 */
export class Reactions {
  private readonly follower: LogFollower;
  /** Events since the position was kept. */
  private passed = 0;
  /** By the place of the event. */
  private readonly parkedAt = new Map<string, ParkedReaction>();

  constructor(
    private readonly store: EventStore,
    private readonly recorder: Recorder,
    private readonly registration: RegistrationProcess,
    private readonly options: ReactionOptions,
  ) {
    this.follower = new LogFollower(
      store,
      // A reaction that failed half-way is begun again where the last finished batch ended.
      { resume: () => this.position(), handle: (batch, signal) => this.handle(batch, signal) },
      { onFailure: (reason) => options.warn(`reactions stopped and are tried again: ${reason}`) },
    );
  }

  start(): void {
    this.follower.start();
  }

  stop(): Promise<void> {
    return this.follower.stop();
  }

  /** What is set aside, in the order of the log. */
  get parked(): ParkedReaction[] {
    return [...this.parkedAt.values()];
  }

  private async handle({ events, position }: LogBatch, signal: AbortSignal): Promise<void> {
    let reacted = false;
    for (const event of events) {
      if (signal.aborted) return;
      reacted = (await this.reactOnce(event)) || reacted;
    }
    this.passed += events.length;
    const last = events.at(-1);
    if (!last || (!reacted && this.passed < KEPT_EVERY)) return;
    const { stream, revision, id } = last;
    this.keep({ address: this.store.address, position, stream, revision, id, parked: this.parked });
    this.passed = 0;
  }

  /**
   * What makes no sense, as somebody else may have written it into the ledger's streams, or cannot be shown once it is
   * recorded, is set aside and stops nothing else. @returns whether there was something to do
   */
  private async reactOnce(event: StoredEvent): Promise<boolean> {
    const { stream, revision, type } = event;
    const place = `${stream} ${revision}`;
    try {
      const reacted = await this.react(event);
      this.parkedAt.delete(place);
      return reacted;
    } catch (error) {
      if (isPassing(error)) throw error;
      const reason = errorMessage(error);
      this.parkedAt.set(place, { stream, revision, type, reason });
      this.options.warn(`nothing follows from revision ${revision} of ${stream} (${type}): ${reason}`);
      return true;
    }
  }

  private async react(event: StoredEvent): Promise<boolean> {
    const { type, stream, id } = event;
    const place = readStream(this.options.ledger, stream);
    if (!place || CATEGORIES[type]?.includes(place.category) !== true) return false;
    if (place.category === 'meeting') {
      if (!(await noteMeeting(this.recorder, place.id, event))) return false;
      if (type === 'MeetingHeld') await planNextMeeting(this.recorder, this.options.ledger, place.id, id);
      return true;
    }
    switch (type) {
      case 'RegistrationRequested':
      case 'EntryCorrected':
      case 'EntryVoided':
        await finishRegistration(this.recorder, this.registration, place.id, event);
        return true;
      case 'RegistrationNumberAssigned':
        await finishLine(this.recorder, this.registration, place.id, id);
        return true;
      default:
        return false;
    }
  }

  private get file(): string {
    return join(this.options.folder, `reactions-${this.options.ledger}.position`);
  }

  /**
   * Where to go on; a file that is missing, torn or of another log means from the beginning, which is slower and as right.
   * @throws StoreUnavailable
   */
  private async position(): Promise<string | undefined> {
    const kept = readKept(this.file);
    if (kept?.address !== this.store.address || !this.store.isPosition(kept.position)) return undefined;
    const [event] = await this.store.read(kept.stream, kept.revision);
    if (event?.id !== kept.id) return undefined;
    for (const parked of kept.parked) this.parkedAt.set(`${parked.stream} ${parked.revision}`, parked);
    return kept.position;
  }

  private keep(place: Kept): void {
    const next = `${this.file}.new`;
    writeFileSync(next, JSON.stringify(place));
    renameSync(next, this.file);
  }
}

function readKept(file: string): Kept | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Kept;
  } catch {
    return undefined;
  }
}

/** Whether trying again may help. */
function isPassing(error: unknown): boolean {
  if (error instanceof Problem)
    return error.status >= 500 || error.problem === 'in-flight' || error.problem === 'stale';
  return error instanceof StoreUnavailable || error instanceof StoreFull || error instanceof StoreRefused;
}
