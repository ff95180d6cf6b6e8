import { identifierCommand } from '../other-identifiers.js';
import { command, needed, recordKind } from '../../kernel/kind.js';
import { eachName } from '../../kernel/names.js';
import type { SourceAnswer } from './source.schema.js';
import { sourceAnswer } from './source.schema.js';
import { RegisterSource, RetractSource, SOURCE_FORMS } from './source.commands.js';
import { register, retract } from './source.decide.js';
import { sourceExamples } from './source.examples.js';
import { SOURCE_STATUSES, sourceFacts, sourceStatusModel } from './source.js';

export const sourceKind = recordKind({
  name: 'source',
  category: 'source',
  resource: 'sources',
  summaryName: 'sources',
  about: 'A document that entries name as their source, known by its SHA-256 where it is at hand.',
  begins: ['SourceRegistered'],
  statuses: SOURCE_STATUSES,
  forms: SOURCE_FORMS,
  endings: ['retracted'],
  lifeCycle: { RetractSource: ['registered'] },
  commands: [
    command(RegisterSource, {
      path: '',
      events: ['SourceRegistered'],
      decide: register,
    }),
    command(RetractSource, {
      path: 'retraction',
      events: ['SourceRetracted'],
      decide: retract,
    }),
    identifierCommand('source'),
  ],
  examples: sourceExamples,
  statusModel: sourceStatusModel,
  view(source) {
    const { registered, retracted } = sourceFacts(source);
    const { title, language, form, sha256, publisher, published, location, republishes } = needed(registered).data;
    return {
      title,
      form: form ?? 'publication',
      language,
      sha256: sha256 ?? null,
      publisher: publisher ?? null,
      published: published ?? null,
      location: location ?? null,
      republishes: republishes ?? null,
      retraction: retracted
        ? { entry: retracted.id, date: retracted.data.act.date, reason: retracted.data.reason }
        : null,
    } satisfies SourceAnswer;
  },
  answer: sourceAnswer,
  facets(source) {
    const { registered } = sourceFacts(source);
    return {
      title: registered?.data.title,
      form: registered?.data.form ?? 'publication',
      parties: [],
      dates: [['published', registered?.data.published]],
      words: eachName(registered?.data.publisher),
    };
  },
});
