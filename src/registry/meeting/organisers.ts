import type { Violation } from '../../kernel/decider.js';
import { ensure } from '../../kernel/decider.js';

/** Who organises and who supports: of a meeting, or of all meetings of a series. */
interface Organised {
  organisers: string[];
  supportedBy: string[];
}

/** Puts those whom one more entry names beside the others. */
export function addOrganisers(facts: Organised, { organisers = [], supportedBy = [] }: Partial<Organised>): void {
  facts.organisers = [...new Set([...facts.organisers, ...organisers])];
  facts.supportedBy = [...new Set([...facts.supportedBy, ...supportedBy])];
}

/** An entry that names organisers or supporters names some. */
export function ensureSomeNamed({ organisers = [], supportedBy = [] }: Partial<Organised>): Violation[] {
  return ensure(
    organisers.length + supportedBy.length > 0,
    'organisers-or-supporters-named',
    '/organisers',
    'Name organisers, supporters, or both.',
  );
}
