import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import type { Checkpoint } from './checkpoint.js';
import { CheckpointError, formatCheckpoint, openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.js';
import { EMPTY_ROOT } from './merkle.js';
import { ed25519Signer, formatVerifierKey, NoteError, parseNote, parseVerifierKey, signNote } from './note.js';

/** The example of the specification. */
const EXAMPLE = `example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
`;

const ROOT_LINE = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=';
const ROOT = Buffer.from(ROOT_LINE, 'base64');

describe('the text of a checkpoint', () => {
  it('is read and written as the specification shows it', () => {
    const { text } = parseNote(Buffer.from(EXAMPLE));
    const checkpoint = parseCheckpoint(text);
    expect(checkpoint).toEqual({ origin: 'example.com/behind-the-sofa', size: 20852163n, root: ROOT, extensions: [] });
    expect(formatCheckpoint(checkpoint)).toBe(text);
  });

  it('may have further lines', () => {
    const text = `log\n7\n${ROOT_LINE}\none\ntwo words\n`;
    const checkpoint = parseCheckpoint(text);
    expect(checkpoint.extensions).toEqual(['one', 'two words']);
    expect(formatCheckpoint(checkpoint)).toBe(text);
  });

  it('of a tree without leaves has the root of RFC 6962', () => {
    const empty: Checkpoint = { origin: 'log', size: 0n, root: EMPTY_ROOT };
    expect(parseCheckpoint(formatCheckpoint(empty))).toEqual({ ...empty, extensions: [] });
    expect(() => formatCheckpoint({ ...empty, root: ROOT })).toThrow(CheckpointError);
  });

  it('comes back as it was', () => {
    const line = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('\n'));
    const root = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));
    const size = fc.bigInt({ min: 1n, max: 2n ** 64n - 1n });
    fc.assert(
      fc.property(fc.record({ origin: line, size, root, extensions: fc.array(line) }), (checkpoint) => {
        expect(parseCheckpoint(formatCheckpoint(checkpoint))).toEqual(checkpoint);
      }),
    );
  });

  it.each([
    ['nothing', ''],
    ['no newline at the end', `log\n7\n${ROOT_LINE}`],
    ['two lines', 'log\n7\n'],
    ['no origin', `\n7\n${ROOT_LINE}\n`],
    ['an empty line behind', `log\n7\n${ROOT_LINE}\n\n`],
    ['an empty extension', `log\n7\n${ROOT_LINE}\n\nx\n`],
    ['a leading zero', `log\n07\n${ROOT_LINE}\n`],
    ['two zeros', `log\n00\n${ROOT_LINE}\n`],
    ['a sign', `log\n+7\n${ROOT_LINE}\n`],
    ['a negative size', `log\n-7\n${ROOT_LINE}\n`],
    ['a fraction', `log\n7.0\n${ROOT_LINE}\n`],
    ['an exponent', `log\n1e3\n${ROOT_LINE}\n`],
    ['a hexadecimal size', `log\n0x7\n${ROOT_LINE}\n`],
    ['a space before the size', `log\n 7\n${ROOT_LINE}\n`],
    ['digits of another script', `log\n٧\n${ROOT_LINE}\n`],
    ['a size of 2^64', `log\n18446744073709551616\n${ROOT_LINE}\n`],
    ['a short root', `log\n7\n${ROOT.subarray(1).toString('base64')}\n`],
    ['a long root', `log\n7\n${Buffer.concat([ROOT, ROOT]).toString('base64')}\n`],
    ['a root in hexadecimal', `log\n7\n${ROOT.toString('hex')}\n`],
    ['a root in base64url', `log\n7\n${ROOT.toString('base64url')}\n`],
    ['a root with stray bits', `log\n7\n${ROOT_LINE.replace('I=', 'J=')}\n`],
    ['a space behind the root', `log\n7\n${ROOT_LINE} \n`],
    ['a root of leaves for no leaves', `log\n0\n${ROOT_LINE}\n`],
  ])('is refused with %s', (_what, text) => {
    expect(() => parseCheckpoint(text)).toThrow(CheckpointError);
  });

  it('is not written of what it would not be read as', () => {
    const good: Checkpoint = { origin: 'log', size: 7n, root: ROOT };
    const bad: Checkpoint[] = [
      { ...good, origin: '' },
      { ...good, origin: 'two\nlines' },
      { ...good, origin: `log\n7\n${ROOT_LINE}` },
      { ...good, size: -1n },
      { ...good, size: 2n ** 64n },
      { ...good, root: ROOT.subarray(1) },
      { ...good, extensions: [''] },
      { ...good, extensions: ['two\nlines'] },
    ];
    for (const one of bad) expect(() => formatCheckpoint(one)).toThrow(CheckpointError);
  });
});

describe('a signed checkpoint', () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const signer = ed25519Signer('ledger.example/log', privateKey);
  const key = parseVerifierKey(formatVerifierKey('ledger.example/log', privateKey));
  const checkpoint: Checkpoint = { origin: 'ledger.example/log', size: 12n, root: ROOT, extensions: [] };
  const note = Buffer.from(signCheckpoint(checkpoint, [signer]));

  it('opens with the key and the origin of its log', () => {
    expect(openCheckpoint(note, 'ledger.example/log', [key])).toEqual(checkpoint);
  });

  it('is refused with another key or origin', () => {
    const { privateKey: other } = generateKeyPairSync('ed25519');
    const otherKey = parseVerifierKey(formatVerifierKey('ledger.example/log', other));
    expect(() => openCheckpoint(note, 'ledger.example/log', [otherKey])).toThrow(NoteError);
    expect(() => openCheckpoint(note, 'ledger.example/other', [key])).toThrow(CheckpointError);
  });

  it('is refused when the same key has signed another text', () => {
    const text = Buffer.from(signNote('ledger.example/log\nis well\n', [signer]));
    expect(() => openCheckpoint(text, 'ledger.example/log', [key])).toThrow(CheckpointError);
  });
});
