/** Replays records, compares and explains answers, and reports corrections: by the events, at any moment. */
export type { LedgerCorrections } from './audit.js';
export { Audit } from './audit.js';
export type { Answer, Audited, Sources } from './audited.js';
export { answerAt, loadAudited } from './audited.js';
export type { CorrectionsPage } from './corrections.js';
export { corrections } from './corrections.js';
export type { Difference } from './diff.js';
export { diff } from './diff.js';
export type { Explanation } from './explain.js';
export { explain } from './explain.js';
export type { ReplayPage, State } from './replay-record.js';
export { replay, stateAt } from './replay-record.js';
