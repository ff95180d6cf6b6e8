import autocannon from 'autocannon';

/** What a round of requests gave. */
export interface Round {
  /** Answers per second. */
  readonly rate: number;
  /** In milliseconds: 99 of 100 answers came within it. */
  readonly p99: number;
}

/** Connections of a round unless another number is given. */
export const CONNECTIONS = 64;

/** Node takes one new connection in a turn of its event loop; until all are there, a round is no round of 64. */
const SETTLING_SECONDS = 1;

/** One of the requests that the connections take in turn. */
export type Requests = autocannon.Request[];

/**
 * Sends requests over some connections for some seconds, each connection the next one as soon as it has its answer.
 * Every connection walks through its own part of the requests. @throws Error for any answer but 2xx
 */
export async function load(
  url: string,
  requests: Requests,
  seconds: number,
  connections = CONNECTIONS,
): Promise<Round> {
  const times: number[] = [];
  let answers = 0;
  const settled = performance.now() + SETTLING_SECONDS * 1000;
  const parts = Array.from({ length: connections }, (_, part) =>
    requests.filter((_request, index) => index % connections === part % requests.length),
  );
  let connected = 0;
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const instance = autocannon(
      {
        url,
        connections,
        duration: SETTLING_SECONDS + seconds,
        setupClient: (client) => {
          client.setRequests(parts[connected++ % connections] ?? requests);
        },
      },
      (error: Error | null, done) => {
        if (error) reject(error);
        else resolve(done);
      },
    );
    instance.on('response', (_client, _status, _bytes, milliseconds) => {
      const now = performance.now();
      if (now >= settled) answers += 1;
      if (now - milliseconds >= settled) times.push(milliseconds);
    });
  });
  if (result.non2xx > 0 || result.errors > 0 || times.length === 0) {
    throw new Error(`${url}: ${result.non2xx} refusals and ${result.errors} errors among ${times.length} answers`);
  }
  times.sort((a, b) => a - b);
  return {
    rate: answers / (result.duration - SETTLING_SECONDS),
    p99: times[Math.floor(times.length * 0.99)] ?? Number.NaN,
  };
}
