import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileSink, LineOutput, type LineSink, namedFileSink, streamSink } from './line-output.js';

const lostLine = (lines: number): string => `${lines} lost`;

let folder: string;
const cleanUp: (() => void)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-lines-'));
});

afterEach(async () => {
  for (const clean of cleanUp.splice(0)) clean();
  await rm(folder, { recursive: true });
});

/** A sink over a local socket, and the reader at its other end, which does not read yet. */
async function overSocket(): Promise<{ sink: LineSink; reader: Socket }> {
  const path = join(folder, 'socket');
  const server = createServer({ pauseOnConnect: true }).listen(path);
  await once(server, 'listening');
  const writer = connect(path);
  const [reader] = (await once(server, 'connection')) as [Socket];
  cleanUp.push(
    () => server.close(),
    () => writer.destroy(),
    () => reader.destroy(),
  );
  return { sink: streamSink(writer), reader };
}

describe('Lines for a reader', () => {
  it('are written together, and all are written at the end', async () => {
    const path = join(folder, 'log');
    const output = new LineOutput(namedFileSink(path), { lostLine });
    output.write('one\n');
    output.write('two\n');
    expect(await readFile(path, 'utf8')).toBe('');
    await output.end(1000);
    expect(await readFile(path, 'utf8')).toBe('one\ntwo\n');
  });

  it('that stalls are lost beyond a bound and counted, and the next that get through say how many', async () => {
    const { sink, reader } = await overSocket();
    const output = new LineOutput(sink, { lostLine, mostWaiting: 200_000 });
    const line = `${'x'.repeat(999)}\n`;
    for (let n = 0; n < 2000; n += 1) output.write(line);
    expect(sink.waiting).toBeLessThanOrEqual(200_000);
    await output.end(50);
    let text = '';
    reader.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    reader.resume();
    while (sink.waiting > 0) await once(reader, 'data');
    output.write('again\n');
    await output.end(1000);
    while (!text.includes('again')) await once(reader, 'data');
    const lines = text.trimEnd().split('\n');
    const lost = Number.parseInt(lines.at(-2) ?? '', 10);
    expect(lines.slice(-2)).toEqual([`${lost} lost`, 'again']);
    expect(lines.length - 2 + lost).toBe(2000);
    expect(lost).toBeGreaterThan(1000);
  });

  it('that is gone are lost, and keep nobody from ending', async () => {
    const { sink, reader } = await overSocket();
    const output = new LineOutput(sink, { lostLine });
    reader.destroy();
    await once(reader, 'close');
    for (let n = 0; n < 3; n += 1) {
      output.write('line\n');
      await output.end(1000);
    }
    expect(sink.waiting).toBe(0);
  });

  it('in a file that refuses them are counted', async () => {
    const path = join(folder, 'log');
    await new LineOutput(namedFileSink(path), { lostLine }).end(1000);
    const readOnly = openSync(path, 'r');
    cleanUp.push(() => closeSync(readOnly));
    let sink = fileSink(readOnly);
    const output = new LineOutput({ waiting: 0, write: (text, done) => sink.write(text, done) }, { lostLine });
    output.write('one\n');
    output.flush();
    output.write('two\n');
    output.flush();
    sink = namedFileSink(path);
    output.write('three\n');
    output.flush();
    expect(await readFile(path, 'utf8')).toBe('2 lost\nthree\n');
  });
});
