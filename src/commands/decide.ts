import type { Context, Objection, Told } from '../kernel/decider.js';
import type { CommandSpec, RecordKind, RecordRef } from '../kernel/kind.js';
import type { Disclosure } from '../kernel/personal.js';
import type { Entry, LedgerEvent, LedgerRecord, Warning } from '../kernel/record.js';
import { evolve } from '../kernel/record.js';
import type { Reference } from '../registry/common-rules.js';
import { commonRules } from '../registry/common-rules.js';
import { CorrectEntry } from '../registry/mending.js';
import { kindNamed } from '../registry/registry.js';
import { referencesIn, sealCommand } from './command-fields.js';
import { correctionOf } from './correction.js';
import type { Fault } from './problem.js';
import { Problem } from './problem.js';
import type { Loaded, RecordLoader } from './record-loader.js';
import { summaryOf } from './validation.js';

/** What is to be recorded, with all that goes with it. */
export interface Decided {
  events: LedgerEvent[];
  warnings: Warning[];
  disclosures: Disclosure[];
  /** Revisions of the other records that were looked at. */
  lookedAt: Record<string, number>;
}

interface Ordered {
  kind: RecordKind;
  spec: CommandSpec;
  actor: string;
}

/** Leads a command to its decider: seals what is personal, reads what the rules look at, weighs the objections. */
export class Deciding {
  constructor(private readonly loader: RecordLoader) {}

  /** @throws Problem `rule-broken`, `life-cycle`, `invalid-fields` */
  async decide({ kind, spec, actor }: Ordered, command: object, loaded: Loaded, today: string): Promise<Decided> {
    const { record } = loaded;
    const correction = command instanceof CorrectEntry ? correctionOf(kind, command, record) : undefined;
    const sealed = sealCommand(spec.type, command);
    const references = referencesIn(spec.type, command);
    if (correction) {
      sealed.command.changes = correction.changes.command;
      sealed.disclosures.push(...correction.changes.disclosures);
      references.push(...correction.references);
    }
    const also = correction?.alsoLooksAt ?? spec.alsoLooksAt?.(sealed.command, record) ?? [];
    const others = await this.lookAt(references, also);
    const context: Context = {
      today,
      actor,
      look: (name, id) => others.get(`${name} ${id}`)?.record,
    };
    const { objections, events } = spec.decide(sealed.command, record, context);
    const told = sealed.command as Told;
    const warnings = weigh(
      [
        ...commonRules(spec, told, record, references, context),
        ...objections,
        ...(correction?.objections(context) ?? []),
      ],
      told.entry ?? 'live',
    );
    return {
      events: warnings.length === 0 ? events : events.map((event) => warned(event, warnings)),
      warnings,
      disclosures: sealed.disclosures,
      lookedAt: Object.fromEntries([...others.values()].map(({ stream, revision }) => [stream, revision])),
    };
  }

  /** The record as it would stand after events that are not recorded. */
  imagine(loaded: Loaded, events: readonly LedgerEvent[], actor: string, today: string, now: string): LedgerRecord {
    const entries = events.map((event, index): Entry => ({
      ...event,
      id: `imagined-${index}`,
      revision: loaded.revision + 1 + index,
      recordedAt: now,
      recordedOn: today,
      actor,
    }));
    return evolve(loaded.record, ...entries);
  }

  private async lookAt(references: readonly Reference[], also: readonly RecordRef[]): Promise<Map<string, Loaded>> {
    const others = new Map<string, Loaded>();
    for (const { kind: name, id, pointer } of [...references, ...also.map((ref) => ({ ...ref, pointer: undefined }))]) {
      const kind = kindNamed(name);
      if (!kind) {
        const fault = {
          pointer: `${pointer ?? ''}/kind`,
          rule: 'one-of',
          detail: `there is no kind of record named ${name}`,
        };
        throw new Problem('invalid-fields', summaryOf([fault]), [fault]);
      }
      const loaded = await this.loader.load(kind, id);
      if (loaded && loaded.revision >= 0) others.set(`${name} ${id}`, loaded);
    }
    return others;
  }
}

/** Objections that refuse are thrown; the others become warnings that stay with the entry. */
function weigh(objections: readonly Objection[], entry: 'live' | 'historical'): Warning[] {
  const refusing = objections.filter(({ weight }) => weight === 'always' || (weight === 'live' && entry === 'live'));
  if (refusing.length > 0) {
    const faults: Fault[] = refusing.map(({ pointer, rule, detail }) => ({ pointer, rule, detail }));
    // Where no field is at fault it is the state of the record that stands against the step.
    const byState = refusing.every(({ pointer }) => pointer === '');
    throw new Problem(byState ? 'life-cycle' : 'rule-broken', summaryOf(faults), faults);
  }
  return objections.map(({ rule, detail }) => ({ rule, detail }));
}

function warned(event: LedgerEvent, warnings: Warning[]): LedgerEvent {
  return { ...event, data: { ...event.data, act: { ...event.data.act, warnings } } };
}
