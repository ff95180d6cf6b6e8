import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerRequests, type OperatorRequest } from './operator-requests.js';
import { ClockConfirmations } from './commands/clock-confirmations.js';
import { ClockGuard } from './commands/clock-guard.js';
import { COMMANDS_AT_ONCE, CommandAdmission, pauseFor } from './commands/command-admission.js';
import { Recorder } from './commands/recorder.js';
import type { RenderedStatus } from './commands/read-model-port.js';
import { Unrenderable } from './commands/read-model-port.js';
import type { EventStore } from './event-store/port.js';
import { LogRefused, StoreRefused } from './event-store/port.js';
import { type WriterLock, lockFolder } from './event-store/sqlite/database.js';
import type { LogNews } from './follow/log-follower.js';
import type { Day } from './kernel/edtf.js';
import { today } from './kernel/edtf.js';
import type { RecordKind } from './kernel/kind.js';
import type { Disclosure } from './kernel/personal.js';
import { digestsIn } from './kernel/personal.js';
import type { LedgerRecord } from './kernel/entry.js';
import type { RelativeDates } from './kernel/relative-dates.js';
import type { KeyUse, Parked, Views } from './projections/index.js';
import {
  BackgroundCheck,
  BitemporalPoints,
  CommandKeys,
  DateDependencies,
  etagOf,
  openViews,
  ParkedEvents,
  ProjectionRunner,
  ReadModels,
  rebuildTotals,
  RecordRebuild,
  renderRecord,
  rowsOf,
} from './projections/index.js';
import { refuseOlderEvents, storeSetting } from './event-format.js';
import type { Notices } from './notices.js';
import { openEvents } from './open-events.js';
import { openTransparency } from './open-transparency.js';
import { QuestionPool } from './questions/question-pool.js';
import { Reactions } from './reactions/reactions.js';
import { RegistrationProcess } from './reactions/registration-process.js';
import { kindNamed } from './registry/registry.js';
import { REGISTRATION } from './registry/agreement/registration.js';
import { openedFile, watchFiles } from './runtime/opened-files.js';
import type { Settings } from './settings.js';
import type { TransparencyLog } from './transparency/log/transparency-log.js';
import { TREE_FILE } from './transparency/log/tree-file.js';

/** How long a command waits for the views to know the keys from before the start, in milliseconds. */
const KEYS_WAIT_MS = 5_000;

/** How long it waits for the log to be compared with its newest signed checkpoint after the start, in milliseconds. */
const CHECK_WAIT_MS = 5_000;

/** How long a confirmation of the clock waits for the views to have shown the whole log, in milliseconds. */
const CONFIRM_WAIT_MS = 15_000;

/** How long rendering a record again waits for the views to have shown the whole log, in milliseconds. */
const REBUILD_WAIT_MS = 15_000;

/** Who confirms the clock: whoever may write in the data folder. */
const OPERATOR = 'operator';

/** How often what waits without end asks again meanwhile, in milliseconds. */
const CHECK_PAUSE_MS = 500;

const UNHEARD: Notices = { info: nothing, warn: nothing, error: nothing, refused: nothing, fatal: nothing };

/** The running register without HTTP: the store, the views that follow it, and the way in for commands. */
export class Ledger {
  /** What is asked about the present and about any point in both times. */
  readonly readModels: ReadModels;
  readonly points: BitemporalPoints;
  readonly runner: ProjectionRunner;
  readonly recorder: Recorder;
  /** Whose turn it is of all commands: they are slowed before queries about the past have to wait for long. */
  readonly admission: CommandAdmission;
  /** What takes long is asked here, and not of the views themselves. */
  readonly questions: QuestionPool;
  private readonly clock: ClockGuard;
  private readonly keys: CommandKeys;
  private readonly dateDependencies: DateDependencies;
  private readonly reactions: Reactions;
  private readonly parkedEvents: ParkedEvents;
  /** Compares the views with the log, beside everything else. */
  readonly check: BackgroundCheck;
  private isClosing = false;
  private isClockDoubted = false;

