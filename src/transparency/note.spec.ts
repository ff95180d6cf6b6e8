import type { KeyObject } from 'node:crypto';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import type { NoteSigner, NoteVerifier } from './note.js';
import {
  ed25519Signer,
  formatVerifierKey,
  keyIdOf,
  MAX_NOTE_BYTES,
  NoteError,
  openNote,
  parseNote,
  parseVerifierKey,
  signNote,
} from './note.js';

/** The example of the specification ("Verifier keys", "Example"). */
const EXAMPLE_KEY = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
const EXAMPLE_NOTE = `This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
`;

/** The example of Go's golang.org/x/mod/sumdb/note, from which the specification was written: a private key too. */
const GO_PRIVATE_KEY = 'AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const GO_NOTE = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;

const bytes = (text: string): Buffer => Buffer.from(text);

function privateKeyOf(seed: Buffer): KeyObject {
  // PKCS #8 of Ed25519 (RFC 8410, section 7) is this and the seed.
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

function givenKey(name: string): { signer: NoteSigner; verifier: NoteVerifier; privateKey: KeyObject } {
  const { privateKey } = generateKeyPairSync('ed25519');
  return {
    signer: ed25519Signer(name, privateKey),
    verifier: parseVerifierKey(formatVerifierKey(name, privateKey)),
    privateKey,
  };
}

describe('published examples', () => {
  it('of the specification verify', () => {
    const key = parseVerifierKey(EXAMPLE_KEY);
    const { text, signedBy } = openNote(bytes(EXAMPLE_NOTE), [key]);
    expect(text).toBe('This is an example message.\n');
    expect(signedBy).toEqual([key]);
    expect([key.name, key.keyId]).toEqual(['example.com/foo', 0x530d903a]);
  });

  it('of Go come out of its private key byte by byte', () => {
    const privateKey = privateKeyOf(Buffer.from(GO_PRIVATE_KEY, 'base64').subarray(1));
    const signer = ed25519Signer('PeterNeumann', privateKey);
    expect(signer.keyId).toBe(0xc74f20a3);
    expect(signNote(parseNote(bytes(GO_NOTE)).text, [signer])).toBe(GO_NOTE);
  });

  it('with empty lines in the text are read up to the last one', () => {
    const note = `Ognuno sta solo sul cuor della terra
trafitto da un raggio di sole:

ed è subito sera.

— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
`;
    const { text, signatures } = parseNote(bytes(note));
    expect(text.split('\n').slice(-3)).toEqual(['', 'ed è subito sera.', '']);
    expect(signatures).toHaveLength(1);
    expect([signatures[0]?.name, signatures[0]?.keyId, signatures[0]?.signature.length]).toEqual([
      'quasimodo.example/salvatore',
      0x367ba04b,
      64,
    ]);
  });
});

describe('a verifier key', () => {
  it('is written and read', () => {
    const { privateKey, signer, verifier } = givenKey('ledger.example');
    const text = formatVerifierKey('ledger.example', privateKey);
    expect(text).toMatch(/^ledger\.example\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$/);
    expect([verifier.name, verifier.keyId]).toEqual([signer.name, signer.keyId]);
  });

  it('keeps the zeros before a small key id', () => {
    const id = keyIdOf('x', 1, Buffer.alloc(32));
    const material = Buffer.concat([Buffer.of(1), Buffer.alloc(32)]).toString('base64');
    expect(parseVerifierKey(`x+${id.toString(16).padStart(8, '0')}+${material}`).keyId).toBe(id);
  });

  it.each([
    ['nothing', ''],
    ['no name', EXAMPLE_KEY.replace('example.com/foo', '')],
    ['a space in the name', EXAMPLE_KEY.replace('foo', 'f o')],
    ['another name', EXAMPLE_KEY.replace('foo', 'bar')],
    ['another key id', EXAMPLE_KEY.replace('530d903a', '530d903b')],
    ['a key id in capitals', EXAMPLE_KEY.replace('530d903a', '530D903A')],
    ['a key id of five bytes', EXAMPLE_KEY.replace('530d903a', '00530d903a')],
    ['another key', EXAMPLE_KEY.replace('AekyeR', 'AekyeS')],
    ['a shorter key', EXAMPLE_KEY.slice(0, -4)],
    ['another algorithm', EXAMPLE_KEY.replace('+Ae', '+Be')],
    ['base64 without its last character', EXAMPLE_KEY.slice(0, -1)],
    ['base64 of another alphabet', EXAMPLE_KEY.replace('56h', '5-h')],
    ['a newline behind it', `${EXAMPLE_KEY}\n`],
    ['no key', 'example.com/foo+530d903a+'],
  ])('is refused with %s', (_what, text) => {
    expect(() => parseVerifierKey(text)).toThrow(NoteError);
  });

  it('is not made of another kind of key or name', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const { privateKey: other } = generateKeyPairSync('ed448');
    expect(() => formatVerifierKey('x', other)).toThrow(NoteError);
    expect(() => ed25519Signer('x', other)).toThrow(NoteError);
    expect(() => ed25519Signer('x', publicKey)).toThrow(NoteError);
    for (const name of ['', 'a b', 'a+b', 'a\u00a0b', 'a\u2028b', 'a\nb', 'a\u0001b']) {
      expect(() => formatVerifierKey(name, publicKey)).toThrow(NoteError);
      expect(() => ed25519Signer(name, privateKey)).toThrow(NoteError);
    }
  });
});

