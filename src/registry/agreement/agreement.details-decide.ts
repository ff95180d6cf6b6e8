import type { Context, Violation } from '../../kernel/decider.js';
import { decision, ensure, ensureCompletedAct, ensureIfLive, recorded } from '../../kernel/decider.js';
import type { AssignRoles, DescribeAgreement, NameDepositaries, RoleFields } from './agreement.details-commands.js';
import type { Agreement, Outcome } from './agreement.decide.js';
import { agreementFacts } from './agreement.js';
import { titleOf } from './agreement.details.js';
import { namedAs } from '../party/acting-parties.js';
import { ensureNamedParty } from './agreement.signing-rules.js';

/** A title in a further language, and the languages of an agreement, are added; what was said wrongly is corrected. */
export function describe(command: DescribeAgreement, record: Agreement): Outcome {
  const { title = {}, languages } = command;
  const known = titleOf(agreementFacts(record)) ?? {};
  const other = Object.keys(title).filter((language) => known[language] !== undefined);
  return decision(
    [
      ...ensureCompletedAct(command, ['fact', 'agreed', 'claims']),
      ...ensure(
        command.title !== undefined || languages !== undefined,
        'something-described',
        '',
        'Give a title, languages, or both.',
      ),
      ...ensureIfLive(
        other.length === 0,
        'title-in-a-further-language',
        '/title',
        `The agreement has a title in ${other.join(', ')} already; a wrong one is corrected.`,
      ),
    ],
    recorded('AgreementDescribed', command),
  );
}

/** An agreement is deposited with parties on record, with countries, or with both. */
export function nameDepositaries(command: NameDepositaries): Outcome {
  const { parties = [], countries = [] } = command;
  return decision(
    [
      ...ensureCompletedAct(command, ['fact', 'agreed', 'claims']),
      ...ensure(parties.length + countries.length > 0, 'depositary-named', '/parties', 'Name a party or a country.'),
    ],
    recorded('DepositariesNamed', command),
  );
}

/**
 * A party of the agreement has each role once; one that no word of the register says is said in words. It stands under the id
 * by which the agreement names it (rule 18).
 */
export function assignRoles(asked: AssignRoles, record: Agreement, context: Context): Outcome {
  const facts = agreementFacts(record);
  const command = { ...asked, party: namedAs(asked.party, facts.parties, context) };
  return decision(
    [
      ...ensureCompletedAct(command, ['fact', 'agreed', 'claims']),
      ...ensureNamedParty(command.party, facts, '/party'),
      ...command.roles.flatMap((role, index) => ensureRole(role, `/roles/${index}`)),
      ...ensure(
        new Set(command.roles.map(readRole)).size === command.roles.length,
        'each-role-once',
        '/roles',
        'A party has each role once.',
      ),
    ],
    recorded('RolesAssigned', command),
  );
}

function ensureRole({ role, title }: RoleFields, pointer: string): Violation[] {
  return ensure(
    (role === 'other') === (title !== undefined),
    'role-in-words-where-none-fits',
    `${pointer}/title`,
    'Words go with the role "other", and that one needs them.',
  );
}

function readRole({ role, title }: RoleFields): string {
  return JSON.stringify([role, title]);
}
