/** The steps of an agreement, in the order of its life. */
export const AGREEMENT_STATUSES = [
  'announced',
  'draft',
  'open-for-signature',
  'partly-signed',
  'signed',
  'registered',
  'in-force',
  'suspended',
  'terminated',
  'expired',
  'annulled',
  'abandoned',
] as const;
export type AgreementStatus = (typeof AGREEMENT_STATUSES)[number];

/** Statuses before the text is signed by everybody: it may still be changed or given up. */
export const OPEN_TO_CHANGE: readonly AgreementStatus[] = ['announced', 'draft', 'open-for-signature', 'partly-signed'];
/** Statuses in which every party has signed and nothing has ended it. The agreement itself is registered in these. */
export const SIGNED: readonly AgreementStatus[] = ['signed', 'registered', 'in-force'];

/** Statuses of an agreement that is on its way into force. */
export const NOT_YET_IN_FORCE: readonly AgreementStatus[] = [...OPEN_TO_CHANGE, 'signed', 'registered'];

/** Statuses in which a live entry may say that it is applied before it has force. */
const BEFORE_FORCE: readonly AgreementStatus[] = ['partly-signed', 'signed', 'registered'];

/** The statuses of an agreement in which each of its commands is possible as a live entry. */
export const AGREEMENT_LIFE_CYCLE = {
  AdoptText: OPEN_TO_CHANGE,
  OpenForSignature: ['draft'],
  SignAgreement: ['open-for-signature', 'partly-signed'],
  // Never live: said of old signatures alone.
  RecordAllSigned: [],
  StateStatus: [],
  GiveConsent: ['partly-signed', ...SIGNED, 'suspended'],
  AccedeToAgreement: [...SIGNED, 'suspended'],
  SucceedParty: ['partly-signed', ...SIGNED, 'suspended'],
  WithdrawFromAgreement: [...SIGNED, 'suspended'],
  ApplyProvisionally: BEFORE_FORCE,
  EndProvisionalApplication: BEFORE_FORCE,
  SetForceRule: NOT_YET_IN_FORCE,
  SetTerm: [...OPEN_TO_CHANGE, 'signed', 'registered', 'in-force'],
  ExtendTerm: ['in-force', 'suspended'],
  ObjectToRenewal: [...SIGNED, 'suspended'],
  RegisterAgreement: [...SIGNED, 'suspended', 'terminated', 'expired', 'annulled'],
  PublishAgreement: SIGNED,
  SuspendAgreement: ['in-force'],
  ResumeAgreement: ['suspended'],
  TerminateAgreement: [...SIGNED, 'suspended'],
  TakeBackTermination: [...SIGNED, 'suspended'],
  AnnulAgreement: [...SIGNED, 'suspended', 'terminated', 'expired'],
  AbandonAgreement: NOT_YET_IN_FORCE,
  AdoptAmendment: [...SIGNED, 'suspended'],
  SignAmendment: [...SIGNED, 'suspended'],
} satisfies Record<string, readonly AgreementStatus[]>;
