import type { Details } from '../../kernel/decider.js';
import type { DateResolver, EffectiveEntry, LedgerEvent, LedgerRecord } from '../../kernel/record.js';
import { oncePerRecord } from '../../kernel/once-per-record.js';
import { standing } from '../../kernel/record.js';
import type { Milestone } from '../../kernel/status.js';
import { milestone } from '../../kernel/status.js';
import type { Names } from '../../kernel/names.js';
import { isRegion, regionNames } from '../../kernel/regions.js';
import type {
  EndMandate,
  GiveMandate,
  IdentifyParty,
  LocateParty,
  MergeParty,
  NameParty,
  RecordParty,
} from './party.commands.js';

export const PARTY_STATUSES = ['recorded', 'merged'] as const;
export type PartyStatus = (typeof PARTY_STATUSES)[number];

export type Identifiers = Pick<RecordParty, 'inn' | 'ogrn' | 'ogrnip' | 'kpp'>;

export type PartyEvent =
  | LedgerEvent<'PartyRecorded', Details<RecordParty>>
  | LedgerEvent<'PartyNamed', Details<NameParty>>
  | LedgerEvent<'PartyIdentified', Details<IdentifyParty>>
  | LedgerEvent<'PartyLocated', Details<LocateParty>>
  | LedgerEvent<'MandateGiven', Details<GiveMandate>>
  | LedgerEvent<'MandateEnded', Details<EndMandate>>
  | LedgerEvent<'PartiesMerged', Details<MergeParty>>;

type Told<T extends PartyEvent['type']> = EffectiveEntry<Extract<PartyEvent, { type: T }>>;

/** A mandate with its end, if one was recorded. */
export interface Mandate {
  given: Told<'MandateGiven'>;
  ended?: Told<'MandateEnded'>;
}

/** What is recorded of a party, by what counts today. */
export interface PartyFacts {
  /** A region stands by reference data, with or without an entry that records it. */
  isReference: boolean;
  recorded?: Told<'PartyRecorded'>;
  names: Names;
  aliases: Told<'PartyNamed'>[];
  identified: Told<'PartyIdentified'>[];
  located: Told<'PartyLocated'>[];
  mandates: Mandate[];
  merged?: Told<'PartiesMerged'>;
}

/** Collects what is recorded; a region has its names from the reference data. */
export const partyFacts = oncePerRecord((record: LedgerRecord<PartyEvent>): PartyFacts => {
  const isReference = isRegion(record.id);
  const facts: PartyFacts = {
    isReference,
    names: regionNames(record.id) ?? {},
    aliases: [],
    identified: [],
    located: [],
    mandates: [],
  };
  for (const entry of standing(record)) collect(facts, entry);
  return facts;
});

function collect(facts: PartyFacts, entry: Told<PartyEvent['type']>): void {
  switch (entry.type) {
    case 'PartyRecorded':
      facts.recorded = entry;
      facts.names = { ...facts.names, ...entry.data.names };
      return;
    case 'PartyNamed':
      facts.aliases.push(entry);
      return;
    case 'PartyIdentified':
      facts.identified.push(entry);
      return;
    case 'PartyLocated':
      facts.located.push(entry);
      return;
    case 'MandateGiven':
      facts.mandates.push({ given: entry });
      return;
    case 'MandateEnded': {
      const mandate = facts.mandates.find(({ given }) => given.id === entry.data.mandate);
      if (mandate) mandate.ended = entry;
      return;
    }
    case 'PartiesMerged':
      facts.merged = entry;
      return;
    default:
      entry satisfies never;
  }
}

/** The registration numbers that are known: of several, the one recorded last. */
export function identifiersOf({ recorded, identified }: PartyFacts): Identifiers {
  const { inn, ogrn, ogrnip, kpp } = recorded?.data ?? {};
  return Object.assign(
    { inn, ogrn, ogrnip, kpp },
    ...identified.map(({ data: { act: _act, ...numbers } }) => numbers),
  ) as Identifiers;
}

/** A party is recorded, until it turns out to be another one. */
export function partyMilestones(facts: PartyFacts, resolve?: DateResolver): Milestone<PartyStatus>[] {
  const steps: Milestone<PartyStatus>[] = [];
  if (facts.recorded) steps.push({ ...milestone('recorded' as const, facts.recorded, resolve), always: true });
  else if (facts.isReference)
    steps.push({ status: 'recorded', when: { earliest: null, latest: null }, always: true, because: [] });
  if (facts.merged) steps.push(milestone('merged', facts.merged, resolve));
  return steps;
}
