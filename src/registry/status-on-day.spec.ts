import * as fc from 'fast-check';
import type { Move } from '../../test/fixtures/audited-history.fixtures.js';
import { chosen, MOVES, resolved, tellableOf } from '../../test/fixtures/audited-history.fixtures.js';
import type { DatedRecord } from '../kernel/dated.js';
import { dated, isVoided, onDay } from '../kernel/dated.js';
import { stateBy } from '../kernel/decider.js';
import { dayAfter, dayBefore, endOf, startOf } from '../kernel/edtf.js';
import type { Act, Entry, LedgerRecord, RelativeDate } from '../kernel/entry.js';
import { evolve } from '../kernel/entry.js';
import type { RecordKind } from '../kernel/kind.js';
import type { RecordSource } from '../kernel/relative-dates.js';
import { statusesOfAllDays } from '../kernel/status-model.js';
import { bodyOn, documentOn, documentsOf, statusesOf, statusOf } from './document.js';
import { entryId, otherId } from '../../test/fixtures/given-when-then.fixtures.js';
import { KINDS } from './registry.js';

const MEETING = otherId(77);
const DAYS = ['2021-12-31', '2022-11-15', '2022-12-01', '2022-12-05', '2023-01-02', '2023-01-31', '2023-02-20'];

/** A random history in memory: a record, and a meeting on which its dates may depend. */
class RandomHistory {
  record: LedgerRecord;
  private meeting: LedgerRecord = { id: MEETING, entries: [] };
  private time = Date.parse('2023-01-01T06:00:00.000Z');
  private count = 0;

  constructor(private readonly kind: RecordKind) {
    this.record = { id: kind.name === 'registration-journal' ? 'RU-KLU.2023' : otherId(1), entries: [] };
  }

  readonly source: RecordSource = (name, id) => {
    if (name === 'meeting' && id === MEETING) return this.meeting;
    return name === this.kind.name && id === this.record.id ? this.record : undefined;
  };

  get dated(): DatedRecord {
    return dated(this.kind.name, this.record, this.source);
  }

  take(move: Move): void {
    this.time += move.hours * 3_600_000;
    if (move.act === 'other') {
      const data = { title: { en: 'Visit' }, form: 'site-visit' };
      this.meeting = evolve(this.meeting, this.entry(this.meeting, 'MeetingHeld', data, { date: move.date }));
      return;
    }
    const { beginnings, others } = tellableOf(this.kind);
    const events = this.record.entries.map(({ id }) => id);
    const event = chosen(events.length === 0 ? [''] : events, move.of);
    const own = events.length === 0 || others.length === 0 ? beginnings : others;
    const changes = move.dependsOn ? { relativeDate: this.relative(move) } : { date: move.date };
    const maintenance: Partial<Record<Move['act'], [string, object]>> = {
      correct: ['EntryCorrected', { corrects: event, reason: 'misread', changes }],
      void: ['EntryVoided', { voids: event, reason: 'twice' }],
      attest: ['EntryAttested', { attests: event, agrees: move.erased, happened: '2022-12' }],
      annotate: ['EntryAnnotated', { annotates: event, text: 'see the map' }],
    };
    const step = chosen(own, move.pick);
    const recorded = (events.length === 0 ? undefined : maintenance[move.act]) ?? [step.type, step.data];
    this.tell(recorded[0], recorded[1], move.dependsOn ? { relativeDate: this.relative(move) } : { date: move.date });
  }

  tell(type: string, data: object, act: Partial<Act>): void {
    const first = this.record.entries[0]?.id ?? '';
    this.record = evolve(this.record, this.entry(this.record, type, resolved(data, first) as object, act));
  }

  private relative({ dependsOn, of }: Move): RelativeDate {
    const events = [undefined, ...this.record.entries.map(({ id }) => id)];
    const event = dependsOn === 'own' ? chosen(events, of) : undefined;
    const to = dependsOn === 'own' ? { kind: this.kind.name, id: this.record.id } : { kind: 'meeting', id: MEETING };
    return { to: event === undefined ? to : { ...to, event }, direction: 'after', offset: 'P5D' };
  }

