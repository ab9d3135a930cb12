import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const ROOT = resolve(__dirname, '../..');

/** The verdict of n8n's scanner on a folder. */
export interface Verdict {
	passed: boolean;
	message?: string;
	/** The findings, as ESLint's text report. */
	details?: string;
}

/** The parts of a parsed package.json that the tests read. */
export interface Manifest {
	name: string;
	version: string;
	files: string[];
	scripts: Record<string, string>;
	dependencies?: Record<string, string>;
	peerDependencies: Record<string, string>;
	n8n: { n8nNodesApiVersion: number; credentials: string[]; nodes: string[] };
}

/** Runs a program in `cwd` and returns its output; throws an error with its stderr when it fails. */
export function run(command: string, args: string[], cwd = ROOT, env = process.env): string {
	return execFileSync(command, args, {
		cwd,
		env,
		encoding: 'utf8',
		maxBuffer: 64 * 1024 * 1024,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
}

/** Runs the scanner that n8n runs on published packages, with the same rules. */
export function scan(folder: string, patterns: string[]): Verdict {
	// Under NODE_ENV=test, which jest sets, the rules treat every file as that of a node and of a trigger.
	const { NODE_ENV: _jest, ...env } = process.env;
	const verdict: Verdict = JSON.parse(
		run(process.execPath, [join(__dirname, 'scan.mjs'), folder, ...patterns], ROOT, env),
	);
	return verdict;
}

/** Creates a temporary folder; remove it with `removeFolder`. */
export function temporaryFolder(): string {
	return realpathSync(mkdtempSync(join(tmpdir(), 'n8n-nodes-gohighlevel-')));
}

export function removeFolder(folder: string): void {
	rmSync(folder, { recursive: true, force: true });
}
