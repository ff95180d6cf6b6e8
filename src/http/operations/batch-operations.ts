import { ADDRESS_PATTERN, MOST_COMMANDS, NAME_PATTERN } from '../../commands/batch/batch-fields.js';
import { WORDS, ref } from '../../kernel/schema-parts.js';
import type { JsonSchema } from '../../kernel/fields.js';
import { DEMO, EXAMPLE_TEXT } from '../../registry/example-ids.js';
import { DRY_RUN } from './common-parameters.js';
import { CHANGE_REFUSALS, json, operation } from './operation.js';

const COMMAND: JsonSchema = {
  type: 'object',
  properties: {
    as: {
      description:
        'A name by which later commands mean this one: `@name` is the id of its record, `@name.entry` that of the first entry ' +
        'that it records.',
      type: 'string',
      pattern: NAME_PATTERN,
    },
    to: {
      description: 'The address to which the command would be sent by itself; `@name` may stand in it for an id.',
      type: 'string',
      pattern: ADDRESS_PATTERN,
      examples: ['/v1/agreements/@deal/signatures'],
    },
    ifMatch: {
      description:
        'The ETag of the record as it stood before the batch, or `*`: needed with the first command on a record that is on ' +
        'record already.',
      ...WORDS,
      maxLength: 1000,
    },
    body: {
      description:
        'The body of the command. Where it takes the id of a record or of an entry, it takes `@name` and `@name.entry`.',
      type: 'object',
    },
  },
  required: ['to'],
  additionalProperties: false,
};

const EXAMPLE = {
  commands: [
    { as: 'news', to: '/v1/sources', body: { title: { en: 'The gazette' }, language: 'en', sha256: EXAMPLE_TEXT } },
    {
      as: 'deal',
      to: '/v1/agreements',
      body: {
        title: { en: 'On industrial cooperation' },
        parties: [DEMO.ulyanovsk, DEMO.mordovia],
        source: { id: '@news', paragraph: 2 },
      },
    },
    {
      as: 'text',
      to: '/v1/agreements/@deal/texts',
      body: { sha256: EXAMPLE_TEXT, arisesFrom: { kind: 'agreement', id: '@deal', event: '@deal.entry' } },
    },
    { to: '/v1/agreements/@deal/opening', body: {} },
  ],
};

/** Several commands as one request. */
export const BATCH_COMMANDS = {
  record: operation({
    method: 'POST',
    path: '/v1/batches',
    id: 'recordBatch',
    tag: 'batches',
    summary: 'Record several commands',
    description:
      `Up to ${MOST_COMMANDS} commands under one key, each decided on what those before it come to. All are decided before ` +
      'anything is recorded; then each record’s part is one append, all or nothing, in an order in which nothing names what ' +
      'is not there yet. A batch that ended in between (the program stopped, or somebody else changed a record meanwhile) ' +
      'goes on when the same commands are sent again under the same key, with other ETags where those have changed, and ' +
      'answers as it would have. A refusal names the command (`command`, and the pointers of `errors`) and says how many are ' +
      'recorded and stay (`recorded`). A dry run under the same key answers with the same ids of records.',
    query: DRY_RUN,
    headers: ['IdempotencyKey'],
    body: {
      schema: {
        type: 'object',
        properties: { commands: { type: 'array', items: COMMAND, minItems: 1, maxItems: MOST_COMMANDS } },
        required: ['commands'],
        additionalProperties: false,
      },
      example: EXAMPLE,
    },
    refusals: [...CHANGE_REFUSALS.filter((refusal) => refusal !== 'Conflict'), 'ConflictOrRecorded'],
    answers: {
      200: json('Recorded, or what would be recorded (dry run).', ref('BatchReceipt'), 'LedgerPositionUnlessDryRun'),
    },
  }),
};
