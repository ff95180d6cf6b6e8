import type { Day } from '../kernel/edtf.js';
import type { Entry } from '../kernel/entry.js';
import type { Answer, Audited } from './audited.js';
import { answerAt, countAt, giveWay } from './audited.js';

/** A page ends early when its answers come to this many characters: a record of thousands of entries has long ones. */
const PAGE_LENGTH = 2 * 1024 * 1024;

/** The state of a record after one of its events; of a region also before the first of them, from the reference data. */
export interface State {
  /** Number of the event in the ledger; -1 for the state of the reference data, which follows no event. */
  index: number;
  /** -1 where nothing is recorded yet. */
  revision: number;
  /** Id of the event; null, like its details, where nothing is recorded yet. */
  event: string | null;
  type: string | null;
  recordedAt: string | null;
  actor: string | null;
  /** The day that the answer is about. */
  on: Day;
  /** What the ledger answered; null where it could not, and `fault` says why. */
  answer: Answer | null;
  fault?: string;
}

/** The states after some of a record's events, oldest first; `next` is the number of states before those that follow. */
export interface ReplayPage {
  states: State[];
  next?: number;
}

/**
 * The state after each of a record's events: the answer on the day on which the event was recorded, or on the day given.
 * @param after number of states to leave out; `limit` at most so many follow, fewer where they are long
 */
export async function replay(audited: Audited, after: number, limit: number, on?: Day): Promise<ReplayPage> {
  const states: State[] = [];
  const { length } = audited.record.entries;
  let size = 0;
  let place = after;
  while (place < length && states.length < limit && size < PAGE_LENGTH) {
    const state = stateAfter(audited, place, on);
    if (!state) break;
    states.push(state);
    size += JSON.stringify(state).length;
    place += 1;
    await giveWay();
  }
  return place < length ? { states, next: place } : { states };
}

/**
 * The state when the ledger had come to an event; undefined where nothing was known of the record by then. A region of
 * which nothing was recorded yet is answered from the reference data, on the day given.
 */
export function stateAt(audited: Audited, index: number, on?: Day): State | undefined {
  const place = countAt(audited, index) - 1;
  const entry = audited.record.entries[place];
  if (entry) return stateOf(audited, place, entry, index, on);
  if (on === undefined) return undefined;
  const given = answerAt(audited, index, on);
  if (given.answer === null) return undefined;
  return { index: -1, revision: -1, event: null, type: null, recordedAt: null, actor: null, on, ...given };
}

function stateAfter(audited: Audited, place: number, on: Day | undefined): State | undefined {
  const entry = audited.record.entries[place];
  return entry && stateOf(audited, place, entry, audited.indexes[place] ?? 0, on);
}

/** Dates that depend on others are known as of `index`, which may be later than the record's own last event. */
function stateOf(audited: Audited, place: number, entry: Entry, index: number, on: Day = entry.recordedOn): State {
  const { revision, id, type, recordedAt, actor } = entry;
  return {
    index: audited.indexes[place] ?? 0,
    revision,
    event: id,
    type,
    recordedAt,
    actor,
    on,
    ...answerAt(audited, index, on),
  };
}
