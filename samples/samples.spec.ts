import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandResult } from '../src/commands/recorder.js';
import type { Ledger } from '../src/ledger-instance.js';
import { openLedger } from '../src/ledger-instance.js';
import type { FigureBeside, KindTotals, ReadModel, RegionPair, Summary } from '../src/projections/index.js';
import { agreementKind } from '../src/registry/agreement/agreement.kind.js';
import { KINDS } from '../src/registry/registry.js';
import { SAMPLES, recordSamples } from './index.js';

/** What the ledger tells after the five texts have been recorded in it, by the commands that HTTP uses. */
let folder: string;
let ledger: Ledger;
let receipts: CommandResult[];

/** Id of the record and of the first event that each entry came to, by the entry's name. */
const known = new Map<string, { id: string; event: string }>();

/** The answers about all records, by the name of the kind. */
const answers = new Map<string, Document[]>();

const ENTRIES = SAMPLES.flatMap(({ entries }) => entries);

/** Records all of it, and gives every receipt. */
async function record(): Promise<CommandResult[]> {
  const receipts: CommandResult[] = [];
  const position = await recordSamples(SAMPLES, async ({ request }) => {
    const receipt = await ledger.recorder.execute(request);
    receipts.push(receipt);
    return receipt;
  });
  await ledger.runner.waitFor(position ?? '', 20_000);
  return receipts;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'samples-'));
  ledger = await openLedger({
    port: 0,
    host: '127.0.0.1',
    dataDir: folder,
    eventStoreUrl: undefined,
    ledgerName: 'ledger',
    timeZone: 'Europe/Moscow',
    signingKey: undefined,
    origin: undefined,
    trustedProxies: [],
    hosts: [],
  });
  ledger.start();
  receipts = await record();
  for (const [index, { name }] of ENTRIES.entries()) {
    const receipt = receipts[index];
    if (name !== undefined && receipt) known.set(name, { id: receipt.id, event: receipt.body.events[0]?.id ?? '' });
  }
  for (const kind of KINDS) {
    const page = await now().list(kind, {}, undefined, 500);
    if ('fault' in page) throw new Error(page.fault);
    answers.set(
      kind.name,
      page.items.map(({ bytes }) => JSON.parse(bytes.toString()) as Document),
    );
  }
}, 120_000);

afterAll(async () => {
  await ledger.close();
  await rm(folder, { recursive: true });
});

type Document = Record<string, unknown>;

function id(name: string): string {
  return known.get(name)?.id ?? `nothing is named ${name}`;
}

function event(name: string): string {
  return known.get(name)?.event ?? `nothing is named ${name}`;
}

function document(kind: string, name: string): Document {
  const found = documents(kind).find((each) => each.id === (known.get(name)?.id ?? name));
  if (!found) throw new Error(`there is no ${kind} ${name}`);
  return found;
}

function documents(kind: string): Document[] {
  return answers.get(kind) ?? [];
}

function now(): ReadModel {
  return ledger.readModels.now(ledger.today());
}

function summary(): Summary {
  return now().summary();
}

function totals(name: string): KindTotals {
  return summary()[name] as KindTotals;
}

function figures(): FigureBeside[] {
  return summary().figures;
}

function pair(a: string, b: string): RegionPair {
  return now().regionPair(a, b, undefined, 100);
}

describe('agreements and projects', () => {
  it('has one announced agreement, none signed and none in force', () => {
    const { total, byStatus } = totals('agreements');
    expect(total).toBe(1);
    expect(byStatus).toMatchObject({ announced: 1, signed: 0, 'partly-signed': 0, registered: 0, 'in-force': 0 });
    expect(document('agreement', 'procurement-agreement')).toMatchObject({
      status: 'announced',
      announced: { modality: 'will', date: 'XXXX-10-18', expected: null },
      parties: [
        { party: 'RU-ULY', signed: null },
        { party: id('kamaz-procurement'), signed: null },
        { party: id('avtovaz-purchasing'), signed: null },
      ],
      arisesFrom: { kind: 'meeting', id: id('car-makers') },
    });
  });

  it('shows 25 projects as a reported figure beside none that is registered', () => {
    const found = figures().filter(({ reported }) => (reported as { what: string }).what === 'projects');
    expect(found).toHaveLength(1);
    expect(found).toMatchObject([
      {
        claim: { id: id('projects-under-negotiation') },
        reported: {
          count: { min: 25, max: 25, unit: 'project' },
          status: 'under-negotiation',
          regions: ['RU-ULY', 'RU-MO'],
          date: 'XXXX-11-09',
        },
        registered: 0,
      },
    ]);
    expect(pair('RU-ULY', 'RU-MO')).toMatchObject({
      registered: { projects: [], agreements: [] },
      figures: [{ reported: { what: 'projects', count: { min: 25, max: 25 } }, registered: 0 }],
    });
  });

  it('has as projects only the two that a text names', () => {
    expect(documents('project').map(({ id: project }) => project)).toEqual([
      id('heating-elements'),
      id('auto-component'),
    ]);
    expect(document('project', 'heating-elements')).toMatchObject({
      status: 'proposed',
      proposed: { modality: 'may' },
    });
    expect(document('project', 'auto-component')).toMatchObject({
      status: 'proposed',
      proposed: { modality: 'will' },
      rounds: [],
      arisesFrom: { kind: 'meeting', id: id('car-makers'), event: event('promote-decision') },
    });
  });
});

