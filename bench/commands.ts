import { randomUUID } from 'node:crypto';
import type { CommandRequest, Recorder } from '../src/commands/recorder.js';
import { commandsOf, kindNamed } from '../src/registry/registry.js';

/** A command that proposes a project of two regions, each time another one. */
export function proposal(): CommandRequest {
  return command('project', '', { title: { en: 'A project' }, parties: ['RU-KYA', 'RU-ULY'], date: '2025-10' });
}

/** Proposes so many projects, with so many callers that each wait for their answer before they go on. */
export async function proposeMany(recorder: Recorder, count: number, callers: number): Promise<void> {
  let left = count;
  const caller = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await recorder.execute(proposal());
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
}

/** A command of a kind by the end of its address; it begins a record where it names none. @throws Error where there is none */
export function command(kindName: string, path: string, body: object, id?: string): CommandRequest {
  const kind = kindNamed(kindName);
  const spec = kind && commandsOf(kind).find((each) => each.path === path);
  if (!spec) throw new Error(`there is no command ${path} of ${kindName}`);
  const key = randomUUID();
  return { kind, id, spec, body, actor: 'local', key, ifMatch: '*', dryRun: false, correlationId: key };
}
