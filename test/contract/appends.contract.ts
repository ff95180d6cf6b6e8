/// <reference types="jest" />
import { seal } from '../../src/kernel/personal.js';
import { isUtf8 } from 'node:buffer';
import { type AppendResult, WrongExpectedRevision } from '../../src/event-store/port.js';
import { bytesOfNoText } from '../../src/event-store/stored-texts.js';
import { type ContractGround, everything, idsOf, newEvent, newEvents } from './contract-support.js';

/** Appends, revisions and the bytes of events. */
export function appendContract(at: ContractGround): void {
  describe('append and read', () => {
    it('numbers the events of a stream from 0 and gives them back in order', async () => {
      const stream = at.newStream();
      const [first, second, third] = [newEvent(), newEvent(), newEvent()];
      const one = await at.store.append(stream, -1, [first]);
      const two = await at.store.append(stream, 0, [second, third]);
      expect(one).toMatchObject({ firstRevision: 0, lastRevision: 0 });
      expect(two).toMatchObject({ firstRevision: 1, lastRevision: 2 });
      const events = await at.store.read(stream);
      expect(events.map(({ revision, id, stream: of }) => [revision, id, of])).toEqual([
        [0, first.id, stream],
        [1, second.id, stream],
        [2, third.id, stream],
      ]);
      expect(events.at(0)?.position).toBe(one.position);
      expect(events.at(-1)?.position).toBe(two.position);
    });

    it('gives a stream from a revision on, and nothing behind its end', async () => {
      const stream = at.newStream();
      const events = newEvents(5);
      await at.store.append(stream, -1, events);
      expect(idsOf(await at.store.read(stream, 3))).toEqual(idsOf(events.slice(3)));
      expect(await at.store.read(stream, 5)).toEqual([]);
    });

    it('gives no events of an unknown stream', async () => {
      expect(await at.store.read(at.newStream())).toEqual([]);
    });

    it('gives a long stream whole', async () => {
      const stream = at.newStream();
      const events = newEvents(2500);
      for (let start = 0; start < events.length; start += 500) {
        await at.store.append(stream, start - 1, events.slice(start, start + 500));
      }
      expect(idsOf(await at.store.read(stream))).toEqual(idsOf(events));
    });

    it.each([
      ['Cyrillic', 'соглашение о сотрудничестве, ё й'],
      ['emoji beyond the basic plane', '🤝🏽 👩‍👩‍👧 𝔄'],
      ['line separators that JavaScript once refused', 'a\u2028b\u2029c'],
      ['escaped control characters', '\u0000 \u001f \\ "'],
      ['text that is not in a normal form', 'e\u0301 \u00e9'],
    ])('gives back the bytes that it was given: %s', async (_, text) => {
      const stream = at.newStream();
      const data = `{"10":1e+21,"9":-0.5,"text":${JSON.stringify(text)},"z":[],"а":null}`;
      const metadata = `{"actor":${JSON.stringify(text)},"schema":1}`;
      await at.store.append(stream, -1, [{ ...newEvent(), data, metadata }]);
      const [inStream] = await at.store.read(stream);
      const [inLog] = await everything(at.store);
      for (const event of [inStream, inLog]) {
        expect(Buffer.from(event?.data ?? '')).toEqual(Buffer.from(data));
        expect(Buffer.from(event?.metadata ?? '')).toEqual(Buffer.from(metadata));
      }
    });

    it.each([
      ['data', Buffer.from('7b22a0ff00fe227d', 'hex'), Buffer.from('{}')],
      ['metadata', Buffer.from('{"text":"\ufffd"}'), Buffer.of(0xed, 0xa0, 0x80)],
      ['neither of them', Buffer.from('{"text":"\ufffd"}'), Buffer.from('\ufffd\u0000')],
    ])('gives back bytes that are no text, as another program may write them: %s', async (_, data, metadata) => {
      const stream = at.newStream();
      const texts = { data: data.toString(), metadata: metadata.toString() };
      await at.store.append(stream, -1, [{ ...newEvent(), ...texts, ...bytesOfNoText({ data, metadata }) }]);
      const [inStream] = await at.store.read(stream);
      const [inLog] = await everything(at.store);
      for (const event of [inStream!, inLog!]) {
        expect(event).toMatchObject(texts);
        expect('dataBytes' in event).toBe(!isUtf8(data));
        expect('metadataBytes' in event).toBe(!isUtf8(metadata));
        expect(Buffer.from(event.dataBytes ?? event.data)).toEqual(data);
        expect(Buffer.from(event.metadataBytes ?? event.metadata)).toEqual(metadata);
      }
    });

    it('takes an event of 65,535 bytes', async () => {
      const stream = at.newStream();
      const data = JSON.stringify({ text: 'я'.repeat(32_000) }).padEnd(33_500, ' ');
      const event = { ...newEvent(), data, metadata: '{}' };
      await at.store.append(stream, -1, [event]);
      expect((await at.store.read(stream))[0]?.data).toBe(data);
    });

    it('adds nothing in an empty append', async () => {
      const stream = at.newStream();
      const { position } = await at.store.append(stream, -1, newEvents(2));
      const result = await at.store.append(stream, 1, []);
      expect(result.lastRevision).toBe(1);
      expect(at.store.isPosition(result.position)).toBe(true);
      expect(await at.store.read(stream)).toHaveLength(2);
      expect(await at.store.head()).toBe(position);
    });
  });
}

