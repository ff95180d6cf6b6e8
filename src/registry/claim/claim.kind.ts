import { command, MARKS, needed, recordKind } from '../../kernel/kind.js';
import type { ClaimAnswer } from './claim.schema.js';
import { claimAnswer } from './claim.schema.js';
import { RecordClaim, RetractClaim, CLAIM_FORMS } from './claim.commands.js';
import { record, retract } from './claim.decide.js';
import { claimExamples } from './claim.examples.js';
import { CLAIM_STATUSES, claimFacts, claimStatusModel, figureOf, partiesOf } from './claim.js';

export const claimKind = recordKind({
  name: 'claim',
  category: 'claim',
  resource: 'claims',
  summaryName: 'claims',
  about: 'What somebody said or reported: kept as what it was, beside what is registered.',
  begins: ['ClaimRecorded'],
  statuses: CLAIM_STATUSES,
  forms: CLAIM_FORMS,
  marks: MARKS,
  endings: ['retracted'],
  lifeCycle: { RetractClaim: ['recorded'] },
  commands: [
    command(RecordClaim, {
      path: '',
      events: ['ClaimRecorded'],
      decide: record,
    }),
    command(RetractClaim, {
      path: 'retraction',
      events: ['ClaimRetracted'],
      decide: retract,
    }),
  ],
  examples: claimExamples,
  statusModel: claimStatusModel,
  view(claim) {
    const { recorded, retracted } = claimFacts(claim);
    const { form, subject, speaker, onBehalfOf, about, sites, regions, topics, statement, gist, figure, act } =
      needed(recorded).data;
    return {
      title: subject ?? null,
      form,
      modality: act.modality,
      date: act.date,
      speaker: speaker ?? null,
      onBehalfOf: onBehalfOf ?? null,
      about: about ?? [],
      sites: sites ?? [],
      regions: regions ?? [],
      topics: topics ?? [],
      statement: statement ?? null,
      gist: gist ?? null,
      figure: figure ? { ...figure, status: figure.status ?? null } : null,
      source: act.source,
      retraction: retracted
        ? { entry: retracted.id, date: retracted.data.act.date, reason: retracted.data.reason ?? null }
        : null,
    } satisfies ClaimAnswer;
  },
  answer: claimAnswer,
  figure: figureOf,
  facets(claim) {
    const { recorded } = claimFacts(claim);
    return {
      title: recorded?.data.subject,
      form: recorded?.data.form,
      parties: recorded ? partiesOf(recorded) : [],
      regions: recorded?.data.regions ?? [],
      topics: recorded?.data.topics ?? [],
      words: [recorded?.data.statement, recorded?.data.gist].filter((words) => words !== undefined),
      marks: {
        modality: recorded ? [recorded.data.act.modality] : [],
        speaker: recorded?.data.speaker === undefined ? [] : [recorded.data.speaker],
        about: recorded?.data.about ?? [],
      },
      said: {
        speaker: recorded?.data.speaker ?? null,
        statement: recorded?.data.statement ?? null,
        gist: recorded?.data.gist ?? null,
      },
    };
  },
});
