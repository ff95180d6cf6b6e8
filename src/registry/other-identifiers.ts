import { ActFields } from '../kernel/act-fields.js';
import type { DatedEntry, DatedRecord } from '../kernel/dated.js';
import { activeEntries, isVoided } from '../kernel/dated.js';
import type { Context, Decision, Violation } from '../kernel/decider.js';
import { decision, ensureIfLive, recorded } from '../kernel/decider.js';
import type { RecordIdentified } from '../kernel/entry.js';
import { Choice, Text } from '../kernel/fields.js';
import { identifierKey } from '../kernel/identifiers.js';
import { OTHER_SCHEMES, SCHEMES_OF_ONE } from '../kernel/identifier-schemes.js';
import type { CommandSpec, ViewQuestion } from '../kernel/kind.js';
import { command } from '../kernel/kind.js';

/** Longest value of an identifier, in UTF-16 units. */
export const LONGEST_IDENTIFIER = 200;

/** Another identifier of a record becomes known: how it is cited, or the number of its file (rule 17). */
export class AddIdentifier extends ActFields {
  @Choice(OTHER_SCHEMES)
  scheme!: string;

  @Text({ max: LONGEST_IDENTIFIER })
  value!: string;
}

/** A scheme and a value, where an entry states them. */
interface Identifier {
  scheme: string;
  value: string;
}

/** The entries that identify a record by a scheme, whatever event of its kind says so. */
export function otherIdentifiers(record: DatedRecord): (DatedEntry & { data: Identifier })[] {
  return activeEntries(record).filter(
    (entry): entry is DatedEntry & { data: DatedEntry['data'] & Identifier } =>
      (entry.type === 'RecordIdentified' || entry.type === 'PartyIdentified') && 'scheme' in entry.data,
  );
}

/** The question under which a decision finds the records that bear the value already. */
const HOLDERS = 'value';

/** What a command that states an identifier asks the views. */
export function askForHolders(kind: string, { scheme, value }: Partial<Identifier>): Record<string, ViewQuestion> {
  return scheme === undefined || value === undefined ? {} : { [HOLDERS]: { ask: 'identifier', kind, scheme, value } };
}

/**
 * A value of most schemes names one record of a kind; two that were identified by it at once are found by `/related`.
 * @param isSame whether another record is this one under another name
 */
export function ensureOfOneRecord(
  kind: string,
  { scheme, value }: Identifier,
  { id }: DatedRecord,
  context: Context,
  isSame: (other: string) => boolean = () => false,
): Violation[] {
  if (!SCHEMES_OF_ONE.includes(scheme)) return [];
  const key = identifierKey(scheme, value);
  const others = context.found(HOLDERS).filter((other) => {
    const record = context.lookup(kind, other);
    if (!record || other === id || isVoided(record) || isSame(other)) return false;
    return otherIdentifiers(record).some(({ data }) => identifierKey(data.scheme, data.value) === key);
  });
  return ensureIfLive(
    others.length === 0,
    'identifier-of-one-record',
    '/value',
    `A value of ${scheme} names one ${kind}, and this one is that of ${others.join(', ')}.`,
  );
}

/** The command for the kinds that have no identifiers of their own. */
export function identifierCommand(kind: string): CommandSpec {
  return command<AddIdentifier, RecordIdentified>(AddIdentifier, {
    path: 'identifiers',
    events: ['RecordIdentified'],
    asksViews: (asked) => askForHolders(kind, asked),
    decide: (asked, record, context): Decision<RecordIdentified> =>
      decision(ensureOfOneRecord(kind, asked, record, context), recorded('RecordIdentified', asked)),
  });
}
