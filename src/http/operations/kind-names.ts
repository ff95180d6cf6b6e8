import type { RecordKind } from '../../kernel/kind.js';
import { inCapitals } from '../../registry/command-names.js';

/** What stands for the names of a kind in the texts of operations. */
export function namesOf({ name, resource }: RecordKind): Record<string, string> {
  const words = name.replaceAll('-', ' ');
  return {
    '{resource}': resource,
    '{Kind}': inCapitals(name),
    '{Kinds}': inCapitals(resource),
    '{kind}': words,
    '{kinds}': resource.replaceAll('-', ' '),
    '{a kind}': `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`,
  };
}

/** The same where the operation is described once for all kinds; its address keeps `{resource}`. */
export const NAMES_OF_ALL: Record<string, string> = {
  '{Kind}': 'Record',
  '{Kinds}': 'Records',
  '{kind}': 'record',
  '{kinds}': 'records',
  '{a kind}': 'a record',
};

/** The tag of what all kinds answer alike. */
export const ALL_KINDS = 'records';
