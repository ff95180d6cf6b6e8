import { connect } from 'node:net';
import type { Answer, Program } from './program.js';

/**
 * Sends the very bytes of a request over a connection of its own, as no client library would, and reads the answer until
 * the program closes the connection.
 */
export async function sendRaw({ url }: Program, ...parts: (string | Buffer)[]): Promise<Answer> {
  const { hostname, port } = new URL(url);
  const bytes = await new Promise<Buffer>((resolve, reject) => {
    const received: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => {
      socket.write(Buffer.concat(parts.map((part) => Buffer.from(part as string, 'latin1'))));
    });
    socket.on('data', (chunk: Buffer) => received.push(chunk));
    // A server that refuses a request half-way resets the connection after its answer.
    socket.on('error', (error) => {
      if (received.length === 0) reject(error);
    });
    socket.on('close', () => {
      resolve(Buffer.concat(received));
    });
  });
  return answerOf(bytes.toString('utf8'));
}

/** A POST of a body given in bytes, with headers as they are written on the wire. */
export function rawPost(path: string, body: Buffer, headers: Record<string, string> = {}): (string | Buffer)[] {
  const all = {
    host: 'localhost',
    connection: 'close',
    'content-type': 'application/json',
    'idempotency-key': `raw-${process.hrtime.bigint()}`,
    'content-length': String(body.length),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return [`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n`, body];
}

function answerOf(text: string): Answer {
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = new Headers(
    lines.map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const content = text.slice(end + 4);
  const isJson = (headers.get('content-type') ?? '').includes('json') && content !== '';
  return {
    status: Number(first.split(' ')[1]),
    headers,
    text: content,
    body: isJson ? (JSON.parse(content) as unknown) : undefined,
  };
}
