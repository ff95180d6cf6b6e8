import { randomUUID } from 'node:crypto';
import type { CommandRequest } from '../src/commands/recorder.js';
import { commandsOf, kindNamed } from '../src/registry/registry.js';

/** A command that proposes a project of two regions, each time another one. */
export function proposal(): CommandRequest {
  const kind = kindNamed('project');
  const spec = kind && commandsOf(kind).find(({ path }) => path === '');
  if (!spec) throw new Error('projects cannot be proposed');
  const key = randomUUID();
  const body = { title: { en: 'A project' }, parties: ['RU-KYA', 'RU-ULY'], date: '2025-10' };
  return { kind, spec, body, actor: 'local', key, dryRun: false, correlationId: key };
}
