import { command, recordKind } from '../../kernel/kind.js';
import type { Day } from '../../kernel/edtf.js';
import type { DateResolver, LedgerRecord } from '../../kernel/record.js';
import { statusAt, turningDays } from '../../kernel/status.js';
import { clusterAnswer } from './cluster.answer.js';
import { amountsOf } from './amounts.js';
import { AdvanceCluster, CLUSTER_STATUSES, JoinCluster, LeaveCluster, RecordCluster } from './cluster.commands.js';
import { join, leave, recordCluster } from './cluster.decide.js';
import type { ClusterEvent, IsMember } from './cluster.js';
import { CLUSTER, isMember, membershipMilestones, membershipsOf } from './cluster.js';
import { stepsOf } from './undertaking.kind.js';
import { undertakingFacts, undertakingMilestones } from './undertaking.js';
import { clusterExamples } from './undertaking.examples.js';
import { told, undertakingFacets, undertakingView } from './undertaking.view.js';

/** A party that is, or may be, a member on a day. */
interface Member {
  party: string;
  member: IsMember;
  /** Its joinings and leavings. */
  entries: object[];
}

/** The members on a day; a dissolved cluster has none. */
function membersOn(record: LedgerRecord, status: string, day: Day, resolve?: DateResolver): Member[] {
  if (status === 'dissolved') return [];
  return membershipsOf(record)
    .map((membership) => ({
      party: membership.party,
      member: isMember(membership, day, resolve),
      entries: membership.entries.map((entry) => ({ ...told(entry), type: entry.type })),
    }))
    .filter(({ member }) => member !== 'no');
}

export const clusterKind = recordKind<ClusterEvent>({
  name: 'cluster',
  category: 'undertaking',
  resource: 'clusters',
  summaryName: 'clusters',
  about: 'A cluster of enterprises: who manages it, who has joined it.',
  begins: [CLUSTER.begins],
  statuses: CLUSTER_STATUSES,
  endings: ['dissolved'],
  commands: [
    command(RecordCluster, {
      path: '',
      title: 'Record a cluster',
      events: [CLUSTER.begins],
      decide: recordCluster,
    }),
    ...stepsOf(CLUSTER, AdvanceCluster),
    command(JoinCluster, {
      path: 'members',
      title: 'Record that a party has joined the cluster',
      events: ['MemberJoined'],
      decide: join,
    }),
    command(LeaveCluster, {
      path: 'departures',
      title: 'Record that a member has left the cluster',
      events: ['MemberLeft'],
      decide: leave,
    }),
  ],
  examples: clusterExamples,
  milestones: (record, resolve) => undertakingMilestones(undertakingFacts(CLUSTER, record), resolve),
  view(record, day, resolve) {
    const facts = undertakingFacts(CLUSTER, record);
    const { managedBy, regions = [] } = facts.begun?.data ?? {};
    const { status } = statusAt(undertakingMilestones(facts, resolve), day);
    const members = membersOn(record, status, day, resolve);
    return {
      ...undertakingView(facts, amountsOf(facts), resolve),
      managedBy: managedBy ?? null,
      regions,
      members,
      memberCount: members.filter(({ member }) => member === 'certain').length,
    };
  },
  answer: clusterAnswer,
  turningDays(record, resolve) {
    const members = membershipsOf(record).flatMap((membership) => membershipMilestones(membership, resolve));
    return turningDays([...undertakingMilestones(undertakingFacts(CLUSTER, record), resolve), ...members]);
  },
  facets(record) {
    const facts = undertakingFacts(CLUSTER, record);
    const { managedBy, regions = [] } = facts.begun?.data ?? {};
    const members = membershipsOf(record).map(({ party }) => party);
    return { ...undertakingFacets(facts, record, [managedBy, ...members]), regions };
  },
});
