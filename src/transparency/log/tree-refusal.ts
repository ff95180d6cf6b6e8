import type { StoredEvent } from '../../event-store/port.js';
import { LogRefused } from '../../event-store/port.js';

/** Tells that the log does not hold what was hashed as a leaf, or holds something else. */
export function changedAt(
  index: number,
  event: StoredEvent | undefined,
  leaf?: { stream: string; revision: number },
): LogRefused {
  return refusedAt(index, leaf ?? event, event ? 'is not the one that was hashed before' : 'is missing');
}

/** Tells what is wrong with the entry at a place of the log. */
export function refusedAt(
  index: number,
  place: { stream: string; revision: number } | undefined,
  what: string,
): LogRefused {
  const where = place ? ` (revision ${place.revision} of ${place.stream})` : '';
  return new LogRefused(
    `entry ${index} of the log${where} ${what}: the log was put back to an older state, changed, or is another one. ` +
      'Nothing is recorded until the log is whole again, or tree.db has been removed on purpose and the tree is made again',
  );
}