  constructor(
    readonly store: EventStore,
    private readonly views: Views,
    readonly transparency: TransparencyLog,
    private readonly settings: Settings,
    private readonly notices: Notices,
    private readonly release: () => void,
  ) {
    this.readModels = new ReadModels(views, store);
    this.points = new BitemporalPoints(views);
    this.keys = new CommandKeys(views);
    this.dateDependencies = new DateDependencies(views);
    const { ledgerName: ledger, timeZone } = settings;
    const { dataDir: folder } = settings;
    this.questions = new QuestionPool({ file: views.file, folder, ledger, timeZone, store: store.address }, store);
    this.runner = new ProjectionRunner(store, views, { onNews: (news) => report(news, notices) });
    this.admission = new CommandAdmission(COMMANDS_AT_ONCE, () => pauseFor(this.runner.versions.behind()));
    this.clock = new ClockGuard(() => (this.isReady() ? this.points.latest() : undefined));
    this.recorder = new Recorder(
      store,
      {
        commandByKey: (actor, key) => this.commandByKey(actor, key),
        render: (...asked) => this.render(...asked),
        find: (question) => this.readModels.now(this.today()).find(question),
        dependents: (kind, id) => this.dateDependencies.dependents(kind, id),
        datesWith: (kind, record) => this.dateDependencies.datesWith(kind, record),
      },
      {
        ledger: settings.ledgerName,
        timeZone: settings.timeZone,
        refusal: () => this.refusal(),
        clockTrouble: () => this.clockTrouble(),
        admission: this.admission,
      },
    );
    const registration = new RegistrationProcess(this.recorder.loader, this.recorder.writer);
    this.recorder.addProcess(REGISTRATION, registration);
    this.parkedEvents = new ParkedEvents(views);
    this.check = new BackgroundCheck(store, views, {
      mayCheck: () => this.isReady() && this.refusal() === undefined,
      log: (message) => notices.error(message),
    });
    this.reactions = new Reactions(store, this.recorder, registration, {
      folder: settings.dataDir,
      ledger: settings.ledgerName,
      warn: (message) => notices.warn(message),
    });
  }

  /** Begins to follow the log. */
  start(): void {
    this.runner.start();
    this.transparency.start();
    this.check.start();
    void this.startReactions();
  }

  /** Why nothing may be recorded now, by the views or by the transparency log; undefined while all is well. */
  refusal(): string | undefined {
    return this.runner.refusal() ?? this.transparency.refusal();
  }

  /** Why nothing may be recorded by the clock now, and what to do; undefined while it is trusted. Reported once when it begins. */
  clockTrouble(): string | undefined {
    const reason = this.clock.trouble()?.reason;
    if (reason !== undefined && !this.isClockDoubted) this.notices.error(reason);
    this.isClockDoubted = reason !== undefined;
    return reason;
  }

  /**
   * Records that the clock of this machine is right now, and trusts it from then on: what was recorded before and bears a
   * later time counts as recorded now.
   * @returns what was confirmed, in one line
   * @throws StoreUnavailable, LogRefused, ViewsBehind, StoreFull
   */
  async confirmClock(): Promise<string> {
    await this.transparency.whenChecked(CHECK_WAIT_MS);
    await this.runner.whenFollowed(CHECK_WAIT_MS);
    const refusal = this.refusal();
    if (refusal !== undefined) throw new LogRefused(refusal);
    const head = await this.store.head();
    if (head !== undefined) await this.runner.waitFor(head, CONFIRM_WAIT_MS);
    const confirmedAt = new Date().toISOString();
    const from = this.points.firstAfter(confirmedAt) ?? null;
    const found = this.clock.trouble()?.found ?? 'nothing';
    const confirmations = new ClockConfirmations(this.store, this.settings.ledgerName);
    await confirmations.record({ confirmedAt, found, from }, OPERATOR);
    this.clock.confirm();
    const changed =
      from === null
        ? 'no entry bears a later time'
        : `what was recorded from entry ${from.index} on (${from.recordedAt}) counts as recorded then`;
    return `the time is confirmed: ${confirmedAt}; ${changed}`;
  }