describe('undertakings', () => {
  it('has a yearly series of procurement meetings, agreed, with no occurrence planned', () => {
    expect(totals('meetingSeries')).toMatchObject({ total: 1, byStatus: { agreed: 1 } });
    expect(document('meeting-series', 'procurement-series')).toMatchObject({
      status: 'agreed',
      form: 'procurement-meeting',
      recurrence: 'FREQ=YEARLY',
      anchor: null,
      next: null,
      basis: [{ modality: 'agreed' }],
    });
    expect(totals('meetings').byStatus).toMatchObject({ planned: 0 });
    expect(documents('meeting').filter(({ series }) => series !== null)).toEqual([]);
  });

  it('has three subsidies granted, of amounts that nobody told', () => {
    expect(totals('supportMeasures')).toMatchObject({ total: 3, byStatus: { granted: 3 } });
    const recipients = documents('support-measure').map((measure) => {
      expect(measure).toMatchObject({ form: 'subsidy', status: 'granted', amount: null, amounts: [] });
      expect(measure.grantedBy).toBe(id('ulyanovsk-government'));
      return document('party', measure.recipient as string).names;
    });
    expect(recipients).toMatchObject([
      { en: 'OOO "DAAZ"' },
      { en: 'OOO "Avtosvet"' },
      { en: 'OOO "Dimitrovgrad Powder Metallurgy Plant"' },
    ]);
  });

  it('has one cluster, being organised, without members', () => {
    expect(totals('clusters')).toMatchObject({ total: 1, byStatus: { 'being-organised': 1, established: 0 } });
    expect(document('cluster', 'siberia-cluster')).toMatchObject({ members: [], memberCount: 0 });
  });

  it('has training only as proposed', () => {
    expect(totals('trainingProgrammes')).toMatchObject({ total: 2, byStatus: { proposed: 2, agreed: 0 } });
  });

  it('has the visits that two parties mean to go on with, each said to be so, and due on no day', () => {
    expect(totals('commitments')).toMatchObject({ total: 2, byStatus: { made: 2 } });
    expect(documents('commitment')).toMatchObject([
      { by: id('zheleznogorsk'), due: null, overdue: 'no', steps: [{ modality: 'will', date: null }] },
      { by: id('agency'), due: null, overdue: 'no', steps: [{ modality: 'will', date: null }] },
    ]);
    expect(documents('commitment').map(({ arisesFrom }) => arisesFrom)).toMatchObject([
      { kind: 'claim', id: id('visits-go-on') },
      { kind: 'claim', id: id('visits-next-year') },
    ]);
  });

  it('has two industrial parks and a technopark that is still to be created', () => {
    expect(documents('site')).toMatchObject([
      { form: 'industrial-park', status: 'recorded', region: null, title: { en: 'Industrial park DAAZ' } },
      { form: 'industrial-park', status: 'operating', region: 'RU-ULY' },
      {
        form: 'technopark',
        status: 'planned',
        steps: [{ modality: 'will' }],
        arisesFrom: { id: id('auto-component') },
      },
    ]);
    const about = documents('claim')
      .map(({ sites }) => sites as string[])
      .filter(({ length }) => length > 0);
    expect(about).toEqual([[id('daaz-park')], [id('master-park')], [id('master-park')]]);
  });
});

describe('what belongs to whom', () => {
  const agreementsOf = async (name: string, withParts: boolean): Promise<string[]> => {
    const page = await now().list(agreementKind, { parties: [id(name)], withParts }, undefined, 10);
    if ('fault' in page) throw new Error(page.fault);
    return page.items.map((item) => item.id);
  };

  it.each(['kamaz', 'avtovaz'])(
    'leads from %s to the agreement of the unit that buys for it, where parts are asked for',
    async (maker) => {
      expect(await agreementsOf(maker, false)).toEqual([]);
      expect(await agreementsOf(maker, true)).toEqual([id('procurement-agreement')]);
    },
  );

  it('ties the three enterprises to OAT as the text calls them, and the purchasing units by their names', () => {
    for (const [name, to, role] of [
      ['daaz', 'oat', 'group-member'],
      ['avtosvet', 'oat', 'group-member'],
      ['powder-plant', 'oat', 'group-member'],
      ['kamaz-procurement', 'kamaz', 'purchasing-unit'],
      ['avtovaz-purchasing', 'avtovaz', 'purchasing-unit'],
    ] as const)
      expect(document('party', name)).toMatchObject({ belongsTo: [{ to: id(to), role, valid: 'possible' }] });
  });
});

