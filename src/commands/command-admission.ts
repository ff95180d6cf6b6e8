/** Commands that may begin in one turn of the event loop; they share a transaction, an fsync and a batch of the views. */
export const COMMANDS_AT_ONCE = 8;

/** While a query about the newest past state would wait no longer than this, no command is held back. In milliseconds. */
const FREE_MS = 500;

/** So much later commands come as fast as their past states are made; later still, slower than these. */
const EVEN_AFTER_MS = 1_000;

/** Longest pause between two commands, in milliseconds: 50 a second begin however far the past is behind. */
const LONGEST_PAUSE_MS = 20;

/**
 * The pause between two commands, in milliseconds, with which the past does not fall further behind; 0 while it is not.
 * @param behind in how many milliseconds the past is as far as the present, at `msEach` milliseconds for an event
 */
export function pauseFor({ ms, msEach }: { ms: number; msEach: number }): number {
  const share = Math.max(0, ms - FREE_MS) / EVEN_AFTER_MS;
  return Math.min(share * msEach, LONGEST_PAUSE_MS);
}

/**
 * Lets commands begin a few in each turn of the event loop and keeps the others waiting in order. A command takes some
 * ten times as long as a query: of 64 that arrive together the last query would else wait for all. Where something else
 * cannot keep up with them, they are slowed, and never refused.
 */
export class CommandAdmission {
  private readonly waiting: (() => void)[] = [];
  private left: number;

  /** @param pauseMs milliseconds that there have to be between two commands, on an average */
  constructor(
    private readonly atOnce: number,
    private readonly pauseMs: () => number = () => 0,
  ) {
    this.left = atOnce;
  }

  /** Calls `begin` now, or in one of the next turns. */
  take(begin: () => void): void {
    if (this.left === 0) this.waiting.push(begin);
    else this.start(begin);
  }

  private start(begin: () => void): void {
    if (this.left === this.atOnce) this.scheduleNextTurn();
    this.left -= 1;
    begin();
  }

  private scheduleNextTurn(): void {
    const pause = this.pauseMs() * this.atOnce;
    if (pause > 0) setTimeout(this.nextTurn, pause);
    else setImmediate(this.nextTurn);
  }

  private readonly nextTurn = (): void => {
    this.left = this.atOnce;
    for (const begin of this.waiting.splice(0, this.atOnce)) this.start(begin);
  };
}
