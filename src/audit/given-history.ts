/** Support for the tests of the audit: random histories of every kind, told to a real ledger. */
import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { LIFE } from '../../test/support/life-of-every-kind.js';
import type { RecordKind } from '../kernel/kind.js';
import type { Disclosure } from '../kernel/personal.js';
import { seal } from '../kernel/personal.js';
import type { LedgerRecord, RelativeDate } from '../kernel/entry.js';
import type { GivenDetails } from '../projections/given-ledger.js';
import { GivenLedger, LEDGER, ZONE } from '../projections/given-ledger.js';
import { LogPlaces, type ReadModels } from '../projections/index.js';
import { commandsOf, kindNamed } from '../registry/registry.js';
import { Audit } from './audit.js';
import type { Audited, PlacedRecord } from './audited.js';
import { keyOf } from './audited.js';

/** One step of a random history; the numbers choose among what can be told at that point. */
export interface Move {
  act: 'tell' | 'correct' | 'void' | 'attest' | 'annotate' | 'other';
  pick: number;
  of: number;
  /** Hours since the step before. */
  hours: number;
  date: string | null;
  leansOn: 'own' | 'other' | undefined;
  erased: boolean;
}

const MOVE: fc.Arbitrary<Move> = fc.record({
  act: fc.constantFrom('tell', 'tell', 'tell', 'correct', 'void', 'attest', 'annotate', 'other'),
  pick: fc.nat({ max: 30 }),
  of: fc.nat({ max: 12 }),
  hours: fc.integer({ min: 0, max: 80 }),
  date: fc.constantFrom('2022-11', '2022-12-05', '2023-01-02', '2023-01-10~', 'XXXX-10-18', '2023', '2023-02-20', null),
  leansOn: fc.constantFrom('own', 'other', undefined, undefined, undefined),
  erased: fc.boolean(),
});

/** Loads a record of a ledger as it was told, to be asked about. @throws Error where there is none */
export function audited<T>(
  ledger: GivenLedger,
  kind: string,
  id: string,
  use: (record: Audited) => T | Promise<T>,
): Promise<T> {
  return ledger.withViews(async (_views, _runner, file) => {
    const audit = new Audit({ store: ledger.store, places: new LogPlaces(file), ledger: LEDGER, timeZone: ZONE });
    const loaded = await audit.load(kindNamed(kind)!, id);
    if (!loaded) throw new Error(`there is no ${kind} ${id}`);
    return use(loaded);
  });
}

export const MOVES = fc.array(MOVE, { minLength: 1, maxLength: 14 });

/** What may be told of a record of a kind: types of events with their data, beginnings and what follows. */
export interface Tellable {
  type: string;
  data: Record<string, unknown>;
}

const OF_ACT = new Set(['date', 'modality', 'source', 'note', 'relativeDate', 'arisesFrom', 'entry']);
const PERSONAL = new Set(['reason', 'text', 'statement', 'description', 'summary', 'capacity', 'tells', 'result']);
const MENDING_PATHS = new Set(['corrections', 'voids', 'attestations', 'annotations']);

export function tellableOf(kind: RecordKind): { beginnings: Tellable[]; others: Tellable[] } {
  if (kind.name === 'registration-journal') {
    const line: Tellable = {
      type: 'RegistrationNumberAssigned',
      data: { agreement: '@deal', region: 'RU-KLU', year: 2023, number: 1, request: { key: 'k', digest: 'd' } },
    };
    return { beginnings: [line], others: [line] };
  }
  const steps = LIFE.flatMap(({ to, body }) => {
    const [resource, , path = ''] = to.split('/');
    const type = commandsOf(kind).find((spec) => spec.path === path)?.events[0];
    if (resource !== kind.resource || type === undefined || MENDING_PATHS.has(path)) return [];
    const data = Object.fromEntries(Object.entries(body).filter(([field]) => !OF_ACT.has(field)));
    // Where an undertaking begins, the ledger itself writes down the stage that nobody told.
    const stage = path === '' && kind.category === 'undertaking' ? { stage: kind.statuses[0] } : {};
    return [{ path, told: { type, data: { ...stage, ...data } } }];
  });
  const told = (beginning: boolean) => steps.filter(({ path }) => (path === '') === beginning).map((step) => step.told);
  return { beginnings: told(true), others: told(false) };
}

const ids = new Map<string, string>();

/** `@name` as an id of a record that is the same everywhere; `@name#` as an entry of this one. */
export function resolved(value: unknown, entry: string): unknown {
  const text = JSON.stringify(value).replace(/"@([\w-]+)(#?)"/g, (_all, name: string, own: string) => {
    const id = ids.get(name) ?? randomUUID();
    ids.set(name, id);
    return JSON.stringify(own === '' ? id : entry);
  });
  return JSON.parse(text);
}

/** Tells the history of one record, and of a meeting on which its dates may lean. */
export class History {
  readonly id: string;
  readonly other = randomUUID();
  private readonly events: string[] = [];
  private readonly otherEvents: string[] = [];
  private readonly tellable: ReturnType<typeof tellableOf>;
  private time = Date.parse('2023-01-01T06:00:00.000Z');

  constructor(
    private readonly ledger: GivenLedger,
    private readonly kind: RecordKind,
  ) {
    this.id = kind.name === 'registration-journal' ? 'RU-KLU.2023' : randomUUID();
    this.tellable = tellableOf(kind);
  }

  async take(move: Move): Promise<void> {
    this.time += move.hours * 3_600_000;
    const recordedAt = new Date(this.time).toISOString();
    if (move.act === 'other') await this.tellOther(move, recordedAt);
    else if (this.events.length === 0) await this.begin(move, recordedAt);
    else await this.goOn(move, recordedAt);
  }

