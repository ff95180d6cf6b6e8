import { type Program, startProgram } from '../support/program.js';
import { bodyOf, recorded, refusalOf } from '../support/recording.js';

/** Where the day begins last; in Kamchatka it is always the next one, but for its last and first moments. */
const LAST_ZONE = 'Etc/GMT+12';

it('judges whether a date is still to come where it acts, and asks about today where the ledger is kept', async () => {
  const program: Program = await startProgram({ LEDGER_TIME_ZONE: LAST_ZONE });
  try {
    const tomorrow = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Kamchatka' }).format(new Date());
    const agreement = (...parties: string[]) => ({ title: { en: 'On trade' }, parties, date: tomorrow });
    const elsewhere = await program.post('/v1/people', { name: { en: 'Clerk' }, date: tomorrow });
    expect(refusalOf(elsewhere)).toEqual([422, 'rule-broken', 'date-not-in-the-future', '/date']);
    const { id, answer, position } = await recorded(program, '/v1/agreements', agreement('RU-KAM', 'RU-MO'));
    expect(bodyOf<{ warnings: unknown[] }>(answer).warnings).toEqual([]);
    const shown = await program.get(`/v1/agreements/${id}`, { 'ledger-position': position });
    expect(shown.body).toMatchObject({ status: 'not-begun', announced: { date: tomorrow } });
    const then = await program.get(`/v1/agreements/${id}?on=${tomorrow}`);
    expect(then.body).toMatchObject({ status: 'announced' });
  } finally {
    await program.stop();
  }
});
