import { WrongExpectedRevision } from '../event-store/port.js';
import type { RecordRef } from '../kernel/kind.js';
import type { Disclosure } from '../kernel/personal.js';
import type { LedgerEvent, LedgerRecord } from '../kernel/record.js';
import type { AgreementEvent } from '../registry/agreement/agreement.js';
import { agreementFacts } from '../registry/agreement/agreement.js';
import type { JournalEvent } from '../registry/journal/journal.js';
import { assignNumber, numberOf, registeredBy } from '../registry/journal/journal.js';
import { kindNamed } from '../registry/registry.js';
import type { EventWriter, Request } from './event-writer.js';
import type { Loaded, RecordLoader } from './record-loader.js';
import { keyOf } from './record-loader.js';

/**
 * Registration numbers (rule 7). A number is given by appending a line to the journal's stream at its present revision;
 * the agreement's own stream is written next, by the command or, if it died in between, by the reaction to the line.
 */
export class Numbering {
  constructor(
    private readonly loader: RecordLoader,
    private readonly writer: EventWriter,
  ) {}

  /** The agreement's number in the journal: the one it has, or the next. Tries again while others register. */
  async issue(
    journal: RecordRef,
    agreement: string,
    registered: LedgerEvent,
    request: Request,
    disclosures: readonly Disclosure[],
  ): Promise<number> {
    for (;;) {
      const { record, stream, revision } = await this.load(journal);
      const lines = record as LedgerRecord<JournalEvent>;
      const known = numberOf(lines, agreement);
      if (known !== undefined) return known;
      const line = assignNumber(lines, agreement, registered, request);
      if (!line) throw new Error(`${journal.id} is not a registration journal`);
      try {
        const events = this.writer.prepare({ ...request, key: '' }, stream, revision, [line]);
        await this.writer.append(stream, revision, events, disclosures);
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw error;
      }
    }
  }

  /** Writes a journal's line into the agreement if it is not there; `settled` waits for a command that is about to. */
  async finish(
    journal: string,
    entryId: string,
    settled: (actor: string, key: string) => Promise<void>,
  ): Promise<void> {
    const lines = await this.load({ kind: 'registration-journal', id: journal });
    const line = (lines.record as LedgerRecord<JournalEvent>).entries.find(({ id }) => id === entryId);
    if (!line) return;
    const { agreement, request } = line.data;
    await settled(line.actor, request.key);
    for (;;) {
      const target = await this.load({ kind: 'agreement', id: agreement });
      const facts = agreementFacts(target.record as LedgerRecord<AgreementEvent>);
      if (facts.registered || target.keys.has(keyOf(line.actor, request.key))) return;
      const event = { type: 'AgreementRegistered', data: { ...registeredBy(line.data), act: line.data.act } };
      try {
        const causedBy = { ...request, actor: line.actor, causedBy: line.id };
        const events = this.writer.prepare(causedBy, target.stream, target.revision, [event]);
        await this.writer.append(target.stream, target.revision, events, []);
        return;
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw error;
      }
    }
  }

  private async load({ kind: name, id }: RecordRef): Promise<Loaded> {
    const kind = kindNamed(name);
    const loaded = kind && (await this.loader.load(kind, id));
    if (!loaded) throw new Error(`${name} ${id} is not what its stream holds`);
    return loaded;
  }
}
