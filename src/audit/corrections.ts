import { effectiveEntries } from '../kernel/effective.js';
import { kindNamed } from '../registry/registry.js';
import type { Audited } from './audited.js';
import { asJson, giveWay, READ_ENTRIES } from './audited.js';
import type { CorrectionTold, Leaning, Stood } from './correction-told.js';
import { correctionInWords } from './language/correction-sentences.js';
import type { Language } from './language/language.js';
import { meanwhile } from './meanwhile.js';
import type { EventBrief, Mend } from './mends.js';
import { briefOf, correctedFields, mendsIn, undoneBy, wrongSince } from './mends.js';
import { wordingOf } from './names.js';

/** How many of the records are named whose dates lean on what was mended. */
const LEANING = 100;

/** Some corrections and voids of a record, newest first; `next` is the number of those that do not follow. */
export interface CorrectionsPage {
  corrections: CorrectionTold[];
  next?: number;
}

/**
 * What was corrected or voided in a record, newest first, how long the wrong record stood, and what it told otherwise.
 * @param after number of mends to leave out
 */
export async function corrections(
  audited: Audited,
  after: number,
  limit: number,
  language: Language,
): Promise<CorrectionsPage> {
  const mends = mendsIn(audited.record).reverse();
  const told: CorrectionTold[] = [];
  let read = 0;
  for (const mend of mends.slice(after, after + limit)) {
    const one = await correctionTold(audited, mend, language);
    told.push(one);
    // A page ends early where there was much to compare.
    read += (one.meanwhile?.compared ?? 1) * audited.record.entries.length;
    if (read > READ_ENTRIES) break;
    await giveWay();
  }
  const next = after + told.length;
  return next < mends.length ? { corrections: told, next } : { corrections: told };
}

async function correctionTold(audited: Audited, mend: Mend, language: Language): Promise<CorrectionTold> {
  const { record, disclosures } = audited;
  const since = wrongSince(record, mend);
  const undone = undoneBy(record, mend);
  const told: Omit<CorrectionTold, 'says'> = {
    mend: placed(audited, mend.place),
    reason: asJson((mend.entry.data as { reason?: unknown }).reason, disclosures) ?? null,
    wrong: mend.wrong === undefined ? null : placed(audited, mend.wrong),
    fields: correctedFields(audited, mend),
    stood: stoodBetween(since === undefined ? undefined : record.entries[since]?.recordedAt, mend.entry.recordedAt),
    undone: undone ? placed(audited, record.entries.indexOf(undone)) : null,
    meanwhile: since === undefined ? null : await meanwhile(audited, since, mend.place),
    leaning: leaningOn(audited, mend),
  };
  const named = [told.reason, told.fields, told.meanwhile?.lists];
  return { ...told, says: correctionInWords(told, wordingOf(audited, audited.head, named, language)) };
}

/** Of a mend that takes back another one, what that had mended is what it changes. */
function leaningOn({ kind, record, indexes, places }: Audited, { place, wrong }: Mend): Leaning[] {
  const mends = new Map(mendsIn(record).map((mend) => [mend.place, mend.wrong]));
  let target = wrong;
  // What a mend names lies before it, so this ends.
  while (target !== undefined && mends.has(target)) target = mends.get(target);
  const entry = target === undefined ? undefined : record.entries[target];
  if (!entry) return [];
  const events = [entry.id, ...(entry.id === effectiveEntries(record)[0]?.id ? [''] : [])];
  const leaning = places.leaningOn(kind.name, record.id, events, indexes[place] ?? 0, LEANING);
  return leaning.map((other) => ({
    ...other,
    href: `/v1/${kindNamed(other.kind)?.resource ?? other.kind}/${other.id}`,
  }));
}

function placed(audited: Audited, place: number): EventBrief {
  const brief = briefOf(audited, place);
  if (!brief) throw new Error(`${audited.record.id} has no entry ${place}`);
  return brief;
}

/** How long something stood, by the ledger's own clock; null where its beginning is not known. */
export function stoodBetween(since: string | undefined, until: string): Stood | null {
  if (since === undefined) return null;
  return { since, until, seconds: Math.max(0, Math.round((Date.parse(until) - Date.parse(since)) / 1000)) };
}
