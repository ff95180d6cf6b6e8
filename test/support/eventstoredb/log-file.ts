import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Log, type LogRecord } from './log.js';

/** Opens a log that is kept in a file, one JSON line for each record; a file that is not there is made. */
export function openLogFile(file: string): Log {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  // A process killed while it wrote leaves half a line, that nobody saw acknowledged.
  const whole = lines.slice(0, -1);
  if (lines.at(-1) !== '') writeFileSync(file, whole.map((line) => `${line}\n`).join(''));
  return new Log(whole.map(parse), {
    add: (record) => appendFileSync(file, print(record)),
    replace: (records) => {
      writeFileSync(`${file}.new`, records.map(print).join(''));
      renameSync(`${file}.new`, file);
    },
  });
}

type Line = Record<keyof LogRecord, string>;

function print(record: LogRecord): string {
  const line: Line = {
    ...record,
    revision: String(record.revision),
    position: String(record.position),
    data: record.data.toString('base64'),
    metadata: record.metadata.toString('base64'),
  };
  return `${JSON.stringify(line)}\n`;
}

function parse(text: string): LogRecord {
  const line = JSON.parse(text) as Line;
  return {
    ...line,
    revision: BigInt(line.revision),
    position: BigInt(line.position),
    data: Buffer.from(line.data, 'base64'),
    metadata: Buffer.from(line.metadata, 'base64'),
  };
}
