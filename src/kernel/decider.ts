import type { ActDate, DatedRecord, RecordOnDay } from './dated.js';
import { dateOfAct } from './dated.js';
import type { Act, EntryRef, LedgerEvent, RelativeDate, SourcePlace, Warning } from './entry.js';
import { CORRECTABLE_ACT_FIELDS } from './entry.js';
import type { Modality } from './modality.js';
import { COMPLETED } from './modality.js';
import type { StatusModel } from './status-model.js';
import { FIRST_DAY, statusesOfAllDays, statusOn } from './status-model.js';
import type { Day } from './edtf.js';
import { boundsOf } from './edtf.js';
import type { Personal } from './personal.js';
import type { StatusOn } from './status.js';
import { NOT_BEGUN } from './status.js';

/** The fields that every command has: how, when and on whose word what it records happened. */
export interface StatedAct {
  modality?: Modality;
  date?: string;
  relativeDate?: RelativeDate;
  recording?: 'live' | 'historical';
  source?: SourcePlace;
  remark?: Personal;
  arisesFrom?: EntryRef;
}

/** A command without those fields: what stands in the event beside the act. */
export type Details<C> = Omit<C, keyof StatedAct>;

/** What a decision may look at beside the command and the record itself. */
export interface Context {
  /** Today in the ledger's time zone. */
  readonly today: Day;
  /** Today in the time zone of the region that acts: by it a date is still to come, and a year has begun. */
  readonly localToday: Day;
  readonly actor: string;
  /** The days on which the act may have been done that the command states. */
  readonly act: ActDate;
  /** Whether it comes out of an old register, in which acts are entered in any order. */
  readonly isOld: boolean;
  /** Another record, as read just before the decision; undefined when there is none. */
  readonly lookup: (kind: string, id: string) => DatedRecord | undefined;
  /** The ids that the views gave for a question of the command (`CommandSpec.asksViews`), by its name. */
  readonly found: (question: string) => readonly string[];
}

/**
 * A rule that does not hold. `reject` refuses; `reject-if-live` refuses a live entry and warns at a historical one (old registers
 * are odd, and are kept); `warn` only warns: what is known does not suffice to tell.
 */
export interface Violation extends Warning {
  severity: 'reject' | 'reject-if-live' | 'warn';
  /** JSON pointer to the field of the command. */
  pointer: string;
}

/** What a command comes to: the events to record, unless a violation refuses them. */
export interface Decision<E extends LedgerEvent = LedgerEvent> {
  violations: Violation[];
  events: E[];
}

/** A pure function from what has happened by today to what is to be recorded. */
export type Decide<C, E extends LedgerEvent> = (command: C, record: RecordOnDay<E>, context: Context) => Decision<E>;

/** A rule without exceptions. */
export function ensure(holds: boolean, rule: string, pointer: string, detail: string): Violation[] {
  return holds ? [] : [{ severity: 'reject', rule, pointer, detail }];
}

/** A rule of the life cycle: a live entry keeps it, a historical one is warned about. */
export function ensureIfLive(holds: boolean, rule: string, pointer: string, detail: string): Violation[] {
  return holds ? [] : [{ severity: 'reject-if-live', rule, pointer, detail }];
}

/** A rule of which it cannot be determined whether it holds. */
export function warnIf(doubtful: boolean, rule: string, pointer: string, detail: string): Violation[] {
  return doubtful ? [{ severity: 'warn', rule, pointer, detail }] : [];
}

/** Rules first, then what is recorded when they hold. */
export function decision<E extends LedgerEvent>(violations: Violation[], ...events: E[]): Decision<E> {
  return { violations, events };
}

/** The act that a command states. What it does not say is left open; the modality is the command's own by default. */
export function actOf(command: StatedAct, usual: Modality = 'fact'): Act {
  const act: Act = {
    modality: command.modality ?? usual,
    date: command.date ?? null,
    recording: command.recording ?? 'live',
    source: command.source ?? null,
  };
  if (command.relativeDate) act.relativeDate = command.relativeDate;
  if (command.remark !== undefined) act.remark = command.remark;
  if (command.arisesFrom) act.arisesFrom = command.arisesFrom;
  return act;
}

const ACT_FIELDS: ReadonlySet<string> = new Set(['recording', ...CORRECTABLE_ACT_FIELDS]);

/** The event that says just what the command says. */
export function recorded<T extends string, C extends object>(
  type: T,
  command: C,
  usual?: Modality,
): LedgerEvent<T, Details<C>> {
  const details = Object.fromEntries(
    Object.entries(command).filter(([field, value]) => !ACT_FIELDS.has(field) && value !== undefined),
  ) as Details<C>;
  return { type, data: { ...details, act: actOf(command, usual) } };
}

/** The rule that a date of an act lies not in the future: what is intended has fields of its own. */
export function ensureNotFuture(date: string | undefined, today: Day, pointer: string): Violation[] {
  const { earliest } = date === undefined ? { earliest: null } : boundsOf(date);
  return ensureIfLive(
    earliest === null || earliest <= today,
    'date-not-in-the-future',
    pointer,
    `The date is when it happened or was said; ${date ?? ''} is still to come. What is intended has fields of its own.`,
  );
}

