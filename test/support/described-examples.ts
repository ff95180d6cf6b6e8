/** An API description, as far as its examples of commands go. */
export interface Description {
  paths: Record<string, { get?: { parameters: { $ref: string }[] }; post?: Operation }>;
  components: {
    parameters: Record<string, { name: string; in: string; required?: boolean; example?: string | number }>;
  };
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
      return String(parameters.find((parameter) => parameter?.name === name)?.example ?? '');
    });
    const body = JSON.stringify(post.requestBody.content['application/json'].example);
    return [[post.operationId, { path: address, body }] as const];
  });
  return new Map(found);
}
