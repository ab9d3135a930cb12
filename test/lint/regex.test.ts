import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import ts from 'typescript';

const ROOT = join(__dirname, '../..');
const CHILD = join(__dirname, 'regexTime.mjs');
/** Time limit for one text of half a megabyte: a thousand times what linear time takes. */
const MOST_MS = 5000;

interface Expression {
	place: string;
	source: string;
	flags: string;
}

function filesBelow(folder: string): string[] {
	return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => join(folder, file));
}

/** The source and flags of a literal such as `/a/g`. */
function split(literal: string): { source: string; flags: string } {
	const end = literal.lastIndexOf('/');
	return { source: literal.slice(1, end), flags: literal.slice(end + 1) };
}

/**
 * The regular expressions in a program: its literals, what it passes to `RegExp` or to n8n under the key `regex`, and the
 * literals in n8n expressions within its strings.
 */
function expressionsIn(text: string, place: string): Expression[] {
	const found: Expression[] = [];
	const file = ts.createSourceFile(place, text, ts.ScriptTarget.Latest, true);
	const at = (node: ts.Node) =>
		`${place}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}`;
	const visit = (node: ts.Node): void => {
		if (ts.isRegularExpressionLiteral(node)) found.push({ place: at(node), ...split(node.text) });
		if (ts.isPropertyAssignment(node) && node.name.getText(file) === 'regex') {
			const { initializer } = node;
			const value = ts.isStringLiteralLike(initializer) ? initializer.text : undefined;
			if (value !== undefined) found.push({ place: at(node), source: value, flags: '' });
			// Passed on from an object that has its own string under the same key.
			else if (!/\.regex$/.test(initializer.getText(file))) {
				throw new Error(`${at(node)} is not a string`);
			}
		}
		if (ts.isNewExpression(node) && node.expression.getText(file) === 'RegExp') {
			const [pattern] = node.arguments ?? [];
			if (pattern && ts.isStringLiteralLike(pattern)) {
				found.push({ place: at(node), source: pattern.text, flags: '' });
			}
		}
		if (ts.isStringLiteralLike(node) && node.text.startsWith('=')) {
			for (const [, inner = ''] of node.text.matchAll(/\{\{(.*?)\}\}/gs)) {
				found.push(...expressionsIn(`(${inner})`, at(node)));
			}
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found;
}

/** Runs expressions in a child process, which is killed when an expression takes too long. */
class Runner {
	private child: ChildProcess | undefined;

	async isFast({ source, flags }: Expression): Promise<boolean> {
		const child = (this.child ??= spawn(process.execPath, [CHILD], {
			stdio: ['pipe', 'pipe', 'inherit'],
		}));
		const { stdin, stdout } = child;
		if (!stdin || !stdout) throw new Error('The child process has no pipes');
		const lines = createInterface({ input: stdout });
		const done = new Promise<boolean>((resolve) => {
			const timer = setTimeout(() => resolve(false), MOST_MS);
			lines.on('line', (line) => {
				timer.refresh();
				if (line !== 'done') return;
				clearTimeout(timer);
				resolve(true);
			});
		});
		stdin.write(`${JSON.stringify({ source, flags })}\n`);
		const fast = await done;
		lines.close();
		if (!fast) this.end();
		return fast;
	}

	end(): void {
		this.child?.kill('SIGKILL');
		this.child = undefined;
	}
}

const expressions = ['nodes', 'credentials']
	.flatMap(filesBelow)
	.flatMap((file) => expressionsIn(readFileSync(join(ROOT, file), 'utf8'), file));

const runner = new Runner();
afterAll(() => runner.end());

test('every kind of expression is found in the syntax tree', () => {
	const code =
		"const a = /x+$/g; const b = new RegExp('y'); const c = { regex: 'z' }; const d = '={{ $x.replace(/w/, \"\") }}';";
	expect(expressionsIn(code, 'code').map(({ source }) => source)).toEqual(['x+$', 'y', 'z', 'w']);
	expect(expressions.length).toBeGreaterThan(40);
});

test('an expression that takes quadratic time is found', async () => {
	expect(await runner.isFast({ place: '', source: '<[^>]*>', flags: '' })).toBe(false);
}, 30_000);

test.each([...new Map(expressions.map((one) => [`${one.source} ${one.flags}`, one])).values()])(
	'/$source/$flags takes linear time ($place)',
	async (expression) => {
		expect(await runner.isFast(expression)).toBe(true);
	},
	120_000,
);
