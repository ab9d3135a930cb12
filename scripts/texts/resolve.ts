// What an expression in a source file may say: its texts, read from the syntax tree.

import ts from 'typescript';

/** Stands in a text for what is known only at run time. No source text contains these characters. */
const OPEN = '‹';
const CLOSE = '›';

/** More variants than any text has. */
const MAX_VARIANTS = 200;
const MAX_DEPTH = 12;

/** Functions that return their first argument, shortened or masked. */
const PASSING = ['shorten', 'show'];
/** Functions that return their arguments one after another. */
const JOINING = ['shortenBetween'];

/** @returns whether a text says anything besides its placeholders */
export function saysAnything(text: string): boolean {
	return withoutPlaceholders(text).trim() !== '';
}

/** @returns a text with another in place of every placeholder */
export function withoutPlaceholders(text: string, instead = ''): string {
	return text
		.split(OPEN)
		.map((part, index) => (index === 0 ? part : `${instead}${part.slice(part.indexOf(CLOSE) + 1)}`))
		.join('');
}

const placeholder = (name: string) => `${OPEN}${name}${CLOSE}`;

const unique = (texts: string[]) => [...new Set(texts)].slice(0, MAX_VARIANTS);

/** Every first part with every second one. A part without a text adds nothing. */
function combine(first: string[], second: string[]): string[] {
	const ends = second.length > 0 ? second : [''];
	return unique(first.flatMap((start) => ends.map((end) => start + end)));
}

/**
 * The texts that an expression may evaluate to, one for each branch, with `‹name›` for what is known only at run time.
 * Constants and functions of the same file are followed.
 *
 * @returns nothing if the expression is `undefined`
 */
export function textsOf(expression: ts.Expression, depth = 0): string[] {
	const unknown = [placeholder(nameOf(expression))];
	if (depth > MAX_DEPTH) return unknown;
	const read = (one: ts.Expression) => textsOf(one, depth + 1);
	if (ts.isStringLiteralLike(expression) || ts.isNumericLiteral(expression)) {
		return [expression.text];
	}
	if (ts.isTemplateExpression(expression)) {
		return expression.templateSpans.reduce(
			(texts, span) => combine(combine(texts, read(span.expression)), [span.literal.text]),
			[expression.head.text],
		);
	}
	if (ts.isConditionalExpression(expression)) {
		return unique([...read(expression.whenTrue), ...read(expression.whenFalse)]);
	}
	if (ts.isBinaryExpression(expression)) {
		const { left, operatorToken, right } = expression;
		switch (operatorToken.kind) {
			case ts.SyntaxKind.PlusToken:
				return combine(read(left), read(right));
			case ts.SyntaxKind.QuestionQuestionToken:
			case ts.SyntaxKind.BarBarToken:
				return unique([...read(left), ...read(right)]);
			default:
				return unknown;
		}
	}
	if (
		ts.isParenthesizedExpression(expression) ||
		ts.isAsExpression(expression) ||
		ts.isSatisfiesExpression(expression) ||
		ts.isNonNullExpression(expression)
	) {
		return read(expression.expression);
	}
	if (ts.isIdentifier(expression)) {
		if (expression.text === 'undefined') return [];
		const declaration = declarationOf(expression);
		if (!declaration || ts.isFunctionDeclaration(declaration)) return unknown;
		const texts = declaration.initializer ? read(declaration.initializer) : [];
		if (!texts.some(saysAnything)) return unknown;
		return ts.isVariableDeclaration(declaration) ? texts : unique([...unknown, ...texts]);
	}
	if (ts.isCallExpression(expression)) {
		const name = calleeName(expression);
		const [first] = expression.arguments;
		if (first && PASSING.includes(name)) return read(first);
		if (JOINING.includes(name)) {
			return expression.arguments.reduce((texts, one) => combine(texts, read(one)), ['']);
		}
		const results = ts.isIdentifier(expression.expression)
			? returnedBy(expression.expression).flatMap(read)
			: [];
		return results.some(saysAnything) ? unique(results) : unknown;
	}
	return unknown;
}

/** @returns the last name of what is called: `refuse` for `item.refuse(…)` */
export function calleeName({ expression }: ts.CallExpression | ts.NewExpression): string {
	if (ts.isIdentifier(expression)) return expression.text;
	return ts.isPropertyAccessExpression(expression) ? expression.name.text : '';
}

