/// <reference types="jest" />
import { digestOf, seal } from '../../src/kernel/personal.js';
import { type ContractGround, idsOf, newEvents } from './contract-support.js';
import { StoreUnavailable } from '../../src/event-store/port.js';

/** The erasable side store. */
export function sideStoreContract(at: ContractGround): void {
  describe('the side store', () => {
    it('keeps the disclosures of an append and finds them by digest', async () => {
      const sealed = ['Ермаков', 'Ermakov 🤝'].map((value) => seal('name', value).disclosure);
      const digests = sealed.map(({ digest }) => digest);
      await at.store.append(at.newStream(), -1, newEvents(1), sealed);
      const missing = seal('name', 'nobody').disclosure.digest;
      const found = await at.store.disclosures([...digests, missing]);
      expect(found).toEqual(new Map(sealed.map((disclosure) => [disclosure.digest, disclosure])));
      await at.reopen(at.ledger);
      expect(await at.store.disclosures(digests)).toEqual(found);
      expect(await at.store.disclosures([])).toEqual(new Map());
    });

    it('takes a disclosure that it has already', async () => {
      const { disclosure } = seal('name', 'Ермаков');
      const stream = at.newStream();
      const events = newEvents(1);
      await at.store.append(stream, -1, events, [disclosure]);
      await at.store.append(stream, -1, events, [disclosure]);
      await at.store.append(stream, 0, newEvents(1), [disclosure]);
      expect(await at.store.disclosures([disclosure.digest])).toEqual(new Map([[disclosure.digest, disclosure]]));
    });

    it('marks a text that is not the one sealed under its digest, and none beside it', async () => {
      const [good, other, damaged] = ['Ермаков', 'Иванова', 'Ли'].map((name) => seal('name', name).disclosure);
      const text = other!.text;
      const noDisclosure = Buffer.from('["no disclosure"]').toString('base64url');
      const foreign = { digest: digestOf(noDisclosure), text: noDisclosure };
      const kept = [good!, { digest: damaged!.digest, text }, foreign];
      await at.store.append(at.newStream(), -1, newEvents(1), kept);
      expect(at.store.damagedTexts()).toEqual([]);
      const found = await at.store.disclosures(kept.map(({ digest }) => digest));
      expect(found.get(good!.digest)).toEqual(good);
      expect(found.get(damaged!.digest)).toEqual({ digest: damaged!.digest, text, isDamaged: true });
      expect(found.get(foreign.digest)).toEqual({ ...foreign, isDamaged: true });
      expect(at.store.damagedTexts().sort()).toEqual([damaged!.digest, foreign.digest].sort());
    });
  });
}

/** The end of a store. */
export function closeContract(at: ContractGround): void {
  describe('close', () => {
    it('waits for appends under way, which are there afterwards', async () => {
      const stream = at.newStream();
      const events = newEvents(2);
      const pending = at.store.append(stream, -1, events);
      await at.store.close();
      await expect(pending).resolves.toMatchObject({ lastRevision: 1 });
      await at.reopen(at.ledger);
      expect(idsOf(await at.store.read(stream))).toEqual(idsOf(events));
    });

    it('refuses what comes later, and can be called again', async () => {
      await at.store.close();
      await expect(at.store.append(at.newStream(), -1, newEvents(1))).rejects.toBeInstanceOf(StoreUnavailable);
      await expect(at.store.read(at.newStream())).rejects.toBeInstanceOf(StoreUnavailable);
      await at.store.close();
    });
  });
}
