// Holds the API description of the built program against the rules in redocly.yaml.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeApi } from '../build/src/http/openapi/description.js';

const folder = mkdtempSync(join(tmpdir(), 'ledger-api-'));
const file = join(folder, 'openapi.json');
try {
  writeFileSync(file, JSON.stringify(describeApi(), null, 2));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['node_modules/@redocly/cli/bin/cli.js', 'lint', '--config', 'redocly.yaml', '--max-problems', '20', file],
    { encoding: 'utf8', env: { ...process.env, REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', REDOCLY_TELEMETRY: 'off' } },
  );
  // Warnings count too: what is let pass is named in redocly.yaml.
  const hasWarnings = /\bwarnings?\b/i.test(`${stdout}${stderr}`.replace(/Deprecation warning/gi, ''));
  if (status !== 0 || hasWarnings) {
    console.error(stdout + stderr);
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