  /**
   * Renders a record again from its events, in place of what the views hold of it.
   * @param name `<kind>/<id>`, or `totals/<kind>` for the numbers of records
   * @returns what was done, in one line
   * @throws Error where the name is none, StoreUnavailable, LogRefused
   */
  async rebuildRecord(name: string): Promise<string> {
    await this.runner.whenFollowed(CHECK_WAIT_MS);
    const refusal = this.refusal();
    if (refusal !== undefined) throw new LogRefused(refusal);
    const head = await this.store.head();
    if (head !== undefined) await this.runner.waitFor(head, REBUILD_WAIT_MS);
    const [kindName = '', id = ''] = name.split(/\/(.*)/s);
    const kind = kindNamed(kindName === 'totals' ? id : kindName);
    if (!kind || id === '') throw new Error(`${name} names no record`);
    if (kindName === 'totals') {
      await this.runner.whileStill(() => rebuildTotals(this.views, kind.name));
      this.check.forget(name);
      return `counted again: ${name}`;
    }
    const record = new RecordRebuild(this.store, this.views, kind, id);
    await record.read();
    const events = await this.runner.whileStill(() => record.write());
    this.check.forget(name);
    return events === undefined
      ? `the log has no ${name}, and the views have none now`
      : `rendered again: ${name}, ${events} events`;
  }

  /** Today in the ledger's time zone. */
  today(): Day {
    return today(this.settings.timeZone, new Date());
  }

  /** Whether the views have once shown all that the log held; from then on they follow it. */
  isReady(): boolean {
    return this.runner.wasCaughtUp;
  }

  /**
   * Whether queries are answered: by views that have caught up once, or, where the log cannot be followed, by those that
   * there are.
   */
  canTell(): boolean {
    return this.isReady() || (this.runner.isShown && this.runner.state().error !== undefined);
  }

  /** What is set aside, by the views and by the reactions: at most `limit` of each sort. */
  parked(limit: number): Parked[] {
    return [...this.parkedEvents.list(limit), ...this.reactions.parked.slice(0, limit)];
  }

  /** Number of all that is set aside. */
  get parkedCount(): number {
    return this.runner.state().parked + this.reactions.parked.length;
  }

  /** The digests of texts that are not those that were recorded: at most `limit` of them, and how many there are. */
  damagedTexts(limit: number): { damaged: number; digests: string[] } {
    const digests = this.store.damagedTexts();
    return { damaged: digests.length, digests: digests.slice(0, limit) };
  }

  /** What somebody has to look at although everything goes on, in one line; undefined while there is nothing. */
  alarm(): string | undefined {
    const texts = this.store.damagedTexts().length;
    const { differing } = this.check.state(0);
    const alarms = [
      ...(texts > 0 ? [`${texts} texts are not those that were recorded (texts)`] : []),
      ...(differing > 0 ? [`${differing} records in the views are not what the log says (check)`] : []),
    ];
    return alarms.length > 0 ? alarms.join('; ') : undefined;
  }

  /** Ends in order: what was begun is finished and on disk before this resolves. */
  async close(): Promise<void> {
    this.isClosing = true;
    await this.questions.close();
    await this.check.stop();
    await this.reactions.stop();
    await this.runner.stop();
    await this.transparency.stop();
    await this.store.close();
    this.views.close();
    this.release();
  }

  /**
   * Where a key was used before. The views know the keys from before the start once they have shown what the log held:
   * until then a command waits, and until the log was found to be the one that was signed and shown.
   * @throws ViewsBehind, StoreUnavailable
   */
  private async commandByKey(actor: string, key: string): Promise<KeyUse | undefined> {
    await this.transparency.whenChecked(CHECK_WAIT_MS);
    await this.runner.whenFollowed(CHECK_WAIT_MS);
    if (!this.isReady()) await this.runner.whenCaughtUp(KEYS_WAIT_MS);
    return this.keys.find(actor, key)[0];
  }

  /** What the ledger does by itself is recorded too, so it waits for the log to be the one that was signed. */
  private async startReactions(): Promise<void> {
    while (!this.isClosing) {
      try {
        await this.transparency.whenChecked(CHECK_WAIT_MS);
        await this.runner.whenFollowed(CHECK_WAIT_MS);
        this.reactions.start();
        return;
      } catch {
        await sleep(CHECK_PAUSE_MS, undefined, { ref: false });
      }
    }
  }

