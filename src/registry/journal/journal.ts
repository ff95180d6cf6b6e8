import type { DatedRecord } from '../../kernel/dated.js';
import type { Details } from '../../kernel/decider.js';
import type { Entry, LedgerEvent, LedgerRecord } from '../../kernel/entry.js';
import type { Names } from '../../kernel/names.js';
import { isRegion } from '../../kernel/regions.js';
import type { OpenJournal } from './journal.commands.js';
import { inFormat, wholeNumberIn } from './number-format.js';

/** What a line of a journal may be about. */
export const LINE_SUBJECTS = ['agreement', 'amendment', 'extension', 'ending'] as const;

/** A change or ending of an agreement that is registered; the agreement itself where nothing is named. */
export interface RegisteredThing {
  /** Its entry in the agreement. */
  registers?: string;
  subject?: (typeof LINE_SUBJECTS)[number];
}

/** The number of a line: absent where an old register gave its own (`formerNumber`), or states none. */
export interface NumberGiven {
  number?: number;
  /** The number as the journal writes it; absent where that is the number alone. */
  writtenAs?: string;
}

export type JournalEvent =
  | LedgerEvent<'NumberingSet', Numbering>
  | LedgerEvent<'RegistrationNumberAssigned', NumberAssigned>
  | LedgerEvent<'LineVoided', MarkedLine>
  | LedgerEvent<'LineRestored', MarkedLine>
  | LedgerEvent<'LineDated', DatedLine>;

/** How a journal gives its numbers. */
export type Numbering = Partial<Details<OpenJournal>>;

/** A number given to an agreement, or the one that it has in an old register; it stays, whatever becomes of the agreement. */
export interface NumberAssigned extends RegisteredThing, NumberGiven {
  agreement: string;
  region: string;
  year: number;
  /** The request that asked for it: the agreement's own entry is written under its key, by whichever instance. */
  request: { key: string; correlationId: string; digest: string };
  /** Number in an old register, as it stood there. */
  formerNumber?: string;
  /** The agreement's entry that asked for it; this and what follows is absent in older logs. */
  asked?: string;
  /** What the journal writes of the agreement, by what was known when it was registered. */
  title?: Names;
  parties?: string[];
}

/** The entry of a line whose registration was voided, or stands again. */
export interface MarkedLine {
  line: string;
}

/** The entry of a line whose registration was corrected to another day, as the agreement states it; null for none. */
export interface DatedLine extends MarkedLine {
  date: string | null;
}

export type JournalLine = Entry<Extract<JournalEvent, { type: 'RegistrationNumberAssigned' }>>;

/** Id of the journal of a region in a year. */
export function journalId(region: string, year: number): string {
  return `${region}.${String(year).padStart(4, '0')}`;
}

/** Region and year of a journal's id; undefined for anything else. */
export function readJournalId(id: string): { region: string; year: number } | undefined {
  const [region = '', year = ''] = id.split('.');
  return isRegion(region) && /^\d{4}$/.test(year) && id === journalId(region, Number(year))
    ? { region, year: Number(year) }
    : undefined;
}

/** What stands in a journal. Nobody corrects its entries: they count as they were recorded. */
export interface JournalFacts {
  /** By the last that was said of each part of it. */
  numbering: Numbering;
  lines: JournalLine[];
  /** By the entry of the line: the entry that marked it as void. */
  voids: ReadonlyMap<string, Entry<JournalEvent>>;
  /** By the entry of the line: the last entry that gave it the day to which its registration was corrected. */
  dates: ReadonlyMap<string, Entry<Extract<JournalEvent, { type: 'LineDated' }>>>;
}

/** Works out what stands in a journal. */
export function journalFacts({ entries }: LedgerRecord<JournalEvent>): JournalFacts {
  const lines: JournalLine[] = [];
  const voids = new Map<string, Entry<JournalEvent>>();
  const dates = new Map<string, Entry<Extract<JournalEvent, { type: 'LineDated' }>>>();
  let numbering: Numbering = {};
  for (const entry of entries) {
    if (entry.type === 'RegistrationNumberAssigned') lines.push(entry);
    else if (entry.type === 'NumberingSet') {
      const { act: _act, ...set } = entry.data;
      numbering = { ...numbering, ...set };
    } else if (entry.type === 'LineVoided') voids.set(entry.data.line, entry);
    else if (entry.type === 'LineDated') dates.set(entry.data.line, entry);
    else voids.delete(entry.data.line);
  }
  return { numbering, lines, voids, dates };
}

