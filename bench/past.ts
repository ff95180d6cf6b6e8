import { SCHEMA } from '../src/registry/envelope.js';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import type { NewEvent } from '../src/event-store/port.js';
import { openSqliteStore } from '../src/event-store/sqlite/sqlite-event-store.js';
import { openViews, ReadModels, rebuild } from '../src/projections/index.js';
import { streamOf } from '../src/registry/envelope.js';
import { kindNamed } from '../src/registry/registry.js';
import { LEDGER } from './make-ledger.js';
import { type BenchRow, compare, type Effort, interleave } from './report.js';

const TIME_ZONE = 'Europe/Moscow';
const REGIONS = ['RU-KYA', 'RU-KLU', 'RU-ULY', 'RU-MO', 'RU-TA', 'RU-SAM', 'RU-NIZ', 'RU-SVE', 'RU-CHE', 'RU-TOM'];
const RECORDS = 100_000;
const VERSIONS = 8;
const PAGE = 50;
const PAIRS = 9;

/** Pages asked for in one round. */
const PAGES = 200;

/** A day on which every event is known. */
const TODAY = '2024-01-02';

/** One page of a list as it was at some moment, beside one of the list as it is now. */
export async function benchPast({ quick }: Effort): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-bench-'));
  const records = quick ? RECORDS / 20 : RECORDS;
  const settings = { folder, ledger: LEDGER, timeZone: TIME_ZONE, store: 'sqlite' };
  try {
    await fill(folder, records);
    const store = openSqliteStore({ folder, ledger: LEDGER, readOnly: true });
    await rebuild(store, settings);
    const views = openViews(settings);
    const models = new ReadModels(views, store);
    const kind = kindNamed('agreement');
    if (!kind) throw new Error('there are no agreements');
    let turn = 0;
    const figures = await interleave(
      quick ? 3 : PAIRS,
      () =>
        timed(() => {
          turn += 1;
          // Over the second half of the log: by then every record was begun.
          const index = records * VERSIONS - 1 - ((turn * 7919) % (records * (VERSIONS / 2)));
          return models
            .at({ transactionIndex: index, validDay: TODAY })
            .list(kind, filter(turn), cursor(turn, records), PAGE);
        }),
      () =>
        timed(() => {
          turn += 1;
          return models.now(TODAY).list(kind, filter(turn), cursor(turn, records), PAGE);
        }),
    );
    views.close();
    await store.close();
    return [
      {
        name: 'a page of a list as it was',
        ...compare(figures, Number),
        unit: 'ms',
        beside: 'the same page of the list as it is now',
        target: { atMost: 3 },
        note: `${PAGE} of ${records.toLocaleString('en')} agreements with ${VERSIONS} versions each, of one region, at moments all over the second half of the log. More rows are looked through: each record has ${VERSIONS} versions, of which one holds`,
      },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function timed(ask: () => unknown): Promise<number> {
  const start = process.hrtime.bigint();
  for (let page = 0; page < PAGES; page += 1) await ask();
  return Number(process.hrtime.bigint() - start) / 1e6 / PAGES;
}

function filter(turn: number): { region: string } {
  return { region: REGIONS[turn % REGIONS.length] ?? '' };
}

/** A place somewhere in the list: a cursor is the number of the record before the page. */
function cursor(turn: number, records: number): string {
  return Buffer.from(String((turn * 104_729) % Math.floor(records * 0.9))).toString('base64url');
}

/** Each record is begun, then all of them get their second event, and so on. */
async function fill(folder: string, records: number): Promise<void> {
  const kind = kindNamed('agreement');
  if (!kind) throw new Error('there are no agreements');
  const store = openSqliteStore({ folder, ledger: LEDGER });
  const ids = Array.from({ length: records }, () => randomUUID());
  let moment = Date.UTC(2023, 0, 1);
  for (let version = 0; version < VERSIONS; version += 1) {
    for (let from = 0; from < records; from += 2_000) {
      const batch = ids.slice(from, from + 2_000).map((id, offset) => {
        moment += 35;
        const event = version === 0 ? begun(from + offset, moment) : versioned(version, moment);
        return store.append(streamOf(LEDGER, kind, id), version - 1, [event]);
      });
      await Promise.all(batch);
    }
  }
  await store.close();
}

function begun(number: number, moment: number): NewEvent {
  const parties = [REGIONS[number % REGIONS.length], REGIONS[(number + 3) % REGIONS.length]];
  return event('AgreementAnnounced', { title: { en: `Agreement ${number}` }, parties, topics: ['industry'] }, moment);
}

function versioned(version: number, moment: number): NewEvent {
  return event('TextAdopted', { sha256: String(version).repeat(64) }, moment);
}

function event(type: string, data: object, moment: number): NewEvent {
  const recordedAt = new Date(moment).toISOString();
  const act = { modality: 'fact', date: recordedAt.slice(0, 10), recording: 'live', source: null };
  const id = randomUUID();
  const metadata = {
    schema: SCHEMA,
    recordedAt,
    actor: 'local',
    $correlationId: id,
    $causationId: id,
    key: id,
    digest: 'd',
  };
  return { id, type, data: canonicalize({ ...data, act }) ?? '', metadata: canonicalize(metadata) ?? '' };
}
