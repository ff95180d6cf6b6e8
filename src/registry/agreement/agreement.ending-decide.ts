import type { Context, Violation } from '../../kernel/decider.js';
import {
  decision,
  ensure,
  ensureCompletedAct,
  ensureIfLive,
  ensureStatus,
  recorded,
  warnIf,
} from '../../kernel/decider.js';
import { boundsOrUnknown, isWhollyBefore } from '../../kernel/edtf.js';
import { ensureActedAsSame, underNamedIds } from '../party/acting-parties.js';
import type {
  AbandonAgreement,
  AnnulAgreement,
  ResumeAgreement,
  SuspendAgreement,
  TakeBackTermination,
  TerminateAgreement,
} from './agreement.commands.js';
import type { WithdrawFromAgreement } from './agreement.consent-commands.js';
import type { AgreementFacts } from './agreement.js';
import { effectOf, endsOn, isTakenBack, leavesOn } from './agreement.js';
import type { Agreement, Outcome } from './agreement.decide.js';
import { stateOf } from './agreement.decide.js';
import { AGREEMENT_LIFE_CYCLE as LIFE_CYCLE } from './agreement.life-cycle.js';
import { entryIntoForce } from './agreement.force.js';
import { ensureNamedParty } from './agreement.signing-rules.js';

export function suspend(command: SuspendAgreement, record: Agreement, context: Context): Outcome {
  const { state } = stateOf(record, context);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureStatus(state, LIFE_CYCLE.SuspendAgreement, 'suspended-while-in-force', 'Suspension'),
    ],
    recorded('AgreementSuspended', command),
  );
}

export function resume(command: ResumeAgreement, record: Agreement, context: Context): Outcome {
  const { state } = stateOf(record, context);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureStatus(state, LIFE_CYCLE.ResumeAgreement, 'resumed-while-suspended', 'Resumption'),
    ],
    recorded('AgreementResumed', command),
  );
}

/** Termination ends what has been signed; what has not is abandoned. */
export function terminate(command: TerminateAgreement, record: Agreement, context: Context): Outcome {
  const { facts, state } = stateOf(record, context);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureEnds(
        ensureStatus(state, LIFE_CYCLE.TerminateAgreement, 'terminated-after-signed', 'Termination'),
        facts,
        context,
      ),
      ...ensureEffectiveOnceDeclared('A termination', command, context),
      ...ensureIfLive(
        endsOn(facts) === null,
        'terminated-once',
        '',
        'The termination of the agreement is declared already, with the day on which it takes effect.',
      ),
    ],
    recorded('AgreementTerminated', command),
  );
}

/** Rule 13: a party's withdrawal ends the agreement for that party. */
export function withdraw(asked: WithdrawFromAgreement, record: Agreement, context: Context): Outcome {
  const { facts, state } = stateOf(record, context);
  const command = underNamedIds(asked, facts.parties, context);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureActedAsSame(command, context),
      ...ensureNamedParty(command.party, facts, '/party'),
      ...ensureIfLive(
        leavesOn(command.party, facts) === null,
        'withdraws-once',
        '/party',
        'The party has declared its withdrawal already.',
      ),
      ...ensureEffectiveOnceDeclared('A withdrawal', command, context),
      ...ensureStatus(state, LIFE_CYCLE.WithdrawFromAgreement, 'withdrawn-once-signed', 'Withdrawal'),
    ],
    recorded('PartyWithdrew', command),
  );
}

/** Until it takes effect, a termination or withdrawal can be taken back (rule 13). */
export function takeBackTermination(command: TakeBackTermination, record: Agreement, context: Context): Outcome {
  const { facts, state } = stateOf(record, context);
  const declared = [...facts.statusChanges, ...facts.withdrawals].find(
    ({ id, type }) => id === command.termination && (type === 'AgreementTerminated' || type === 'PartyWithdrew'),
  );
  const effective = declared && (effectOf(declared) ?? declared.when);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensure(
        command.termination !== undefined || command.recording === 'historical',
        'termination-named',
        '/termination',
        'Say which termination or withdrawal is taken back; only of an old one that may not be known.',
      ),
      ...ensure(
        command.termination === undefined || (declared !== undefined && !isTakenBack(declared, facts)),
        'termination-to-take-back',
        '/termination',
        'The agreement has no such termination or withdrawal, or it is taken back already.',
      ),
      ...ensureIfLive(
        effective === undefined || !isWhollyBefore(effective, context.act.when),
        'taken-back-before-effect',
        '/date',
        'The termination has taken effect before that.',
      ),
      ...ensureStatus(state, LIFE_CYCLE.TakeBackTermination, 'taken-back-before-effect', 'Taking a termination back'),
    ],
    recorded('TerminationTakenBack', command),
  );
}

/** Annulment may reach back: an expired or terminated agreement can be annulled too. */
export function annul(command: AnnulAgreement, record: Agreement, context: Context): Outcome {
  const { facts, state } = stateOf(record, context);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureEnds(
        ensureStatus(state, LIFE_CYCLE.AnnulAgreement, 'annulled-after-signed', 'Annulment'),
        facts,
        context,
      ),
    ],
    recorded('AgreementAnnulled', command),
  );
}

/** An agreement is abandoned before it has force. */
export function abandon(command: AbandonAgreement, record: Agreement, context: Context): Outcome {
  const { state } = stateOf(record, context);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureStatus(state, LIFE_CYCLE.AbandonAgreement, 'abandoned-before-force', 'Abandonment'),
    ],
    recorded('AgreementAbandoned', command),
  );
}

function ensureEffectiveOnceDeclared(
  what: string,
  { effective }: Pick<TerminateAgreement, 'effective'>,
  { act }: Context,
): Violation[] {
  return ensureIfLive(
    !isWhollyBefore(boundsOrUnknown(effective), act.when),
    'effective-once-declared',
    '/effective',
    `${what} takes effect no earlier than it is declared.`,
  );
}

/** What ends has been in force, as a rule; old registers have endings of what never was (rule 8). */
function ensureEnds(broken: Violation[], facts: AgreementFacts, { act }: Context): Violation[] {
  const force = entryIntoForce(facts)?.when;
  const isOutOfPlace = broken.some(({ severity }) => severity === 'reject-if-live');
  return [
    ...broken,
    ...warnIf(
      !isOutOfPlace && (force === undefined || isWhollyBefore(act.when, force)),
      'ended-without-force',
      '',
      'The agreement ends without having been in force, as far as is recorded.',
    ),
  ];
}
