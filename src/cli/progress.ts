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
