import canonicalize from 'canonicalize';
import * as fc from 'fast-check';
import { applyPatch } from 'rfc6902';
import type { Day } from '../kernel/edtf.js';
import type { Moment } from '../projections/index.js';
import { KINDS } from '../registry/registry.js';
import type { Audited } from './audited.js';
import { answerAt } from './audited.js';
import { corrections } from './corrections.js';
import { diff } from './diff.js';
import { explain } from './explain.js';
import { MOVES, withHistory, type Told } from './given-history.js';
import { replay, stateAt } from './replay.js';

const DAYS: readonly Day[] = ['2022-12-31', '2023-01-05', '2023-02-20', '2024-01-01'];
const EACH_KIND = KINDS.map((kind) => [kind.name, kind] as const);

function written(value: unknown): string {
  return canonicalize(value) ?? '';
}

/** The value that a pointer of one or two steps leads to. */
function at(answer: unknown, pointer: string): unknown {
  const steps = pointer.slice(1).split('/');
  return steps.reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], answer);
}

const MOMENT = fc.record({ index: fc.integer({ min: -1, max: 14 }), day: fc.constantFrom(...DAYS) });
const PAIRS = fc.array(fc.tuple(MOMENT, MOMENT), { minLength: 3 });

describe.each(EACH_KIND)('random histories: %s', (_name, kind) => {
  it('are replayed to the byte, compared, explained, and tell of their corrections', async () => {
    await fc.assert(
      fc.asyncProperty(MOVES, PAIRS, fc.constantFrom(...DAYS), (moves, pairs, day) =>
        withHistory(kind, moves, async (history, told) => {
          if (!told.audited) {
            expect(told.views.document(kind.name, history.id, day)).toBeUndefined();
            return;
          }
          await expectReplayed(told.audited, told);
          for (const [from, to] of pairs) expectCompared(told.audited, from, to);
          await expectExplained(told.audited, day);
          await expectCorrections(told.audited);
        }),
      ),
      { numRuns: 8, endOnFailure: true },
    );
  });
});

/** Every state is what the status views showed then, and the last one what they show now. */
async function expectReplayed(audited: Audited, { views, past }: Told): Promise<void> {
  const { kind, record, head } = audited;
  const { states, next } = await replay(audited, 0, 200);
  expect([states.length, next]).toEqual([record.entries.length, undefined]);
  for (const { index, on, answer } of states) {
    const then = await past.document(kind, record.id, { index, day: on });
    expect(written(answer)).toBe(then?.bytes.toString());
  }
  const known = states.at(-1)?.on ?? '';
  for (const day of [known, ...DAYS.filter((later) => later > known)]) {
    const now = written(stateAt(audited, head, day)?.answer);
    expect(now).toBe(views.document(kind.name, record.id, day)?.bytes.toString());
    expect(now).toBe((await past.document(kind, record.id, { index: head, day }))?.bytes.toString());
  }
}

/** The patch makes the first answer the second, and there are sentences where there are differences. */
function expectCompared(audited: Audited, from: Moment, to: Moment): void {
  const [a, b] = [from, to].map(({ index, day }) => answerAt(audited, index, day).answer);
  const { patch, changes } = diff(audited, from, to, 'ru');
  // A patch may replace the whole: inside another document it can be applied to nothing, too.
  const document = { told: JSON.parse(JSON.stringify(a)) as unknown };
  const failures = applyPatch(
    document,
    patch.map((step) => ({ ...step, path: `/told${step.path}` })),
  );
  expect(failures.filter((failure) => failure !== null)).toEqual([]);
  expect(written(document.told)).toBe(written(b));
  expect(patch.length === 0).toBe(changes.length === 0);
}

async function expectCorrections(audited: Audited): Promise<void> {
  const told = (await corrections(audited, 0, 200, 'ru')).corrections;
  const mends = audited.record.entries.filter(({ type }) => /^Entry(Corrected|Voided)$/.test(type));
  expect(told.map(({ mend }) => mend.event)).toEqual(mends.map(({ id }) => id).reverse());
  for (const { meanwhile } of told) {
    for (const { from, told: status, mended } of meanwhile?.statuses ?? []) {
      expect(answerAt(audited, from.index, from.on).answer).toMatchObject(status);
      expect(status).not.toEqual(mended);
    }
  }
}

/** Asks the answers themselves, one event of the ledger after the other, whether an explanation is true. */
async function expectExplained(audited: Audited, day: Day): Promise<void> {
  const answers = Array.from({ length: audited.head + 1 }, (_, index) => answerAt(audited, index, day).answer);
  const now = answers.at(-1);
  const explanation = await explain(audited, { index: audited.head, day }, 'en');
  const { fields = [], entries = [] } = explanation ?? {};
  expect(fields.map(({ pointer }) => pointer)).toEqual(Object.keys(now ?? {}).map((name) => `/${name}`));
  const indexOf = new Map(entries.map(({ event, index }) => [event, index]));
  for (const { pointer, value, set, before, items } of fields) {
    if (!items) expect(value).toEqual(at(now, pointer));
    for (const item of items ?? []) expect(item.value).toEqual(at(now, item.pointer));
    const index = indexOf.get(set ?? '') ?? -1;
    expect([pointer, index]).not.toEqual([pointer, -1]);
    for (const later of answers.slice(index)) expect(at(later, pointer)).toEqual(at(now, pointer));
    const earlier = answers[index - 1];
    expect(before?.value ?? null).toEqual(at(earlier, pointer) ?? null);
    if (before) expect(before.value).not.toEqual(at(now, pointer));
  }
}
