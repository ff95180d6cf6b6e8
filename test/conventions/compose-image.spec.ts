import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { all, copies, execForm, last, readDockerfile, variables } from '../support/compose-image.js';
import { exitCode, settingsIn } from '../support/compose-run.js';
import { startProgram, type Program } from '../support/program.js';
import { servedRoutes } from '../support/routes.js';

const ROOT = join(__dirname, '..', '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const json = (file: string): Record<string, Record<string, string>> =>
  JSON.parse(read(file)) as Record<string, Record<string, string>>;

const stages = readDockerfile(read('Dockerfile'));
const build = stages[0]!;
const image = stages.at(-1)!;
const env = variables(image);

describe('the Dockerfile', () => {
  it('copies only what there is, and what .dockerignore lets through', () => {
    const sources = stages.flatMap(copies).flatMap(({ from, sources: names }) => (from === undefined ? names : []));
    expect(sources.filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
    const [first, ...rest] = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(first).toBe('*');
    const letThrough = rest.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    expect(new Set(letThrough)).toEqual(new Set(sources));
  });

  it('brings all configuration files that the build reads', () => {
    const sources = copies(build).flatMap(({ sources: names }) => names);
    const used = json('nest-cli.json').compilerOptions!.tsConfigPath!;
    const base = (JSON.parse(read(used)) as { extends: string }).extends.replace('./', '');
    expect(sources).toEqual(expect.arrayContaining(['package.json', 'package-lock.json', 'nest-cli.json', used, base]));
    expect(sources).toContain(json('nest-cli.json').sourceRoot);
  });

  it('runs scripts that package.json has', () => {
    const scripts = all(build, 'RUN').flatMap((text) =>
      [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name!),
    );
    expect(scripts).toEqual(['build']);
    expect(Object.keys(json('package.json').scripts!)).toEqual(expect.arrayContaining(scripts));
  });

  it('takes from the build what the build makes, where it makes it', () => {
    expect(json('package.json').scripts!.build).toMatch(/^node scripts\/build\.mjs$/);
    expect(json('package.json').scripts!.compile).toMatch(/&& node scripts\/bundle\.mjs$/);
    expect(read('scripts/bundle.mjs')).toContain("const OUT = 'dist';");
    expect(last(build, 'WORKDIR')).toBe('/app');
    const taken = copies(image).flatMap(({ from, sources }) =>
      from === build.as ? sources : [`from elsewhere: ${from}`],
    );
    expect(taken.sort()).toEqual(['/app/dist', '/app/locales', '/app/node_modules', '/app/package.json']);
  });

  it('starts the file that npm start runs, and which the build makes from a source', () => {
    const [program, file = ''] = execForm(last(image, 'CMD'));
    expect(program).toBe('node');
    expect(json('package.json').scripts!.start).toMatch(new RegExp(`exec node ${file}$`));
    expect(existsSync(join(ROOT, file.replace(/^dist\//, '').replace(/\.js$/, '.ts')))).toBe(true);
    expect(all(image, 'ENTRYPOINT')).toEqual([]);
  });

  it('builds and runs on one and the same Node, one that package.json allows, by its full version', () => {
    const [, major, minor] = /^node:(\d+)\.(\d+)\.\d+-\w+-slim$/.exec(image.image) ?? [];
    expect(stages.map((stage) => stage.image)).toEqual([image.image, image.image]);
    expect(json('package.json').engines!.node).toBe('>=20.19.0');
    expect(Number(major) * 1000 + Number(minor)).toBeGreaterThanOrEqual(20_019);
  });

  it('does not run as root, and owns its data folder and nothing else', () => {
    expect(last(image, 'USER')).toBe('node');
    expect(image.instructions.findLastIndex(({ name }) => name === 'RUN')).toBeLessThan(
      image.instructions.findIndex(({ name }) => name === 'USER'),
    );
    expect(last(image, 'VOLUME')).toBe(env.DATA_DIR);
    expect(all(image, 'RUN')).toEqual([`install --directory --owner=node --group=node ${env.DATA_DIR}`]);
    expect(all(image, 'COPY').filter((text) => text.includes('--chown'))).toEqual([]);
  });

  it('sets what the program reads and accepts', () => {
    const { settings, unread } = settingsIn(env);
    expect(settings).toMatchObject({ host: '0.0.0.0', port: Number(last(image, 'EXPOSE')), dataDir: '/data' });
    expect(unread).toEqual(['NODE_ENV']);
  });

  describe('with a running program', () => {
    let program: Program;
    const check = execForm(last(image, 'HEALTHCHECK'));

    beforeAll(async () => {
      program = await startProgram({ EVENT_STORE_URL: '' });
    });

    afterAll(() => program.stop());

    it('asks a route of the program for its health', async () => {
      const asked = /'(\/health\/\w+)'/.exec(check.join(' '))?.[1];
      expect(await servedRoutes()).toContain(`GET ${asked}`);
    });

    it('finds it healthy, and not healthy once nothing answers', async () => {
      expect(check[0]).toBe('node');
      const port = new URL(program.url).port;
      expect(await exitCode(check, { PORT: port })).toBe(0);
      await program.stop();
      expect(await exitCode(check, { PORT: port })).toBe(1);
    });
  });
});

describe('the reader of Dockerfiles', () => {
  it('puts continued lines together, without comments between them', () => {
    const [stage] = readDockerfile('FROM a AS b\nRUN one \\\n  # why\n  && two\n');
    expect(stage).toEqual({ image: 'a', as: 'b', instructions: [{ name: 'RUN', text: 'one && two' }] });
  });

  it('refuses a command in shell form, which would keep SIGTERM from the program', () => {
    expect(() => execForm('node dist/src/main.js')).toThrow('shell form');
  });

  it('says what is missing', () => {
    expect(() => last(readDockerfile('FROM a\n')[0]!, 'USER')).toThrow('no USER');
    expect(() => readDockerfile('RUN a\nFROM b\n')).toThrow('begins with FROM');
  });
});
