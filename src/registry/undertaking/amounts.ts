import type { Money } from '../../kernel/money.js';
import { commonMoney } from '../../kernel/money.js';
import type { DatedEntry } from '../../kernel/dated.js';
import { inOrder, milestone } from '../../kernel/status.js';
import type { AmountKind } from './undertaking.commands.js';
import { AMOUNT_KINDS } from './undertaking.commands.js';
import type { Beginning, UndertakingFacts } from './undertaking.js';

/** A sum as an entry states it. */
export interface Amount {
  entry: DatedEntry;
  kind: AmountKind;
  money: Money;
}

/** A sum that counts, and whether another source gives one that contradicts it. */
export interface CountedAmount extends Amount {
  contradicted: boolean;
}

/** The sums stated in entries of their own. */
export function amountsOf<B extends Beginning>({ amounts }: UndertakingFacts<B>): Amount[] {
  return amounts.map((entry) => ({ entry, kind: entry.data.kind, money: entry.data.money }));
}

/**
 * The sums that count, in the order in which money goes: of one kind and one source the latest. Sums of different
 * sources stand side by side, as neither source is put above the other.
 */
export function countedAmounts(stated: readonly Amount[]): CountedAmount[] {
  const latest = new Map(byDate(stated).map((amount) => [`${amount.kind} ${sourceOf(amount)}`, amount]));
  const counted = [...latest.values()];
  return AMOUNT_KINDS.flatMap((kind) => {
    const alike = counted.filter((amount) => amount.kind === kind);
    const contradicted = alike.length > 0 && commonMoney(alike.map(({ money }) => money)) === null;
    return alike.map((amount) => ({ ...amount, contradicted }));
  });
}

function byDate(stated: readonly Amount[]): Amount[] {
  const byEntry = new Map(stated.map((amount) => [amount.entry.id, amount]));
  return inOrder(stated.map(({ entry }) => milestone('stated', entry)))
    .map(({ basis: [entry = ''] }) => byEntry.get(entry))
    .filter((amount) => amount !== undefined);
}

function sourceOf({ entry }: Amount): string {
  return entry.data.act.source?.id ?? '';
}