describe('the Kaluga mission', () => {
  interface Mission extends Document {
    sources: string[];
    attestations: object[];
    programme: { session: string; day: string; status: string; planned: unknown; held: unknown }[];
    participants: { named: { party: string; roles: string[] }[]; counts: object[] };
  }
  const mission = (): Mission => document('meeting', 'mission') as Mission;
  const first = (): string => id('text-kaluga-mission');
  const second = (): string => id('text-zheleznogorsk');

  it('is recorded once and told by both texts', () => {
    expect(documents('meeting').filter(({ form }) => form === 'trade-mission')).toHaveLength(1);
    const { sources, attestations } = mission();
    expect(sources).toEqual([first(), second()]);
    expect(attestations).toMatchObject([
      { entry: event('mission'), agrees: true, source: { id: second(), paragraph: 1 } },
      { entry: event('mission-incubator'), agrees: true, happened: 'XXXX-12-10', source: { id: second() } },
    ]);
    expect(mission()).toMatchObject({
      status: 'in-progress',
      planned: 'XXXX-12-10/XXXX-12-12',
      organisers: [id('krasnoyarsk-innovation-ministry'), id('kaluga-government')],
      supportedBy: [id('agency')],
      contradictions: [],
    });
  });

  it('has ten companies, two of them named', () => {
    const { counts, named } = mission().participants;
    expect(counts).toMatchObject([{ count: { min: 10, max: 10, unit: 'company' }, named: 2 }]);
    expect(named.filter(({ roles }) => roles.includes('delegation'))).toMatchObject([
      { party: id('feal') },
      { party: id('obninsk') },
    ]);
  });

  it('was in Zheleznogorsk by one text and meant to go there by the other', () => {
    expect(mission().programme.find(({ session }) => session === event('mission-zheleznogorsk'))).toMatchObject({
      status: 'held',
      day: 'XXXX-12-11',
      planned: { modality: 'will', planned: null, source: { id: first(), paragraph: 6 } },
      held: { modality: 'fact', date: 'XXXX-12-11', source: { id: second(), paragraph: 3 } },
    });
  });

  it('was at the incubator on its first day and has nothing on its last', () => {
    const { programme } = mission();
    expect(programme[0]).toMatchObject({ session: event('mission-incubator'), day: 'XXXX-12-10', status: 'held' });
    expect(programme.map(({ day }) => day)).toEqual(['XXXX-12-10', ...Array<string>(4).fill('XXXX-12-11')]);
  });
});

describe('dates and places', () => {
  it('takes what the round table calls today for its day', () => {
    const said = documents('claim').filter(({ source }) => (source as { id: string }).id === id('text-round-table'));
    const today = said.filter(({ source }) => [8, 9].includes((source as { paragraph: number }).paragraph));
    expect(new Set(today.map(({ date }) => date))).toEqual(new Set(['XXXX-11-09']));
  });

  it('knows the text that repeats an article for no second witness', () => {
    expect(document('source', 'text-round-table')).toMatchObject({ republishes: id('article-round-table') });
    expect(document('source', 'article-round-table')).toMatchObject({ sha256: null, republishes: null });
  });

  it('shows no year, since no text gives one', () => {
    const ledgersOwn = ['recordedAt', 'recorded', 'since', 'holdsFor'];
    const shown = JSON.stringify(
      KINDS.map(({ name }) => documents(name)),
      (field, value: unknown) => (ledgersOwn.includes(field) ? undefined : value),
    ).replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id');
    expect(shown.match(/XXXX-\d\d/g)?.length).toBeGreaterThan(100);
    expect(shown.match(/\b(19|20)\d\d\b.{0,20}/g)).toBeNull();
  });

  it('works out that the visit to Saransk was about September', () => {
    expect(document('meeting', 'saransk-visit')).toMatchObject({
      status: 'held',
      relativeDates: [{ direction: 'before', offset: 'P2M', resolved: 'XXXX-09~' }],
    });
  });

  it('keeps what a text says of the seat of AVTOVAZ, with a remark', () => {
    expect(document('party', 'avtovaz')).toMatchObject({
      region: null,
      locations: [{ region: 'RU-TA', modality: 'claims', source: { id: id('text-dimitrovgrad'), paragraph: 7 } }],
      annotations: [{ entry: event('avtovaz-tatarstan'), text: expect.stringContaining('Samara') as string }],
    });
  });
});

