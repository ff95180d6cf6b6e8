/** Who asks, and whether somebody still waits for the answer. */
export interface Asker {
  readonly client: string;
  readonly signal: AbortSignal;
  /** Called once the answer is there, or there is none. */
  done(): void;
}
