import type { Warning } from '../kernel/entry.js';
import type { CommandSpec, Given, RecordKind } from '../kernel/kind.js';
import type { Certainty } from '../kernel/status.js';
import { linksOf } from '../registry/links.js';
import { writtenUnder } from './idempotency-keys.js';
import type { RenderedStatus } from './read-model-port.js';
import type { Loaded } from './record-loader.js';

/** What a command comes to: the same again for the same key. */
export interface CommandResult {
  created: boolean;
  id: string;
  /** Absent for a dry run, as is `position`. */
  etag?: string;
  position?: string;
  body: CommandResultBody;
}

export interface CommandResultBody extends Given {
  kind: string;
  id: string;
  dryRun: boolean;
  revision: number;
  status: string;
  certainty: Certainty;
  /** Ids are null in a dry run: those of entries follow from a salt that is drawn anew. */
  events: { id: string | null; type: string; revision: number }[];
  warnings: Warning[];
  links: { self: string; history: string; receipt: string } | null;
  /** Of a dry run that begins a record: the key under which it gets this id. */
  idempotencyKey?: string;
}

/** Of a command, what its answer is made by. */
interface Answered {
  kind: RecordKind;
  spec: CommandSpec;
  actor: string;
  dryRun: boolean;
}

/** The body of the answer, made from the events under the command's key: the same whenever and wherever it is asked for. */
export function resultBody(
  { kind, spec, actor, dryRun }: Answered,
  loaded: Loaded,
  key: string,
  { status, certainty }: Pick<RenderedStatus, 'status' | 'certainty'>,
): CommandResultBody {
  const { revisions, last } = writtenUnder(actor, key, loaded);
  const { id, entries } = loaded.record;
  const own = entries.filter(({ revision }) => revisions.includes(revision));
  const { self, history } = linksOf(kind, id);
  const given = spec.gives?.(own) ?? {};
  return {
    kind: kind.name,
    id,
    dryRun,
    revision: last,
    status,
    certainty,
    events: own.map((entry) => ({ id: dryRun ? null : entry.id, type: entry.type, revision: entry.revision })),
    ...(dryRun ? notReserved(given) : given),
    warnings: own[0]?.data.act.warnings ?? [],
    links: dryRun ? null : { self, history, receipt: `/v1/log/receipts/${own.at(-1)?.id ?? ''}` },
  };
}

/** Whoever registers next may get the number that a trial tells. */
function notReserved({ registration }: Given): Given {
  return registration ? { registration: { ...registration, reserved: false } } : {};
}