/** Whether the journal holds numbers of an old register and has given none itself: it is entered as it stood (rule 16). */
export function isAsItStood({ numbering, lines }: JournalFacts): boolean {
  return numbering.asItStood ?? (lines.length > 0 && lines.every(({ data }) => data.number === undefined));
}

/** Whether a journal gives numbers to live entries: one of a past year that is entered as it stood takes none. */
export function takesLiveLines(journal: JournalFacts, year: number, thisYear: number): boolean {
  return journal.numbering.asItStood !== true && !(year < thisYear && isAsItStood(journal));
}

/** The line that was entered for a request, if there is one. */
export function lineFor(
  { lines }: JournalFacts,
  agreement: string,
  asked: string,
  request: NumberAssigned['request'],
): JournalLine | undefined {
  return lines.find(({ data }) => {
    if (data.asked !== undefined) return data.asked === asked;
    return data.agreement === agreement && data.request.key === request.key && data.request.digest === request.digest;
  });
}

/** What an agreement asks of a journal. */
export interface NumberWanted extends RegisteredThing {
  id: string;
  title?: Names;
  parties: string[];
  /** Its entry that asks. */
  asked: Entry<LedgerEvent<string, { formerNumber?: string }>>;
}

/**
 * The next line of the journal. Live numbers run without a gap or a repeat, because the journal is one stream and each line
 * is appended at the revision that its number follows from. A historical entry keeps the number that it had; one that states
 * none gets none in a journal that is entered as it stood.
 */
export function nextLine(
  journal: LedgerRecord<JournalEvent>,
  { id, title, parties, asked, registers, subject }: NumberWanted,
  { key, correlationId, digest }: NumberAssigned['request'],
): Extract<JournalEvent, { type: 'RegistrationNumberAssigned' }> | undefined {
  const place = readJournalId(journal.id);
  if (!place) return undefined;
  const facts = journalFacts(journal);
  const { formerNumber, act } = asked.data;
  const isOld = act.recording === 'historical' && (formerNumber !== undefined || isAsItStood(facts));
  return {
    type: 'RegistrationNumberAssigned',
    data: {
      agreement: id,
      ...place,
      ...(isOld ? {} : nextNumber(facts, place)),
      ...(formerNumber === undefined ? {} : { formerNumber }),
      ...(registers === undefined ? {} : { registers }),
      ...(subject === undefined ? {} : { subject }),
      ...(title === undefined ? {} : { title }),
      parties,
      asked: asked.id,
      request: { key, correlationId, digest },
      act,
    },
  };
}

/** One more than the last number that the journal gave; numbers that stand there from paper are passed over. */
function nextNumber({ numbering, lines }: JournalFacts, place: { region: string; year: number }): NumberGiven {
  const given = lines.map(({ data }) => data.number).filter((number) => number !== undefined);
  const onPaper = new Set(
    lines.flatMap(({ data: { number, formerNumber } }) => {
      if (number !== undefined || formerNumber === undefined) return [];
      return wholeNumberIn(formerNumber, numbering.format, place.year) ?? [];
    }),
  );
  const last = given.at(-1) ?? (numbering.firstNumber ?? Math.max(0, ...onPaper) + 1) - 1;
  let number = last + 1;
  while (onPaper.has(number)) number += 1;
  const { format } = numbering;
  return format === undefined ? { number } : { number, writtenAs: inFormat(format, number, place) };
}

/** The number of a line as it stands in the journal; null where an old register states none. */
export function writtenAs({ number, writtenAs: written, formerNumber }: NumberGiven & { formerNumber?: string }) {
  return written ?? (number === undefined ? (formerNumber ?? null) : String(number));
}

/** The day of a line, as its agreement states it. */
export function dateOfLine({ dates }: JournalFacts, { id, data }: JournalLine): string | null {
  const corrected = dates.get(id);
  return corrected ? corrected.data.date : data.act.date;
}

/** The lines of a journal that stand, with that number. */
export function standingLines(journal: DatedRecord<JournalEvent>, number: string): JournalLine[] {
  const { lines, voids } = journalFacts(journal);
  return lines.filter(({ id, data }) => !voids.has(id) && writtenAs(data) === number);
}

/** What a line says of its agreement: the details of the agreement's own entry. */
export function registeredBy({
  region,
  year,
  number,
  writtenAs: written,
  formerNumber,
}: NumberAssigned): Omit<NumberAssigned, 'agreement' | 'request'> {
  return {
    region,
    year,
    ...(number === undefined ? {} : { number }),
    ...(written === undefined ? {} : { writtenAs: written }),
    ...(formerNumber === undefined ? {} : { formerNumber }),
  };
}
