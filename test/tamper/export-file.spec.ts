import type { Finding } from '../../src/transparency/verify/verdict.js';
import { findingIn, HISTORY, KEPT, linesOf, verdictOf } from './given-auditor.js';
import { eventOf, historyOf, isTried, PLACES, SIZE, TRIED, withEnd } from './given-history.js';

/*
 * Every way of changing a history of 1,000 entries, in the file that an auditor is given, by somebody who does not have the
 * key: at some places, or in the whole matrix at every one, in an export of the entries around the place and in one of
 * everything. Nothing passes, and the entry is named.
 */

/** Two thousand files each in the whole matrix: a minute on a busy machine. */
jest.setTimeout(600_000);

/** A file in which something is changed: its lines but for the last one. */
type Body = readonly string[];

const bodyOf = (lines: readonly string[]): Body => lines.slice(0, -1);
const WHOLE = bodyOf(linesOf());

/** The files in which a place is changed. */
function filesWith(place: number): Body[] {
  const around = { from: Math.max(place - 2, 0), to: Math.min(place + 3, SIZE), olds: KEPT };
  return isTried(place, 20) ? [bodyOf(linesOf(around)), WHOLE] : [bodyOf(linesOf(around))];
}

const lineOf = (body: Body, place: number): number => body.indexOf(HISTORY[place]!.line);

it('passes as it is', async () => {
  expect(await findingIn(linesOf())).toBeUndefined();
  expect(await findingIn(withEnd(WHOLE))).toBeUndefined();
  for (const place of PLACES.filter((each) => each % 20 === 0)) {
    for (const body of filesWith(place)) expect(await findingIn(withEnd(body))).toBeUndefined();
  }
});

/** Changes the files at every place, and compares what is found. */
async function everywhere(
  change: (body: Body, place: number) => Body,
  rule: Finding['rule'],
  { places = TRIED, named = (place: number) => place } = {},
): Promise<void> {
  for (const place of places) {
    for (const body of filesWith(place)) {
      const { rule: found, index } = (await findingIn(withEnd(change(body, place)))) ?? {};
      expect({ place, found, index }).toEqual({ place, found: rule, index: named(place) });
    }
  }
}

it('names an entry that was edited', async () => {
  const edited = (body: Body, place: number): Body =>
    body.with(lineOf(body, place), HISTORY[place]!.line.replace('Claim', 'CIaim'));
  await everywhere(edited, 'entry-changed');
});

it('names an entry that was deleted', async () => {
  await everywhere((body, place) => body.toSpliced(lineOf(body, place), 1), 'entry-missing');
});

it('names an entry that was put in', async () => {
  const others = historyOf(PLACES.map((number) => eventOf(number, 'ClaimForged')));
  const added = (body: Body, place: number): Body => body.toSpliced(lineOf(body, place), 0, others[place]!.line);
  await everywhere(added, 'entry-changed');
});

it('names the place of an entry that is there twice', async () => {
  const again = (body: Body, place: number): Body => body.toSpliced(lineOf(body, place) + 1, 0, HISTORY[place]!.line);
  await everywhere(again, 'entry-added', { named: (place) => place + 1 });
});

it('names the first of two entries that were swapped', async () => {
  const swapped = (body: Body, place: number): Body =>
    body.with(lineOf(body, place), HISTORY[place + 1]!.line).with(lineOf(body, place + 1), HISTORY[place]!.line);
  await everywhere(swapped, 'entry-missing', { places: TRIED.slice(0, -1) });
});

it('says of a file that was made a part that it is one, by its own word alone', async () => {
  const [header = '', ...rest] = WHOLE;
  const cut = rest.slice(0, lineOf(rest, 500));
  for (const [claim, lines, part] of [
    [{ to: 500 }, cut, { kind: 'stretch', words: 'entries 0 to 499' }],
    [
      { record: 'claim/0' },
      rest.slice(0, -1),
      { kind: 'record', words: 'the record claim/0 and those that it refers to' },
    ],
  ] as const) {
    const firstLine = JSON.stringify({ ...(JSON.parse(header) as object), ...claim });
    expect(await verdictOf(withEnd([firstLine, ...lines]))).toMatchObject({ verdict: 'good', part });
  }
  const whole = await verdictOf(linesOf());
  expect(whole).not.toHaveProperty('part');
});

it('names the first entry of an end that was cut off', async () => {
  await everywhere((body, place) => body.slice(0, lineOf(body, place)), 'entry-missing');
});
