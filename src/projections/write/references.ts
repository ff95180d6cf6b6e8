import type { Constructor, FieldSpec } from '../../kernel/fields.js';
import { fieldsOf } from '../../kernel/fields.js';
import type { RecordKind } from '../../kernel/kind.js';
import type { DatedEntry, DatedRecord } from '../../kernel/dated.js';
import { activeEntries } from '../../kernel/dated.js';
import type { EffectiveEntry } from '../../kernel/effective.js';
import type { EntryRef } from '../../kernel/entry.js';
import { commandRecording } from '../../registry/registry.js';

/** What an entry refers to, by the name of the field that says so; `''` for the entry that began the other record. */
export interface Reference {
  rel: string;
  from: string;
  kind: string;
  id: string;
  event: string;
  /** Where it stands among the record's: by its entry, so that what one entry refers to moves nothing of another. */
  place: number;
  /** The first day on which the act may have happened that refers to it; '' for no such bound, or where nobody asked. */
  since: string;
}

/** More than one entry can refer to: a command has fewer bytes. */
const PLACES_OF_AN_ENTRY = 2 ** 20;

/**
 * Everything that a record's standing entries refer to: what they arise from, the sources they rest on (each once), and
 * each field of a command that names another record.
 * @param sinceOf the first day on which the act of an entry may have happened, where references are wanted by day
 */
export function referencesOf(
  kind: RecordKind,
  record: DatedRecord,
  sinceOf: (entry: DatedEntry) => string = () => '',
): Reference[] {
  const references = new Map<string, Reference>();
  let place = 0;
  const add = (reference: UndatedReference, since: string): void => {
    const key = `${reference.rel} ${reference.rel === 'source' ? '' : reference.from} ${reference.kind} ${reference.id} ${reference.event}`;
    const known = references.get(key);
    if (!known) references.set(key, { ...reference, place: place++, since });
    else if (since < known.since) known.since = since;
  };
  for (const entry of activeEntries(record)) {
    const since = sinceOf(entry);
    place = entry.revision * PLACES_OF_AN_ENTRY;
    for (const reference of referencesOfAct(entry)) add(reference, since);
    const type = commandRecording(kind, entry.type)?.type;
    if (!type) continue;
    for (const { rel, ref } of refsIn(type, entry.data)) add(referenceTo(rel, entry.id, ref), since);
  }
  return [...references.values()];
}

type UndatedReference = Omit<Reference, 'place' | 'since'>;

function referencesOfAct(entry: EffectiveEntry): UndatedReference[] {
  const { arisesFrom, relativeDate, source } = entry.data.act;
  const sources = [source, ...entry.attestations.map(({ data }) => data.act.source)].filter((place) => place !== null);
  return [
    ...(arisesFrom ? [referenceTo('arisesFrom', entry.id, arisesFrom)] : []),
    ...(relativeDate ? [referenceTo('relativeDate', entry.id, relativeDate.to)] : []),
    ...sources.map(({ id }) => referenceTo('source', entry.id, { kind: 'source', id })),
  ];
}

function referenceTo(rel: string, from: string, { kind, id, event = '' }: EntryRef): UndatedReference {
  return { rel, from, kind, id, event };
}

/** The act's own references, which do not stand among the fields of the event. */
const OF_THE_ACT = new Set(['source', 'arisesFrom', 'relativeDate']);

const referring = new WeakMap<Constructor, FieldSpec[]>();

function referringFields(type: Constructor): FieldSpec[] {
  let fields = referring.get(type);
  if (!fields) {
    fields = fieldsOf(type).filter(({ name, refersTo, nested }) => !OF_THE_ACT.has(name) && (refersTo ?? nested));
    referring.set(type, fields);
  }
  return fields;
}

function* refsIn(type: Constructor, data: object): Iterable<{ rel: string; ref: EntryRef }> {
  for (const { name, refersTo, nested, many } of referringFields(type)) {
    const value = (data as Record<string, unknown>)[name];
    if (value === undefined || value === null) continue;
    for (const item of many ? (value as unknown[]) : [value]) {
      if (refersTo === '*') yield { rel: name, ref: item as EntryRef };
      else if (refersTo !== undefined) yield { rel: name, ref: { kind: refersTo, id: item as string } };
      else if (nested) yield* refsIn(nested(), item as object);
    }
  }
}