  private entry({ entries }: LedgerRecord, type: string, data: object, act: Partial<Act>): Entry {
    const recordedAt = new Date(this.time).toISOString();
    const stated: Act = { modality: 'fact', date: null, recording: 'historical', source: null, ...act };
    const id = entryId((this.count += 1));
    const revision = entries.length;
    return {
      id,
      type,
      revision,
      data: { ...data, act: stated },
      recordedAt,
      recordedOn: recordedAt.slice(0, 10),
      actor: 'a',
    };
  }
}

function historyOf(kind: RecordKind, moves: readonly Move[]): RandomHistory {
  const history = new RandomHistory(kind);
  for (const move of moves) history.take(move);
  if (history.record.entries.length === 0)
    history.take({ act: 'tell', pick: 0, of: 0, hours: 0, date: null, dependsOn: undefined, erased: false });
  return history;
}

/** Days on which something in a record may change, those beside them, and some others. */
function daysOf({ dated: entries }: DatedRecord): string[] {
  const edges = entries.flatMap(({ date }) => (date === null ? [] : [startOf(date).earliest, endOf(date).latest]));
  const around = edges.flatMap((day) => (day === null ? [] : [dayBefore(day), day, dayAfter(day)]));
  return [...new Set([...DAYS, ...around])].sort();
}

const bare = ({ status, certainty, possible }: { status: string; certainty: string; possible: readonly string[] }) => ({
  status,
  certainty,
  possible,
});

/** The answer about the record on a day, without its entries as such. */
function answerOn(kind: RecordKind, record: DatedRecord, day: string): object {
  const {
    pending: _later,
    recorded: _recorded,
    revision: _revision,
    ...rest
  } = bodyOn(kind, record, day) as Record<string, unknown>;
  return rest;
}

describe.each(KINDS.map((kind) => [kind.name, kind] as const))('the status of a %s', (_name, kind) => {
  it('is the same wherever it is asked for', () => {
    fc.assert(
      fc.property(MOVES, (moves) => {
        const record = historyOf(kind, moves).dated;
        const stretches = statusesOf(kind, record);
        const documents = documentsOf(kind, record);
        const known = record.entries.at(-1)!.recordedOn;
        for (const day of daysOf(record)) {
          const status = statusOf(kind, record, day);
          const document = documentOn(kind, record, day);
          const body = document.body as ReturnType<typeof bare>;
          const stretch = stretches.find(({ from, to }) => (from ?? day) <= day && day <= (to ?? day))!;
          const expected = [day, bare(status)];
          expect([day, bare(document)]).toEqual(expected);
          expect([day, bare(body)]).toEqual(expected);
          expect([day, bare(stretch)]).toEqual(expected);
          const computed = isVoided(record) ? undefined : status.computed && bare(status.computed);
          expect([day, stretch.computed, document.computed]).toEqual([day, computed, computed]);
          if (!isVoided(record)) {
            const act = { date: day, when: { earliest: day, latest: day }, isQualified: false };
            const now = onDay(record, day, kind.statusModel.timeless);
            const state = stateBy(kind.statusModel, now, { act, isOld: false });
            expect([day, bare(state.now), bare(state.then.at(-1)!)]).toEqual([...expected, bare(status)]);
          }
          if (day < known) continue;
          const listed = documents.find(({ holdsFor: { to } }) => day <= (to ?? day))!;
          expect([day, listed.body]).toEqual([day, document.body]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('on a day is not changed by what happened wholly after it', () => {
    const later = tellableOf(kind).others.filter(({ type }) => !kind.statusModel.timeless.includes(type));
    if (later.length === 0) return;
    fc.assert(
      fc.property(MOVES, fc.nat({ max: 30 }), (moves, pick) => {
        const history = historyOf(kind, moves);
        const before = history.dated;
        const known = statusesOfAllDays(kind.statusModel, before);
        const { type, data } = chosen(later, pick);
        history.tell(type, data, { date: '2023-01-20' });
        const after = history.dated;
        for (const day of daysOf(before).filter((each) => each < '2023-01-20'))
          expect([day, answerOn(kind, after, day)]).toEqual([day, answerOn(kind, before, day)]);
        if (isVoided(before) || isVoided(after)) return;
        const all = statusesOfAllDays(kind.statusModel, after);
        expect(statusesOfAllDays(kind.statusModel, after, { statuses: known, before: '2023-01-20' })).toEqual(all);
      }),
      { numRuns: 40 },
    );
  });
});
