/** Category of the one stream that belongs to no record: what operators have confirmed about the clock. */
const STREAM = 'clock-confirmations';

/** Type of its events. */
export const CLOCK_CONFIRMED = 'ClockConfirmed';

/** Times as the ledger writes them (RFC 3339, UTC, milliseconds): as texts they are in order. */
const UTC_MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** What made the ledger ask for a confirmation. */
export type ClockFinding = 'behind' | 'drifted' | 'nothing';

/** An operator has confirmed that the clock is right now. */
export interface ClockConfirmation {
  /** What the clock said then. */
  readonly confirmedAt: string;
  readonly found: ClockFinding;
  /** The first entry whose `recordedAt` lies after that; null where there is none. */
  readonly from: { readonly index: number; readonly recordedAt: string } | null;
}

/** Stream of the confirmations: `<ledger>.clock-confirmations`. */
export function clockStream(ledger: string): string {
  return `${ledger}.${STREAM}`;
}

/**
 * When the clock was confirmed, by an event of that stream; undefined for one that says nothing of it. All that was recorded
 * before it and bears a later time counts as recorded then.
 */
export function confirmedAtOf({ type, data }: { readonly type: string; readonly data: string }): string | undefined {
  if (type !== CLOCK_CONFIRMED) return undefined;
  try {
    const { confirmedAt } = JSON.parse(data) as Partial<ClockConfirmation>;
    return typeof confirmedAt === 'string' && isMoment(confirmedAt) ? confirmedAt : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a text is a time as the ledger writes it. */
export function isMoment(text: string): boolean {
  return UTC_MOMENT.test(text);
}
