#!/usr/bin/env node
/**
 * Demonstrates the package: a real n8n with the package installed, against a HighLevel stand-in on this machine. Installs
 * what is missing, runs the main workflow once and keeps running until Ctrl-C.
 *
 *   npm run demo                 keeps running
 *   npm run demo -- --once       exits after the run
 *   npm run demo -- --fresh      deletes the n8n of earlier demos first
 *   npm run demo -- --home DIR   keeps n8n's state in DIR instead of .cache/demo
 *
 * The exit code is 1 when a step fails, or when the stand-in lacks the contact or the appointment afterwards.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureDependencies } from './lib/packages.mjs';
import { CACHE, ROOT } from './lib/paths.mjs';

ensureDependencies();
const { default: getPort } = await import('get-port');
const { tsImport } = await import('tsx/esm/api');
const { explain } = await import('./lib/commands.mjs');
const { printDemo, runDemo } = await import('./lib/demo-run.mjs');
const { ensureN8n } = await import('./lib/n8n-install.mjs');
const { ensurePacked } = await import('./lib/pack.mjs');
const { say, since, step } = await import('./lib/steps.mjs');

/** Reused on every start if they are free, so that bookmarks and an open editor keep working. */
const EDITOR_PORT = 5678;
const STAND_IN_PORT = 4010;

/** The exit code that a shell expects of an interrupted program. */
const INTERRUPTED = 130;

async function main(interrupted) {
	const start = Date.now();
	const { values } = parseArgs({
		options: {
			once: { type: 'boolean', default: false },
			fresh: { type: 'boolean', default: false },
			home: { type: 'string', default: join(CACHE, 'demo') },
		},
	});
	const home = resolve(values.home);
	if (values.fresh) rmSync(home, { recursive: true, force: true });

	const install = await ensureN8n();
	const { tarball } = await ensurePacked();

	const load = async (path) => await tsImport(join(ROOT, path), import.meta.url);
	const { startHighLevelStandIn } = await load('test/standins/highlevel/index.ts');
	const { OWNER, signInAsOwner, startN8n } = await load('test/e2e/lib/n8n.ts');

	const standIn = await startHighLevelStandIn({ port: await freePort(STAND_IN_PORT) });
	stops.push(async () => await standIn.close());
	say(`A stand-in for HighLevel with a small sub-account: ${standIn.url}`);

	mkdirSync(home, { recursive: true });
	const firstStart = !existsSync(join(home, '.n8n', 'database.sqlite'));
	const n8n = await step(
		firstStart ? 'Starting n8n for the first time (10 to 30 s)' : 'Starting n8n',
		async () =>
			await startN8n({
				node: install.node,
				n8n: install.n8n,
				packages: [tarball],
				userFolder: home,
				port: await freePort(EDITOR_PORT),
			}),
	);
	stops.push(async () => await n8n.stop());
	await signInAsOwner(n8n.client);

	const workflow = JSON.parse(
		readFileSync(join(ROOT, 'workflows', 'book-first-free-slot.json'), 'utf8'),
	);
	const result = await step(
		'Importing the workflow, publishing it and running it once',
		async () => await runDemo({ client: n8n.client, standIn, workflow }),
	);
	printDemo(result);
	const editor = `${n8n.url}/workflow/${result.workflowId}`;
	say('');
	say(`Look at the run: ${editor}/executions/${result.executionId}`);
	say(`Sign in as:      ${OWNER.email}`);
	say(`Password:        ${OWNER.password}`);
	say(`The workflow:    ${editor}`);
	say(`Ready in ${since(start)}.`);
	if (values.once) return;
	const visitor = '{"firstName":"Ben","lastName":"Okafor","email":"ben@example.com"}';
	say('');
	say('To book another appointment, run this in a second terminal:');
	say(
		`  curl -H 'content-type: application/json' -d '${visitor}' ${n8n.url}/webhook/${result.webhookPath}`,
	);
	say('');
	say('Ctrl-C ends it.');
	await Promise.race([
		interrupted,
		n8n.ended.then((code) => {
			throw new Error(`n8n exited with ${code}:\n${n8n.output().slice(-2000)}`);
		}),
	]);
}

/** Functions that stop the servers before exit, in the order in which these were started. */
const stops = [];

async function stopAll() {
	for (const stop of stops.splice(0).reverse()) await stop();
}

/** A free loopback port: the preferred one if it is free. */
async function freePort(preferred) {
	return await getPort({ port: preferred, host: '127.0.0.1' });
}

/** Resolves with the signal's name at the first Ctrl-C or SIGTERM; a second one exits immediately. */
function untilInterrupted() {
	return new Promise((done) => {
		for (const signal of ['SIGINT', 'SIGTERM']) {
			process.once(signal, () => {
				done(signal);
				process.once(signal, () => process.exit(INTERRUPTED));
			});
		}
	});
}

const interrupted = untilInterrupted();
let code = 0;
try {
	await Promise.race([
		main(interrupted),
		interrupted.then((signal) => say(`\nStopping (${signal})`)),
	]);
} catch (error) {
	say(`\n${explain(error)}`);
	code = 1;
}
try {
	await stopAll();
} catch (error) {
	say(`Not everything could be stopped: ${error.message}`);
	code = 1;
}
// A step still running at Ctrl-C must not keep the process alive; exiting ends its n8n.
process.exit(code);
