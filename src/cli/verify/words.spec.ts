import { leafBytes } from '../../transparency/leaf.js';
import { leafHash } from '../../transparency/merkle.js';
import { inclusionProof } from '../../transparency/tree.js';
import { entriesOf, givenEvents, givenExport, givenLog, verifyLines } from '../../transparency/verify/given-export.js';
import { verifyReceipt } from '../../transparency/verify/receipt.js';
import { inWords } from './words.js';

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
  const text = inWords(verifyReceipt(receipt, { key: LOG.publicKey }));
  expect(text).toMatch(/^good: entry 3 \(revision 0 of ledger\.party-3\) is one of the 20 entries that were signed\n/);
  expect(text).toContain('NOTE         nothing is shown about other entries');
  expect(text).not.toContain('streams');
});

describe('what is said of a good file', () => {
  it('of everything makes no reservation about a part', async () => {
    expect(await said({})).not.toMatch('the file');
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
