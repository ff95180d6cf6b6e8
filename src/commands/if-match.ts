import { Problem } from './problem.js';

/**
 * The revisions that an If-Match header names (RFC 9110, 13.1.1): entity tags `"<revision>.<digest>"`, of which the
 * revision counts; `*` for whatever there is. The comparison is strong, so a weak tag would never hold and is refused.
 * @throws Problem `invalid-header`
 */
export function revisionsIn(header: string): number[] | '*' {
  if (header.trim() === '*') return '*';
  return header.split(',').flatMap((tag) => {
    const [, weak, revision] = /^\s*(W\/)?"(-?\d{1,15})(?:\.[^"]*)?"\s*$/.exec(tag) ?? [];
    if (revision === undefined) {
      throw new Problem('invalid-header', 'If-Match takes entity tags as the ledger gives them, or *.', [
        { pointer: '', rule: 'if-match', detail: `not an entity tag of this ledger: ${tag.trim().slice(0, 80)}` },
      ]);
    }
    if (weak !== undefined) {
      const detail =
        'If-Match compares strongly (RFC 9110, section 13.1.1), and a weak entity tag never holds: send the tag without W/.';
      throw new Problem('invalid-header', detail, [
        { pointer: '', rule: 'if-match-strong', detail: `not a strong entity tag: ${tag.trim().slice(0, 80)}` },
      ]);
    }
    return [Number(revision)];
  });
}
