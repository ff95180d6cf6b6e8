import type { CommandSpec, RecordKind } from '../../kernel/kind.js';
import { KINDS, commandsOf } from '../../registry/registry.js';
import { AUDIT_QUERIES, LEDGER_AUDIT_QUERIES } from './audit-operations.js';
import { commandId, namesOf } from './kind-names.js';
import { LOG_QUERIES } from './log-operations.js';
import type { Operation } from './operation.js';
import { HEALTH_QUERIES, OVERVIEW_QUERIES } from './overview-operations.js';
import { PROBLEM_QUERIES } from './problem-operations.js';
import { RECORD_COMMANDS, RECORD_QUERIES } from './record-operations.js';

/** An operation with its own address: of one kind, where its sort is of kinds, and of one command. */
export interface KnownOperation {
  readonly operation: Operation;
  readonly kind?: RecordKind;
  readonly spec?: CommandSpec;
}

/** Every operation that the server has, in the order of the API description. */
export const OPERATIONS: readonly KnownOperation[] = [
  ...inTables(OVERVIEW_QUERIES, LEDGER_AUDIT_QUERIES, LOG_QUERIES, PROBLEM_QUERIES, HEALTH_QUERIES).map(
    (operation) => ({ operation }),
  ),
  ...KINDS.flatMap((kind) => [
    ...inTables(RECORD_QUERIES, AUDIT_QUERIES).map((operation) => ({
      operation: forKind(operation, namesOf(kind)),
      kind,
    })),
    ...commandsOf(kind).map((spec) => ({ operation: commandOperation(kind, spec), kind, spec })),
  ]),
];

function inTables(...tables: readonly Record<string, Operation>[]): Operation[] {
  return tables.flatMap((table) => Object.values(table));
}

function commandOperation(kind: RecordKind, spec: CommandSpec): Operation {
  return forKind(spec.path === '' ? RECORD_COMMANDS.begin : RECORD_COMMANDS.change, {
    ...namesOf(kind),
    '{command}': commandId(kind, spec),
    '{title}': spec.title,
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
  const found = TEMPLATES.filter(({ steps: template }) => fits(template, steps)).map(({ method }) => method);
  return [...new Set(found)];
}

/** A tile's path has several steps of its own. */
function fits(template: readonly string[], steps: readonly string[]): boolean {
  const isWhole = template.length === steps.length || (template.at(-1) === '{tile}' && steps.length > template.length);
  return (
    isWhole && template.every((step, index) => (step.startsWith('{') ? steps[index] !== '' : step === steps[index]))
  );
}
