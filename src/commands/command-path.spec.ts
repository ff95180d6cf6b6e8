import { randomUUID } from 'node:crypto';
import { GivenLog, LEDGER } from '../../test/fixtures/instances.fixtures.js';
import { LIFE } from '../../test/support/life-of-every-kind.js';
import { readMetadata, streamOf } from '../registry/envelope.js';
import { commandsOf, KINDS } from '../registry/registry.js';
import type { CommandRequest, CommandResult, Recorder } from './recorder.js';
import { Problem } from './problem.js';

const NOW = (): Date => new Date('2024-07-01T09:00:00.000Z');

/** Records by commands as a client would send them, with names for what they begin. */
class Session {
  readonly results = new Map<string, CommandResult>();
  private readonly recorder: Recorder;

  constructor(readonly log: GivenLog) {
    this.recorder = log.instance(log.store, NOW).recorder;
  }

  /** Records; `name` is what later commands call the record by. */
  async record(to: string, body: object, name: string = randomUUID()): Promise<CommandResult> {
    const result = await this.recorder.execute(this.request(to, body));
    this.results.set(name, result);
    return result;
  }

  /** How a command is refused: the problem, then each broken rule with its field. */
  async refusal(to: string, body: object, details: Partial<CommandRequest> = {}): Promise<string[]> {
    const error: unknown = await this.recorder.execute({ ...this.request(to, body), ...details }).then(
      ({ body: { status } }) => status,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof Problem)) return [`not refused: ${String(error)}`];
    return [error.problem, ...error.faults.map(({ pointer, rule }) => `${pointer} ${rule}`)];
  }

  private request(to: string, body: object): CommandRequest {
    const [resource, id, path = ''] = this.named(to).split('/');
    const kind = KINDS.find((each) => each.resource === resource);
    const spec = kind && commandsOf(kind).find((each) => each.path === path);
    if (!kind || !spec) throw new Error(`there is no command ${to}`);
    const given = this.named(body);
    const usual = { actor: 'local', key: randomUUID(), ifMatch: '*', dryRun: false, correlationId: 'c' };
    return { kind, spec, body: given, ...usual, ...(id === undefined ? {} : { id }) };
  }

  private named<T>(value: T): T {
    const text = JSON.stringify(value).replace(/@([\w-]+)(#?)/g, (_all, name: string, entry: string) => {
      const result = this.results.get(name);
      if (!result) throw new Error(`nothing is named ${name}`);
      return entry === '' ? result.id : (result.body.events[0]?.id ?? '');
    });
    return JSON.parse(text) as T;
  }
}

let log: GivenLog;
let session: Session;

beforeAll(async () => {
  log = await GivenLog.make();
  session = new Session(log);
});

afterAll(() => log.remove());

test('every command of every kind records what it says', async () => {
  const recorded: string[] = [];
  for (const { to, body, name } of LIFE) {
    const { created, id, body: answer, position } = await session.record(to, body, name);
    const kind = KINDS.find(({ resource }) => resource === to.split('/')[0])!;
    const events = (await log.store.read(streamOf(LEDGER, kind, id))).slice(-answer.events.length);
    expect(events.map((event) => event.id)).toEqual(answer.events.map((event) => event.id));
    expect(events.at(-1)?.position).toBe(position);
    const { readDependencies } = readMetadata(events[0]!)!;
    expect(readDependencies).not.toEqual({});
    recorded.push(
      [
        `${to}${created ? ' (created)' : ''}: ${answer.status}, ${answer.certainty}`,
        ...events.map(({ type, revision, data }) => `${revision} ${type} ${fieldsIn(data)}`),
        ...answer.warnings.map(({ rule }) => `warned: ${rule}`),
        ...(readDependencies ? [`read: ${Object.keys(readDependencies).map(categoryOf).sort().join(' ')}`] : []),
      ].join('\n  '),
    );
  }
  expect(recorded.join('\n')).toMatchSnapshot();
});

const PROJECT = { title: { en: 'A line' }, parties: ['@plant', '@fund'] };
const SIGNATURE = { party: '@plant', representative: '@director', text: '6'.repeat(64), date: '2023-01-13' };
const monthAfter = (id: string): object => ({ to: { kind: 'project', id }, direction: 'after', offset: 'P31D' });
const NOBODY = '00000000-0000-4000-8000-000000000001';

