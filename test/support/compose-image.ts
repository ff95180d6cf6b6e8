/** One instruction of a Dockerfile, its lines put together. */
export interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** A stage of a Dockerfile: what follows a FROM. */
export interface Stage {
  readonly image: string;
  readonly as?: string;
  readonly instructions: readonly Instruction[];
}

/** Reads a Dockerfile without heredocs and parser directives. @throws where an instruction stands before the first FROM */
export function readDockerfile(text: string): Stage[] {
  const lines = text.split('\n').filter((line) => !/^\s*#/.test(line));
  const instructions = lines
    .join('\n')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', rest = ''] = /^\s*(\w+)\s+(.*)$/.exec(line) ?? [];
      return { name: name.toUpperCase(), text: rest };
    });
  const starts = instructions.flatMap(({ name }, index) => (name === 'FROM' ? [index] : []));
  if (starts[0] !== 0) throw new Error('a Dockerfile begins with FROM');
  return starts.map((start, index) => {
    const [image = '', , as] = instructions[start]!.text.split(/\s+/);
    return { image, as, instructions: instructions.slice(start + 1, starts[index + 1]) };
  });
}

/** The texts of all instructions of a name in a stage. */
export function all({ instructions }: Stage, name: string): string[] {
  return instructions.filter((instruction) => instruction.name === name).map(({ text }) => text);
}

/** The last instruction of a name, which is the one that holds. @throws where there is none */
export function last(stage: Stage, name: string): string {
  const text = all(stage, name).at(-1);
  if (text === undefined) throw new Error(`no ${name}`);
  return text;
}

/** The variables that a stage sets. */
export function variables(stage: Stage): Record<string, string> {
  const pairs = all(stage, 'ENV').flatMap((text) => text.split(/\s+/));
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

/** What a stage copies: from the build context, or from another stage. */
export function copies(stage: Stage): { readonly from?: string; readonly sources: readonly string[] }[] {
  return all(stage, 'COPY').map((text) => {
    const words = text.split(/\s+/);
    const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
    return { from, sources: words.filter((word) => !word.startsWith('--')).slice(0, -1) };
  });
}

/** The arguments of an instruction in exec form. @throws where it is in shell form, which swallows signals */
export function execForm(text: string): string[] {
  const found = /\[.*\]$/s.exec(text)?.[0];
  const words = found === undefined ? undefined : (JSON.parse(found) as unknown);
  if (!Array.isArray(words) || !words.every((word) => typeof word === 'string')) throw new Error(`shell form: ${text}`);
  return words;
}
