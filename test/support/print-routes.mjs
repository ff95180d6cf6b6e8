import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { createServer } from '../../build/src/http/server.js';
import { openLedger } from '../../build/src/ledger-instance.js';
import { readSettings } from '../../build/src/settings.js';

// Prints the routes of the built server as its router holds them.
const folder = await mkdtemp(join(tmpdir(), 'ledger-routes-'));
const ledger = await openLedger(readSettings({ DATA_DIR: folder }));
const app = await createServer(ledger, pino(process.stderr), { proxies: [], hosts: [] });
const fastify = app.getHttpAdapter().getInstance();
await fastify.ready();
console.log(fastify.printRoutes());
await app.close();
await ledger.close();
await rm(folder, { recursive: true, force: true });
