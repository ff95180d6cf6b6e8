import { createReadStream } from 'node:fs';
import { digestOf } from '../../kernel/personal.js';
import { signCheckpoint } from '../checkpoint.js';
import { signKeyNote } from '../key-notes.js';
import { ed25519Signer, formatVerifierKey } from '../note.js';
import {
  entriesOf,
  givenEvents,
  givenExport,
  givenLog,
  newKey,
  ORIGIN,
  verifyLines,
  verifyText,
} from '../../../test/fixtures/export.fixtures.js';
import { verify } from './verify-history.js';

const EVENTS = givenEvents(1000);
const LOG = givenLog(entriesOf(EVENTS));
const kept = (size: number, log = LOG) => ({ name: 'old', note: Buffer.from(log.note(size)) });

/** The place among the lines of the entry with this index. */
const lineOf = (lines: readonly string[], index: number): number =>
  lines.findIndex((line) => line.startsWith('{"data') && line.includes(`,"index":${index},`));

/** An export with other things in its first line. */
const withHeader = (lines: readonly string[], change: object): string[] =>
  lines.with(0, JSON.stringify({ ...(JSON.parse(lines[0]!) as object), ...change }));

describe('an export of the whole ledger', () => {
  it.each([1, 2, 255, 256, 257, 511, 512, 1000])('of %i entries is good', async (size) => {
    const events = EVENTS.slice(0, size);
    const log = givenLog(entriesOf(events));
    const lines = await givenExport(events, log);
    expect(await verifyLines(lines)).toMatchObject({
      verdict: 'good',
      entries: size,
      streams: Math.min(size, 5),
      disclosures: size + Math.ceil(size / 7),
      keyIsGiven: false,
      signedBy: log.publicKey,
    });
  });

  it('of more than 65,536 entries is good, with checkpoints before and behind that', async () => {
    const events = givenEvents(66_000);
    const log = givenLog(entriesOf(events));
    const checkpoints = [1, 65_535, 65_536, 65_537, 65_800].map((size) => kept(size, log));
    expect(await verifyLines(await givenExport(events, log), { checkpoints })).toMatchObject({
      verdict: 'good',
      entries: 66_000,
      beginnings: [1, 65_535, 65_536, 65_537, 65_800],
    });
  });

  it('of no entries is good', async () => {
    const log = givenLog([]);
    expect(await verifyLines(await givenExport([], log))).toMatchObject({ verdict: 'good', entries: 0 });
  });

  it('is read alike in pieces of any size', async () => {
    const text = `${(await givenExport(EVENTS.slice(0, 300), givenLog(entriesOf(EVENTS.slice(0, 300))))).join('\n')}\n`;
    for (const piece of [1, 7, 1000, 10_000_000]) {
      expect(await verifyText(text, {}, piece)).toMatchObject({ verdict: 'good', entries: 300 });
    }
  });

  it('tells how far it has read', async () => {
    const text = Buffer.from(`${(await givenExport(EVENTS, LOG)).join('\n')}\n`);
    const reported: number[][] = [];
    // eslint-disable-next-line @typescript-eslint/require-await -- a file is read asynchronously
    const open = async function* () {
      yield text.subarray(0, 100_000);
      yield text.subarray(100_000);
    };
    await verify(open, { onProgress: (bytes, entries) => reported.push([bytes, entries]) });
    expect(reported).toEqual([
      [100_000, expect.any(Number)],
      [text.length, 1000],
    ]);
    expect(reported[0]![1]).toBeGreaterThan(0);
  });

  it('agrees with a key that was given and with older checkpoints of every size', async () => {
    const lines = await givenExport(EVENTS, LOG);
    const checkpoints = [1, 2, 3, 255, 256, 257, 511, 512, 768, 999, 1000].map((size) => kept(size));
    expect(await verifyLines(lines, { key: `${LOG.publicKey}\n`, checkpoints })).toMatchObject({
      verdict: 'good',
      keyIsGiven: true,
      beginnings: checkpoints.map((_, i) => [1, 2, 3, 255, 256, 257, 511, 512, 768, 999, 1000][i]),
    });
  });
});

