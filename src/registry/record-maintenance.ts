import type { Context, Decision, Violation } from '../kernel/decider.js';
import {
  decision,
  warnIf,
  ensureCompletedAct,
  ensure,
  ensureNotFuture,
  recorded,
  ensureIfLive,
} from '../kernel/decider.js';
import { Changes, EdtfDate, EntryId, Flag, PersonalText } from '../kernel/fields.js';
import type { CommandSpec } from '../kernel/kind.js';
import { command } from '../kernel/kind.js';
import type { Personal } from '../kernel/personal.js';
import type { RecordOnDay } from '../kernel/dated.js';
import { effectiveEntries, voidsIn } from '../kernel/effective.js';
import type { Entry, EntryVoided, LedgerEvent, MaintenanceEvent } from '../kernel/entry.js';
import { evolve, isMaintenance } from '../kernel/entry.js';
import { RelativeDates } from '../kernel/relative-dates.js';
import { ActFields } from '../kernel/act-fields.js';

/** Repairs the record, not the thing: the original stays, with the correction and its reason beside it (rule 5). */
export class CorrectEntry extends ActFields {
  @EntryId()
  corrects!: string;

  @PersonalText()
  reason!: Personal;

  @Changes()
  changes!: Record<string, unknown>;
}

/** A mistaken entry is voided and stays readable (rule 6). Voiding the entry that began a record voids the record. */
export class VoidEntry extends ActFields {
  @EntryId()
  voids!: string;

  @PersonalText()
  reason!: Personal;
}

/** A second source states the same act, agreeing or not: linked, not counted twice. */
export class AttestEntry extends ActFields {
  @EntryId()
  attests!: string;

  @Flag()
  agrees!: boolean;

  @EdtfDate({ optional: true })
  happened?: string;

  @PersonalText({ optional: true })
  statement?: Personal;
}

/** A remark about an entry, or about the whole record. */
export class AnnotateEntry extends ActFields {
  @EntryId({ optional: true })
  annotates?: string;

  @PersonalText()
  text!: Personal;
}

/** A correction keeps the rules of what it corrects, as far as they can be checked without knowing the kind. */
function correct(asked: CorrectEntry, record: RecordOnDay, { localToday }: Context): Decision<MaintenanceEvent> {
  const { date, relativeDate, modality, recording } = asked.changes;
  const isGiven = (value: unknown): boolean => value !== undefined && value !== null;
  return decision(
    [
      ...ensureCompletedAct(asked),
      ...ensureOwnEntry(record, asked.corrects, '/corrects'),
      ...ensureNotVoided(record, asked.corrects, '/corrects'),
      ...ensure(
        !(isGiven(date) && isGiven(relativeDate)),
        'one-date',
        '/changes/relativeDate',
        'Give a date, or a date relative to another entry, not both.',
      ),
      ...ensureNotFuture(typeof date === 'string' ? date : undefined, localToday, '/changes/date'),
      ...ensure(modality !== null, 'modality-stays', '/changes/modality', 'Every act has a modality.'),
      ...ensure(
        recording === undefined,
        'recording-not-corrected',
        '/changes/recording',
        'How it was entered stays as it was.',
      ),
    ],
    recorded('EntryCorrected', asked),
  );
}

function makeVoid(asked: VoidEntry, record: RecordOnDay, context: Context): Decision<MaintenanceEvent> {
  const entry = record.whole.entries.find(({ id }) => id === asked.voids);
  const voided = voidsIn(record.whole).has(asked.voids);
  return decision(
    [
      ...ensureCompletedAct(asked),
      ...ensure(entry !== undefined, 'entry-exists', '/voids', 'This record has no such entry.'),
      ...ensure(!voided, 'voided-once', '/voids', 'The entry is void already.'),
      ...(entry && isMaintenance(entry.type) ? ensureNoCircleAgain(asked, entry, record, context) : []),
    ],
    recorded('EntryVoided', asked),
  );
}

