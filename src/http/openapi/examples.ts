import { idFrom } from '../../commands/event-writer.js';
import type { CommandSpec, RecordKind } from '../../kernel/kind.js';
import { agreementKind } from '../../registry/agreement/agreement.kind.js';
import { MAINTENANCE_EXAMPLES } from '../../registry/maintenance.examples.js';
import { KINDS, commandsOf } from '../../registry/registry.js';
import { commandId } from '../../registry/command-names.js';

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
  const text = JSON.stringify(body).replace(ENTRY, (_all, type?: string) => placeholderOf(kind, type));
  return JSON.parse(text) as object;
}

/** What the example of a command needs that the demo does not have, in a sentence; empty for nothing. */
export function needsOfExample(kind: RecordKind, spec: CommandSpec): string {
  const { after, begunUnder } = kind.examples ?? {};
  const earlier = commandsOf(kind).find(({ name }) => name === after?.[spec.name]);
  if (earlier) return ` The example needs what that of \`${commandId(earlier, kind)}\` records.`;
  if (begunUnder === undefined) return '';
  const begins = commandsOf(kind).find(({ path }) => path === '') ?? spec;
  return begins === spec
    ? ` With the Idempotency-Key \`${begunUnder}\` the example begins the record to which those of changes are sent.`
    : ` The example needs what that of \`${commandId(begins, kind)}\` begins.`;
}

/** Every entry that an example names. */
export function exampleEntries(): ExampleEntry[] {
  return KINDS.flatMap((kind) => {
    const { record } = kind.examples ?? {};
    if (record === undefined) return [];
    const text = JSON.stringify(commandsOf(kind).map((spec) => bodyOf(kind, spec)));
    const types = new Set([...text.matchAll(ENTRY)].map(([, type]) => type));
    return [...types].map((type) => ({ kind, record, type, placeholder: placeholderOf(kind, type) }));
  });
}

function bodyOf({ examples }: RecordKind, { name }: CommandSpec): object | undefined {
  return examples?.commands[name] ?? MAINTENANCE_EXAMPLES[name];
}

function placeholderOf({ name }: RecordKind, type: string | undefined): string {
  return idFrom('example', name, type ?? '');
}
