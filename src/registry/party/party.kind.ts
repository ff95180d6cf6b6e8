import { command, needed, recordKind } from '../../kernel/kind.js';
import { changeDates } from '../../kernel/status.js';
import { countryOf } from '../../kernel/countries.js';
import { isRegion } from '../../kernel/regions.js';
import type { PartyFacts } from './party.js';
import { askForHolders } from '../other-identifiers.js';
import { entryFields } from '../entry-fields.js';
import { tiesOfMerger } from './merger.js';
import type { PartyAnswer } from './party.schema.js';
import { partyAnswer } from './party.schema.js';
import {
  belongingsOn,
  endBelonging,
  FARTHER_UP,
  stateBelonging,
  termOfBelonging,
  tiesOfBelongings,
} from './belonging.js';
import { termOf, validOn } from './mandate.js';
import { turnsOf } from './stated-term.js';
import {
  EndBelonging,
  EndMandate,
  GiveMandate,
  IdentifyParty,
  LocateParty,
  MergeParty,
  NameParty,
  RecordParty,
  PARTY_FORMS,
  StateBelonging,
} from './party.commands.js';
import {
  AGREEMENTS_OF_BOTH,
  endMandate,
  giveMandate,
  holdersOf,
  identify,
  keepKindOfName,
  locate,
  merge,
  name,
  record,
  warnOfNamesInClear,
} from './party.decide.js';
import { partyExamples } from './party.examples.js';
import {
  identifiersOf,
  namesByDay,
  namesFromDays,
  namesInAll,
  PARTY_STATUSES,
  partyFacts,
  partyStatusModel,
} from './party.js';

/** The country of a party, as it was recorded or as its region says. */
function countryOfParty(id: string, { recorded }: PartyFacts): string | undefined {
  const { country, region } = recorded?.data ?? {};
  return country ?? (region !== undefined || isRegion(id) ? 'RU' : undefined);
}

/** The registration numbers by which a party is found. */
const NUMBERS = ['inn', 'ogrn', 'ogrnip', 'kpp'] as const;

export const partyKind = recordKind({
  name: 'party',
  category: 'party',
  resource: 'parties',
  summaryName: 'parties',
  about: 'A region or an organisation that takes part, its names, numbers and representatives.',
  begins: ['PartyRecorded'],
  statuses: PARTY_STATUSES,
  forms: PARTY_FORMS,
  endings: ['merged'],
  lifeCycle: {
    NameParty: ['recorded'],
    IdentifyParty: ['recorded'],
    LocateParty: ['recorded'],
    GiveMandate: ['recorded'],
    StateBelonging: ['recorded'],
    MergeParty: ['recorded'],
  },
  commands: [
    command(RecordParty, {
      path: '',
      events: ['PartyRecorded'],
      decide: record,
      asksViews: holdersOf,
      keptByCorrections: warnOfNamesInClear,
      idOf: ({ form, region }) => (form === 'region' ? region : undefined),
    }),
    command(NameParty, {
      path: 'names',
      events: ['PartyNamed', 'PartyRenamed'],
      decide: name,
      keptByCorrections: keepKindOfName,
    }),
    command(IdentifyParty, {
      path: 'identifiers',
      events: ['PartyIdentified'],
      decide: identify,
      asksViews: (command) => ({ ...holdersOf(command), ...askForHolders('party', command) }),
    }),
    command(LocateParty, {
      path: 'locations',
      events: ['PartyLocated'],
      decide: locate,
    }),
    command(GiveMandate, {
      path: 'mandates',
      events: ['MandateGiven'],
      decide: giveMandate,
    }),
    command(EndMandate, {
      path: 'mandate-endings',
      events: ['MandateEnded'],
      decide: endMandate,
    }),
    command(StateBelonging, {
      path: 'belonging',
      events: ['BelongingStated'],
      decide: stateBelonging,
      asksViews: ({ to }) => ({ [FARTHER_UP]: { ask: 'belongs-to', kind: 'party', id: to } }),
    }),
    command(EndBelonging, {
      path: 'belonging-endings',
      events: ['BelongingEnded'],
      decide: endBelonging,
    }),
    command(MergeParty, {
      path: 'merger',
      events: ['PartiesMerged'],
      decide: merge,
      asksViews: ({ into }, { id }) => ({ [AGREEMENTS_OF_BOTH]: { ask: 'agreements-of-both', parties: [id, into] } }),
    }),
  ],
  examples: partyExamples,
  statusModel: partyStatusModel,
  isReference: isRegion,
  view(party) {
    const { day } = party;
    const facts = partyFacts(party);
    const { region, municipality, form } = facts.recorded?.data ?? {};
    const country = countryOfParty(party.id, facts);
    return {
      form: needed(form ?? (isRegion(party.id) ? 'region' : undefined)),
      names: facts.names,
      ...(facts.renamed.length === 0 ? {} : { namesByDay: namesByDay(facts) }),
      aliases: facts.aliases.map(({ id, data }) => ({ entry: id, names: data.names })),
      region: region ?? (isRegion(party.id) ? party.id : null),
      country: (country === undefined ? undefined : countryOf(country)) ?? null,
      municipality: municipality ?? null,
      identifiers: identifiersOf(facts),
      locations: facts.located.map(({ id, data }) => ({
        entry: id,
        country: data.country,
        region: data.region,
        municipality: data.municipality,
        place: data.place,
        modality: data.act.modality,
        source: data.act.source,
      })),
      mandates: facts.mandates.map((mandate) => ({
        entry: mandate.given.id,
        person: mandate.given.data.person,
        capacity: mandate.given.data.capacity,
        ...termOf(mandate),
        valid: validOn(mandate, { earliest: day, latest: day }),
        source: mandate.given.data.act.source,
      })),
      belongsTo: belongingsOn(facts.belongings, day),
      mergedInto: facts.merged?.data.into ?? null,
      merger: facts.merged ? { ...entryFields(facts.merged), reason: facts.merged.data.reason } : undefined,
    } satisfies PartyAnswer;
  },
  answer: partyAnswer,
  changeDates(party) {
    const facts = partyFacts(party);
    const terms = [...facts.mandates.map(termOf), ...facts.belongings.map(termOfBelonging)];
    return [...changeDates(partyStatusModel.milestones(party)), ...terms.flatMap(turnsOf)];
  },
  facets(party) {
    const facts = partyFacts(party);
    // Those that another entry replaced are found too: papers name the party by them.
    const numbers = [facts.recorded, ...facts.identified].flatMap((entry) => (entry ? [entry.data] : []));
    const region = facts.recorded?.data.region ?? (isRegion(party.id) ? party.id : undefined);
    return {
      title: facts.names,
      form: facts.recorded?.data.form ?? (isRegion(party.id) ? 'region' : undefined),
      parties: [party.id],
      regions: region === undefined ? [] : [region],
      countries: [countryOfParty(party.id, facts)].filter((code) => code !== undefined),
      words: [facts.recorded?.data.municipality].filter((name) => name !== undefined),
      aliases: namesInAll(facts),
      ...(facts.renamed.length === 0 ? {} : { namesByDay: namesFromDays(facts) }),
      ties: [...tiesOfMerger(facts.merged), ...tiesOfBelongings(facts.belongings)],
      identifiers: NUMBERS.flatMap((scheme) =>
        numbers
          .map((known) => known[scheme])
          .filter((value) => value !== undefined)
          .map((value) => ({ scheme, value })),
      ),
    };
  },
});
