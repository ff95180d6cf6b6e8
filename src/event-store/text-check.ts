import type { Disclosure } from '../kernel/personal.js';
import { heldAgainstDigest } from '../kernel/personal.js';

/** Is given the digest of a text that turned out to be another one than was sealed; once, until it is whole again. */
export type OnDamagedText = (digest: string) => void;

/** Holds every text that a store reads against its digest, and keeps those that do not agree. */
export class TextCheck {
  private readonly damaged = new Set<string>();

  constructor(private readonly onDamaged: OnDamagedText = () => undefined) {}

  /** The texts that lie in the store, by digest, as disclosures. */
  held(texts: Iterable<readonly [digest: string, text: string]>): Map<string, Disclosure> {
    const held = new Map<string, Disclosure>();
    for (const [digest, text] of texts) {
      const disclosure = heldAgainstDigest(digest, text);
      held.set(digest, disclosure);
      if (disclosure.isDamaged) this.note(digest);
      // It was put right meanwhile.
      else if (this.damaged.size > 0) this.damaged.delete(digest);
    }
    return held;
  }

  /** The digests of texts that did not agree when they were last read. */
  digests(): string[] {
    return [...this.damaged];
  }

  private note(digest: string): void {
    if (this.damaged.has(digest)) return;
    this.damaged.add(digest);
    this.onDamaged(digest);
  }
}
