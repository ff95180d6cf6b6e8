import type { Facets } from '../../kernel/kind.js';
import { needed } from '../../kernel/kind.js';
import { entryFields } from '../entry-fields.js';
import type { Amount } from './amounts.js';
import { countedAmounts } from './amounts.js';
import type { Beginning, UndertakingFacts } from './undertaking.js';
import type { UndertakingAnswer } from './undertaking.schema.js';

/** What an answer says of every undertaking beside its status: its name, the steps that it took, the sums that count. */
export function undertakingView<B extends Beginning>(
  { begun: beginning, advanced }: UndertakingFacts<B>,
  amounts: readonly Amount[],
) {
  const begun = needed(beginning);
  return {
    title: begun.data.title,
    topics: begun.data.topics ?? [],
    steps: [
      { ...entryFields(begun), stage: begun.data.stage },
      ...advanced.map((entry) => ({ ...entryFields(entry), stage: entry.data.to, reason: entry.data.reason })),
    ],
    amounts: countedAmounts(amounts).map(({ entry, kind, money, contradicted }) => ({
      ...entryFields(entry),
      kind,
      money,
      contradicted,
    })),
  } satisfies UndertakingAnswer;
}

/** By what every undertaking is found in lists; parties that nobody named are left out, the others named once. */
export function undertakingFacets<B extends Beginning>(
  { begun }: UndertakingFacts<B>,
  parties: readonly (string | undefined)[],
): Facets {
  const named = parties.filter((party) => party !== undefined);
  return {
    title: begun?.data.title,
    parties: [...new Set(named)],
    topics: begun?.data.topics ?? [],
  };
}
