import { createHash } from 'node:crypto';
import type { CommandSpec, RecordKind } from '../../kernel/kind.js';
import { streamOf } from '../../registry/envelope.js';
import { commandsOf, kindOfResource } from '../../registry/registry.js';
import { canonical, idFrom } from '../event-writer.js';
import { digestOfIdentifier } from '../identifier-digest.js';
import type { FieldError } from '../problem.js';
import { Problem } from '../problem.js';
import { readCommand, summaryOf } from '../validation.js';
import { Batch, type BatchCommand, MOST_COMMANDS } from './batch-fields.js';
import type { Meaning } from './batch-references.js';
import { idBehind, withIds } from './batch-references.js';

/** One command of a batch, with what can be known of it before anything is decided. */
export interface BatchStep {
  readonly number: number;
  readonly given: BatchCommand;
  readonly kind: RecordKind;
  readonly spec: CommandSpec;
  /** Of the record that it begins or changes. */
  readonly id: string;
  readonly stream: string;
  /** Numbers of the commands that it names. */
  readonly needs: ReadonlySet<number>;
  /** Its own idempotency key, as it is stored. */
  readonly key: string;
  /** Its body, checked, with the ids of the entries that it names. */
  command(entryOf: (number: number) => string): object;
}

/** The commands of a batch on one record: they are appended together. */
export interface BatchPart {
  readonly stream: string;
  readonly kind: RecordKind;
  readonly id: string;
  readonly steps: readonly BatchStep[];
}

/** A batch, read. */
export interface BatchPlan {
  /** In the order in which they are decided. */
  readonly steps: readonly BatchStep[];
  /** In the order in which they are appended: the first holds the key of the batch itself. */
  readonly parts: readonly BatchPart[];
  /** What tells the request from others: its If-Matches are no part of it, as that of a single command is not. */
  readonly hash: string;
}

/** Who sends a batch under which key; digests in place of what the client chose. */
export interface Sender {
  readonly ledger: string;
  readonly actor: string;
  readonly key: string;
}

/** Stands for the id of what is not known yet. */
const SOME_ID = '00000000-0000-4000-8000-000000000000';

type UnkeyedStep = Omit<BatchStep, 'key'>;

/**
 * Reads the body of a batch: which commands on which records, checked one by one, and in which order they are appended.
 * @throws Problem `invalid-fields`, `too-large`, with all that is wrong
 */
export function readBatch(body: unknown, sender: Sender): BatchPlan {
  refuseTooMany(body);
  const { commands } = readCommand(Batch, body) as Batch;
  const faults: FieldError[] = [];
  const steps = new StepReader(sender, faults).read(commands);
  if (faults.length > 0) throw new Problem('invalid-fields', summaryOf(faults), faults);
  const parts = inOrder(partsOf(steps));
  const first = parts[0]?.steps[0];
  const keyed = steps.map((step) => ({ ...step, key: step === first ? sender.key : keyOfStep(sender, step.number) }));
  return {
    steps: keyed,
    parts: parts.map((part) => ({ ...part, steps: part.steps.flatMap(({ number }) => keyed[number] ?? []) })),
    hash: hashOf(commands),
  };
}

/** The key of one command: a client's own key has no space, so none has this digest. */
function keyOfStep({ key }: Sender, number: number): string {
  return digestOfIdentifier(`${key} ${number}`);
}

function hashOf(commands: readonly BatchCommand[]): string {
  const asked = commands.map(({ as, to, body }) => ({ as: as ?? null, to, body: body ?? {} }));
  return createHash('sha256')
    .update(canonical(['batch', asked]))
    .digest('base64url');
}

function refuseTooMany(body: unknown): void {
  const { commands } = (body ?? {}) as { commands?: unknown };
  if (!Array.isArray(commands) || commands.length <= MOST_COMMANDS) return;
  const detail = `A batch has at most ${MOST_COMMANDS} commands; this one has ${commands.length}.`;
  throw new Problem('too-large', detail, [{ pointer: '/commands', rule: 'commands-of-a-batch', detail }]);
}

/** Reads commands one behind the other: each may name those before it. */
class StepReader {
  /** The commands that have names, faulty ones too: what names them is not at fault. */
  private readonly named = new Map<string, { number: number; id: string }>();

  constructor(
    private readonly sender: Sender,
    private readonly faults: FieldError[],
  ) {}

