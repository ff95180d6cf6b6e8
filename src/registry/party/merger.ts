import type { Context } from '../../kernel/decider.js';
import type { DatedEntry, DatedRecord } from '../../kernel/dated.js';
import { activeEntries, boundsByAll, FROM_EVER } from '../../kernel/dated.js';
import type { Tie, ViewQuestion } from '../../kernel/kind.js';
import type { PartyEvent } from './party.js';
import type { PersonEvent } from './person.js';

type Merged = Extract<PartyEvent, { type: 'PartiesMerged' }> | Extract<PersonEvent, { type: 'PeopleMerged' }>;

/** The ids under which a party or a person goes on after its mergers, as far as they are known: its own, then each later one. */
export function goingOnAs(kind: string, id: string, { lookup }: Pick<Context, 'lookup'>): string[] {
  const seen = new Set([id]);
  for (const one of seen) {
    const into = mergedInto(lookup(kind, one));
    if (into !== undefined) seen.add(into);
  }
  return [...seen];
}

function goesOnAs(kind: string, id: string, context: Context): string | undefined {
  return goingOnAs(kind, id, context).at(-1);
}

/** The record into which one was merged, by the entries that count; undefined where it stands by itself. */
export function mergedInto(record: DatedRecord | undefined): string | undefined {
  if (!record) return undefined;
  const merger = activeEntries(record).findLast(({ type }) => type === 'PartiesMerged' || type === 'PeopleMerged');
  return (merger as Merged | undefined)?.data.into;
}

/** Whether two ids are of one party or person (rule 18). */
export function isSame(kind: string, a: string, b: string, context: Context): boolean {
  return a === b || goesOnAs(kind, a, context) === goesOnAs(kind, b, context);
}

/** What a command asks the views of those that it names: under which other ids mergers made them known. */
export function askForSame(
  kind: 'party' | 'person',
  ids: readonly (string | undefined)[],
): Readonly<Record<string, ViewQuestion>> {
  const known = ids.filter((id) => id !== undefined);
  return Object.fromEntries(known.map((id) => [sameAsQuestion(id), { ask: 'merged', kind, id }]));
}

/** The question under which those that are one with a party or a person are found. */
export function sameAsQuestion(id: string): string {
  return `same-as ${id}`;
}

/**
 * The ids of a party or a person that mergers made one with it, its own among them. Where the command has asked the views
 * (`askForSame`); these may be a little behind: what the log does not confirm is left out.
 */
export function sameAs(kind: 'party' | 'person', id: string, context: Context): string[] {
  const candidates = context.found(sameAsQuestion(id));
  return [id, ...candidates.filter((other) => other !== id && isSame(kind, other, id, context))];
}

/** How long the views find one record under the other: from the first day on which the merger may have been. */
export function tiesOfMerger(merger: (DatedEntry & { data: { into: string } }) | undefined): Tie[] {
  if (!merger) return [];
  const { earliest } = boundsByAll(merger);
  return [{ name: 'merged', to: merger.data.into, from: earliest === FROM_EVER ? null : earliest, until: null }];
}
