import { WrongExpectedRevision } from '../event-store/port.js';
import type { DatedRecord } from '../kernel/dated.js';
import { activeEntries, dated, isVoided } from '../kernel/dated.js';
import type { Entry, LedgerEvent, LedgerRecord } from '../kernel/entry.js';
import type { AgreementEvent, RegistrationDetails } from '../registry/agreement/agreement.js';
import { agreementFacts, requestUnderWay } from '../registry/agreement/agreement.js';
import { registeredAs } from '../registry/agreement/registration.js';
import type {
  JournalEvent,
  JournalFacts,
  JournalLine,
  NumberAssigned,
  NumberWanted,
} from '../registry/journal/journal.js';
import { dateOfLine, journalFacts, journalId, lineFor, nextLine, registeredBy } from '../registry/journal/journal.js';
import { kindNamed } from '../registry/registry.js';
import type { EventWriter, Request } from '../commands/event-writer.js';
import type { Loaded, RecordLoader } from '../commands/record-loader.js';
import type { Process, Records, Simulated } from '../commands/processes.js';
import { keyOf } from '../commands/record-loader.js';

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
      const line = await this.issue(wanted(loaded.record, asked), asked, request);
      await this.enter(loaded, request, registeredAs(line.data, asked), 1);
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
   * Marks the lines of an agreement whose registration was voided or corrected to another day, and takes the marks back where
   * one stands again: each journal says of its lines what the agreement says (rule 16).
   * @param causedBy the event after which somebody looks
   */
  async markLines(agreement: string, { actor, causedBy }: { actor: string; causedBy: string }): Promise<void> {
    const loaded = await this.agreement(agreement);
    if (!loaded) return;
    const journals = loaded.record.entries.flatMap(({ type, data }) =>
      type === 'RegistrationRequested' || type === 'AgreementRegistered' ? [journalId(data.region, data.year)] : [],
    );
    const request = { actor, key: '', correlationId: causedBy, causedBy, digest: '' };
    for (const id of new Set(journals)) {
      // Each round marks one line, or sees what another instance has marked meanwhile.
      while (await this.markOne(id, loaded.record, request));
    }
  }

  private async markOne(id: string, agreement: LedgerRecord<AgreementEvent>, request: Request): Promise<boolean> {
    const { record, stream, revision } = await this.loader.expect({ kind: 'registration-journal', id });
    const journal = journalFacts(record as LedgerRecord<JournalEvent>);
    const marks = journal.lines
      .filter((line) => line.data.agreement === agreement.id)
      .flatMap((line) => markOf(journal, line, agreement) ?? []);
    const [mark] = marks;
    if (!mark) return false;
    const events = this.writer.prepare(request, stream, revision, [mark], {}, revision + 1);
    await this.writer.append(stream, revision, events, []).catch(unlessOutrun);
    return true;
  }

  /**
   * The agreement's line in the journal: the one it has, or the next. Tries again while other instances register; in one
   * instance all take turns, because only one of several appends at the same revision succeeds.
   */
  private issue(wanted: NumberWanted, asked: RegistrationRequest, request: Request): Promise<JournalLine> {
    const id = journalId(asked.data.region, asked.data.year);
    const before = this.turns.get(id) ?? Promise.resolve();
    const work = before.then(() => this.issueNext(id, wanted, request));
    const ended = work.catch(() => undefined);
    this.turns.set(id, ended);
    void ended.then(() => {
      if (this.turns.get(id) === ended) this.turns.delete(id);
    });
    return work;
  }

  private async issueNext(id: string, wanted: NumberWanted, request: Request): Promise<JournalLine> {
    for (;;) {
      const { record, stream, revision } = await this.loader.expect({ kind: 'registration-journal', id });
      const lines = record as LedgerRecord<JournalEvent>;
      const known = lineFor(journalFacts(lines), wanted.id, wanted.asked.id, request);
      if (known) return known;
      const line = nextLine(lines, wanted, request);
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

  /** The number is the next of the journal as it stands: nothing reserves it. */
  async simulate(record: LedgerRecord, request: Request, records: Records): Promise<Simulated> {
    const agreement = record as LedgerRecord<AgreementEvent>;
    const asked = requestUnderWay(agreement);
    if (!asked) return { here: [], elsewhere: [] };
    const id = journalId(asked.data.region, asked.data.year);
    const kind = kindNamed('registration-journal');
    const journal = kind && (await records.load(kind, id));
    const line = journal && nextLine(journal.record as LedgerRecord<JournalEvent>, wanted(agreement, asked), request);
    if (!kind || !line) throw new Error(`${id} is not a registration journal`);
    return { here: [registeredAs(line.data, asked)], elsewhere: [{ kind, id, events: [line] }] };
  }

  private async agreement(id: string): Promise<LoadedAgreement | undefined> {
    const kind = kindNamed('agreement');
    const loaded = kind && (await this.loader.load(kind, id));
    return loaded && { ...loaded, record: loaded.record as LedgerRecord<AgreementEvent> };
  }
}

/** What the journal writes of the agreement: by what was known of it when it asked, whoever comes to it and when. */
function wanted({ id, entries }: LedgerRecord<AgreementEvent>, asked: RegistrationRequest): NumberWanted {
  const then = { id, entries: entries.filter(({ revision }) => revision <= asked.revision) };
  const { parties, announced } = agreementFacts(dated('agreement', then));
  const { registers, subject } = asked.data;
  return { id, parties, title: announced?.data.title, asked, registers, subject };
}

/**
 * Whether the agreement shows a line, or did and the entry has been voided since; a line that it asked for and does not show
 * is of a request that was voided. In logs from before it asked first, it may be registered under another number there.
 */
function isEntered(record: LedgerRecord<AgreementEvent>, line: NumberAssigned): boolean {
  return (
    line.asked !== undefined ||
    activeEntries(dated('agreement', record)).some(
      ({ type, data }) => type === 'AgreementRegistered' && data.region === line.region,
    ) ||
    record.entries.some(({ type, data }) => type === 'AgreementRegistered' && isOf(line, data))
  );
}

/** What a journal has to note of a line to say what the agreement says; undefined where it does. */
function markOf(
  journal: JournalFacts,
  line: JournalLine,
  agreement: LedgerRecord<AgreementEvent>,
): JournalEvent | undefined {
  const act = { modality: 'fact', date: null, recording: 'live', source: null } as const;
  const isVoid = journal.voids.has(line.id);
  if (stands(agreement, line) === isVoid)
    return { type: isVoid ? 'LineRestored' : 'LineVoided', data: { line: line.id, act } };
  const entry = registrationOf(dated('agreement', agreement), line);
  if (!entry || entry.data.act.date === dateOfLine(journal, line)) return undefined;
  return { type: 'LineDated', data: { line: line.id, date: entry.data.act.date, act } };
}

/** The registration that a line is of, as the agreement has it today. */
function registrationOf(record: DatedRecord<AgreementEvent>, { data: line }: JournalLine) {
  const { registrations, furtherRegistrations } = agreementFacts(record);
  return [...registrations, ...furtherRegistrations].find(({ data }) => isOf(line, data));
}

/** Whether a registration stands that a line is of, or is under way. */
function stands(agreement: LedgerRecord<AgreementEvent>, line: JournalLine): boolean {
  const record = dated('agreement', agreement);
  if (isVoided(record)) return false;
  const { asked } = line.data;
  return (
    registrationOf(record, line) !== undefined || (asked !== undefined && requestUnderWay(agreement)?.id === asked)
  );
}

function isOf(line: NumberAssigned, { region, year, number, request }: RegistrationDetails): boolean {
  if (line.asked !== undefined) return request === line.asked;
  return region === line.region && year === line.year && number === line.number;
}

function unlessOutrun(error: unknown): void {
  if (!(error instanceof WrongExpectedRevision)) throw error;
}