describe('a command is refused, with each field and rule', () => {
  beforeAll(async () => {
    session = new Session(log);
    const begin: [name: string, to: string, body: object][] = [
      ['text', 'sources', { sha256: '5'.repeat(64), title: { en: 'A text' }, language: 'en' }],
      ['director', 'people', { name: { en: 'Orlov' } }],
      ['stranger', 'people', { name: { en: 'Sokolov' } }],
      ['plant', 'parties', { form: 'enterprise', names: { en: 'Works' } }],
      ['fund', 'parties', { form: 'fund', names: { en: 'Bank' } }],
      ['void', 'parties', { form: 'fund', names: { en: 'Twice' } }],
      ['line', 'projects', { ...PROJECT, date: '2023-01-10' }],
      ['later', 'projects', { ...PROJECT, relativeDate: monthAfter('@line') }],
      ['latest', 'projects', { ...PROJECT, relativeDate: monthAfter('@later') }],
      ['deal', 'agreements', { ...PROJECT, date: '2023-01-10' }],
      ['mandate', 'parties/@plant/mandates', { person: '@director', from: '2023-01-01', to: '2023-12-31' }],
      ['adopted', 'agreements/@deal/texts', { sha256: '6'.repeat(64), date: '2023-01-11' }],
      ['opened', 'agreements/@deal/opening', { date: '2023-01-12' }],
      ['signed', 'agreements/@deal/signatures', SIGNATURE],
      ['voided', 'parties/@void/voids', { voids: '@void#', reason: 'Recorded twice.' }],
      ['named', 'parties/@plant/names', { names: { ru: 'Заводы' } }],
    ];
    for (const [name, to, body] of begin) await session.record(to, body, name);
  });

  it.each<[to: string, body: object, refusal: string[]]>([
    ['projects', { ...PROJECT, title: undefined }, ['invalid-fields', '/title required']],
    ['projects', { ...PROJECT, title: {}, colour: 'red' }, ['invalid-fields', '/colour unknown-field', '/title names']],
    ['projects', { ...PROJECT, parties: ['@plant', '@plant'] }, ['invalid-fields', '/parties repeated-item']],
    ['projects', { ...PROJECT, parties: '@plant' }, ['invalid-fields', '/parties list']],
    ['projects', { ...PROJECT, parties: ['@plant', NOBODY] }, ['rule-broken', '/parties/1 reference-exists']],
    ['projects', { ...PROJECT, parties: ['@plant', '@void'] }, ['rule-broken', '/parties/1 reference-not-voided']],
    ['projects', { ...PROJECT, date: '2025' }, ['rule-broken', '/date date-not-in-the-future']],
    ['projects', { ...PROJECT, date: '10.01.2023' }, ['invalid-fields', '/date edtf-date']],
    ['projects', { ...PROJECT, source: { id: NOBODY, page: 0 } }, ['invalid-fields', '/source/page whole-number']],
    [
      'projects',
      { ...PROJECT, arisesFrom: { kind: 'ship', id: NOBODY } },
      ['invalid-fields', '/arisesFrom/kind one-of'],
    ],
    [
      'projects',
      { ...PROJECT, arisesFrom: { kind: 'meeting', id: NOBODY } },
      ['rule-broken', '/arisesFrom reference-exists'],
    ],
    [
      'projects',
      { ...PROJECT, arisesFrom: { kind: 'project', id: '@line', event: NOBODY } },
      ['rule-broken', '/arisesFrom/event reference-exists'],
    ],
    [`projects/${NOBODY}/completion`, {}, ['not-found']],
    [`agreements/${NOBODY}/annotations`, { text: 'Seen.' }, ['not-found']],
    ['parties/RU-XX/names', { names: { en: 'X' } }, ['not-found']],
    ['projects/@line/completion', {}, ['life-cycle', ' completed-from-implementation']],
    [
      'projects/@line/negotiation-rounds',
      { parties: ['@plant'], outcome: 'continued', date: '2022-12-31' },
      ['rule-broken', '/parties round-between-two-parties', '/date round-before-agreed'],
    ],
    [
      'projects/@latest/negotiation-rounds',
      { parties: ['@plant', '@fund'], outcome: 'continued', date: '2023-02-20' },
      ['rule-broken', '/date round-before-agreed'],
    ],
    [
      'projects/@line/negotiation-rounds',
      { date: '2022-12-31' },
      ['invalid-fields', '/parties required', '/outcome required'],
    ],
    [
      'projects/@line/corrections',
      { corrects: NOBODY, reason: 'Misread.', changes: { date: null } },
      ['rule-broken', '/corrects entry-exists'],
    ],
    [
      'projects/@line/corrections',
      { corrects: '@line#', reason: 'Misread.', changes: {} },
      ['invalid-fields', '/changes changes'],
    ],
    [
      'projects/@line/corrections',
      { corrects: '@line#', reason: 'Misread.', changes: { colour: 'red' } },
      ['invalid-fields', '/changes/colour unknown-field'],
    ],
    [
      'projects/@line/corrections',
      { corrects: '@line#', reason: 'Misread.', changes: { title: null } },
      ['invalid-fields', '/changes/title required'],
    ],
    [
      'projects/@line/corrections',
      { corrects: '@line#', reason: 'Misread.', changes: { parties: [NOBODY, '@fund'] } },
      ['rule-broken', '/changes/parties/0 reference-exists'],
    ],
    [
      'projects/@line/corrections',
      { corrects: '@line#', reason: 'Misread.', changes: { source: { page: 1 } } },
      ['invalid-fields', '/changes/source/id required'],
    ],
    [
      'projects/@line/corrections',
      { corrects: '@line#', reason: 'Misread.', changes: { date: null, relativeDate: monthAfter('@latest') } },
      ['rule-broken', '/changes/relativeDate date-without-a-circle'],
    ],
    [
      'projects/@line/corrections',
      { corrects: '@line#', reason: 'Misread.', changes: { arisesFrom: { kind: 'project', id: '@line' } } },
      ['rule-broken', '/changes/arisesFrom arises-from-something-else'],
    ],
    [
      'parties/@plant/corrections',
      { corrects: '@named#', reason: 'Misread.', changes: { form: 'fund' } },
      ['invalid-fields', '/changes/form unknown-field'],
    ],
    [
      'parties/@plant/corrections',
      { corrects: '@mandate#', reason: 'Misread.', changes: { names: { en: 'X' } } },
      ['invalid-fields', '/changes/names unknown-field'],
    ],
    ['parties/@void/names', { names: { en: 'Again' } }, ['life-cycle', ' record-not-voided']],
    ['parties/@plant/merger', { into: '@plant' }, ['rule-broken', '/into merged-into-another']],
    [
      'agreements/@deal/signatures',
      { ...SIGNATURE, representative: '@stranger' },
      ['rule-broken', '/party signed-once-per-party', '/representative signed-under-a-valid-mandate'],
    ],
    [
      'agreements/@deal/signatures',
      { ...SIGNATURE, party: '@fund' },
      ['rule-broken', '/representative signed-under-a-valid-mandate'],
    ],
    [
      'agreements/@deal/signatures',
      { ...SIGNATURE, party: 'RU-KYA' },
      ['rule-broken', '/party signed-by-a-named-party', '/representative signed-under-a-valid-mandate'],
    ],
    [
      'agreements/@deal/signatures',
      { ...SIGNATURE, text: '7'.repeat(64) },
      ['rule-broken', '/text signed-over-the-current-text'],
    ],
    [
      'agreements/@deal/signatures',
      { ...SIGNATURE, date: '2024-02-01' },
      ['rule-broken', '/party signed-once-per-party', '/representative signed-under-a-valid-mandate'],
    ],
    [
      'agreements/@deal/registration',
      { region: 'RU-KYA' },
      ['rule-broken', ' registered-after-every-signature', ' registered-after-signed', '/region region-takes-part'],
    ],
    [
      'agreements',
      {
        ...PROJECT,
        relativeDate: { to: { kind: 'project', id: '@line' }, direction: 'after', offset: 'P1M' },
        date: '2023',
      },
      ['rule-broken', '/relativeDate one-date'],
    ],
    [
      'meetings',
      { title: { en: 'Visit' }, form: 'site-visit', planned: '2023-02-30' },
      ['invalid-fields', '/planned edtf-date'],
    ],
    [
      'commitments',
      { title: { en: 'To pay' }, by: '@plant', amount: { amount: '1,5', currency: 'RUB' } },
      ['invalid-fields', '/amount unknown-field'],
    ],
    [
      'training-programmes',
      { title: { en: 'School' }, trainees: { min: 10, max: 5, unit: 'person' } },
      ['invalid-fields', '/trainees count'],
    ],
    [
      'training-programmes',
      { title: { en: 'School' }, trainees: { min: 1.5, unit: 'person' } },
      ['invalid-fields', '/trainees count'],
    ],
    ['people/@director/names', { name: { en: 'x'.repeat(1001) } }, ['invalid-fields', '/name names']],
    ['people/@director/names', { name: { en: ' Orlov' } }, ['invalid-fields', '/name names']],
    ['people/@director/names', { name: { en: 'Or\u200blov' } }, ['invalid-fields', '/name names']],
  ])('%s %j', async (to, body, refusal) => {
    expect(await session.refusal(to, body)).toEqual(refusal);
  });
});

/** The fields of an event's data, with those of its act. */
function fieldsIn(data: string): string {
  const { act, ...details } = JSON.parse(data) as { act: object };
  const stated = Object.entries(act).filter(([, value]) => value !== null);
  return [...Object.keys(details), ...stated.map(([name]) => `act.${name}`)].join(' ');
}

function categoryOf(stream: string): string {
  return stream.slice(0, stream.indexOf('-'));
}
