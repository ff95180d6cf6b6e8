import type { NewEvent } from '../event-store/port.js';
import type { CommandSpec, RecordKind } from '../kernel/kind.js';
import type { Disclosure } from '../kernel/personal.js';
import type { RelativeDates } from '../kernel/relative-dates.js';
import type { CommandParts } from './command-parts.js';
import type { Deciding } from './decide.js';
import type { Request } from './event-writer.js';
import type { Records, Simulated } from './processes.js';
import type { RenderedStatus } from './read-model-port.js';
import type { Loaded } from './record-loader.js';
import type { RenderCheck } from './render-check.js';
import type { Seals } from './seals.js';

/** One command on its way into the log. */
export interface Step {
  readonly kind: RecordKind;
  readonly spec: CommandSpec;
  readonly actor: string;
  /** Digests of what the client chose. */
  readonly key: string;
  readonly correlationId: string;
  /** The body, checked. */
  readonly command: object;
  /** What tells the request from others. */
  readonly hash: string;
  readonly seals: Seals;
}

/** What a command comes to where its record stands so: to be appended behind it. */
export interface Draft {
  readonly events: NewEvent[];
  readonly disclosures: Disclosure[];
  readonly written: Request;
  /** The record with the events. */
  readonly after: Loaded;
  readonly rendered: RenderedStatus;
}

/** Who the events of a command are from. The hash of the request is sealed: neither it nor what it hashes can be guessed from them. */
export function writtenBy({ actor, key, correlationId, hash, seals }: Omit<Step, 'command'>) {
  seals.begin();
  const { sealed, disclosure } = seals.seal('request', hash);
  const written: Request = { actor, key, correlationId, digest: sealed.sealed };
  return { written, disclosure };
}

/** Decides a command on a record as it stands among others, and shows what would be recorded. */
export class Drafting {
  constructor(
    private readonly parts: CommandParts,
    private readonly deciding: Deciding,
    private readonly renderCheck: RenderCheck,
  ) {}

  /**
   * @param datesOf resolves the dates of the record as it would stand, where the views do not know all that they depend on
   * @param unstored texts in the record that are not stored yet
   * @throws Problem
   */
  async draft(
    step: Step,
    loaded: Loaded,
    datesOf?: (after: Loaded) => Promise<RelativeDates>,
    unstored: readonly Disclosure[] = [],
  ): Promise<Draft> {
    const { kind, spec, actor, command, seals } = step;
    const { written, disclosure } = writtenBy(step);
    const decided = await this.deciding.decide({ kind, spec, actor }, command, loaded.record, seals);
    const events = this.parts.writer.prepare(
      written,
      loaded.stream,
      loaded.revision,
      decided.events,
      decided.readDependencies,
    );
    const after = this.parts.loader.drafted(loaded, events);
    const texts = [...unstored, ...decided.disclosures];
    const rendered = await this.renderCheck.check(kind, loaded.record, after.record, texts, await datesOf?.(after));
    return { events, disclosures: [...decided.disclosures, disclosure], written, after, rendered };
  }

  /** What the command's process would record besides; undefined where it leads to none. */
  simulate({ spec }: Step, { after, written }: Draft, records: Records): Promise<Simulated> | undefined {
    return this.parts.processes.of(spec)?.simulate(after.record, written, records);
  }

  /** Events that a process would add to the record of a command. */
  following({ written, events }: Draft, { stream, revision }: Loaded, { here }: Simulated): NewEvent[] {
    return this.parts.writer.prepare(written, stream, revision, here, {}, events.length);
  }
}
