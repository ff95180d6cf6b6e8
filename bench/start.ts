import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BenchRow, compare, type Effort, interleave } from './report.js';
import { startProgram } from './servers.js';

/** How often it is asked whether the program is ready, in milliseconds. */
const LOOK_MS = 5;

/** The program's start on a large ledger whose views are made, until it says that it is ready, beside an empty one. */
export async function benchStart(large: string, { quick, events }: Effort): Promise<BenchRow> {
  const empty = await mkdtemp(join(tmpdir(), 'ledger-bench-'));
  try {
    // The first start makes the empty ledger’s files.
    for (const folder of [empty, large]) await readyAfter(folder);
    const figures = await interleave(
      quick ? 3 : 9,
      () => readyAfter(large),
      () => readyAfter(empty),
    );
    return {
      name: `start with ${events.toLocaleString('en')} events`,
      ...compare(figures, Number),
      unit: 'ms',
      beside: 'start on an empty ledger',
      target: { atMost: 1.5 },
      note:
        'From starting the process until /health/ready answers 200, views made before. Loading the program’s modules ' +
        'limits it; of the log one event is read, that at which the views stand',
    };
  } finally {
    await rm(empty, { recursive: true });
  }
}

async function readyAfter(folder: string): Promise<number> {
  const start = performance.now();
  const program = await startProgram(folder);
  try {
    for (;;) {
      const { status } = await fetch(`${program.url}/health/ready`);
      if (status === 200) return performance.now() - start;
      await sleep(LOOK_MS);
    }
  } finally {
    await program.end();
  }
}
