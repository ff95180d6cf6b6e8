import { randomUUID } from 'node:crypto';
import { agreementKind } from '../registry/agreement/agreement.kind.js';
import { commandsOf } from '../registry/registry.js';
import type { GivenLog as Log, Instance } from '../../test/fixtures/instances.fixtures.js';
import { GivenLog, REGIONS, requestFor } from '../../test/fixtures/instances.fixtures.js';
import type { CommandRequest } from './recorder.js';

describe('a trial', () => {
  let log: Log;
  let one: Instance;

  beforeEach(async () => {
    log = await GivenLog.make();
    one = log.instance();
  });

  afterEach(() => log.remove());

  const beginning = (key: string): CommandRequest => ({
    kind: agreementKind,
    spec: commandsOf(agreementKind).find(({ path }) => path === '')!,
    body: { title: { en: 'On trade' }, parties: REGIONS },
    actor: 'local',
    key,
    dryRun: false,
    correlationId: 'asked',
  });
  const tried = async (request: CommandRequest) => (await one.execute({ ...request, dryRun: true })).id;

  it('of a beginning has the id that its key gives, and another one where the key was used', async () => {
    const request = beginning(randomUUID());
    const id = await tried(request);
    expect(await tried(request)).toBe(id);
    expect((await one.execute(request)).id).toBe(id);
    expect(await tried(request)).not.toBe(id);
  });

  it('of a change needs no revision, and records nothing', async () => {
    const id = await log.signedAgreement();
    const { ifMatch: _none, ...request } = requestFor(id, 'annotations', { text: 'Seen.' });
    expect(await tried(request)).toBe(id);
    await expect(one.execute(request)).rejects.toMatchObject({ problem: 'precondition-required' });
    expect(await log.since(id)).toEqual([]);
  });
});
