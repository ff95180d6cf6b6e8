/** After so many milliseconds what was done counts a third of what is done now. */
const MEMORY_MS = 3_000;

/** How fast work of one sort has gone on of late. */
export class RecentPace {
  private done = 0;
  private ms = 0;

  /** So many pieces were done in so many milliseconds. */
  note(done: number, ms: number): void {
    const kept = Math.exp(-ms / MEMORY_MS);
    this.done = this.done * kept + done;
    this.ms = this.ms * kept + ms;
  }

  /** Milliseconds that a piece took; 0 while none was done. */
  get msEach(): number {
    return this.done === 0 ? 0 : this.ms / this.done;
  }
}
