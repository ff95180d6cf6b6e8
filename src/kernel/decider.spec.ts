import { milestone } from './status.js';
import { dated, onDay } from './dated.js';
import type { Entry, LedgerEvent } from './entry.js';
import { statusModel } from './status-model.js';
import { MODALITIES } from './modality.js';
import type { Told } from './decider.js';
import {
  actOf,
  dateOfCommand,
  decision,
  doubt,
  inStatus,
  isDone,
  must,
  notToCome,
  recorded,
  should,
  stateBy,
} from './decider.js';

describe('the act of a command', () => {
  it('leaves open what the command does not say', () => {
    expect(actOf({})).toEqual({ modality: 'fact', date: null, entry: 'live', source: null });
    expect(actOf({}, 'will').modality).toBe('will');
  });

  it('says what the command says, and raises no modality', () => {
    const told: Told = {
      modality: 'hopes',
      date: '2022-11',
      entry: 'historical',
      source: { id: 's', paragraph: 2 },
      note: 'n',
      arisesFrom: { kind: 'meeting', id: 'm' },
    };
    expect(actOf(told, 'fact')).toEqual(told);
    const relativeDate = { to: { kind: 'meeting', id: 'm' }, direction: 'after' as const };
    expect(actOf({ relativeDate })).toMatchObject({ date: null, relativeDate });
  });
});

describe('what is recorded', () => {
  it('is what the command says, with the act apart and nothing undefined', () => {
    const command = { name: 'A', place: undefined, date: '2022', note: 'n', list: [1] };
    expect(recorded('ThingNamed', command)).toEqual({
      type: 'ThingNamed',
      data: { name: 'A', list: [1], act: { modality: 'fact', date: '2022', entry: 'live', source: null, note: 'n' } },
    });
  });

  it('stands beside the objections against it', () => {
    const event = recorded('ThingNamed', {});
    expect(decision([], event)).toEqual({ objections: [], events: [event] });
    expect(decision(must(false, 'r', '/p', 'd'), event)).toEqual({
      objections: [{ weight: 'always', rule: 'r', pointer: '/p', detail: 'd' }],
      events: [event],
    });
  });
});

describe('a rule', () => {
  it.each([
    ['always', must],
    ['live', should],
  ] as const)('that does not hold weighs "%s"', (weight, rule) => {
    expect(rule(true, 'r', '/p', 'd')).toEqual([]);
    expect(rule(false, 'r', '/p', 'd')).toEqual([{ weight, rule: 'r', pointer: '/p', detail: 'd' }]);
  });

  it('of which it cannot be told whether it holds weighs "doubt"', () => {
    expect(doubt(false, 'r', '/p', 'd')).toEqual([]);
    expect(doubt(true, 'r', '/p', 'd')).toMatchObject([{ weight: 'doubt' }]);
  });

  it('takes a step only for what was done', () => {
    const done = MODALITIES.filter((modality) => isDone({ modality }).length === 0);
    expect(done).toEqual(['fact', 'agreed']);
    expect(isDone({})).toEqual([]);
    expect(isDone({ modality: 'agreed' }, ['fact'])).toMatchObject([
      { weight: 'always', rule: 'an-intention-is-not-an-act', pointer: '/modality' },
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
    expect(notToCome(date, '2023-01-31', '/date').length === 0).toBe(holds);
  });
});

describe('the life cycle', () => {
  const today = '2023-01-31';
  const model = statusModel<'begun', LedgerEvent>({
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
    data: { act: { modality: 'fact', date, entry: 'historical', source: null } },
  });
  const acting = (date?: string, at = '2023-01-31'): string[] => {
    const record = dated('thing', { id: 'r', entries: date === undefined ? [] : [begun(date)] });
    const context = { today, act: dateOfCommand({ date: at }, null, today) };
    const state = stateBy(model, onDay(record, today, []), context);
    return inStatus('thing', state, ['begun'], 'r', 'Acting').map(({ weight, pointer }) => `${weight} ${pointer}`);
  };

  it('is kept on a day after the beginning, and broken before it', () => {
    expect(acting('2022-05-01')).toEqual([]);
    expect(acting('2022-05-01', '2022-04-30')).toEqual(['live /date']);
  });

  it('is in doubt where nothing is told of the thing up to today', () => {
    expect(acting()).toEqual(['doubt ']);
    expect(acting('2024-05-01')).toEqual(['doubt ']);
  });
});
