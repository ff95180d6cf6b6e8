import { randomUUID } from 'node:crypto';
import { commandId } from '../../src/registry/command-names.js';
import { KINDS } from '../../src/registry/registry.js';

/** An API description, as far as its examples of commands go. */
export interface Description {
  paths: Record<string, { post?: Operation }>;
  components: { parameters: Record<string, { name: string; example?: string }> };
}

interface Operation {
  operationId: string;
  parameters: { $ref: string }[];
  requestBody: { content: { 'application/json': { example: object } } };
}

/** A command by its example, as whoever tries it out sends it. */
export interface Example {
  path: string;
  body: string;
}

/** Every example of a description, by the id of its operation. */
export function examplesIn({ paths, components }: Description): Map<string, Example> {
  const found = Object.entries(paths).flatMap(([path, { post }]) => {
    if (!post) return [];
    const parameters = post.parameters.map(({ $ref }) => components.parameters[$ref.split('/').at(-1) ?? '']);
    const address = path.replace(/\{(\w+)\}/g, (_all, name: string) => {
      return parameters.find((parameter) => parameter?.name === name)?.example ?? '';
    });
    const body = JSON.stringify(post.requestBody.content['application/json'].example);
    return [[post.operationId, { path: address, body }] as const];
  });
  return new Map(found);
}

/** The operations whose examples need what that of another one records: by that one, and the key to record it under. */
export function followers(): { operation: string; needs: string; key: string }[] {
  return KINDS.flatMap((kind) => {
    const { begunUnder, after = {} } = kind.examples ?? {};
    const idOf = (name: string): string =>
      commandId(
        kind.commands.find((spec) => spec.name === name)!,
        kind,
      );
    const steps = Object.entries(after).map(([name, needs]) => {
      return { operation: idOf(name), needs: idOf(needs), key: randomUUID() };
    });
    const [begins, ...changes] = kind.commands.map(({ name }) => idOf(name));
    const ofNew = begunUnder === undefined ? [] : changes;
    return [...steps, ...ofNew.map((operation) => ({ operation, needs: begins!, key: begunUnder! }))];
  });
}