  /** Renders a record as the views will show it. @throws Unrenderable */
  private async render(
    kind: RecordKind,
    record: LedgerRecord,
    unstored: readonly Disclosure[] = [],
    dates?: RelativeDates,
  ): Promise<RenderedStatus> {
    const inHand = new Map(unstored.map((disclosure) => [disclosure.digest, disclosure]));
    const stored = digestsIn(record.entries).filter((digest) => !inHand.has(digest));
    const disclosures = new Map([...(await this.store.disclosures(stored)), ...inHand]);
    const rendered = renderRecord(kind, record, this.dateDependencies.record, dates && { dates });
    const rows = rowsOf(rendered, disclosures);
    if (typeof rows === 'string') throw new Unrenderable(rows);
    const [document] = rows.documents;
    if (!document) throw new Unrenderable('cannot be shown: it has no answer');
    const { status, certainty, digest } = document;
    return { status, certainty, etag: etagOf(record.entries.at(-1)?.revision ?? -1, digest) };
  }
}

/**
 * Opens the register that the settings name. An EventStoreDB that does not answer yet is waited for while the views
 * answer what they can. @throws StoreRefused
 */
export async function openLedger(settings: Settings, notices: Notices = UNHEARD): Promise<Ledger> {
  const { store, lock, whenFound } = await openStore(settings, notices);
  const { dataDir: folder } = settings;
  try {
    const setting = storeSetting(settings);
    await refuseOlderEvents(store, setting);
    whenFound(() => refuseOlderEvents(store, setting));
    const transparency = await openTransparency(settings, store, notices);
    const views = openViews({
      folder,
      ledger: settings.ledgerName,
      timeZone: settings.timeZone,
      store: store.address,
      log: (message) => notices.warn(message),
    });
    const files = [views.file, join(folder, TREE_FILE)].map(openedFile).concat(lock?.file ?? []);
    const endWatch = watchFiles(files, (lost) => {
      notices.fatal(`the data folder was changed under the running program: ${lost}`);
    });
    const ledger = new Ledger(store, views, transparency, settings, notices, () => {
      endWatch();
      endAnswers();
      lock?.release();
    });
    const endAnswers = answerRequests(folder, (request) => answerOf(ledger, request));
    return ledger;
  } catch (error) {
    await store.close();
    lock?.release();
    throw error;
  }
}

/** An open store. */
interface OpenStore {
  store: EventStore;
  /** Of the data folder, where the store does not hold it itself. */
  lock: WriterLock | undefined;
  /** Has a check made once a server answers that did not at the start; what it refuses ends the program. */
  whenFound: (check: () => Promise<void>) => void;
}

async function openStore(settings: Settings, notices: Notices): Promise<OpenStore> {
  // The embedded store locks its folder; beside a server the views alone lie in it, and each instance needs its own.
  const lock = settings.eventStoreUrl === undefined ? undefined : lockFolder(settings.dataDir);
  let check: (() => Promise<void>) | undefined;
  const whenFound: OpenStore['whenFound'] = (next) => (check = next);
  const later = {
    waiting: (reason: string) => notices.warn(`waiting for the event store: ${reason}`),
    found: () => {
      notices.info('the event store answers');
      check?.().catch((error: unknown) => {
        if (error instanceof StoreRefused) notices.refused(error);
      });
    },
    refused: (error: StoreRefused) => notices.refused(error),
  };
  try {
    const onFatal = ({ message }: Error): void => notices.fatal(message);
    const onDamagedText = (digest: string): void => notices.error(damagedLine(digest));
    return { store: await openEvents(settings, { later, onFatal, onDamagedText }), lock, whenFound };
  } catch (error) {
    lock?.release();
    throw error;
  }
}

function report(news: LogNews, notices: Notices): void {
  if (news.news === 'followed') notices.info('the log is followed');
  else if (news.news === 'lost') notices.warn(`the log cannot be followed now, and is tried again: ${news.reason}`);
  else notices.error(news.reason);
}

function answerOf(ledger: Ledger, { verb, subject = '' }: OperatorRequest): Promise<string> {
  return verb === 'confirm-clock' ? ledger.confirmClock() : ledger.rebuildRecord(subject);
}

function damagedLine(digest: string): string {
  return (
    `ALARM: the text behind the digest ${digest} is not the one that was recorded, and is shown as damaged: ` +
    'put it back from a backup, then render the records again that hold it (the verb rebuild --record)'
  );
}

function nothing(): void {
  // Nobody listens.
}
