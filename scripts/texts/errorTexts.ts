// The catalogue of errors: every text that a user can see when something cannot be done, with its place in the sources.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

import { calleeName, forwardedBy, saysAnything, textsOf } from './resolve';

const ROOT = join(__dirname, '..', '..');

/**
 * How a text is written.
 *
 * value: continues a sentence that begins with a field's title. message: one sentence of fact. advice: sentences that say
 * what to do. prose: both in one text. hint: sentences of fact. phrase: part of a sentence.
 */
export type Kind = 'value' | 'message' | 'advice' | 'prose' | 'hint' | 'phrase';

/** One text of an error; `‹name›` stands for what is known only at run time. */
export interface ErrorText {
	kind: Kind;
	text: string;
	line: number;
}

/** One place in the sources that makes an error. */
export interface ErrorEntry {
	file: string;
	line: number;
	/** The class, function or key that receives the texts. */
	by: string;
	texts: ErrorText[];
	/** Whether something is given as advice, even if its text is known only at run time. */
	advised: boolean;
}

/** A place that the catalogue cannot read. */
export interface Unread {
	file: string;
	line: number;
	reason: string;
}

/** Where a text is among the arguments, or under a key of the object that is one of them. */
type Part = [at: number, kind: Kind, key?: string];

/** Classes, functions and (with a dot) methods that receive texts for the user. */
const RECEIVERS = new Map<string, Part[]>(
	Object.entries<Part[]>({
		'.addExecutionHints': [[0, 'hint', 'message']],
		'.refuse': [
			[0, 'message'],
			[1, 'advice'],
		],
		'.refused': [[1, 'phrase']],
		'.stop': [
			[0, 'message'],
			[1, 'advice'],
		],
		Error: [[0, 'message']],
		FieldError: [
			[1, 'value'],
			[2, 'advice'],
		],
		KeyFault: [[0, 'value']],
		NodeApiError: [
			[2, 'message', 'message'],
			[2, 'advice', 'description'],
		],
		NodeOperationError: [
			[1, 'message'],
			[2, 'advice', 'description'],
		],
		RefusedRecord: [[1, 'phrase']],
		SettingsFault: [
			[0, 'message'],
			[1, 'advice'],
		],
		UnusableResponse: [[0, 'message']],
		ValueError: [
			[0, 'value'],
			[1, 'advice'],
		],
		bodyRule: [[2, 'prose']],
		ignore: [[0, 'message']],
		refuse: [[1, 'message']],
		refusedContact: [[1, 'phrase']],
		orWebhooks: [[0, 'phrase']],
		refuseTooMany: [
			[2, 'phrase'],
			[3, 'advice'],
		],
		toRefusal: [
			[1, 'message'],
			[2, 'advice'],
		],
		statusRule: [[1, 'prose']],
		unauthenticated: [[0, 'message']],
		unusableToken: [[0, 'prose']],
	}),
);

/** Functions that pass on something that is not a text, or that is read where it is written. */
const PASSING_OTHERS = ['adviceForModel', 'toFailedItem'];

/** Keys of objects that hold texts for the user. */
const KEYS: Record<string, Kind> = {
	errorMessage: 'message',
	ifNone: 'advice',
	instead: 'phrase',
	message: 'message',
	next: 'advice',
	what: 'phrase',
};

/** Keys of records for the model of an AI agent. Their `message` says both what happened and what to do. */
const KEYS_OF_ANSWERS = ['booked', 'found', 'more', 'ok'];

/** The test of a credential shows one text only. */
const KEYS_OF_CREDENTIALS: Record<string, Kind> = { message: 'prose' };

/** Faults of the code, which no user can cause. */
const INTERNAL = ['TypeError'];

/** @returns the sources that are shipped, from the project's root */
export function sourceFiles(): string[] {
	return ['credentials', 'nodes'].flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.ts'))
			.sort()
			.map((file) => `${folder}/${file.replaceAll('\\', '/')}`),
	);
}

/** @returns the syntax tree of a source file */
export function readSource(file: string): ts.SourceFile {
	return parseSource(file, readFileSync(join(ROOT, file), 'utf8'));
}

export function parseSource(file: string, code: string): ts.SourceFile {
	return ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
}

