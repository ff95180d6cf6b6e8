import type { CommandSpec, RecordKind } from '../kernel/kind.js';
import { hrefOf } from './links.js';
import { agreementKind } from './agreement/agreement.kind.js';
import { claimKind } from './claim/claim.kind.js';
import { journalKind } from './journal/journal.kind.js';
import { meetingKind } from './meeting/meeting.kind.js';
import { meetingSeriesKind } from './meeting/meeting-series.kind.js';
import { MAINTENANCE_COMMANDS } from './record-maintenance.js';
import { partyKind } from './party/party.kind.js';
import { personKind } from './party/person.kind.js';
import { projectKind } from './project/project.kind.js';
import { sourceKind } from './source/source.kind.js';
import { clusterKind } from './undertaking/cluster.kind.js';
import { commitmentKind } from './undertaking/commitment.kind.js';
import { siteKind } from './undertaking/site.kind.js';
import { supportMeasureKind } from './undertaking/support-measure.kind.js';
import { trainingProgrammeKind } from './undertaking/training-programme.kind.js';

/** Every kind of record, in the order in which they are listed. The only place where the kinds stand together. */
export const KINDS: readonly RecordKind[] = [
  partyKind,
  personKind,
  projectKind,
  agreementKind,
  meetingKind,
  meetingSeriesKind,
  commitmentKind,
  supportMeasureKind,
  trainingProgrammeKind,
  clusterKind,
  siteKind,
  sourceKind,
  claimKind,
  journalKind,
];

/** Kinds that registrars write; others are kept by the ledger itself and not counted in summaries. */
export const REGISTRAR_KINDS = KINDS.filter(({ keptByLedger }) => keptByLedger === undefined);

const byName = new Map(KINDS.map((kind) => [kind.name, kind]));
const byBeginning = new Map(KINDS.flatMap((kind) => kind.begins.map((type) => [type, kind] as const)));
const commandsByKind = new Map(
  KINDS.map((kind) => [kind.name, [...kind.commands, ...(kind.keptByLedger ? [] : MAINTENANCE_COMMANDS)]]),
);
const eventsByKind = new Map(
  KINDS.map(({ name, begins, ledgerEvents = [] }) => [
    name,
    new Set([...begins, ...ledgerEvents, ...(commandsByKind.get(name) ?? []).flatMap(({ events }) => events)]),
  ]),
);

/** The kind of that name. */
export function kindNamed(name: string): RecordKind | undefined {
  return byName.get(name);
}

/** The kind whose records stand under `/v1/<resource>`. */
export function kindOfResource(resource: string): RecordKind | undefined {
  return KINDS.find((kind) => kind.resource === resource);
}

/** The kind of record that an event of this type begins. */
export function kindBegunBy(type: string): RecordKind | undefined {
  return byBeginning.get(type);
}

/** The kind's own commands, and those that every kind has that registrars write. */
export function commandsOf(kind: RecordKind): readonly CommandSpec[] {
  return commandsByKind.get(kind.name) ?? [];
}

/** The command whose fields an event of this type holds. */
export function commandRecording(kind: RecordKind, type: string): CommandSpec | undefined {
  return kind.commands.find(({ events }) => events.includes(type));
}

/** The types of the events that may stand in a record of the kind. */
export function eventsOf({ name }: RecordKind): ReadonlySet<string> {
  return eventsByKind.get(name) ?? new Set();
}

/** Whether events of this type belong into streams of the category. */
export function isKnownEvent(category: string, type: string): boolean {
  return KINDS.some((kind) => kind.category === category && eventsOf(kind).has(type));
}

/** Address of a record by the name of its kind; a kind that is not known stands in it as it is. */
export function hrefTo(kind: string, id: string): string {
  return hrefOf(kindNamed(kind) ?? { resource: kind }, id);
}
