import { createHash } from 'node:crypto';
import { type ExpectedRevision, type Note } from '../port.js';
import { appendEvents } from './appends.js';
import type { ClientHolder } from './client-holder.js';
import { readStream } from './reads.js';
import { uuidOf } from './uuid.js';

/** Notes that are read at once. */
const PAGE = 500;

/** The texts that a ledger keeps beside its log, in a stream outside the ledger's prefix: `<ledger>_checkpoints`. */
export class NoteBook {
  private readonly stream: string;

  constructor(
    private readonly holder: ClientHolder,
    private readonly timeLimit: number,
    ledger: string,
  ) {
    this.stream = `${ledger}_checkpoints`;
  }

  /** Writes a note behind the one at `expected`. The event's id follows from both, so the server knows a retry. */
  async add(expected: ExpectedRevision, text: string): Promise<void> {
    const id = uuidOf(
      createHash('sha256')
        .update(`note ${expected + 1}\n${text}`, 'utf8')
        .digest(),
    );
    const event = { id, type: 'CheckpointSigned', data: JSON.stringify({ note: text }), metadata: '{}' };
    await appendEvents(this.holder, this.timeLimit, this.stream, expected, [event]);
  }

  /** Notes from a revision on, 500 at most. */
  async from(revision: number): Promise<Note[]> {
    const events = await readStream(this.holder, this.timeLimit, this.stream, revision, true, PAGE);
    return events.map(({ revision: at, data }) => ({ revision: at, text: noteIn(data) }));
  }
}

/** The text of a stored note; what somebody else wrote there is given as it is, for the reader to refuse. */
function noteIn(data: string): string {
  try {
    const { note } = JSON.parse(data) as { note?: unknown };
    return typeof note === 'string' ? note : data;
  } catch {
    return data;
  }
}
