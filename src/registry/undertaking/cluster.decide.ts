import type { Context, Decision, Violation } from '../../kernel/decider.js';
import { decision, warnIf, ensureCompletedAct, ensure, recorded, ensureIfLive } from '../../kernel/decider.js';
import type { Day } from '../../kernel/edtf.js';
import type { RecordOnDay } from '../../kernel/dated.js';
import { onDay } from '../../kernel/dated.js';
import { statusOn } from '../../kernel/status-model.js';
import { ensureActedAsSame, underNamedIds } from '../party/acting-parties.js';
import type { JoinCluster, LeaveCluster, RecordCluster } from './cluster.commands.js';
import type { ClusterEvent, ClusterRecorded, IsMember, MembershipEvent } from './cluster.js';
import { CLUSTER, clusterStatusModel, isMember, membershipsOf } from './cluster.js';
import { begin } from './undertaking.decide.js';

type Cluster = RecordOnDay<ClusterEvent>;
type Outcome = Decision<MembershipEvent>;

/** A cluster that somebody would like to have is not being organised. */
export function recordCluster(command: RecordCluster): Decision<ClusterRecorded> {
  return begin(CLUSTER, command, 'a-cluster-is-organised');
}

/** A party joins once, also while the cluster is still being organised. */
export function join(asked: JoinCluster, record: Cluster, context: Context): Outcome {
  const day = dayOf(record, context);
  const command = underNamedIds(asked, membersOn(record, day), context);
  const then = membershipOn(record, command.party, day);
  return decision(
    [
      ...ensureCompletedAct(command, ['fact']),
      ...ensureActedAsSame(command, context),
      ...ensure(then !== 'certain', 'joined-once', '/party', 'This party is a member already.'),
      ...ensureIfLive(
        then !== 'no' || membershipOn(record, command.party, record.day) === 'no',
        'joined-before-joining',
        '/date',
        'This party is a member already, by a later entry; where two sources state one joining, attest it.',
      ),
      ...warnIfMembershipUnknown(then),
      ...ensureClusterStands(record, day),
    ],
    recorded('MemberJoined', command),
  );
}

/** Only a member leaves; an old register may tell of nothing but the leaving. */
export function leave(asked: LeaveCluster, record: Cluster, context: Context): Outcome {
  const day = dayOf(record, context);
  const command = underNamedIds(asked, membersOn(record, day), context);
  const then = membershipOn(record, command.party, day);
  return decision(
    [
      ...ensureCompletedAct(command, ['fact']),
      ...ensureActedAsSame(command, context),
      ...ensureIfLive(
        then !== 'no',
        'left-by-a-member',
        '/party',
        'This party is not a member, as far as is recorded.',
      ),
      ...warnIfMembershipUnknown(then),
      ...ensureClusterStands(record, day),
    ],
    recorded('MemberLeft', command),
  );
}

/** The last day on which the act may have been done: acts arrive late, and are judged by what was so then. */
function dayOf({ day }: Cluster, { act }: Context): Day {
  const { latest } = act.when;
  return latest === null || latest > day ? day : latest;
}

/** Those who are members on a day, or may be. */
function membersOn({ whole }: Cluster, day: Day): string[] {
  return membershipsOf(onDay(whole, day, clusterStatusModel.timeless))
    .filter((membership) => isMember(membership, day) !== 'no')
    .map(({ party }) => party);
}

function membershipOn(record: Cluster, party: string, day: Day): IsMember {
  const memberships = membershipsOf(onDay(record.whole, day, clusterStatusModel.timeless));
  return isMember(
    memberships.find((membership) => membership.party === party),
    day,
  );
}

function warnIfMembershipUnknown(then: IsMember): Violation[] {
  return warnIf(
    then === 'possible',
    'membership-cannot-be-determined',
    '/date',
    'From the dates given it cannot be determined whether the party was a member on that day.',
  );
}

function ensureClusterStands(record: Cluster, day: Day): Violation[] {
  return ensureIfLive(
    statusOn(clusterStatusModel, record.whole, day).status !== 'dissolved',
    'cluster-not-dissolved',
    '',
    'The cluster was dissolved by then.',
  );
}
