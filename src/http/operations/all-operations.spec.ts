import { OPERATIONS } from './all-operations.js';
import { statusOf } from './operation.js';

const QUERIES = OPERATIONS.map(({ operation }) => operation).filter(({ method }) => method === 'GET');

it('queries of records take a position and say that they may not come to it; what lies outside /v1 never waits', () => {
  for (const { path, headers, refusals } of QUERIES) {
    const waits = path.startsWith('/v1/');
    expect([path, headers.includes('LedgerPosition')]).toEqual([path, waits]);
    expect([path, refusals.some((refusal) => statusOf(refusal) === 503)]).toEqual([path, waits]);
  }
});
