import { execFile } from 'node:child_process';
import { readSettings, type Settings } from '../../src/settings.js';

/** What the program makes of these variables, and which of them it never asks for. @throws BadSetting */
export function settingsIn(env: Readonly<Record<string, string>>): { settings: Settings; unread: string[] } {
  const asked = new Set<string>();
  const watched = new Proxy(env, {
    get: (target, name) => {
      asked.add(String(name));
      return target[String(name)];
    },
  });
  const settings = readSettings(watched);
  return { settings, unread: Object.keys(env).filter((name) => !asked.has(name)) };
}

/** Runs a health check's command, with PATH and these variables only, and gives its exit code. */
export async function exitCode(
  [program = '', ...args]: readonly string[],
  env: Record<string, string>,
): Promise<number> {
  // The node that runs this test, wherever it was found.
  const file = program === 'node' ? process.execPath : program;
  return new Promise((resolve) => {
    const child = execFile(file, args, { env: { PATH: process.env.PATH, ...env } }, () =>
      resolve(child.exitCode ?? -1),
    );
  });
}
