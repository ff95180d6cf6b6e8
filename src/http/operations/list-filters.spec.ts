import { randomUUID } from 'node:crypto';
import { Problem } from '../../commands/problem.js';
import { kindNamed } from '../../registry/registry.js';
import { FILTERS } from './list-filters.js';
import { readQuery } from './query-parameters.js';

const AGREEMENT = kindNamed('agreement')!;

function faultsOf(query: Record<string, string | string[]>): unknown {
  try {
    readQuery(FILTERS, query, AGREEMENT);
    return undefined;
  } catch (error) {
    return error instanceof Problem ? error.faults : error;
  }
}

const numbers = (count: number): string[] => Array.from({ length: count }, (_, number) => String(number));

test('a list is filtered by as many words, parties and statuses as a query can bear', () => {
  expect(faultsOf({ text: numbers(20).join(' ') })).toBeUndefined();
  expect(faultsOf({ text: numbers(995).join(' ') })).toMatchObject([{ pointer: '?text', rule: 'too-many-items' }]);
  expect(faultsOf({ text: 'the same '.repeat(30) })).toBeUndefined();
  expect(faultsOf({ party: ['RU-KYA', ...Array.from({ length: 49 }, () => randomUUID())] })).toBeUndefined();
  expect(faultsOf({ party: 'xyz' })).toMatchObject([{ pointer: '?party', rule: 'record-id' }]);
  expect(faultsOf({ party: numbers(1_100) })).toMatchObject([{ pointer: '?party', rule: 'too-many-items' }]);
  for (const [name, word] of [
    ['status', 'in-force'],
    ['possible', 'in-force'],
    ['certainty', 'possible'],
  ] as const) {
    expect(faultsOf({ [name]: word })).toBeUndefined();
    expect(faultsOf({ [name]: `${word},`.repeat(500) + word })).toMatchObject([
      { pointer: `?${name}`, rule: 'too-many-items' },
    ]);
  }
});
