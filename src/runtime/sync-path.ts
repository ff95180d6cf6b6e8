import { open } from 'node:fs/promises';

/**
 * Has a file, or the names in a folder, written to the disk: without it a power cut could take them away. Windows cannot
 * open a folder to sync it, and needs no such sync.
 */
export async function syncPath(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
