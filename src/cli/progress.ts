import { Presets, SingleBar } from 'cli-progress';

/** A progress bar on standard error; where that is no terminal, a line every two seconds. */
export function progressBar(what: string, unit: string): SingleBar {
  return new SingleBar(
    {
      format: `${what} {bar} {percentage}% | {value}/{total} ${unit} | {duration_formatted}, {eta_formatted} to go`,
      noTTYOutput: true,
      notTTYSchedule: 2_000,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
}

/** Does work that says how far it is; the bar begins when it first does, and ends with the work, however that ends. */
export async function withBar<T>(
  what: string,
  unit: string,
  work: (onProgress: (done: number, of: number) => void) => Promise<T>,
): Promise<T> {
  const bar = progressBar(what, unit);
  try {
    return await work((done, of) => {
      if (!bar.isActive) bar.start(of, 0);
      bar.update(done);
    });
  } finally {
    if (bar.isActive) bar.stop();
  }
}
