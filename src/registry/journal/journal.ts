import type { Entry, LedgerEvent, LedgerRecord } from '../../kernel/entry.js';
import { isRegion } from '../../kernel/regions.js';

/** A number given to an agreement; it stays used, whatever becomes of the agreement (rule 7). */
export type JournalEvent = LedgerEvent<'RegistrationNumberAssigned', NumberAssigned>;

export interface NumberAssigned {
  agreement: string;
  region: string;
  year: number;
  number: number;
  /** The request that asked for it: the agreement's own entry is written under its key, by whichever instance. */
  request: { key: string; correlationId: string; digest: string };
  /** Number in an old register, as it stood there. */
  formerNumber?: string;
}

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

/** The line that gives an agreement its number in the journal, if it has one. */
export function lineOf(journal: LedgerRecord<JournalEvent>, agreement: string): Entry<JournalEvent> | undefined {
  return journal.entries.find(({ data }) => data.agreement === agreement);
}

/**
 * The next line of the journal: numbers run 1, 2, 3 … without a gap, because the journal is one stream and each line is
 * appended at the revision that its number follows from. An agreement that has a number already gets no second one.
 * `asked` is the agreement's own entry that asks for the number.
 */
export function assignNumber(
  journal: LedgerRecord<JournalEvent>,
  agreement: string,
  asked: LedgerEvent,
  { key, correlationId, digest }: NumberAssigned['request'],
): JournalEvent | undefined {
  const place = readJournalId(journal.id);
  if (!place || lineOf(journal, agreement)) return undefined;
  const { formerNumber } = asked.data as { formerNumber?: string };
  return {
    type: 'RegistrationNumberAssigned',
    data: {
      agreement,
      ...place,
      number: journal.entries.length + 1,
      request: { key, correlationId, digest },
      ...(formerNumber === undefined ? {} : { formerNumber }),
      act: asked.data.act,
    },
  };
}

/** What a line says of its agreement: the details of the agreement's own entry. */
export function registeredBy({
  region,
  year,
  number,
  formerNumber,
}: NumberAssigned): Omit<NumberAssigned, 'agreement' | 'request'> {
  return { region, year, number, ...(formerNumber === undefined ? {} : { formerNumber }) };
}
