import { connect } from 'node:net';
import type { Answer, Program } from './program.js';

/**
 * Sends one POST twice in the same packet over one connection, so that the second arrives while the first is being
 * worked on; gives both answers, in order.
 */
export async function postTwiceAtOnce(
  { url }: Program,
  path: string,
  body: string,
  headers: Record<string, string>,
): Promise<Answer[]> {
  const { hostname, port, host } = new URL(url);
  const bytes = Buffer.from(body, 'utf8');
  const all = { host, 'content-type': 'application/json', 'content-length': String(bytes.length), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const request = Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n`), bytes]);
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    const socket = connect(Number(port), hostname, () => socket.write(Buffer.concat([request, request])));
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const answers = answersIn(received);
      if (answers.length < 2) return;
      socket.destroy();
      resolve(answers);
    });
    socket.once('error', reject);
    socket.once('close', () => {
      reject(new Error(`the connection was closed after: ${received.toString('utf8')}`));
    });
  });
}

/** The whole answers at the beginning of what was received; each tells its length. */
function answersIn(bytes: Buffer): Answer[] {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return [];
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const headers = new Headers(lines.map((line) => line.split(/: (.*)/, 2) as [string, string]));
  const next = end + 4 + Number(headers.get('content-length'));
  if (bytes.length < next) return [];
  const text = bytes.toString('utf8', end + 4, next);
  const answer = { status: Number(first.split(' ')[1]), headers, text, body: JSON.parse(text) as unknown };
  return [answer, ...answersIn(bytes.subarray(next))];
}
