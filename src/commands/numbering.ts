import { WrongExpectedRevision } from '../event-store/port.js';
import type { RecordRef } from '../kernel/kind.js';
import type { Disclosure } from '../kernel/personal.js';
import type { Entry, LedgerEvent, LedgerRecord } from '../kernel/record.js';
import { standing } from '../kernel/record.js';
import type { AgreementEvent } from '../registry/agreement/agreement.js';
import type { JournalEvent, NumberAssigned } from '../registry/journal/journal.js';
import { assignNumber, lineOf, registeredBy } from '../registry/journal/journal.js';
import type { EventWriter, Request } from './event-writer.js';
import type { RecordLoader } from './record-loader.js';
import { keyOf } from './record-loader.js';

/** A line of a registration journal: a number that was given. */
export type JournalLine = Entry<JournalEvent>;

/**
 * Registration numbers (rule 7). A number is given by appending a line to the journal's stream at its present revision;
 * the agreement's own stream is written next, by the command or, if it died in between, by the reaction to the line.
 */
export class Numbering {
  constructor(
    private readonly loader: RecordLoader,
    private readonly writer: EventWriter,
  ) {}

  /** The agreement's line in the journal: the one it has, or the next. Tries again while others register. */
  async issue(
    journal: RecordRef,
    agreement: string,
    registered: LedgerEvent,
    request: Request,
    disclosures: readonly Disclosure[],
    lookedAt: Record<string, number>,
  ): Promise<JournalLine> {
    for (;;) {
      const { record, stream, revision } = await this.loader.expect(journal);
      const lines = record as LedgerRecord<JournalEvent>;
      const known = lineOf(lines, agreement);
      if (known) return known;
      const line = assignNumber(lines, agreement, registered, request);
      if (!line) throw new Error(`${journal.id} is not a registration journal`);
      const events = this.writer.prepare({ ...request, key: '' }, stream, revision, [line], lookedAt);
      await this.writer.append(stream, revision, events, disclosures).catch(onlyIfOutrun);
    }
  }

  /**
   * Writes the agreement's own entry for a line, under the key of the request that asked for it, unless it is there. The
   * number was given while the request's If-Match held, so whatever was written to the agreement since does not stop it.
   */
  async finish({ id, actor, data }: JournalLine): Promise<void> {
    const { agreement, request } = data;
    for (;;) {
      const { record, stream, revision, keys } = await this.loader.expect({ kind: 'agreement', id: agreement });
      if (keys.has(keyOf(actor, request.key)) || isEntered(record as LedgerRecord<AgreementEvent>, data)) return;
      const event = { type: 'AgreementRegistered', data: { ...registeredBy(data), act: data.act } };
      const events = this.writer.prepare({ ...request, actor, causedBy: id }, stream, revision, [event]);
      const appended = await this.writer.append(stream, revision, events, []).catch(onlyIfOutrun);
      if (appended) return;
    }
  }
}

/** Whether the agreement is registered, or was under this very number and the entry has been voided since. */
function isEntered(record: LedgerRecord<AgreementEvent>, { region, year, number }: NumberAssigned): boolean {
  return (
    standing(record).some(({ type }) => type === 'AgreementRegistered') ||
    record.entries.some(
      ({ type, data }) =>
        type === 'AgreementRegistered' && data.region === region && data.year === year && data.number === number,
    )
  );
}

function onlyIfOutrun(error: unknown): undefined {
  if (error instanceof WrongExpectedRevision) return undefined;
  throw error;
}
