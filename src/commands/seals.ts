import type { Disclosure, Sealed } from '../kernel/personal.js';
import { seal } from '../kernel/personal.js';

interface Made {
  readonly what: string;
  readonly sealed: Sealed;
  readonly disclosure: Disclosure;
}

/**
 * Seals the values of one request. However often it is decided, because somebody else wrote first, each value keeps the seal
 * that it got the first time: a store that keeps texts apart from events would else keep one for every attempt.
 */
export class Seals {
  private readonly made: Made[] = [];
  private place = 0;

  /** Begins with the first value of the request. */
  begin(): void {
    this.place = 0;
  }

  /** Seals the next value; another one than at this place before gets a seal of its own. */
  seal(name: string, value: unknown): Made {
    const what = JSON.stringify([name, value]);
    const known = this.made[this.place];
    const made = known?.what === what ? known : { what, ...seal(name, value) };
    if (made !== known) this.made.splice(this.place, Infinity, made);
    this.place += 1;
    return made;
  }

  /** What lies behind all seals that were made. */
  get disclosures(): Disclosure[] {
    return this.made.map(({ disclosure }) => disclosure);
  }
}
