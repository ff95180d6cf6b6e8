import type { DatedRecord } from '../kernel/dated.js';
import { dated } from '../kernel/dated.js';
import type { EntryRef, LedgerRecord } from '../kernel/entry.js';
import { dateDependenciesOf } from '../kernel/relative-dates.js';
import type { RecordRef } from '../kernel/kind.js';
import { kindNamed } from '../registry/registry.js';
import type { Loaded, RecordLoader } from './record-loader.js';

/**
 * The records that a decision reads, with those on which their dates depend, directly or not: each as it stands in the store
 * when it is first asked for.
 */
export class KnownRecords {
  private readonly loaded = new Map<string, Loaded>();

  constructor(private readonly loader: Pick<RecordLoader, 'load'>) {}

  /** Reads these records and all that their dates depend on; records that are not there are left out. */
  async read(refs: readonly (RecordRef | EntryRef)[]): Promise<void> {
    const wanted = [...refs];
    for (let ref = wanted.pop(); ref !== undefined; ref = wanted.pop()) {
      const kind = kindNamed(ref.kind);
      const key = keyOf(ref.kind, ref.id);
      if (!kind || this.loaded.has(key)) continue;
      const found = await this.loader.load(kind, ref.id);
      if (!found || found.revision < 0) continue;
      this.loaded.set(key, found);
      wanted.push(...dependenciesOf(found.record));
    }
  }

  /** Reads all that the dates of a record depend on, which is not read itself. */
  readAround(record: LedgerRecord): Promise<void> {
    return this.read(dependenciesOf(record));
  }

  /** A record as it was read; undefined where it was not, or is not there. */
  readonly source = (kind: string, id: string): LedgerRecord | undefined => this.loaded.get(keyOf(kind, id))?.record;

  /** The same with its dates. */
  readonly lookup = (kind: string, id: string): DatedRecord | undefined => lookupIn(this.source, kind, id);

  /** The revisions of the records that were read, by stream. */
  revisions(): Record<string, number> {
    return Object.fromEntries([...this.loaded.values()].map(({ stream, revision }) => [stream, revision]));
  }
}

/** A record among others, with its dates. */
export function lookupIn(
  source: (kind: string, id: string) => LedgerRecord | undefined,
  kind: string,
  id: string,
): DatedRecord | undefined {
  const record = source(kind, id);
  return record && dated(kind, record, source);
}

function dependenciesOf(record: LedgerRecord): EntryRef[] {
  return [...dateDependenciesOf(record).values()].flat();
}

function keyOf(kind: string, id: string): string {
  return `${kind} ${id}`;
}
