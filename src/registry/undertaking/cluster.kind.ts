import { command, needed, recordKind } from '../../kernel/kind.js';
import type { RecordOnDay } from '../../kernel/dated.js';
import { statusOn } from '../../kernel/status-model.js';
import { changeDates } from '../../kernel/status.js';
import { namesOfActing } from '../party/acting-parties.js';
import { entryFields } from '../entry-fields.js';
import type { ClusterAnswer } from './cluster.schema.js';
import { clusterAnswer } from './cluster.schema.js';
import { amountsOf } from './amounts.js';
import { AdvanceCluster, CLUSTER_STATUSES, JoinCluster, LeaveCluster, RecordCluster } from './cluster.commands.js';
import { join, leave, recordCluster } from './cluster.decide.js';
import { CLUSTER, clusterStatusModel, isMember, membershipMilestones, membershipsOf } from './cluster.js';
import { stagesBeforeLast, stepsOf } from './undertaking.kind.js';
import { clusterExamples } from './undertaking.examples.js';
import { undertakingFacts } from './undertaking.js';
import { undertakingFacets, undertakingView } from './undertaking.view.js';

/** The members on a day, certain or possible; a dissolved cluster has none. */
function membersOn(record: RecordOnDay, status: string) {
  if (status === 'dissolved') return [];
  return membershipsOf(record).flatMap((membership) => {
    const member = isMember(membership, record.day);
    if (member === 'no') return [];
    const entries = membership.entries.map((entry) => ({ ...entryFields(entry), type: entry.type }));
    return [{ party: membership.party, member, entries }];
  });
}

export const clusterKind = recordKind({
  name: 'cluster',
  category: 'undertaking',
  resource: 'clusters',
  summaryName: 'clusters',
  about: 'A cluster of enterprises: who manages it, who has joined it.',
  begins: [CLUSTER.begins],
  statuses: CLUSTER_STATUSES,
  endings: ['dissolved'],
  goesOnIn: ['established'],
  lifeCycle: {
    AdvanceCluster: stagesBeforeLast(CLUSTER),
    JoinCluster: ['being-organised', 'established'],
    LeaveCluster: ['being-organised', 'established'],
  },
  commands: [
    command(RecordCluster, {
      path: '',
      events: [CLUSTER.begins],
      decide: recordCluster,
    }),
    ...stepsOf(CLUSTER, AdvanceCluster),
    command(JoinCluster, {
      path: 'members',
      events: ['MemberJoined'],
      decide: join,
      asksViews: namesOfActing,
    }),
    command(LeaveCluster, {
      path: 'departures',
      events: ['MemberLeft'],
      decide: leave,
      asksViews: namesOfActing,
    }),
  ],
  examples: clusterExamples,
  statusModel: clusterStatusModel,
  view(record) {
    const facts = undertakingFacts(CLUSTER, record);
    const { managedBy, regions = [] } = needed(facts.begun).data;
    const { status } = statusOn(clusterStatusModel, record.whole, record.day);
    const members = membersOn(record, status);
    return {
      ...undertakingView(facts, amountsOf(facts)),
      managedBy: managedBy ?? null,
      regions,
      members,
      memberCount: members.filter(({ member }) => member === 'certain').length,
    } satisfies ClusterAnswer;
  },
  answer: clusterAnswer,
  changeDates(record) {
    const members = membershipsOf(record).flatMap(membershipMilestones);
    return changeDates([...clusterStatusModel.milestones(record), ...members]);
  },
  facets(record) {
    const facts = undertakingFacts(CLUSTER, record);
    const { managedBy, regions = [] } = facts.begun?.data ?? {};
    const members = membershipsOf(record).map(({ party }) => party);
    return { ...undertakingFacets(facts, [managedBy, ...members]), regions };
  },
});
