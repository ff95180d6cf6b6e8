import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { Clients, event, failure, newStream } from './official-client.js';
import { type Proxy, startProxy } from './proxy.js';
import { startStandIn } from './stand-in.js';

let echo: Server;
let proxy: Proxy;
const sockets: Socket[] = [];

beforeEach(async () => {
  echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await startProxy((echo.address() as AddressInfo).port);
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await proxy.close();
  await new Promise((resolve) => echo.close(resolve));
});

/** A connection through the proxy that keeps what it hears and how it ends. */
async function open(): Promise<{ socket: Socket; heard: () => string; ended: Promise<string> }> {
  const socket = connect(proxy.port, '127.0.0.1');
  sockets.push(socket);
  let heard = '';
  socket.on('data', (chunk) => (heard += chunk.toString('latin1')));
  const ended = new Promise<string>((resolve) => {
    socket
      .on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'))
      .on('close', () => resolve('closed'));
  });
  await once(socket, 'connect');
  return { socket, heard: () => heard, ended };
}

async function say(line: { socket: Socket; heard: () => string }, text: string): Promise<string> {
  line.socket.write(text);
  await once(line.socket, 'data');
  return line.heard();
}

const pause = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms));

it('passes bytes both ways, and the end of either side', async () => {
  const line = await open();
  expect(await say(line, 'hello')).toBe('hello');
  line.socket.end();
  expect(await line.ended).toBe('closed');
});

it('passes more than it holds back', async () => {
  const line = await open();
  const size = 8 << 20;
  line.socket.end(Buffer.alloc(size, 'x'));
  await line.ended;
  expect(line.heard().length).toBe(size);
});

it('delays, in order', async () => {
  proxy.delay(60);
  const line = await open();
  const from = performance.now();
  line.socket.write('a');
  line.socket.write('b');
  while (line.heard().length < 2) await once(line.socket, 'data');
  expect(line.heard()).toBe('ab');
  expect(performance.now() - from).toBeGreaterThanOrEqual(119);
});

it('cuts: connections are reset, new ones go through; severed: new ones are reset too', async () => {
  const line = await open();
  await say(line, 'x');
  proxy.cut();
  expect(await line.ended).toBe('ECONNRESET');
  expect(await say(await open(), 'again')).toBe('again');
  proxy.sever();
  const refused = await open().then(
    ({ ended }) => ended,
    (error: unknown) => (error as NodeJS.ErrnoException).code,
  );
  expect(refused).toBe('ECONNRESET');
  proxy.heal();
  expect(await say(await open(), 'again')).toBe('again');
});

it('half-opens: nothing is forwarded or answered, and what was said is lost', async () => {
  proxy.halfOpen();
  const line = await open();
  line.socket.write('lost');
  await pause(50);
  expect(line.heard()).toBe('');
  proxy.heal();
  expect(await line.ended).toBe('ECONNRESET');
});

it('freezes: nothing moves, and arrives after healing', async () => {
  const line = await open();
  await say(line, 'a');
  proxy.freeze();
  line.socket.write('b');
  await pause(50);
  expect(line.heard()).toBe('a');
  proxy.heal();
  while (line.heard().length < 2) await once(line.socket, 'data');
  expect(line.heard()).toBe('ab');
});

it('answers garbage, and resets garbled connections when healed', async () => {
  proxy.garbage();
  const line = await open();
  const text = 'a line long enough to never come out of chance';
  const heard = await say(line, text);
  expect(heard).not.toBe(text);
  proxy.heal();
  expect(await line.ended).toBe('ECONNRESET');
});

it('stands between the official client and a server', async () => {
  const server = await startStandIn();
  const clients = new Clients();
  const between = await startProxy(server.port);
  try {
    const client = clients.connect(`esdb://127.0.0.1:${between.port}?tls=false`);
    const stream = newStream();
    await client.appendToStream(stream, event(1));
    between.delay(20);
    await client.appendToStream(stream, event(2), { expectedRevision: 0n });
    between.sever();
    expect(await failure(client.appendToStream(stream, event(3), { expectedRevision: 1n }))).toMatchObject({
      code: 14,
    });
    between.heal();
    await expect(client.appendToStream(stream, event(3), { expectedRevision: 1n })).resolves.toMatchObject({
      nextExpectedRevision: 2n,
    });
  } finally {
    await clients.dispose();
    await between.close();
    await server.kill();
  }
});
