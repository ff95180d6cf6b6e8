import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const SRC = join(__dirname, '..', '..', 'src');

/** What a scan of the sources found: the names, and the places where it could not tell which name stands there. */
export interface NamesFound {
  readonly names: ReadonlySet<string>;
  readonly unclear: readonly string[];
}

/**
 * The names of rules in these folders of `src`: what is passed for a parameter named `rule`, and what stands in a property
 * of that name. What hands on a rule that it was given is looked at where it is called.
 */
export function ruleNames(folders: readonly string[]): NamesFound {
  const sources = sourcesIn(folders);
  const declared = new Map(sources.map((source) => [source.fileName, takersOfRules(source)]));
  const found = new Found();
  for (const source of sources) {
    const known = callables(source, declared);
    visit(source, (node) => {
      if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
        const place = ts.isIdentifier(node.expression) ? known.get(node.expression.text) : undefined;
        const given = place === undefined ? undefined : node.arguments?.[place];
        if (given) found.take(given, source);
      }
      if (ts.isPropertyAssignment(node) && node.name.getText(source) === 'rule') found.take(node.initializer, source);
    });
  }
  return found;
}

/** The keys of the sentences that are said anywhere in `src`. */
export function sentenceKeys(): NamesFound {
  const found = new Found();
  for (const source of sourcesIn([''])) {
    visit(source, (node) => {
      if (!ts.isCallExpression(node) || node.expression.getText(source) !== 'say') return;
      const [, key] = node.arguments;
      if (key && !ts.isTemplateExpression(key)) found.take(key, source);
    });
  }
  return found;
}

class Found implements NamesFound {
  readonly names = new Set<string>();
  readonly unclear: string[] = [];

  take(given: ts.Expression, source: ts.SourceFile): void {
    if (ts.isStringLiteral(given)) this.names.add(given.text);
    else if (ts.isConditionalExpression(given))
      [given.whenTrue, given.whenFalse].forEach((one) => this.take(one, source));
    else if (!handsOn(given, source)) this.unclear.push(`${source.fileName}: ${given.getText(source)}`);
  }
}

/** Whether an expression is made of a variable or property `rule`, or is the schema of one. */
function handsOn(given: ts.Expression, source: ts.SourceFile): boolean {
  const text = given.getText(source);
  if (text === 'WORDS' || /(^|[.[\s])rule\b/.test(text)) return true;
  if (!ts.isIdentifier(given)) return false;
  let isMadeOfRule = false;
  visit(source, (node) => {
    if (!ts.isVariableDeclaration(node) || node.name.getText(source) !== text || !node.initializer) return;
    isMadeOfRule ||= /\brule\b/.test(node.initializer.getText(source));
  });
  return isMadeOfRule;
}

/** What can be called in a file with a rule, under the names that it has there, with the place of the rule. */
function callables(source: ts.SourceFile, declared: ReadonlyMap<string, Map<string, number>>): Map<string, number> {
  const known = new Map<string, number>();
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    const file = join(dirname(source.fileName), statement.moduleSpecifier.text.replace(/\.js$/, '.ts'));
    for (const { name, propertyName } of bindings.elements) {
      const place = declared.get(file)?.get((propertyName ?? name).text);
      if (place !== undefined) known.set(name.text, place);
    }
  }
  for (const [name, place] of declared.get(source.fileName) ?? []) known.set(name, place);
  // `const rule = isOld ? ensure : ensureIfLive`
  visit(source, (node) => {
    if (!ts.isVariableDeclaration(node) || !node.initializer || !ts.isConditionalExpression(node.initializer)) return;
    const place = known.get(node.initializer.whenTrue.getText(source));
    if (place !== undefined) known.set(node.name.getText(source), place);
  });
  return known;
}

/** Functions and classes of a file that take the name of a rule, with its place among their parameters. */
function takersOfRules(source: ts.SourceFile): Map<string, number> {
  const found = new Map<string, number>();
  const look = (name: string | undefined, parameters: ts.NodeArray<ts.ParameterDeclaration>): void => {
    const place = parameters.findIndex(
      (parameter) => parameter.name.getText(source) === 'rule' && parameter.type?.getText(source) === 'string',
    );
    if (name !== undefined && place !== -1) found.set(name, place);
  };
  visit(source, (node) => {
    if (ts.isFunctionDeclaration(node)) look(node.name?.text, node.parameters);
    if (ts.isConstructorDeclaration(node)) look(node.parent.name?.text, node.parameters);
  });
  return found;
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  ts.forEachChild(node, (child) => visit(child, look));
}

function sourcesIn(folders: readonly string[]): ts.SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(SRC, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
      .map((file) => join(SRC, folder, file))
      .map((file) => ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)),
  );
}
