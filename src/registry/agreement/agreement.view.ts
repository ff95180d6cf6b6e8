import type { RecordOnDay } from '../../kernel/dated.js';
import { needed } from '../../kernel/kind.js';
import { inOrder } from '../../kernel/status.js';
import { entryFields } from '../entry-fields.js';
import type { AgreementEvent, EntryOf } from './agreement.js';
import { type AgreementFacts, agreementFacts, endsOn, leavesOn, neededFor } from './agreement.js';
import { writtenAs } from '../journal/journal.js';
import { actsOfParties } from './agreement.consent.js';
import { daysApplied } from './agreement.provisional.js';
import { languagesOf, languagesOfText, rolesOf, titleOf } from './agreement.details.js';
import { endingsOf } from './agreement.status.js';
import type { AgreementAnswer } from './agreement.schema.js';
import { boundFrom, countingRegistration, entryIntoForce } from './agreement.force.js';
import { isExtension, renewalsOf, statedLastDay, termEnd } from './agreement.term.js';

/** What an answer says of an agreement beside its status. */
export function agreementView(record: RecordOnDay<AgreementEvent>) {
  const facts = agreementFacts(record);
  const { published } = facts;
  const registered = countingRegistration(facts);
  const announced = needed(facts.announced);
  const force = entryIntoForce(facts);
  return {
    title: needed(titleOf(facts)),
    languages: languagesOf(facts),
    topics: announced.data.topics ?? [],
    project: announced.data.project ?? null,
    announced: { ...entryFields(announced), expected: announced.data.expected ?? null },
    parties: facts.parties.map((party) => partyView(party, facts)),
    depositaries: facts.depositaries
      ? {
          ...entryFields(facts.depositaries),
          parties: facts.depositaries.data.parties ?? [],
          countries: facts.depositaries.data.countries ?? [],
        }
      : null,
    signedByAll: facts.signedByAll ? { ...entryFields(facts.signedByAll), place: facts.signedByAll.data.place } : null,
    texts: facts.texts.map((entry, index) => ({
      ...entryFields(entry),
      sha256: entry.data.sha256,
      languages: languagesOfText(entry.data),
      version: entry.data.version,
      current: index === facts.texts.length - 1,
    })),
    voidSignatures: facts.voidSignatures.map((entry) => ({
      ...entryFields(entry),
      party: entry.data.party,
      text: entry.data.text,
      signedAs: entry.data.signedAs,
    })),
    force: facts.forceRule
      ? {
          entry: facts.forceRule.id,
          entersIntoForce: facts.forceRule.data.entersIntoForce,
          on: facts.forceRule.data.on ?? null,
          since: force?.when ?? null,
          until: statedLastDay(facts),
          consents: facts.forceRule.data.consents,
          offset: facts.forceRule.data.offset,
          notBefore: facts.forceRule.data.notBefore,
          endsBelow: facts.forceRule.data.endsBelow,
          registeredIn: facts.forceRule.data.registeredIn,
        }
      : null,
    provisional: provisionalView(facts),
    term: termView(facts),
    endsOn: endsOn(facts),
    registration: registered ? registrationView(registered) : null,
    registrations: inOrder([...facts.registrations, ...facts.furtherRegistrations]).map(registrationView),
    publication: published ? { ...entryFields(published), place: published.data.place } : null,
    amendments: facts.amendments.map((amendment) => ({
      ...entryFields(amendment.adopted),
      sha256: amendment.adopted.data.sha256 ?? null,
      title: amendment.adopted.data.title,
      until: amendment.adopted.data.until,
      kind: isExtension(amendment, facts) ? 'extension' : 'amendment',
      needs: neededFor(amendment, facts),
      signedBy: amendment.signatures.map(({ data }) => data.party),
      agreed: amendment.agreed,
    })),
    statusChanges: facts.statusChanges.map((entry) => ({
      ...entryFields(entry),
      type: entry.type,
      reason: entry.data.reason,
      ...(entry.type === 'AgreementTerminated' ? { effective: entry.data.effective } : {}),
      takenBackBy: facts.takenBack.find(({ data }) => data.termination === entry.id)?.id,
    })),
  } satisfies AgreementAnswer;
}

/** How and when a party signed, consented, joined and leaves, and from when it is bound. */
function partyView(party: string, facts: AgreementFacts) {
  const acts = actsOfParties(facts);
  const [signature, consent] = [acts.signatures.get(party), acts.consents.get(party)];
  const accession = acts.accessions.get(party);
  const roles = rolesOf(party, facts);
  const succession = facts.successions.find(({ data }) => data.successor === party);
  const { representative, subjectTo, place, form, certificate, signatureSha256, signedAs } = signature?.data ?? {};
  return {
    party,
    signed: signature
      ? { ...entryFields(signature), representative, subjectTo, place, form, certificate, signatureSha256, signedAs }
      : null,
    ...(roles.length > 0 ? { roles } : {}),
    ...(consent
      ? { consent: { ...entryFields(consent), form: consent.data.form, actedAs: consent.data.actedAs } }
      : {}),
    ...(accession ? { acceded: { ...entryFields(accession), representative: accession.data.representative } } : {}),
    ...(succession ? { succeeds: { ...entryFields(succession), party: succession.data.party } } : {}),
    boundFrom: boundFrom(party, facts) ?? undefined,
    leavesOn: leavesOn(party, facts) ?? undefined,
  };
}

/** When the agreement is applied before it is in force. */
function provisionalView(facts: AgreementFacts) {
  const last = facts.provisional.at(-1);
  if (!last) return null;
  const ends = [entryIntoForce(facts), ...endingsOf(facts)].flatMap((milestone) => milestone?.when ?? []);
  return { ...entryFields(last.agreed), ...daysApplied(last, ends) };
}

function registrationView(registered: EntryOf<'AgreementRegistered'>) {
  const { region, year, number, formerNumber, registers, subject } = registered.data;
  return {
    ...entryFields(registered),
    region,
    year,
    number: number ?? null,
    writtenAs: writtenAs(registered.data),
    formerNumber,
    registers,
    subject: subject ?? 'agreement',
  };
}

/** The term that an agreement has of its own, when it ends by it, and how it is renewed. */
function termView(facts: AgreementFacts) {
  const { termSet, extensions, objections } = facts;
  if (!termSet) return null;
  const { until, duration, countedFrom, from, firstDayCounts, renewal, extension } = termSet.data;
  return {
    ...entryFields(termSet),
    until,
    duration,
    countedFrom,
    from,
    firstDayCounts,
    extension,
    extensions: extensions.map((entry) => ({ ...entryFields(entry), by: entry.data.by, actedAs: entry.data.actedAs })),
    renewal,
    ...renewalsOf(facts),
    objections: objections.map((entry) => ({
      ...entryFields(entry),
      party: entry.data.party,
      received: entry.data.received,
      actedAs: entry.data.actedAs,
    })),
    lastDay: termEnd(facts)?.lastDay ?? null,
  };
}
