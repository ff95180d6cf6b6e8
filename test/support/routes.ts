import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { REST_OF_PATH } from './described-api.js';

/** Every route of the built server as its router holds it: `POST /v1/parties/{id}/names` … (HEAD goes with GET). */
export async function servedRoutes(): Promise<string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(__dirname, 'print-routes.mjs')]);
  return routesIn(stdout);
}

/** Reads the tree that Fastify prints: each line is indented below the one whose path it goes on from. */
function routesIn(tree: string): string[] {
  const above: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', step, methods = ''] = /^([│├└─\s]*)(\S+)(?: \((.+)\))?$/.exec(line) ?? [];
    if (step === undefined) return [];
    above.length = indent.length / 4;
    above.push(step);
    const path = above
      .join('')
      .replace(/:(\w+)/g, '{$1}')
      .replace(/\*$/, REST_OF_PATH);
    return methods
      .split(', ')
      .filter((method) => method !== '' && method !== 'HEAD')
      .map((method) => `${method} ${path}`);
  });
}
