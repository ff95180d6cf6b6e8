import type { Socket } from 'node:net';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import type { Asker } from '../questions/asker.js';

type Range = [address: ipaddr.IPv4 | ipaddr.IPv6, bits: number];

/** One subscriber of an IPv6 network has a /64 of addresses at least (RFC 6177). */
const IPV6_CLIENT_BITS = 64;

/** Who sends requests: the limits of what one client may ask are held against this. */
export class Clients {
  private readonly proxies: readonly Range[];

  /** @param proxies CIDRs of the proxies whose X-Forwarded-For is believed; checked when the settings are read */
  constructor(proxies: readonly string[]) {
    this.proxies = proxies.map((cidr) => ipaddr.parseCIDR(cidr));
  }

  /**
   * The client that sent a request: the address of the connection, or, where that is a trusted proxy, the last address in
   * X-Forwarded-For that is not one. Of IPv6 the network of 64 bits.
   */
  clientOf({ headers, socket }: Pick<FastifyRequest['raw'], 'headers' | 'socket'>): string {
    let client = socket.remoteAddress ?? '';
    const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
    for (let hop = forwarded.pop(); hop !== undefined && this.isTrusted(client); hop = forwarded.pop()) {
      const address = withoutPort(hop.trim());
      // What is no address was not written by a proxy that knows its client.
      if (!ipaddr.isValid(address)) break;
      client = address;
    }
    return network(client);
  }

  /** The client at the other end of a connection; undefined where that is a trusted proxy, with many clients behind it. */
  clientAt({ remoteAddress = '' }: Pick<Socket, 'remoteAddress'>): string | undefined {
    return this.isTrusted(remoteAddress) ? undefined : network(remoteAddress);
  }

  /** Whether a trusted proxy says that the client sent the request by HTTPS. */
  usedHttps({ headers, socket }: Pick<FastifyRequest['raw'], 'headers' | 'socket'>): boolean {
    const forwarded = headers['x-forwarded-proto'];
    if (forwarded === undefined) return false;
    // The proxy that the client itself reached is the first that has a say.
    const [scheme = ''] = String(forwarded).split(',');
    return scheme.trim().toLowerCase() === 'https' && this.isTrusted(socket.remoteAddress ?? '');
  }

  /** Who asks in a request, with a signal that is given when the connection closes before the answer was sent. */
  askerOf({ raw }: FastifyRequest): Asker {
    const left = new AbortController();
    const { socket } = raw;
    const leave = (): void => {
      left.abort(new ClientLeft());
    };
    if (socket.destroyed) leave();
    else socket.once('close', leave);
    return { client: this.clientOf(raw), signal: left.signal, done: () => void socket.off('close', leave) };
  }

  private isTrusted(address: string): boolean {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return this.proxies.some(([range, bits]) => range.kind() === parsed.kind() && parsed.match(range, bits));
  }
}

/** The client has closed its connection: there is nobody to answer. */
export class ClientLeft extends Error {
  constructor() {
    super('the client has closed its connection');
    this.name = 'ClientLeft';
  }
}

/** Some proxies write a port behind the address: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function withoutPort(hop: string): string {
  return /^\[(.+)\](?::\d+)?$/.exec(hop)?.[1] ?? /^([\d.]+):\d+$/.exec(hop)?.[1] ?? hop;
}

function network(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${IPV6_CLIENT_BITS}`).toString()}/${IPV6_CLIENT_BITS}`;
}
