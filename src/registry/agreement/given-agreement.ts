/** Support for the tests of agreements: two parties with their people, and an agreement's acts in short. */
import type { Constructor } from '../../kernel/fields.js';
import type { DatedRecord } from '../../kernel/dated.js';
import type { StatusOn } from '../../kernel/status.js';
import { statusOf } from '../document.js';
import type { Around, GivenEvent, GivenOptions, Outcome, KnownRecord } from '../given.js';
import { entryId, given, looking, otherId, TODAY, when } from '../given.js';
import { partyKind } from '../party/party.kind.js';
import { personKind } from '../party/person.kind.js';
import type { AgreementStatus } from './agreement.js';
import { agreementKind } from './agreement.kind.js';

/** A region, an enterprise, and a party that has nothing to do with them. */
export const A = 'RU-ULY';
export const B = otherId(2);
export const STRANGER = otherId(3);
/** Who signs for them. */
export const PERSON_A = otherId(11);
export const PERSON_B = otherId(12);

export const TEXT = 'a'.repeat(64);
export const NEW_TEXT = 'b'.repeat(64);
export const AMENDMENT = 'c'.repeat(64);

export const ANNOUNCEMENT = { title: { en: 'On cooperation' }, parties: [A, B] };

export const announced = (details = {}, act: GivenOptions = { modality: 'will' }): GivenEvent => [
  'AgreementAnnounced',
  { ...ANNOUNCEMENT, ...details },
  act,
];
export const adopted = (sha256 = TEXT, act: GivenOptions = {}): GivenEvent => ['TextAdopted', { sha256 }, act];
export const opened = (act: GivenOptions = {}): GivenEvent => ['OpenedForSignature', {}, act];
export const signed = (party: string, act: GivenOptions = {}, text = TEXT): GivenEvent => [
  'AgreementSigned',
  { party, representative: party === A ? PERSON_A : PERSON_B, text },
  act,
];
export const ruled = (entersIntoForce: string, details = {}, act: GivenOptions = {}): GivenEvent => [
  'ForceRuleSet',
  { entersIntoForce, ...details },
  act,
];
export const requested = (act: GivenOptions = {}): GivenEvent => [
  'RegistrationRequested',
  { region: A, year: 2023 },
  act,
];
export const registered = (act: GivenOptions = {}, details = {}): GivenEvent => [
  'AgreementRegistered',
  { region: A, year: 2023, number: 1, ...details },
  act,
];
export const amended = (details = {}, act: GivenOptions = {}): GivenEvent => [
  'AmendmentAdopted',
  { sha256: AMENDMENT, ...details },
  act,
];
export const amendmentSigned = (amendment: string, party: string, act: GivenOptions = {}): GivenEvent => [
  'AmendmentSigned',
  { amendment, party, representative: party === A ? PERSON_A : PERSON_B, text: AMENDMENT },
  act,
];

/** An agreement with these events. */
export const agreement = (...events: readonly GivenEvent[]): DatedRecord => given(agreementKind, ...events);

/** The steps up to the last signature; the parties sign on these days where they are given. */
export const allSigned = (onA?: string, onB?: string): GivenEvent[] => [
  announced({}, { modality: 'will', date: onA === undefined ? null : '2022-01-10' }),
  adopted(TEXT, { date: onA === undefined ? null : '2022-01-11' }),
  opened({ date: onA === undefined ? null : '2022-01-12' }),
  signed(A, { date: onA ?? null }),
  signed(B, { date: onB ?? null }),
];

const inForce: GivenEvent[] = [...allSigned(), ruled('on-last-signature')];

/** An agreement in each status, reached by allowed steps. */
export const IN: Record<AgreementStatus, DatedRecord> = {
  announced: agreement(announced()),
  draft: agreement(announced(), adopted()),
  'open-for-signature': agreement(announced(), adopted(), opened()),
  'partly-signed': agreement(announced(), adopted(), opened(), signed(A)),
  signed: agreement(...allSigned()),
  registered: agreement(...allSigned(), requested(), registered({}, { request: entryId(6) })),
  'in-force': agreement(...inForce),
  suspended: agreement(...inForce, ['AgreementSuspended']),
  terminated: agreement(...inForce, ['AgreementTerminated']),
  expired: agreement(...allSigned(), ruled('on-last-signature', { until: '2023-01-30' })),
  annulled: agreement(...inForce, ['AgreementAnnulled']),
  abandoned: agreement(announced(), ['AgreementAbandoned']),
};

/** Whoever a command may name, of whom nothing else is recorded. */
const KNOWN: readonly KnownRecord[] = [
  ...[PERSON_A, PERSON_B].map(
    (id) => ['person', { ...given(personKind, ['PersonRecorded', { name: { en: 'Somebody' } }]), id }] as const,
  ),
  ...[B, STRANGER].map(
    (id) =>
      [
        'party',
        { ...given(partyKind, ['PartyRecorded', { form: 'enterprise', names: { en: 'Plant' } }]), id },
      ] as const,
  ),
];

/** These records, among others of which nothing is recorded but that they are there. */
export const among = (...records: readonly KnownRecord[]): Pick<Around, 'records'> => looking(...records, ...KNOWN);

/** The two parties; each has given its person a mandate for this term. */
export const parties = (term: object = { from: '2020-01-01' }): Pick<Around, 'records'> =>
  among(
    ['party', { ...given(partyKind, ['MandateGiven', { person: PERSON_A, ...term }]), id: A }],
    ['party', { ...given(partyKind, ['MandateGiven', { person: PERSON_B, ...term }]), id: B }],
  );

/** Gives a command to an agreement, the two parties being known. */
export const whenAgreement = (
  command: Constructor,
  body: object,
  record?: DatedRecord,
  context: Partial<Around> = {},
): Outcome => when(agreementKind, command, body, record, { ...parties(), ...context });

export const statusOn = (record: DatedRecord, day = TODAY): StatusOn => statusOf(agreementKind, record, day);
