import type { CommandSpec, RecordKind } from '../../kernel/kind.js';
import { MAINTENANCE_COMMANDS } from '../../registry/record-maintenance.js';
import { KINDS, REGISTRAR_KINDS, kindOfResource } from '../../registry/registry.js';
import { AUDIT_QUERIES, LEDGER_AUDIT_QUERIES } from './audit-operations.js';
import { commandId } from '../../registry/command-names.js';
import { BATCH_COMMANDS } from './batch-operations.js';
import { ALL_KINDS, NAMES_OF_ALL, namesOf } from './kind-names.js';
import { commandLabel } from '../../words/words.js';
import { LOG_QUERIES } from './log-operations.js';
import type { Operation } from './operation.js';
import { HEALTH_QUERIES, OVERVIEW_QUERIES } from './overview-operations.js';
import { PROBLEM_QUERIES } from './problem-operations.js';
import { RECORD_COMMANDS, RECORD_QUERIES } from './record-operations.js';

/** An operation with its own address: of one kind, where its sort is of kinds, and of one command. */
export interface KnownOperation {
  readonly operation: Operation;
  /** Absent where the operation is of no kind, or of all alike. */
  readonly kind?: RecordKind;
  readonly spec?: CommandSpec;
}

const OF_LEDGER: readonly KnownOperation[] = inTables(
  OVERVIEW_QUERIES,
  LEDGER_AUDIT_QUERIES,
  LOG_QUERIES,
  PROBLEM_QUERIES,
  HEALTH_QUERIES,
).map((operation) => ({ operation }));

const OF_KINDS = inTables(RECORD_QUERIES, AUDIT_QUERIES);

/** Every operation that the server has, in the order of the API description. */
export const OPERATIONS: readonly KnownOperation[] = [
  ...OF_LEDGER,
  ...OF_KINDS.filter(({ isAlike }) => isAlike === true).map((operation) => ({
    operation: forKind({ ...operation, tag: ALL_KINDS }, NAMES_OF_ALL),
  })),
  ...MAINTENANCE_COMMANDS.map((spec) => ({
    operation: { ...commandOperation(NAMES_OF_ALL, commandId(spec), spec), tag: ALL_KINDS },
    spec,
  })),
  ...KINDS.flatMap((kind) => [
    ...OF_KINDS.filter(({ isAlike }) => isAlike !== true).map((operation) => ({
      operation: forKind(operation, namesOf(kind)),
      kind,
    })),
    ...kind.commands.map((spec) => ({
      operation: commandOperation(namesOf(kind), commandId(spec, kind), spec),
      kind,
      spec,
    })),
  ]),
  ...inTables(BATCH_COMMANDS).map((operation) => ({ operation })),
];

function inTables(...tables: readonly Record<string, Operation>[]): Operation[] {
  return tables.flatMap((table) => Object.values(table));
}

function commandOperation(names: Record<string, string>, id: string, spec: CommandSpec): Operation {
  return forKind(spec.path === '' ? RECORD_COMMANDS.begin : RECORD_COMMANDS.change, {
    ...names,
    '{command}': id,
    '{title}': commandLabel(id, 'en'),
    '{events}': spec.events.join(', '),
    '/{id}/{command}': `/{id}/${spec.path}`,
  });
}

/** The operation of one kind: its names stand where the table has words for them. */
function forKind(operation: Operation, names: Record<string, string>): Operation {
  // The longest first: one may stand inside another.
  const words = Object.keys(names).sort((a, b) => b.length - a.length);
  const named = (text: string): string => words.reduce((so, word) => so.replaceAll(word, names[word] ?? ''), text);
  return {
    ...operation,
    path: named(operation.path),
    id: named(operation.id),
    tag: named(operation.tag),
    summary: named(operation.summary),
    description: named(operation.description),
    answers: JSON.parse(named(JSON.stringify(operation.answers))) as Operation['answers'],
  };
}

const TEMPLATES = OPERATIONS.map(({ operation: { method, path } }) => ({ method, steps: path.split('/') }));

/** The methods that an address takes by the tables: none where nothing is there. */
export function methodsAt(url: string): string[] {
  const steps = (url.split('?')[0] ?? '').split('/');
  const found = TEMPLATES.filter((template) => fits(template, steps)).map(({ method }) => method);
  return [...new Set(found)];
}

/** A tile's path has several steps of its own; a kind that the ledger keeps takes none of the commands of all kinds. */
function fits(
  { method, steps: template }: { method: string; steps: readonly string[] },
  steps: readonly string[],
): boolean {
  const isWhole = template.length === steps.length || (template.at(-1) === '{tile}' && steps.length > template.length);
  return (
    isWhole &&
    template.every((step, index) => {
      const given = steps[index] ?? '';
      if (step !== '{resource}') return step.startsWith('{') ? given !== '' : step === given;
      const kind = kindOfResource(given);
      return kind !== undefined && (method === 'GET' || REGISTRAR_KINDS.includes(kind));
    })
  );
}
