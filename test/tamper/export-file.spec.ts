import type { Finding } from '../../src/transparency/verify/verdict.js';
import { findingIn, HISTORY, LINES } from './given-auditor.js';
import { eventOf, historyOf, PLACES, withEnd } from './given-history.js';

/*
 * Every way of changing a history, at every one of 1,000 entries, in the file that an auditor is given, by somebody who does
 * not have the key. Nothing passes, and the entry is named.
 */

/** A thousand files each: half a minute on a busy machine. */
jest.setTimeout(300_000);

const LINE_OF = HISTORY.map(({ line }) => LINES.indexOf(line));
const lineOf = (place: number): number => LINE_OF[place]!;

/** The file without its last line. */
const BODY = LINES.slice(0, -1);

it('passes as it is', async () => {
  expect(await findingIn(LINES)).toBeUndefined();
  expect(await findingIn(withEnd(BODY))).toBeUndefined();
});

/** Changes the file at every place, and compares what is found. */
async function everywhere(
  change: (place: number) => string[],
  rule: Finding['rule'],
  { places = PLACES, named = (place: number) => place } = {},
): Promise<void> {
  for (const place of places) {
    const { rule: found, index } = (await findingIn(change(place))) ?? {};
    expect({ place, found, index }).toEqual({ place, found: rule, index: named(place) });
  }
}

it('names an entry that was edited', async () => {
  await everywhere(
    (place) => LINES.with(lineOf(place), HISTORY[place]!.line.replace('Claim', 'CIaim')),
    'entry-changed',
  );
});

it('names an entry that was deleted', async () => {
  await everywhere((place) => withEnd(BODY.toSpliced(lineOf(place), 1)), 'entry-missing');
});

it('names an entry that was put in', async () => {
  const others = historyOf(PLACES.map((number) => eventOf(number, 'ClaimForged')));
  await everywhere((place) => withEnd(BODY.toSpliced(lineOf(place), 0, others[place]!.line)), 'entry-changed');
});

it('names the place of an entry that is there twice', async () => {
  const again = (place: number): string[] => withEnd(BODY.toSpliced(lineOf(place) + 1, 0, HISTORY[place]!.line));
  await everywhere(again, 'entry-added', { named: (place) => place + 1 });
});

it('names the first of two entries that were swapped', async () => {
  const swapped = (place: number): string[] =>
    LINES.with(lineOf(place), HISTORY[place + 1]!.line).with(lineOf(place + 1), HISTORY[place]!.line);
  await everywhere(swapped, 'entry-missing', { places: PLACES.slice(0, -1) });
});

it('names the first entry of an end that was cut off', async () => {
  await everywhere((place) => withEnd(BODY.slice(0, lineOf(place))), 'entry-missing');
});
