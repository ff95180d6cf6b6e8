import type { Context, Decision, Violation } from '../../kernel/decider.js';
import { decision, ensureCompletedAct, ensure, recorded, ensureIfLive, warnIf } from '../../kernel/decider.js';
import type { DatedRecord, RecordOnDay } from '../../kernel/dated.js';
import { isVoided } from '../../kernel/dated.js';
import { isPersonalInn } from '../../kernel/identifiers.js';
import type { Judged, ViewQuestion } from '../../kernel/kind.js';
import { isSealed } from '../../kernel/personal.js';
import { isRegion } from '../../kernel/regions.js';
import type {
  EndMandate,
  GiveMandate,
  IdentifyParty,
  LocateParty,
  MergeParty,
  NameParty,
  RecordParty,
} from './party.commands.js';
import { isSame } from './merger.js';
import { ensureOfOneRecord } from '../other-identifiers.js';
import type { Identifiers, PartyEvent } from './party.js';
import { endsBeforeItBegins } from './stated-term.js';
import { identifiersOf, partyFacts } from './party.js';

/** The question under which a merger finds the agreements that name both parties. */
export const AGREEMENTS_OF_BOTH = 'agreements-of-both';

type Party = RecordOnDay<PartyEvent>;
type Outcome = Decision<PartyEvent>;

/** A region is known by its code, everything else by a name. */
export function record(command: RecordParty, party: Party, context: Context): Outcome {
  const isRegionItself = command.form === 'region';
  return decision(
    [
      ...ensure(
        !isRegionItself || command.region !== undefined,
        'region-has-a-code',
        '/region',
        'A region needs its ISO 3166-2 code.',
      ),
      ...ensure(
        isRegionItself || command.names !== undefined,
        'party-has-a-name',
        '/names',
        'A party needs a name in Russian or in English.',
      ),
      ...ensure(
        command.country === undefined || command.region === undefined || command.country === REGIONS_OF,
        'country-of-its-region',
        '/country',
        'The region is one of Russia, and the country another one.',
      ),
      ...ensureWithinRegion(command),
      ...ensureNumbersOfForm(command, command.form),
      ...warnIfKnownElsewhere(command, party, context),
    ],
    recorded('PartyRecorded', command),
  );
}

/** What was once recorded in clear stays in the log: a correction can seal what is recorded from then on, and no more. */
export function warnOfNamesInClear(
  { command: before }: Judged<RecordParty>,
  { command: after }: Judged<RecordParty>,
): Violation[] {
  return warnIf(
    after.form === 'sole-trader' && before.names !== undefined && !isSealed(before.names),
    'personal-name-in-clear',
    '/form',
    'The names that were recorded before are those of a person now, and stay readable in the history.',
  );
}

/** Names vary: every one that a text uses may be added (rule 9). A renaming has its day (rule 20). */
export function name(command: NameParty, party: Party): Outcome {
  if (command.renamed !== true) return decision(ensureNotMerged(party), recorded('PartyNamed', command));
  return decision(
    [
      ...ensureNotMerged(party),
      ...ensureCompletedAct(command, ['fact', 'agreed', 'claims']),
      ...ensureIfLive(
        command.date !== undefined || command.relativeDate !== undefined,
        'renamed-on-a-day',
        '/date',
        'Say from which day on this is the name.',
      ),
    ],
    recorded('PartyRenamed', command),
  );
}

/** Whether an entry adds a name or changes it is another event: a correction cannot make one of the other. */
export function keepKindOfName(
  { command: before }: Judged<NameParty>,
  { command: after }: Judged<NameParty>,
): Violation[] {
  return ensure(
    (before.renamed === true) === (after.renamed === true),
    'renaming-stays-one',
    '/renamed',
    'Void the entry and record the name again as what it is.',
  );
}

