import { SAMPLES } from './index.js';
import type { SampleEntry } from './sample.js';

const ENTRIES = SAMPLES.flatMap(({ entries }) => entries);

describe('the entries of the samples', () => {
  /** What no text tells: texts themselves, regions, which are reference data, and the registrar's own remarks. */
  const needsNoSource = ({ to, body }: SampleEntry): boolean =>
    to === 'sources' || to.endsWith('/annotations') || (to === 'parties' && body.form === 'region');

  it('each name the text and the paragraph', () => {
    const unsourced = ENTRIES.filter((entry) => !needsNoSource(entry)).filter(({ body }) => {
      const source = body.source as { id?: string; paragraph?: number } | undefined;
      return !source?.id?.startsWith('@text-') || !source.paragraph;
    });
    expect(unsourced).toEqual([]);
  });

  it('give titles and names in Russian and in English', () => {
    const halves = ENTRIES.flatMap(({ to, body }) =>
      [body.title, body.subject, to === 'parties' ? body.names : undefined].filter(
        (names) => names !== undefined && Object.keys(names as object).length < 2,
      ),
    );
    expect(halves).toEqual([]);
  });

  it('give no year, since no text gives one', () => {
    const withYear = ENTRIES.filter(({ body }) => /\b(19|20)\d\d\b/.test(JSON.stringify(body)));
    expect(withYear).toEqual([]);
  });
});
