import type { Personal } from '../kernel/personal.js';
import { effectiveEntries } from '../kernel/effective.js';
import { hrefTo } from '../registry/registry.js';
import type { Audited } from './audited.js';
import { asJson, giveWay, READ_ENTRIES } from './audited.js';
import type { CorrectionReport, Dependent, TimeOnRecord } from './correction-report.js';
import { correctionInWords } from './language/correction-sentences.js';
import type { Language } from '../words/locale-files.js';
import { effects } from './correction-effects.js';
import type { EventBrief, CorrectionOrVoid } from './corrections-and-voids.js';
import { briefOf, correctedFields, correctionsIn, undoneBy, wrongSince } from './corrections-and-voids.js';
import { wordingOf } from './record-names.js';

/** How many of the records are named whose dates depend on what was corrected or voided. */
const LEANING = 100;

/** Some corrections and voids of a record, newest first; `next` is the number of those that do not follow. */
export interface CorrectionsPage {
  corrections: CorrectionReport[];
  next?: number;
}

/**
 * What was corrected or voided in a record, newest first, how long the wrong record stood, and what it showed otherwise.
 * @param after number of corrections to leave out
 */
export async function corrections(
  audited: Audited,
  after: number,
  limit: number,
  language: Language,
): Promise<CorrectionsPage> {
  const found = correctionsIn(audited.record).reverse();
  const reports: CorrectionReport[] = [];
  let read = 0;
  for (const correction of found.slice(after, after + limit)) {
    const one = await correctionReport(audited, correction, language);
    reports.push(one);
    // A page ends early where there was much to compare.
    read += (one.effects?.compared ?? 1) * audited.record.entries.length;
    if (read > READ_ENTRIES) break;
    await giveWay();
  }
  const next = after + reports.length;
  return next < found.length ? { corrections: reports, next } : { corrections: reports };
}

async function correctionReport(
  audited: Audited,
  correction: CorrectionOrVoid,
  language: Language,
): Promise<CorrectionReport> {
  const { record, disclosures } = audited;
  const since = wrongSince(record, correction);
  const undone = undoneBy(record, correction);
  const report: Omit<CorrectionReport, 'summary'> = {
    correction: placed(audited, correction.place),
    reason: asJson((correction.entry.data as { reason?: Personal }).reason, disclosures) ?? null,
    corrected: correction.corrected === undefined ? null : placed(audited, correction.corrected),
    fields: correctedFields(audited, correction),
    onRecord: timeOnRecord(
      since === undefined ? undefined : record.entries[since]?.recordedAt,
      correction.entry.recordedAt,
    ),
    undone: undone ? placed(audited, record.entries.indexOf(undone)) : null,
    effects: since === undefined ? null : await effects(audited, since, correction.place),
    dependents: dependentsOf(audited, correction),
  };
  const named = [report.reason, report.fields, report.effects?.lists];
  const point = { transactionIndex: audited.head, validDay: correction.entry.recordedOn };
  return { ...report, summary: correctionInWords(report, wordingOf(audited, point, named, language)) };
}

/** Of a correction that takes back another one, what that one had corrected is what it changes. */
function dependentsOf({ kind, record, indexes, places }: Audited, { place, corrected }: CorrectionOrVoid): Dependent[] {
  const ofPlaces = new Map(correctionsIn(record).map((correction) => [correction.place, correction.corrected]));
  let target = corrected;
  // What a correction names lies before it, so this ends.
  while (target !== undefined && ofPlaces.has(target)) target = ofPlaces.get(target);
  const entry = target === undefined ? undefined : record.entries[target];
  if (!entry) return [];
  const events = [entry.id, ...(entry.id === effectiveEntries(record)[0]?.id ? [''] : [])];
  const dependents = places.dependentsOf(kind.name, record.id, events, indexes[place] ?? 0, LEANING);
  return dependents.map((other) => ({
    ...other,
    href: hrefTo(other.kind, other.id),
  }));
}

function placed(audited: Audited, place: number): EventBrief {
  const brief = briefOf(audited, place);
  if (!brief) throw new Error(`${audited.record.id} has no entry ${place}`);
  return brief;
}

/** How long something stood, by the ledger's own clock; null where its beginning is not known. */
export function timeOnRecord(since: string | undefined, until: string): TimeOnRecord | null {
  if (since === undefined) return null;
  return { since, until, seconds: Math.max(0, Math.round((Date.parse(until) - Date.parse(since)) / 1000)) };
}