/** A name for what an expression stands for. */
function nameOf(expression: ts.Expression): string {
	if (ts.isIdentifier(expression)) return expression.text;
	if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
	if (ts.isCallExpression(expression)) {
		const [first] = expression.arguments;
		if (ts.isPropertyAccessExpression(expression.expression)) {
			const owner = nameOf(expression.expression.expression);
			// `Math.ceil(minutes)` is named like its argument.
			if (owner !== 'Math' || !first) return owner;
		}
		return first ? nameOf(first) : calleeName(expression);
	}
	const inner = expression.forEachChild((child) => (ts.isExpression(child) ? child : undefined));
	return inner ? nameOf(inner) : 'value';
}

type Declaration =
	| ts.VariableDeclaration
	| ts.BindingElement
	| ts.ParameterDeclaration
	| ts.FunctionDeclaration;

/** The declaration of a name in its file, the innermost one first. */
function declarationOf(identifier: ts.Identifier): Declaration | undefined {
	for (let scope: ts.Node = identifier.parent; ; scope = scope.parent) {
		const found = declaredIn(scope).find(
			(one) => one.name && ts.isIdentifier(one.name) && one.name.text === identifier.text,
		);
		if (found || ts.isSourceFile(scope)) return found;
	}
}

function declaredIn(scope: ts.Node): Declaration[] {
	if (ts.isFunctionLike(scope)) return scope.parameters.flatMap(withElements);
	if (!ts.isBlock(scope) && !ts.isSourceFile(scope) && !ts.isCaseOrDefaultClause(scope)) return [];
	return scope.statements.flatMap((statement): Declaration[] => {
		if (ts.isFunctionDeclaration(statement)) return [statement];
		if (!ts.isVariableStatement(statement)) return [];
		return statement.declarationList.declarations.flatMap(withElements);
	});
}

/** A declaration, or the elements of its pattern. */
function withElements(
	declaration: ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement,
): Declaration[] {
	const { name } = declaration;
	if (ts.isIdentifier(name)) return [declaration];
	return name.elements.flatMap((element) =>
		ts.isBindingElement(element) ? withElements(element) : [],
	);
}

/** What a function of the same file may return. */
function returnedBy(name: ts.Identifier): ts.Expression[] {
	const declaration = declarationOf(name);
	const work = declaration && functionIn(declaration);
	if (!work?.body) return [];
	if (!ts.isBlock(work.body)) return [work.body];
	const returned: ts.Expression[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isFunctionLike(node)) return;
		if (ts.isReturnStatement(node) && node.expression) returned.push(node.expression);
		ts.forEachChild(node, visit);
	};
	visit(work.body);
	return returned;
}

function functionIn(declaration: Declaration): ts.FunctionLikeDeclaration | undefined {
	if (ts.isFunctionDeclaration(declaration)) return declaration;
	const { initializer } = declaration;
	return initializer && ts.isArrowFunction(initializer) ? initializer : undefined;
}

/**
 * Whether an expression passes on a parameter of the function around it.
 *
 * @returns the name of that function, and the key if only what is under it in the parameter is passed on
 */
export function forwardedBy(expression: ts.Expression): { by: string; key: string } | undefined {
	if (!ts.isIdentifier(expression)) return undefined;
	let node: ts.Node | undefined = declarationOf(expression);
	const element = node && ts.isBindingElement(node) ? node : undefined;
	while (node && ts.isBindingElement(node)) node = node.parent.parent;
	if (!node || !ts.isParameter(node)) return undefined;
	const key = element?.propertyName ?? element?.name;
	return { by: functionName(node.parent), key: key && ts.isIdentifier(key) ? key.text : '' };
}

function functionName(work: ts.SignatureDeclaration): string {
	if (ts.isConstructorDeclaration(work)) return work.parent.name?.text ?? '';
	if (work.name && ts.isIdentifier(work.name)) return work.name.text;
	const holder: ts.Node = work.parent;
	if (!ts.isVariableDeclaration(holder) && !ts.isPropertyAssignment(holder)) return '';
	return ts.isIdentifier(holder.name) ? holder.name.text : '';
}
