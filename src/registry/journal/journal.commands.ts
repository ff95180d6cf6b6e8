import { ActFields } from '../../kernel/act-fields.js';
import { Flag, RegionCode, Text, Whole } from '../../kernel/fields.js';

/** How a journal gives its numbers; what is not said stays as it is. */
export class SetNumbering extends ActFields {
  @Whole({ optional: true, min: 1, max: 999_999_999 })
  firstNumber?: number;

  @Text({ optional: true, max: 50 })
  format?: string;

  @Flag({ optional: true })
  asItStood?: boolean;
}

/** A region's journal of a year is begun before its first line. */
export class OpenJournal extends SetNumbering {
  @RegionCode()
  region!: string;

  @Whole({ min: 1, max: 9999 })
  year!: number;
}
