import { Presets, SingleBar } from 'cli-progress';
import type { EventStore } from '../../event-store/port.js';
import { Forecast } from './forecast.js';

const STEPS = 1000;
const LOOK_MS = 500;

/**
 * The progress of reading through a log, on standard error: events, their rate over the last seconds, and how long the
 * rest takes at that rate. How many events a log holds is not always known; how far a position lies in it is.
 */
export class CopyBar {
  private readonly bar: SingleBar;
  private readonly forecast = new Forecast();
  private readonly timer: NodeJS.Timeout;
  private now: { readonly events: number; readonly position: string } | undefined;
  private isLooking = false;

  /** Begins to show what is done with the events of a source. */
  constructor(
    what: string,
    private readonly source: EventStore,
  ) {
    const format = `${what} {bar} {percentage}% | {events} events, {rate}/s | {duration_formatted}, {left} to go`;
    this.bar = new SingleBar({ format, noTTYOutput: true, notTTYSchedule: 2_000 }, Presets.shades_classic);
    this.bar.start(STEPS, 0, { events: 0, rate: '–', left: 'not known how long' });
    this.forecast.add(performance.now(), 0, 0);
    this.timer = setInterval(() => void this.look(), LOOK_MS);
  }

  /** Tells how many events were dealt with, and the position of the last of them. */
  report(events: number, position: string): void {
    this.now = { events, position };
  }

  /** Shows the end as it is. */
  stop(isComplete: boolean): void {
    clearInterval(this.timer);
    if (isComplete) this.show(this.now?.events ?? 0, 1);
    this.bar.stop();
  }

  /** Asks for the part of the way; a store that does not answer leaves the bar as it is. */
  private async look(): Promise<void> {
    const { now } = this;
    if (this.isLooking || !now) return;
    this.isLooking = true;
    const fraction = await this.source.fraction(now.position).catch(() => undefined);
    this.isLooking = false;
    if (fraction === undefined || !this.bar.isActive) return;
    this.show(now.events, fraction);
  }

  private show(events: number, fraction: number): void {
    this.forecast.add(performance.now(), events, fraction);
    const { rate, secondsLeft } = this.forecast;
    this.bar.update(Math.floor(fraction * STEPS), {
      events,
      rate: rate === undefined ? '–' : String(Math.round(rate)),
      left: secondsLeft === undefined ? 'not known how long' : inWords(secondsLeft),
    });
  }
}

function inWords(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole}s`;
  return whole < 3600
    ? `${Math.floor(whole / 60)}m${whole % 60}s`
    : `${Math.floor(whole / 3600)}h${Math.floor((whole % 3600) / 60)}m`;
}
