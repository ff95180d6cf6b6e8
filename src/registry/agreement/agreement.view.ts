import type { RecordOnDay } from '../../kernel/dated.js';
import { needed } from '../../kernel/kind.js';
import { entryFields } from '../entry-fields.js';
import type { AgreementEvent } from './agreement.js';
import { agreementFacts, neededForAmendment } from './agreement.js';
import type { AgreementAnswer } from './agreement.schema.js';
import { entryIntoForce, isExtension, lastDay } from './agreement.status.js';

/** What an answer says of an agreement beside its status. */
export function agreementView(record: RecordOnDay<AgreementEvent>) {
  const facts = agreementFacts(record);
  const { registered, published } = facts;
  const announced = needed(facts.announced);
  const force = entryIntoForce(facts);
  return {
    title: announced.data.title,
    topics: announced.data.topics ?? [],
    project: announced.data.project ?? null,
    announced: { ...entryFields(announced), expected: announced.data.expected ?? null },
    parties: facts.parties.map((party) => {
      const signature = facts.signatures.find(({ data }) => data.party === party);
      return {
        party,
        signed: signature ? { ...entryFields(signature), representative: signature.data.representative } : null,
      };
    }),
    texts: facts.texts.map((entry, index) => ({
      ...entryFields(entry),
      sha256: entry.data.sha256,
      language: entry.data.language,
      version: entry.data.version,
      current: index === facts.texts.length - 1,
    })),
    voidSignatures: facts.voidSignatures.map((entry) => ({
      ...entryFields(entry),
      party: entry.data.party,
      text: entry.data.text,
    })),
    force: facts.forceRule
      ? {
          entry: facts.forceRule.id,
          entersIntoForce: facts.forceRule.data.entersIntoForce,
          on: facts.forceRule.data.on ?? null,
          since: force?.when ?? null,
          until: lastDay(facts)?.until ?? null,
        }
      : null,
    registration: registered
      ? {
          ...entryFields(registered),
          region: registered.data.region,
          year: registered.data.year,
          number: registered.data.number,
          formerNumber: registered.data.formerNumber,
        }
      : null,
    publication: published ? { ...entryFields(published), place: published.data.place } : null,
    amendments: facts.amendments.map((amendment) => ({
      ...entryFields(amendment.adopted),
      sha256: amendment.adopted.data.sha256,
      title: amendment.adopted.data.title,
      until: amendment.adopted.data.until,
      kind: isExtension(amendment, facts) ? 'extension' : 'amendment',
      needs: neededForAmendment(facts),
      signedBy: amendment.signatures.map(({ data }) => data.party),
      agreed: amendment.agreed,
    })),
    statusChanges: facts.statusChanges.map((entry) => ({
      ...entryFields(entry),
      type: entry.type,
      reason: entry.data.reason,
    })),
  } satisfies AgreementAnswer;
}
