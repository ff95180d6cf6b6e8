import type { RegisterRow, RegisterParties, RowStep } from '../fixtures/old-register.fixtures.js';
import { oldRegister, ownCount, WAYS_OF_ROWS } from '../fixtures/old-register.fixtures.js';
import { type Program, startProgram } from '../support/program.js';
import type { ReceiptBody } from '../support/recording.js';
import { bodyOf, recorded } from '../support/recording.js';

/** `npm test` takes each way once; `npm run test:register` all of an old register. */
const ROWS = process.env.TEST_WHOLE_REGISTER === '1' ? 2000 : WAYS_OF_ROWS.length;

/** Rows that are sent at once; the requests of one follow on each other. */
const AT_ONCE = 16;

interface Loaded extends RegisterRow {
  id: string;
  warned: string[];
}

let program: Program;
let parties: RegisterParties;
let loaded: Loaded[];

async function load(row: RegisterRow): Promise<Loaded> {
  const events: string[] = [];
  const warned: string[] = [];
  let id = '';
  for (const { path, body } of row.steps) {
    const to = path === '' ? '/v1/agreements' : `/v1/agreements/${id}/${path}`;
    const { id: of, event, answer } = await recorded(program, to, withIds(body, events));
    id = of;
    events.push(event);
    warned.push(...bodyOf<ReceiptBody>(answer).warnings.map(({ rule }) => rule));
  }
  return { ...row, id, warned };
}

/** A body with `@0` as the id of the row's first entry, and so on. */
function withIds(body: RowStep['body'], events: readonly string[]): object {
  const text = JSON.stringify(body).replace(/"@(\d+)"/g, (_all, n: string) => JSON.stringify(events[Number(n)]));
  return JSON.parse(text) as object;
}

async function loadAll(rows: readonly RegisterRow[]): Promise<Loaded[]> {
  const done: Loaded[] = [];
  const waiting = [...rows.entries()];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) done[next[0]] = await load(next[1]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return done;
}

async function plant(ru: string): Promise<string> {
  return (await recorded(program, '/v1/parties', { form: 'enterprise', names: { ru }, recording: 'historical' })).id;
}

beforeAll(async () => {
  program = await startProgram();
  const [one, renamed, merged] = [await plant('Завод'), await plant('Комбинат'), await plant('Завод № 2')];
  const paper = { title: { ru: 'Дело' }, language: 'ru', form: 'register', recording: 'historical' };
  parties = { plant: one, renamed, merged, paper: (await recorded(program, '/v1/sources', paper)).id };
  loaded = await loadAll(oldRegister(13, ROWS, parties));
  await recorded(program, `/v1/parties/${renamed}/names`, {
    names: { ru: 'АО «Комбинат»' },
    renamed: true,
    date: '1996',
  });
  await recorded(program, `/v1/parties/${merged}/merger`, { into: one, reason: 'One plant under two names.' });
}, 600_000);
afterAll(() => program.stop());

describe('an old register', () => {
  it('comes to as many agreements of each status as it was made of', async () => {
    const { agreements } = (await program.get('/v1/summary')).body as {
      agreements: { total: number; byStatus: Record<string, number> };
    };
    const counted = Object.entries(agreements.byStatus).filter(([, count]) => count > 0);
    expect(Object.fromEntries(counted)).toEqual(ownCount(loaded));
    expect(agreements.total).toBe(ROWS);
  });

  it('has each agreement in its status, and beside it what follows from the acts, where the register states another', async () => {
    const differing: unknown[] = [];
    for (const { id, way, status, computed } of loaded) {
      const found = (await program.get(`/v1/agreements/${id}`)).body as { status: string; computedStatus?: unknown };
      if (found.status !== status) differing.push([way, found.status, status]);
      const beside = (found.computedStatus as { status?: string } | undefined)?.status;
      if (computed !== undefined && beside !== computed) differing.push([way, found.computedStatus, computed]);
    }
    expect(differing).toEqual([]);
  });

  it('is warned of where it is odd, once for each thing, and nowhere else', () => {
    const wrong = loaded.filter(({ warnings, warned }) => JSON.stringify(warnings) !== JSON.stringify(warned));
    expect(wrong.map(({ way, warnings, warned }) => ({ way, warnings, warned }))).toEqual([]);
  });

  it('keeps the odd numbers of its journals, each in its line', async () => {
    const numbers = loaded.flatMap(({ steps }) =>
      steps.filter(({ path }) => path === 'registration').map(({ body }) => body.formerNumber as string),
    );
    const list = (await program.get('/v1/registration-journals?limit=200')).body as {
      items: { lines: { writtenAs: string; number: number | null }[] }[];
    };
    const lines = list.items.flatMap((journal) => journal.lines);
    expect(lines.map(({ writtenAs }) => writtenAs).sort()).toEqual(numbers.sort());
    expect(lines.filter(({ number }) => number !== null)).toEqual([]);
  });

  it('may give one file number twice: the second is kept, and warned of with the first', async () => {
    const [first, second] = loaded;
    const body = { scheme: 'file-number', value: '17-03/98', recording: 'historical' };
    const rulesOf = async (id = ''): Promise<string[]> => {
      const { answer } = await recorded(program, `/v1/agreements/${id}/identifiers`, body);
      await program.get(`/v1/agreements/${id}`);
      return bodyOf<ReceiptBody>(answer).warnings.map(({ rule }) => rule);
    };
    expect(await rulesOf(first?.id)).toEqual([]);
    expect(await rulesOf(second?.id)).toEqual(['identifier-of-one-record']);
  });

  it('is found under the name into which a party was merged, and by its roles', async () => {
    const found = async (query: string): Promise<string[]> => {
      const page = (await program.get(`/v1/agreements?limit=200&${query}`)).body as { items: { id: string }[] };
      return page.items.map(({ id }) => id).sort();
    };
    const made = (way: string): string[] => loaded.filter((row) => row.way === way).map(({ id }) => id);
    expect(await found(`party=${parties.merged}`)).toEqual(
      expect.arrayContaining(made('with a party that was merged')),
    );
    expect(await found(`party=${parties.plant}`)).toEqual(await found(`party=${parties.merged}`));
    const withRoles = made('in three languages, with roles and a depositary').sort();
    expect(await found('role=customer')).toEqual(withRoles);
    expect(await found(`role=depositary&party=${parties.plant}`)).toEqual(withRoles);
  });
});
