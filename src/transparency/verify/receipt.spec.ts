import { signCheckpoint } from '../checkpoint.js';
import { signKeyNote } from '../key-notes.js';
import { leafHash } from '../merkle.js';
import { ed25519Signer, formatVerifierKey } from '../note.js';
import { inclusionProof } from '../tree.js';
import { entriesOf, givenEvents, givenLog, newKey, ORIGIN } from '../../../test/fixtures/export.fixtures.js';
import { isReceipt, type Receipt, verifyReceipt } from './receipt.js';
import type { Trust } from './trust.js';
import type { Verdict } from './verdict.js';

const EVENTS = givenEvents(300);
const ENTRIES = entriesOf(EVENTS);
const LOG = givenLog(ENTRIES);
const TRUST = { key: LOG.publicKey };
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** A receipt as a server gives it. */
function receiptOf(index: number, size = LOG.size, log = LOG): Receipt {
  const [event, entry] = [EVENTS[index]!, ENTRIES[index]!];
  return {
    id: event.id,
    entry: entry.toString(),
    index,
    leafHash: base64(leafHash(entry)),
    size,
    proof: inclusionProof(index, size, log.hashAt).map(base64),
    checkpoint: log.note(size),
  };
}

function check(receipt: object, trust: Trust = TRUST): Verdict {
  return verifyReceipt(Buffer.from(JSON.stringify(receipt)), trust);
}

const kept = (size: number, log = LOG) => [{ name: 'kept', note: Buffer.from(log.note(size)) }];

