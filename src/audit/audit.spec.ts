import { dated } from '../kernel/dated.js';
import { isDeepStrictEqual } from 'node:util';
import canonicalize from 'canonicalize';
import * as fc from 'fast-check';
import { applyPatch } from 'rfc6902';
import type { Day } from '../kernel/edtf.js';
import type { BitemporalPoint } from '../projections/index.js';
import { statusOf } from '../registry/document.js';
import { KINDS } from '../registry/registry.js';
import type { Audited } from './audited.js';
import { answerAt, recordAt, recordsAt } from './audited.js';
import { corrections } from './corrections.js';
import { diff } from './diff.js';
import type { FieldExplained } from './explain.js';
import { explain } from './explain.js';
import { explainedIn } from '../../test/fixtures/explained.fixtures.js';
import { MOVES, withHistory, type AuditedHistory } from '../../test/fixtures/audited-history.fixtures.js';
import { partsOf } from './items.js';
import type { DaysDiffered } from './correction-effects.js';
import type { EventBrief } from './corrections-and-voids.js';
import { correctionsIn, wrongSince } from './corrections-and-voids.js';
import { replay, stateAt } from './replay-record.js';

const DAYS: readonly Day[] = ['2022-12-31', '2023-01-05', '2023-02-20', '2024-01-01'];
const EACH_KIND = KINDS.map((kind) => [kind.name, kind] as const);

function written(value: unknown): string {
  return canonicalize(value) ?? '';
}

const POINT = fc.record({
  transactionIndex: fc.integer({ min: -1, max: 14 }),
  validDay: fc.constantFrom(...DAYS),
});
const PAIRS = fc.array(fc.tuple(POINT, POINT), { minLength: 3 });

describe.each(EACH_KIND)('random histories: %s', (_name, kind) => {
  it('are replayed to the byte, compared, explained, and report their corrections', async () => {
    await fc.assert(
      fc.asyncProperty(MOVES, PAIRS, fc.constantFrom(...DAYS), (moves, pairs, day) =>
        withHistory(kind, moves, async (history, shown) => {
          if (!shown.audited) {
            expect(await shown.models.now(day).document(kind, history.id)).toBeUndefined();
            return;
          }
          await expectReplayed(shown.audited, shown);
          for (const [from, to] of pairs) expectCompared(shown.audited, from, to);
          await expectExplained(shown.audited, day);
          await expectCorrections(shown.audited);
        }),
      ),
      { numRuns: 8, endOnFailure: true },
    );
  });
});

/** Every state is what the status views showed then, and the last one what they show now. */
async function expectReplayed(audited: Audited, { models }: AuditedHistory): Promise<void> {
  const { kind, record, head } = audited;
  const { states, next } = await replay(audited, 0, 200);
  expect([states.length, next]).toEqual([record.entries.length, undefined]);
  for (const { index, on, answer } of states) {
    const then = await models.at({ transactionIndex: index, validDay: on }).document(kind, record.id);
    expect(written(answer)).toBe(then?.bytes.toString());
  }
  const known = states.at(-1)?.on ?? '';
  for (const day of [known, ...DAYS.filter((later) => later > known)]) {
    const now = written(stateAt(audited, head, day)?.answer);
    for (const model of [models.now(day), models.at({ transactionIndex: head, validDay: day })])
      expect(now).toBe((await model.document(kind, record.id))?.bytes.toString());
  }
}

/** The patch makes the first answer the second, and there are sentences where there are differences. */
function expectCompared(audited: Audited, from: BitemporalPoint, to: BitemporalPoint): void {
  const [a, b] = [from, to].map(
    ({ transactionIndex, validDay }) => answerAt(audited, transactionIndex, validDay).answer,
  );
  const { patch, changes } = diff(audited, from, to, 'ru');
  // A patch may replace the whole: inside another document it can be applied to nothing, too.
  const document = { shown: JSON.parse(JSON.stringify(a)) as unknown };
  const failures = applyPatch(
    document,
    patch.map((step) => ({ ...step, path: `/shown${step.path}` })),
  );
  expect(failures.filter((failure) => failure !== null)).toEqual([]);
  expect(written(document.shown)).toBe(written(b));
  const ofTheThing = patch.filter(({ path }) => !/^\/(?:holdsFor|links|recorded|id)\b/.test(path));
  expect(ofTheThing.length === 0).toBe(changes.length === 0);
}

async function expectCorrections(audited: Audited): Promise<void> {
  const shown = (await corrections(audited, 0, 200, 'ru')).corrections;
  const maintenance = audited.record.entries.filter(({ type }) => /^Entry(Corrected|Voided)$/.test(type));
  expect(shown.map(({ correction }) => correction.event)).toEqual(maintenance.map(({ id }) => id).reverse());
  for (const { correction, effects } of shown) {
    for (const { from, shown: status, corrected } of effects?.statuses ?? []) {
      expect(answerAt(audited, from.index, from.on).answer).toMatchObject(status);
      expect(status).not.toEqual(corrected);
    }
    if (effects) expectMeanwhile(audited, correction, effects.onDays);
  }
}

