import type { DatedRecord } from '../kernel/dated.js';
import { dated, onDay } from '../kernel/dated.js';
import type { LedgerEvent, LedgerRecord, Warning } from '../kernel/entry.js';
import type { RecordSource } from '../kernel/relative-dates.js';
import type { Context, Violation, StatedAct } from '../kernel/decider.js';
import type { Day } from '../kernel/edtf.js';
import type { CommandSpec, RecordKind, ViewQuestion } from '../kernel/kind.js';
import type { Disclosure } from '../kernel/personal.js';
import type { Reference } from '../registry/common-rules.js';
import { commonRules, ensureNotOfLedger } from '../registry/common-rules.js';
import { CorrectEntry } from '../registry/record-maintenance.js';
import { kindNamed } from '../registry/registry.js';
import type { DayIn } from './acting-day.js';
import { actingDay } from './acting-day.js';
import type { Seals } from './seals.js';
import { referencesIn, sealCommand } from './command-fields.js';
import type { Correction } from './correction.js';
import { correctionOf } from './correction.js';
import { contextOf, NOTHING_FOUND } from './decision-context.js';
import { KnownRecords } from './known-records.js';
import type { FieldError } from './problem.js';
import { Problem } from './problem.js';
import type { ReadModelPort } from './read-model-port.js';
import type { RecordLoader } from './record-loader.js';
import { summaryOf } from './validation.js';

/** Who asks for what: a command of a kind, on a day. */
export interface Asked {
  kind: RecordKind;
  spec: CommandSpec;
  actor: string;
  /** Today in the ledger's time zone. */
  today: Day;
  /** Today where the command acts (acting-day.ts), where that may be another day. */
  localToday?: Day;
}

/** What a command comes to. */
export interface Judgement {
  events: LedgerEvent[];
  /** Rules that are not kept, or of which nothing can be determined, and do not refuse it. */
  kept: Violation[];
  /** The same as they stay with the entry. */
  warnings: Warning[];
}

/** What is to be recorded, with all that goes with it. */
export interface Decided extends Judgement {
  disclosures: Disclosure[];
  /** Revisions of the other records that were read. */
  readDependencies: Record<string, number>;
}

/** Leads a command to its decider: seals what is personal, reads what the rules look at, weighs the violations. */
export class Deciding {
  constructor(
    private readonly loader: Pick<RecordLoader, 'load'>,
    private readonly views: Pick<ReadModelPort, 'find'>,
    private readonly dayIn: DayIn,
  ) {}

  /** @throws Problem `rule-broken`, `life-cycle`, `invalid-fields` */
  async decide(who: Omit<Asked, 'today'>, command: object, record: LedgerRecord, seals: Seals): Promise<Decided> {
    const { kind, spec } = who;
    const correction = command instanceof CorrectEntry ? correctionOf(kind, command, record, seals) : undefined;
    const sealed = sealCommand(spec.type, command, seals, record.entries);
    const references = referencesIn(spec.type, command);
    if (correction) {
      sealed.command.changes = correction.changes.command;
      sealed.disclosures.push(...correction.changes.disclosures);
      references.push(...correction.references);
    }
    refuseUnknownKinds(references);
    const known = new KnownRecords(this.loader);
    await known.readAround(record);
    await known.read(references);
    const localToday = actingDay({ kind, command, record, references, records: known.source }, this.dayIn);
    const asked = { ...who, today: this.dayIn(), localToday };
    await known.read(
      correction?.alsoReads(known.source) ??
        spec.alsoReads?.(sealed.command, onToday(asked, dated(kind.name, record, known.source))) ??
        [],
    );
    const [before, after] = correction?.asksViews(known.source) ?? [
      {},
      spec.asksViews?.(command, onToday(asked, dated(kind.name, record, known.source))) ?? {},
    ];
    const foundBefore = await this.ask(before, known);
    const found = await this.ask(after, known);
    const around = { records: known.source, found, foundBefore };
    const judgement = judge(asked, sealed.command, record, around, references, correction);
    return { ...judgement, disclosures: sealed.disclosures, readDependencies: known.revisions() };
  }

