import { leafBytes } from '../../transparency/leaf.js';
import { leafHash } from '../../transparency/merkle.js';
import { inclusionProof } from '../../transparency/tree.js';
import { entriesOf, givenEvents, givenExport, givenLog, verifyLines } from '../../../test/fixtures/export.fixtures.js';
import type { SaidHealth } from '../../transparency/verify/verdict.js';
import { verifyReceipt } from '../../transparency/verify/receipt.js';
import { inWords, replayInWords } from './verdict-words.js';

const EVENTS = givenEvents(20);
const LOG = givenLog(entriesOf(EVENTS));
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** What is said of a part of the ledger, in one line. */
async function said(part: Parameters<typeof givenExport>[2], events = EVENTS): Promise<string> {
  return inWords(await verifyLines(await givenExport(events, LOG, part))).replaceAll(/\n? {2,}/g, ' ');
}

it('says of a receipt what it shows', () => {
  const entry = leafBytes(EVENTS[3]!);
  const receipt = {
    id: EVENTS[3]!.id,
    entry: entry.toString(),
    index: 3,
    leafHash: base64(leafHash(entry)),
    size: 20,
    proof: inclusionProof(3, 20, LOG.hashAt).map(base64),
    checkpoint: LOG.note(20),
  };
  const text = inWords(verifyReceipt(Buffer.from(JSON.stringify(receipt)), { key: LOG.publicKey }));
  expect(text).toMatch(/^good: entry 3 \(revision 0 of ledger\.party-3\) is one of the 20 entries that were signed\n/);
  expect(text).toContain('NOTE         nothing is shown about other entries');
  expect(text).not.toContain('streams');
});

describe('what is said of what a server says of itself', () => {
  const saidOf = async (health: SaidHealth): Promise<string> => {
    const verdict = await verifyLines(await givenExport(EVENTS, LOG));
    return inWords(verdict.verdict === 'good' ? { ...verdict, health } : verdict);
  };

  it('names what is not signed yet, and that alarms could not be asked about', async () => {
    const all = await saidOf({ isReported: true, unsigned: 0 });
    expect(all).not.toMatch(/signed yet|not yet signed|health/);
    expect(await saidOf({ isReported: true, unsigned: 7 })).toContain(
      'NOTE         7 more recorded and not yet signed,',
    );
    expect(await saidOf({ isReported: false, unsigned: 0 })).toContain(
      'NOTE         the server does not say at /health/ready',
    );
  });
});

describe('what is said of a good file', () => {
  it('repeats how many entries were not signed yet when it was made', async () => {
    const text = inWords(await verifyLines(await givenExport(EVENTS, LOG, { unsigned: 3 })));
    expect(text).toContain('NOTE         3 more recorded and not yet signed, as the file says');
  });

  it('of everything makes no reservation about a part', async () => {
    const text = inWords(await verifyLines(await givenExport(EVENTS, LOG)));
    const notes = text.split('\n').flatMap((line) => /^ {2}NOTE +(.*)/.exec(line)?.[1] ?? []);
    expect(notes).toEqual([
      expect.stringMatching(/^the key was taken from what it is to prove/),
      expect.stringMatching(/^without --checkpoint nothing shows/),
    ]);
  });

  it('of a stretch says that all of it is there, and nothing else is shown', async () => {
    const text = await said({ from: 5, to: 10 }, EVENTS.slice(5, 10));
    expect(text).toContain(
      'NOTE the file holds entries 5 to 9, and all of these: nothing is shown about entries before',
    );
  });

  it('of a record says that newer entries and other records may be left out, and such a file is good', async () => {
    const ofOne = EVENTS.filter(({ stream }) => stream === 'ledger.party-1');
    for (const events of [ofOne, ofOne.slice(0, -1)]) {
      const text = await said({ record: 'party/1' }, events);
      expect(text).toMatch(`good: ${events.length} of 20 entries`);
      expect(text).toContain('the file says of itself that it holds the record party/1 and those that it refers to.');
      expect(text).toContain('Whether newer entries of these records, or whole records, were left out is not shown');
    }
  });
});

describe('letters that a terminal would obey', () => {
  const BAD = 'a\u001b[1F\u0007\n\r\u007f\u009b2J\u061c\u202e\u2066\u2028\ud800';
  const ESCAPED = 'a\\u001b[1F\\u0007\\u000a\\u000d\\u007f\\u009b2J\\u061c\\u202e\\u2066\\u2028\\ud800';

  it('are shown as escapes, whoever wrote them and wherever they stand', async () => {
    const good = await verifyLines(await givenExport(EVENTS, LOG));
    if (good.verdict !== 'good') throw new Error(good.verdict);
    const checkpoint = { ...good.checkpoint, origin: BAD };
    const part = { kind: 'record', words: BAD } as const;
    const texts = [
      inWords({ ...good, checkpoint, signedBy: BAD, part }),
      inWords({ verdict: 'not-good', finding: { rule: 'revision', message: BAD, stream: BAD, revision: 1 } }),
      inWords({ verdict: 'unchecked', reason: BAD }),
      replayInWords({
        records: 1,
        begunBefore: 0,
        statuses: new Map([[BAD, new Map([[BAD, 1]])]]),
        faults: [BAD],
        faultCount: 1,
      }),
    ];
    expect(texts.map((text) => text.split(ESCAPED).length - 1)).toEqual([3, 2, 1, 3]);
    for (const text of texts) expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}]/u);
  });

  it('leave Cyrillic, quotes and marks as they are', () => {
    const reason = 'Ёлка «и» \u0065\u0301 🤝';
    expect(inWords({ verdict: 'unchecked', reason })).toBe(`COULD NOT BE CHECKED: ${reason}`);
  });
});