/** The rule that a step is taken only by something done: "will sign" is never a signature. */
export function ensureCompletedAct(command: StatedAct, done: readonly Modality[] = COMPLETED): Violation[] {
  const modality = command.modality ?? 'fact';
  return ensure(
    done.includes(modality),
    'an-intention-is-not-an-act',
    '/modality',
    `This step is taken by what was done (${done.join(', ')}), not by what somebody says as "${modality}". Record that as a claim.`,
  );
}

/**
 * When the act was done that a command states; a live one that gives no date was done today, here or where it acts.
 * @param date EDTF: as the command states it, or as its relative date comes to; null where it tells none
 */
export function dateOfCommand(
  { date, relativeDate, recording }: StatedAct,
  resolved: string | null,
  { today, localToday }: Pick<Context, 'today' | 'localToday'>,
): ActDate {
  const isToday = date === undefined && relativeDate === undefined && recording !== 'historical';
  const [earliest = today, latest = today] = [today, localToday].sort();
  return isToday ? { date: null, when: { earliest, latest }, isQualified: false } : dateOfAct(date ?? resolved, latest);
}

/** The status of a thing today, and on the days on which the act may have been done. */
export interface State<S extends string> {
  /** What refusals call the thing. */
  of: string;
  now: StatusOn<S>;
  /** In the order of the days; the last one is that of `day`, and there is always one. */
  then: StatusOn<S>[];
  /** The last day on which the act may have been done. */
  day: Day;
  /** Whether it comes out of an old register. */
  isOld: boolean;
  /** Whether somebody states when it was done, however vaguely. */
  isDated: boolean;
}

/** What an act is held against: the life cycle of the thing today, and on the act's own days. */
export function stateBy<S extends string, E extends LedgerEvent>(
  model: StatusModel<S, E>,
  { whole, day: today }: RecordOnDay<E>,
  { act, isOld }: Pick<Context, 'act' | 'isOld'>,
): State<S> {
  const { earliest, latest } = act.when;
  const day = latest ?? today;
  // What holds on the days between may have been replaced since, so the milestones of today do not tell it.
  const changes = earliest === day ? [] : statusesOfAllDays(model, whole).map(({ from }) => from ?? FIRST_DAY);
  const between = changes.filter((change) => change < day && (earliest === null || change > earliest));
  const days = [...new Set([...(earliest === null ? [] : [earliest]), ...between, day])];
  return {
    of: model.of,
    now: statusOn(model, whole, today),
    then: days.map((each) => statusOn(model, whole, each)),
    day,
    isOld,
    isDated: act.date !== null,
  };
}

/**
 * The life cycle is kept today and on a day of the act; where dates do not tell the status, that is only warned of. Old registers
 * are entered in any order, and with days that nobody knows exactly: what was possible on one of the days that its date leaves open,
 * or on every day where it has none, is not odd for what came later, nor for what the register states of the end.
 * @param of what the thing is called in the message
 */
export function ensureStatus<S extends string>(
  { of, now, then, day, isOld, isDated }: State<S>,
  allowed: readonly S[],
  rule: string,
  what: string,
): Violation[] {
  const said = `${what} is possible while the ${of} is ${allowed.join(', ')}`;
  const mayBe = ({ status, possible, computed }: StatusOn<S>): boolean =>
    (possible.length === 0 ? [status] : possible).some((one) => (allowed as readonly string[]).includes(one)) ||
    (isOld && computed !== undefined && mayBe(computed));
  // Of what has no dated step nothing can be determined, and what an old register begins in days to come may well act before.
  const isBlank = now.possible.length === 0 && (now.status === 'undetermined' || now.status === NOT_BEGUN);
  const isKept = isBlank || mayBe(now) || (isOld && (isDated ? then.some(mayBe) : then.every(mayBe)));
  return [
    ...ensureIfLive(isKept, rule, '', `${said}; it is ${readStatus(now)}.`),
    ...ensureIfLive(
      !isKept || isBlank || then.some(mayBe),
      rule,
      '/date',
      `${said}; on ${day} it was ${readStatus(then.at(-1) ?? now)}.`,
    ),
    ...warnIf(
      isBlank || (isKept && now.status === 'undetermined'),
      'status-cannot-be-determined',
      '',
      `${said}; from the dates given it cannot be determined whether it is.`,
    ),
  ];
}

/** A step that leaves a status keeps the life cycle, and was not taken before that status was reached. */
export function ensureNextStep<S extends string>(
  state: State<S>,
  allowed: readonly S[],
  rule: string,
  what: string,
): Violation[] {
  const broken = ensureStatus(state, allowed, rule, what);
  if (broken.some(({ severity }) => severity === 'reject-if-live')) return broken;
  const since = state.now.since?.earliest ?? null;
  const isLater = since === null || since <= state.day;
  const detail = `${what} follows on what went before; the ${state.of} has been ${state.now.status} since a later day.`;
  return [...broken, ...ensureIfLive(isLater, rule, '/date', detail)];
}

/** A status as messages tell it. */
export function readStatus({ status, possible }: StatusOn): string {
  const read = (one: string): string => (one === NOT_BEGUN || one === 'undetermined' ? 'not on record yet' : one);
  return (possible.length > 0 ? possible : [status]).map(read).join(' or ');
}