describe('statements and figures', () => {
  const of = (text: string): Document[] =>
    documents('claim').filter(({ source }) => (source as { id: string }).id === id(text));
  const said = (text: string, paragraph: number): unknown[] =>
    of(text)
      .filter(({ source, form }) => form === 'statement' && (source as { paragraph: number }).paragraph === paragraph)
      .map(({ modality }) => modality);

  it('keeps what was said as what it was', () => {
    expect(said('text-okb-mikron', 2)).toEqual(['claims']);
    expect(said('text-okb-mikron', 6)).toEqual(['interested', 'ready-to', 'claims']);
    expect(said('text-okb-mikron', 8)).toEqual(['claims', 'may', 'may']);
    expect(said('text-kaluga-mission', 3)).toEqual(['claims', 'claims', 'claims', 'interested', 'hopes']);
    expect(said('text-kaluga-mission', 4)).toEqual([
      'interested',
      'ready-to',
      'claims',
      'claims',
      'claims',
      'interested',
    ]);
    expect(said('text-kaluga-mission', 5)).toEqual(['claims', 'hopes', 'claims', 'will']);
    expect(said('text-zheleznogorsk', 4)).toEqual(['claims', 'claims', 'claims', 'will']);
    expect(said('text-zheleznogorsk', 6)).toEqual(['claims', 'interested', 'will', 'ready-to']);
    expect(said('text-dimitrovgrad', 6)).toEqual(['interested', 'claims']);
    expect(said('text-dimitrovgrad', 7)).toEqual(['claims', 'may', 'claims']);
    expect(said('text-dimitrovgrad', 8)).toEqual(['will', 'claims', 'ready-to']);
    expect(said('text-round-table', 9)).toEqual(['claims', 'hopes', 'interested']);
  });

  it('takes nobody for present, or for the “we” of a speaker, whom the text does not name so', () => {
    const visit = document('meeting', 'mikron-nornickel').participants as { people: object[] };
    expect(visit.people).toEqual([]);
    const sokolovs = documents('claim').filter(({ speaker }) => speaker === id('sokolov'));
    expect(sokolovs.flatMap(({ about }) => about)).toEqual([id('avtovaz'), id('kamaz'), id('avtovaz')]);
    expect(document('training-programme', 'youth-training')).toMatchObject({ parties: [id('avtovaz')] });
  });

  it('says at the statement about Tatarstan what is known otherwise', () => {
    const about = documents('claim').filter(({ regions }) => (regions as string[]).includes('RU-TA'));
    expect(about).toHaveLength(1);
    expect(JSON.stringify(about[0]?.remarks)).toContain('Samara');
  });

  it('names who speaks, and for whom', () => {
    const speakers = Object.fromEntries(
      ['text-okb-mikron', 'text-kaluga-mission', 'text-zheleznogorsk', 'text-dimitrovgrad', 'text-round-table'].map(
        (text) => [text, [...new Set(of(text).flatMap(({ speaker }) => (speaker === null ? [] : [speaker])))]],
      ),
    );
    expect(speakers).toEqual({
      'text-okb-mikron': [id('ermakov'), id('bylkov')],
      'text-kaluga-mission': [id('pashchenko'), id('gorynin'), id('kolpakov')],
      'text-zheleznogorsk': [id('proskurnin'), id('kirillov')],
      'text-dimitrovgrad': [id('russkikh'), id('kogogin'), id('sokolov'), id('kabirov')],
      'text-round-table': [id('russkikh'), id('drobzhev')],
    });
    expect(documents('claim').filter(({ speaker, onBehalfOf }) => speaker !== null && onBehalfOf === null)).toEqual([]);
  });

  it('keeps each reported figure as precisely as it was told', () => {
    expect(figures().map(({ claim, reported }) => [claim.id, (reported as { count: object }).count])).toEqual([
      [id('nornickel-share'), { min: 10, max: 12, approximate: true, unit: '%' }],
      [id('automotive-enterprises'), { moreThan: 400, unit: 'enterprise' }],
      [id('half-in-dimitrovgrad'), { min: 50, max: 50, unit: '%' }],
      [id('ulyanovsk-enterprises'), { moreThan: 30, unit: 'enterprise' }],
      [id('projects-under-negotiation'), { min: 25, max: 25, unit: 'project' }],
    ]);
    expect(document('meeting', 'round-table')).toMatchObject({
      participants: { counts: [{ count: { moreThan: 30, unit: 'enterprise' }, role: 'presenter', named: 0 }] },
    });
  });
});

describe('the record of it', () => {
  it('holds no warning', () => {
    expect(KINDS.flatMap(({ name }) => documents(name)).flatMap(({ warnings }) => warnings)).toEqual([]);
  });

  it('is the same when the texts are recorded again', async () => {
    const before = { head: await ledger.store.head(), summary: summary(), receipts };
    const again = await record();
    expect({ head: await ledger.store.head(), summary: summary(), receipts: again }).toEqual(before);
  });
});
