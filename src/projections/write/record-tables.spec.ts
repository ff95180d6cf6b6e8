import { randomUUID } from 'node:crypto';
import { kindNamed } from '../../registry/registry.js';
import { GivenLedger } from '../../../test/fixtures/projected-ledger.fixtures.js';

/** Rows of a table that an event of the ledger began or, where it has an end, ended. */
const CHANGED = ['listed', 'facet', 'link', 'status'].map(
  (name) => `SELECT count(*) FROM ${name}_version WHERE from_idx = @index OR to_idx = @index`,
);

test.each([5, 60])(
  'a signature of an agreement of %i parties writes what it has changed, and no more',
  async (size) => {
    const ledger = await GivenLedger.make();
    try {
      const parties = Array.from({ length: size }, () => randomUUID());
      const id = await ledger.agreement('All of them', parties, { date: '2023-01-01' });
      await ledger.tell('agreement', id, 'TextAdopted', { sha256: 'a'.repeat(64) }, { date: '2023-01-01' });
      const sign = (party: string): Promise<string> =>
        ledger.tell(
          'agreement',
          id,
          'AgreementSigned',
          { party, representative: randomUUID() },
          { date: '2023-01-02' },
        );
      const [last = '', ...others] = parties;
      // One stays that has not signed: its signature would turn the status.
      for (const party of others.slice(1)) await sign(party);
      await ledger.withViews(async (_models, runner, { database }) => {
        const changes = database.prepare<[], number>('SELECT total_changes()').pluck();
        const before = changes.get() ?? 0;
        await sign(last);
        await runner.versions.waitFor(size, 5_000);
        const rows = CHANGED.map((sql) => database.prepare<[object], number>(sql).pluck().get({ index: size }));
        // The list row and the statuses are as they were; the party and the representative are new links.
        expect(rows).toEqual([0, 0, 2, 0]);
        // The entry with its record, key, moment and checkpoint, the answers in the present and in the past, the links.
        expect((changes.get() ?? 0) - before).toBeLessThan(20);
      });
    } finally {
      await ledger.remove();
    }
  },
);

test('a source of an early entry moves no links of later ones', async () => {
  const ledger = await GivenLedger.make();
  try {
    const id = await ledger.agreement('All of them', ['RU-KYA', 'RU-MO'], { date: '2023-01-01' });
    const first = await ledger.tell('agreement', id, 'TextAdopted', { sha256: 'a'.repeat(64) }, { date: '2023-01-01' });
    for (const party of ['RU-KYA', 'RU-MO'])
      await ledger.tell('agreement', id, 'AgreementSigned', { party, representative: randomUUID() });
    const source = { id: randomUUID(), place: 'p. 1' };
    await ledger.tell('agreement', id, 'EntryAttested', { attests: first, agrees: true }, { source });
    await ledger.withViews((models, _runner, { database }) => {
      const links = database
        .prepare<[], string>('SELECT rel FROM link_version WHERE from_idx = 4 OR to_idx = 4')
        .pluck();
      expect(links.all()).toEqual(['source']);
      const { to } = models.now('2023-02-01').related(kindNamed('agreement')!, id, 0, 10);
      const signature = ['party', 'representative'];
      expect(to.map(({ rel }) => rel)).toEqual(['parties', 'parties', 'source', ...signature, ...signature]);
      return Promise.resolve();
    });
  } finally {
    await ledger.remove();
  }
});
