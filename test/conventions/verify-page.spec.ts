import { createHash, createPublicKey, generateKeyPairSync, verify as verifySignature } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SCHEMA } from '../../src/registry/envelope.js';
import { formatVerifierKey } from '../../src/transparency/note.js';
import type { Finding, Verdict } from '../../src/transparency/verify/verdict.js';
import { verify } from '../../src/transparency/verify/verify-history.js';

/** The text of the page's fenced block with this info string. */
function block(info: string): string {
  const page = readFileSync('docs/verify.md', 'utf8');
  const [, text] = new RegExp(`^\`\`\`${info}\n([^]*?)^\`\`\`$`, 'm').exec(page) ?? [];
  if (text === undefined) throw new Error(`docs/verify.md has no block ${info}`);
  return text;
}

const FILE = block('jsonl example');
const LINES = FILE.slice(0, -1).split('\n');
const VALUES = new Map(
  block('text values')
    .slice(0, -1)
    .split('\n')
    .map((line): [string, string] => [line.slice(0, 19).trim(), line.slice(19)]),
);
const KEY = VALUES.get('verifier key')!;
const KEPT = [{ name: 'kept', note: Buffer.from(block('text kept')) }];

function check(text: string, key = KEY): Promise<Verdict> {
  // eslint-disable-next-line @typescript-eslint/require-await -- a file is read asynchronously
  const open = async function* () {
    yield Buffer.from(text);
  };
  return verify(open, { key, checkpoints: KEPT });
}

/** Made here without anything of the program: what the page says has to be enough. */
const sha256 = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
const [ZERO, ONE] = [Buffer.of(0x00), Buffer.of(0x01)];

describe('the example of docs/verify.md', () => {
  it('has events of the format that the program writes', () => {
    const formats = LINES.flatMap((line) => /"schema":(\d+)/.exec(line)?.[1] ?? []);
    expect(formats).toEqual([String(SCHEMA), String(SCHEMA)]);
  });

  it('is good to the program', async () => {
    expect(await check(FILE)).toMatchObject({
      verdict: 'good',
      entries: 3,
      streams: 2,
      disclosures: 3,
      keyIsGiven: true,
      beginnings: [2],
    });
  });

  it('has the numbers that the page gives', () => {
    const entries = LINES.filter((line) => line.startsWith('{"data')).map((line) => Buffer.from(line));
    const leaves = entries.map((entry) => sha256(ZERO, entry));
    const node = sha256(ONE, leaves[0]!, leaves[1]!);
    const root = sha256(ONE, node, leaves[2]!);
    const disclosures = LINES.filter((line) => line.startsWith('{"disclosure"')).map(
      (line) => (JSON.parse(line) as { disclosure: { text: string; digest: string } }).disclosure,
    );
    const texts = disclosures.map(({ text }) => Buffer.from(text, 'base64url').toString());
    const { dataRaw } = JSON.parse(entries[2]!.toString()) as { dataRaw: string };
    const publicKey = Buffer.from(VALUES.get('public key')!, 'hex');
    const origin = 'ledger.example/register';
    const keyId = sha256(Buffer.from(`${origin}\n`), ONE, publicKey).subarray(0, 4);
    expect(Object.fromEntries(VALUES)).toEqual({
      'public key': publicKey.toString('hex'),
      'verifier key': `${origin}+${keyId.toString('hex')}+${Buffer.concat([ONE, publicKey]).toString('base64')}`,
      'bytes of entry 0': String(entries[0]!.length),
      'leaf 0': leaves[0]!.toString('hex'),
      'leaf 1': leaves[1]!.toString('hex'),
      'leaf 2': leaves[2]!.toString('hex'),
      'node 0-1': node.toString('hex'),
      'root of 3': root.toString('hex'),
      'root in base64': root.toString('base64'),
      'text of entry 0': texts[0],
      'text 1 of entry 1': texts[1],
      'text 2 of entry 1': texts[2],
      'data of entry 2': Buffer.from(dataRaw, 'base64').toString(),
    });
    for (const { text, digest } of disclosures) {
      expect(sha256(Buffer.from(text)).toString('base64url')).toBe(digest);
    }
    expect(LINES[1]).toBe(`{"hashes":{"index":0,"level":0,"tile":"${Buffer.concat(leaves).toString('base64')}"}}`);

    const { checkpoint } = JSON.parse(LINES[0]!) as { checkpoint: string };
    const [signed = '', signature = ''] = checkpoint.split('\n\n');
    expect(signed).toBe(`${origin}\n3\n${root.toString('base64')}`);
    const bytes = Buffer.from(signature.split(' ')[2]!, 'base64');
    expect(bytes.subarray(0, 4)).toEqual(keyId);
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') },
      format: 'jwk',
    });
    expect(verifySignature(null, Buffer.from(`${signed}\n`), key, bytes.subarray(4))).toBe(true);
    expect(block('text kept').split('\n')[2]).toBe(node.toString('base64'));
  });

  const without = (...gone: number[]): string =>
    LINES.filter((_, i) => !gone.includes(i))
      .map((line) => `${line}\n`)
      .join('');
  const changes: [what: string, text: string, finding: Partial<Finding>][] = [
    ['a letter', FILE.replace('Завод', 'Завот'), { rule: 'entry-changed', index: 0 }],
    ['an entry dropped', without(4, 5, 6), { rule: 'entry-missing', index: 1 }],
    ['a space', FILE.replace('"index":0,"metadata"', '"index": 0,"metadata"'), { index: 0 }],
    [
      'a disclosure behind another entry',
      FILE.replace(`${LINES[6]}\n${LINES[7]}`, `${LINES[7]}\n${LINES[6]}`),
      { rule: 'disclosure' },
    ],
    ['no last line', without(8), { rule: 'form' }],
  ];

  it.each(changes)('is refused with %s', async (_what, text, finding) => {
    expect(text).not.toBe(FILE);
    expect(await check(text)).toMatchObject({ verdict: 'not-good', finding });
  });

  it('is refused with the key of another ledger', async () => {
    const other = formatVerifierKey('ledger.example/register', generateKeyPairSync('ed25519').privateKey);
    expect(await check(FILE, other)).toMatchObject({ verdict: 'not-good', finding: { rule: 'signature' } });
  });
});
