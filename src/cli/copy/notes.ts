import { type EventStore, type Note, WrongExpectedRevision } from '../../event-store/port.js';
import { CopyFailed, withRetries, type RetryLimits } from './retry-policy.js';

/**
 * Brings the notes beside one log into another that holds none of them yet, or the first ones.
 * @throws CopyFailed naming the first note that differs, StoreUnavailable
 */
export async function copyNotes(source: EventStore, target: EventStore, limits: RetryLimits): Promise<void> {
  await inPairs(source, target, limits, async ({ revision, text }) => {
    try {
      await withRetries(limits, () => target.appendNote(revision - 1, text));
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision)) throw error;
      throw differ(revision);
    }
  });
}

/** Compares the notes beside two logs and gives their number. @throws CopyFailed, StoreUnavailable */
export function compareNotes(source: EventStore, target: EventStore, limits: RetryLimits): Promise<number> {
  return inPairs(source, target, limits, ({ revision }) => Promise.reject(differ(revision)));
}

/** Reads the notes of both side by side; what the target lacks is handed over. */
async function inPairs(
  source: EventStore,
  target: EventStore,
  limits: RetryLimits,
  onMissing: (note: Note) => Promise<void>,
): Promise<number> {
  const others = notesOf(target, limits);
  let count = 0;
  for await (const note of notesOf(source, limits)) {
    const { value: other } = await others.next();
    if (!other) await onMissing(note);
    else if (other.text !== note.text || other.revision !== note.revision) throw differ(note.revision);
    count += 1;
  }
  const { value: more } = await others.next();
  if (more) throw differ(more.revision);
  return count;
}

async function* notesOf(store: EventStore, limits: RetryLimits): AsyncGenerator<Note, undefined> {
  for (let from = 0; ;) {
    const notes = await withRetries(limits, () => store.notes(from));
    const last = notes.at(-1);
    if (!last) return undefined;
    yield* notes;
    from = last.revision + 1;
  }
}

function differ(revision: number): CopyFailed {
  return new CopyFailed(
    `the notes beside the logs differ: note ${revision} is not the same in the source and the target`,
  );
}
