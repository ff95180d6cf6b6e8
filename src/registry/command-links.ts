import type { RecordKind } from '../kernel/kind.js';
import type { BareStatus } from '../kernel/status.js';
import { NOT_BEGUN } from '../kernel/status.js';
import { commandId } from './command-names.js';
import { hrefOf } from './links.js';
import { FOR_VOID_RECORDS } from './record-maintenance.js';
import { commandsOf, KINDS } from './registry.js';

interface Linked {
  operation: string;
  path: string;
  /** The statuses that allow it; undefined where every one does. */
  statuses?: readonly string[];
  isForVoidRecords: boolean;
}

const LINKED: ReadonlyMap<string, Linked[]> = new Map(KINDS.map((kind) => [kind.name, linkedCommands(kind)]));

function linkedCommands(kind: RecordKind): Linked[] {
  return commandsOf(kind)
    .filter(({ path }) => path !== '')
    .map((spec) => ({
      operation: commandId(spec, kind.commands.includes(spec) ? kind : undefined),
      path: spec.path,
      statuses: kind.lifeCycle[spec.name],
      isForVoidRecords: FOR_VOID_RECORDS.includes(spec.type),
    }));
}

/**
 * The addresses of the commands that a status allows as live entries, by operation id. What else a command needs (a mandate,
 * a text) is judged when it is sent.
 */
export function commandLinks(kind: RecordKind, id: string, status: BareStatus): Record<string, string> {
  const allowed = (LINKED.get(kind.name) ?? []).filter(({ statuses, isForVoidRecords }) =>
    status.status === 'voided' ? isForVoidRecords : isAllowed(statuses, status),
  );
  return Object.fromEntries(allowed.map(({ operation, path }) => [operation, `${hrefOf(kind, id)}/${path}`]));
}

/** Of what has no dated step nothing can be said; of what may have several statuses, one that allows it is enough. */
function isAllowed(statuses: readonly string[] | undefined, { status, possible }: BareStatus): boolean {
  const isBlank = possible.length === 0 && (status === 'undetermined' || status === NOT_BEGUN);
  if (statuses === undefined || isBlank) return true;
  return (possible.length > 0 ? possible : [status]).some((one) => statuses.includes(one));
}
