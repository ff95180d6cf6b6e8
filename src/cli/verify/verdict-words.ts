import type { Finding, Good, Part, SaidHealth, Verdict } from '../../transparency/verify/verdict.js';
import type { Replayed } from './replay-export.js';
import { shown } from './shown.js';

/** 0 good, 1 not good, 2 could not be checked. */
export function exitCodeOf({ verdict }: Verdict): number {
  return { good: 0, 'not-good': 1, unchecked: 2 }[verdict];
}

/** A verdict for people, in English alone: the verifier reads no file beside the export. Most of what it names was written by those who are not trusted. */
export function inWords(verdict: Verdict): string {
  if (verdict.verdict === 'unchecked') return shown(`COULD NOT BE CHECKED: ${verdict.reason}`);
  const lines = verdict.verdict === 'good' ? goodInWords(verdict) : findingInWords(verdict.finding);
  return lines.map(shown).join('\n');
}

/** What folding gave, for people. */
export function replayInWords({ records, begunBefore, statuses, faults, faultCount }: Replayed): string {
  const kinds = [...statuses].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = kinds.map(([kind, byStatus]) => `  ${kind}: ${tallied(byStatus)}`);
  const left = faultCount - faults.length;
  const before =
    begunBefore === 0 ? [] : [`  NOTE ${begunBefore} records begin before this part of the log, and are left out`];
  const bad = faultCount === 0 ? [] : [`NOT FOLDED: ${faultCount}`, ...faults.map((fault) => `  ${fault}`)];
  const more = left > 0 ? [`  and ${left} more`] : [];
  return [`replayed: ${records} records`, ...lines, ...before, ...bad, ...more].map(shown).join('\n');
}

function goodInWords(good: Good): string[] {
  const { checkpoint, entries, streams, disclosures, signedBy, beginnings } = good;
  const lines = [
    `good: ${whatIsGood(good)}`,
    `  log          ${checkpoint.origin}`,
    `  root         ${Buffer.from(checkpoint.root).toString('base64')}`,
    `  signed by    ${signedBy}`,
  ];
  if (entries > 0 && good.part?.kind !== 'receipt') lines.push(`  streams      ${streams}, none with a hole`);
  if (disclosures > 0) lines.push(`  texts        ${disclosures} agree with the digests in the entries`);
  for (const size of beginnings)
    lines.push(`  beginning    the checkpoint of ${size} entries that you keep is a beginning of it`);
  if (good.health) lines.push(...healthInWords(good.health));
  if (good.unsigned !== undefined) lines.push(...unsignedInWords(good.unsigned, 'file'));
  if (good.part) lines.push(...NOTES[good.part.kind](good.part.words));
  if (good.keyIsReplaced) {
    lines.push(
      '  NOTE         the key that you gave was replaced by this one, and has signed that itself: ask when and why',
    );
  }
  if (!good.keyIsGiven) {
    lines.push(
      '  NOTE         the key was taken from what it is to prove: without --key this shows only that the history agrees',
      '               with itself, and not whose it is',
    );
  }
  if (beginnings.length === 0) {
    lines.push('  NOTE         without --checkpoint nothing shows that it is the same history as before');
  }
  return lines;
}

/** What a server says of itself proves nothing good; what it owns up to is worth knowing. */
function healthInWords({ isReported, unsigned }: SaidHealth): string[] {
  if (!isReported)
    return [
      '  NOTE         the server does not say at /health/ready whether it has raised an alarm: ask those who run it',
    ];
  return unsignedInWords(unsigned, 'server');
}

/** Nobody has signed how many there are, either. */
function unsignedInWords(unsigned: number, saidBy: 'file' | 'server'): string[] {
  if (unsigned === 0) return [];
  return [
    `  NOTE         ${unsigned} more recorded and not yet signed, as the ${saidBy} says: nothing is shown about these`,
  ];
}

function whatIsGood({ checkpoint: { size }, entries, part }: Good): string {
  if (part?.kind === 'receipt') return `${part.words} is one of the ${size} entries that were signed`;
  return entries === 0
    ? `the checkpoint of ${size} entries is signed, and there was no entry to look at`
    : `${entries} of ${size} entries were looked at, and are those that were signed`;
}

/** What a part does not show. */
const NOTES: Record<Part['kind'], (words: string) => string[]> = {
  stretch: (words) => [
    `  NOTE         the file holds ${words}, and all of these: nothing is shown about entries before and behind`,
  ],
  record: (words) => [
    `  NOTE         the file says of itself that it holds ${words}.`,
    '               Every entry in it was signed. Whether newer entries of these records, or whole records, were left out',
    '               is not shown, nor anything about others: only an export of the whole ledger shows that',
  ],
  receipt: () => [
    '  NOTE         nothing is shown about other entries, nor that this one is in a newer history: keep the checkpoint',
  ],
};

function findingInWords({ message, index, stream, revision, line, between }: Finding): string[] {
  const lines = [`NOT GOOD: ${message}`];
  if (index !== undefined) lines.push(`  entry        ${index}`);
  if (stream !== undefined && revision !== undefined) lines.push(`  there stands revision ${revision} of ${stream}`);
  if (between) lines.push(`  between      entries ${between[0]} and ${between[1] - 1}`);
  if (line !== undefined) lines.push(`  line         ${line}`);
  return lines;
}

function tallied(byStatus: ReadonlyMap<string, number>): string {
  return [...byStatus]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([status, count]) => `${status} ${count}`)
    .join(', ');
}
