import type { NewEvent } from '../event-store/port.js';
import type { LedgerRecord } from '../kernel/entry.js';
import { evolve } from '../kernel/entry.js';
import type { RecordKind } from '../kernel/kind.js';
import type { RelativeDates } from '../kernel/relative-dates.js';
import type { Disclosure } from '../kernel/personal.js';
import { decode } from '../registry/envelope.js';
import { kindNamed } from '../registry/registry.js';
import { Problem } from './problem.js';
import type { Loaded, RecordLoader } from './record-loader.js';
import type { ReadModelPort, RenderedStatus } from './read-model-port.js';
import { Unrenderable } from './read-model-port.js';
import { summaryOf } from './validation.js';

/** Nothing is recorded that cannot be shown: every record is rendered before its next entries are appended. */
export class RenderCheck {
  constructor(
    private readonly readModel: Pick<ReadModelPort, 'render' | 'dependents' | 'datesWith'>,
    private readonly loader: Pick<RecordLoader, 'load'>,
    private readonly timeZone: string,
  ) {}

  /**
   * Renders a record as it will stand, and the records whose dates will be others with it.
   * @param before the record without the new entries
   * @param dates resolves its dates, where the views do not know all that they depend on
   * @throws Problem `rule-broken` naming the field without which it could be shown
   */
  async check(
    kind: RecordKind,
    before: LedgerRecord,
    after: LedgerRecord,
    disclosures: readonly Disclosure[],
    dates?: RelativeDates,
  ): Promise<RenderedStatus> {
    try {
      const rendered = await this.readModel.render(kind, after, disclosures, dates);
      await this.checkDependents(kind, before, after);
      return rendered;
    } catch (error) {
      if (!(error instanceof Unrenderable)) throw error;
      const pointer = await this.fieldAtFault(kind, before, after, disclosures);
      const fault = { pointer, rule: 'can-be-shown', detail: `with this the record ${error.reason}` };
      throw new Problem('rule-broken', summaryOf([fault]), [fault]);
    }
  }

  /** The record as it stands once these events are appended behind a revision, to the byte. */
  simulate({ record, revision }: Pick<Loaded, 'record' | 'revision'>, events: readonly NewEvent[]): LedgerRecord {
    const entries = events.map((event, index) => decode({ ...event, revision: revision + 1 + index }, this.timeZone));
    return evolve(record, ...entries.filter((entry) => entry !== undefined));
  }

  /** The same check for a record that the ledger begins by itself. @throws Unrenderable */
  async checkBeginning(kind: RecordKind, id: string, events: readonly NewEvent[]): Promise<void> {
    await this.readModel.render(kind, this.simulate({ record: { id, entries: [] }, revision: -1 }, events));
  }

  /** Only corrections and voids change dates on which others depend. */
  private async checkDependents(kind: RecordKind, before: LedgerRecord, after: LedgerRecord): Promise<void> {
    const fresh = after.entries.slice(before.entries.length);
    if (!fresh.some(({ type }) => type === 'EntryCorrected' || type === 'EntryVoided')) return;
    const dates = this.readModel.datesWith(kind.name, after);
    for (const { kind: name, id } of this.readModel.dependents(kind.name, after.id)) {
      const otherKind = kindNamed(name);
      const other = otherKind && (await this.loader.load(otherKind, id));
      if (other && !(name === kind.name && id === after.id))
        await this.readModel.render(otherKind, other.record, [], dates);
    }
  }

  /** The first field of the new entries without which the record can be shown; empty where none alone is at fault. */
  private async fieldAtFault(
    kind: RecordKind,
    before: LedgerRecord,
    after: LedgerRecord,
    disclosures: readonly Disclosure[],
  ): Promise<string> {
    const fresh = after.entries.slice(before.entries.length);
    for (const [place, entry] of fresh.entries()) {
      for (const [pointer, data] of withoutEachField(entry.data)) {
        const entries = [...before.entries, ...fresh];
        entries[before.entries.length + place] = { ...entry, data };
        if (await this.isShown(kind, { id: after.id, entries }, disclosures)) return pointer;
      }
    }
    return '';
  }

  private async isShown(kind: RecordKind, record: LedgerRecord, disclosures: readonly Disclosure[]): Promise<boolean> {
    try {
      await this.readModel.render(kind, record, disclosures);
      return true;
    } catch (error) {
      if (error instanceof Unrenderable) return false;
      throw error;
    }
  }
}

/** The data of an entry without one field of the command that gave it, with the pointer of that field. */
function* withoutEachField(data: LedgerRecord['entries'][number]['data']): Iterable<[string, typeof data]> {
  const { act, ...details } = data;
  const { changes, ...others } = details as { changes?: Record<string, unknown> } & Record<string, unknown>;
  for (const name of Object.keys(changes ?? {})) {
    const { [name]: _left, ...rest } = changes ?? {};
    yield [`/changes/${name}`, { ...others, changes: rest, act } as typeof data];
  }
  for (const name of Object.keys(others)) {
    const { [name]: _left, ...rest } = details as Record<string, unknown>;
    yield [`/${name}`, { ...rest, act }];
  }
  if (act.date !== null) yield ['/date', { ...details, act: { ...act, date: null } }];
  const { relativeDate, ...undated } = act;
  if (relativeDate) yield ['/relativeDate', { ...details, act: undated }];
}
