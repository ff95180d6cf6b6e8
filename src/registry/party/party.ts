import type { Details } from '../../kernel/decider.js';
import type { DatedEntry, DatedRecord } from '../../kernel/dated.js';
import { activeEntries, boundsByAll, FROM_EVER, oncePerRecord } from '../../kernel/dated.js';
import type { Day } from '../../kernel/edtf.js';
import type { LedgerEvent } from '../../kernel/entry.js';
import type { NameFromDay } from '../../kernel/kind.js';
import { statusModel } from '../../kernel/status-model.js';
import type { Milestone } from '../../kernel/status.js';
import { inOrder, milestone } from '../../kernel/status.js';
import type { Names } from '../../kernel/names.js';
import type { Personal } from '../../kernel/personal.js';
import { isSealed } from '../../kernel/personal.js';
import { isRegion, regionNames } from '../../kernel/regions.js';
import type {
  EndBelonging,
  EndMandate,
  GiveMandate,
  IdentifyParty,
  LocateParty,
  MergeParty,
  NameParty,
  RecordParty,
  StateBelonging,
} from './party.commands.js';

export const PARTY_STATUSES = ['recorded', 'merged'] as const;
export type PartyStatus = (typeof PARTY_STATUSES)[number];

export type Identifiers = Pick<RecordParty, 'inn' | 'ogrn' | 'ogrnip' | 'kpp'>;

export type PartyEvent =
  | LedgerEvent<'PartyRecorded', Details<RecordParty>>
  | LedgerEvent<'PartyNamed', Details<NameParty>>
  | LedgerEvent<'PartyRenamed', Details<NameParty>>
  | LedgerEvent<'PartyIdentified', Details<IdentifyParty>>
  | LedgerEvent<'PartyLocated', Details<LocateParty>>
  | LedgerEvent<'MandateGiven', Details<GiveMandate>>
  | LedgerEvent<'MandateEnded', Details<EndMandate>>
  | LedgerEvent<'BelongingStated', Details<StateBelonging>>
  | LedgerEvent<'BelongingEnded', Details<EndBelonging>>
  | LedgerEvent<'PartiesMerged', Details<MergeParty>>;

type EntryOf<T extends PartyEvent['type']> = DatedEntry<Extract<PartyEvent, { type: T }>>;

/** A mandate with its end, if one was recorded. */
export interface Mandate {
  given: EntryOf<'MandateGiven'>;
  ended?: EntryOf<'MandateEnded'>;
}

/** A belonging with its end, if one was recorded. */
export interface Belonging {
  stated: EntryOf<'BelongingStated'>;
  ended?: EntryOf<'BelongingEnded'>;
}

/** What is recorded of a party, by what counts today. */
export interface PartyFacts {
  /** A region stands by reference data, with or without an entry that records it. */
  isReference: boolean;
  recorded?: EntryOf<'PartyRecorded'>;
  /** Its name now: the first one, or by the last renaming. */
  names: Personal<Names>;
  firstNames: Personal<Names>;
  /** Renamings in the order of their days. */
  renamed: EntryOf<'PartyRenamed'>[];
  aliases: EntryOf<'PartyNamed'>[];
  identified: EntryOf<'PartyIdentified'>[];
  located: EntryOf<'PartyLocated'>[];
  mandates: Mandate[];
  belongings: Belonging[];
  merged?: EntryOf<'PartiesMerged'>;
}

/** Collects what is recorded; a region has its names from the reference data. */
export const partyFacts = oncePerRecord((record: DatedRecord<PartyEvent>): PartyFacts => {
  const isReference = isRegion(record.id);
  const facts: PartyFacts = {
    isReference,
    names: {},
    firstNames: regionNames(record.id) ?? {},
    renamed: [],
    aliases: [],
    identified: [],
    located: [],
    mandates: [],
    belongings: [],
  };
  for (const entry of activeEntries(record)) collect(facts, entry);
  facts.renamed = inOrder(facts.renamed);
  facts.names = facts.renamed.at(-1)?.data.names ?? facts.firstNames;
  return facts;
});

function collect(facts: PartyFacts, entry: EntryOf<PartyEvent['type']>): void {
  switch (entry.type) {
    case 'PartyRecorded':
      facts.recorded = entry;
      facts.firstNames = isSealed(entry.data.names) ? entry.data.names : { ...facts.firstNames, ...entry.data.names };
      return;
    case 'PartyRenamed':
      facts.renamed.push(entry);
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
    case 'BelongingStated':
      facts.belongings.push({ stated: entry });
      return;
    case 'BelongingEnded': {
      const belonging = facts.belongings.find(({ stated }) => stated.id === entry.data.belonging);
      if (belonging) belonging.ended = entry;
      return;
    }
    case 'PartiesMerged':
      facts.merged = entry;
      return;
    default:
      entry satisfies never;
  }
}

/** The names of a party one after the other, each with the days (EDTF) from which and until which it is called so. */
export function namesByDay({ recorded, firstNames, renamed }: PartyFacts) {
  const names = [
    { entry: recorded?.id ?? null, names: firstNames, from: null },
    ...renamed.map(({ id, data, date }) => ({ entry: id, names: data.names, from: date })),
  ];
  return names.map((name, place) => ({ ...name, until: names[place + 1]?.from ?? null }));
}

/** The same for whoever asks for the name of a day: a renaming that may have happened by then counts. */
export function namesFromDays({ firstNames, renamed }: PartyFacts): NameFromDay[] {
  return [
    { since: null, names: firstNames },
    ...renamed.map((entry) => ({ since: knownDay(boundsByAll(entry).earliest), names: entry.data.names })),
  ];
}

function knownDay(day: string): Day | null {
  return day === FROM_EVER ? null : day;
}

/** All names beside the present one by which texts, or times before a renaming, know the party. */
export function namesInAll({ aliases, firstNames, renamed }: PartyFacts): Personal<Names>[] {
  const names = aliases.map(({ data }) => data.names);
  return renamed.length === 0 ? names : [...names, firstNames, ...renamed.map(({ data }) => data.names)];
}

/** The registration numbers that are known: of several, the one recorded last. */
export function identifiersOf({ recorded, identified }: PartyFacts): Identifiers {
  const { inn, ogrn, ogrnip, kpp } = recorded?.data ?? {};
  return Object.assign(
    { inn, ogrn, ogrnip, kpp },
    ...identified.map(({ data: { act: _act, scheme: _scheme, value: _value, ...numbers } }) => numbers),
  ) as Identifiers;
}

/** A party is recorded, until it turns out to be another one. */
function partyMilestones(facts: PartyFacts): Milestone<PartyStatus>[] {
  const steps: Milestone<PartyStatus>[] = [];
  if (facts.recorded) steps.push({ ...milestone('recorded' as const, facts.recorded), always: true });
  else if (facts.isReference)
    steps.push({ status: 'recorded', when: { earliest: null, latest: null }, always: true, basis: [] });
  if (facts.merged) steps.push(milestone('merged', facts.merged));
  return steps;
}

/** How the status of a party follows from its entries. A mandate has its own days; names, numbers and seats have none. */
export const partyStatusModel = statusModel<PartyStatus, PartyEvent>({
  of: 'party',
  timeless: [
    'PartyRecorded',
    'PartyNamed',
    'PartyIdentified',
    'PartyLocated',
    'MandateGiven',
    'MandateEnded',
    'BelongingStated',
    'BelongingEnded',
  ],
  steps: ['PartyRecorded', 'PartiesMerged'],
  milestones: (record) => partyMilestones(partyFacts(record)),
});
