import type { CommandSpec, RecordKind } from '../kernel/kind.js';
import { KINDS, commandsOf } from './registry.js';

/** `meeting-series` as `MeetingSeries`. */
export function inCapitals(name: string): string {
  return name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** `SignAgreement` as `signAgreement`. */
export function uncapitalised(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/**
 * The operation id of a command: `signAgreement`, as its class is named. Where several kinds have the command, the kind
 * stands behind the verb, or the word for all of them: `stateCommitmentAmount`, `correctRecordEntry`.
 */
export function commandId({ name, type }: CommandSpec, kind?: RecordKind): string {
  const kinds = KINDS.filter((each) => commandsOf(each).some((other) => other.type === type));
  if (kinds.length < 2) return uncapitalised(name);
  const [verb = ''] = /^[A-Z][a-z]+/.exec(name) ?? [];
  return uncapitalised(`${verb}${kind ? inCapitals(kind.name) : 'Record'}${name.slice(verb.length)}`);
}
