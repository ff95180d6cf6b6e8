import type { CommandSpec, RecordKind } from '../kernel/kind.js';
import { agreementKind } from './agreement/agreement.kind.js';
import { journalKind } from './journal/journal.kind.js';
import { MENDING } from './mending.js';
import { partyKind } from './party/party.kind.js';

/** Every kind of record, in the order in which they are told of. The only place where the kinds stand together. */
export const KINDS: readonly RecordKind[] = [partyKind, agreementKind, journalKind];

const byName = new Map(KINDS.map((kind) => [kind.name, kind]));
const byBeginning = new Map(KINDS.flatMap((kind) => kind.begins.map((type) => [type, kind] as const)));
const commandsByKind = new Map(
  KINDS.map((kind) => [kind.name, kind.commands.length === 0 ? [] : [...kind.commands, ...MENDING]]),
);

/** The kind of that name. */
export function kindNamed(name: string): RecordKind | undefined {
  return byName.get(name);
}

/** The kind of record that an event of this type begins. */
export function kindBegunBy(type: string): RecordKind | undefined {
  return byBeginning.get(type);
}

/** The kind's own commands and those that every kind has. */
export function commandsOf(kind: RecordKind): readonly CommandSpec[] {
  return commandsByKind.get(kind.name) ?? [];
}

/** The command whose fields an event of this type holds. */
export function commandRecording(kind: RecordKind, type: string): CommandSpec | undefined {
  return kind.commands.find(({ events }) => events.includes(type));
}

/** Whether events of this type belong into streams of the category. */
export function isKnownEvent(category: string, type: string): boolean {
  return KINDS.some(
    (kind) =>
      kind.category === category &&
      (kind.begins.includes(type) || commandsOf(kind).some(({ events }) => events.includes(type))),
  );
}
