import { randomInt } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** What a disk writes in one piece, in bytes; even one of these may be torn. */
const SECTOR = 512;

/** As failing-disk.c numbers them. */
const KINDS = ['', 'opened', 'closed', 'written', 'cut', 'synced', 'removed', 'renamed', 'made', 'told'] as const;

/** One thing that a program asked of its disk, or told to others. */
export interface Step {
  readonly kind: (typeof KINDS)[number];
  readonly descriptor: number;
  readonly offset: number;
  readonly bytes: Buffer;
}

/** The steps of a record that failing-disk.c has made. */
export function readRecord(record: Buffer): Step[] {
  const steps: Step[] = [];
  for (let at = 0; at + 24 <= record.length;) {
    const length = Number(record.readBigInt64LE(at + 16));
    steps.push({
      kind: KINDS[record.readInt32LE(at)] ?? '',
      descriptor: record.readInt32LE(at + 4),
      offset: Number(record.readBigInt64LE(at + 8)),
      bytes: record.subarray(at + 24, at + 24 + length),
    });
    at += 24 + length;
  }
  return steps;
}

/** What the disk does not hold for certain: a write, or another length. */
type Unsynced = { offset: number; bytes: Buffer } | { length: number };

/** A file: what was synced of it, and what was not. */
interface File {
  readonly durable: Bytes;
  unsynced: Unsynced[];
}

/** A change of the names in a folder: in one step, a name goes, another comes, or both. */
interface NameChange {
  readonly gone?: string;
  readonly name?: string;
  readonly file?: File | 'folder';
}

/** What a control pretends: names of folders are taken to be lost although they were synced. */
export interface Pretence {
  readonly namesNeverSynced?: boolean;
}

/**
 * A disk that follows the steps of a program, and says at any of them what it could hold if the power went now: what was
 * synced, and of the rest any sectors, torn ones among them, any lengths, and any changes of names.
 */
export class PowerCutDisk {
  /** The names that are certain, by folder. */
  private readonly durable = new Map<string, Map<string, File | 'folder'>>();
  private readonly unsynced = new Map<string, NameChange[]>();
  /** The names as the program sees them, by path. */
  private readonly seen = new Map<string, File>();
  private readonly open = new Map<number, { path: string; file?: File }>();

  constructor(
    private readonly below: string,
    private readonly pretence: Pretence = {},
  ) {}

  /** Takes what the folder holds already for certain: to be called before the program starts. */
  takeFolder(folder = this.below): void {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        this.namesOf(folder).set(path, 'folder');
        this.takeFolder(path);
        continue;
      }
      const file: File = { durable: new Bytes(readFileSync(path)), unsynced: [] };
      this.namesOf(folder).set(path, file);
      this.seen.set(path, file);
    }
  }

  take({ kind, descriptor, offset, bytes }: Step): void {
    const opened = this.open.get(descriptor);
    if (kind === 'opened') this.takeOpened(descriptor, offset, bytes.toString());
    else if (kind === 'closed') this.open.delete(descriptor);
    else if (kind === 'written') opened?.file?.unsynced.push({ offset, bytes });
    else if (kind === 'cut') opened?.file?.unsynced.push({ length: offset });
    else if (kind === 'synced') this.takeSynced(opened);
    else if (kind === 'removed') this.changeName({ gone: bytes.toString() });
    else if (kind === 'made') this.changeName({ name: bytes.toString(), file: 'folder' });
    else if (kind === 'renamed') this.takeRenamed(bytes, offset === 1);
  }

  /** Writes what the disk could hold now into a folder that stands for the one that was recorded. */
  writeImage(folder: string): void {
    // From a disk that has written next to nothing to one that has written nearly all.
    const share = [0, 0.1, 0.5, 0.9, 1][randomInt(5)] ?? 0;
    const write = (path: string): void => {
      for (const [name, file] of this.namesAfterCut(path, share)) {
        const target = join(folder, relative(this.below, name));
        if (file === 'folder') {
          mkdirSync(target, { recursive: true });
          write(name);
        } else {
          writeFileSync(target, afterCut(file, share), { mode: 0o600 });
        }
      }
    };
    mkdirSync(folder, { recursive: true });
    write(this.below);
  }

  private takeOpened(descriptor: number, how: number, path: string): void {
    if (how === 1) {
      const file: File = { durable: new Bytes(), unsynced: [] };
      this.changeName({ name: path, file });
    }
    const file = this.seen.get(path);
    if (how === 2) file?.unsynced.push({ length: 0 });
    this.open.set(descriptor, { path, file });
  }

  private takeSynced(opened: { path: string; file?: File } | undefined): void {
    if (opened?.file) {
      applyAll(opened.file.durable, opened.file.unsynced);
      opened.file.unsynced = [];
    } else if (opened && this.pretence.namesNeverSynced !== true) {
      const names = this.namesOf(opened.path);
      for (const change of this.unsynced.get(opened.path) ?? []) applyName(names, change);
      this.unsynced.set(opened.path, []);
    }
  }

  private takeRenamed(bytes: Buffer, isLink: boolean): void {
    const [from = '', to = ''] = bytes.toString().split('\0');
    const file = this.seen.get(from);
    if (file) this.changeName({ gone: isLink ? undefined : from, name: to, file });
  }

  private changeName(change: NameChange): void {
    const { gone, name, file } = change;
    const folder = dirname(name ?? gone ?? '');
    const changes = this.unsynced.get(folder) ?? [];
    changes.push(change);
    this.unsynced.set(folder, changes);
    if (gone !== undefined) this.seen.delete(gone);
    if (name !== undefined && file !== undefined && file !== 'folder') this.seen.set(name, file);
  }

  private namesOf(folder: string): Map<string, File | 'folder'> {
    const names = this.durable.get(folder) ?? new Map<string, File | 'folder'>();
    this.durable.set(folder, names);
    return names;
  }

  private namesAfterCut(folder: string, share: number): Map<string, File | 'folder'> {
    const names = new Map(this.namesOf(folder));
    for (const change of this.unsynced.get(folder) ?? []) if (isKept(share)) applyName(names, change);
    return names;
  }
}

