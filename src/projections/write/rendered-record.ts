import canonicalize from 'canonicalize';
import type { Day } from '../../kernel/edtf.js';
import { boundsOf } from '../../kernel/edtf.js';
import {
  roleKey,
  type AppliedDays,
  type Facets,
  type NameFromDay,
  type RecordKind,
  type RoleDays,
  type Tie,
} from '../../kernel/kind.js';
import { identifierKey } from '../../kernel/identifiers.js';
import type { Modality } from '../../kernel/modality.js';
import type { Names } from '../../kernel/names.js';
import { eachName, searchKey } from '../../kernel/names.js';
import type { Disclosure } from '../../kernel/personal.js';
import { unseal } from '../../kernel/personal.js';
import type { DatedEntry, DatedRecord } from '../../kernel/dated.js';
import { boundsByAll, dated, FROM_EVER } from '../../kernel/dated.js';
import type { EntryRef, LedgerRecord } from '../../kernel/entry.js';
import type { RecordSource, RelativeDates } from '../../kernel/relative-dates.js';
import type { KnownStatuses } from '../../kernel/status-model.js';
import type { FoundBy } from '../../registry/found-by.js';
import { facetsOf } from '../../registry/found-by.js';
import { errorMessage } from '../../runtime/error-message.js';
import type { RecordDocument, StatusStretch } from '../../registry/document.js';
import { documentsOf, statusesOf, withoutItsVoid } from '../../registry/document.js';
import type { FacetDays } from './facet-days.js';
import { facetDaysOf } from './facet-days.js';
import type { Reference } from './references.js';
import { referencesOf } from './references.js';
import type { DocumentRow } from './document-bytes.js';
import { turningDaysOf } from './turning-days.js';
import { documentRows, FOR_EVER } from './document-bytes.js';

/** A record as the views hold it, personal values still sealed; or why it cannot be shown. */
export type RenderedRecord = { parts: RenderedParts } | { fault: string };

interface RenderedParts {
  documents: RecordDocument[];
  /** The status on every day, where that was asked for. */
  statuses: StatusStretch[] | undefined;
  facets: FoundBy;
  /** Since when parties, regions and topics have to do with it, where that was asked for. */
  facetDays: FacetDays | undefined;
  references: Reference[];
  dependencies: EntryRef[];
  figure: object | undefined;
  /** As what, and when, the record was begun. */
  begun: { modality: Modality; date: string | null } | null;
  /** Days on which something of it may change, those that were known before left out, where that was asked for. */
  turningDays: ReadonlySet<Day>;
}

/** What is worked out of a record, and what of it is known before. */
export interface RenderOptions {
  /** Without documents where somebody only asks by what it is found; with them when not given. */
  documents?: boolean;
  /** With what is so on which days, for the past. */
  days?: boolean;
  knownStatuses?: KnownStatuses;
  /** Resolves relative dates, where several records are shown among the same others. */
  dates?: RelativeDates;
}

/** Something that holds of a record on some days. */
type TieOfDays = Omit<Tie, 'name'> & { name: string };

/** Name, the other record's id, first and last day. */
type TieRow = readonly [name: string, value: string, from: string, to: string];

type FacetRow = readonly [name: string, value: string, since: string];

/** A rendered record as rows of the views. */
export interface RenderedRows {
  documents: DocumentRow[];
  form: string | null;
  title: string | null;
  called: string | null;
  search: string;
  dates: string;
  firstDay: string;
  lastDay: string;
  figure: string | null;
  brief: string | null;
  /** `since`: before that day nothing recorded has to do with it; '' for no such day, or where nobody asked. */
  facets: readonly FacetRow[];
  ties: readonly TieRow[];
  references: readonly Reference[];
  dependencies: readonly EntryRef[];
}

/**
 * Works out what the views show of a record; without its documents where somebody only asks by what it is found, and with
 * what is so on which days for the past. A kind that fails on it is reported in `fault`, and stops nothing else.
 */
export function renderRecord(
  kind: RecordKind,
  recorded: LedgerRecord,
  records: RecordSource,
  { documents: withDocuments = true, days: withDays = false, knownStatuses, dates }: RenderOptions = {},
): RenderedRecord {
  try {
    const dependencies = new Map<string, EntryRef>();
    const note = (ref: EntryRef): void => {
      dependencies.set(`${ref.kind} ${ref.id} ${ref.event ?? ''}`, ref);
    };
    const record = dated(kind.name, recorded, records, note, dates);
    const documents = withDocuments ? documentsOf(kind, record) : [];
    // What somebody else wrote into the log may lack the field that tells the status.
    if (documents.some(({ status }) => typeof status !== 'string'))
      return { fault: 'cannot be shown: it has no status' };
    const turningDays = withDays ? turningDaysOf(kind, record) : new Set<Day>();
    const statuses = withDays ? statusesOf(kind, record, knownStatuses, (day) => turningDays.add(day)) : undefined;
    const sinceOf = withDays ? sinceInViews(kind, record) : undefined;
    const standing = withoutItsVoid(record);
    const facets = facetsOf(kind, standing);
    const parts: RenderedParts = {
      documents,
      statuses,
      facets,
      facetDays: sinceOf && facetDaysOf(facets, standing, sinceOf),
      references: referencesOf(kind, record, sinceOf),
      dependencies: [...dependencies.values()],
      figure: kind.figure?.(record),
      begun: beginningOf(standing),
      turningDays,
    };
    return { parts };
  } catch (error) {
    return { fault: `cannot be shown: ${errorMessage(error)}` };
  }
}

/**
 * Since when the views of the past find a record by what an entry says. What the entry that began the record says counts
 * on every day; what is said of days to come is found from the day on which it was said.
 */
