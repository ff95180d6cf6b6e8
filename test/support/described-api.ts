import type { ErrorObject } from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Answer } from './program.js';

type Json = Record<string, unknown>;

interface Operation extends Json {
  parameters: Json[];
  requestBody?: Json;
  responses: Record<string, Json>;
}

const BYTES = 'application/octet-stream';

/** The one parameter that stands for several steps of a path, which OpenAPI has no words for. */
export const REST_OF_PATH = '{tile}';

/** An OpenAPI description against which real requests and answers are held, and a record of what has been seen of it. */
export class DescribedApi {
  /** `POST /v1/parties 201` … for each status of each operation, and the problem types that came with it. */
  private readonly seen = new Map<string, Set<string>>();
  /** A path without variables goes before one that would take it for a value (OpenAPI, paths object). */
  private readonly templates: { path: string; template: string[] }[];
  private readonly ajv = addFormats.default(
    new Ajv2020.default({ strict: true, allowUnionTypes: true, allErrors: true, validateSchema: false }),
  );

  constructor(readonly description: Json & { paths: Record<string, Record<string, Operation>> }) {
    for (const [name, schema] of Object.entries(this.schemas())) this.ajv.addSchema(absolute(schema), name);
    this.templates = Object.keys(description.paths)
      .sort((a, b) => variablesIn(a) - variablesIn(b))
      .map((path) => ({ path, template: path.split('/') }));
  }

  /** Every operation as method and path. */
  operations(): { method: string; path: string; operation: Operation }[] {
    return Object.entries(this.description.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
    );
  }

  /** What is wrong with the answer to a request by what the description says of it; each answer is counted as seen. */
  faultsOf(method: string, url: string, answer: Answer): string[] {
    const path = this.pathOf(method, url);
    if (path === undefined) return [`${method} ${url} is not described`];
    const { responses } = this.description.paths[path]?.[method.toLowerCase()] ?? {};
    const response = this.resolve(
      responses?.[answer.status] ?? (answer.status >= 400 ? responses?.default : undefined),
    );
    const place = `${method} ${path} ${answer.status}`;
    if (response === undefined) return [`${place} is not described: ${answer.text}`];
    this.count(place, answer);
    return [...this.bodyFaults(response, answer), ...this.headerFaults(response, answer)].map(
      (fault) => `${place}: ${fault}; the answer was ${answer.text.slice(0, 400)}`,
    );
  }

  /** What is wrong with the body of a POST by the description. */
  faultsOfRequest(url: string, body: unknown): string[] {
    const path = this.pathOf('POST', url);
    const content = this.description.paths[path ?? '']?.post?.requestBody?.content as Record<string, Json> | undefined;
    return this.against(content?.['application/json']?.schema as Json | undefined, body);
  }

  /** What was seen (`POST /v1/parties 201`). */
  placesSeen(): string[] {
    return [...this.seen.keys()];
  }

  /** Types of the problems that were seen anywhere. */
  problemsSeen(): Set<string> {
    return new Set([...this.seen.values()].flatMap((types) => [...types]));
  }

  /** Compiles every schema of the description in strict mode, against JSON Schema 2020-12 itself. */
  checkSchemas(): string[] {
    return Object.entries(this.schemas()).flatMap(([name, schema]) => {
      if (this.ajv.validateSchema(schema) !== true) return [`${name}: ${this.ajv.errorsText()}`];
      this.ajv.compile({ $ref: name });
      return [];
    });
  }

  private schemas(): Record<string, Json> {
    return (this.description.components as { schemas: Record<string, Json> }).schemas;
  }

  /** The kinds of which operations are described that all have alike. */
  private resources(): string[] {
    const { parameters } = this.description.components as {
      parameters: Record<string, { schema: { enum: string[] } }>;
    };
    return parameters.Resource?.schema.enum ?? [];
  }

  private pathOf(method: string, url: string): string | undefined {
    const steps = (url.split('?')[0] ?? '').split('/');
    return this.templates.find(({ path, template }) => {
      const fits = template.every((step, index) => {
        if (step === '{resource}') return this.resources().includes(steps[index] ?? '');
        return step.startsWith('{') || step === steps[index];
      });
      const isWhole = template.length === steps.length || template.at(-1) === REST_OF_PATH;
      return fits && isWhole && method.toLowerCase() in (this.description.paths[path] ?? {});
    })?.path;
  }

  private count(place: string, { body }: Answer): void {
    const types = this.seen.get(place) ?? new Set();
    this.seen.set(place, types);
    const { type } = (body ?? {}) as Json;
    if (typeof type === 'string') types.add(type);
  }

  private bodyFaults({ content }: Json, { text, body, headers }: Answer): string[] {
    if (content === undefined) return text === '' ? [] : ['has a body that is not described'];
    const contentType = headers.get('content-type') ?? 'of no type';
    const types = Object.keys(content as Json);
    const type = types.find((each) => contentType === (each === BYTES ? each : `${each}; charset=utf-8`));
    if (type === undefined) return [`is ${contentType}, not ${types.join(' or ')}`];
    const { schema } = (content as Record<string, { schema?: Json }>)[type] ?? {};
    return this.against(schema, type.endsWith('json') ? body : text);
  }

  private headerFaults({ headers: described = {} }: Json, { headers, body }: Answer): string[] {
    const known = described as Record<string, Json>;
    const faults = Object.entries(known).flatMap(([name, reference]) => {
      const header = this.resolve(reference) as { required?: boolean; schema: Json };
      const value = headers.get(name);
      // Where only a dry run goes without, everything else has it.
      const needed =
        header.required === true || (name !== 'Retry-After' && (body as Json | undefined)?.dryRun === false);
      if (value === null) return needed ? [`has no ${name}`] : [];
      return this.against(header.schema, header.schema.type === 'integer' ? Number(value) : value);
    });
    const undescribed = ['ETag', 'Ledger-Position', 'Location', 'Retry-After'].filter(
      (name) => headers.has(name) && !(name in known),
    );
    return [...faults, ...undescribed.map((name) => `has a ${name} that is not described`)];
  }

  private against(schema: Json | undefined, value: unknown): string[] {
    if (schema === undefined) return ['there is no schema'];
    const validate = this.ajv.compile(absolute(schema));
    return validate(value) ? [] : (validate.errors ?? []).map(inWords);
  }

  private resolve(part: Json | undefined): Json | undefined {
    const reference = part?.$ref;
    if (typeof reference !== 'string') return part;
    return reference
      .slice(2)
      .split('/')
      .reduce<Json | undefined>((at, step) => at?.[step] as Json | undefined, this.description);
  }
}

function variablesIn(path: string): number {
  return path.split('{').length;
}

const compiled = new WeakMap<Json, Json>();

/** The schema, referring to others by their bare names; the same object for the same schema, to compile it once. */
function absolute(schema: Json): Json {
  const known = compiled.get(schema);
  if (known) return known;
  const text = JSON.stringify(schema).replaceAll('"$ref":"#/components/schemas/', '"$ref":"');
  const made = JSON.parse(text) as Json;
  compiled.set(schema, made);
  return made;
}

function inWords({ instancePath, message, params }: ErrorObject): string {
  return `${instancePath || 'the body'} ${message} ${JSON.stringify(params)}`;
}
