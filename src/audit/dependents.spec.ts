import type { RelativeDate } from '../kernel/entry.js';
import { GivenLedger } from '../../test/fixtures/projected-ledger.fixtures.js';
import type { CorrectionReport } from './correction-report.js';
import { corrections } from './corrections.js';
import { audited } from '../../test/fixtures/audited-history.fixtures.js';

const MEETING = '00000000-0000-4000-8000-0000000000a1';

let ledger: GivenLedger;

beforeEach(async () => {
  ledger = await GivenLedger.make();
});

afterEach(async () => {
  await ledger.remove();
});

/** What was corrected in the meeting, newest first. */
function reports(): Promise<CorrectionReport[]> {
  return audited(ledger, 'meeting', MEETING, async (record) => (await corrections(record, 0, 50, 'en')).corrections);
}

function dependents(event?: string): RelativeDate {
  return { to: { kind: 'meeting', id: MEETING, ...(event ? { event } : {}) }, direction: 'after', offset: 'P10D' };
}

it('names the records whose dates depend on what was corrected, and whether their statuses became others', async () => {
  const plan = { title: { en: 'Visit' }, form: 'site-visit' };
  const planned = await ledger.tell('meeting', MEETING, 'MeetingPlanned', plan, { date: '2022-11-05' });
  const party = await ledger.party({ en: 'Works' });
  await ledger.tell('party', party, 'PartyNamed', { names: { en: 'Plant' } }, { relativeDate: dependents(planned) });
  const agreement = await ledger.agreement('On cooperation', [party], { relativeDate: dependents() });
  const held = await ledger.tell('meeting', MEETING, 'MeetingHeld', {}, { date: '2022-12-01' });
  await ledger.agreement('On something else', [party], { relativeDate: dependents(held) });
  const changes = { date: '2022-11-10' };
  const corrects = { corrects: planned, reason: 'misread', changes };
  const correction = await ledger.tell('meeting', MEETING, 'EntryCorrected', corrects);
  await ledger.tell('meeting', MEETING, 'EntryVoided', { voids: correction, reason: 'It was right.' });
  const expected = [
    {
      kind: 'party',
      id: party,
      title: { en: 'Works' },
      href: `/v1/parties/${party}`,
      statusesDiffered: false,
    },
    {
      kind: 'agreement',
      id: agreement,
      title: { en: 'On cooperation' },
      href: `/v1/agreements/${agreement}`,
      statusesDiffered: true,
    },
  ];
  const [voided, corrected] = await reports();
  expect(corrected?.dependents).toEqual(expected);
  expect(corrected?.summary).toContain(
    'Dates in other records depend on it: Works; On cooperation (with other statuses since then).',
  );
  // Whoever voids a correction changes the entry that it corrected.
  expect(voided?.dependents).toEqual(expected);
});

it('names none where no date depends on it', async () => {
  const plan = { title: { en: 'Visit' }, form: 'site-visit' };
  const planned = await ledger.tell('meeting', MEETING, 'MeetingPlanned', plan, { date: '2022-11-05' });
  const changes = { date: '2022-11-10', relativeDate: null };
  await ledger.tell('meeting', MEETING, 'EntryCorrected', { corrects: planned, reason: 'misread', changes });
  const own = { date: null, relativeDate: dependents(planned) };
  await ledger.tell('meeting', MEETING, 'MeetingHeld', {}, own);
  const [corrected] = await reports();
  expect(corrected?.dependents).toEqual([]);
  expect(corrected?.summary).not.toContain('depend');
});
