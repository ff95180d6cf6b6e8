import { SAMPLES } from './index.js';
import type { SampleEntry } from './sample.js';

const ENTRIES = SAMPLES.flatMap(({ entries }) => entries);

describe('the entries of the samples', () => {
  /** What no text tells: texts themselves, regions, which are reference data, the registrar's own remarks, names in common use. */
  const needsNoSource = ({ to, body }: SampleEntry): boolean =>
    to === 'sources' ||
    to.endsWith('/annotations') ||
    (to.endsWith('/names') && body.remark === 'In common use; no text has it.') ||
    (to === 'parties' && body.form === 'region');

  it('each name the text and the paragraph', () => {
    const unsourced = ENTRIES.filter((entry) => !needsNoSource(entry)).filter(({ body }) => {
      const source = body.source as { id?: string; paragraph?: number } | undefined;
      return !source?.id?.startsWith('@text-') || !source.paragraph;
    });
    expect(unsourced).toEqual([]);
  });

  it('give titles, names and what was said in Russian and in English', () => {
    const halves = ENTRIES.flatMap(({ to, body }) =>
      [body.title, body.subject, body.gist, to === 'parties' ? body.names : undefined].filter(
        (names) => names !== undefined && Object.keys(names as object).length < 2,
      ),
    );
    expect(halves).toEqual([]);
  });

  it('give no year, since no text gives one', () => {
    const withYear = ENTRIES.filter(({ body }) => /\b(19|20)\d\d\b/.test(JSON.stringify(body)));
    expect(withYear).toEqual([]);
  });

  it('tell what was said by a gist, and in Russian words where the Russian stands', () => {
    const claims = ENTRIES.filter(({ to }) => to === 'claims').map(({ body }) => body);
    const gists = claims.flatMap(({ gist }) => (gist === undefined ? [] : [gist as { ru: string; en: string }]));
    expect(claims.filter(({ form, gist }) => form === 'statement' && gist === undefined)).toEqual([]);
    expect(claims.filter(({ statement }) => statement !== undefined)).toEqual([]);
    expect(gists.filter(({ ru, en }) => !/[а-яё]/i.test(ru) || /[а-яё]/i.test(en))).toEqual([]);
  });

  it('keep a number that is exceeded apart from one that is reached', () => {
    const counts = ENTRIES.map(({ body }) => body.count ?? (body.figure as { count?: object } | undefined)?.count);
    expect(counts.filter((count) => count !== undefined)).toEqual([
      { min: 10, max: 12, approximate: true, unit: '%' },
      { min: 10, max: 10, unit: 'company' },
      { moreThan: 400, unit: 'enterprise' },
      { min: 50, max: 50, unit: '%' },
      { moreThan: 30, unit: 'enterprise' },
      { moreThan: 30, unit: 'enterprise' },
      { min: 25, max: 25, unit: 'project' },
    ]);
  });
});
