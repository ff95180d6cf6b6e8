import { EVENTS, findingIn, KEPT, linesOf, signedAgain } from './given-auditor.js';
import { eventOf, isTried, PLACES, SIZE, TRIED, type Event } from './given-history.js';

/*
 * Every way of changing a history by somebody who has the database and the key, and signs the changed history again. The
 * file, be it of the entries around the change or, at some places or in the whole matrix at every one, of everything, is
 * good in itself; only the checkpoints that an auditor kept outside show that it is another history, and between which of
 * them it parts.
 */

/** At most a thousand files, or two thousand in the whole matrix: a minute on a busy machine. */
jest.setTimeout(600_000);

/** Makes other histories, and compares what is found of them. */
async function everywhere(change: (place: number) => Event[], places: readonly number[] = TRIED): Promise<void> {
  for (const place of places) {
    const events = change(place);
    const around = { from: Math.max(place - 2, 0), to: Math.min(place + 3, events.length), olds: KEPT };
    const last = KEPT.filter((size) => size <= place).at(-1) ?? 0;
    const next = KEPT.find((size) => size > place);
    // One that is shorter than a kept checkpoint is refused for that.
    const expected = events.length < SIZE ? [0, events.length] : [last, next];
    for (const stretch of isTried(place, 20) ? [around, undefined] : [around]) {
      const { rule, between } = (await findingIn(signedAgain(events, stretch))) ?? {};
      expect({ place, stretch, rule, between }).toEqual({ place, stretch, rule: 'not-a-prefix', between: expected });
    }
  }
}

it('takes the same history, signed again, for what it is', async () => {
  expect(signedAgain(EVENTS).slice(1)).toEqual(linesOf().slice(1));
  expect(await findingIn(signedAgain(EVENTS))).toBeUndefined();
});

it('finds another history from any entry on', async () => {
  const others = PLACES.map((number) => eventOf(number, 'ClaimForged'));
  await everywhere((place) => [...EVENTS.slice(0, place), ...others.slice(place)]);
});

it('finds any entry deleted', async () => {
  await everywhere((place) => EVENTS.toSpliced(place, 1));
});

it('finds any end cut off', async () => {
  await everywhere((place) => EVENTS.slice(0, place));
});

it('finds an entry edited', async () => {
  await everywhere((place) => EVENTS.with(place, eventOf(place, 'ClaimForged')));
});

it('finds an entry put in', async () => {
  await everywhere((place) => EVENTS.toSpliced(place, 0, eventOf(SIZE, 'ClaimForged')));
});

it('finds two entries swapped', async () => {
  const places = TRIED.filter((place) => place + 1 < SIZE);
  await everywhere((place) => EVENTS.with(place, EVENTS[place + 1]!).with(place + 1, EVENTS[place]!), places);
});