export function identify(command: IdentifyParty, party: Party, context: Context): Outcome {
  const { inn, ogrn, ogrnip, kpp, scheme, value } = command;
  const given = [inn, ogrn, ogrnip, kpp, scheme, value].some((one) => one !== undefined);
  return decision(
    [
      ...ensureNotMerged(party),
      ...ensure(
        given,
        'one-identifier-at-least',
        '',
        'Give one of inn, ogrn, ogrnip, kpp, or a scheme with its value.',
      ),
      ...ensure(
        (scheme === undefined) === (value === undefined),
        'scheme-with-its-value',
        scheme === undefined ? '/scheme' : '/value',
        'A scheme and its value go together.',
      ),
      ...(scheme === undefined || value === undefined
        ? []
        : ensureOfOneRecord('party', { scheme, value }, party, context, (other) =>
            isSame('party', other, party.id, context),
          )),
      ...ensureSameNumbers(command, party),
      ...ensureNumbersOfForm(command, partyFacts(party).recorded?.data.form),
      ...warnIfKnownElsewhere(command, party, context),
    ],
    recorded('PartyIdentified', command),
  );
}

/** A party has one of each for life (a KPP goes with its seat): another one is a mistake, or another party. */
function ensureSameNumbers(command: IdentifyParty, party: Party): Violation[] {
  const known = identifiersOf(partyFacts(party));
  return OF_ONE_PARTY.flatMap((name) =>
    ensureIfLive(
      command[name] === undefined ||
        known[name] === undefined ||
        command[name] === known[name] ||
        isSealed(command[name]) ||
        isSealed(known[name]),
      'identifier-differs',
      `/${name}`,
      `The party is recorded with another ${name}; correct that entry if it is wrong.`,
    ),
  );
}

/** The country of which the regions are. */
const REGIONS_OF = 'RU';

/** Numbers that one party has for life, and no other party. */
const OF_ONE_PARTY = ['inn', 'ogrn', 'ogrnip'] as const;

/** What a command with registration numbers asks the views: which other parties have them. */
export function holdersOf(command: Identifiers): Readonly<Record<string, ViewQuestion>> {
  return Object.fromEntries(
    OF_ONE_PARTY.flatMap((scheme): [string, ViewQuestion][] => {
      const value = command[scheme];
      return typeof value === 'string' ? [[scheme, { ask: 'identifier', kind: 'party', scheme, value }]] : [];
    }),
  );
}

/**
 * The same number twice is a mistake, or one party on record twice. An organisation's INN may be that of two records with
 * a KPP each: of its divisions. The number itself is not repeated: it may be personal.
 */
function warnIfKnownElsewhere(command: Identifiers, party: Party, context: Context): Violation[] {
  const own = { ...identifiersOf(partyFacts(party)), ...command };
  return OF_ONE_PARTY.filter((scheme) => command[scheme] !== undefined).flatMap((scheme) => {
    const others = context.found(scheme).filter((id) => {
      const other = context.lookup('party', id) as DatedRecord<PartyEvent> | undefined;
      if (!other || isVoided(other) || isSame('party', id, party.id, context)) return false;
      const { kpp, [scheme]: value } = identifiersOf(partyFacts(other));
      // Of what is in clear the log has to confirm it: the views may be a little behind.
      if (typeof value === 'string' && typeof own[scheme] === 'string' && value !== own[scheme]) return false;
      return scheme !== 'inn' || kpp === undefined || own.kpp === undefined || kpp === own.kpp;
    });
    return warnIf(
      others.length > 0,
      'identifier-of-another-record',
      `/${scheme}`,
      `Another party is recorded with the same ${scheme}: ${others.join(', ')}.`,
    );
  });
}

/** Only a person has them, and then the name that stands beside them is personal too: it has to be known as that before. */
function ensureNumbersOfForm({ inn, ogrnip }: Identifiers, form: string | undefined): Violation[] {
  const named = [
    ...(isSealed(inn) || isPersonalInn(inn) ? ['/inn'] : []),
    ...(ogrnip === undefined ? [] : ['/ogrnip']),
  ];
  return named.flatMap((pointer) =>
    ensure(
      form === 'sole-trader',
      'personal-number-of-a-sole-trader',
      pointer,
      'This is the number of a person: record the party with the form sole-trader, so that its name is kept as personal.',
    ),
  );
}

