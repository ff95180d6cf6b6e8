import type { Context, Decision, Objection, Told } from '../../kernel/decider.js';
import { decision, doubt, isDone, must, recorded, should } from '../../kernel/decider.js';
import type { Day } from '../../kernel/edtf.js';
import { boundsOf } from '../../kernel/edtf.js';
import type { LedgerRecord } from '../../kernel/record.js';
import type { JoinCluster, LeaveCluster, RecordCluster } from './cluster.commands.js';
import type { ClusterEvent, ClusterRecorded, IsMember, MembershipEvent } from './cluster.js';
import { CLUSTER, isMember, membershipsOf } from './cluster.js';
import { undertakingStatusOn } from './undertaking.js';
import { begin } from './undertaking.decide.js';

type Cluster = LedgerRecord<ClusterEvent>;
type Outcome = Decision<MembershipEvent>;

/** A cluster that somebody would like to have is not being organised. */
export function recordCluster(command: RecordCluster): Decision<ClusterRecorded> {
  return begin(CLUSTER, command, 'a-cluster-is-organised');
}

/** A party joins once, also while the cluster is still being organised. */
export function join(command: JoinCluster, record: Cluster, context: Context): Outcome {
  const day = dayOf(command, context);
  const then = membershipOn(record, command.party, day);
  return decision(
    [
      ...isDone(command, ['fact']),
      ...must(then !== 'certain', 'joined-once', '/party', 'This party is a member already.'),
      ...should(
        then !== 'no' || membershipOn(record, command.party, context.today) === 'no',
        'joined-before-joining',
        '/date',
        'This party is a member already, by a later entry; where two sources tell of one joining, attest it.',
      ),
      ...membershipTold(then),
      ...whileItStands(record, day),
    ],
    recorded('MemberJoined', command),
  );
}

/** Only a member leaves. */
export function leave(command: LeaveCluster, record: Cluster, context: Context): Outcome {
  const day = dayOf(command, context);
  const then = membershipOn(record, command.party, day);
  return decision(
    [
      ...isDone(command, ['fact']),
      ...must(then !== 'no', 'left-by-a-member', '/party', 'This party is not a member.'),
      ...membershipTold(then),
      ...whileItStands(record, day),
    ],
    recorded('MemberLeft', command),
  );
}

/** The last day on which the act may have been done: acts arrive late, and are judged by what was so then. */
function dayOf({ date }: Told, { today }: Context): Day {
  const latest = date === undefined ? null : boundsOf(date).latest;
  return latest === null || latest > today ? today : latest;
}

function membershipOn(record: Cluster, party: string, day: Day): IsMember {
  return isMember(
    membershipsOf(record).find((membership) => membership.party === party),
    day,
  );
}

function membershipTold(then: IsMember): Objection[] {
  return doubt(
    then === 'possible',
    'membership-cannot-be-told',
    '/date',
    'From the dates given it cannot be told whether the party was a member on that day.',
  );
}

function whileItStands(record: Cluster, day: Day): Objection[] {
  return should(
    undertakingStatusOn(CLUSTER, record, day).status !== 'dissolved',
    'cluster-not-dissolved',
    '',
    'The cluster was dissolved by then.',
  );
}
