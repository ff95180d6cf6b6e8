import type { Context, Violation } from '../../kernel/decider.js';
import { ensure, warnIf, ensureIfLive } from '../../kernel/decider.js';
import type { Bounds } from '../../kernel/edtf.js';
import { boundsOf } from '../../kernel/edtf.js';
import type { ViewQuestion } from '../../kernel/kind.js';
import { mandateOf } from '../party/mandate.js';
import { namedAs } from '../party/acting-parties.js';
import { askForSame, isSame, sameAs } from '../party/merger.js';
import type { SetForceRule, SignAgreement } from './agreement.commands.js';
import type { AgreementFacts } from './agreement.js';

export function ensureCurrentText(text: string, facts: AgreementFacts): Violation[] {
  const current = facts.texts.at(-1)?.data.sha256;
  return [
    ...ensureIfLive(current !== undefined, 'text-adopted', '/text', 'The agreement has no text yet.'),
    ...ensureIfLive(
      current === undefined || current === text,
      'signed-over-the-current-text',
      '/text',
      'This is not the current text of the agreement; a new text voids what was signed before.',
    ),
  ];
}

/** Only a party of the agreement declares something about it, where anybody is named. */
export function ensureNamedParty(
  party: string | undefined,
  { parties }: Pick<AgreementFacts, 'parties'>,
  pointer: string,
): Violation[] {
  return ensure(
    party === undefined || parties.includes(party),
    'declared-by-a-named-party',
    pointer,
    'Only a party that the agreement names can do that.',
  );
}

/** What a signature is known by. Of an old one nobody may say who gave it, and over what: that is nothing odd (rule 21). */
export function ensureKnownSignature({
  recording,
  representative,
  text,
  form,
  certificate,
  signatureSha256,
}: Pick<
  SignAgreement,
  'recording' | 'representative' | 'text' | 'form' | 'certificate' | 'signatureSha256'
>): Violation[] {
  const isOld = recording === 'historical';
  return [
    ...ensure(
      isOld || representative !== undefined,
      'signed-by-a-representative',
      '/representative',
      'A signature is given by a person; only of an old one that may not be known.',
    ),
    ...ensure(
      isOld || text !== undefined,
      'signed-over-a-text',
      '/text',
      'A signature is over a text; only of an old one that may not be known.',
    ),
    ...ensure(
      form === 'electronic' || (certificate === undefined && signatureSha256 === undefined),
      'electronic-signature',
      '/form',
      'A certificate and the hash of a detached signature go with an electronic signature.',
    ),
  ];
}

/** What names a party and the person who acts for it. */
interface Signing {
  party: string;
  representative?: string;
  signedAs?: string;
}

/** What a signature asks the views: under which other records its party and its representative are known. */
export function namesOfSigners({ party, signedAs, representative }: Signing): Readonly<Record<string, ViewQuestion>> {
  return { ...askForSame('party', [party, signedAs]), ...askForSame('person', [representative]) };
}

/**
 * A signature stands under the id by which the agreement names its party. Where that party was merged with the one that
 * is said to sign, what was signed under the other name says so (rule 18).
 */
export function underNamedParty<C extends Signing>(command: C, { parties }: AgreementFacts, context: Context): C {
  const named = namedAs(command.party, parties, context);
  return named === command.party ? command : { ...command, party: named, signedAs: command.signedAs ?? command.party };
}

/** A mandate counts for the party and the person under whatever name (rule 18). */
export function ensureMandate(command: Signing, context: Context): Violation[] {
  const { party, signedAs = party, representative } = command;
  const ofSameParty = ensure(
    isSame('party', party, signedAs, context),
    'signed-as-the-same-party',
    '/signedAs',
    'The party in whose name it was signed is another one: the two were not merged.',
  );
  if (representative === undefined) return ofSameParty;
  const { when, isQualified } = context.act;
  const parties = new Set([party, signedAs].flatMap((id) => sameAs('party', id, context)));
  const people = sameAs('person', representative, context);
  const valid = mandateOf(
    people,
    [...parties].map((id) => context.lookup('party', id)),
    when,
  );
  return [
    ...ofSameParty,
    ...ensureIfLive(
      valid !== 'no',
      'signed-under-a-valid-mandate',
      '/representative',
      'This person has no mandate of the party that is valid on that day.',
    ),
    ...warnIf(
      valid === 'possible' || (valid === 'certain' && isQualified),
      'mandate-cannot-be-determined',
      '/representative',
      'From the dates given it cannot be determined whether the mandate was valid on that day.',
    ),
  ];
}

/** Old registers have agreements in force before a signature; here force waits for every party (rule 2). */
export function warnIfSignedAfterForce(
  rule: Pick<SetForceRule, 'on'> | undefined,
  signed: Bounds,
  pointer: string,
): Violation[] {
  const force = rule?.on === undefined ? null : boundsOf(rule.on).latest;
  return warnIf(
    force !== null && signed.earliest !== null && force < signed.earliest,
    'in-force-before-signature',
    pointer,
    `The day of entry into force, ${rule?.on ?? ''}, lies before a signature; in force it is once every party has signed.`,
  );
}
