/** Support for the tests of the views: a real store in a folder of its own, and entries appended to it in short form. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import type { EventStore, NewEvent } from '../event-store/port.js';
import { openSqliteStore } from '../event-store/sqlite/sqlite-event-store.js';
import type { Disclosure } from '../kernel/personal.js';
import type { Act } from '../kernel/entry.js';
import { streamOf, SCHEMA } from '../registry/envelope.js';
import { kindNamed } from '../registry/registry.js';
import { ProjectionRunner } from './follow/projection-runner.js';
import { ReadModels } from './read/read-models.js';
import type { Views, ViewsSettings } from './write/views-file.js';
import { openViews } from './write/views-file.js';

export const LEDGER = 'test';
export const ZONE = 'Europe/Moscow';

/** What differs from a live fact, without date and source, recorded on 2023-01-31 by `local` under a key of its own. */
export type GivenDetails = Partial<Act> & {
  eventId?: string;
  recordedAt?: string;
  key?: string;
  schema?: number;
  disclosures?: Disclosure[];
};

/** A ledger in a temporary folder. */
export class GivenLedger {
  readonly settings: ViewsSettings;
  /** What the views had to say. */
  readonly said: string[] = [];
  private readonly revisions = new Map<string, number>();

  private constructor(
    readonly folder: string,
    readonly store: EventStore,
  ) {
    const log = (message: string): void => void this.said.push(message);
    this.settings = { folder, ledger: LEDGER, timeZone: ZONE, store: store.address, log };
  }

  static async make(batchSize?: number): Promise<GivenLedger> {
    const folder = await mkdtemp(join(tmpdir(), 'views-'));
    return new GivenLedger(folder, openSqliteStore({ folder, ledger: LEDGER, batchSize }));
  }

  async remove(): Promise<void> {
    await this.store.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Appends one event of a record; gives the event's id. */
  async tell(kind: string, id: string, type: string, data: object = {}, details: GivenDetails = {}): Promise<string> {
    const { eventId = randomUUID(), recordedAt, key, schema, disclosures, ...act } = details;
    const told: Act = { modality: 'fact', date: null, entry: 'live', source: null, ...act };
    const metadata = {
      schema: schema ?? SCHEMA,
      recordedAt: recordedAt ?? '2023-01-31T09:00:00.000Z',
      actor: 'local',
      $correlationId: 'c',
      $causationId: 'c',
      key: key ?? eventId,
      digest: 'd',
    };
    const event = {
      id: eventId,
      type,
      data: canonicalize({ ...data, act: told }) ?? '',
      metadata: canonicalize(metadata) ?? '',
    };
    await this.append(this.streamOf(kind, id), [event], disclosures);
    return eventId;
  }

  /** Appends events as they are. */
  async append(stream: string, events: NewEvent[], disclosures: Disclosure[] = []): Promise<string> {
    const expected = this.revisions.get(stream) ?? -1;
    const { lastRevision, position } = await this.store.append(stream, expected, events, disclosures);
    this.revisions.set(stream, lastRevision);
    return position;
  }

  streamOf(kind: string, id: string): string {
    return streamOf(LEDGER, kindNamed(kind)!, id);
  }

  async party(names: object, region?: string, id: string = randomUUID()): Promise<string> {
    await this.tell('party', id, 'PartyRecorded', { form: 'enterprise', names, ...(region ? { region } : {}) });
    return id;
  }

  async agreement(title: string, parties: string[], details: GivenDetails & { data?: object } = {}): Promise<string> {
    const id = randomUUID();
    const { data, ...rest } = details;
    await this.tell('agreement', id, 'AgreementAnnounced', { title: { en: title }, parties, ...data }, rest);
    return id;
  }

  /** Opens the views, brings them up to the end of the log, and gives them to `use`. */
  async withViews<T>(
    use: (models: ReadModels, runner: ProjectionRunner, file: Views) => T | Promise<T>,
    options: { liveEvents?: number } = {},
  ): Promise<T> {
    const file = openViews(this.settings);
    const runner = new ProjectionRunner(this.store, file, options);
    runner.start();
    try {
      const head = await this.store.head();
      if (head !== undefined) await runner.waitFor(head, 10_000);
      await runner.versions.waitFor(runner.state().index - 1, 20_000);
      return await use(new ReadModels(file, this.store), runner, file);
    } finally {
      await runner.stop();
      file.close();
    }
  }
}
