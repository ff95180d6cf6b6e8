import { digestOfIdentifier } from '../../src/commands/identifier-digest.js';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { startProgram } from '../support/program.js';
import { EMBEDDED } from '../support/stored-log.js';
import { TEXT_1, historyOf, readAt, recorded } from '../support/recording.js';

/** Words that stand in personal fields of the requests below, and nowhere else. */
const PERSONAL = [
  'Самосватов',
  '500100732259',
  '304500116000157',
  'Зубаревич',
  'Zubarevich',
  'Зубаревичу',
  'тайный советник',
  'позвонить вечером',
  'сказано дословно',
  'описка писца',
];

it('personal data lies in the erasable side store alone: in no event, no log line and no other file of the events', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-privacy-'));
  const program = await startProgram({ DATA_DIR: folder, ...EMBEDDED });
  try {
    const person = await recorded(program, '/v1/people', {
      name: { ru: 'Зубаревич', en: 'Zubarevich' },
      remark: 'позвонить вечером',
    });
    await recorded(program, `/v1/people/${person.id}/names`, { name: { ru: 'Зубаревичу' } });
    const source = await recorded(program, '/v1/sources', { title: { ru: 'Текст' }, language: 'ru', sha256: TEXT_1 });
    const mandate = {
      person: person.id,
      capacity: 'тайный советник',
      source: { id: source.id, quotation: 'сказано дословно' },
    };
    const given = await recorded(program, '/v1/parties/RU-KYA/mandates', mandate);
    const trace = { 'x-correlation-id': 'trace-of-a-correction' };
    const correction = {
      corrects: given.event,
      reason: 'описка писца',
      changes: { capacity: 'тайный советник Зубаревич', from: '2020' },
    };
    // A sole trader trades under his own name, and his numbers are his.
    const trader = await recorded(program, '/v1/parties', {
      form: 'sole-trader',
      names: { ru: 'ИП Самосватов' },
      inn: '500100732259',
    });
    await recorded(program, `/v1/parties/${trader.id}/names`, { names: { ru: 'Самосватов А. А.' } });
    await recorded(program, `/v1/parties/${trader.id}/identifiers`, { ogrnip: '304500116000157' });
    const key = { ...trace, 'idempotency-key': 'key-of-zubarevich' };
    const { position } = await recorded(program, '/v1/parties/RU-KYA/corrections', correction, key);
    const traded = await readAt<object>(program, `/v1/parties/${trader.id}`, position);
    expect(traded).toMatchObject({
      names: { ru: 'ИП Самосватов' },
      aliases: [{ names: { ru: 'Самосватов А. А.' } }],
      identifiers: { inn: '500100732259', ogrnip: '304500116000157' },
    });
    // Refused requests and searches are logged too, without what they say.
    await program.post('/v1/people', { name: { ru: 'Зубаревич' }, unknown: 'Зубаревич' });
    await program.get(`/v1/people?text=${encodeURIComponent('Зубаревич')}`);
    await program.get(`/v1/people?colour=${encodeURIComponent('Зубаревич')}`);

    // It was recorded, and can be read.
    const read = await readAt<object>(program, `/v1/people/${person.id}`, position);
    expect(read).toMatchObject({
      name: { ru: 'Зубаревич', en: 'Zubarevich' },
      aliases: [{ name: { ru: 'Зубаревичу' } }],
    });
    const party = await readAt<{ mandates: { capacity: string }[] }>(program, '/v1/parties/RU-KYA', position);
    expect(party.mandates).toMatchObject([
      { capacity: 'тайный советник Зубаревич', source: { quotation: 'сказано дословно' } },
    ]);

    // The correlation id leads from the log to the event.
    const history = await historyOf(program, '/v1/parties/RU-KYA');
    expect(history.at(-1)).toMatchObject({
      type: 'EntryCorrected',
      correlationId: digestOfIdentifier('trace-of-a-correction'),
    });
    expect(await program.stop()).toBe(0);
    const lines = program
      .stderr()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const traced = lines.filter(({ correlationId }) => correlationId === 'trace-of-a-correction');
    expect(traced).toMatchObject([{ method: 'POST', path: '/v1/parties/RU-KYA/corrections', status: 200 }]);

    const database = new Database(join(folder, 'events.db'), { readonly: true });
    const events = JSON.stringify(
      database.prepare('SELECT * FROM event JOIN stream ON stream.id = event.stream').all(),
    );
    const disclosed = database.prepare<[], string>('SELECT text FROM disclosure').pluck().all();
    database.close();
    const clear = disclosed.map((text) => Buffer.from(text, 'base64url').toString('utf8')).join('\n');
    const raw = await readFile(join(folder, 'events.db'));
    const beside = (await readdir(folder)).filter((name) => !/^(events|views-\d+)\.db/.test(name));
    const others = Buffer.concat(await Promise.all(beside.map((name) => readFile(join(folder, name)))));
    for (const chosen of ['trace-of-a-correction', 'key-of-zubarevich'])
      expect([chosen, events.includes(chosen)]).toEqual([chosen, false]);
    for (const words of PERSONAL) {
      expect([words, clear.includes(words)]).toEqual([words, true]);
      expect([words, events.includes(words)]).toEqual([words, false]);
      expect([words, raw.includes(words)]).toEqual([words, false]);
      expect([words, others.includes(words)]).toEqual([words, false]);
      expect([words, program.stderr().includes(words)]).toEqual([words, false]);
      expect([words, program.stderr().includes(encodeURIComponent(words))]).toEqual([words, false]);
    }
  } finally {
    await program.stop('SIGKILL');
    await rm(folder, { recursive: true });
  }
});
