import { Choice, RefersTo, RegionCode, Titled, Topics } from '../../kernel/fields.js';
import type { Names } from '../../kernel/names.js';
import { ActFields } from '../../kernel/act-fields.js';
import { ReasonedFields } from './undertaking.commands.js';

/** The stages of a cluster, in the order of its life. */
export const CLUSTER_STATUSES = ['being-organised', 'established', 'dissolved'] as const;
export type ClusterStatus = (typeof CLUSTER_STATUSES)[number];

/** A cluster is being organised, or has been established. */
export class RecordCluster extends ActFields {
  @Titled({ about: 'Name of the cluster.' })
  title!: Names;

  @RefersTo('party', { optional: true, about: 'The company that manages it.' })
  managedBy?: string;

  @RegionCode({ optional: true, many: true, about: 'The regions that it lies in.' })
  regions?: string[];

  @Topics()
  topics?: string[];

  @Choice(CLUSTER_STATUSES, {
    optional: true,
    about: 'The stage in which it is recorded; being-organised when absent.',
  })
  stage?: ClusterStatus;
}

/** A cluster is established, or dissolved. */
export class AdvanceCluster extends ReasonedFields {
  @Choice(CLUSTER_STATUSES, { about: 'The stage that it has come to.' })
  to!: ClusterStatus;
}

/** A party joins the cluster. */
export class JoinCluster extends ActFields {
  @RefersTo('party', { about: 'The party that joins.' })
  party!: string;
}

/** A member leaves the cluster. */
export class LeaveCluster extends ReasonedFields {
  @RefersTo('party', { about: 'The member that leaves.' })
  party!: string;
}
