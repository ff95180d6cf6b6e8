import type { Context } from '../../kernel/decider.js';
import {
  decision,
  ensure,
  ensureCompletedAct,
  ensureIfLive,
  ensureStatus,
  readStatus,
  recorded,
  warnIf,
} from '../../kernel/decider.js';
import { boundsOrUnknown, isWhollyBefore } from '../../kernel/edtf.js';
import { ensureActedAsSame, namedAs, underNamedIds } from '../party/acting-parties.js';
import type {
  AccedeToAgreement,
  ApplyProvisionally,
  EndProvisionalApplication,
  GiveConsent,
  RecordAllSigned,
  StateStatus,
  SucceedParty,
} from './agreement.consent-commands.js';
import { lastSignature } from './agreement.consent.js';
import { endsBefore } from './agreement.bounds.js';
import type { Agreement, Outcome } from './agreement.decide.js';
import { stateOf } from './agreement.decide.js';
import { AGREEMENT_LIFE_CYCLE as LIFE_CYCLE, OPEN_TO_CHANGE } from './agreement.life-cycle.js';
import { ensureMandate, ensureNamedParty } from './agreement.signing-rules.js';

/** Rule 21: of old signatures a register may say no more than that all parties gave them. */
export function recordAllSigned(command: RecordAllSigned, record: Agreement, context: Context): Outcome {
  const { facts, state } = stateOf(record, context);
  return decision(
    [
      ...ensureCompletedAct(command, ['fact']),
      ...ensure(
        command.recording === 'historical',
        'said-of-old-signatures',
        '/recording',
        'Signatures are recorded one by one; only of an old agreement it may be said that all parties have signed.',
      ),
      ...ensureIfLive(lastSignature(facts) === null, 'signed-once-per-party', '', 'Every party has signed already.'),
      ...ensureStatus(state, OPEN_TO_CHANGE, 'signed-while-open', 'Signing'),
    ],
    recorded('SignedByAll', command),
  );
}

/** Rule 15: what an old register states is kept, with a warning where the acts that are recorded come to something else. */
export function stateStatus(command: StateStatus, record: Agreement, context: Context): Outcome {
  const { state } = stateOf(record, context);
  const computed = state.now.computed ?? state.now;
  return decision(
    [
      ...ensureCompletedAct(command, ['fact']),
      ...ensure(
        command.recording === 'historical',
        'stated-by-an-old-register',
        '/recording',
        'A status follows from the acts that are recorded; only of an old register it is recorded that it states one.',
      ),
      ...warnIf(
        computed.status !== command.status,
        'status-as-computed',
        '/status',
        `By the acts that are recorded the agreement is ${readStatus(computed)}.`,
      ),
    ],
    recorded('StatusStated', command),
  );
}

/** Rule 14: what a signature is subject to, once, and not before it. */
export function giveConsent(asked: GiveConsent, record: Agreement, context: Context): Outcome {
  const { facts, state } = stateOf(record, context);
  const command = underNamedIds(asked, facts.parties, context);
  const signature = facts.signatures.find(({ data }) => data.party === command.party);
  return decision(
    [
      ...ensureCompletedAct(command, ['fact']),
      ...ensureActedAsSame(command, context),
      ...ensureNamedParty(command.party, facts, '/party'),
      ...ensure(
        !facts.consents.some(({ data }) => data.party === command.party),
        'consent-given-once',
        '/party',
        'This party has given its consent already.',
      ),
      ...ensureIfLive(
        signature?.data.subjectTo !== undefined,
        'consent-to-a-signature',
        '/party',
        'The party has given no signature that is subject to ratification, acceptance or approval.',
      ),
      ...ensureIfLive(
        signature === undefined || !isWhollyBefore(context.act.when, signature.when),
        'consent-after-signature',
        '/date',
        'The party signed later than that.',
      ),
      ...ensureStatus(state, LIFE_CYCLE.GiveConsent, 'consent-while-signed', 'A consent'),
    ],
    recorded('ConsentGiven', command),
  );
}

/** Rule 14: who joins later takes nothing from the others. */
export function accede(command: AccedeToAgreement, record: Agreement, context: Context): Outcome {
  const { facts, state } = stateOf(record, context);
  return decision(
    [
      ...ensureCompletedAct(command, ['fact']),
      ...ensure(
        !facts.parties.includes(namedAs(command.party, facts.parties, context)),
        'accedes-from-outside',
        '/party',
        'This party is one of the agreement’s already.',
      ),
      ...ensureStatus(state, LIFE_CYCLE.AccedeToAgreement, 'acceded-once-signed', 'Accession'),
      ...ensureMandate(command, context),
    ],
    recorded('PartyAcceded', command),
  );
}

/** Rule 14: a successor keeps its predecessor's day. */
export function succeed(asked: SucceedParty, record: Agreement, context: Context): Outcome {
  const { facts, state } = stateOf(record, context);
  const command = underNamedIds(asked, facts.parties, context);
  const others = facts.parties.filter((party) => party !== command.party);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureActedAsSame(command, context),
      ...ensureNamedParty(command.party, facts, '/party'),
      ...ensure(
        command.successor !== command.party && !others.includes(namedAs(command.successor, others, context)),
        'succeeds-from-outside',
        '/successor',
        'The successor is a party of the agreement already.',
      ),
      ...ensureStatus(state, LIFE_CYCLE.SucceedParty, 'succeeded-before-its-end', 'Succession'),
    ],
    recorded('PartySucceeded', command),
  );
}

/** Rule 14: provisional application has days of its own, and is not force. */
export function applyProvisionally(command: ApplyProvisionally, record: Agreement, context: Context): Outcome {
  const { facts, state } = stateOf(record, context);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureIfLive(
        facts.provisional.length === 0,
        'applied-provisionally-once',
        '',
        'The agreement is applied provisionally already.',
      ),
      ...ensureIfLive(
        !endsBefore(command.until, boundsOrUnknown(command.from)),
        'term-in-order',
        '/until',
        'Provisional application would end before it begins.',
      ),
      ...ensureStatus(
        state,
        LIFE_CYCLE.ApplyProvisionally,
        'applied-provisionally-before-force',
        'Provisional application',
      ),
    ],
    recorded('ProvisionalApplicationAgreed', command),
  );
}

export function endProvisionally(command: EndProvisionalApplication, record: Agreement, context: Context): Outcome {
  const { facts, state } = stateOf(record, context);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureStatus(
        state,
        LIFE_CYCLE.EndProvisionalApplication,
        'applied-provisionally-before-force',
        'Ending provisional application',
      ),
      ...ensureIfLive(
        facts.provisional.some(({ ended }) => ended === undefined),
        'provisional-application-to-end',
        '',
        'The agreement is not applied provisionally.',
      ),
    ],
    recorded('ProvisionalApplicationEnded', command),
  );
}