function sinceInViews(kind: RecordKind, record: DatedRecord): (entry: DatedEntry) => string {
  const { timeless } = kind.statusModel;
  const known = record.entries.at(-1)?.recordedOn ?? FROM_EVER;
  const beginning = record.dated[0]?.id;
  return (entry) => {
    // By its id: what a voided record is found by is worked out without its void, from a copy of the entry.
    if (entry.id === beginning || timeless.includes(entry.type)) return FROM_EVER;
    const { earliest } = boundsByAll(entry);
    return earliest > known ? known : earliest;
  };
}

/** Puts the personal values in, and writes everything as rows. */
export function rowsOf(rendered: RenderedRecord, disclosures: ReadonlyMap<string, Disclosure>): RenderedRows | string {
  if ('fault' in rendered) return rendered.fault;
  try {
    const { documents, facetDays, references, dependencies, figure, begun } = rendered.parts;
    const facets = unseal(rendered.parts.facets, disclosures) as FoundBy;
    return {
      documents: documentRows(documents, disclosures),
      ...listRow(facets, figure),
      brief: begun && (canonicalize({ ...begun, ...facets.said }) ?? null),
      facets: rowsOfFacets(facets, facetDays),
      ties: rowsOfTies([
        ...(facets.ties ?? []),
        ...(facets.applied ?? []).map(asTie),
        ...(facets.roles ?? []).flatMap(asTies),
      ]),
      references,
      dependencies,
    };
  } catch (error) {
    return `cannot be written: ${errorMessage(error)}`;
  }
}

function listRow(facets: FoundBy, figure: object | undefined) {
  const { form, dates, words = [] } = facets;
  // Seals were opened before; an erased name left a mark that has no texts.
  const [title, ...aliases] = [facets.title, ...(facets.aliases ?? [])] as (Names | undefined)[];
  const texts = [...[title, ...aliases].flatMap(eachName), ...words.flatMap(eachText)];
  const bounds = dates.map(({ date }) => boundsOf(date));
  return {
    form: form ?? null,
    title: eachName(title).length === 0 ? null : (canonicalize(title) ?? null),
    called: calledBy(facets.namesByDay),
    search: searchKey(texts.join('\n')),
    dates: JSON.stringify(dates),
    firstDay: bounds.reduce((first, { earliest }) => least(first, earliest ?? FROM_EVER), FOR_EVER),
    lastDay: bounds.reduce((last, { latest }) => greatest(last, latest ?? FOR_EVER), FROM_EVER),
    figure: figure === undefined ? null : (canonicalize(figure) ?? null),
  };
}

/** Names and their first days as JSON; one that was erased is none. */
function calledBy(names: readonly NameFromDay[] = []): string | null {
  const known = names.filter((each) => eachName(each.names as Names).length > 0);
  return known.length === 0 ? null : (canonicalize(known) ?? null);
}

/** Text in one language or two; an erased one left a mark that has none. */
function eachText(words: NonNullable<Facets['words']>[number]): string[] {
  return typeof words === 'string' ? [words] : eachName(words as Names);
}

function beginningOf({ dated: [first] }: DatedRecord): RenderedParts['begun'] {
  return first ? { modality: first.data.act.modality, date: first.date } : null;
}

function rowsOfFacets(
  { parties, regions = [], countries = [], topics = [], identifiers = [], marks }: FoundBy,
  days: FacetDays | undefined,
): FacetRow[] {
  const row = (name: string, value: string): FacetRow => [name, value, days?.get(value) ?? ''];
  return [
    ...[...new Set(parties)].map((id) => row('party', id)),
    ...[...new Set(regions)].map((code) => row('region', code)),
    // Where a party is seated, and what identifies a record, holds on every day.
    ...[...new Set(countries)].map((code): FacetRow => ['country', code, '']),
    ...[...new Set(topics.map(searchKey))].map((topic) => row('topic', topic)),
    // A personal value that was erased identifies nothing any more.
    ...keysOf(identifiers).map((key): FacetRow => ['identifier', key, '']),
    ...Object.entries(marks ?? {}).flatMap(([name, values]) => [...new Set(values)].map((value) => row(name, value))),
  ];
}

function keysOf(identifiers: NonNullable<Facets['identifiers']>): string[] {
  const known = identifiers.filter((one): one is { scheme: string; value: string } => typeof one.value === 'string');
  return [...new Set(known.map(({ scheme, value }) => identifierKey(scheme, value)))];
}

/** Several ties to the same from the same day on are one, for as long as any of them. */
function rowsOfTies(ties: readonly TieOfDays[]): TieRow[] {
  const rows = new Map<string, TieRow>();
  for (const { name, to, from, until } of ties) {
    const key = `${name} ${to} ${from ?? FROM_EVER}`;
    const last = greatest(rows.get(key)?.[3] ?? FROM_EVER, until ?? FOR_EVER);
    rows.set(key, [name, to, from ?? FROM_EVER, last]);
  }
  return [...rows.values()];
}

/** Provisional application is written beside the ties, with how certain it is in place of another record. */
function asTie({ isCertain, from, until }: AppliedDays): TieOfDays {
  return { name: 'applied', to: isCertain ? 'certain' : 'possible', from, until };
}

/** So is a role, by itself and as that of whoever has it. */
function asTies({ role, party, from, until }: RoleDays): TieOfDays[] {
  return [...new Set([roleKey(role), roleKey(role, party)])].map((to) => ({ name: 'role', to, from, until }));
}

function least(a: string, b: string): string {
  return a < b ? a : b;
}

function greatest(a: string, b: string): string {
  return a > b ? a : b;
}
