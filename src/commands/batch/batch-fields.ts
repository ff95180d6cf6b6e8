import { leaf, onText, said } from '../../kernel/field-declarations.js';
import { Many, Text } from '../../kernel/fields.js';

/** Commands that one batch may hold. */
export const MOST_COMMANDS = 100;

/** How a command of a batch may be called. */
export const NAME_PATTERN = '^[a-z][a-z0-9-]{0,39}$';

/** `/v1/agreements`, or `/v1/agreements/{id}/signatures`. */
export const ADDRESS_PATTERN = '^/v1/[a-z-]+(/[^/?#\\s]+/[a-z-]+)?$';

const NAME = new RegExp(NAME_PATTERN);
const ADDRESS = new RegExp(ADDRESS_PATTERN);

/** One command of a batch: what would be sent by itself as `POST {to}`. */
export class BatchCommand {
  @leaf(
    'name-in-batch',
    onText((text) => said(NAME.test(text), 'must be up to 40 lower-case letters, digits and hyphens, a letter first')),
    { type: 'string', pattern: NAME_PATTERN },
    { optional: true },
  )
  as?: string;

  @leaf(
    'command-address',
    onText((text) =>
      said(ADDRESS.test(text), 'must be the address of a command, such as /v1/agreements/{id}/signatures'),
    ),
    { type: 'string', pattern: ADDRESS_PATTERN },
    {},
  )
  to!: string;

  @Text({ optional: true, max: 1000 })
  ifMatch?: string;

  /** Checked against the command that `to` names. */
  @leaf(
    'object',
    (value) => said(typeof value === 'object' && value !== null && !Array.isArray(value), 'must be an object'),
    { type: 'object' },
    { optional: true },
  )
  body?: object;
}

/** The body of a batch. */
export class Batch {
  @Many(() => BatchCommand, { min: 1, max: MOST_COMMANDS })
  commands!: BatchCommand[];
}
