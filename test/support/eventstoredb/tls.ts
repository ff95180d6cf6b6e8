import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ServerIdentity } from './grpc.js';

const run = promisify(execFile);

/** Certificates made for one test, all signed by a certificate authority of their own. */
export interface Certificates {
  /** The authority's certificate: what `tlsCAFile` names. */
  readonly caFile: string;
  /** Another authority that signed nothing here, for "wrong CA". */
  readonly strangerCaFile: string;
  /** A certificate for a user and its key: what `userCertFile` and `userKeyFile` name. */
  readonly userCertFile: string;
  readonly userKeyFile: string;
  /** For a server at 127.0.0.1 and localhost. */
  readonly server: ServerIdentity;
  /** The same, refusing clients without a certificate of this authority. */
  readonly serverThatAsksBack: ServerIdentity;
  /** Removes the files. */
  remove(): Promise<void>;
}

/** Makes certificates in a temporary folder with the openssl command, valid for two days. */
export async function makeCertificates(): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), 'certificates-'));
  const file = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): Promise<unknown> => run('openssl', args, { cwd: folder });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

  for (const authority of ['ca', 'stranger']) {
    await openssl(
      ...['req', '-x509', ...newKey, '-days', '2', '-subj', `/CN=Test ${authority}`],
      ...['-keyout', `${authority}.key`, '-out', `${authority}.crt`],
    );
  }
  await writeFile(file('server.ext'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth\n');
  await writeFile(file('user.ext'), 'extendedKeyUsage=clientAuth\n');
  for (const [name, subject] of [
    ['server', '/CN=eventstoredb-node'],
    ['user', '/CN=ledger'],
  ] as const) {
    await openssl('req', '-new', ...newKey, '-subj', subject, '-keyout', `${name}.key`, '-out', `${name}.csr`);
    await openssl(
      ...['x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial'],
      ...['-days', '2', '-extfile', `${name}.ext`, '-out', `${name}.crt`],
    );
  }

  const server = { key: await readFile(file('server.key'), 'utf8'), cert: await readFile(file('server.crt'), 'utf8') };
  const ca = await readFile(file('ca.crt'), 'utf8');
  return {
    caFile: file('ca.crt'),
    strangerCaFile: file('stranger.crt'),
    userCertFile: file('user.crt'),
    userKeyFile: file('user.key'),
    server,
    serverThatAsksBack: { ...server, ca, requestCert: true, rejectUnauthorized: true },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
