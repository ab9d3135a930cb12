/** The demo as a newcomer starts it: first with nothing installed, then again until Ctrl-C. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { until } from '../lib/client';
import { setup } from '../lib/setup';

const SCRIPT = join(__dirname, '..', '..', '..', 'scripts', 'demo.mjs');
const READY_TIMEOUT_MS = 180_000;

interface Demo {
	child: ChildProcess;
	output(): string;
	/** The exit code. */
	ended: Promise<number | null>;
}

void suite('npm run demo', () => {
	let home: string;
	let running: ChildProcess | undefined;

	before(() => {
		setup();
		home = mkdtempSync(join(tmpdir(), 'n8n-demo-'));
	});

	after(() => {
		running?.kill('SIGTERM');
		rmSync(home, { recursive: true, force: true, maxRetries: 5 });
	});

	function start(...args: string[]): Demo {
		const child = spawn(process.execPath, [SCRIPT, '--home', home, ...args]);
		running = child;
		let output = '';
		child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
		const ended = new Promise<number | null>((resolve) => {
			child.once('close', (code) => {
				running = undefined;
				resolve(code);
			});
		});
		return { child, output: () => output, ended };
	}

	test('runs the workflow once, reports what it did and ends', async () => {
		const demo = start('--once');
		assert.equal(await demo.ended, 0, demo.output());
		for (const line of [
			/Contact created +Ana Costa \(\w+\)/,
			/Free slots found +5, /,
			/Appointment booked +\w+/,
			/Checked in the stand-in +it holds the contact and the appointment/,
			/Look at the run: +http:\/\/127\.0\.0\.1:\d+\/workflow\/\w+\/executions\/\d+/,
			/Password: +\S+/,
		]) {
			assert.match(demo.output(), line);
		}
	});

	test('uses the same n8n when started again, accepts bookings and ends with Ctrl-C', async () => {
		const demo = start();
		await until('the demo to be ready', READY_TIMEOUT_MS, async () => {
			if (demo.child.exitCode !== null) throw new Error(demo.output());
			return /Ctrl-C ends it/.test(demo.output()) ? true : undefined;
		});
		const [, body = '', address = ''] = /-d '(\{.*\})' (http\S+)/.exec(demo.output()) ?? [];
		const response = await fetch(address, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body,
		});
		const answer = await response.text();
		assert.equal(response.status, 200, answer);
		assert.match(answer, /"appointmentId":"\w+"/);

		demo.child.kill('SIGINT');
		assert.equal(await demo.ended, 0, demo.output());
		await assert.rejects(fetch(address), 'n8n must have ended with the demo');
	});
});
