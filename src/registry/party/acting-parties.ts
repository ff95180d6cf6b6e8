import type { Context, Violation } from '../../kernel/decider.js';
import { ensure } from '../../kernel/decider.js';
import type { ViewQuestion } from '../../kernel/kind.js';
import { askForSame, isSame, sameAs } from './merger.js';

/** An act of parties that a record names; `actedAs` are the other ids under which they did it. */
interface ActOfParties {
  party?: string;
  by?: string;
  parties?: readonly string[];
  actedAs?: readonly string[];
}

/** What an act asks the views: under which other ids its parties are known. */
export function namesOfActing({ party, by, parties = [], actedAs = [] }: ActOfParties): Record<string, ViewQuestion> {
  return askForSame('party', [party, by, ...parties, ...actedAs]);
}

/** The id by which a record names a party: its own, or one that a merger made one with it (rule 18). */
export function namedAs(id: string, named: readonly string[], context: Context): string {
  if (named.includes(id)) return id;
  const same = sameAs('party', id, context);
  return named.find((other) => same.includes(other)) ?? id;
}

/**
 * An act stands under the ids by which the record names its parties: a merged party is the other one, under either name
 * (rule 18). What was done under the other name says so.
 */
export function underNamedIds<C extends ActOfParties>(command: C, named: readonly string[], context: Context): C {
  const { party, by, parties } = command;
  const given = [party, by, ...(parties ?? [])].filter((id) => id !== undefined);
  const asNamed = new Map(given.map((id) => [id, namedAs(id, named, context)]));
  const others = given.filter((id) => asNamed.get(id) !== id);
  if (others.length === 0) return command;
  const nameOf = (id: string): string => asNamed.get(id) ?? id;
  return {
    ...command,
    ...(party === undefined ? {} : { party: nameOf(party) }),
    ...(by === undefined ? {} : { by: nameOf(by) }),
    ...(parties === undefined ? {} : { parties: [...new Set(parties.map(nameOf))] }),
    actedAs: command.actedAs ?? others,
  };
}

/** Nobody acts under the name of somebody else. */
export function ensureActedAsSame(
  { party, by, parties = [], actedAs = [] }: ActOfParties,
  context: Context,
): Violation[] {
  const acting = [party, by, ...parties].filter((id) => id !== undefined);
  return ensure(
    actedAs.every((other) => acting.some((id) => isSame('party', id, other, context))),
    'acted-as-the-same-party',
    '/actedAs',
    'Under that name another party acts: the two were not merged.',
  );
}
