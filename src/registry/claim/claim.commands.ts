import type { Count } from '../../kernel/counts.js';
import {
  Choice,
  Counted,
  One,
  PersonalText,
  RefersTo,
  RefersToMany,
  RegionCode,
  Text,
  Titled,
  Topics,
} from '../../kernel/fields.js';
import type { Names } from '../../kernel/names.js';
import type { Personal } from '../../kernel/personal.js';
import { ActFields } from '../../kernel/act-fields.js';

/** What a reported figure may count: what the ledger registers, and the rest. */
export const FIGURE_SUBJECTS = [
  'projects',
  'agreements',
  'meetings',
  'commitments',
  'support-measures',
  'training-programmes',
  'clusters',
  'parties',
  'other',
] as const;

/** A number that somebody reported, in words by which it can be compared with the register. */
export class FigureFields {
  @Counted({ about: 'How many, as precisely as it was said.' })
  count!: Count;

  @Choice(FIGURE_SUBJECTS, { about: 'What is counted.' })
  what!: (typeof FIGURE_SUBJECTS)[number];

  @Text({ optional: true, max: 100, about: 'The status that they are said to have, such as under-negotiation.' })
  status?: string;
}

export const CLAIM_FORMS = ['statement', 'figure'] as const;

/** Somebody said or reported something: a statement or a figure. Neither makes a record of what it speaks of. */
export class RecordClaim extends ActFields {
  @Choice(CLAIM_FORMS, { about: 'Words, or a number.' })
  form!: (typeof CLAIM_FORMS)[number];

  @Titled({ optional: true, about: 'What it is about, in neutral words that name no person: its title.' })
  subject?: Names;

  @RefersTo('person', { optional: true, about: 'Who said it, where that is told.' })
  speaker?: string;

  @RefersTo('party', { optional: true, about: 'The party for which it was said.' })
  onBehalfOf?: string;

  @RefersToMany('party', { optional: true, about: 'The parties that it is about.' })
  about?: string[];

  @RegionCode({ optional: true, many: true, about: 'The regions that it is about.' })
  regions?: string[];

  @Topics()
  topics?: string[];

  @PersonalText({ optional: true, about: 'The gist, in the registrar’s own words; needed for a statement.' })
  statement?: Personal;

  @One(() => FigureFields, { optional: true, about: 'The number; needed for a figure, and for nothing else.' })
  figure?: FigureFields;
}

/** Who said it takes it back. (A registrar’s own mistake is voided or corrected instead.) */
export class RetractClaim extends ActFields {
  @PersonalText({ optional: true, about: 'Why, as far as told.' })
  reason?: Personal;
}