  private async begin(move: Move, recordedAt: string): Promise<void> {
    await this.tell(chosen(this.tellable.beginnings, move.pick), move, recordedAt);
  }

  private async goOn(move: Move, recordedAt: string): Promise<void> {
    const event = chosen(this.events, move.of);
    const changes = move.leansOn
      ? { relativeDate: this.leaning(move) }
      : { date: move.date, note: `as in ${move.pick}` };
    const own: Tellable[] = this.tellable.others.length === 0 ? this.tellable.beginnings : this.tellable.others;
    const told: Record<Exclude<Move['act'], 'other'>, Tellable> = {
      tell: chosen(own, move.pick),
      correct: { type: 'EntryCorrected', data: { corrects: event, reason: 'misread', changes } },
      void: { type: 'EntryVoided', data: { voids: event, reason: 'twice' } },
      attest: { type: 'EntryAttested', data: { attests: event, agrees: move.erased, happened: '2022-12' } },
      annotate: { type: 'EntryAnnotated', data: { annotates: event, text: 'see the map' } },
    };
    await this.tell(told[move.act as keyof typeof told], move, recordedAt);
  }

  private async tell({ type, data }: Tellable, move: Move, recordedAt: string): Promise<void> {
    const { data: sealed, disclosures } = sealing(resolved(data, this.events[0] ?? '') as object, move.erased);
    const { ledger, kind, id } = this;
    this.events.push(await ledger.tell(kind.name, id, type, sealed, { ...this.act(move), recordedAt, disclosures }));
  }

  private act(move: Move): GivenDetails {
    const source = move.pick % 2 === 0 ? { id: randomUUID(), paragraph: move.pick + 1 } : null;
    return move.leansOn ? { source, relativeDate: this.leaning(move) } : { source, date: move.date };
  }

  private leaning({ leansOn, of }: Move): RelativeDate {
    const event = leansOn === 'own' ? chosen([undefined, ...this.events], of) : undefined;
    const to = leansOn === 'own' ? { kind: this.kind.name, id: this.id } : { kind: 'meeting', id: this.other };
    return { to: { ...to, ...(event === undefined ? {} : { event }) }, direction: 'after', offset: 'P5D' };
  }

  private async tellOther(move: Move, recordedAt: string): Promise<void> {
    const corrects = this.otherEvents[0];
    const data = { corrects, reason: 'misread', changes: { date: move.date } };
    const event =
      corrects === undefined
        ? await this.ledger.tell(
            'meeting',
            this.other,
            'MeetingPlanned',
            { title: { en: 'Visit' }, form: 'site-visit' },
            { date: move.date, recordedAt },
          )
        : await this.ledger.tell('meeting', this.other, 'EntryCorrected', data, { recordedAt });
    this.otherEvents.push(event);
  }
}

/** Personal texts sealed; their disclosures are kept unless they were erased. */
function sealing(data: object, erased: boolean): { data: object; disclosures: Disclosure[] } {
  const disclosures: Disclosure[] = [];
  const sealed = Object.entries(data).map(([field, value]) => {
    if (!PERSONAL.has(field) || typeof value !== 'string') return [field, value] as const;
    const { sealed: seals, disclosure } = seal(field, value);
    if (!erased) disclosures.push(disclosure);
    return [field, seals] as const;
  });
  return { data: Object.fromEntries(sealed), disclosures };
}

export function chosen<T>(list: readonly T[], pick: number): T {
  const item = list[pick % list.length];
  if (item === undefined && list.length === 0) throw new Error('nothing to choose from');
  return item as T;
}

/** What a test asks about a ledger that a history was told to. */
export interface Told {
  models: ReadModels;
  audit: Audit;
  /** The record; undefined when the history never began it. */
  audited: Audited | undefined;
}

/** Tells a history of a kind to a ledger of its own, and gives what can be asked of it then. */
export async function withHistory<T>(
  kind: RecordKind,
  moves: readonly Move[],
  use: (history: History, told: Told) => Promise<T>,
): Promise<T> {
  const ledger = await GivenLedger.make();
  try {
    const history = new History(ledger, kind);
    for (const move of moves) await history.take(move);
    return await ledger.withViews(async (models, _runner, file) => {
      const places = new LogPlaces(file);
      const audit = new Audit({ store: ledger.store, places, ledger: LEDGER, timeZone: ZONE });
      return use(history, { models, audit, audited: await audit.load(kind, history.id) });
    });
  } finally {
    await ledger.remove();
  }
}

/** Records as a log holds them in which they lie one after the other; the first is the one that is audited. */
export function auditedOf(kind: RecordKind, record: LedgerRecord, ...others: [RecordKind, LedgerRecord][]): Audited {
  const all: [RecordKind, LedgerRecord][] = [...others, [kind, record]];
  const inLog = all
    .flatMap(([of, { id, entries }]) => entries.map((entry) => ({ key: keyOf(of.name, id), entry })))
    .sort((a, b) => a.entry.recordedAt.localeCompare(b.entry.recordedAt));
  const placed = all.map(([of, each]): [string, PlacedRecord] => {
    const key = keyOf(of.name, each.id);
    const indexes = inLog.flatMap((line, index) => (line.key === key ? [index] : []));
    return [key, { kind: of, record: each, indexes }];
  });
  const byKey = new Map(placed);
  const own = byKey.get(keyOf(kind.name, record.id));
  if (!own) throw new Error('the record is not among its own');
  return {
    ...own,
    head: inLog.length - 1,
    others: byKey,
    disclosures: new Map(),
    places: { titles: () => new Map(), leaningOn: () => [] },
  };
}
