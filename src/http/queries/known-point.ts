import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../commands/problem.js';
import type { Ledger } from '../../ledger-instance.js';
import type { AskedPoint, BitemporalPoint } from '../../projections/index.js';
import { ViewsBehind } from '../../projections/index.js';
import { faultOf } from '../operations/query-parameters.js';

/** How long a query about the past waits for the versions of the records to be made, in milliseconds. */
const VERSIONS_WAIT_MS = 5_000;

/** How long it waits for the views to know the moment, and how often it looks, in milliseconds. */
const MOMENT_WAIT_MS = 2_000;
const MOMENT_PAUSE_MS = 20;

/**
 * The moment that was asked for in a parameter.
 * @throws Problem for an event that is not there yet; ViewsBehind while that is not known
 */
export async function knownPoint(ledger: Ledger, asked: AskedPoint, parameter = 'asOf'): Promise<BitemporalPoint> {
  const { runner, points } = ledger;
  // Views that are being filled know a beginning of the log only, and a moment by that would be another one.
  const isKnown = (): boolean => runner.isShown && (ledger.canTell() || asked.asOf === undefined);
  const moment = await untilDefined(() => (isKnown() ? points.find(asked, ledger.today()) : undefined));
  if (moment) return moment;
  const { caughtUp, index } = runner.state();
  // Another instance may have answered with an event that this one has not seen yet.
  if (!isKnown() || !caughtUp) throw new ViewsBehind('the moment asked for', `event ${index - 1}`);
  const fault = faultOf(parameter, 'log-index', 'lies beyond the last event of the ledger');
  throw new Problem('invalid-parameter', `?${parameter} ${fault.detail}`, [fault]);
}

/**
 * Resolves when the versions are made up to a point: then anything can be asked about it, and not only single records.
 * @throws ViewsBehind when that takes too long
 */
export async function versionsMade(ledger: Ledger, point: BitemporalPoint | undefined): Promise<void> {
  if (point) await ledger.runner.versions.waitFor(point.transactionIndex, VERSIONS_WAIT_MS);
}

/** Asks until something is found, for a while. */
async function untilDefined<T>(find: () => T | undefined): Promise<T | undefined> {
  const end = performance.now() + MOMENT_WAIT_MS;
  let found = find();
  while (found === undefined && performance.now() < end) {
    await sleep(MOMENT_PAUSE_MS);
    found = find();
  }
  return found;
}
