import { WrongExpectedRevision } from '../event-store/port.js';
import { activeEntries, dated } from '../kernel/dated.js';
import type { Entry, LedgerEvent, LedgerRecord } from '../kernel/entry.js';
import type { AgreementEvent } from '../registry/agreement/agreement.js';
import { requestUnderWay } from '../registry/agreement/agreement.js';
import { registeredAs } from '../registry/agreement/registration.js';
import type { JournalEvent, NumberAssigned } from '../registry/journal/journal.js';
import { assignNumber, journalId, lineOf, registeredBy } from '../registry/journal/journal.js';
import { kindNamed } from '../registry/registry.js';
import type { EventWriter, Request } from '../commands/event-writer.js';
import type { Loaded, RecordLoader } from '../commands/record-loader.js';
import type { Process } from '../commands/recorder.js';
import { keyOf } from '../commands/record-loader.js';

/** A line of a registration journal: a number that was given. */
export type JournalLine = Entry<JournalEvent>;

type RegistrationRequest = Entry<Extract<AgreementEvent, { type: 'RegistrationRequested' }>>;

type LoadedAgreement = Omit<Loaded, 'record'> & { record: LedgerRecord<AgreementEvent> };

/**
 * Registration numbers (rule 7). The agreement's stream says first which journal it asks; then the number is given, by
 * appending a line to the journal's stream at its present revision; then the agreement's stream says which number it has.
 * The last two are done by whoever comes to it: the command, its retry, or the reaction of any instance. All of them
 * write the same events under the same ids, so each is written once.
 */
export class RegistrationProcess implements Process {
  /** Those of this instance who wait for their turn at a journal, by its id. */
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(
    private readonly loader: RecordLoader,
    private readonly writer: EventWriter,
  ) {}

  /**
   * Leads the request that is under way in the agreement to its end; does nothing when there is none. It was made while
   * its If-Match held, so whatever was written to the agreement since does not stop it, but for a void of the request.
   */
  async finish(agreement: string): Promise<void> {
    for (;;) {
      const loaded = await this.agreement(agreement);
      const asked = loaded && requestUnderWay(loaded.record);
      if (!asked) return;
      const { key, digest, $correlationId: correlationId } = await this.loader.metadataOf(loaded, asked.revision);
      const request = { actor: asked.actor, key, correlationId, digest, causedBy: asked.id };
      const line = await this.issue(agreement, asked, request);
      await this.enter(loaded, request, registeredAs(line.data.number, asked), 1);
    }
  }

  /**
   * Whoever reads a line of a journal sees to it that the agreement shows it. In logs from before the agreement said
   * first whom it asks, the line is all there may be: it gives the agreement's entry too.
   */
  async finishLine({ id, actor, data }: JournalLine): Promise<void> {
    const { agreement, request } = data;
    await this.finish(agreement);
    for (;;) {
      const loaded = await this.agreement(agreement);
      if (!loaded || loaded.keys.has(keyOf(actor, request.key)) || isEntered(loaded.record, data)) return;
      const event = { type: 'AgreementRegistered', data: { ...registeredBy(data), act: data.act } };
      await this.enter(loaded, { ...request, actor, causedBy: id }, event, 0);
    }
  }

  /**
   * The agreement's line in the journal: the one it has, or the next. Tries again while other instances register; in one
   * instance all take turns, because only one of several appends at the same revision succeeds.
   */
  private issue(agreement: string, asked: RegistrationRequest, request: Request): Promise<JournalLine> {
    const id = journalId(asked.data.region, asked.data.year);
    const before = this.turns.get(id) ?? Promise.resolve();
    const work = before.then(() => this.issueNext(id, agreement, asked, request));
    const ended = work.catch(() => undefined);
    this.turns.set(id, ended);
    void ended.then(() => {
      if (this.turns.get(id) === ended) this.turns.delete(id);
    });
    return work;
  }

  private async issueNext(
    id: string,
    agreement: string,
    asked: RegistrationRequest,
    request: Request,
  ): Promise<JournalLine> {
    for (;;) {
      const { record, stream, revision } = await this.loader.expect({ kind: 'registration-journal', id });
      const lines = record as LedgerRecord<JournalEvent>;
      const known = lineOf(lines, agreement);
      if (known) return known;
      const line = assignNumber(lines, agreement, asked, request);
      if (!line) throw new Error(`${id} is not a registration journal`);
      // The key belongs to the agreement's own entries: the line must not be found as what the command recorded.
      const events = this.writer.prepare({ ...request, key: '' }, stream, revision, [line]);
      await this.writer.append(stream, revision, events, []).catch(unlessOutrun);
    }
  }

  /** Appends the agreement's own entry, unless somebody else has written meanwhile: then the caller looks again. */
  private async enter(
    { stream, revision }: LoadedAgreement,
    request: Request,
    event: LedgerEvent,
    numberInRequest: number,
  ): Promise<void> {
    const events = this.writer.prepare(request, stream, revision, [event], {}, numberInRequest);
    await this.writer.append(stream, revision, events, []).catch(unlessOutrun);
  }

  simulate(events: readonly LedgerEvent[]): LedgerEvent[] {
    return events.flatMap((event) => {
      const data = event.data as RegistrationRequest['data'];
      return [event, registeredAs(0, { id: '', data })];
    });
  }

  private async agreement(id: string): Promise<LoadedAgreement | undefined> {
    const kind = kindNamed('agreement');
    const loaded = kind && (await this.loader.load(kind, id));
    return loaded && { ...loaded, record: loaded.record as LedgerRecord<AgreementEvent> };
  }
}

/** Whether the agreement is registered, or was under this very number and the entry has been voided since. */
function isEntered(record: LedgerRecord<AgreementEvent>, { region, year, number }: NumberAssigned): boolean {
  return (
    activeEntries(dated('agreement', record)).some(({ type }) => type === 'AgreementRegistered') ||
    record.entries.some(
      ({ type, data }) =>
        type === 'AgreementRegistered' && data.region === region && data.year === year && data.number === number,
    )
  );
}

function unlessOutrun(error: unknown): void {
  if (!(error instanceof WrongExpectedRevision)) throw error;
}