describe('a signed note', () => {
  const one = givenKey('one.example/log');
  const other = givenKey('other.example');
  const text = 'first line\n\nlast line, ё\n';

  it('opens with the key that signed it', () => {
    const note = signNote(text, [one.signer]);
    expect(openNote(bytes(note), [one.verifier])).toEqual({ text, signedBy: [one.verifier] });
  });

  it('may have several signatures, of which unknown ones are ignored', () => {
    const note = signNote(text, [one.signer, other.signer]);
    expect(openNote(bytes(note), [one.verifier, other.verifier]).signedBy).toEqual([one.verifier, other.verifier]);
    expect(openNote(bytes(note), [other.verifier]).signedBy).toEqual([other.verifier]);
    expect(() => openNote(bytes(note), [])).toThrow('no known key');
    expect(() => openNote(bytes(note), [givenKey('third.example').verifier])).toThrow('no known key');
  });

  it('ignores a key that shares only the name or only the id with a known one', () => {
    const namesake = givenKey(one.signer.name);
    const note = signNote(text, [one.signer]);
    expect(() => openNote(bytes(note), [namesake.verifier])).toThrow('no known key');
    expect(() => openNote(bytes(note), [{ ...one.verifier, name: 'else.example' }])).toThrow('no known key');
  });

  it('takes a further signature under those that it has, of any algorithm', () => {
    // An algorithm that is not known here: 2,420 bytes, as those of ML-DSA-44.
    const future: NoteSigner = { name: one.signer.name, keyId: 7, sign: () => Buffer.alloc(2420, 6) };
    const first = signNote(text, [one.signer]);
    const second = signNote(text, [future], parseNote(bytes(first)).signatures);
    expect(second.startsWith(first)).toBe(true);
    expect(openNote(bytes(second), [one.verifier]).signedBy).toEqual([one.verifier]);
    const ours: NoteVerifier = { ...future, verify: (_text, signature) => signature.length === 2420 };
    expect(openNote(bytes(second), [one.verifier, ours]).signedBy).toEqual([one.verifier, ours]);
  });

  it('is refused as a whole when the signature of a known key is false', () => {
    const false1 = { name: one.signer.name, keyId: one.signer.keyId, sign: () => Buffer.alloc(64, 1) };
    expect(() => openNote(bytes(signNote(text, [false1])), [one.verifier])).toThrow('is false');
    const mixed = bytes(signNote(text, [other.signer, false1]));
    expect(() => openNote(mixed, [one.verifier, other.verifier])).toThrow('is false');
    const short = { ...false1, sign: () => Buffer.alloc(3) };
    expect(() => openNote(bytes(signNote(text, [short])), [one.verifier])).toThrow('is false');
  });

  it('is refused with any byte changed, added or left out', () => {
    const note = bytes(signNote(text, [one.signer]));
    const refused = (changed: Buffer): boolean => {
      try {
        openNote(changed, [one.verifier]);
        return false;
      } catch (error) {
        return error instanceof NoteError;
      }
    };
    fc.assert(
      fc.property(fc.nat({ max: note.length - 1 }), fc.integer({ min: 1, max: 255 }), (place, by) => {
        const changed = Buffer.from(note);
        changed[place] = (changed[place] ?? 0) ^ by;
        expect(refused(changed)).toBe(true);
        const [before, after] = [note.subarray(0, place), note.subarray(place)];
        expect(refused(Buffer.concat([before, after.subarray(1)]))).toBe(true);
        expect(refused(Buffer.concat([before, Buffer.of(by), after]))).toBe(true);
        expect(refused(before)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('what is not a note', () => {
  const { signer } = givenKey('one.example');
  const note = signNote('text\n', [signer]);
  const line = note.slice('text\n\n'.length);

  it.each([
    ['nothing', ''],
    ['no signature', 'text\n\n'],
    ['no empty line', `text\n${line}`],
    ['no text', line],
    ['no newline at the end', note.slice(0, -1)],
    ['an empty line at the end', `${note}\n`],
    ['text after the signatures', `${note}text\n`],
    ['a hyphen for the dash', note.replace('— ', '- ')],
    ['an en dash', note.replace('— ', '– ')],
    ['two spaces', note.replace('— ', '—  ')],
    ['a space at the end of a line', note.replace('=\n', '= \n')],
    ['another kind of space', note.replace('— ', '—\u00a0')],
    ['a plus in the name', note.replace('one.example', 'one+example')],
    ['a Unicode space in the name', note.replace('one.example', 'one\u3000example')],
    ['no name', note.replace('one.example ', '')],
    ['no signature behind the name', 'text\n\n— one.example\n'],
    ['a key id without a signature', 'text\n\n— one.example AAAAAA==\n'],
    ['base64 without padding', note.replace('=\n', '\n')],
    ['a tab', `te\txt\n\n${line}`],
    ['a carriage return', note.replaceAll('\n', '\r\n')],
    ['a zero', `te\u0000xt\n\n${line}`],
    ['101 signatures', `text\n\n${line.repeat(101)}`],
    ['more than a million bytes', `${'x'.repeat(MAX_NOTE_BYTES)}\n\n${line}`],
  ])('is refused: %s', (_what, text) => {
    expect(() => parseNote(bytes(text))).toThrow(NoteError);
  });

  it('is refused: what is not UTF-8', () => {
    expect(() => parseNote(Buffer.concat([Buffer.of(0xff), bytes(note)]))).toThrow(NoteError);
    expect(() => parseNote(Buffer.concat([Buffer.of(0xed, 0xa0, 0x80), bytes(note)]))).toThrow(NoteError);
  });

  it('is read up to 100 signatures', () => {
    expect(parseNote(bytes(`text\n\n${line.repeat(100)}`)).signatures).toHaveLength(100);
  });

  it('is not signed either', () => {
    for (const text of ['', 'text', 'te\txt\n', 'half of a pair \ud800\n', 'text\n\n— ']) {
      expect(() => signNote(text, [signer])).toThrow(NoteError);
    }
    expect(() => signNote('text\n', [])).toThrow(NoteError);
  });
});
