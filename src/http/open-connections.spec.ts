import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import fastify, { type FastifyInstance } from 'fastify';
import { Clients } from './clients.js';
import { OpenConnections } from './open-connections.js';

const GET = 'GET / HTTP/1.1\r\nhost: localhost\r\n\r\n';

describe('the connections of one client, three of which may be open,', () => {
  let server: FastifyInstance;
  const opened: Socket[] = [];
  /** Ends the work on a request, those first that came first. */
  let working: (() => void)[];

  const started = async (proxies: string[] = []): Promise<void> => {
    working = [];
    server = fastify({ forceCloseConnections: true });
    new OpenConnections(3).limit(server, new Clients(proxies));
    server.get('/', () => new Promise<string>((resolve) => working.push(() => resolve('done'))));
    await server.listen({ port: 0, host: '127.0.0.1' });
  };

  const open = async (bytes = ''): Promise<Socket> => {
    const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined);
    opened.push(socket);
    const accepted = once(server.server, 'connection');
    await Promise.all([once(socket, 'connect'), accepted]);
    if (bytes !== '') socket.write(bytes);
    return socket;
  };

  /** A connection whose request is worked on. */
  const busy = async (): Promise<Socket> => {
    const before = working.length;
    const socket = await open(GET);
    while (working.length === before) await new Promise(setImmediate);
    return socket;
  };

  const answer = async (socket: Socket): Promise<string> => String((await once(socket, 'data'))[0]);

  afterEach(async () => {
    for (const socket of opened.splice(0)) socket.destroy();
    await server.close();
  });

  it('give way to new ones when they wait, the longest first, and not when they are worked on', async () => {
    await started();
    const [first, second, third] = [await busy(), await open(), await open('GET / HTTP')];
    const fourth = await busy();
    expect(await text(second)).toMatch(/^HTTP\/1\.1 408 /);
    const fifth = await busy();
    expect(await text(third)).toMatch(/^HTTP\/1\.1 408 /);
    const answers = [first, fourth, fifth].map(answer);
    for (const end of working) end();
    for (const each of await Promise.all(answers)) expect(each).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('are refused with 503 when all others are worked on', async () => {
    await started();
    const held = [await busy(), await busy(), await busy()];
    const refused = await text(await open());
    expect(refused).toMatch(/^HTTP\/1\.1 503 [^]*\r\nretry-after: 1\r\n/);
    expect(refused).toContain('"type":"/problems/too-busy"');
    expect(held.every(({ closed }) => !closed)).toBe(true);
  });

  it('are closed without a word when they have had their answer, and there is room again for each that is closed', async () => {
    await started();
    const first = await busy();
    const answered = answer(first);
    working[0]!();
    expect(await answered).toMatch(/^HTTP\/1\.1 200 /);
    const [second] = [await busy(), await busy()];
    const rest = text(first);
    await busy();
    expect(await rest).toBe('');
    second.destroy();
    while ((await connections()) > 2) await new Promise(setImmediate);
    const next = await busy();
    expect(next.closed).toBe(false);
  });

  it('are not counted where they are those of a trusted proxy', async () => {
    await started(['127.0.0.0/8']);
    const all = [await open(), await open(), await open(), await open(), await busy()];
    expect(all.every(({ closed }) => !closed)).toBe(true);
    expect(await connections()).toBe(5);
  });

  const connections = (): Promise<number> =>
    new Promise((resolve, reject) => {
      server.server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
    });
});