  /** Asks the views, which may be a little behind: what they name is read from the log before anything rests on it. */
  private async ask(questions: Readonly<Record<string, ViewQuestion>>, known: KnownRecords): Promise<Context['found']> {
    const found = new Map(Object.entries(questions).map(([name, question]) => [name, this.views.find(question)]));
    for (const [name, question] of Object.entries(questions)) {
      const kind = question.ask === 'agreements-of-both' ? 'agreement' : question.kind;
      await known.read((found.get(name) ?? []).map((id) => ({ kind, id })));
    }
    return (name) => found.get(name) ?? [];
  }
}

/** What is known beside the record of a command: other records, and what the views found for it. */
export interface Surroundings {
  /** All that references, rules and relative dates name. */
  records: RecordSource;
  found: Context['found'];
  /** What they found for the entry that is corrected, as it stands. */
  foundBefore?: Context['found'];
}

/**
 * Judges a command by the rules that all keep, by its kind's decider and, where it corrects an entry, by the decider of what
 * it corrects.
 * @throws Problem `rule-broken`, `life-cycle`
 */
export function judge(
  asked: Asked,
  command: Record<string, unknown>,
  record: LedgerRecord,
  { records, found, foundBefore = NOTHING_FOUND }: Surroundings,
  references: readonly Reference[],
  correction?: Correction,
): Judgement {
  const { spec, kind, actor, today, localToday = today } = asked;
  const stated = command as StatedAct;
  const context = contextOf({ kind, actor, today, localToday }, stated, record, records, found);
  const now = onToday(asked, dated(kind.name, record, records));
  const { violations, events } = spec.decide(command, now, context);
  const kept = refuseOrKeep(
    [
      ...commonRules(spec, stated, now, references, context),
      ...ensureNotOfLedger(kind, command, now),
      ...violations,
      ...(correction?.violations(context, records, foundBefore) ?? []),
    ],
    stated.recording ?? 'live',
  );
  const warnings = kept.map(({ rule, detail }) => ({ rule, detail }));
  return { events: kept.length === 0 ? events : events.map((event) => warned(event, warnings)), kept, warnings };
}

/** What has happened by today, here or where the command acts. */
function onToday({ kind, today, localToday = today }: Asked, record: DatedRecord) {
  return onDay(record, localToday > today ? localToday : today, kind.statusModel.timeless);
}

function refuseUnknownKinds(references: readonly Reference[]): void {
  const faults = references
    .filter(({ kind }) => !kindNamed(kind))
    .map(({ kind, pointer }) => ({
      pointer: `${pointer}/kind`,
      rule: 'one-of',
      detail: `there is no kind of record named ${kind}`,
    }));
  if (faults.length > 0) throw new Problem('invalid-fields', summaryOf(faults), faults);
}

/** Violations that refuse are thrown; the others are kept. */
function refuseOrKeep(violations: Violation[], recording: 'live' | 'historical'): Violation[] {
  const refusing = violations.filter(
    ({ severity }) => severity === 'reject' || (severity === 'reject-if-live' && recording === 'live'),
  );
  if (refusing.length > 0) {
    const faults: FieldError[] = refusing.map(({ pointer, rule, detail }) => ({ pointer, rule, detail }));
    // Where no field is at fault it is the state of the record that stands against the step.
    const byState = refusing.every(({ pointer }) => pointer === '');
    throw new Problem(byState ? 'life-cycle' : 'rule-broken', summaryOf(faults), faults);
  }
  return violations;
}

function warned(event: LedgerEvent, warnings: Warning[]): LedgerEvent {
  return { ...event, data: { ...event.data, act: { ...event.data.act, warnings } } };
}
