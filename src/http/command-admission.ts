/** Commands that may begin in one turn of the event loop; they share a transaction, an fsync and a batch of the views. */
const AT_ONCE = 8;

/**
 * Lets commands begin a few in each turn of the event loop and keeps the others waiting in order. A command takes some
 * ten times as long as a query: of 64 that arrive together the last query would else wait for all.
 */
export class CommandAdmission {
  private readonly waiting: (() => void)[] = [];
  private left: number;

  constructor(private readonly atOnce = AT_ONCE) {
    this.left = atOnce;
  }

  /** Calls `begin` now, or in one of the next turns. */
  take(begin: () => void): void {
    if (this.left === 0) this.waiting.push(begin);
    else this.start(begin);
  }

  private start(begin: () => void): void {
    if (this.left === this.atOnce) setImmediate(this.nextTurn);
    this.left -= 1;
    begin();
  }

  private readonly nextTurn = (): void => {
    this.left = this.atOnce;
    for (const begin of this.waiting.splice(0, this.atOnce)) this.start(begin);
  };
}
