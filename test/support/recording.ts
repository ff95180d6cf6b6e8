import type { Answer, Program } from './program.js';

/** What a command that was accepted answered. */
export interface Recorded {
  readonly id: string;
  readonly etag: string;
  readonly position: string;
  /** Id of the first event that it recorded. */
  readonly event: string;
  readonly answer: Answer;
}

/** Body of the answer to a command. */
export interface ReceiptBody {
  id: string | null;
  dryRun: boolean;
  revision: number;
  status: string;
  certainty: string;
  events: { id: string | null; type: string; revision: number }[];
  warnings: { rule: string; detail: string }[];
  links: { self: string; history: string; receipt: string } | null;
  registration?: { region: string; year: number; number: number | null; writtenAs: string | null; reserved?: false };
  idempotencyKey?: string;
}

/** Body of an answer that is a problem (RFC 9457). */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail: string;
  rule?: string;
  errors?: { pointer: string; rule: string; detail: string }[];
  correlationId: string;
}

/** A record's history as HTTP tells it. */
export interface HistoryBody {
  entries: {
    index?: number;
    id: string;
    type: string;
    revision: number;
    recordedAt: string;
    correlationId: string;
    key: string;
    data: Record<string, unknown> & { act: Record<string, unknown> };
  }[];
}

/** The body of an answer as what the test knows it to be. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- a cast with a name, at one place
export function bodyOf<T>({ body }: Answer): T {
  return body as T;
}

/** Sends a command that has to be accepted; changes go on whatever the record is at, unless `headers` say otherwise. */
export async function recorded(
  program: Program,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Recorded> {
  const isChange = path.split('/').length > 3;
  const answer = await program.post(path, body, { ...(isChange ? { 'if-match': '*' } : {}), ...headers });
  if (answer.status !== 200 && answer.status !== 201) {
    throw new Error(`POST ${path} was answered with ${answer.status}: ${answer.text}`);
  }
  const receipt = bodyOf<ReceiptBody>(answer);
  return {
    id: receipt.id ?? '',
    etag: answer.headers.get('etag') ?? '',
    position: answer.headers.get('ledger-position') ?? '',
    event: receipt.events[0]?.id ?? '',
    answer,
  };
}

/** A record as it reads once the views show a position. */
export async function readAt<T>(program: Program, path: string, position: string): Promise<T> {
  const answer = await program.get(path, { 'ledger-position': position });
  expect([path, answer.status]).toEqual([path, 200]);
  return bodyOf<T>(answer);
}

/** A record's history, from the log itself, all its pages. */
export async function historyOf(program: Program, record: string): Promise<HistoryBody['entries']> {
  const entries: HistoryBody['entries'] = [];
  for (let next: string | null = ''; next !== null;) {
    const page = `${record}/history?limit=200${next === '' ? '' : `&cursor=${next}`}`;
    const answer = await program.get(page);
    expect([page, answer.status]).toEqual([page, 200]);
    const body = bodyOf<HistoryBody & { next: string | null }>(answer);
    entries.push(...body.entries);
    next = body.next;
  }
  return entries;
}

/** The parts that every refusal has; the test compares what it expects of them. */
export function refusalOf(answer: Answer): [status: number, type: string, rule?: string, pointer?: string] {
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const { type, status, rule, errors, title, detail, correlationId } = bodyOf<ProblemBody>(answer);
  expect(status).toBe(answer.status);
  expect([title, detail, correlationId].every((text) => text !== '')).toBe(true);
  expect(correlationId).toBe(answer.headers.get('x-correlation-id'));
  const name = type.replace('/problems/', '');
  return rule === undefined ? [answer.status, name] : [answer.status, name, rule, errors?.[0]?.pointer];
}

/** SHA-256 of nothing in particular: texts of agreements are known to the ledger by such digits only. */
export const TEXT_1 = '1'.repeat(64);
export const TEXT_2 = '2'.repeat(64);

/** Two regions with somebody who may sign for each. */
export interface Signatories {
  readonly regions: readonly [string, string];
  readonly people: readonly [string, string];
}

/** Gives each of two regions a person with a mandate since 2020. */
export async function signatories(
  program: Program,
  regions: readonly [string, string] = ['RU-KYA', 'RU-KLU'],
): Promise<Signatories> {
  const people: string[] = [];
  for (const region of regions) {
    const { id } = await recorded(program, '/v1/people', { name: { ru: `Подписант ${region}` } });
    await recorded(program, `/v1/parties/${region}/mandates`, { person: id, from: '2020-01-01' });
    people.push(id);
  }
  return { regions, people: [people[0] ?? '', people[1] ?? ''] };
}

/** Body of the signature of the first or second party. */
export function signatureOf({ regions, people }: Signatories, which: 0 | 1, text = TEXT_1): object {
  return { party: regions[which], representative: people[which], text };
}

/** An agreement between the two, announced, with a text that is open for signature. */
export async function openedAgreement(
  program: Program,
  { regions }: Signatories,
  title = 'Соглашение',
): Promise<string> {
  const { id } = await recorded(program, '/v1/agreements', { title: { ru: title }, parties: regions });
  await recorded(program, `/v1/agreements/${id}/texts`, { sha256: TEXT_1 });
  await recorded(program, `/v1/agreements/${id}/opening`, {});
  return id;
}

/** The same, signed by both. */
export async function signedAgreement(program: Program, by: Signatories, title?: string): Promise<string> {
  const id = await openedAgreement(program, by, title);
  for (const which of [0, 1] as const) {
    await recorded(program, `/v1/agreements/${id}/signatures`, signatureOf(by, which));
  }
  return id;
}
