import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { StoreRefused } from '../port.js';
import { readConnectionString, redacted } from './connection-string.js';

describe('A connection string', () => {
  it.each([
    ['esdb://localhost', false, [['localhost', 2113]]],
    ['esdb+discover://cluster.example:2114', true, [['cluster.example', 2114]]],
    [
      'kurrentdb://a:1,b:2,c?tls=false',
      false,
      [
        ['a', 1],
        ['b', 2],
        ['c', 2113],
      ],
    ],
    ['kurrentdb+discover://cluster.example/', true, [['cluster.example', 2113]]],
    ['esdb://[::1]:2113', false, [['[::1]', 2113]]],
  ])('is read: %s', (url, discover, hosts) => {
    const connection = readConnectionString(url);
    expect(connection.discover).toBe(discover);
    expect(connection.hosts.map(({ address, port }) => [address, port])).toEqual(hosts);
    expect(connection.insecure).toBe(url.includes('tls=false'));
  });

  it('carries credentials, percent-encoded, with any character in the password', () => {
    const { credentials } = readConnectionString('esdb://admin:p%40ss:w%25rd@localhost:2113');
    expect(credentials).toEqual({ username: 'admin', password: 'p@ss:w%rd' });
  });

  it('carries options in any spelling that the client knows', () => {
    const url =
      'esdb://a,b?keep_alive_interval=-1&GossipTimeout=7&nodePreference=read-only-replica&connectionName=l%20x';
    expect(readConnectionString(url)).toMatchObject({
      numbers: { keepAliveInterval: -1, gossipTimeout: 7 },
      nodePreference: 'read_only_replica',
      connectionName: 'l x',
    });
  });

  it.each([
    ['', 'begin with esdb://'],
    ['localhost:2113', 'begin with esdb://'],
    ['http://admin:secret@localhost', 'begin with esdb://'],
    ['esdb://', 'a host is missing'],
    ['esdb://admin:secret@', 'a host is missing'],
    ['esdb://a,,b', 'a host is missing'],
    ['esdb://a:port', 'name:port'],
    ['esdb://a:99999', '99999 is no port'],
    ['esdb://admin@localhost', 'user:password@'],
    ['esdb://admin:100%secret@localhost', 'percent-encoding'],
    ['esdb://a?tls', '?name=value'],
    ['esdb://a?tls=no', 'tls is true or false'],
    ['esdb://a?gossipTimeout=soon', 'gossipTimeout is a whole number'],
    ['esdb://a?nodePreference=best', 'nodePreference is'],
    ['esdb://a?nonsense=1', 'no option "nonsense"'],
    ['esdb://a?tlsVerifyCert=false', 'always verifies'],
    ['esdb://a?tlsCAFile=/secret/none.pem', 'the file in tlsCAFile cannot be read (ENOENT)'],
    ['esdb+discover://a,b', 'one name'],
  ])('is refused when malformed, without secrets: %s', (url, reason) => {
    expect(() => readConnectionString(url)).toThrow(StoreRefused);
    expect(() => readConnectionString(url)).toThrow(reason);
    expect(() => readConnectionString(url)).not.toThrow(/secret/);
  });

  it('is shown without user, password and certificate files', () => {
    expect(redacted('esdb://admin:pa/s@s@host:1?tls=true&tlsCAFile=/etc/ca.pem')).toBe(
      'esdb://***@host:1?tls=true&tlsCAFile=***',
    );
    expect(redacted('kurrentdb+discover://host')).toBe('kurrentdb+discover://host');
  });

  it('reads certificates, which no print of the settings shows, and wants both halves of a pair', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'connection-'));
    const file = join(folder, 'user.key');
    await writeFile(file, 'PRIVATE KEY');
    const { userKey } = readConnectionString(`esdb://a?userKeyFile=${file}&userCertFile=${file}`);
    expect(userKey).toEqual(Buffer.from('PRIVATE KEY'));
    expect(inspect({ userKey })).toBe('{ userKey: <userKeyFile> }');
    expect(() => readConnectionString(`esdb://a?userKeyFile=${file}`)).toThrow('together or not at all');
    await rm(folder, { recursive: true });
  });
});
