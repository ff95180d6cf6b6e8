/** Where the projection is. */
export interface RunnerState {
  /** Position after the last event applied and shown; undefined before the first. */
  position: string | undefined;
  /** Number of the ledger's events applied. */
  index: number;
  /** Events read from the log and not yet applied. */
  lag: number;
  /** Everything that was in the log when it was last read is shown. */
  caughtUp: boolean;
  /** Events and records that are set aside. */
  parked: number;
  /** Number of the ledger's events that have their versions: the past can be asked about up to there. */
  versions: number;
  /** What keeps further versions from being made. */
  versionsError?: string;
  /** The log is being followed. */
  following: boolean;
  /** Seconds since all that the log held was known to be shown; absent where it never was. */
  age?: number;
  /** The log is not the one that the views have shown: nothing is recorded before somebody has looked. */
  alarm?: string;
  /** What keeps it from going on now. */
  error?: string;
  /** RFC 3339: when it last applied something. */
  updatedAt?: string;
}

/** The views did not reach the position asked for in time: 503 in HTTP. */
export class ViewsBehind extends Error {
  constructor(
    readonly position: string,
    readonly reached: string | undefined,
  ) {
    super(`the views are at ${reached ?? 'the beginning'} and have not reached ${position} yet`);
    this.name = 'ViewsBehind';
  }
}
