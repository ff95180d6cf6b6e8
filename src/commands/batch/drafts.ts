import type { NewEvent } from '../../event-store/port.js';
import { dated } from '../../kernel/dated.js';
import { identifierKey } from '../../kernel/identifiers.js';
import type { Facets, RecordKind, ViewQuestion } from '../../kernel/kind.js';
import type { Disclosure, Personal } from '../../kernel/personal.js';
import { isSealed, shownValue } from '../../kernel/personal.js';
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
  /** With all that, and what it is found by; worked out when they are asked for. */
  standing?: Loaded;
  facets?: Facets;
}

/**
 * Records as they would stand with what a batch has come to so far: those that it changes in memory, the others in the log.
 * Each is read once: all commands are decided on the same.
 */
export class Drafts implements Records {
  private readonly drafted = new Map<string, Drafted>();
  private readonly read = new Map<string, Promise<Loaded | undefined>>();

  /** @param unstored the texts behind the drafted events, as far as the batch has come */
  constructor(
    private readonly loader: Pick<RecordLoader, 'load' | 'drafted'>,
    private readonly unstored: readonly Disclosure[],
  ) {}

  async load(kind: RecordKind, id: string): Promise<Loaded | undefined> {
    const key = `${kind.name} ${id}`;
    const reading = this.read.get(key) ?? this.loader.load(kind, id);
    this.read.set(key, reading);
    const loaded = await reading;
    const draft = loaded && this.drafted.get(loaded.stream);
    if (!draft) return loaded;
    return draft.kind === kind ? this.standing(draft) : undefined;
  }

  /** Adds what a command appends to a record. @returns the record with it, and with what follows by itself */
  append(kind: RecordKind, base: Loaded, own: readonly NewEvent[], following: readonly NewEvent[] = []): Loaded {
    const before = this.drafted.get(base.stream) ?? { kind, base, own: [], following: [] };
    const draft = {
      kind: before.kind,
      base: before.base,
      own: [...before.own, ...own],
      following: [...before.following, ...following],
    };
    this.drafted.set(base.stream, draft);
    return this.standing(draft);
  }

  /** The answers to a question of a command that the views cannot know yet: what they name is looked at by whoever asked. */
  find(question: ViewQuestion): string[] {
    const kind = question.ask === 'agreements-of-both' ? 'agreement' : question.kind;
    return [...this.drafted.values()]
      .filter((draft) => draft.kind.name === kind && this.mayAnswer(question, draft))
      .map(({ base }) => base.record.id);
  }

  private mayAnswer(question: ViewQuestion, draft: Drafted): boolean {
    if (question.ask === 'agreements-of-both') {
      const { parties } = this.facetsOf(draft);
      return question.parties.every((party) => parties.includes(party));
    }
    if (question.ask !== 'identifier') return true;
    const key = identifierKey(question.scheme, question.value);
    const { identifiers = [] } = this.facetsOf(draft);
    return identifiers.some(({ scheme, value }) => identifierKey(scheme, this.inClear(value)) === key);
  }

  private inClear(value: Personal): string {
    if (!isSealed(value)) return value;
    return String(shownValue(this.unstored.find(({ digest }) => digest === value.sealed)));
  }

  private facetsOf(draft: Drafted): Facets {
    draft.facets ??= draft.kind.facets(dated(draft.kind.name, this.standing(draft).record, NO_RECORDS));
    return draft.facets;
  }

  private standing(draft: Drafted): Loaded {
    draft.standing ??= this.loader.drafted(draft.base, [...draft.own, ...draft.following]);
    return draft.standing;
  }
}
