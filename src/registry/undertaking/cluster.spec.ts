import { statusOf } from '../document.js';
import type { GivenEvent } from '../../../test/fixtures/given-when-then.fixtures.js';
import { entryId, given, otherId, TODAY, viewOn, when } from '../../../test/fixtures/given-when-then.fixtures.js';
import { clusterKind } from './cluster.kind.js';
import { facetsOf } from '../found-by.js';

const title = { ru: 'Машиностроение Сибири', en: 'Machine Building of Siberia' };
const [plant, works, manager] = [otherId(1), otherId(2), otherId(3)];

const record = (asked: object): ReturnType<typeof when> => when(clusterKind, 'RecordCluster', asked);
const organised: GivenEvent = ['ClusterRecorded', { title, stage: 'being-organised' }, { date: '2021-01-01' }];
const joined = (party: string, date: string | null): GivenEvent => ['MemberJoined', { party }, { date }];
const left = (party: string, date: string | null): GivenEvent => ['MemberLeft', { party }, { date }];
const dissolved = (date: string): GivenEvent => ['UndertakingAdvanced', { to: 'dissolved' }, { date }];
const cluster = (...events: GivenEvent[]): ReturnType<typeof given> => given(clusterKind, organised, ...events);
const join = (events: GivenEvent[], asked: object): ReturnType<typeof when> =>
  when(clusterKind, 'JoinCluster', { party: plant, ...asked }, cluster(...events));
const leave = (events: GivenEvent[], asked: object): ReturnType<typeof when> =>
  when(clusterKind, 'LeaveCluster', { party: plant, ...asked }, cluster(...events));

describe('a cluster', () => {
  it('is recorded as being organised', () => {
    const body = { title, managedBy: manager, regions: ['RU-KYA'] };
    expect(record(body).events).toEqual([
      {
        type: 'ClusterRecorded',
        data: {
          ...body,
          stage: 'being-organised',
          act: { modality: 'fact', date: null, recording: 'live', source: null },
        },
      },
    ]);
  });

  it.each(['fact', 'agreed', 'will'])('may be stated as "%s"', (modality) => {
    expect(record({ title, modality }).refused).toEqual([]);
  });

  it.each(['ready-to', 'interested', 'may', 'hopes', 'claims'])('is not organised as "%s", old or new', (modality) => {
    const expected = [{ rule: 'a-cluster-is-organised', pointer: '/modality' }];
    expect(record({ title, modality }).refused).toEqual(expected);
    expect(record({ title, modality, recording: 'historical' }).refused).toEqual(expected);
  });

  it('is established only by being established', () => {
    const expected = [{ rule: 'an-intention-is-not-an-act', pointer: '/modality' }];
    expect(record({ title, stage: 'established', modality: 'agreed' }).refused).toEqual(expected);
    const advance = { to: 'established', modality: 'agreed' };
    expect(when(clusterKind, 'AdvanceCluster', advance, cluster()).refused).toEqual(expected);
  });

  it.each([
    [{}, ['/title']],
    [{ title, regions: ['Siberia'] }, ['/regions']],
    [{ title, members: [plant] }, ['/members']],
  ])('is refused when its fields are wrong: %j', (wrong, pointers) => {
    expect(record(wrong).invalid).toEqual(pointers);
  });

  it('tells who manages it and where it lies, and has no members at first', () => {
    const data = { title, managedBy: manager, regions: ['RU-KYA'], stage: 'being-organised' };
    const begun = given(clusterKind, ['ClusterRecorded', data]);
    expect(viewOn(clusterKind, begun, TODAY)).toMatchObject({
      title,
      managedBy: manager,
      regions: ['RU-KYA'],
      members: [],
      memberCount: 0,
    });
    expect(facetsOf(clusterKind, begun)).toMatchObject({ title, parties: [manager], regions: ['RU-KYA'] });
  });
});