describe('part of a ledger', () => {
  it.each([
    [0, 10],
    [100, 300],
    [256, 512],
    [700, 1000],
    [999, 1000],
    [500, 500],
  ])('from %i to %i is good', async (from, to) => {
    const lines = await givenExport(EVENTS.slice(from, to), LOG, { from, to });
    expect(await verifyLines(lines)).toMatchObject({ verdict: 'good', entries: to - from });
  });

  it('is good beside an older checkpoint when it has the hashes for that', async () => {
    const part = { from: 10, to: 20, olds: [700] };
    const lines = await givenExport(EVENTS.slice(10, 20), LOG, part);
    expect(await verifyLines(lines, { checkpoints: [kept(700)] })).toMatchObject({
      verdict: 'good',
      beginnings: [700],
    });
    const other = givenLog(entriesOf(givenEvents(700).map((event) => ({ ...event, type: 'Other' }))), LOG.key);
    expect(await verifyLines(lines, { checkpoints: [kept(700, other)] })).toMatchObject({
      verdict: 'not-good',
      finding: { rule: 'not-a-prefix', between: [0, 700] },
    });
  });

  it('cannot be checked beside an older checkpoint without the hashes for that', async () => {
    const lines = await givenExport(EVENTS.slice(10, 20), LOG, { from: 10, to: 20 });
    expect(await verifyLines(lines, { checkpoints: [kept(700)] })).toMatchObject({ verdict: 'unchecked' });
  });

  it('is good with some streams in full', async () => {
    const events = EVENTS.filter(({ stream }) => stream.endsWith('-3'));
    const lines = await givenExport(events, LOG, { record: 'party/3' });
    expect(await verifyLines(lines)).toMatchObject({ verdict: 'good', entries: 200, streams: 1 });
  });

  it.each(['', 'nonsense', 'party', 'party/', '/3', 'party/3/4', 'party/3\u001b[1F', 'Party/3', 'party/4', 'party/33'])(
    'is not good about the record "%s", which is none or not the one in it',
    async (record) => {
      const events = EVENTS.filter(({ stream }) => stream.endsWith('-3'));
      const finding = { rule: 'form', line: expect.any(Number) };
      expect(await verifyLines(await givenExport(events, LOG, { record }))).toMatchObject({ finding });
    },
  );

  it('is not good with the hashes of a block that came before', async () => {
    const lines = await givenExport(EVENTS, LOG, { record: 'party/3' });
    const blocks = [0, 1].map((block) => lines.findIndex((line) => line.includes(`"index":${block},"level":0,`)));
    const [first, second] = blocks.map((line) => lines[line]!);
    const late = { verdict: 'not-good', finding: { rule: 'hashes', message: 'the hashes 0/0 come too late' } };
    // Twice, behind those of a later block, and behind the entries of its own.
    for (const at of [blocks[0]! + 1, blocks[1]! + 1, blocks[1]!])
      expect(await verifyLines(lines.toSpliced(at, 0, first!))).toMatchObject(late);
    const swapped = lines.toSpliced(blocks[0]!, 1, second!, first!);
    expect(await verifyLines(swapped)).toMatchObject(late);
  });

  it('is not good when a stream lacks an entry, or has one twice or in another order', async () => {
    const events = EVENTS.filter(({ stream }) => stream.endsWith('-3'));
    const lines = await givenExport(events, LOG, { record: 'party/3' });
    const [a, b] = [lineOf(lines, 13), lineOf(lines, 18)];
    const without = await givenExport(
      events.filter(({ index }) => index !== 13),
      LOG,
      { record: 'party/3' },
    );
    expect(await verifyLines(without)).toMatchObject({ finding: { rule: 'revision', index: 18, revision: 3 } });
    const twice = lines.toSpliced(b, 0, lines[a]!);
    expect(await verifyLines(twice)).toMatchObject({ finding: { rule: 'entry-added', index: 13 } });
    const swapped = lines.with(a, lines[b]!).with(b, lines[a]!);
    expect(await verifyLines(swapped)).toMatchObject({ finding: { rule: 'revision', index: 18 } });
  });
});

