#!/usr/bin/env node
/**
 * Shows the package at work: a real n8n with the package installed, against a HighLevel of its own on this machine.
 * Installs what is missing, runs the main workflow once and keeps running until Ctrl-C.
 *
 *   npm run demo                 keeps running
 *   npm run demo -- --once       ends after the run (exit code 1 when the run failed)
 *   npm run demo -- --fresh      forgets the n8n of earlier demos first
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { printDemo, runDemo } from './lib/demo-run.mjs';
import { ensureN8n } from './lib/n8n-install.mjs';
import { ensureDependencies, ensurePacked } from './lib/pack.mjs';
import { CACHE, ROOT, say, since, step } from './lib/steps.mjs';

const HOME = join(CACHE, 'demo');

/** Kept from start to start where they are free, so that bookmarks and an open editor keep working. */
const EDITOR_PORT = 5678;
const STAND_IN_PORT = 4010;

const OLDEST_NODE = 20;

async function main() {
	const start = Date.now();
	if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
		throw new Error(`The demo needs Node ${OLDEST_NODE} or newer; this is ${process.version}.`);
	}
	const once = process.argv.includes('--once');
	if (process.argv.includes('--fresh')) rmSync(HOME, { recursive: true, force: true });

	await ensureDependencies();
	const install = await ensureN8n();
	const { tarball } = await ensurePacked();

	// From here on TypeScript is at hand.
	const { tsImport } = await import('tsx/esm/api');
	const load = async (path) => await tsImport(join(ROOT, path), import.meta.url);
	const { startHighLevelStandIn } = await load('test/standins/highlevel/index.ts');
	const { OWNER, signInAsOwner, startN8n } = await load('test/e2e/lib/n8n.ts');

	const stops = [];
	const stopAll = async () => {
		for (const stop of stops.splice(0).reverse()) await stop();
	};
	try {
		const standIn = await startHighLevelStandIn({ port: await freeOr(STAND_IN_PORT) });
		stops.push(async () => await standIn.close());
		say(`HighLevel's stand-in: ${standIn.url}`);

		mkdirSync(HOME, { recursive: true });
		const firstStart = !existsSync(join(HOME, '.n8n', 'database.sqlite'));
		const n8n = await step(
			firstStart ? 'Starting n8n for the first time (10 to 30 s)' : 'Starting n8n',
			async () =>
				await startN8n({
					node: install.node,
					n8n: install.n8n,
					packages: [tarball],
					userFolder: HOME,
					...(await portOption()),
				}),
		);
		stops.push(async () => await n8n.stop());
		const interrupted = untilInterrupted();
		await signInAsOwner(n8n.client);

		const workflow = JSON.parse(
			readFileSync(join(ROOT, 'workflows', 'book-first-free-slot.json'), 'utf8'),
		);
		const result = await step('Running the workflow', async () => {
			return await runDemo({ client: n8n.client, standIn, workflow });
		});
		printDemo(result);
		say('');
		say(`The editor:  ${n8n.url}/workflow/${result.workflowId}`);
		say(`Sign in as:  ${OWNER.email}`);
		say(`Password:    ${OWNER.password}`);
		say(`Ready after ${since(start)}.`);
		if (!once) {
			say('Ctrl-C ends it.');
			const why = await Promise.race([interrupted, n8n.ended.then(() => 'n8n ended')]);
			say(`\nStopping (${why})`);
		}
	} finally {
		await stopAll();
	}
}

async function portOption() {
	const port = await freeOr(EDITOR_PORT);
	return port === 0 ? {} : { port };
}

/** The port if it is free on loopback, else 0: any. */
async function freeOr(port) {
	return await new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(0));
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)));
	});
}

/** Resolves with the signal's name at the first Ctrl-C or SIGTERM. */
function untilInterrupted() {
	return new Promise((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => resolve(signal));
	});
}

try {
	await main();
} catch (error) {
	say(`\n${error.message}`);
	process.exitCode = 1;
}
