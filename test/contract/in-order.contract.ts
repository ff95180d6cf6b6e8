/// <reference types="jest" />
import { seal } from '../../src/kernel/personal.js';
import { type ContractGround, everything, idsOf, newEvents } from './contract-support.js';
import { type OrderedAppend, StoreUnavailable, WrongExpectedRevision } from '../../src/event-store/port.js';

/** Appends that are begun together and lie in the log in their order. */
export function inOrderContract(at: ContractGround): void {
  describe('appends in order', () => {
    it('lie in the log in their order across streams, from the first one that a store takes', async () => {
      const appends = appendsTo(at, 60, 7);
      const results = await at.store.appendInOrder(appends);
      const log = await everything(at.store);
      expect(idsOf(log)).toEqual(idsOf(appends.flatMap(({ events }) => events)));
      expect(log.map(({ stream }) => stream)).toEqual(
        appends.flatMap(({ stream, events }) => events.map(() => stream)),
      );
      expect(results.map(({ lastRevision }) => lastRevision)).toEqual(
        appends.map(({ expected, events }) => expected + events.length),
      );
      const last = new Map(log.map(({ id, position }) => [id, position]));
      expect(results.map(({ position }) => position)).toEqual(
        appends.map(({ events }) => last.get(events.at(-1)?.id ?? '')),
      );
    });

    it('bring their disclosures', async () => {
      const sealed = ['Ермаков', 'Иванова', 'Ли'].map((name) => seal('name', name).disclosure);
      const appends = appendsTo(at, 3, 3).map((append, index) => ({
        ...append,
        disclosures: sealed.slice(index, index + 1),
      }));
      await at.store.appendInOrder(appends);
      expect(await at.store.disclosures(sealed.map(({ digest }) => digest))).toEqual(
        new Map(sealed.map((disclosure) => [disclosure.digest, disclosure])),
      );
    });

    it('may be made again, whole or from any of them on', async () => {
      const appends = appendsTo(at, 20, 4);
      const results = await at.store.appendInOrder(appends.slice(0, 12));
      expect(await answered(() => at.store.appendInOrder(appends.slice(0, 12)))).toEqual(results);
      expect((await answered(() => at.store.appendInOrder(appends.slice(7)))).slice(0, 5)).toEqual(results.slice(7));
      expect(idsOf(await everything(at.store))).toEqual(idsOf(appends.flatMap(({ events }) => events)));
    });

    it('may be under way twice at once: each is there once, in the order of both', async () => {
      const appends = appendsTo(at, 40, 5);
      const [one, other] = await Promise.all([
        answered(() => at.store.appendInOrder(appends)),
        answered(() => at.store.appendInOrder(appends.slice(0, 30))),
      ]);
      expect(other).toEqual(one.slice(0, 30));
      expect(idsOf(await everything(at.store))).toEqual(idsOf(appends.flatMap(({ events }) => events)));
    });

    it.each([
      ['first', 0],
      ['one in the midst', 9],
      ['last', 19],
    ])('fail when %s of them is refused, and what was written is there once and in order', async (_, bad) => {
      const appends = appendsTo(at, 20, 20);
      await at.store.append(appends[bad]!.stream, -1, newEvents(1));
      await expect(at.store.appendInOrder(appends)).rejects.toBeInstanceOf(WrongExpectedRevision);
      const there = idsOf((await everything(at.store)).slice(1));
      const others = idsOf(appends.flatMap(({ events }, index) => (index === bad ? [] : events)));
      expect(there).toEqual(others.filter((id) => there.includes(id)));
    });

    it('refuse what lies outside the ledger', async () => {
      const [append] = appendsTo(at, 1, 1);
      const outside = { ...append!, stream: at.newStream(`${at.ledger}b`) };
      await expect(at.store.appendInOrder([outside])).rejects.toBeInstanceOf(RangeError);
    });

    it('may be none', async () => {
      expect(await at.store.appendInOrder([])).toEqual([]);
      expect(await everything(at.store)).toEqual([]);
    });
  });
}

/** The answer, by a retry where a store leaves what is still being committed without one: an EventStoreDB does. */
async function answered<T>(call: () => Promise<T>): Promise<T> {
  return call().catch((error: unknown) => {
    if (error instanceof StoreUnavailable) return call();
    throw error;
  });
}

/** So many appends of one to three events each, to so many new streams in turn. */
function appendsTo(at: ContractGround, count: number, streams: number): OrderedAppend[] {
  const names = Array.from({ length: streams }, () => at.newStream());
  const last = new Map<string, number>();
  return Array.from({ length: count }, (_, index) => {
    const stream = names[index % streams] ?? '';
    const expected = last.get(stream) ?? -1;
    const events = newEvents((index % 3) + 1);
    last.set(stream, expected + events.length);
    return { stream, expected, events };
  });
}