  read(commands: readonly BatchCommand[]): UnkeyedStep[] {
    return commands.flatMap((given, number) => {
      const step = this.readOne(given, number);
      const { as } = given;
      if (as !== undefined) {
        const detail = `An earlier command is called ${as} already.`;
        if (this.named.has(as)) this.faults.push({ pointer: `/commands/${number}/as`, rule: 'named-once', detail });
        else this.named.set(as, { number, id: step?.id ?? SOME_ID });
      }
      return step ?? [];
    });
  }

  private readOne(given: BatchCommand, number: number): UnkeyedStep | undefined {
    const at = `/commands/${number}`;
    const known = this.faults.length;
    const needs = new Set<number>();
    const meaning =
      (entryOf: (number: number) => string): Meaning =>
      (name, part, pointer) => {
        const found = this.named.get(name);
        if (!found) {
          const detail = `No earlier command of this batch is called ${name}.`;
          this.faults.push({ pointer, rule: 'names-an-earlier-command', detail });
          return SOME_ID;
        }
        needs.add(found.number);
        return part === 'record' ? found.id : entryOf(found.number);
      };
    const someId = meaning(() => SOME_ID);
    const [, , resource = '', named, path = ''] = given.to.split('/');
    const kind = kindOfResource(resource);
    const spec = kind && commandsOf(kind).find((each) => each.path === path);
    if (!kind || !spec) {
      const detail = `There is no command at ${given.to}.`;
      this.faults.push({ pointer: `${at}/to`, rule: 'command-address', detail });
      return undefined;
    }
    const target = named === undefined ? undefined : idBehind(named, `${at}/to`, someId);
    const read = (entries: Meaning): object =>
      readCommand(spec.type, withIds(kind, spec.type, given.body ?? {}, `${at}/body`, entries), `${at}/body`);
    const command = this.checked(() => read(someId));
    if (command === undefined || this.faults.length > known) return undefined;
    const { ledger, actor } = this.sender;
    const id = target ?? spec.idOf?.(command) ?? idFrom('record', ledger, actor, keyOfStep(this.sender, number));
    const stream = streamOf(ledger, kind, id);
    return { number, given, kind, spec, id, stream, needs, command: (entryOf) => read(meaning(entryOf)) };
  }

  private checked(read: () => object): object | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.faults.push(...error.faults);
      return undefined;
    }
  }
}

type UnkeyedPart = Omit<BatchPart, 'steps'> & { readonly steps: UnkeyedStep[] };

function partsOf(steps: readonly UnkeyedStep[]): UnkeyedPart[] {
  const parts = new Map<string, UnkeyedPart>();
  for (const step of steps) {
    const { stream, kind, id } = step;
    const part = parts.get(stream) ?? { stream, kind, id, steps: [] };
    part.steps.push(step);
    parts.set(stream, part);
  }
  return [...parts.values()];
}

/**
 * The order in which the records are appended: whatever a command names is in the log before it, and of those that may come
 * next the one whose last command came first. @throws Problem where records would have to come before each other
 */
function inOrder(parts: readonly UnkeyedPart[]): UnkeyedPart[] {
  const home = new Map(parts.flatMap((part) => part.steps.map(({ number }) => [number, part] as const)));
  const left = new Set([...parts].sort((a, b) => lastOf(a) - lastOf(b)));
  const ordered: UnkeyedPart[] = [];
  const waits = (part: UnkeyedPart): boolean =>
    part.steps.some(({ needs }) =>
      [...needs].some((number) => {
        const other = home.get(number);
        return other !== undefined && other !== part && left.has(other);
      }),
    );
  while (left.size > 0) {
    const next = [...left].find((part) => !waits(part));
    if (!next) throw circle([...left]);
    left.delete(next);
    ordered.push(next);
  }
  return ordered;
}

function lastOf({ steps }: UnkeyedPart): number {
  return steps.at(-1)?.number ?? 0;
}

function circle(parts: readonly UnkeyedPart[]): Problem {
  const numbers = parts.map(lastOf);
  const detail =
    'Each record is appended at once, and these name entries of each other: send the last of them by itself.';
  const fault = { pointer: `/commands/${Math.max(...numbers)}`, rule: 'records-in-an-order', detail };
  return new Problem('rule-broken', summaryOf([fault]), [fault]);
}