/** Everything that was told to others before a step, in order. */
export function toldBefore(steps: readonly Step[], end: number): string {
  return Buffer.concat(steps.slice(0, end).flatMap(({ kind, bytes }) => (kind === 'told' ? [bytes] : []))).toString();
}

/** Steps at which the power goes, in order: as many right after something was told as anywhere. */
export function cutsOf(steps: readonly Step[], count: number): number[] {
  const told = steps.flatMap(({ kind }, index) => (kind === 'told' ? [index] : []));
  const [first = 0] = told;
  return Array.from({ length: count }, (_, index) =>
    index % 2 === 0 ? (told[randomInt(told.length)] ?? 0) + 1 : randomInt(first, steps.length),
  ).sort((a, b) => a - b);
}

function isKept(share: number): boolean {
  return randomInt(1_000_000) < share * 1_000_000;
}

function applyName(names: Map<string, File | 'folder'>, { gone, name, file }: NameChange): void {
  if (gone !== undefined) names.delete(gone);
  if (name !== undefined && file !== undefined) names.set(name, file);
}

/** The bytes of a file, which may grow. */
class Bytes {
  private bytes: Buffer;

  constructor(start: Buffer = Buffer.alloc(0)) {
    this.bytes = Buffer.from(start);
    this.length = start.length;
  }

  length: number;

  get content(): Buffer {
    return this.bytes.subarray(0, this.length);
  }

  write(offset: number, bytes: Buffer): void {
    const end = offset + bytes.length;
    if (end > this.bytes.length) {
      const larger = Buffer.alloc(2 * end);
      this.content.copy(larger);
      this.bytes = larger;
    }
    bytes.copy(this.bytes, offset);
    this.length = Math.max(this.length, end);
  }

  cut(length: number): void {
    if (length > this.bytes.length) this.write(length, Buffer.alloc(0));
    this.bytes.fill(0, Math.min(length, this.length), Math.max(length, this.length));
    this.length = length;
  }
}

function applyAll(bytes: Bytes, changes: readonly Unsynced[]): void {
  for (const change of changes) {
    if ('length' in change) bytes.cut(change.length);
    else bytes.write(change.offset, change.bytes);
  }
}

/** A file's bytes after those of the changes, sector by sector, that are kept; one that is not may be torn. */
function afterCut({ durable, unsynced }: File, share: number): Buffer {
  const bytes = new Bytes(durable.content);
  for (const change of unsynced) {
    if ('length' in change) {
      if (isKept(share)) bytes.cut(change.length);
      continue;
    }
    const { offset, bytes: written } = change;
    for (let from = 0; from < written.length;) {
      const to = Math.min(written.length, from + SECTOR - ((offset + from) % SECTOR));
      const torn = randomInt(8) === 0 ? from + randomInt(to - from) : from;
      const end = isKept(share) ? to : torn;
      if (end > from) bytes.write(offset + from, written.subarray(from, end));
      from = to;
    }
  }
  return bytes.content;
}
