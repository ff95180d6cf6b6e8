import { StoreFull, StoreRefused, StoreUnavailable } from '../event-store/port.js';
import { sqliteCode } from '../event-store/sqlite/database.js';
import { errorMessage } from '../runtime/error-message.js';
import { BadSetting, EX_CONFIG, EX_IOERR } from '../settings.js';
import { BadUsage, EX_USAGE, TryLater } from './usage.js';

/** sysexits(3): a service that is needed cannot be reached. */
const EX_UNAVAILABLE = 69;

/** sysexits(3): the same may succeed later. */
const EX_TEMPFAIL = 75;

/** What an operator can put right: rights, names, a folder where a file has to be. */
const RIGHTS = /^(EACCES|EPERM|EROFS|ENOENT|ENOTDIR|EISDIR|SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM)/;

/** What the disk has against it. */
const DISK = /^(EIO|ENOSPC|EDQUOT|EFBIG|SQLITE_IOERR|SQLITE_FULL)/;

/** A damaged file; SQLite says the same where the disk fails under a read. */
const DAMAGED = /^(SQLITE_CORRUPT|SQLITE_NOTADB)/;

/** How the program ends on an error: with which exit code, and what it says in one line. */
export interface Ending {
  readonly code: number;
  readonly line: string;
}

/** The ending of an error that somebody can do something about; undefined for any other, whose stack trace is wanted. */
export function endingOf(error: unknown): Ending | undefined {
  const line = errorMessage(error);
  if (error instanceof BadUsage) return { code: EX_USAGE, line };
  if (error instanceof BadSetting || error instanceof StoreRefused) return { code: EX_CONFIG, line };
  if (error instanceof StoreUnavailable) return { code: EX_UNAVAILABLE, line };
  if (error instanceof TryLater) return { code: EX_TEMPFAIL, line };
  if (error instanceof StoreFull) return { code: EX_IOERR, line };
  return endingOfFile(error, line);
}

function endingOfFile(error: unknown, line: string): Ending | undefined {
  const { code = '', syscall } = (error ?? {}) as NodeJS.ErrnoException;
  if (sqliteCode(error) === '' && syscall === undefined) return undefined;
  const [what] = line.split('\n');
  if (RIGHTS.test(code)) {
    return {
      code: EX_CONFIG,
      line: `${what}: look at the names and rights of DATA_DIR, of the files in it and of those you named`,
    };
  }
  if (DAMAGED.test(code)) {
    return {
      code: EX_IOERR,
      line: `${what}: look at the disk; views-*.db and tree.db in DATA_DIR may be removed, and are made again from the log`,
    };
  }
  return DISK.test(code) ? { code: EX_IOERR, line: `${what}: look at the disk` } : undefined;
}
