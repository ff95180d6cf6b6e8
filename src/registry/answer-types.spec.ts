import { recordKind } from '../kernel/kind.js';
import { list, NAMES, object, oneOf, PERSONAL, WHOLE, WORDS } from '../kernel/schema-parts.js';
import type { Exact, Static } from '../kernel/schema-types.js';
import { bodyOn, type RecordBody } from './document.js';
import { figureOf } from './claim/claim.js';
import type { figureAnswer } from './claim/claim.schema.js';
import { journalKind } from './journal/journal.kind.js';

/**
 * What the compiler refuses. `npm run check:types` runs these tests: a line that does compile after all is an error of its
 * `@ts-expect-error`.
 */
describe('a view that does not give what its schema describes', () => {
  const { category, resource, summaryName, about, begins, endings, commands, statuses, statusModel } = journalKind;
  const others = {
    lifeCycle: {},
    name: 'sample',
    category,
    resource,
    summaryName,
    about,
    begins,
    endings,
    commands,
    statuses,
  };
  const answer = object(
    { form: oneOf('long', 'short'), remark: PERSONAL, lines: list(object({ number: WHOLE }, { title: NAMES })) },
    { place: WORDS },
  );
  type Sample = Static<typeof answer>;
  const good: Sample = { form: 'long', remark: { sealed: 'digest' }, lines: [{ number: 1, title: { en: 'One' } }] };
  const facets = (): { parties: []; dates: [] } => ({ parties: [], dates: [] });
  const common = { ...others, statusModel, answer, facets };

  it('does not compile', () => {
    const kinds = [
      recordKind({ ...common, view: () => good }),
      recordKind({ ...common, view: () => ({ ...good, place: 'Krasnoyarsk' }) satisfies Sample }),
      recordKind({
        ...common,
        // @ts-expect-error a property is missing
        view: () => ({ form: good.form, lines: [] }),
      }),
      recordKind({
        ...common,
        // @ts-expect-error a property of an item is missing
        view: () => ({ ...good, lines: [{ title: {} }] }),
      }),
      recordKind({
        ...common,
        // @ts-expect-error not one of the words
        view: () => ({ ...good, form: 'wide' as const }),
      }),
      recordKind({
        ...common,
        // @ts-expect-error null where the schema has no null
        view: () => ({ ...good, remark: null }),
      }),
      recordKind({
        ...common,
        // @ts-expect-error a personal value, of which the schema does not say that it may be erased
        view: () => ({ ...good, place: { sealed: 'digest' } }),
      }),
      recordKind({
        ...common,
        // @ts-expect-error a property that the schema does not have
        view: () => ({ ...good, archive: 1 }),
      }),
      recordKind({
        ...common,
        // @ts-expect-error the same in an item of a list, beside a spread
        view: () => ({ ...good, lines: [1, 2].map((number) => ({ ...{ number }, archive: 1 })) }),
      }),
    ];
    expect(kinds).toHaveLength(9);
  });
});

describe('what no view gives', () => {
  it('has the properties of its schema and no others', () => {
    const common: (...args: Parameters<typeof bodyOn>) => Exact<ReturnType<typeof bodyOn>, RecordBody> = bodyOn;
    const figure: (
      ...args: Parameters<typeof figureOf>
    ) => Exact<ReturnType<typeof figureOf>, Static<typeof figureAnswer>> = figureOf;
    expect([common, figure]).toEqual([bodyOn, figureOf]);
  });
});