/** What the void of a correction, or of a void, brings back may depend on what was dated by the entry since. */
function ensureNoCircleAgain(
  { voids, reason }: VoidEntry,
  voided: Entry,
  { whole }: RecordOnDay,
  { lookup }: Context,
): Violation[] {
  const { act } = voided.data;
  const last: Entry<EntryVoided> = {
    ...voided,
    id: `void-of-${voided.id}`,
    type: 'EntryVoided',
    data: { voids, reason, act },
  };
  const after = evolve<LedgerEvent>({ id: whole.id, entries: whole.entries }, last);
  const dates = new RelativeDates((kind, id) => (id === whole.id ? after : lookup(kind, id)));
  const isCircular = effectiveEntries(after).some(
    ({ voided: isVoid, data: { act: stated } }) =>
      !isVoid && stated.date === null && stated.relativeDate !== undefined && dates.isCircular(stated.relativeDate),
  );
  return ensure(
    !isCircular,
    'date-without-a-circle',
    '/voids',
    'A date that comes back would depend on itself, by the entries that it depends on.',
  );
}

function attest(asked: AttestEntry, record: RecordOnDay, { localToday }: Context): Decision<MaintenanceEvent> {
  return decision(
    [
      ...ensureOwnEntry(record, asked.attests, '/attests'),
      ...ensureNotVoided(record, asked.attests, '/attests'),
      ...ensureNotFuture(asked.happened, localToday, '/happened'),
      ...ensure(
        asked.source !== undefined,
        'attested-by-a-source',
        '/source',
        'An attestation names the second source.',
      ),
      ...warnIf(
        asked.source !== undefined &&
          record.whole.entries.some(({ id, data }) => id === asked.attests && data.act.source?.id === asked.source?.id),
        'attested-by-another-source',
        '/source',
        'The entry itself rests on this source: it attests nothing more.',
      ),
    ],
    recorded('EntryAttested', asked),
  );
}

function annotate(asked: AnnotateEntry, record: RecordOnDay): Decision<MaintenanceEvent> {
  return decision(
    asked.annotates === undefined ? [] : ensureOwnEntry(record, asked.annotates, '/annotates'),
    recorded('EntryAnnotated', asked),
  );
}

function ensureOwnEntry(record: RecordOnDay, id: string, pointer: string): Violation[] {
  const entry = record.whole.entries.find((candidate) => candidate.id === id);
  return [
    ...ensure(entry !== undefined, 'entry-exists', pointer, 'This record has no such entry.'),
    ...ensure(
      entry === undefined || !isMaintenance(entry.type),
      'own-entry',
      pointer,
      'Name the entry itself, not a correction, void, attestation or annotation of one.',
    ),
  ];
}

function ensureNotVoided(record: RecordOnDay, id: string, pointer: string): Violation[] {
  const isVoid = voidsIn(record.whole).has(id);
  return ensureIfLive(
    !isVoid,
    'entry-not-voided',
    pointer,
    'The entry is void; void its void first, if that was the mistake.',
  );
}

/** The commands that a void record takes: remarks, and the voiding of its void. */
export const FOR_VOID_RECORDS: readonly object[] = [VoidEntry, AnnotateEntry];

/** The four commands that every kind has. */
export const MAINTENANCE_COMMANDS: readonly CommandSpec[] = [
  command<CorrectEntry, MaintenanceEvent>(CorrectEntry, {
    path: 'corrections',
    events: ['EntryCorrected'],
    decide: correct,
  }),
  command<VoidEntry, MaintenanceEvent>(VoidEntry, {
    path: 'voids',
    events: ['EntryVoided'],
    decide: makeVoid,
  }),
  command<AttestEntry, MaintenanceEvent>(AttestEntry, {
    path: 'attestations',
    events: ['EntryAttested'],
    decide: attest,
  }),
  command<AnnotateEntry, MaintenanceEvent>(AnnotateEntry, {
    path: 'annotations',
    events: ['EntryAnnotated'],
    decide: annotate,
  }),
];
