import { about, object, WORDS } from '../../kernel/schema-parts.js';
import { KINDS } from '../../registry/registry.js';
import { VIEW_FORMAT, viewFormatOf } from './view-format.js';

describe('the format of the views', () => {
  const [first, ...others] = KINDS;

  it.each([
    ['a new field of an answer', { answer: object({ ...first!.answer.properties, archive: WORDS }) }],
    ['another meaning of an answer', { answer: about('Something else.', first!.answer) }],
    ['a new status', { statuses: [...first!.statuses, 'archived'] }],
    ['events that no day leaves out', { statusModel: { ...first!.statusModel, timeless: [] } }],
  ])('is another one with %s', (_, change) => {
    expect(viewFormatOf([{ ...first!, ...change }, ...others])).not.toBe(VIEW_FORMAT);
  });

  it('is the same where nothing has changed', () => {
    expect(viewFormatOf([...KINDS])).toBe(VIEW_FORMAT);
  });
});
