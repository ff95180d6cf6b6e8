import { eventFor, say } from '../../words/words.js';
import type { EntriesAt, ExplainedEntry } from '../entries.js';
import { itemInWords, labelOfPart, valueInWords } from './values.js';
import type { Wording } from './wording.js';

/** What is said of a field: where it stands, what it is, and how it became so. */
export interface ToExplain {
  /** Name of the field, or of the list in which it stands. */
  readonly name: string;
  /** Name of the field of which it is a part; empty for a field of the answer. */
  readonly parent: string;
  /** What the field is a part of, in words, and with a colon behind; empty for a field of the answer. */
  readonly of: string;
  readonly value: unknown;
  /** It stands in a list. */
  readonly isItem: boolean;
  readonly setBy: string | null;
  readonly before: { readonly value: unknown } | null;
  readonly followsFromDates: boolean;
  /** Entries on which it rests, where that is to be said. */
  readonly basis: readonly string[];
}

/** Items of a list, and entries, that a sentence names. */
const NAMED = 3;

/** Longer values are cut off: they stand beside the sentence in full. */
const LONGEST = 300;

/** Writes why fields are what they are. */
export class ExplanationSentences {
  constructor(
    private readonly entries: Pick<EntriesAt, 'explain' | 'recordedOn'>,
    private readonly wording: Wording,
    /** Nothing lies before what was looked at. */
    private readonly isWhole: boolean,
  ) {}

  /** What a field is, with which entry it became so, on whose word, and what it was before. */
  explain({ name, parent, of, value, isItem, setBy, before, followsFromDates, basis }: ToExplain): string {
    const { language } = this.wording;
    const label = labelOfPart(name, parent, language);
    const shown = this.value(value, name, isItem);
    const said = [of === '' || isItem ? `${of}${label}: ${shown}` : `${of}${uncapitalised(label)} — ${shown}`];
    // Of what never was anything there is no more to tell.
    if (isNothing(value) && (before === null || isNothing(before.value))) return sentences(said);
    said.push(...this.origin(setBy));
    if (followsFromDates) said.push(say(language, 'audit.byDates'));
    if (before && !isNothing(before.value)) {
      // What has become otherwise in its parts alone reads as before.
      const was = this.value(before.value, name, isItem);
      if (was !== shown) said.push(say(language, 'audit.before', { before: was }));
    }
    if (basis.some((id) => id !== setBy)) said.push(say(language, 'audit.basis', { entries: this.named(basis) }));
    return sentences([...said, ...this.contradictions(basis)]);
  }

  private value(value: unknown, name: string, isItem: boolean): string {
    if (isNothing(value)) return say(this.wording.language, 'audit.none');
    if (Array.isArray(value)) return this.shortened(value.map((item) => this.item(item, name)));
    return cut(isItem ? this.item(value, name) : valueInWords(withoutOrigin(value), name, this.wording));
  }

  /** What was remarked is told by its text, and not by the entry that it is about. */
  private item(item: unknown, name: string): string {
    const { text } = (item ?? {}) as { text?: unknown };
    return isNothing(text) ? itemInWords(item, name, this.wording) : valueInWords(text, 'text', this.wording);
  }

  private shortened(items: readonly string[]): string {
    const shown = cut(items.slice(0, NAMED).join('; '));
    const more = items.length - NAMED;
    return more > 0 ? `${shown} ${say(this.wording.language, 'audit.more', { count: more })}` : shown;
  }

  private origin(setBy: string | null): string[] {
    const { language } = this.wording;
    const entry = setBy === null ? undefined : this.entries.explain(setBy);
    if (!entry) return [say(language, this.isWhole ? 'audit.fromReference' : 'audit.setEarlier')];
    return [this.setBy(entry), ...this.source(entry)];
  }

  private setBy({ event, type, concerns }: ExplainedEntry): string {
    const { language } = this.wording;
    const recorded = this.date(this.entries.recordedOn(event) ?? '');
    const told = { ...this.entry(concerns ?? event), recorded };
    if (concerns === undefined) return say(language, 'audit.setBy', told);
    if (type === 'EntryCorrected') return say(language, 'audit.setByCorrection', told);
    if (type === 'EntryVoided') return say(language, 'audit.setByVoid', told);
    return say(language, type === 'EntryAttested' ? 'audit.setByAttestation' : 'audit.setByAnnotation', told);
  }

  private source({ source }: ExplainedEntry): string[] {
    if (!source) return [];
    const { language, names } = this.wording;
    const place = [
      names.get(source.id) ?? source.id,
      ...(source.paragraph === undefined ? [] : [say(language, 'audit.paragraph', { number: `${source.paragraph}` })]),
      ...(source.page === undefined ? [] : [say(language, 'audit.page', { number: `${source.page}` })]),
    ];
    return [say(language, 'audit.source', { source: place.join(', ') })];
  }

  private named(basis: readonly string[]): string {
    return this.shortened(
      basis.map((id) => {
        const { entry, details } = this.entry(id);
        return `${entry}${details}`;
      }),
    );
  }

  /** An entry, and behind it its date, and the record in which it stands where that is another one. */
  private entry(id: string): { entry: string; details: string } {
    const { language, names } = this.wording;
    const explained = this.entries.explain(id);
    const date = explained?.happened ?? explained?.resolved ?? null;
    const details = [
      ...(date === null ? [] : [this.date(date)]),
      ...(explained?.record ? [names.get(explained.record.id) ?? explained.record.id] : []),
    ];
    return {
      entry: explained ? eventFor(explained.type, language) : id,
      details: details.length === 0 ? '' : ` (${details.join(', ')})`,
    };
  }

  private contradictions(basis: readonly string[]): string[] {
    const others = basis.flatMap((id) => this.entries.explain(id)?.contradictedBy ?? []);
    const dates = others.flatMap(({ agrees, happened }) => (agrees || happened === null ? [] : [this.date(happened)]));
    if (dates.length === 0) return [];
    return [say(this.wording.language, 'audit.otherDate', { date: [...new Set(dates)].join(', ') })];
  }

  private date(date: string): string {
    return this.wording.dates ? this.wording.dates(date) : date;
  }
}

/** The entry of an act, and its source, are told by the sentence itself. */
function withoutOrigin(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('entry' in value)) return value;
  const { entry: _entry, source: _source, ...others } = value as Record<string, unknown>;
  return others;
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

/** An abbreviation keeps its capitals. */
function uncapitalised(label: string): string {
  return /^\p{Lu}\p{Ll}/u.test(label) ? `${label.charAt(0).toLowerCase()}${label.slice(1)}` : label;
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST).trimEnd()}…` : text;
}

/** Each with its end, which a date or an abbreviation may have already. */
function sentences(said: readonly string[]): string {
  return said.map((one) => (/[.…!?]$/.test(one) ? one : `${one}.`)).join(' ');
}
