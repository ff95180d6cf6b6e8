import { idFrom } from '../../commands/event-writer.js';
import type { CommandSpec, RecordKind } from '../../kernel/kind.js';
import { agreementKind } from '../../registry/agreement/agreement.kind.js';
import { MAINTENANCE_EXAMPLES } from '../../registry/maintenance.examples.js';
import { KINDS, commandsOf } from '../../registry/registry.js';

const ENTRY = /@entry(?::(\w+))?/g;

/** An entry that examples name; its id differs from ledger to ledger. */
export interface ExampleEntry {
  readonly kind: RecordKind;
  /** The record that it stands in. */
  readonly record: string;
  /** The last entry of this type; the one that began the record where it is absent. */
  readonly type: string | undefined;
  /** What stands for it in the description until it is looked up. */
  readonly placeholder: string;
}

/** The kind by which those operations are tried that all kinds have alike. */
export const EXAMPLE_KIND = agreementKind;

/** The body to try a command with; entries have the ids of `exampleEntries`. */
export function exampleBody(kind: RecordKind, spec: CommandSpec): object | undefined {
  const body = bodyOf(kind, spec);
  if (body === undefined) return undefined;
  const record = recordOfExample(kind, spec) ?? '';
  const text = JSON.stringify(body).replace(ENTRY, (_all, type?: string) => placeholderOf(kind.name, record, type));
  return JSON.parse(text) as object;
}

/** The record to which the example of a command is sent. */
export function recordOfExample({ examples }: RecordKind, { name }: CommandSpec): string | undefined {
  return examples?.records?.[name] ?? examples?.record;
}

/** What stands for the id of an event that every demo has, until it is looked up. */
export const EXAMPLE_EVENT = placeholderOf(EXAMPLE_KIND.name, EXAMPLE_KIND.examples?.record ?? '', undefined);

/** Every entry that an example names. */
export function exampleEntries(): ExampleEntry[] {
  const named = KINDS.flatMap((kind) =>
    commandsOf(kind).flatMap((spec) => {
      const record = recordOfExample(kind, spec);
      if (record === undefined) return [];
      const types = [...JSON.stringify(bodyOf(kind, spec) ?? {}).matchAll(ENTRY)].map(([, type]) => type);
      return types.map((type) => ({ kind, record, type, placeholder: placeholderOf(kind.name, record, type) }));
    }),
  );
  return [...new Map(named.map((entry) => [entry.placeholder, entry])).values()];
}

function bodyOf({ examples }: RecordKind, { name }: CommandSpec): object | undefined {
  return examples?.commands[name] ?? MAINTENANCE_EXAMPLES[name];
}

function placeholderOf(kind: string, record: string, type: string | undefined): string {
  return idFrom('example', kind, record, type ?? '');
}