describe('a receipt', () => {
  it.each([
    [0, 1],
    [0, 300],
    [255, 256],
    [256, 257],
    [299, 300],
    [3, 7],
  ])('of entry %i of %i is good with the key', (index, size) => {
    expect(check(receiptOf(index, size), { key: `${LOG.publicKey}\n` })).toMatchObject({
      verdict: 'good',
      note: LOG.note(size),
      signedBy: LOG.publicKey,
      keyIsGiven: true,
      keyIsReplaced: false,
      entries: 1,
      beginnings: [],
      part: {
        kind: 'receipt',
        words: `entry ${index} (revision ${EVENTS[index]!.revision} of ${EVENTS[index]!.stream})`,
      },
    });
  });

  it('is good however it was written down, and where its checkpoint names a key', () => {
    const receipt = {
      ...receiptOf(7, 10),
      checkpoint: signKeyNote({ origin: ORIGIN, size: 10n, root: LOG.root(10) }, LOG.key),
    };
    const { entry, ...others } = receipt;
    const escaped = JSON.stringify(receipt).replaceAll('a', '\\u0061');
    for (const text of [JSON.stringify(receipt, null, 2), `${JSON.stringify({ ...others, entry })}\n`, escaped])
      expect(verifyReceipt(Buffer.from(text), TRUST)).toMatchObject({ verdict: 'good' });
  });

  it('is distinguished from an export and from anything else', () => {
    const texts = [
      '',
      'x',
      '1',
      'null',
      '[]',
      '{}',
      '{"proof":[]}',
      '{"entry":"","index":1}',
      '{"proof":[],"entry":""}\n{}\n',
    ];
    for (const text of texts) expect({ text, is: isReceipt(Buffer.from(text)) }).toEqual({ text, is: false });
    expect(isReceipt(Buffer.from(JSON.stringify(receiptOf(7))))).toBe(true);
  });

  it('shows that a checkpoint of the same size is of the same history, or that there are two', () => {
    expect(check(receiptOf(7, 200), { ...TRUST, checkpoints: kept(200) })).toMatchObject({
      verdict: 'good',
      beginnings: [200],
    });
    const other = givenLog(entriesOf(givenEvents(200).map((event) => ({ ...event, type: 'Other' }))), LOG.key);
    expect(check(receiptOf(7, 200), { ...TRUST, checkpoints: [...kept(100), ...kept(200, other)] })).toMatchObject({
      verdict: 'not-good',
      finding: { rule: 'not-a-prefix', between: [0, 200] },
    });
  });

  it.each([100, 199, 201, 300])(
    'does not show that a checkpoint of %i entries is of the same history as one of 200',
    (size) => {
      const reason = expect.stringMatching(/^the receipt by itself is good, but .* of 200 and \d+ entries/);
      for (const checkpoints of [kept(size), [...kept(200), ...kept(size)]])
        expect(check(receiptOf(7, 200), { ...TRUST, checkpoints })).toEqual({ verdict: 'unchecked', reason });
    },
  );

  it('cannot be checked without a key, nor beside a checkpoint of another key, nor one of no entries', () => {
    const stranger = givenLog(ENTRIES);
    expect(check(receiptOf(7), {})).toEqual({ verdict: 'unchecked', reason: expect.stringContaining('--key') });
    const unchecked = [
      { key: 'x' },
      { ...TRUST, checkpoints: kept(300, stranger) },
      { ...TRUST, checkpoints: kept(0) },
      { ...TRUST, checkpoints: [{ name: 'kept', note: Buffer.from('x') }] },
    ];
    for (const trust of unchecked) expect(check(receiptOf(7), trust)).toMatchObject({ verdict: 'unchecked' });
  });

  it('says of a kept checkpoint of no entries that this shows nothing, not that another export would', () => {
    expect(check(receiptOf(7), { ...TRUST, checkpoints: kept(0) })).toEqual({
      verdict: 'unchecked',
      reason: 'kept has no entries: it shows nothing',
    });
  });

  it('is not good when the key has signed it for another log, and no kept checkpoint of another log is taken', () => {
    const other = signCheckpoint({ origin: 'other/log', size: 300n, root: LOG.root(300) }, [
      ed25519Signer(ORIGIN, LOG.key),
    ]);
    expect(check({ ...receiptOf(7), checkpoint: other })).toMatchObject({
      verdict: 'not-good',
      finding: { rule: 'signature', message: expect.stringMatching(/: it is of other\/log, not of /) },
    });
    const checkpoints = [{ name: 'kept', note: Buffer.from(other) }];
    expect(check(receiptOf(7), { ...TRUST, checkpoints })).toMatchObject({ verdict: 'unchecked' });
  });

  it('cannot be checked with another key of the same name: it may have been replaced', () => {
    const reason = expect.stringMatching(/^the checkpoint is signed under the name of this log with another key/);
    expect(check(receiptOf(7), { key: formatVerifierKey(ORIGIN, newKey()) })).toEqual({ verdict: 'unchecked', reason });
    expect(check(receiptOf(7, 300, givenLog(ENTRIES)))).toEqual({ verdict: 'unchecked', reason });
  });

  it('is not good when the key has not signed it, and no other of this log', () => {
    const signature = { verdict: 'not-good', finding: { rule: 'signature' } };
    expect(check(receiptOf(7), { key: formatVerifierKey('other/log', LOG.key) })).toMatchObject(signature);
    const stranger = { origin: ORIGIN, size: 300n, root: LOG.root(300) };
    const byStranger = signCheckpoint(stranger, [ed25519Signer('other/log', newKey())]);
    expect(check({ ...receiptOf(7), checkpoint: byStranger })).toMatchObject(signature);
    const { checkpoint, ...others } = receiptOf(7);
    const forged = checkpoint.replace('\n300\n', '\n301\n');
    expect(check({ ...others, checkpoint: forged, size: 301 })).toMatchObject(signature);
  });

  const receipt = receiptOf(7, 200);
  const proof = [...receipt.proof];
  const alone = givenLog([ENTRIES[7]!], LOG.key);
  const spaced = Buffer.from(receipt.entry.replace('"index":7', '"index": 7'));
  const withSpace = givenLog([...ENTRIES.slice(0, 7), spaced], LOG.key);
  const lies: [what: string, lie: object, rule: string][] = [
    ['another entry', { entry: receipt.entry.replace('PartyNamed', 'PartyMoved') }, 'entry-changed'],
    [
      'another entry with its hash',
      { entry: ENTRIES[8]!.toString(), leafHash: base64(leafHash(ENTRIES[8]!)) },
      'proof',
    ],
    ['another hash', { leafHash: base64(leafHash(ENTRIES[8]!)) }, 'entry-changed'],
    ['another id', { id: 'event-8' }, 'entry-malformed'],
    ['another index', { index: 6 }, 'proof'],
    ['an index beyond the size', { index: 200 }, 'proof'],
    ['another size', { size: 201 }, 'form'],
    ['an older checkpoint', { checkpoint: LOG.note(7), size: 7 }, 'proof'],
    ['a newer checkpoint', { checkpoint: LOG.note(300), size: 300 }, 'proof'],
    ['the checkpoint of no entries', { checkpoint: LOG.note(0), size: 0, proof: [] }, 'proof'],
    [
      'another number in the entry than its place',
      { index: 0, size: 1, proof: [], checkpoint: alone.note(1) },
      'entry-malformed',
    ],
    [
      'an entry that is not written as it has to be',
      {
        entry: spaced.toString(),
        leafHash: base64(leafHash(spaced)),
        size: 8,
        proof: inclusionProof(7, 8, withSpace.hashAt).map(base64),
        checkpoint: withSpace.note(8),
      },
      'entry-malformed',
    ],
    ['a hash too few', { proof: proof.slice(1) }, 'proof'],
    ['a hash too many', { proof: [...proof, proof[0]] }, 'proof'],
    ['hashes in another order', { proof: proof.toReversed() }, 'proof'],
    ['a hash that is none', { proof: proof.with(0, 'AAAA') }, 'form'],
    ['a hash in no base64', { proof: proof.with(0, '?') }, 'form'],
    ['a proof that is no list', { proof: 'x' }, 'form'],
    ['an index that is no count', { index: -1 }, 'form'],
    ['an index that was rounded', { index: 2 ** 53 }, 'form'],
    ['an entry that is no text', { entry: 7 }, 'form'],
    ['a member more', { more: 1 }, 'form'],
  ];

  const written = JSON.stringify(receipt);
  const replacement = givenEvents(8).map((event) => (event.index === 7 ? { ...event, data: '"\ufffd"' } : event));
  const withReplacement = givenLog(entriesOf(replacement), LOG.key);
  const ofReplacement = Buffer.from(
    JSON.stringify({
      ...receipt,
      entry: entriesOf(replacement)[7]!.toString(),
      leafHash: base64(withReplacement.hashAt(0, 7)),
      size: 8,
      proof: inclusionProof(7, 8, withReplacement.hashAt).map(base64),
      checkpoint: withReplacement.note(8),
    }),
  );
  const two: [what: string, bytes: string | Buffer][] = [
    ['a name twice', written.replace('"index":7', '"index":0,"index":7')],
    ['a name twice with one value', written.replace('"index":7', '"index":7,"index":7')],
    ['a name twice, once with an escape', written.replace('"index":7', '"\\u0069ndex":0,"index":7')],
    ['a number with a point', written.replace('"index":7', '"index":7.0')],
    ['a number with an exponent', written.replace('"size":200', '"size":2e2')],
    ['a zero less than zero', JSON.stringify(receiptOf(0)).replace('"index":0', '"index":-0')],
    ['half of a surrogate pair', ofReplacement.toString().replace('\ufffd', '\\ud800')],
    ['bytes that are no text', Buffer.from(ofReplacement.toString('latin1').replace('\xef\xbf\xbd', '\xff'), 'latin1')],
  ];

  it.each(two)('is not good where it can be read in two ways: %s', (_what, bytes) => {
    expect(verifyReceipt(ofReplacement, TRUST)).toMatchObject({ verdict: 'good' });
    expect(Buffer.from(bytes)).not.toEqual(Buffer.from(written));
    expect(verifyReceipt(Buffer.from(bytes), TRUST)).toMatchObject({ verdict: 'not-good', finding: { rule: 'form' } });
  });

  it.each(lies)('is not good with %s', (_what, lie, rule) => {
    const lying = { ...receipt, ...lie };
    expect(lying).not.toEqual(receipt);
    expect(check(lying)).toMatchObject({ verdict: 'not-good', finding: { rule } });
  });
});
