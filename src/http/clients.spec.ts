import type { FastifyRequest } from 'fastify';
import { Clients } from './clients.js';

const PROXIES = ['10.0.0.0/8', 'fd00::/8'];

function clientOf(connection: string, forwarded?: string | string[], proxies = PROXIES): string {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  const request = { headers, socket: { remoteAddress: connection } } as unknown as FastifyRequest['raw'];
  return new Clients(proxies).clientOf(request);
}

describe('the client of a request', () => {
  it.each([
    ['an address', '192.0.2.7', undefined, '192.0.2.7'],
    ['an IPv4 address written as IPv6', '::ffff:192.0.2.7', undefined, '192.0.2.7'],
    ['the network of an IPv6 address', '2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2::/64'],
    ['not what somebody writes who is no trusted proxy', '192.0.2.7', '198.51.100.1', '192.0.2.7'],
    ['what a trusted proxy says', '10.1.2.3', '198.51.100.1', '198.51.100.1'],
    ['the last hop that is no trusted proxy', '10.1.2.3', '203.0.113.9, 198.51.100.1, 10.9.9.9', '198.51.100.1'],
    ['the proxy that says nothing', '10.1.2.3', undefined, '10.1.2.3'],
    ['the last proxy where all are trusted', '10.1.2.3', '10.4.4.4, fd00::1', '10.4.4.4'],
    ['the hop before what is no address', '10.1.2.3', '198.51.100.1, unknown', '10.1.2.3'],
    ['a hop with its port', '10.1.2.3', '198.51.100.1:4711', '198.51.100.1'],
    ['an IPv6 hop with its port', 'fd00::2', '[2001:db8::1]:4711', '2001:db8::/64'],
    ['the last of several headers', '10.1.2.3', ['203.0.113.9', '198.51.100.1'], '198.51.100.1'],
  ])('is %s', (_name, connection, forwarded, expected) => {
    expect(clientOf(connection, forwarded)).toBe(expected);
  });

  it('is the address of the connection where no proxy is trusted', () => {
    expect(clientOf('10.1.2.3', '198.51.100.1', [])).toBe('10.1.2.3');
  });
});

describe('a connection', () => {
  it('is of its address, and of nobody where that is a trusted proxy', () => {
    const clients = new Clients(PROXIES);
    expect(clients.clientAt({ remoteAddress: '2001:db8:1:2::9' })).toBe('2001:db8:1:2::/64');
    expect(clients.clientAt({ remoteAddress: '::ffff:10.1.2.3' })).toBeUndefined();
  });

  it.each([
    ['a trusted proxy says so', '10.1.2.3', 'https', true],
    ['the proxy that the client reached says so', '10.1.2.3', 'HTTPS, http', true],
    ['a trusted proxy says otherwise', '10.1.2.3', 'http', false],
    ['a trusted proxy does not say', '10.1.2.3', undefined, false],
    ['somebody else says so', '192.0.2.7', 'https', false],
  ])('is one of HTTPS or not where %s', (_name, remoteAddress, scheme, expected) => {
    const request = { headers: { 'x-forwarded-proto': scheme }, socket: { remoteAddress } };
    expect(new Clients(PROXIES).usedHttps(request as unknown as FastifyRequest['raw'])).toBe(expected);
  });
});
