import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import * as fields from './fields.js';
import { fieldsOf } from './fields.js';
import { ActFields } from './act-fields.js';

class Part {
  @fields.Text({ max: 10 })
  label!: string;
}

class Thing extends ActFields {
  @fields.Titled()
  title!: object;

  @fields.PersonalText({ optional: true })
  reason?: string;

  @fields.Choice(['big', 'small'], { optional: true })
  size?: string;

  @fields.Whole({ optional: true, min: 1, max: 5 })
  many?: number;

  @fields.RefersToMany('party', { optional: true, min: 1 })
  parties?: string[];

  @fields.One(() => Part, { optional: true })
  part?: Part;

  @fields.Many(() => Part, { optional: true, max: 2 })
  parts?: Part[];

  @fields.MoneyAmount({ optional: true })
  price?: object;

  @fields.Sha256({ optional: true })
  sha256?: string;
}

const spec = (name: string) => fieldsOf(Thing).find((field) => field.name === name);
const faults = (body: object): string[] =>
  validateSync(plainToInstance(Thing, { title: { en: 'T' }, ...body }), {
    whitelist: true,
    forbidNonWhitelisted: true,
  }).map(({ property }) => property);

const UUID = '30000000-0000-4000-8000-000000000001';

describe('declared fields', () => {
  it('come with the inherited ones first', () => {
    expect(fieldsOf(Thing).map(({ name }) => name)).toEqual([
      'modality',
      'date',
      'relativeDate',
      'recording',
      'source',
      'remark',
      'arisesFrom',
      'title',
      'reason',
      'size',
      'many',
      'parties',
      'part',
      'parts',
      'price',
      'sha256',
    ]);
    expect(fieldsOf(Part).map(({ name }) => name)).toEqual(['label']);
  });

  it('say what the API description and the sealing need', () => {
    expect(spec('title')).toMatchObject({ required: true, schema: { minProperties: 1 } });
    expect(spec('reason')).toMatchObject({
      required: false,
      personal: expect.any(Function),
      schema: { type: 'string', maxLength: 4000 },
    });
    expect(spec('size')).toMatchObject({ schema: { type: 'string', enum: ['big', 'small'] } });
    expect(spec('many')).toMatchObject({ schema: { type: 'integer', minimum: 1, maximum: 5 } });
    expect(spec('parties')).toMatchObject({ many: true, refersTo: 'party', limits: { minItems: 1, maxItems: 500 } });
    expect(spec('parts')).toMatchObject({ many: true, limits: { minItems: 0, maxItems: 2 } });
    expect(spec('parts')?.nested?.()).toBe(Part);
    expect(spec('price')).toMatchObject({ schema: { required: ['currency'], additionalProperties: false } });
    expect(spec('title')?.personal).toBeUndefined();
  });
});

describe('values', () => {
  it('that are good pass', () => {
    const body = {
      reason: 'Because.\nTwice.',
      size: 'big',
      many: 5,
      parties: [UUID, 'RU-ULY'],
      part: { label: 'P' },
      parts: [{ label: 'P' }, { label: 'Q' }],
      price: { amount: '1.00', currency: 'RUB' },
      sha256: 'a'.repeat(64),
      date: 'XXXX-10-18',
      source: { id: UUID, paragraph: 3 },
    };
    expect(faults(body)).toEqual([]);
  });

  it.each([
    ['title', {}],
    ['title', { en: '' }],
    ['title', { en: 'T', german: 'T' }],
    ['title', { en: 'T', DE: 'T' }],
    ['title', 'T'],
    ['title', ['T']],
    ['title', undefined],
    ['reason', ''],
    ['reason', '  '],
    ['reason', 'x'.repeat(4001)],
    ['reason', 'a\u0000b'],
    ['reason', { sealed: 'x' }],
    ['size', 'huge'],
    ['size', ['big']],
    ['many', 0],
    ['many', 6],
    ['many', 1.5],
    ['many', '3'],
    ['parties', []],
    ['parties', UUID],
    ['parties', [UUID, UUID]],
    ['parties', ['RU-XX']],
    ['parties', [1]],
    ['part', { label: 'longer than ten' }],
    ['part', { label: 'P', more: 1 }],
    ['part', 'P'],
    ['part', [{ label: 'P' }]],
    ['parts', [{ label: 'P' }, { label: 'P' }, { label: 'P' }]],
    ['parts', [{ label: '' }]],
    ['parts', { label: 'P' }],
    ['price', { amount: 1, currency: 'RUB' }],
    ['price', { amount: '1.00', currency: 'RUB', tax: '0.20' }],
    ['price', { currency: 'RUB' }],
    ['sha256', 'A'.repeat(64)],
    ['date', '2023-02-29'],
    ['modality', 'perhaps'],
    ['recording', 'old'],
    ['source', { paragraph: 3 }],
    ['colour', 'red'],
  ])('are refused: %s %j', (name, value) => {
    expect(faults({ [name]: value })).toEqual([name]);
  });
});
