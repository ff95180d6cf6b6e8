// The small errors that `npm run test:mutation` puts into a file, one at a time.
import ts from 'typescript';

const K = ts.SyntaxKind;

/** What stands for an operator: comparisons at their boundary, equality and logic turned over, arithmetic exchanged. */
const OPERATORS = new Map([
  [K.LessThanToken, '<='],
  [K.LessThanEqualsToken, '<'],
  [K.GreaterThanToken, '>='],
  [K.GreaterThanEqualsToken, '>'],
  [K.EqualsEqualsEqualsToken, '!=='],
  [K.ExclamationEqualsEqualsToken, '==='],
  [K.AmpersandAmpersandToken, '||'],
  [K.BarBarToken, '&&'],
  [K.PlusToken, '-'],
  [K.MinusToken, '+'],
  [K.AsteriskToken, '/'],
  [K.SlashToken, '*'],
  [K.PercentToken, '*'],
]);

/**
 * Every mutant of a file, in the order of the text.
 * @param {string} file path, as mutants are to name it
 * @param {string} text
 * @returns {{ file: string, line: number, start: number, end: number, to: string, what: string }[]} what stands from `start`
 *   to `end` becomes `to`
 */
export function mutantsIn(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  const mutants = [];
  const add = (node, to, what, shown = to) => {
    const [start, end] = [node.getStart(source), node.getEnd()];
    const line = source.getLineAndCharacterOfPosition(start).line + 1;
    const from = text.slice(start, end).replace(/\s+/g, ' ');
    mutants.push({ file, line, start, end, to, what: `${what}: ${from} → ${shown}` });
  };
  const visit = (node) => {
    if (isPassedOver(node)) return;
    mutate(node, add);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return mutants;
}

/** The text with one of its mutants in it. */
export function mutated(text, { start, end, to }) {
  return text.slice(0, start) + to + text.slice(end);
}

/** Types do nothing at run time, and what an error or a decorator says is for readers. */
function isPassedOver(node) {
  return (
    ts.isTypeNode(node) ||
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isDecorator(node) ||
    (ts.isNewExpression(node) && ts.isThrowStatement(node.parent))
  );
}

function mutate(node, add) {
  if (ts.isBinaryExpression(node)) mutateBinary(node, add);
  else if (ts.isPrefixUnaryExpression(node) && node.operator === K.ExclamationToken)
    add(node, `(${node.operand.getText()})`, 'negation dropped');
  else if (node.kind === K.TrueKeyword) add(node, 'false', 'boolean');
  else if (node.kind === K.FalseKeyword) add(node, 'true', 'boolean');
  else if (ts.isIfStatement(node)) mutateCondition(node.expression, add, [true, false]);
  else if (ts.isConditionalExpression(node)) mutateCondition(node.condition, add, [true, false]);
  // A loop whose condition always holds ends by the time limit alone.
  else if (ts.isWhileStatement(node)) mutateCondition(node.expression, add, [false]);
  else if (ts.isForStatement(node) && node.condition) mutateCondition(node.condition, add, [false]);
  else if (ts.isReturnStatement(node) && node.expression) mutateResult(node.expression, add);
  else if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) mutateResult(node.body, add);
  else if (ts.isExpressionStatement(node) && isCall(node.expression)) add(node, ';', 'statement removed');
  // Texts for readers are mutated nowhere: only those that something is compared with.
  else if (ts.isStringLiteral(node) && node.text !== '' && isCompared(node)) add(node, "''", 'text emptied');
}

function mutateBinary(node, add) {
  const to = OPERATORS.get(node.operatorToken.kind);
  const isOfText = node.operatorToken.kind === K.PlusToken && [node.left, node.right].some(isText);
  if (to !== undefined && !isOfText) {
    // The operator's own place tells it apart from others in the same expression.
    add(node.operatorToken, to, `operator in ${node.getText().replace(/\s+/g, ' ').slice(0, 80)}`);
  }
}

/** What the condition tells the compiler about types stays: with a bare literal most checks would be refused by it. */
function mutateCondition(condition, add, values) {
  if ([K.TrueKeyword, K.FalseKeyword].includes(condition.kind)) return;
  const text = condition.getText();
  for (const value of values) {
    add(condition, value ? `(${text}) || Boolean(1)` : `(${text}) && Boolean(0)`, 'condition', String(value));
  }
}

function mutateResult(result, add) {
  if (result.kind === K.Identifier && result.getText() === 'undefined') return;
  if (ts.isArrayLiteralExpression(result) && result.elements.length > 0) add(result, '[]', 'result');
  else add(result, 'undefined', 'result');
}

function isCall(expression) {
  const called = ts.isAwaitExpression(expression) ? expression.expression : expression;
  return ts.isCallExpression(called) && called.expression.kind !== K.SuperKeyword;
}

function isText(node) {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

function isCompared({ parent }) {
  return (
    ts.isBinaryExpression(parent) &&
    [K.EqualsEqualsEqualsToken, K.ExclamationEqualsEqualsToken].includes(parent.operatorToken.kind)
  );
}
