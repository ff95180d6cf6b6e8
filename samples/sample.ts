import { RecordEntry } from '../src/commands/record-entry.js';
import type { CommandResult } from '../src/commands/recorder.js';
import { kindOfResource, commandsOf } from '../src/registry/registry.js';

/**
 * One entry of a sample: a command as it would be sent over HTTP. In the body, and in `to`, `@name` stands for the id of
 * the record that the entry of that name began, and `@name#` for the id of the (first) event that it recorded.
 */
export interface SampleEntry {
  /** How later entries call it. */
  name?: string;
  /** The resource, or the record and its sub-resource: `parties`, `meetings/@mission/sessions`. */
  to: string;
  body: Record<string, unknown>;
}

/** A published text as ledger entries. */
export interface Sample {
  /** Name of the text; a part of the idempotency keys, so that recording it twice records it once. */
  name: string;
  entries: readonly SampleEntry[];
}

/** Sends a command; the command bus of the running program does. */
export type Send = (command: RecordEntry) => Promise<CommandResult>;

interface Known {
  id: string;
  event: string;
}

/**
 * Records samples in request, by the same commands that HTTP uses; `onEntry` is told after each. Gives the position of the
 * last entry, for a query to wait for.
 */
export async function recordSamples(
  samples: readonly Sample[],
  send: Send,
  onEntry: (done: number, all: number) => void = () => undefined,
): Promise<string | undefined> {
  const all = samples.reduce((sum, { entries }) => sum + entries.length, 0);
  const known = new Map<string, Known>();
  let done = 0;
  let last: string | undefined;
  for (const sample of samples) {
    for (const [index, entry] of sample.entries.entries()) {
      // Keys stand in events for ever, and entries are named after people.
      const key = `sample:${sample.name}:${index}`;
      const { id, body, position } = await send(commandOf(entry, key, known)).catch((error: unknown) => {
        throw new Error(`sample ${sample.name}, entry ${entry.name ?? index} (${entry.to})`, { cause: error });
      });
      if (entry.name !== undefined) known.set(entry.name, { id, event: body.events[0]?.id ?? '' });
      last = position;
      done += 1;
      onEntry(done, all);
    }
  }
  return last;
}

function commandOf({ to, body }: SampleEntry, key: string, known: ReadonlyMap<string, Known>): RecordEntry {
  const [resource = '', record, path = ''] = to.split('/');
  const kind = kindOfResource(resource);
  const spec = kind && commandsOf(kind).find((candidate) => candidate.path === path);
  if (!kind || !spec) throw new Error(`there is no command at ${to}`);
  return new RecordEntry({
    kind,
    spec,
    body: resolved(body, known),
    actor: 'local',
    key,
    dryRun: false,
    correlationId: key,
    ...(record === undefined ? {} : { id: String(resolved(record, known)), ifMatch: '*' }),
  });
}

/** A copy of a value with the names of entries replaced by ids. */
function resolved(value: unknown, known: ReadonlyMap<string, Known>): unknown {
  if (typeof value === 'string') return value.startsWith('@') ? idOf(value, known) : value;
  if (Array.isArray(value)) return value.map((item) => resolved(item, known));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, resolved(inner, known)]));
}

function idOf(name: string, known: ReadonlyMap<string, Known>): string {
  const isEvent = name.endsWith('#');
  const found = known.get(name.slice(1, isEvent ? -1 : undefined));
  if (!found) throw new Error(`no entry before this one is named ${name}`);
  return isEvent ? found.event : found.id;
}
