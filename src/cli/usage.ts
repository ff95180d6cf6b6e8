import { errorMessage } from '../runtime/error-message.js';
import { parseArgs, type ParseArgsConfig } from 'node:util';

/** sysexits(3): the command was used incorrectly. */
export const EX_USAGE = 64;

/** The words of a call are off; the message says which. */
export class BadUsage extends Error {}

/** Something else is under way; the message says what to wait for. */
export class TryLater extends Error {}

/** Reads a verb's options. @throws BadUsage for any that it does not have */
export function readOptions<T extends NonNullable<ParseArgsConfig['options']>>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new BadUsage(errorMessage(error));
  }
}

/** Reads a verb's options and the words that are none. @throws BadUsage for options that it does not have */
export function readArguments<T extends NonNullable<ParseArgsConfig['options']>>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
  } catch (error) {
    throw new BadUsage(errorMessage(error));
  }
}
