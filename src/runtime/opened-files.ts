import { statSync } from 'node:fs';

/** How often files are looked at while nothing is written, in milliseconds. */
const LOOK_MS = 1000;

/** A file (or folder) as its path named it when it was opened. */
export interface OpenedFile {
  readonly path: string;
  readonly device: bigint;
  readonly inode: bigint;
}

/**
 * Notes which file a path names now. To be called right after the file was opened, by a program that keeps it open: no
 * other file gets its number (inode) as long as it does. @throws what `stat` throws
 */
export function openedFile(path: string): OpenedFile {
  const { dev, ino } = statSync(path, { bigint: true });
  return { path, device: dev, inode: ino };
}

/**
 * Says of the first file that its path no longer leads to it what became of it, in words that follow its name; undefined
 * while all are in place. Costs one `stat` for each file.
 */
export function whatBecameOf(files: readonly OpenedFile[]): string | undefined {
  for (const { path, device, inode } of files) {
    try {
      const found = statSync(path, { bigint: true, throwIfNoEntry: false });
      if (!found) return `${path} was removed or moved away`;
      if (found.dev !== device || found.ino !== inode) return `${path} was replaced by another file`;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // Node 24 gives nothing where a file stands in place of a folder on the way, and older ones throw.
      if (code === 'ENOTDIR') return `${path} was removed or moved away`;
      return `${path} cannot be found any more (${code})`;
    }
  }
  return undefined;
}

/**
 * Looks about once a second whether files are in place, and calls `onLost` once, with what became of the first that is not;
 * keeps no process from ending. The function that it gives ends the watch.
 */
export function watchFiles(files: readonly OpenedFile[], onLost: (lost: string) => void): () => void {
  const stop = (): void => clearInterval(timer);
  const timer = setInterval(() => {
    const lost = whatBecameOf(files);
    if (lost === undefined) return;
    stop();
    onLost(lost);
  }, LOOK_MS).unref();
  return stop;
}
