import { FROM_EVER } from '../../kernel/dated.js';
import type { Day } from '../../kernel/edtf.js';
import type { Names } from '../../kernel/names.js';
import { FOR_EVER } from '../write/document-bytes.js';

/** Names that something bears from a day on, until the next one. */
export interface NameOfDay {
  since: Day | null;
  names: Names;
}

/** Names one after the other, as the views hold them (`called`): none where the record was never renamed. */
export function namesOfDays(called: string | null): NameOfDay[] {
  return called === null ? [] : (JSON.parse(called) as NameOfDay[]);
}

/** What something was called on some day between two; null for no limit. */
export function namesBetween(called: readonly NameOfDay[], first: Day | null, last: Day | null): Names[] {
  return called
    .filter(({ since }, place) => {
      const next = called[place + 1];
      const isOver = next !== undefined && first !== null && (next.since ?? FROM_EVER) <= first;
      return (since ?? FROM_EVER) <= (last ?? FOR_EVER) && !isOver;
    })
    .map(({ names }) => names);
}

/** What a record is called on a day (rule 20), by its title and `called` as the views hold them; null where it has no name. */
export function nameOn(title: string | null, called: string | null, day: Day): Names | null {
  const [name] = namesBetween(namesOfDays(called), day, day);
  return name ?? (title === null ? null : (JSON.parse(title) as Names));
}
