// `node --import ./test/support/run-from-source.mjs file.ts` runs a TypeScript file, so that child processes of tests
// run today's sources and not yesterday's build.
import { register } from 'node:module';

register('./source-hooks.mjs', import.meta.url);
