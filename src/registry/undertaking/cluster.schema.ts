import {
  RECORD_ID,
  REGION,
  ENTRY_FIELDS,
  WHOLE,
  about,
  list,
  object,
  oneOf,
  orNull,
} from '../../kernel/schema-parts.js';
import type { Static } from '../../kernel/schema-types.js';
import { CLUSTER_STATUSES } from './cluster.commands.js';
import { undertakingAnswer } from './undertaking.schema.js';

/** What the view of a cluster tells. */
export const clusterAnswer = undertakingAnswer(CLUSTER_STATUSES, {
  managedBy: orNull(RECORD_ID),
  regions: list(REGION),
  members: list(
    object({
      party: RECORD_ID,
      member: oneOf('certain', 'possible'),
      entries: about(
        'Its joinings and leavings.',
        list(object({ ...ENTRY_FIELDS, type: oneOf('MemberJoined', 'MemberLeft') })),
      ),
    }),
  ),
  memberCount: about('How many are members for certain.', WHOLE),
});
export type ClusterAnswer = Static<typeof clusterAnswer>;