/** Who may write, when several want to. */
export function expectedRevisionContract(at: ContractGround): void {
  describe('expected revisions', () => {
    it.each([
      ['an existing stream taken for a new one', 2, -1, 1],
      ['a stale revision', 3, 0, 2],
      ['a revision that is not reached yet', 1, 4, 0],
      ['an unknown stream taken for an existing one', 0, 0, -1],
    ])('refuses %s and tells the actual revision', async (_, existing, expected, actual) => {
      const stream = at.newStream();
      if (existing > 0) await at.store.append(stream, -1, newEvents(existing));
      const refused = at.store.append(stream, expected, newEvents(2));
      await expect(refused).rejects.toBeInstanceOf(WrongExpectedRevision);
      await expect(refused).rejects.toMatchObject({ stream, expected, actual });
      expect(await at.store.read(stream)).toHaveLength(existing);
    });

    it('lets one of several writers of one revision win', async () => {
      const stream = at.newStream();
      const attempts = Array.from({ length: 12 }, () => newEvents(2));
      const outcomes = await Promise.allSettled(attempts.map((events) => at.store.append(stream, -1, events)));
      const winners = attempts.filter((_, index) => outcomes[index]?.status === 'fulfilled');
      expect(winners).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ name: 'WrongExpectedRevision' });
      }
      expect(idsOf(await at.store.read(stream))).toEqual(idsOf(winners.flat()));
    });

    it('keeps revisions dense and every success once while writers race and try again', async () => {
      const stream = at.newStream();
      const written: string[] = [];
      const writer = async (): Promise<void> => {
        for (let done = 0; done < 5;) {
          const last = (await at.store.read(stream)).length - 1;
          const event = newEvent();
          try {
            await at.store.append(stream, last, [event]);
            written.push(event.id);
            done += 1;
          } catch (error) {
            if (!(error instanceof WrongExpectedRevision)) throw error;
          }
        }
      };
      await Promise.all(Array.from({ length: 6 }, writer));
      const events = await at.store.read(stream);
      expect(events.map((event) => event.revision)).toEqual(Array.from({ length: 30 }, (_, index) => index));
      expect(idsOf(events).sort()).toEqual(written.sort());
    });

    it('keeps writers of different streams apart', async () => {
      const streams = Array.from({ length: 20 }, () => at.newStream());
      await at.store.append(streams[7] ?? '', -1, newEvents(1));
      const outcomes = await Promise.allSettled(streams.map((stream) => at.store.append(stream, -1, newEvents(1))));
      const lost = outcomes.flatMap((outcome, index) => (outcome.status === 'rejected' ? [index] : []));
      expect(lost).toEqual([7]);
    });
  });
}

/** The one retry that is safe on both adapters. */
export function retryContract(at: ContractGround): void {
  describe('a retry with the same ids and the same expected revision', () => {
    it('gives the first result and adds nothing', async () => {
      const stream = at.newStream();
      const events = newEvents(3);
      const first = await at.store.append(stream, -1, events);
      expect(await at.store.append(stream, -1, events)).toEqual(first);
      expect(await at.store.read(stream)).toHaveLength(3);
    });

    it('is safe after later events too, and after the store was opened again', async () => {
      const stream = at.newStream();
      await at.store.append(stream, -1, newEvents(1));
      const events = newEvents(2);
      const first = await at.store.append(stream, 0, events);
      await at.store.append(stream, 2, newEvents(2));
      expect(await at.store.append(stream, 0, events)).toEqual(first);
      await at.reopen(at.ledger);
      expect(await at.store.append(stream, 0, events)).toEqual(first);
      expect(await at.store.read(stream)).toHaveLength(5);
    });

    it('may be under way at the same time as the first attempt', async () => {
      const stream = at.newStream();
      const events = newEvents(2);
      const attempts = Array.from({ length: 4 }, () => at.store.append(stream, -1, events));
      const [first, ...others] = await Promise.all(attempts);
      for (const other of others) expect(other).toEqual(first);
      expect(await at.store.read(stream)).toHaveLength(2);
    });

    it('may join what were two appends', async () => {
      const stream = at.newStream();
      const [one, two] = [newEvent(), newEvent()];
      await at.store.append(stream, -1, [one]);
      const { position } = await at.store.append(stream, 0, [two]);
      const joined: AppendResult = await at.store.append(stream, -1, [one, two]);
      expect(joined).toEqual({ firstRevision: 0, lastRevision: 1, position });
    });

    it('is refused when new events are among the old ones', async () => {
      const stream = at.newStream();
      const events = newEvents(2);
      await at.store.append(stream, -1, events);
      await expect(at.store.append(stream, -1, [...events, newEvent()])).rejects.toBeInstanceOf(WrongExpectedRevision);
      expect(await at.store.read(stream)).toHaveLength(2);
    });

    it('that was outrun has its disclosures taken back, and no others', async () => {
      const stream = at.newStream();
      const [kept, lost] = [seal('name', 'One').disclosure, seal('name', 'Two').disclosure];
      await at.store.append(stream, -1, newEvents(1), [kept]);
      await expect(at.store.append(stream, -1, newEvents(1), [lost])).rejects.toBeInstanceOf(WrongExpectedRevision);
      await at.store.takeBack([lost.digest, seal('name', 'Three').disclosure.digest]);
      expect(await at.store.disclosures([kept.digest, lost.digest])).toEqual(new Map([[kept.digest, kept]]));
    });
  });
}
