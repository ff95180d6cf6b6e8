import type { Day } from '../../kernel/edtf.js';
import type { Facets } from '../../kernel/kind.js';
import { needed } from '../../kernel/kind.js';
import type { Names } from '../../kernel/names.js';
import { eachName } from '../../kernel/names.js';
import type { DatedRecord, RecordOnDay } from '../../kernel/dated.js';
import { statusAt } from '../../kernel/status.js';
import type { EntryFields } from '../entry-fields.js';
import { entryFields } from '../entry-fields.js';
import type { ParticipantRole } from './meeting.commands.js';
import type { MeetingEvent, MeetingFacts, Session, EntryOf } from './meeting.js';
import { meetingFacts, sessionMilestones } from './meeting.js';
import type { MeetingAnswer } from './meeting.schema.js';
import { byDay, dayOf } from './programme.js';

/** What an answer says of a meeting beside its status. */
export function meetingView(record: RecordOnDay<MeetingEvent>) {
  const facts = meetingFacts(record);
  const details = needed(facts.details);
  return {
    title: details.title,
    form: details.form,
    organisers: facts.organisers,
    parties: details.parties ?? [],
    supportedBy: facts.supportedBy,
    topics: details.topics ?? [],
    place: details.place ?? null,
    regions: details.regions ?? [],
    series: details.series ?? null,
    planned: facts.planned ?? null,
    programme: byDay(facts.sessions, facts.planned).map((session) => sessionView(session, record.day)),
    participants: participantsView(facts.participants),
    presentations: facts.presentations.map((entry) => ({
      ...entryFields(entry),
      by: entry.data.by ?? null,
      speaker: entry.data.speaker ?? null,
      title: entry.data.title,
      topics: entry.data.topics ?? [],
    })),
    decisions: facts.decisions.map((entry) => ({
      ...entryFields(entry),
      title: entry.data.title,
      text: entry.data.text,
      parties: entry.data.parties ?? details.parties ?? [],
    })),
    minutes: facts.minutes.map((entry) => ({ ...entryFields(entry), sha256: entry.data.sha256 ?? null })),
    statusChanges: facts.steps.map(statusChange),
  } satisfies MeetingAnswer;
}

/** A session by itself: who planned it for when, who tells that it was held and when. */
function sessionView(session: Session, day: Day) {
  const { details, planned, held } = session;
  const { status, certainty, possible } = statusAt(sessionMilestones(session), day);
  return {
    session: session.id,
    title: details.title,
    day: dayOf(session),
    place: details.place ?? null,
    region: details.region ?? null,
    parties: details.parties ?? [],
    status,
    certainty,
    possible,
    planned: planned ? { ...entryFields(planned), planned: details.planned ?? null } : null,
    held: held ? entryFields(held) : null,
  } satisfies MeetingAnswer['programme'][number];
}

/**
 * Who is named beside how many are counted. A party or person named by several entries is one; counts of several entries
 * stay side by side and are never added up. `named` of a count: how many parties are named in the same role.
 */
function participantsView(entries: readonly EntryOf<'ParticipantsRecorded'>[]) {
  const parties = distinct(entries, ({ data }) => data.parties);
  const people = distinct(entries, ({ data }) => data.people);
  return {
    named: parties.map(({ id, ...named }) => ({ party: id, ...named })),
    people: people.map(({ id, ...named }) => ({ person: id, ...named })),
    counts: entries.flatMap((entry) => {
      const { count, title } = entry.data;
      if (count === undefined) return [];
      const role = roleOf(entry);
      const named = parties.filter(({ roles }) => roles.includes(role)).length;
      return [{ ...entryFields(entry), count, role, title, named }];
    }),
  } satisfies MeetingAnswer['participants'];
}

interface Named {
  id: string;
  roles: ParticipantRole[];
  entries: string[];
  as: (EntryFields & { role: ParticipantRole; title?: Names })[];
}

function distinct(
  entries: readonly EntryOf<'ParticipantsRecorded'>[],
  idsOf: (entry: EntryOf<'ParticipantsRecorded'>) => string[] | undefined,
): Named[] {
  const found = new Map<string, Named>();
  for (const entry of entries) {
    for (const id of idsOf(entry) ?? []) {
      const named = found.get(id) ?? { id, roles: [], entries: [], as: [] };
      found.set(id, named);
      named.entries.push(entry.id);
      const { title } = entry.data;
      named.as.push({ ...entryFields(entry), role: roleOf(entry), ...(title === undefined ? {} : { title }) });
      if (!named.roles.includes(roleOf(entry))) named.roles.push(roleOf(entry));
    }
  }
  return [...found.values()];
}

function roleOf({ data }: EntryOf<'ParticipantsRecorded'>): ParticipantRole {
  return data.role ?? 'participant';
}

type StatusChange = MeetingAnswer['statusChanges'][number];

function statusChange(entry: MeetingFacts['steps'][number]) {
  const common = entryFields(entry);
  switch (entry.type) {
    case 'MeetingPlanned':
    case 'MeetingStarted':
    case 'MeetingRescheduled':
      return { ...common, type: entry.type, planned: entry.data.planned } satisfies StatusChange;
    case 'MeetingHeld':
      return {
        ...common,
        type: entry.type,
        planned: entry.data.planned,
        summary: entry.data.summary,
      } satisfies StatusChange;
    case 'MeetingPostponed':
      return {
        ...common,
        type: entry.type,
        to: entry.data.to ?? null,
        reason: entry.data.reason,
      } satisfies StatusChange;
    case 'MeetingCancelled':
      return { ...common, type: entry.type, reason: entry.data.reason } satisfies StatusChange;
    default:
      return entry satisfies never;
  }
}

/** By what a meeting is found: every party named anywhere in it, and the days of its steps and sessions. */
export function meetingFacets(record: DatedRecord<MeetingEvent>): Facets {
  const facts = meetingFacts(record);
  const { details, steps, planned, sessions, participants, presentations, decisions } = facts;
  const parties = [
    facts.organisers,
    details?.parties,
    facts.supportedBy,
    ...sessions.map((session) => session.details.parties),
    ...participants.map(({ data }) => data.parties),
    presentations.map(({ data }) => data.by),
    ...decisions.map(({ data }) => data.parties),
  ];
  const regions = [...(details?.regions ?? []), ...sessions.map((session) => session.details.region)];
  const topics = [...(details?.topics ?? []), ...presentations.flatMap(({ data }) => data.topics ?? [])];
  const days = [
    planned,
    ...steps.map(({ data }) => ('planned' in data ? data.planned : undefined)),
    ...sessions.map((session) => session.details.planned),
  ];
  const titles = [...sessions.map((session) => session.details.title), ...decisions.map(({ data }) => data.title)];
  return {
    title: details?.title,
    form: details?.form,
    parties: each(parties.flat()),
    regions: each(regions),
    topics: each(topics),
    dates: days.map((day) => ['planned', day] as const),
    words: each([
      details?.place,
      ...sessions.map((session) => session.details.place),
      ...[...titles, ...presentations.map(({ data }) => data.title)].flatMap(eachName),
    ]),
  };
}

function each(values: readonly (string | null | undefined)[]): string[] {
  return [...new Set(values.filter((value) => typeof value === 'string'))];
}
