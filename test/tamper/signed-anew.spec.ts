import { EVENTS, findingIn, KEPT, linesOf, signedAnew } from './given-auditor.js';
import { eventOf, PLACES, SIZE, type Event } from './given-history.js';

/*
 * Every way of changing a history by somebody who has the database and the key, and signs the changed history anew. The file,
 * be it of everything or of the entries around the change, is good in itself; only the checkpoints that an auditor kept outside show that it is another history, and between which
 * of them it parts.
 */

/** A thousand files each: half a minute on a busy machine. */
jest.setTimeout(300_000);

/** Makes other histories, and compares what is found of them. */
async function everywhere(change: (place: number) => Event[], places: readonly number[]): Promise<void> {
  for (const place of places) {
    const events = change(place);
    const around = { from: Math.max(place - 2, 0), to: Math.min(place + 3, events.length), olds: KEPT };
    const { rule, between } = (await findingIn(signedAnew(events, place % 20 === 0 ? undefined : around))) ?? {};
    const last = KEPT.filter((size) => size <= place).at(-1) ?? 0;
    const next = KEPT.find((size) => size > place);
    // One that is shorter than a kept checkpoint is refused for that.
    const expected = events.length < SIZE ? [0, events.length] : [last, next];
    expect({ place, rule, between }).toEqual({ place, rule: 'not-a-prefix', between: expected });
  }
}

/** To the verifier each of the other changes is another history like that of the first test. */
const SOME = PLACES.filter((place) => place % 7 === 0);

it('takes the same history, signed again, for what it is', async () => {
  expect(signedAnew(EVENTS).slice(1)).toEqual(linesOf().slice(1));
  expect(await findingIn(signedAnew(EVENTS))).toBeUndefined();
});

it('finds another history from any entry on', async () => {
  const others = PLACES.map((number) => eventOf(number, 'ClaimForged'));
  await everywhere((place) => [...EVENTS.slice(0, place), ...others.slice(place)], PLACES);
});

it('finds any entry deleted', async () => {
  await everywhere((place) => EVENTS.toSpliced(place, 1), SOME);
});

it('finds any end cut off', async () => {
  await everywhere((place) => EVENTS.slice(0, place), SOME);
});

it('finds an entry edited', async () => {
  await everywhere((place) => EVENTS.with(place, eventOf(place, 'ClaimForged')), SOME);
});

it('finds an entry put in', async () => {
  await everywhere((place) => EVENTS.toSpliced(place, 0, eventOf(SIZE, 'ClaimForged')), SOME);
});

it('finds two entries swapped', async () => {
  await everywhere((place) => EVENTS.with(place, EVENTS[place + 1]!).with(place + 1, EVENTS[place]!), SOME);
});
