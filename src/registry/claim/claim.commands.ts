import type { Count } from '../../kernel/counts.js';
import {
  Choice,
  Counted,
  One,
  PersonalText,
  PersonalTexts,
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
  'sites',
  'parties',
  'other',
] as const;

/** A number that somebody reported, in words by which it can be compared with the register. */
export class FigureFields {
  @Counted()
  count!: Count;

  @Choice(FIGURE_SUBJECTS)
  what!: (typeof FIGURE_SUBJECTS)[number];

  @Text({ optional: true, max: 100 })
  status?: string;
}

export const CLAIM_FORMS = ['statement', 'figure'] as const;

/** Somebody said or reported something: a statement or a figure. Neither makes a record of what it speaks of. */
export class RecordClaim extends ActFields {
  @Choice(CLAIM_FORMS)
  form!: (typeof CLAIM_FORMS)[number];

  @Titled({ optional: true })
  subject?: Names;

  @RefersTo('person', { optional: true })
  speaker?: string;

  @RefersTo('party', { optional: true })
  onBehalfOf?: string;

  @RefersToMany('party', { optional: true })
  about?: string[];

  @RefersToMany('site', { optional: true })
  sites?: string[];

  @RegionCode({ optional: true, many: true })
  regions?: string[];

  @Topics()
  topics?: string[];

  @PersonalText({ optional: true })
  statement?: Personal;

  @PersonalTexts({ optional: true })
  gist?: Personal<Names>;

  @One(() => FigureFields, { optional: true })
  figure?: FigureFields;
}

/** Who said it takes it back. (A registrar’s own mistake is voided or corrected instead.) */
export class RetractClaim extends ActFields {
  @PersonalText({ optional: true })
  reason?: Personal;
}
