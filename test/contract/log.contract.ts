/// <reference types="jest" />
import type { LogBatch, StoredEvent } from '../../src/event-store/port.js';
import { type ContractGround, everything, firstBatch, follow, idsOf, newEvents } from './contract-support.js';

/** The whole log: order, positions, other ledgers. */
export function logContract(at: ContractGround): void {
  describe('the whole log', () => {
    it('has the order in which appends were acknowledged', async () => {
      const [a, b] = [at.newStream(), at.newStream()];
      const events = newEvents(4);
      for (const [index, event] of events.entries()) {
        await at.store.append(index % 2 === 0 ? a : b, (index >> 1) - 1, [event]);
      }
      const log = await everything(at.store);
      expect(idsOf(log)).toEqual(idsOf(events));
      expect(log.map((event) => event.stream)).toEqual([a, b, a, b]);
      expect(log.map((event) => event.revision)).toEqual([0, 0, 1, 1]);
    });

    it('is read on from any event without gap or repeat', async () => {
      for (let index = 0; index < 6; index += 1) await at.store.append(at.newStream(), -1, newEvents((index % 3) + 1));
      const log = await everything(at.store);
      expect(log).toHaveLength(12);
      for (const [index, event] of log.entries()) {
        expect(await everything(at.store, event.position)).toEqual(log.slice(index + 1));
      }
    });

    it('is read on from the position of any batch', async () => {
      for (let index = 0; index < 7; index += 1) await at.store.append(at.newStream(), -1, newEvents(5));
      await at.reopen(at.ledger, 10);
      const log = await everything(at.store);
      expect(log).toHaveLength(35);
      let seen = 0;
      for await (const batch of at.store.readAll()) {
        expect(batch.events.length).toBeLessThanOrEqual(10);
        seen += batch.events.length;
        expect(idsOf(await everything(at.store, batch.position))).toEqual(idsOf(log.slice(seen)));
      }
      expect(seen).toBe(35);
    });

    it('is empty in a new ledger and behind the last event', async () => {
      expect(await everything(at.store)).toEqual([]);
      const { position } = await at.store.append(at.newStream(), -1, newEvents(1));
      expect(await everything(at.store, position)).toEqual([]);
    });

    it('ends at its head', async () => {
      expect(await at.store.head()).toBeUndefined();
      const { position } = await at.store.append(at.newStream(), -1, newEvents(3));
      expect(await at.store.head()).toBe(position);
      expect((await everything(at.store)).at(-1)?.position).toBe(position);
    });

    it('has positions that can be compared and recognised', async () => {
      const one = await at.store.append(at.newStream(), -1, newEvents(1));
      for (let index = 0; index < 12; index += 1) await at.store.append(at.newStream(), -1, newEvents(1));
      const positions = (await everything(at.store)).map((event) => event.position);
      expect(await at.store.fraction(positions.at(-1)!)).toBe(1);
      expect(await at.store.fraction(positions[0]!)).toBeLessThanOrEqual(1);
      expect([...positions].reverse().sort((a, b) => at.store.comparePositions(a, b))).toEqual(positions);
      expect(at.store.comparePositions(one.position, one.position)).toBe(0);
      expect(positions.every((position) => at.store.isPosition(position))).toBe(true);
      for (const text of ['', 'x', '-1', '1.5', '1 ', '0x10', '٣', `${one.position}\n`, '9'.repeat(60)]) {
        expect([text, at.store.isPosition(text)]).toEqual([text, false]);
      }
    });

    it('holds nothing of other ledgers in the same place', async () => {
      // A name that begins like the first one's, which only the dot after it tells apart.
      const other = `${at.ledger}b`;
      const mine = await at.store.append(at.newStream(), -1, newEvents(2));
      await at.reopen(other);
      expect(await everything(at.store)).toEqual([]);
      expect(await at.store.head()).toBeUndefined();
      expect(await firstBatch(at.store)).toMatchObject({ events: [], caughtUp: true });
      await at.store.append(at.newStream(other), -1, newEvents(3));
      await at.reopen(at.ledger);
      expect(await everything(at.store)).toHaveLength(2);
      expect(await at.store.head()).toBe(mine.position);
      expect(await firstBatch(at.store, mine.position)).toMatchObject({ events: [], caughtUp: true });
    });
  });
}

/** Subscriptions: catching up, going on, ending. */
export function subscriptionContract(at: ContractGround): void {
  describe('a subscription', () => {
    it('gives what is there, says that it has caught up, and goes on with what comes', async () => {
      const stream = at.newStream();
      const events = newEvents(6);
      await at.store.append(stream, -1, events.slice(0, 2));
      const seen: StoredEvent[] = [];
      await follow(at.store, undefined, async (batch) => {
        seen.push(...batch.events);
        if (seen.length === 2 && batch.caughtUp) await at.store.append(stream, 1, events.slice(2, 3));
        if (seen.length === 3) void at.store.append(stream, 2, events.slice(3));
        return seen.length === 6;
      });
      expect(idsOf(seen)).toEqual(idsOf(events));
      expect(seen).toEqual(await everything(at.store));
    });

    it('says at once in an empty ledger that it has caught up', async () => {
      expect(await firstBatch(at.store)).toMatchObject({ events: [], caughtUp: true });
    });

    it('goes on behind a position', async () => {
      const stream = at.newStream();
      const events = newEvents(3);
      await at.store.append(stream, -1, events);
      const [first] = await at.store.read(stream);
      const batch = await firstBatch(at.store, first?.position);
      expect(idsOf(batch?.events ?? [])).toEqual(idsOf(events.slice(1)));
    });

    it('is pulled: a slow reader gets every event once, in batches of limited size', async () => {
      await at.reopen(at.ledger, 10);
      const stream = at.newStream();
      const events = newEvents(60);
      await at.store.append(stream, -1, events.slice(0, 35));
      const seen: StoredEvent[] = [];
      const caughtUp: number[] = [];
      await follow(at.store, undefined, async (batch) => {
        expect(batch.events.length).toBeLessThanOrEqual(10);
        if (seen.length === 0) await at.store.append(stream, 34, events.slice(35));
        seen.push(...batch.events);
        if (batch.caughtUp) caughtUp.push(seen.length);
        await new Promise((resolve) => setTimeout(resolve, 5));
        return seen.length === 60 && batch.caughtUp;
      });
      expect(idsOf(seen)).toEqual(idsOf(events));
      expect(caughtUp.at(-1)).toBe(60);
      expect(caughtUp.filter((count) => count < 35)).toEqual([]);
    });

    it('ends quietly when it is aborted while it waits', async () => {
      const abort = new AbortController();
      let batches = 0;
      for await (const batch of at.store.subscribeAll(undefined, abort.signal)) {
        batches += 1;
        if (batch.caughtUp)
          setTimeout(() => {
            abort.abort();
          }, 20);
      }
      expect(batches).toBe(1);
    });

    it('gives nothing when it was aborted before', async () => {
      const batches: LogBatch[] = [];
      for await (const batch of at.store.subscribeAll(undefined, AbortSignal.abort())) batches.push(batch);
      expect(batches).toEqual([]);
    });
  });
}