/** Municipalities are known by their names, and many bear the same one. */
function ensureWithinRegion({ municipality, region }: RecordParty | LocateParty): Violation[] {
  return ensure(
    municipality === undefined || region !== undefined,
    'municipality-within-a-region',
    '/region',
    'A municipality is known by its name within a region: give the region too.',
  );
}

/** Where a text puts a party is a claim of that text, right or wrong. */
export function locate(command: LocateParty, party: Party): Outcome {
  return decision(
    [
      ...ensureNotMerged(party),
      ...ensure(
        command.country !== undefined || command.region !== undefined || command.place !== undefined,
        'region-or-place',
        '/region',
        'Give a country, a region, a place, or several of them.',
      ),
      ...ensureWithinRegion(command),
    ],
    recorded('PartyLocated', command, 'claims'),
  );
}

export function giveMandate(command: GiveMandate, party: Party): Outcome {
  return decision(
    [
      ...ensureNotMerged(party),
      ...ensureCompletedAct(command, ['fact', 'agreed', 'claims']),
      ...ensure(
        !endsBeforeItBegins(command.from, command.to),
        'mandate-in-order',
        '/to',
        'The mandate ends before it begins.',
      ),
    ],
    recorded('MandateGiven', command),
  );
}

/** A mandate ends once, and not before it began. */
export function endMandate(command: EndMandate, party: Party): Outcome {
  const mandate = partyFacts(party).mandates.find(({ given }) => given.id === command.mandate);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensure(mandate !== undefined, 'mandate-exists', '/mandate', 'The party has given no such mandate.'),
      ...ensureIfLive(mandate?.ended === undefined, 'mandate-ended-once', '/mandate', 'The mandate has ended already.'),
      ...ensureIfLive(
        !endsBeforeItBegins(mandate?.given.data.from, command.to ?? command.date),
        'mandate-in-order',
        '/to',
        'The mandate ends before it begins.',
      ),
    ],
    recorded('MandateEnded', command),
  );
}

/** Two records of one party become one; a region, being reference data, is merged with nothing. */
export function merge(command: MergeParty, party: Party, context: Context): Outcome {
  const other = context.lookup('party', command.into);
  return decision(
    [
      ...ensureNotMerged(party),
      ...ensureCompletedAct(command),
      ...ensure(command.into !== party.id, 'merged-into-another', '/into', 'A party cannot be merged into itself.'),
      ...ensure(!isRegion(party.id), 'regions-are-not-merged', '', 'A region is reference data and is not merged.'),
      ...ensure(
        other === undefined || partyFacts(other as DatedRecord<PartyEvent>).merged === undefined,
        'merged-into-a-party-that-stands',
        '/into',
        'That party was merged into another one itself.',
      ),
      ...warnIfPartiesOfOneAgreement(command, party, context),
    ],
    recorded('PartiesMerged', command),
  );
}

/** What both have signed stays signed by both (rule 18). */
function warnIfPartiesOfOneAgreement({ into }: MergeParty, party: Party, { found }: Context): Violation[] {
  const both = found(AGREEMENTS_OF_BOTH);
  return warnIf(
    both.length > 0,
    'merged-parties-of-one-agreement',
    '/into',
    `Both ${party.id} and ${into} are parties of the same agreement: ${both.join(', ')}; what both signed stays signed by both.`,
  );
}

/** Nothing more is written to a record that was merged into another one (rule 18). */
export function ensureNotMerged(party: Party): Violation[] {
  return ensureIfLive(
    partyFacts(party).merged === undefined,
    'party-not-merged',
    '',
    'This party was merged into another one; write to that one.',
  );
}
