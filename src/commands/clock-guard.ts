import type { ClockFinding } from '../registry/clock-confirmation.js';

/** Clocks may differ by so much, and a clock may be set by so much, without anybody being asked; in milliseconds. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;

const REMEDY =
  'Nothing is recorded until the time is confirmed: set the clock of this machine where it is wrong, then run ' +
  '"npm run ledger -- confirm-clock"';

/** Why the clock is not trusted. */
export interface ClockTrouble {
  readonly found: Exclude<ClockFinding, 'nothing'>;
  /** What the clocks say, and what to do. */
  readonly reason: string;
}

export interface Clocks {
  /** Milliseconds since 1970. */
  readonly wall: () => number;
  /** Milliseconds that only ever grow, whatever the wall clock is set to. */
  readonly monotonic: () => number;
}

/**
 * Compares the clock with one that nobody can set, and at the start with the latest time at which something was recorded.
 * A wrong time cannot be taken out of the log again, so nothing is recorded by a clock that is in doubt. That it was set
 * while the program ran stands until somebody has confirmed the time; that it is behind, until it is not any more, too.
 */
export class ClockGuard {
  private base: number;
  private drifted: ClockTrouble | undefined;
  private hasStarted = false;

  /** @param latest the latest time of recording (RFC 3339), once all that the log held at the start is known */
  constructor(
    private readonly latest: () => string | undefined,
    private readonly clocks: Clocks = { wall: () => Date.now(), monotonic: () => performance.now() },
  ) {
    this.base = this.difference();
  }

  /** Why nothing may be recorded now; undefined while the clock is trusted. */
  trouble(): ClockTrouble | undefined {
    const drift = this.difference() - this.base;
    if (Math.abs(drift) > CLOCK_TOLERANCE_MS) this.drifted ??= driftedBy(drift, this.clocks.wall());
    return this.drifted ?? this.behind();
  }

  /** Somebody has confirmed that the clock is right now. */
  confirm(): void {
    this.base = this.difference();
    this.drifted = undefined;
    this.hasStarted = true;
  }

  private behind(): ClockTrouble | undefined {
    if (this.hasStarted) return undefined;
    const latest = this.latest();
    if (latest === undefined) return undefined;
    const now = this.clocks.wall();
    if (Date.parse(latest) - now > CLOCK_TOLERANCE_MS) return behindOf(latest, now);
    this.hasStarted = true;
    return undefined;
  }

  private difference(): number {
    return this.clocks.wall() - this.clocks.monotonic();
  }
}

function driftedBy(drift: number, now: number): ClockTrouble {
  const [says, expected] = [now, now - drift].map((time) => new Date(time).toISOString());
  return {
    found: 'drifted',
    reason: `the clock of this machine was set, or stood still: it said ${says} when it should have said ${expected}. ${REMEDY}`,
  };
}

function behindOf(latest: string, now: number): ClockTrouble {
  const says = new Date(now).toISOString();
  return {
    found: 'behind',
    reason: `the clock of this machine says ${says}, and something was recorded at ${latest} already. ${REMEDY}`,
  };
}
