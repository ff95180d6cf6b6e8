import type { RecordKind } from '../kernel/kind.js';

/** Where a record, or what belongs to it, is asked for: the one place where these addresses are written. */
export function hrefOf({ resource }: Pick<RecordKind, 'resource'>, id: string): string {
  return `/v1/${resource}/${id}`;
}

/** What can be asked about a record, by name. */
export interface RecordLinks {
  self: string;
  history: string;
  related: string;
  replay: string;
  diff: string;
  explain: string;
  corrections: string;
}

/** The addresses of what can be asked about a record. */
export function linksOf(kind: Pick<RecordKind, 'resource'>, id: string): RecordLinks {
  const self = hrefOf(kind, id);
  return {
    self,
    history: `${self}/history`,
    related: `${self}/related`,
    replay: `${self}/replay`,
    diff: `${self}/diff`,
    explain: `${self}/explain`,
    corrections: `${self}/corrections`,
  };
}
