import type { Details } from '../../kernel/decider.js';
import type { Day } from '../../kernel/edtf.js';
import type { DatedEntry, DatedRecord } from '../../kernel/dated.js';
import { activeEntries } from '../../kernel/dated.js';
import type { LedgerEvent } from '../../kernel/entry.js';
import type { Milestone } from '../../kernel/status.js';
import { inOrder, statusAt, stepTaken } from '../../kernel/status.js';
import type { ClusterStatus, JoinCluster, LeaveCluster, RecordCluster } from './cluster.commands.js';
import type { LifeCycle, UndertakingStep } from './undertaking.js';
import { undertakingStatusModel } from './undertaking.js';

export type ClusterRecorded = LedgerEvent<'ClusterRecorded', Details<RecordCluster> & { stage: ClusterStatus }>;
export type MembershipEvent =
  LedgerEvent<'MemberJoined', Details<JoinCluster>> | LedgerEvent<'MemberLeft', Details<LeaveCluster>>;
export type ClusterEvent = ClusterRecorded | UndertakingStep | MembershipEvent;

/** What is being organised may come to nothing, so a cluster is dissolved from either stage. */
export const CLUSTER: LifeCycle<ClusterRecorded> = {
  of: 'cluster',
  begins: 'ClusterRecorded',
  first: 'being-organised',
  next: {
    'being-organised': ['established', 'dissolved'],
    established: ['dissolved'],
    dissolved: [],
  },
  begunAs: ['fact', 'agreed', 'will'],
  agreed: ['dissolved'],
};

export const clusterStatusModel = undertakingStatusModel<ClusterEvent, ClusterRecorded>(CLUSTER);

/** One party's way into and out of a cluster. */
export interface Membership {
  party: string;
  /** Joinings and leavings, as recorded. */
  entries: DatedEntry<MembershipEvent>[];
}

/** Whether a party is a member, by dates that may be imprecise. */
export type IsMember = 'certain' | 'possible' | 'no';

/** Everybody who ever joined or left, in the order in which they are first named. */
export function membershipsOf(record: DatedRecord): Membership[] {
  const byParty = new Map<string, Membership>();
  for (const entry of activeEntries(record)) {
    if (entry.type !== 'MemberJoined' && entry.type !== 'MemberLeft') continue;
    const own = entry as unknown as DatedEntry<MembershipEvent>;
    const membership = byParty.get(own.data.party) ?? { party: own.data.party, entries: [] };
    membership.entries.push(own);
    byParty.set(own.data.party, membership);
  }
  return [...byParty.values()];
}

/** The turns of one party's membership, in the order in which they happened. */
export function membershipMilestones(membership: Membership | undefined): Milestone<'inside' | 'outside'>[] {
  const entries = membership?.entries ?? [];
  return inOrder(entries.map((entry) => stepTaken(entry.type === 'MemberJoined' ? 'inside' : 'outside', entry)));
}

/** Whether a party is a member on a day. */
export function isMember(membership: Membership | undefined, day: Day): IsMember {
  const { status, possible } = statusAt(membershipMilestones(membership), day, 'outside');
  if (status === 'inside') return 'certain';
  return possible.includes('inside') ? 'possible' : 'no';
}
