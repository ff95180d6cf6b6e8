import type { NewEvent } from '../../event-store/port.js';
import { dated } from '../../kernel/dated.js';
import type { RecordKind, ViewQuestion } from '../../kernel/kind.js';
import { NO_RECORDS } from '../../kernel/relative-dates.js';
import type { Records } from '../processes.js';
import type { Loaded, RecordLoader } from '../record-loader.js';

/** A record that a batch changes. */
interface Drafted {
  readonly kind: RecordKind;
  /** As the batch found it. */
  readonly base: Loaded;
  /** What its commands append, in their order. */
  readonly own: NewEvent[];
  /** What the ledger itself appends behind that because of them. */
  readonly following: NewEvent[];
}

/** Records as they would stand with what a batch has come to so far: those that it changes in memory, the others in the log. */
export class Drafts implements Records {
  private readonly drafted = new Map<string, Drafted>();

  constructor(private readonly loader: Pick<RecordLoader, 'load' | 'drafted'>) {}

  async load(kind: RecordKind, id: string): Promise<Loaded | undefined> {
    const loaded = await this.loader.load(kind, id);
    const draft = loaded && this.drafted.get(loaded.stream);
    if (!draft) return loaded;
    return draft.kind === kind ? this.standing(draft) : undefined;
  }

  /** Adds what a command appends to a record. @returns the record with it, and with what follows by itself */
  append(kind: RecordKind, base: Loaded, own: readonly NewEvent[], following: readonly NewEvent[] = []): Loaded {
    const draft = this.drafted.get(base.stream) ?? { kind, base, own: [], following: [] };
    draft.own.push(...own);
    draft.following.push(...following);
    this.drafted.set(base.stream, draft);
    return this.standing(draft);
  }

  /** The answers to a question of a command that the views cannot know yet: what they name is looked at by whoever asked. */
  find(question: ViewQuestion): string[] {
    const drafts = [...this.drafted.values()];
    if (question.ask === 'agreements-of-both') {
      return drafts
        .filter((draft) => draft.kind.name === 'agreement')
        .filter((draft) => {
          const { parties } = draft.kind.facets(dated('agreement', this.standing(draft).record, NO_RECORDS));
          return question.parties.every((party) => parties.includes(party));
        })
        .map(({ base }) => base.record.id);
    }
    return drafts.filter(({ kind }) => kind.name === question.kind).map(({ base }) => base.record.id);
  }

  private standing({ base, own, following }: Drafted): Loaded {
    return this.loader.drafted(base, [...own, ...following]);
  }
}