/** The errors of one source file, and the places that could not be read. */
export function errorsIn(source: ts.SourceFile): { entries: ErrorEntry[]; unread: Unread[] } {
	const file = source.fileName;
	const entries: ErrorEntry[] = [];
	const unread: Unread[] = [];
	/** Objects whose texts were read as part of a call. */
	const read = new Set<ts.Node>();
	const keys = file.startsWith('credentials/') ? KEYS_OF_CREDENTIALS : KEYS;
	const lineOf = (node: ts.Node) =>
		source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;

	const add = (node: ts.Node, by: string, parts: Array<[ts.Expression, Kind]>): void => {
		const texts = parts.flatMap(([expression, kind]) => {
			const forwarded = forwardedBy(expression);
			if (forwarded && !receives(forwarded.by) && !(forwarded.key in keys)) {
				const reason = `"${forwarded.by}" passes a text on to ${by}: add it to RECEIVERS`;
				unread.push({ file, line: lineOf(expression), reason });
			}
			return textsOf(expression)
				.filter(saysAnything)
				.map((text) => ({ kind, text, line: lineOf(expression) }));
		});
		const advised = parts.some(([, kind]) => kind === 'advice' || kind === 'prose');
		if (texts.length > 0) entries.push({ file, line: lineOf(node), by, texts, advised });
	};

	const readCall = (node: ts.CallExpression | ts.NewExpression): void => {
		const by = calleeName(node);
		const isMethod = ts.isPropertyAccessExpression(node.expression);
		const parts = RECEIVERS.get(isMethod ? `.${by}` : by);
		if (!parts) {
			if (ts.isNewExpression(node) && isErrorName(by) && !INTERNAL.includes(by)) {
				unread.push({ file, line: lineOf(node), reason: `${by} is unknown: add it to RECEIVERS` });
			}
			return;
		}
		const given = node.arguments ?? [];
		add(
			node,
			by,
			parts.flatMap(([at, kind, key]): Array<[ts.Expression, Kind]> => {
				const argument = given[at];
				if (!argument || key === undefined) return argument ? [[argument, kind]] : [];
				if (!ts.isObjectLiteralExpression(argument)) return [];
				read.add(argument);
				const value = valueUnder(argument, key);
				return value ? [[value, kind]] : [];
			}),
		);
	};

	const readObject = (node: ts.ObjectLiteralExpression): void => {
		if (read.has(node)) return;
		const isAnswer = KEYS_OF_ANSWERS.some((key) => valueUnder(node, key));
		const parts = Object.entries(keys).flatMap(([key, kind]): Array<[ts.Expression, Kind]> => {
			const value = valueUnder(node, key);
			return value ? [[value, isAnswer && key === 'message' ? 'prose' : kind]] : [];
		});
		const by = Object.keys(keys).filter((key) => valueUnder(node, key));
		if (parts.length > 0) add(node, by.join(' and '), parts);
	};

	const visit = (node: ts.Node): void => {
		if (ts.isNewExpression(node)) readCall(node);
		if (ts.isCallExpression(node)) {
			if (node.expression.kind === ts.SyntaxKind.SuperKeyword) {
				const [message] = node.arguments;
				const named = classAround(node);
				if (message && named && extendsError(named)) {
					add(node, named.name?.text ?? 'Error', [[message, 'message']]);
				}
			} else readCall(node);
		}
		if (ts.isObjectLiteralExpression(node)) readObject(node);
		ts.forEachChild(node, visit);
	};
	visit(source);
	return { entries, unread };
}

/** Whether the texts that a function or class is called with are read there. */
const receives = (name: string) =>
	RECEIVERS.has(name) || RECEIVERS.has(`.${name}`) || PASSING_OTHERS.includes(name);

const isErrorName = (name: string) => name.endsWith('Error') || name.endsWith('Fault');

/** The value under a key of an object, also in the short form `{ key }`. */
function valueUnder(object: ts.ObjectLiteralExpression, key: string): ts.Expression | undefined {
	for (const property of object.properties) {
		if (!property.name || !ts.isIdentifier(property.name) || property.name.text !== key) continue;
		if (ts.isPropertyAssignment(property)) return property.initializer;
		if (ts.isShorthandPropertyAssignment(property)) return property.name;
	}
	return undefined;
}

function classAround(node: ts.Node): ts.ClassDeclaration | undefined {
	let outer: ts.Node = node;
	while (!ts.isClassDeclaration(outer)) {
		if (ts.isSourceFile(outer)) return undefined;
		outer = outer.parent;
	}
	return outer;
}

function extendsError({ heritageClauses = [] as never }: ts.ClassDeclaration): boolean {
	return heritageClauses.some(({ types }) =>
		types.some(({ expression }) => ts.isIdentifier(expression) && expression.text === 'Error'),
	);
}
