/** The rate is that of so many last milliseconds. */
const LOOK_BACK = 10_000;

interface Sample {
  readonly time: number;
  readonly events: number;
  readonly fraction: number;
}

/** Tells from what happened in the last seconds how fast the work goes and how long the rest takes at that rate. */
export class Forecast {
  private samples: Sample[] = [];

  /** Notes how far the work is at a time (milliseconds): events dealt with, and the part of the whole that they are. */
  add(time: number, events: number, fraction: number): void {
    this.samples.push({ time, events, fraction });
    // The newest one that is old enough stays, to measure from.
    while (this.samples[1] && this.samples[1].time <= time - LOOK_BACK) this.samples.shift();
  }

  /** Events a second; undefined while there is nothing to measure. */
  get rate(): number | undefined {
    return this.slope(({ events }) => events);
  }

  /** Seconds until the end; undefined while nobody can tell. */
  get secondsLeft(): number | undefined {
    const rate = this.slope(({ fraction }) => fraction);
    const last = this.samples.at(-1);
    if (!last || rate === undefined || rate <= 0) return undefined;
    return Math.max(1 - last.fraction, 0) / rate;
  }

  private slope(value: (sample: Sample) => number): number | undefined {
    const [first, last] = [this.samples[0], this.samples.at(-1)];
    if (!first || !last || last.time <= first.time) return undefined;
    return ((value(last) - value(first)) * 1000) / (last.time - first.time);
  }
}
