import type { Facets } from '../../kernel/kind.js';
import type { DateResolver, EffectiveEntry, LedgerRecord } from '../../kernel/record.js';
import { standing } from '../../kernel/record.js';
import type { Amount } from './amounts.js';
import { countedAmounts } from './amounts.js';
import type { Beginning, UndertakingFacts } from './undertaking.js';

/** What is told of every undertaking beside its status: its name, the steps that it took, the sums that count. */
export function undertakingView<B extends Beginning>(
  { begun, advanced }: UndertakingFacts<B>,
  amounts: readonly Amount[],
  resolve?: DateResolver,
): object {
  return {
    title: begun?.data.title,
    topics: begun?.data.topics ?? [],
    steps: [
      ...(begun ? [{ ...told(begun), stage: begun.data.stage }] : []),
      ...advanced.map((entry) => ({ ...told(entry), stage: entry.data.to, reason: entry.data.reason })),
    ],
    amounts: countedAmounts(amounts, resolve).map(({ entry, kind, money, contradicted }) => ({
      ...told(entry),
      kind,
      money,
      contradicted,
    })),
  };
}

/** By what every undertaking is found in lists; parties that nobody named are left out, the others told once. */
export function undertakingFacets<B extends Beginning>(
  { begun }: UndertakingFacts<B>,
  record: LedgerRecord,
  parties: readonly (string | undefined)[],
): Facets & { dates: string[] } {
  const named = parties.filter((party) => party !== undefined);
  const dates = standing(record).map(({ data }) => data.act.date);
  return {
    title: begun?.data.title,
    parties: [...new Set(named)],
    topics: begun?.data.topics ?? [],
    dates: dates.filter((date) => date !== null),
  };
}

/** How, when and on whose word an entry was told. */
export function told(entry: EffectiveEntry): { entry: string; date: string | null; modality: string; source: unknown } {
  const { date, modality, source } = entry.data.act;
  return { entry: entry.id, date, modality, source };
}
