import * as fc from 'fast-check';
import { applyPatch } from 'rfc6902';
import { patchBetween } from './patch.js';

function applied(from: unknown, patch: ReturnType<typeof patchBetween>): unknown {
  const document = JSON.parse(JSON.stringify(from)) as unknown;
  expect(applyPatch(document, patch).filter((failure) => failure !== null)).toEqual([]);
  return document;
}

describe('a patch between two values', () => {
  const item = fc.oneof(fc.nat({ max: 3 }), fc.record({ entry: fc.nat({ max: 3 }) }));
  const list = fc.array(item, { minLength: 0, maxLength: 120 });

  it('makes any list, short or long, another one', () => {
    fc.assert(
      fc.property(list, list, (a, b) => {
        expect(applied({ list: a }, patchBetween({ list: a }, { list: b }))).toEqual({ list: b });
      }),
    );
  });

  it('adds one step for each item that came to a list of thousands', () => {
    const long = Array.from({ length: 10_000 }, (_, entry) => ({ entry, words: ['a'] }));
    const changed = [...long.slice(0, 5_000), { entry: 5_000, words: ['b'] }, ...long.slice(5_001)];
    expect(patchBetween({ long }, { long: [...long, { entry: -1 }] })).toEqual([
      { op: 'add', path: '/long/10000', value: { entry: -1 } },
    ]);
    expect(patchBetween({ long }, { long: changed })).toEqual([
      { op: 'replace', path: '/long/5000/words/0', value: 'b' },
    ]);
  });

  it('is empty where nothing differs, and puts a whole where there was none', () => {
    expect(patchBetween({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toEqual([]);
    expect(patchBetween(null, { a: 1 })).toEqual([{ op: 'replace', path: '', value: { a: 1 } }]);
  });
});
