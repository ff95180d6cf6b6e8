// Adds to package-lock.json the optional packages for other platforms that a registry mirror did not show to `npm install`:
// `npm ci` refuses a lock file without them, although it installs only the one for its own platform. Run it after every
// `npm install`; a test holds that nothing is missing.
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(FILE, 'utf8'));
const packages = lock.packages;

for (const parent of ['node_modules/@swc/core', 'node_modules/unrs-resolver']) {
  const { optionalDependencies = {}, dev } = packages[parent];
  const sibling = Object.keys(optionalDependencies).find((name) => packages[`node_modules/${name}`]);
  const { license } = packages[`node_modules/${sibling}`];
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const platform = /-(android|darwin|freebsd|linux|openharmony|win32)-(\w+?)(?:-(\w+))?$/.exec(name);
    if (packages[`node_modules/${name}`] || !platform) continue;
    const [, os, cpu, abi] = platform;
    const libc = { gnu: ['glibc'], musl: ['musl'] }[os === 'linux' ? abi : ''];
    packages[`node_modules/${name}`] = {
      version,
      cpu: [cpu],
      ...(dev ? { dev } : {}),
      ...(libc ? { libc } : {}),
      license,
      optional: true,
      os: [os],
    };
  }
}

lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
