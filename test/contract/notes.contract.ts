/// <reference types="jest" />
import { type ContractGround, everything, newEvents } from './contract-support.js';
import { WrongExpectedRevision } from '../../src/event-store/port.js';

/** Texts beside the log. */
export function notesContract(at: ContractGround): void {
  describe('notes', () => {
    it('are kept in their order, byte by byte, beside the log', async () => {
      expect(await at.store.notes()).toEqual([]);
      const texts = ['one\n', 'two\n\n— имя AAAA🤝\n', ' {"x": 1.0}\t'];
      for (const [index, text] of texts.entries()) await at.store.appendNote(index - 1, text);
      const kept = texts.map((text, revision) => ({ revision, text }));
      expect(await at.store.notes()).toEqual(kept);
      expect(await at.store.notes(2)).toEqual(kept.slice(2));
      expect(await at.store.notes(3)).toEqual([]);
      expect(await everything(at.store)).toEqual([]);
      await at.reopen(at.ledger);
      expect(await at.store.notes()).toEqual(kept);
    });

    it('have one writer at each place, and a retry that is safe', async () => {
      const [first, second] = ['first', 'second'];
      const tries = await Promise.allSettled([first, second].map((text) => at.store.appendNote(-1, text)));
      expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const [note] = await at.store.notes();
      await at.store.appendNote(-1, note?.text ?? '');
      const other = note?.text === first ? second : first;
      await expect(at.store.appendNote(-1, other)).rejects.toBeInstanceOf(WrongExpectedRevision);
      await expect(at.store.appendNote(1, other)).rejects.toBeInstanceOf(WrongExpectedRevision);
      await at.store.appendNote(0, other);
      await expect(at.store.appendNote(-1, other)).rejects.toBeInstanceOf(WrongExpectedRevision);
      expect((await at.store.notes()).map(({ text }) => text)).toEqual([note?.text, other]);
    });

    it('are read in pages, and are none of another ledger', async () => {
      for (let index = 0; index < 520; index += 1) await at.store.appendNote(index - 1, `note ${index}`);
      const page = await at.store.notes();
      const rest = await at.store.notes(page.length);
      expect(page.length).toBeLessThan(520);
      expect([...page, ...rest].map(({ text }) => text)).toEqual(Array.from({ length: 520 }, (_, i) => `note ${i}`));
      await at.reopen(`${at.ledger}b`);
      expect(await at.store.notes()).toEqual([]);
    });
  });

  describe('reads of a few events', () => {
    it('give no more of a stream than is asked for', async () => {
      const stream = at.newStream();
      await at.store.append(stream, -1, newEvents(7));
      const whole = await at.store.read(stream);
      expect(await at.store.read(stream, 2, 3)).toEqual(whole.slice(2, 5));
      expect(await at.store.read(stream, 5, 3)).toEqual(whole.slice(5));
      expect(await at.store.read(stream, 7, 3)).toEqual([]);
    });

    it('give the log in small batches', async () => {
      await at.store.append(at.newStream(), -1, newEvents(7));
      const whole = await everything(at.store);
      const sizes: number[] = [];
      for await (const { events } of at.store.readAll(whole[1]?.position, 3)) {
        if (sizes.length === 0) expect(events).toEqual(whole.slice(2, 5));
        sizes.push(events.length);
      }
      expect(sizes.reduce((sum, size) => sum + size)).toBe(5);
    });
  });
}
