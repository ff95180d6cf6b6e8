import type { StatusOn } from './status.js';
import { milestone, NOT_BEGUN } from './status.js';
import { dated, onDay } from './dated.js';
import type { Entry, LedgerEvent } from './entry.js';
import { statusModel, statusOn } from './status-model.js';
import { MODALITIES } from './modality.js';
import type { StatedAct } from './decider.js';
import {
  actOf,
  dateOfCommand,
  decision,
  warnIf,
  ensureStatus,
  ensureCompletedAct,
  ensure,
  ensureNotFuture,
  recorded,
  ensureIfLive,
  readStatus,
  stateBy,
} from './decider.js';

describe('the act of a command', () => {
  it('leaves open what the command does not say', () => {
    expect(actOf({})).toEqual({ modality: 'fact', date: null, recording: 'live', source: null });
    expect(actOf({}, 'will').modality).toBe('will');
  });

  it('says what the command says, and raises no modality', () => {
    const stated: StatedAct = {
      modality: 'hopes',
      date: '2022-11',
      recording: 'historical',
      source: { id: 's', paragraph: 2 },
      remark: 'n',
      arisesFrom: { kind: 'meeting', id: 'm' },
    };
    expect(actOf(stated, 'fact')).toEqual(stated);
    const relativeDate = { to: { kind: 'meeting', id: 'm' }, direction: 'after' as const };
    expect(actOf({ relativeDate })).toMatchObject({ date: null, relativeDate });
  });
});

describe('what is recorded', () => {
  it('is what the command says, with the act apart and nothing undefined', () => {
    const command = { name: 'A', place: undefined, date: '2022', remark: 'n', list: [1] };
    expect(recorded('ThingNamed', command)).toEqual({
      type: 'ThingNamed',
      data: {
        name: 'A',
        list: [1],
        act: { modality: 'fact', date: '2022', recording: 'live', source: null, remark: 'n' },
      },
    });
  });

  it('stands beside the objections against it', () => {
    const event = recorded('ThingNamed', {});
    expect(decision([], event)).toEqual({ violations: [], events: [event] });
    expect(decision(ensure(false, 'r', '/p', 'd'), event)).toEqual({
      violations: [{ severity: 'reject', rule: 'r', pointer: '/p', detail: 'd' }],
      events: [event],
    });
  });
});

describe('a rule', () => {
  it.each([
    ['reject', ensure],
    ['reject-if-live', ensureIfLive],
  ] as const)('that does not hold weighs "%s"', (severity, rule) => {
    expect(rule(true, 'r', '/p', 'd')).toEqual([]);
    expect(rule(false, 'r', '/p', 'd')).toEqual([{ severity, rule: 'r', pointer: '/p', detail: 'd' }]);
  });

  it('of which it cannot be determined whether it holds weighs "doubt"', () => {
    expect(warnIf(false, 'r', '/p', 'd')).toEqual([]);
    expect(warnIf(true, 'r', '/p', 'd')).toMatchObject([{ severity: 'warn' }]);
  });

  it('takes a step only for what was done', () => {
    const done = MODALITIES.filter((modality) => ensureCompletedAct({ modality }).length === 0);
    expect(done).toEqual(['fact', 'agreed']);
    expect(ensureCompletedAct({})).toEqual([]);
    expect(ensureCompletedAct({ modality: 'agreed' }, ['fact'])).toMatchObject([
      { severity: 'reject', rule: 'an-intention-is-not-an-act', pointer: '/modality' },
    ]);
  });

  it.each([
    [undefined, true],
    ['2023-01-31', true],
    ['2023-01', true],
    ['XXXX-12', true],
    ['2023-02-01', false],
    ['2023-02/2023-03', false],
    ['some day', true],
  ])('lets %s not lie in the future: %s', (date, holds) => {
    expect(ensureNotFuture(date, '2023-01-31', '/date').length === 0).toBe(holds);
  });
});

describe('the life cycle', () => {
  const today = '2023-01-31';
  const model = statusModel<'begun', LedgerEvent>({
    of: 'thing',
    steps: ['ThingBegun'],
    milestones: (record) => record.dated.map((entry) => milestone('begun', entry)),
  });
  const begun = (date: string): Entry => ({
    id: 'e',
    type: 'ThingBegun',
    revision: 0,
    recordedAt: '2023-01-31T09:00:00Z',
    recordedOn: '2023-01-31',
    actor: 'a',
    data: { act: { modality: 'fact', date, recording: 'historical', source: null } },
  });
  const acting = (date?: string, at = '2023-01-31'): string[] => {
    const record = dated('thing', { id: 'r', entries: date === undefined ? [] : [begun(date)] });
    const context = { act: dateOfCommand({ date: at }, null, { today, localToday: today }), isOld: false };
    const state = stateBy(model, onDay(record, today, []), context);
    return ensureStatus(state, ['begun'], 'r', 'Acting').map(({ severity, pointer }) => `${severity} ${pointer}`);
  };

  it('is kept on a day after the beginning, and broken before it', () => {
    expect(acting('2022-05-01')).toEqual([]);
    expect(acting('2022-05-01', '2022-04-30')).toEqual(['reject-if-live /date']);
  });

  it('had not begun, for all that is known, before a beginning of which only the month is known is over', () => {
    const imprecise = dated('thing', { id: 'r', entries: [begun('2023-01')] });
    expect(statusOn(model, imprecise, '2023-01-15').possible).toEqual([NOT_BEGUN, 'begun']);
  });

  it('is read in messages without the words that stand for no status', () => {
    const read = (status: string, possible: string[] = []): string =>
      readStatus({ status, certainty: 'certain', possible, since: null } as StatusOn);
    expect([read('begun'), read(NOT_BEGUN), read('undetermined')]).toEqual([
      'begun',
      'not on record yet',
      'not on record yet',
    ]);
    expect(read('undetermined', [NOT_BEGUN, 'begun'])).toBe('not on record yet or begun');
  });

  it('is in doubt where nothing is recorded of the thing up to today', () => {
    expect(acting()).toEqual(['warn ']);
    expect(acting('2024-05-01')).toEqual(['warn ']);
  });
});
