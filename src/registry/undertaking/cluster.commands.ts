import { Choice, RefersTo, RefersToMany, RegionCode, Titled, Topics } from '../../kernel/fields.js';
import type { Names } from '../../kernel/names.js';
import { ActFields } from '../../kernel/act-fields.js';
import { ReasonedFields } from './undertaking.commands.js';

/** The stages of a cluster, in the order of its life. */
export const CLUSTER_STATUSES = ['being-organised', 'established', 'dissolved'] as const;
export type ClusterStatus = (typeof CLUSTER_STATUSES)[number];

/** A cluster is being organised, or has been established. */
export class RecordCluster extends ActFields {
  @Titled()
  title!: Names;

  @RefersTo('party', { optional: true })
  managedBy?: string;

  @RegionCode({ optional: true, many: true })
  regions?: string[];

  @Topics()
  topics?: string[];

  @Choice(CLUSTER_STATUSES, { optional: true })
  stage?: ClusterStatus;
}

/** A cluster is established, or dissolved. */
export class AdvanceCluster extends ReasonedFields {
  @Choice(CLUSTER_STATUSES)
  to!: ClusterStatus;
}

/** A party joins the cluster. */
export class JoinCluster extends ActFields {
  @RefersTo('party')
  party!: string;

  @RefersToMany('party', { optional: true, min: 1 })
  actedAs?: string[];
}

/** A member leaves the cluster. */
export class LeaveCluster extends ReasonedFields {
  @RefersTo('party')
  party!: string;

  @RefersToMany('party', { optional: true, min: 1 })
  actedAs?: string[];
}
