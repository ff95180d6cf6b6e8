import { existsSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressOf, emptyViews, openViews, readViews, type Views, type ViewsSettings } from './views-file.js';

describe('the views of a data folder', () => {
  let settings: ViewsSettings;
  const said: string[] = [];

  beforeEach(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ledger-views-'));
    said.length = 0;
    settings = { folder, ledger: 'ledger', timeZone: 'Europe/Moscow', store: 'sqlite', log: (line) => said.push(line) };
    openViews(settings).close();
  });

  afterEach(() => rm(settings.folder, { recursive: true }));

  const readable = (): Views => {
    const views = readViews(settings);
    if (typeof views === 'string') throw new Error(views);
    return views;
  };

  it('are read beside whoever writes them, by the same ledger in the same time zone', () => {
    const views = readable();
    expect(addressOf(views)).toBe('sqlite');
    expect(() => views.database.exec('DELETE FROM meta')).toThrow('readonly');
    views.close();
    expect(views.database.open).toBe(false);
    expect(readViews({ ...settings, ledger: 'other' })).toMatch(/of another ledger \(ledger\)$/);
    expect(readViews({ ...settings, timeZone: 'Asia/Omsk' })).toMatch(/of another time zone \(Europe\/Moscow\)$/);
    expect(readViews({ ...settings, folder: join(settings.folder, 'none') })).toMatch(/^there are no views in /);
    expect(said).toEqual([]);
  });

  it.each<[string, Partial<ViewsSettings>]>([
    ['another ledger (ledger)', { ledger: 'other' }],
    ['another time zone (Europe/Moscow)', { timeZone: 'Asia/Omsk' }],
  ])('are left behind where they are of %s, and removed once the new ones are in use', (whose, other) => {
    const made = openViews({ ...settings, ...other });
    expect(made.file).toMatch(/views-000002\.db$/);
    expect(said).toEqual([expect.stringContaining(`of ${whose}: they are made again`)]);
    made.close();
    expect(existsSync(join(settings.folder, 'views-000001.db'))).toBe(true);
    openViews({ ...settings, ...other }).close();
    expect(existsSync(join(settings.folder, 'views-000001.db'))).toBe(false);
  });

  it('are made again where the file is damaged', () => {
    writeFileSync(join(settings.folder, 'views-000001.db'), 'no database at all, but long enough to be read as one');
    openViews(settings).close();
    expect(said).toEqual([expect.stringContaining('damaged (SQLITE_NOTADB)')]);
  });

  it('are emptied for a log that was moved to another store', () => {
    const views = openViews(settings);
    // What somebody has put into the file is data, and is not run.
    expect(views.database.pragma('trusted_schema', { simple: true })).toBe(0);
    views.database.prepare("INSERT INTO meta (name, value) VALUES ('more', 'x')").run();
    emptyViews(views, 'eventstoredb elsewhere');
    expect(addressOf(views)).toBe('eventstoredb elsewhere');
    expect(views.database.prepare("SELECT 1 FROM meta WHERE name = 'more'").get()).toBeUndefined();
    views.close();
    readable().close();
  });
});
