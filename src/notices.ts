import type { StoreRefused } from './event-store/port.js';

/** Takes, in one sentence each, what whoever runs the program should know. */
export interface Notices {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
  /** The store has turned out not to be usable: somebody has to correct the settings before the program can go on. */
  refused(error: StoreRefused): void;
  /** The disk has failed, or files that the program works on were removed or replaced: it has to end. */
  fatal(reason: string): void;
}
