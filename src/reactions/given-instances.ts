/** Support for tests of several processes on one log: a real store, and recorders that know nothing of each other. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore, NewEvent, StoredEvent } from '../event-store/port.js';
import { StoreUnavailable } from '../event-store/port.js';
import { openSqliteStore } from '../event-store/sqlite/sqlite-event-store.js';
import type { LedgerEvent } from '../kernel/entry.js';
import { agreementKind } from '../registry/agreement/agreement.kind.js';
import { statusOf } from '../registry/document.js';
import { readMetadata, streamOf } from '../registry/envelope.js';
import { commandsOf } from '../registry/registry.js';
import { EventWriter } from '../commands/event-writer.js';
import { digestOfIdentifier } from '../commands/identifier-digest.js';
import type { CommandRequest } from '../commands/recorder.js';
import { Recorder } from '../commands/recorder.js';
import { dated } from '../kernel/dated.js';
import { REGISTRATION } from '../registry/agreement/registration.js';
import { RegistrationProcess } from './registration-process.js';

export const LEDGER = 'test';

/** The two regions that every agreement here is between. */
export const REGIONS = ['RU-ULY', 'RU-MO'] as const;

/** Every command is given at this moment. */
const clock = (): Date => new Date('2023-01-31T09:00:00.000Z');

const TEXT = 'a'.repeat(64);
const SIGNED: readonly (readonly [type: string, data: object])[] = [
  ['AgreementAnnounced', { title: { en: 'On cooperation' }, parties: REGIONS }],
  ['TextAdopted', { sha256: TEXT }],
  ['OpenedForSignature', {}],
  ...REGIONS.map((party) => ['AgreementSigned', { party, representative: randomUUID(), text: TEXT }] as const),
];

/** Revision of the last signature of a signed agreement. */
export const SIGNED_AT = SIGNED.length - 1;

/** What one process has. */
export interface Instance {
  recorder: Recorder;
  registration: RegistrationProcess;
  execute: Recorder['execute'];
}

/** A log in a temporary folder. */
export class GivenLog {
  private constructor(
    readonly folder: string,
    readonly store: EventStore,
  ) {}

  static async make(): Promise<GivenLog> {
    const folder = await mkdtemp(join(tmpdir(), 'instances-'));
    return new GivenLog(folder, openSqliteStore({ folder, ledger: LEDGER }));
  }

  async remove(): Promise<void> {
    await this.store.close();
    await rm(this.folder, { recursive: true });
  }

  /** A process on the log, whose views have not shown anything yet. */
  instance(store = this.store): Instance {
    const readModel: ConstructorParameters<typeof Recorder>[1] = {
      commandByKey: () => Promise.resolve(undefined),
      render: (kind, record) => {
        const { status, certainty } = statusOf(kind, dated(kind.name, record), '2023-01-31');
        return Promise.resolve({ status, certainty, etag: `"${record.entries.at(-1)?.revision ?? -1}.${status}"` });
      },
      dependents: () => [],
    };
    const recorder = new Recorder(store, readModel, { ledger: LEDGER, timeZone: 'Europe/Moscow', clock });
    const process = new RegistrationProcess(recorder.loader, recorder.writer);
    recorder.addProcess(REGISTRATION, process);
    return { recorder, registration: process, execute: (request) => recorder.execute(request) };
  }

  /** A process that ends once the store has written its n-th append, counted from 1: nobody is told that it was written. */
  dyingAfter(appends: number): Instance {
    let left = appends;
    const append: EventStore['append'] = async (...args) => {
      const written = left > 0 ? await this.store.append(...args) : undefined;
      left -= 1;
      if (!written || left === 0) throw new StoreUnavailable('the process has ended');
      return written;
    };
    return this.instance(Object.assign(Object.create(this.store) as EventStore, { append }));
  }

  /** An agreement that both regions have signed; gives its id. */
  async signedAgreement(): Promise<string> {
    const id = randomUUID();
    const act = { modality: 'fact', date: null, entry: 'live', source: null } as const;
    await this.tell(agreementKind, id, -1, ...SIGNED.map(([type, data]) => ({ type, data: { ...data, act } })));
    return id;
  }

  /** Appends events as they are, under a key of their own. */
  async tell(
    kind: typeof agreementKind,
    id: string,
    expected: number,
    ...events: readonly LedgerEvent[]
  ): Promise<NewEvent[]> {
    const request = { actor: 'local', key: randomUUID(), correlationId: 'given', digest: randomUUID() };
    const stream = streamOf(LEDGER, kind, id);
    const prepared = new EventWriter(this.store, clock).prepare(request, stream, expected, events);
    await this.store.append(stream, expected, prepared);
    return prepared;
  }

  /** The events of a record. */
  stream(id: string): Promise<StoredEvent[]> {
    return this.store.read(streamOf(LEDGER, agreementKind, id));
  }

  /** What was recorded of an agreement after it had been signed: types, with the keys under which they stand. */
  async since(id: string): Promise<[type: string, key: string | undefined][]> {
    const events = await this.store.read(streamOf(LEDGER, agreementKind, id), SIGNED_AT + 1);
    return events.map((event) => [event.type, readMetadata(event)?.key]);
  }

  /** The lines of a region's journal of this year. */
  async lines(region: string): Promise<{ agreement: string; number: number }[]> {
    const events = await this.stream(`${region}.2023`);
    return events.map(({ data }) => JSON.parse(data) as { agreement: string; number: number });
  }
}

/** The key of a request as it stands in its events. */
export function storedKey({ key = '' }: Pick<CommandRequest, 'key'>): string {
  return digestOfIdentifier(key);
}

/** A request to do something with an agreement: by the path of the command. */
export function requestFor(
  id: string,
  path: string,
  body: object,
  details: Partial<CommandRequest> = {},
): CommandRequest {
  const spec = commandsOf(agreementKind).find((known) => known.path === path);
  if (!spec) throw new Error(`An agreement has no command ${path}.`);
  const usual = { actor: 'local', key: randomUUID(), ifMatch: '*', dryRun: false, correlationId: 'asked' };
  return { kind: agreementKind, id, spec, body, ...usual, ...details };
}

/** A request to register an agreement in the journal of a region. */
export function registration(
  id: string,
  region: string = REGIONS[0],
  details: Partial<CommandRequest> = {},
): CommandRequest {
  return requestFor(id, 'registration', { region }, details);
}
