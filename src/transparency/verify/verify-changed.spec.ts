import {
  entriesOf,
  givenEvents,
  givenExport,
  givenLog,
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

describe('an export that was changed', () => {
  let lines: string[];
  beforeAll(async () => {
    lines = await givenExport(EVENTS, LOG);
  });

  it('names the entry that was changed, with its line', async () => {
    const line = lineOf(lines, 640);
    const changed = lines.with(line, lines[line]!.replace('registrar', 'registrAr'));
    expect(await verifyLines(changed)).toEqual({
      verdict: 'not-good',
      finding: {
        rule: 'entry-changed',
        message: 'entry 640 is not the one that was signed',
        index: 640,
        stream: 'ledger.party-0',
        revision: 128,
        line: line + 1,
      },
    });
  });

  it('names the entry that is missing', async () => {
    const without = lines.toSpliced(lineOf(lines, 256), 2);
    expect(await verifyLines(without)).toMatchObject({ finding: { rule: 'entry-missing', index: 256 } });
    const withoutBlock = lines.toSpliced(lineOf(lines, 512) - 1, lineOf(lines, 768) - lineOf(lines, 512) + 1);
    expect(await verifyLines(withoutBlock)).toMatchObject({ finding: { rule: 'entry-missing', index: 512 } });
    const withoutEndOfBlock = lines.toSpliced(lineOf(lines, 500), lineOf(lines, 512) - 1 - lineOf(lines, 500));
    expect(await verifyLines(withoutEndOfBlock)).toMatchObject({ finding: { rule: 'entry-missing', index: 500 } });
  });

  it('says what stands at the place of an entry that is missing', async () => {
    const endOfBlock = lines.toSpliced(lineOf(lines, 255), 2);
    const end = lines.toSpliced(lineOf(lines, 998)).concat(lines.at(-1)!.replace('"entries":1000', '"entries":998'));
    const counts = [...end].filter((line) => line.startsWith('{"disclosure')).length;
    const cut = end.with(-1, end.at(-1)!.replace(/"disclosures":\d+/, `"disclosures":${counts}`));
    for (const [changed, message] of [
      [endOfBlock, 'entry 255 is missing: the hashes of the entries from 256 on stand at its place'],
      [lines.toSpliced(lineOf(lines, 41), 2), 'entry 41 is missing: entry 42 stands at its place'],
      [cut, 'entry 998 is missing: the end stands at its place'],
    ] as const)
      expect(await verifyLines(changed)).toMatchObject({ finding: { rule: 'entry-missing', message } });
  });

  it('names both entries that it may be where the texts of a missing entry stay', async () => {
    expect(await verifyLines(lines.toSpliced(lineOf(lines, 41), 1))).toMatchObject({
      finding: { rule: 'disclosure', between: [40, 42], message: expect.stringContaining('or its entry is missing') },
    });
  });

  it('is not good with a line that is longer than any, and cannot be distinguished from other files when that is the first', async () => {
    const long = Buffer.alloc(64 * 1024 * 1024 + 1, 'x');
    const text = Buffer.from(lines.map((line) => `${line}\n`).join(''));
    const at = text.indexOf('\n{"data') + 1;
    const changed = Buffer.concat([text.subarray(0, at), long, text.subarray(at)]);
    expect(await verifyText(changed, {}, 1024 * 1024)).toMatchObject({
      verdict: 'not-good',
      finding: { rule: 'form', line: lineOf(lines, 0) + 1 },
    });
    expect(await verifyText(long, {}, 1024 * 1024)).toMatchObject({ verdict: 'unchecked' });
    // It stands behind what was found.
    const worse = changed
      .toString('latin1')
      .replace('"tile":"', '"tile":"AAAA')
      .replace(/....("\}\})/, '$1');
    expect(await verifyText(Buffer.from(worse, 'latin1'), {}, 1024 * 1024)).toMatchObject({
      verdict: 'not-good',
      finding: { rule: 'root' },
    });
  });

  it('names no entry by the hashes of a file that comes through a pipe', async () => {
    const first = lines.findIndex((line) => line.includes('"level":1'));
    const changed = lines.with(first, lines[first]!.replace('"tile":"', '"tile":"AAAA').replace(/....("\}\})$/, '$1'));
    let opened = 0;
    // eslint-disable-next-line @typescript-eslint/require-await -- a pipe is read asynchronously
    const open = async function* () {
      opened += 1;
      yield Buffer.from(changed.map((line) => `${line}\n`).join(''));
    };
    const verdict = await verify(open, { isReadOnce: true });
    const message = expect.stringContaining('not through a pipe');
    expect(verdict).toEqual({ verdict: 'not-good', finding: { rule: 'root', message, line: expect.any(Number) } });
    expect(opened).toBe(1);
  });

  it('names the entry that was put in', async () => {
    const line = lineOf(lines, 300);
    expect(await verifyLines(lines.toSpliced(line, 0, lines[line - 4]!))).toMatchObject({
      finding: { rule: 'entry-added', index: 300 },
    });
    const last = lineOf(lines, 999);
    const beyond = lines[last]!.replace('"index":999', '"index":1000').replace('"revision":199', '"revision":200');
    expect(await verifyLines(lines.toSpliced(lines.length - 1, 0, beyond))).toMatchObject({
      finding: { rule: 'entry-added', index: 1000 },
    });
  });

  it.each([
    ['cut off behind a line', (text: string) => text.slice(0, text.indexOf('\n', text.length / 2) + 1)],
    ['cut off within a line', (text: string) => text.slice(0, text.length / 2)],
    ['without its last newline', (text: string) => text.slice(0, -1)],
    ['without its last line', (text: string) => text.replace(/\{"end":.*\n$/, '')],
    ['with the beginning of a line behind the end', (text: string) => `${text}{`],
    ['with something behind the end', (text: string) => `${text}{}\n`],
    ['with an empty line', (text: string) => text.replace('}\n{"data', '}\n\n{"data')],
    ['with returns', (text: string) => text.replaceAll('\n', '\r\n')],
    ['with a line of something else', (text: string) => text.replace('\n{"data', '\n{"note":1}\n{"data')],
    ['with a wrong count', (text: string) => text.replace('"entries":1000', '"entries":999')],
    ['with another size', (text: string) => text.replace('"size":1000', '"size":1001')],
    ['with spaces in the first line', (text: string) => text.replace('"from":0', '"from": 0')],
    ['with a member more in the first line', (text: string) => text.replace('"from":0', '"for":"me","from":0')],
    ['with no origin', (text: string) => text.replace(/"origin":"[^"]*"/, '"origin":1')],
    ['of another ledger', (text: string) => text.replace('"ledger":"ledger"', '"ledger":"other"')],
    ['with hashes twice', (text: string) => text.replace(/(\{"hashes":.*\n)/, '$1$1')],
    [
      'with the lowest partial hashes first',
      (text: string) => text.replace(/(\{"hashes":.*\n)(\{"hashes":.*\n)/, '$2$1'),
    ],
    [
      'with a text of an entry behind the next hashes',
      (text: string) => text.replace(/(\{"disclosure":.*\n)(\{"hashes":.*\n)/, '$2$1'),
    ],
    ['with hashes of no tree', (text: string) => text.replace('"index":0,"level":1', '"index":9,"level":1')],
    ['with hashes in bad base64', (text: string) => text.replace('="}}', '"}}')],
    ['without hashes', (text: string) => text.replaceAll(/\{"hashes":.*\n/g, '')],
    ['without the hashes of a block', (text: string) => text.replace(/\{"hashes":\{"index":2,"level":0.*\n/, '')],
  ])('is not good %s', async (_what, change) => {
    const text = `${lines.join('\n')}\n`;
    expect(change(text) === text).toBe(false);
    expect(await verifyText(change(text))).toMatchObject({ verdict: 'not-good' });
  });

  it('is not good with any letter of any hash changed', async () => {
    const text = `${lines.join('\n')}\n`;
    for (let at = text.indexOf('"tile":"') + 8, i = 0; at >= 8; at = text.indexOf('"tile":"', at) + 8, i += 1) {
      const place = at + ((i * 7) % 40);
      const changed = text.slice(0, place) + (text[place] === 'A' ? 'B' : 'A') + text.slice(place + 1);
      expect(await verifyText(changed)).toMatchObject({
        verdict: 'not-good',
        finding: { rule: expect.stringMatching(/root|hashes/) },
      });
    }
  });

  it('says between which checkpoints it parts where hashes were made again, and the key was not at hand', async () => {
    const forged = givenEvents(1000).map((event) => (event.index === 640 ? { ...event, type: 'Forged' } : event));
    const forgedLog = givenLog(entriesOf(forged), LOG.key);
    const checkpoints = [kept(100), kept(600), kept(700), kept(900)];
    const changed = (await givenExport(forged, forgedLog, { keyNotes: [LOG.keyNote] })).with(
      0,
      (await givenExport(EVENTS, LOG))[0]!,
    );
    expect(await verifyLines(changed, { checkpoints })).toMatchObject({
      verdict: 'not-good',
      finding: { rule: 'root', between: [600, 700] },
    });
    expect(await verifyLines(changed)).toMatchObject({ finding: { rule: 'root', between: [1, 1000] } });
  });

  it('says which entries lie below hashes that are not those that were signed', async () => {
    const at = lines.findIndex((line) => line.includes('"index":2,"level":0,'));
    const changed = lines.with(at, lines[at]!.replace(/"tile":".{4}/, '"tile":"AAAA'));
    expect(await verifyLines(changed)).toEqual({
      verdict: 'not-good',
      finding: {
        rule: 'hashes',
        message: 'the hashes 0/2 are not those that were signed',
        between: [512, 768],
        line: at + 1,
      },
    });
  });

  it('says nothing of the entries by themselves where not all of them are there', async () => {
    const part = await givenExport(EVENTS.slice(100, 300), LOG, { from: 100, to: 300 });
    const first = part.findIndex((line) => line.includes('"level":1'));
    const changed = part.with(first, part[first]!.replace('"tile":"', '"tile":"AAAA').replace(/....("\}\})$/, '$1'));
    const message = 'the hashes do not lead to the root that was signed';
    expect(await verifyLines(changed)).toEqual({
      verdict: 'not-good',
      finding: { rule: 'root', message, line: expect.any(Number) },
    });
  });

  it('says that the entries are good where only hashes are not', async () => {
    const first = lines.findIndex((line) => line.includes('"level":1'));
    const changed = lines.with(first, lines[first]!.replace('"tile":"', '"tile":"AAAA').replace(/....("\}\})$/, '$1'));
    expect(await verifyLines(changed)).toMatchObject({
      finding: { rule: 'root', message: expect.stringContaining('the entries by themselves lead to the signed root') },
    });
  });

  it('says between which checkpoints it parts where it was signed again', async () => {
    const forged = givenEvents(1000).map((event) => (event.index === 640 ? { ...event, type: 'Forged' } : event));
    const forgedLog = givenLog(entriesOf(forged), LOG.key);
    const changed = await givenExport(forged, forgedLog);
    expect(await verifyLines(changed, { key: LOG.publicKey })).toMatchObject({ verdict: 'good' });
    const checkpoints = [kept(900), kept(100), kept(600), kept(700)];
    expect(await verifyLines(changed, { key: LOG.publicKey, checkpoints })).toMatchObject({
      finding: { rule: 'not-a-prefix', between: [600, 700] },
    });
  });

  it('is not good when it is shorter than a checkpoint', async () => {
    const log = givenLog(entriesOf(EVENTS.slice(0, 900)), LOG.key);
    const shorter = await givenExport(EVENTS.slice(0, 900), log);
    expect(await verifyLines(shorter, { checkpoints: [kept(901)] })).toMatchObject({
      finding: { rule: 'not-a-prefix' },
    });
  });
});
