import { standardErrorSink } from '../../build/src/runtime/line-output.js';
import { serve } from '../../build/src/serve.js';
import { readSettings } from '../../build/src/settings.js';

// The built server with other limits of its connections, given as JSON: a test cannot wait for the usual ones.
const running = await serve(readSettings(process.env), standardErrorSink(), JSON.parse(process.argv[2]));
console.log(`listening on ${running.url}`);
running.endOn('SIGTERM');