/** What the ledger showed for a day before a correction is named there, where the correction would have made it another status. */
function expectMeanwhile(audited: Audited, correction: EventBrief, onDays: readonly DaysDiffered[]): void {
  const entry = audited.record.entries.find(({ id }) => id === correction.event)!;
  const steps = Array.from({ length: correction.index }, (_, index) => index);
  for (const index of steps.filter((step) => step >= wrongFrom(audited, correction))) {
    const before = recordAt(audited, index);
    const others = recordsAt(audited, index);
    const [known, repaired] = [before, { id: before.id, entries: [...before.entries, entry] }].map((record) =>
      dated(audited.kind.name, record, others),
    );
    for (const day of [...DAYS, ...edgesOf(onDays)]) {
      const [shown, corrected] = [known!, repaired!].map((record) => {
        const { status, certainty, possible } = statusOf(audited.kind, record, day);
        return { status, certainty, possible };
      });
      const found = onDays.filter(
        ({ days: { from, to }, ...stretch }) =>
          stretch.from.index <= index &&
          index < stretch.until.index &&
          (from === null || from <= day) &&
          (to === null || day <= to),
      );
      const differs = JSON.stringify(shown) !== JSON.stringify(corrected);
      expect(found.map((each) => [each.shown, each.corrected])).toEqual(differs ? [[shown, corrected]] : []);
    }
  }
}

/** The number of the event from which on the record said what a correction takes back. */
function wrongFrom({ record, indexes }: Audited, correction: EventBrief): number {
  const found = correctionsIn(record).find(({ entry }) => entry.id === correction.event)!;
  return indexes[wrongSince(record, found) ?? record.entries.length] ?? Infinity;
}

/** The first and last days of stretches. */
function edgesOf(stretches: readonly DaysDiffered[]): Day[] {
  return stretches.flatMap(({ days: { from, to } }) => [from, to]).filter((day) => day !== null);
}

/**
 * Asks the answers themselves, one event of the ledger after the other, whether an explanation is true of every pointer
 * into the answer: until the event that set it there was another value, the one that is named, and none since; and
 * whether it was that value on the day on which the event was recorded.
 */
async function expectExplained(audited: Audited, day: Day): Promise<void> {
  const answers = Array.from({ length: audited.head + 1 }, (_, index) => answerAt(audited, index, day).answer);
  const values = answers.map(valuesIn);
  const explanation = await explain(audited, { transactionIndex: audited.head, validDay: day }, 'en');
  const { fields = [], entries = [] } = explanation ?? {};
  const shown = new Map(explainedIn(fields).map((each) => [each.pointer, each]));
  // Where to ask further is nothing that anybody recorded.
  const places = [...placesIn(answers.at(-1))].filter(({ path }) => path[0] !== 'links');
  const topmost = places.filter(({ path }) => path.length === 1);
  expect(fields.map(({ pointer }) => pointer)).toEqual(topmost.map(({ pointer }) => pointer));
  expect([...shown.keys()].filter((pointer) => !places.some((place) => place.pointer === pointer))).toEqual([]);
  const indexOf = new Map(entries.map(({ event, index }) => [event, index]));
  const thenOf = new Map(
    daysOfRecording(audited).map(([id, then]) => {
      const { answer } = answerAt(audited, indexOf.get(id) ?? -1, then);
      return [id, valuesIn(answer)] as const;
    }),
  );
  /** Whether the value stood there from an event on until another one, and not before. */
  const onRecord = (path: readonly string[], value: unknown, setBy: string | null, until?: number): boolean => {
    const index = indexOf.get(setBy ?? '') ?? -1;
    const isThere = (there: Values | undefined): boolean => isDeepStrictEqual(there?.get(path.join('/')), value);
    return index >= 0 && values.slice(index, until).every(isThere) && !isThere(values[index - 1]);
  };
  const untrue = places.filter(({ path, pointer, value }) => {
    const nearest = nearestOf(pointer, shown);
    if (!nearest) return true;
    const { setBy, before, followsFromDates } = nearest;
    const index = indexOf.get(setBy ?? '') ?? -1;
    const below = path.slice(nearest.pointer.split('/').length - 1);
    const earlier = values[index - 1]?.get(path.join('/'));
    const isTrue =
      onRecord(path, value, setBy) &&
      isDeepStrictEqual(at(before?.value, below), earlier) &&
      (earlier === undefined || onRecord(path, earlier, before?.setBy ?? null, index)) &&
      followsFromDates !== isDeepStrictEqual(thenOf.get(setBy ?? '')?.get(path.join('/')), value);
    return !isTrue || (nearest.pointer === pointer && !nearest.items && !isDeepStrictEqual(nearest.value, value));
  });
  expect(untrue).toEqual([]);
}

/** The day on which each event was recorded, of the record and of those that its dates depend on. */
function daysOfRecording({ others }: Audited): [event: string, recordedOn: Day][] {
  const entries = [...others.values()].flatMap(({ record }) => record.entries);
  return entries.map(({ id, recordedOn }) => [id, recordedOn]);
}

/** What is explained at a pointer, or at the nearest one above it. */
function nearestOf(pointer: string, shown: ReadonlyMap<string, FieldExplained>): FieldExplained | undefined {
  const found = shown.get(pointer);
  return found ?? (pointer === '' ? undefined : nearestOf(pointer.slice(0, pointer.lastIndexOf('/')), shown));
}

/** Every pointer into a value, with the names and, in lists, the keys of the items on the way. */
function* placesIn(
  value: unknown,
  pointer = '',
  path: readonly string[] = [],
): Generator<{ pointer: string; path: readonly string[]; value: unknown }> {
  if (path.length > 0) yield { pointer, path, value };
  for (const { key, place, value: part } of partsOf(value)) {
    yield* placesIn(part, `${pointer}/${place}`, [...path, key]);
  }
}

type Values = ReadonlyMap<string, unknown>;

/** Every value in an answer by the names and keys that lead to it. */
function valuesIn(answer: unknown): Values {
  return new Map([...placesIn(answer)].map(({ path, value }) => [path.join('/'), value]));
}

/** What stands there, or stood there in another answer; an item of a list wherever it stands in that. */
function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((whole, key) => partsOf(whole).find((part) => part.key === key)?.value, value);
}
