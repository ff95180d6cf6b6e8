import { execFileSync, spawnSync } from 'node:child_process';
import { openSync, readSync, writeFileSync, writeSync, closeSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';

/** Linux with a C compiler: elsewhere what needs the library is skipped. */
export const canFailDisks = process.platform === 'linux' && spawnSync('gcc', ['--version']).status === 0;

/** Compiles failing-disk.c; gives the path of the library. */
export function compileLibrary(folder: string): string {
  const library = join(folder, 'failing-disk.so');
  const source = join(__dirname, 'failing-disk.c');
  execFileSync('gcc', ['-Wall', '-Werror', '-O1', '-shared', '-fPIC', '-o', library, source, '-ldl', '-lpthread']);
  return library;
}

/** The environment of a program whose calls on files below a folder are recorded into a file. */
export function recordedEnv(library: string, below: string, record: string): Record<string, string> {
  return { LD_PRELOAD: library, FAULTS_BELOW: below, FAULTS_RECORD: record };
}

/** Which calls fail. */
export const CALLS = { write: 1, fsync: 2, read: 4 } as const;

/** What is to fail. */
export interface Failure {
  readonly call: keyof typeof CALLS;
  /** A part of the path of the files that it is about. */
  readonly name: string;
  /** So many calls are let through first. */
  readonly after: number;
}

const SIZE = 88;
const PLACE = { calls: 0, error: 4, after: 8, injected: 12, room: 16, name: 24 };

/** The disk under a program that runs with the library: the test says when it fails. */
export class FailingDisk {
  private readonly descriptor: number;

  /** @param file where the test and the program meet; made again */
  constructor(
    private readonly library: string,
    private readonly below: string,
    private readonly file: string,
  ) {
    writeFileSync(file, Buffer.alloc(SIZE));
    this.descriptor = openSync(file, 'r+');
    this.giveRoom();
  }

  /** The environment of the program. */
  get env(): Record<string, string> {
    return { LD_PRELOAD: this.library, FAULTS_BELOW: this.below, FAULTS_CONTROL: this.file };
  }

  /** From now on these calls fail with EIO. */
  fail({ call, name, after }: Failure): void {
    const text = Buffer.alloc(SIZE - PLACE.name);
    text.write(name);
    this.put(PLACE.name, text);
    this.putNumber(PLACE.error, constants.errno.EIO);
    this.putNumber(PLACE.after, after);
    this.putNumber(PLACE.calls, CALLS[call]);
  }

  /** No call fails any more. */
  heal(): void {
    this.putNumber(PLACE.calls, 0);
  }

  /** From now on files may grow by so many bytes in all, and then the disk is full. */
  fill(room: number): void {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(room));
    this.put(PLACE.room, bytes);
  }

  /** There is room again. */
  giveRoom(): void {
    this.fill(-1);
  }

  /** How many calls have failed so far. */
  get injected(): number {
    const bytes = Buffer.alloc(4);
    readSync(this.descriptor, bytes, 0, 4, PLACE.injected);
    return bytes.readInt32LE();
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private putNumber(place: number, value: number): void {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32LE(value);
    this.put(place, bytes);
  }

  private put(place: number, bytes: Buffer): void {
    writeSync(this.descriptor, bytes, 0, bytes.length, place);
  }
}
