/**
 * README's first session as a program of somebody else: it knows the types that are generated from /openapi.json (`./api.js`)
 * and nothing of ours. The test compiles it beside them; it prints a word for each step.
 */
export const CLIENT_SESSION = `
import { createHash } from 'node:crypto';
import createClient from 'openapi-fetch';
import type { components, paths } from './api.js';

const client = createClient<paths>({ baseUrl: process.env.URL ?? '' });
const ANY = '*';

function dataOf<T>(answer: { data?: T; error?: components['schemas']['Problem']; response: Response }): T {
  if (answer.data === undefined) throw new Error(answer.error?.detail ?? String(answer.response.status));
  position = answer.response.headers.get('ledger-position') ?? position;
  return answer.data;
}

let position = '';
let key = 0;
const header = () => ({ 'Idempotency-Key': \`client-\${(key += 1)}\` });
const change = () => ({ ...header(), 'If-Match': ANY });
const seen = () => ({ 'Ledger-Position': position });

const plant = dataOf(
  await client.POST('/v1/parties', {
    params: { header: header() },
    body: { form: 'enterprise', names: { ru: 'Завод', en: 'Plant' }, region: 'RU-MO' },
  }),
);
const person = dataOf(
  await client.POST('/v1/people', { params: { header: header() }, body: { name: { en: 'Anna Petrova' } } }),
);
const mandate = await client.POST('/v1/parties/{id}/mandates', {
  params: { path: { id: plant.id! }, header: change() },
  body: { person: person.id!, capacity: 'Director', from: '2024-01-01' },
});
console.log(dataOf(mandate).status);

const agreement = dataOf(
  await client.POST('/v1/agreements', {
    params: { header: header() },
    body: { title: { en: 'On industrial cooperation' }, parties: ['RU-ULY', plant.id!], date: '2025-10' },
  }),
);
const at = { id: agreement.id! };
const read = await client.GET('/v1/agreements/{id}', { params: { path: at, header: seen() } });
const status: components['schemas']['AgreementStatus'] = dataOf(read).status;
console.log(status);

const text = createHash('sha256').update('the text of the agreement').digest('hex');
const adopted = await client.POST('/v1/agreements/{id}/texts', {
  params: { path: at, header: change() },
  body: { sha256: text },
});
console.log(dataOf(adopted).status);
const opened = await client.POST('/v1/agreements/{id}/opening', { params: { path: at, header: change() }, body: {} });
console.log(dataOf(opened).status);
const signature = { party: plant.id!, representative: person.id!, text };
const sign = () =>
  client.POST('/v1/agreements/{id}/signatures', { params: { path: at, header: change() }, body: signature });
console.log(dataOf(await sign()).status);
const second = await sign();
console.log(second.error?.rule);

const list = await client.GET('/v1/agreements', {
  params: { query: { region: 'RU-ULY', status: ['partly-signed'] }, header: seen() },
});
console.log(dataOf(list).items[0]?.status);
const history = await client.GET('/v1/{resource}/{id}/history', {
  params: { path: { resource: 'agreements', ...at }, header: seen() },
});
console.log(dataOf(history).entries.length);

// A correction is typed well enough to be written, and is tried without being recorded.
const entry = dataOf(history).entries[0]!.id;
const corrected = await client.POST('/v1/{resource}/{id}/corrections', {
  params: { path: { resource: 'agreements', ...at }, query: { dryRun: true }, header: change() },
  body: { corrects: entry, reason: 'Misread.', changes: { expected: '2026' } },
});
console.log(dataOf(corrected).events[0]?.type);

// What the description does not have does not compile.
// @ts-expect-error -- no such field
const wrong: components['schemas']['SignAgreement'] = { ...signature, colour: 'red' };
// @ts-expect-error -- no such status
const none: components['schemas']['AgreementStatus'] = 'lost';
void wrong;
void none;
`;
