import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const ROOT = resolve(__dirname, '../..');

/** What n8n's scanner says of a folder. */
export interface Verdict {
	passed: boolean;
	message?: string;
	/** The findings as ESLint's text report. */
	details?: string;
}

/** A parsed package.json, the parts that the tests read. */
export interface Manifest {
	name: string;
	version: string;
	files: string[];
	scripts: Record<string, string>;
	dependencies?: Record<string, string>;
	peerDependencies: Record<string, string>;
	n8n: { n8nNodesApiVersion: number; credentials: string[]; nodes: string[] };
}

/** Runs a program in `cwd` and returns what it printed; throws with its errors when it fails. */
export function run(command: string, args: string[], cwd = ROOT, env = process.env): string {
	return execFileSync(command, args, {
		cwd,
		env,
		encoding: 'utf8',
		maxBuffer: 64 * 1024 * 1024,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
}

/** Runs the scanner that n8n runs on published packages, with the rules it uses. */
export function scan(folder: string, patterns: string[]): Verdict {
	// Under NODE_ENV=test, which jest sets, the rules take every file for a node's and a trigger's.
	const { NODE_ENV: _jest, ...env } = process.env;
	const verdict: Verdict = JSON.parse(
		run(process.execPath, [join(__dirname, 'scan.mjs'), folder, ...patterns], ROOT, env),
	);
	return verdict;
}

/** A new temporary folder; remove it with `removeFolder`. */
export function temporaryFolder(): string {
	return realpathSync(mkdtempSync(join(tmpdir(), 'n8n-nodes-gohighlevel-')));
}

export function removeFolder(folder: string): void {
	rmSync(folder, { recursive: true, force: true });
}