describe('membership in a cluster', () => {
  it('begins while the cluster is still being organised', () => {
    const { events, record: after } = join([], { date: '2022-05' });
    expect(events).toMatchObject([{ type: 'MemberJoined', data: { party: plant, act: { date: '2022-05' } } }]);
    expect(viewOn(clusterKind, after, TODAY)).toMatchObject({
      members: [{ party: plant, member: 'certain', entries: [{ entry: entryId(2), type: 'MemberJoined' }] }],
      memberCount: 1,
    });
    expect(statusOf(clusterKind, after, TODAY).status).toBe('being-organised');
  });

  it('begins once, whatever the register', () => {
    const expected = [{ rule: 'joined-once', pointer: '/party' }];
    expect(join([joined(plant, '2022-05-01')], {}).refused).toEqual(expected);
    expect(join([joined(plant, '2022-05-01')], { recording: 'historical' }).refused).toEqual(expected);
    expect(join([joined(works, '2022-05-01')], {}).refused).toEqual([]);
  });

  it('may begin again after it has ended', () => {
    const { record: after } = join([joined(plant, '2022-05-01'), left(plant, '2022-06-01')], { date: '2022-07-01' });
    expect(viewOn(clusterKind, after, '2022-06-15')).toMatchObject({ memberCount: 0 });
    expect(viewOn(clusterKind, after, TODAY)).toMatchObject({ memberCount: 1, members: [{ party: plant }] });
  });

  it('is not recorded twice by an earlier joining, unless an old register states an earlier stay', () => {
    const before = { date: '2021-05-01' };
    const expected = [{ rule: 'joined-before-joining', pointer: '/date' }];
    expect(join([joined(plant, '2022-05-01')], before).refused).toEqual(expected);

    const old = join([joined(plant, '2022-05-01')], { ...before, recording: 'historical' });
    expect(old).toMatchObject({ refused: [], warned: expected });
    const ended = when(clusterKind, 'LeaveCluster', { party: plant, date: '2021-09-01' }, old.record);
    expect(ended).toMatchObject({ refused: [], warned: [] });
    expect(viewOn(clusterKind, ended.record, '2021-12-01')).toMatchObject({ memberCount: 0 });
    expect(viewOn(clusterKind, ended.record, TODAY)).toMatchObject({ memberCount: 1 });
  });

  it('ends for members only; of a leaving that an old register tells alone it is kept, and makes nobody a member', () => {
    const expected = [{ rule: 'left-by-a-member', pointer: '/party' }];
    for (const [events, options] of [
      [[], {}],
      [[joined(works, '2022-05-01')], {}],
      [[joined(plant, '2022-05-01'), left(plant, '2022-06-01')], {}],
      [[joined(plant, '2022-05-01')], { date: '2022-04-01' }],
    ] as const) {
      expect(leave([...events], options).refused).toEqual(expected);
      const kept = leave([...events], { ...options, recording: 'historical' });
      expect(kept).toMatchObject({ refused: [], warned: expected });
    }
    const { record: after } = leave([], { recording: 'historical' });
    expect(viewOn(clusterKind, after, TODAY)).toMatchObject({ members: [], memberCount: 0 });
  });

  it('ends with its reason', () => {
    const { events, record: after } = leave([joined(plant, '2022-05-01')], { date: '2022-09-01', reason: 'Sold' });
    expect(events).toMatchObject([{ type: 'MemberLeft', data: { party: plant, reason: 'Sold' } }]);
    expect(viewOn(clusterKind, after, '2022-08-31')).toMatchObject({ memberCount: 1 });
    expect(viewOn(clusterKind, after, '2022-09-01')).toMatchObject({ memberCount: 0, members: [] });
    expect(clusterKind.changeDates(after)).toEqual(expect.arrayContaining(['2022-05-01', '2022-09-01']));
    expect(facetsOf(clusterKind, after).parties).toEqual([plant]);
  });

  it('is only possible where dates leave it open, and then is not counted', () => {
    const open = cluster(joined(plant, '2022'), joined(works, '2022-01-01'));
    expect(viewOn(clusterKind, open, '2022-06-01')).toMatchObject({
      members: [
        { party: plant, member: 'possible' },
        { party: works, member: 'certain' },
      ],
      memberCount: 1,
    });
    expect(viewOn(clusterKind, open, '2021-12-31')).toMatchObject({ members: [], memberCount: 0 });
  });

  it('that cannot be determined is warned about', () => {
    const expected = { refused: [], warned: [{ rule: 'membership-cannot-be-determined', pointer: '/date' }] };
    expect(leave([joined(plant, '2022')], { date: '2022-06-01' })).toMatchObject(expected);
    expect(join([joined(plant, '2022')], { date: '2022-06-01', recording: 'historical' }).warned).toContainEqual(
      expected.warned[0],
    );
  });

  it.each(['agreed', 'will', 'ready-to', 'interested', 'may', 'hopes', 'claims'])(
    'neither begins nor ends as "%s"',
    (modality) => {
      const expected = [{ rule: 'an-intention-is-not-an-act', pointer: '/modality' }];
      expect(join([], { modality }).refused).toEqual(expected);
      expect(leave([joined(plant, '2022-05-01')], { modality }).refused).toEqual(expected);
    },
  );

  it('neither begins nor ends in a dissolved cluster, unless an old register says so', () => {
    const expected = [{ rule: 'cluster-not-dissolved', pointer: '' }];
    const events = [joined(works, '2022-01-01'), dissolved('2022-06-01')];
    expect(join(events, {}).refused).toEqual(expected);
    expect(join(events, { recording: 'historical' })).toMatchObject({ refused: [], warned: expected });
    expect(leave(events, { party: works }).refused).toEqual(expected);
    expect(leave(events, { party: works, recording: 'historical' })).toMatchObject({ refused: [], warned: expected });
    expect(join(events, { date: '2022-05-01' }).refused).toEqual([]);
  });

  it('ends with the cluster', () => {
    const over = cluster(joined(works, '2022-01-01'), dissolved('2022-06-01'));
    expect(viewOn(clusterKind, over, '2022-05-31')).toMatchObject({ memberCount: 1 });
    expect(viewOn(clusterKind, over, TODAY)).toMatchObject({ members: [], memberCount: 0 });
  });

  it('follows voids and corrections', () => {
    const one = cluster(joined(plant, '2022-05-01'));
    const reason = 'A mistake';
    const voided = when(clusterKind, 'VoidEntry', { voids: entryId(2), reason }, one);
    expect(viewOn(clusterKind, voided.record, TODAY)).toMatchObject({ memberCount: 0 });
    const changes = { party: works };
    const corrected = when(clusterKind, 'CorrectEntry', { corrects: entryId(2), changes, reason }, one);
    expect(viewOn(clusterKind, corrected.record, TODAY)).toMatchObject({ members: [{ party: works }] });
  });
});