describe('bytes of other programs that are no text', () => {
  const withBytes = (...bytes: number[]) =>
    EVENTS.slice(0, 9).map((event) =>
      event.index === 4 ? { ...event, data: Buffer.from(bytes).toString(), dataBytes: Buffer.from(bytes) } : event,
    );
  const log = givenLog(entriesOf(withBytes(0xff, 0x00)));

  it('are part of the history', async () => {
    const lines = await givenExport(withBytes(0xff, 0x00), log);
    expect(lines[lineOf(lines, 4)]).toMatch(/^\{"dataRaw":"\/wA=",/);
    expect(await verifyLines(lines)).toMatchObject({ verdict: 'good', entries: 9 });
  });

  it('are distinguished from other such bytes, though both read as the same letters', async () => {
    expect(withBytes(0xfe, 0x00)[4]!.data).toBe(withBytes(0xff, 0x00)[4]!.data);
    const lines = await givenExport(withBytes(0xfe, 0x00), log);
    expect(await verifyLines(lines)).toMatchObject({ finding: { rule: 'entry-changed', index: 4 } });
  });
});

describe('texts behind digests', () => {
  let lines: string[];
  beforeAll(async () => {
    lines = await givenExport(EVENTS.slice(0, 20), givenLog(entriesOf(EVENTS.slice(0, 20))));
  });
  const counted = (changed: string[], by: number): string[] =>
    changed.map((line) =>
      line.replace(/"disclosures":(\d+)/, (_, count: string) => `"disclosures":${Number(count) + by}`),
    );
  const at = (): number => lines.findIndex((line) => line.startsWith('{"disclosure"'));

  it('may be gone', async () => {
    const without = lines.filter((line) => !line.startsWith('{"disclosure"'));
    expect(await verifyLines(counted(without, -23))).toMatchObject({ verdict: 'good', disclosures: 0 });
  });

  it.each([
    ['a name twice', '["salt","name",{"ru":"А","ru":"Б"}]'],
    ['a number in another form', '["salt","name",1.0]'],
    ['spaces', '["salt", "name", 1]'],
    ['bytes that are no text', Buffer.from('["salt","name","\xff"]', 'latin1')],
  ])('are refused that can be read in two ways: %s', async (_what, json) => {
    const text = Buffer.from(json).toString('base64url');
    const digest = digestOf(text);
    const event = { ...EVENTS[0]!, data: JSON.stringify({ sealed: digest }) };
    const all = await givenExport([event], givenLog(entriesOf([event])));
    const line = JSON.stringify({ disclosure: { digest, text } });
    const bad = counted(all.toSpliced(lineOf(all, 0) + 1, 0, line), 1);
    expect(await verifyLines(bad)).toMatchObject({ finding: { rule: 'disclosure', index: 0 } });
  });

  it.each([
    ['another text', () => lines.with(at(), lines[at()]!.replace('"text":"W', '"text":"X'))],
    [
      'a text that says nothing',
      () => lines.with(at(), '{"disclosure":{"digest":"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU","text":"W10"}}'),
    ],
    ['a text twice', () => counted(lines.toSpliced(at(), 0, lines[at()]!), 1)],
    ['a text behind another entry', () => counted(lines.toSpliced(at() + 4, 0, lines[at()]!), 1)],
    ['a text before the first entry', () => counted(lines.toSpliced(at() - 1, 0, lines[at()]!), 1)],
    ['a member more', () => lines.with(at(), lines[at()]!.replace('}}', ',"to":1}}'))],
  ])('are refused: %s', async (_what, change) => {
    expect(await verifyLines(change())).toMatchObject({ verdict: 'not-good' });
  });
});

describe('signatures', () => {
  it('are refused of another key, and where another key was given', async () => {
    const lines = await givenExport(EVENTS, LOG);
    const signature = { verdict: 'not-good', finding: { rule: 'signature', line: 1 } };
    expect(await verifyLines(lines, { key: formatVerifierKey(ORIGIN, newKey()) })).toMatchObject(signature);
    const stranger = givenLog(entriesOf(EVENTS));
    const byStranger = await givenExport(EVENTS, stranger, { keyNotes: [LOG.keyNote] });
    expect(await verifyLines(byStranger)).toMatchObject(signature);
    expect(await verifyLines(await givenExport(EVENTS, LOG, { keyNotes: [] }))).toMatchObject(signature);
    const own = await givenExport(EVENTS, stranger);
    expect(await verifyLines(own)).toMatchObject({ verdict: 'good' });
    expect(await verifyLines(own, { key: LOG.publicKey })).toMatchObject(signature);
    expect(await verifyLines(own, { checkpoints: [kept(900)] })).toMatchObject(signature);
  });

  it('are refused of another log, though the right key gave them', async () => {
    const signature = { verdict: 'not-good', finding: { rule: 'signature', line: 1 } };
    const head = { origin: 'other/log', size: 1000n, root: LOG.root(1000) };
    const other = signCheckpoint(head, [ed25519Signer(ORIGIN, LOG.key)]);
    const lines = await givenExport(EVENTS, LOG);
    const underOther = withHeader(lines, { checkpoint: other });
    for (const trust of [{}, { key: LOG.publicKey }]) {
      expect(await verifyLines(lines, trust)).toMatchObject({ verdict: 'good' });
      expect(await verifyLines(underOther, trust)).toMatchObject(signature);
    }
    const checkpoints = [{ name: 'old', note: Buffer.from(other) }];
    expect(await verifyLines(lines, { key: LOG.publicKey, checkpoints })).toMatchObject({
      ...signature,
      finding: {
        message: 'old is not a checkpoint of this ledger: it is of other/log, not of cooperation-ledger/ledger',
      },
    });
  });

  it('are refused of a key that is named for another log, also when that key was given', async () => {
    const head = { origin: 'other/log', size: 1n, root: LOG.root(1) };
    const key = formatVerifierKey('other/log', LOG.key);
    const mine = { origin: ORIGIN, size: 1000n, root: LOG.root(1000) };
    const lines = withHeader(await givenExport(EVENTS, LOG), {
      keyNotes: [signKeyNote(head, LOG.key)],
      checkpoint: signCheckpoint(mine, [ed25519Signer('other/log', LOG.key)]),
    });
    for (const trust of [{}, { key }]) {
      expect(await verifyLines(lines, trust)).toMatchObject({
        verdict: 'not-good',
        finding: { rule: 'signature', message: 'the checkpoint is not good: a key is named for other/log' },
      });
    }
  });

  it('are followed from an older key to the newest', async () => {
    const key = newKey();
    const head = { origin: ORIGIN, size: 500n, root: LOG.root(500) };
    const later = givenLog(entriesOf(EVENTS), key);
    const keyNotes = [LOG.keyNote, signKeyNote(head, key, LOG.key)];
    const lines = await givenExport(EVENTS, later, { keyNotes });
    for (const [given, checkpoints] of [
      [LOG.publicKey, [kept(400), kept(900, later)]],
      [later.publicKey, [kept(900, later)]],
    ] as const) {
      expect(await verifyLines(lines, { key: given, checkpoints })).toMatchObject({
        verdict: 'good',
        signedBy: later.publicKey,
        keyIsReplaced: given === LOG.publicKey,
      });
    }
    // Nobody who is trusted speaks for a key before the one that was given.
    expect(await verifyLines(lines, { key: later.publicKey, checkpoints: [kept(400)] })).toEqual({
      verdict: 'unchecked',
      reason: expect.stringMatching(/^old is signed by a key from before the one that was given/),
    });
    const alone = await givenExport(EVENTS, later, { keyNotes: [LOG.keyNote, signKeyNote(head, key)] });
    expect(await verifyLines(alone)).toMatchObject({ finding: { rule: 'signature' } });
    // The old key signs for the log no more.
    const byOld = await givenExport(EVENTS, LOG, { keyNotes });
    expect(await verifyLines(byOld)).toMatchObject({ finding: { rule: 'signature' } });
    // A key that was named for another history.
    const other = { ...head, root: LOG.root(499) };
    const parted = await givenExport(EVENTS, later, { keyNotes: [LOG.keyNote, signKeyNote(other, key, LOG.key)] });
    expect(await verifyLines(parted)).toMatchObject({ finding: { rule: 'not-a-prefix', between: [1, 500] } });
  });
});

describe('keys that somebody put in', () => {
  const head = { origin: ORIGIN, size: 1n, root: LOG.root(1) };

  it('before the one that was given say nothing: what they signed is no checkpoint of the ledger', async () => {
    const forger = givenLog(entriesOf(givenEvents(900).map((event) => ({ ...event, type: 'Forged' }))));
    const signers = [ed25519Signer(ORIGIN, forger.key), ed25519Signer(ORIGIN, LOG.key)];
    const extensions = [`key ${LOG.publicKey}`];
    const keyNotes = [signKeyNote(head, forger.key), signCheckpoint({ ...head, extensions }, signers)];
    const lines = await givenExport(EVENTS, LOG, { keyNotes });
    expect(await verifyLines(lines, { key: LOG.publicKey })).toMatchObject({ verdict: 'good' });
    for (const size of [1, 900]) {
      expect(await verifyLines(lines, { key: LOG.publicKey, checkpoints: [kept(size, forger)] })).toMatchObject({
        verdict: 'unchecked',
      });
    }
  });

  it('twice are refused', async () => {
    const signature = { verdict: 'not-good', finding: { rule: 'signature' } };
    const other = newKey();
    const back = [signKeyNote(head, other, LOG.key), signKeyNote(head, LOG.key, other)];
    for (const keyNotes of [
      [LOG.keyNote, LOG.keyNote],
      [LOG.keyNote, ...back],
    ])
      expect(await verifyLines(await givenExport(EVENTS, LOG, { keyNotes }))).toMatchObject(signature);
  });
});

describe('what cannot be checked', () => {
  it.each([
    ['nothing', ''],
    ['no JSON', 'x\n'],
    ['another format', '{"format":"cooperation-ledger-export/3"}\n'],
    ['a line without end', 'x'.repeat(1000)],
  ])('is said: %s', async (_what, text) => {
    expect(await verifyText(text)).toMatchObject({ verdict: 'unchecked', reason: expect.any(String) });
  });

  it('is said of a file that cannot be read', async () => {
    expect(await verify(() => createReadStream('/there/is/no/such/file'))).toMatchObject({ verdict: 'unchecked' });
  });

  it('is said of a key and checkpoints that are none, or say nothing', async () => {
    const lines = await givenExport(EVENTS, LOG);
    expect(await verifyLines(lines, { key: 'x' })).toMatchObject({ verdict: 'unchecked' });
    const notes = [
      [Buffer.from('x'), /^old is no checkpoint/],
      [Buffer.from(LOG.note(0)), /it shows nothing$/],
    ] as const;
    for (const [note, reason] of notes) {
      expect(await verifyLines(lines, { checkpoints: [{ name: 'old', note }] })).toEqual({
        verdict: 'unchecked',
        reason: expect.stringMatching(reason),
      });
    }
  });
});
