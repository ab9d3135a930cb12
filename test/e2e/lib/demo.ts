/** Starts the demo as a newcomer does: with its command. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { withoutPrepared } from './prepared';
import { until } from './until';

const SCRIPT = join(__dirname, '..', '..', '..', 'scripts', 'demo.mjs');
const READY_TIMEOUT_MS = 180_000;
const ADDRESS = /^Open (http:\/\/127\.0\.0\.1:\d+)\n/;

/** A demo that was started. */
export interface Demo {
	child: ChildProcess;
	/** What it has printed. */
	output(): string;
	/** The exit code. */
	ended: Promise<number | null>;
	/** Waits until it is ready. @throws {Error} with its output if it ends before */
	ready(): Promise<void>;
	/** The start page's address, which is the first thing that it prints. */
	url(): string;
	/** n8n's address. */
	n8n(): string;
	/** What the start page shows now. */
	shown(): Promise<unknown>;
	/** Ends it as Ctrl-C does. @throws {Error} with its output if it had ended by itself */
	end(): Promise<void>;
}

/** Starts the demo. @param home the folder of its n8n */
export function startDemo(home: string, ...args: string[]): Demo {
	const child = spawn(process.execPath, [SCRIPT, '--home', home, ...args], {
		env: withoutPrepared(process.env),
	});
	let output = '';
	child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
	const printed = (pattern: RegExp): string => {
		const [, found] = pattern.exec(output) ?? [];
		if (found === undefined) throw new Error(`The demo did not print ${pattern}:\n${output}`);
		return found;
	};
	return {
		child,
		output: () => output,
		ended,
		ready: async () => {
			await until('the demo to be ready', READY_TIMEOUT_MS, async () => {
				if (child.exitCode !== null) throw new Error(output);
				return /Ctrl-C ends it/.test(output) ? true : undefined;
			});
		},
		url: () => printed(ADDRESS),
		n8n: () => printed(/^n8n: +(http\S+)$/m),
		shown: async (): Promise<unknown> => {
			const response = await fetch(`${printed(ADDRESS)}/now`);
			return await response.json();
		},
		end: async () => {
			const endedByItself = child.exitCode !== null;
			child.kill('SIGINT');
			await ended;
			if (endedByItself) throw new Error(`The demo ended by itself:\n${output}`);
		},
	};
}
