import type { DatedRecord } from '../../kernel/dated.js';
import type { Context, Decision, Violation } from '../../kernel/decider.js';
import { decision, ensure, ensureCompletedAct, ensureIfLive, recorded } from '../../kernel/decider.js';
import { isVoided } from '../../kernel/dated.js';
import { endsBeforeItBegins } from './stated-term.js';
import type { RecordOnDay } from '../../kernel/dated.js';
import type { Tie } from '../../kernel/kind.js';
import type { EndBelonging, StateBelonging } from './party.commands.js';
import { ensureNotMerged } from './party.decide.js';
import type { Belonging, PartyEvent } from './party.js';
import { partyFacts } from './party.js';
import type { StatedTerm } from './stated-term.js';
import { holdsOn, widestDays } from './stated-term.js';

type Party = RecordOnDay<PartyEvent>;
type Outcome = Decision<PartyEvent>;

/** The question under which the parties to which the other one belongs are found. */
export const FARTHER_UP = 'farther-up';

/** Of whom this party is a part: a plant of a group, a purchasing unit of a maker (rule 19). */
export function stateBelonging(command: StateBelonging, party: Party, context: Context): Outcome {
  return decision(
    [
      ...ensureNotMerged(party),
      ...ensureCompletedAct(command, ['fact', 'agreed', 'claims']),
      ...ensureInOrder(command.from, command.until),
      ...ensure(
        command.to !== party.id && !isPartOf(command.to, party.id, context),
        'belongs-without-a-circle',
        '/to',
        'The other party belongs to this one, or is it.',
      ),
    ],
    recorded('BelongingStated', command),
  );
}

/** What belonged ends to do so once, and not before it began. */
export function endBelonging(command: EndBelonging, party: Party): Outcome {
  const belonging = partyFacts(party).belongings.find(({ stated }) => stated.id === command.belonging);
  return decision(
    [
      ...ensureCompletedAct(command, ['fact', 'agreed', 'claims']),
      ...ensure(belonging !== undefined, 'belonging-exists', '/belonging', 'The party has no such belonging.'),
      ...ensureIfLive(belonging?.ended === undefined, 'belonging-ended-once', '/belonging', 'It has ended already.'),
      ...ensureInOrder(belonging?.stated.data.from, command.until ?? command.date),
    ],
    recorded('BelongingEnded', command),
  );
}

function ensureInOrder(from: string | undefined, until: string | undefined): Violation[] {
  return ensureIfLive(!endsBeforeItBegins(from, until), 'belonging-in-order', '/until', 'It ends before it begins.');
}

/** Whether a party belongs to another one, on any day and by whatever steps, as far as its records were read. */
function isPartOf(part: string, whole: string, { lookup }: Context): boolean {
  const seen = new Set([part]);
  for (const id of seen) {
    const record = lookup('party', id) as DatedRecord<PartyEvent> | undefined;
    if (!record || isVoided(record)) continue;
    for (const { stated } of partyFacts(record).belongings) seen.add(stated.data.to);
  }
  return seen.has(whole);
}

/** The days of a belonging, as far as they were stated. */
export function termOfBelonging({ stated, ended }: Belonging): StatedTerm {
  const to = ended?.data.until ?? ended?.date ?? stated.data.until ?? null;
  return { from: stated.data.from ?? null, to, endedBy: ended && to === null ? ended.recordedOn : null };
}

/** Belongings as a party shows them on a day. */
export function belongingsOn(belongings: readonly Belonging[], day: string) {
  return belongings.map((belonging) => {
    const { stated } = belonging;
    const term = termOfBelonging(belonging);
    return {
      entry: stated.id,
      to: stated.data.to,
      role: stated.data.role,
      from: term.from,
      until: term.to,
      valid: holdsOn(term, { earliest: day, latest: day }),
      source: stated.data.act.source,
    };
  });
}

/** By which belongings the views find what belongs to a party: for as long as they may hold. */
export function tiesOfBelongings(belongings: readonly Belonging[]): Tie[] {
  return belongings.map((belonging) => ({
    name: 'belongs',
    to: belonging.stated.data.to,
    ...widestDays(termOfBelonging(belonging)),
  }));
}
