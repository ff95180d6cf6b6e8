import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What one kind of fault has come to: a row of the table in docs/reliability.md. */
export interface FaultRow {
  readonly fault: string;
  /** How often it was injected. */
  readonly injected: number;
  /** How often it was noticed, where the test tells that from what had no effect. */
  readonly noticed?: number;
  /** Answers by which something was acknowledged, where the test counts them. */
  readonly acknowledged?: number;
  /** How much of that was not there afterwards. */
  readonly lost?: number;
  /** What else was not as it had to be. */
  readonly wrong: number;
  /** A fault that has to lose something, which shows that losses are seen. */
  readonly isControl?: true;
}

/**
 * How often a fault is injected: `many` times in `npm run test:faults`, `few` times elsewhere.
 */
export function faultRounds(few: number, many: number): number {
  return process.env.TEST_ALL_FAULTS === '1' ? many : few;
}

/** Adds a row to the table of the fault suite; to be called before the row is expected to be good. */
export function reportFaults(row: FaultRow): void {
  const folder = process.env.FAULT_REPORT;
  if (folder !== undefined) writeFileSync(join(folder, `${randomUUID()}.json`), JSON.stringify(row));
}
