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
import { boundsOrUnknown, UNKNOWN } from '../../kernel/edtf.js';
import { daysOf } from '../../kernel/term.js';
import { ensureActedAsSame, underNamedIds } from '../party/acting-parties.js';
import type { ExtendTerm, ObjectToRenewal, SetTerm } from './agreement.commands.js';
import type { AgreementFacts } from './agreement.js';
import { lastSignature } from './agreement.consent.js';
import { endsBefore } from './agreement.bounds.js';
import type { Agreement, Outcome } from './agreement.decide.js';
import { stateOf } from './agreement.decide.js';
import { ensureNamedParty } from './agreement.signing-rules.js';
import { AGREEMENT_LIFE_CYCLE as LIFE_CYCLE } from './agreement.life-cycle.js';
import { entryIntoForce } from './agreement.force.js';
import { renewalsOf } from './agreement.term.js';

/** Rule 11: a last day, or a duration from a day that can be found. */
export function setTerm(command: SetTerm, record: Agreement, context: Context): Outcome {
  const { facts, state } = stateOf(record, context);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureOneEnd(command),
      ...ensureSomeDays(command),
      ...ensureNoticeWithin(command),
      ...ensureTermInOrder(command, facts),
      ...ensureStatus(state, LIFE_CYCLE.SetTerm, 'term-set-before-its-end', 'Setting the term'),
    ],
    recorded('TermSet', command),
  );
}

function ensureOneEnd({ until, duration, countedFrom, from, firstDayCounts }: SetTerm): Violation[] {
  const isDuration = duration !== undefined;
  return [
    ...ensure(
      (until !== undefined) !== isDuration,
      'one-end-of-term',
      isDuration ? '/until' : '/duration',
      'A term has a last day, or a duration, and not both.',
    ),
    ...ensure(
      isDuration === (countedFrom !== undefined),
      'duration-counted-from',
      '/countedFrom',
      'A duration is counted from the last signature, the entry into force, or a fixed date; a last day is not.',
    ),
    ...ensure(
      (countedFrom === 'fixed-date') === (from !== undefined),
      'fixed-date-given',
      '/from',
      'A date goes with countedFrom "fixed-date", and only with it.',
    ),
    ...ensure(
      isDuration || firstDayCounts === undefined,
      'duration-counted-from',
      '/firstDayCounts',
      'Only a duration has a first day that counts or not.',
    ),
  ];
}

function ensureSomeDays({ duration, renewal, extension }: SetTerm): Violation[] {
  const all = [
    ['/duration', duration],
    ['/renewal/period', renewal?.period],
    ['/extension/period', extension?.period],
  ] as const;
  return all.flatMap(([pointer, text]) =>
    ensure(text === undefined || !/^P(?:0+[YMWD])+$/.test(text), 'some-days', pointer, 'A period has a day at least.'),
  );
}

function ensureNoticeWithin({ renewal }: SetTerm): Violation[] {
  const { notice, period } = renewal ?? {};
  return warnIf(
    notice !== undefined && period !== undefined && daysOf(notice).least > daysOf(period).most,
    'notice-within-period',
    '/renewal/notice',
    'The notice is longer than the period that it is given in.',
  );
}

function ensureTermInOrder({ until }: SetTerm, facts: AgreementFacts): Violation[] {
  const signed = lastSignature(facts)?.when ?? UNKNOWN;
  const force = entryIntoForce(facts)?.when ?? UNKNOWN;
  return ensureIfLive(
    !endsBefore(until, signed) && !endsBefore(until, force),
    'term-in-order',
    '/until',
    'The term would end before every party has signed, or before the agreement is in force.',
  );
}

/** An option to extend is the agreement's own, and is used no more often than it says. */
export function extend(asked: ExtendTerm, record: Agreement, context: Context): Outcome {
  const { facts, state } = stateOf(record, context);
  const option = facts.termSet?.data.extension;
  const command = underNamedIds(asked, facts.parties, context);
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureActedAsSame(command, context),
      ...ensureNamedParty(command.by, facts, '/by'),
      ...ensureIfLive(
        option !== undefined && facts.extensions.length < (option.times ?? 1),
        'option-to-extend-left',
        '',
        'The agreement has no option to extend its term, or none that is left.',
      ),
      ...ensureStatus(state, LIFE_CYCLE.ExtendTerm, 'extended-while-in-force', 'Extending the term'),
    ],
    recorded('TermExtended', command),
  );
}

/** Rule 12: an objection that comes too late for a renewal counts for the one after. */
export function objectToRenewal(asked: ObjectToRenewal, record: Agreement, context: Context): Outcome {
  const { facts, state } = stateOf(record, context);
  const command = underNamedIds(asked, facts.parties, context);
  const objected = boundsOrUnknown(command.received).latest ?? context.act.when.latest;
  const late = renewalsOf(facts).renewals.find(
    ({ follows, objectBy }) =>
      objected !== null &&
      objectBy.latest !== null &&
      follows.latest !== null &&
      objectBy.latest < objected &&
      objected <= follows.latest,
  );
  return decision(
    [
      ...ensureCompletedAct(command),
      ...ensureActedAsSame(command, context),
      ...ensureNamedParty(command.party, facts, '/party'),
      ...ensureIfLive(
        facts.termSet?.data.renewal !== undefined,
        'renewal-to-object-to',
        '',
        'The agreement says of no renewal to which a party could object.',
      ),
      ...warnIf(
        late !== undefined,
        'objection-in-time',
        '/date',
        `The last day to object to the next renewal was ${late?.objectBy.latest ?? ''}: this objection counts for the one after.`,
      ),
      ...ensureStatus(state, LIFE_CYCLE.ObjectToRenewal, 'objected-while-in-force', 'Objecting to a renewal'),
    ],
    recorded('RenewalObjected', command),
  );
}
