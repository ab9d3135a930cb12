#!/usr/bin/env node
/**
 * Demonstrates the package: a real n8n with the package and every importable workflow, against stand-ins for HighLevel,
 * ActiveCampaign, CalendarHero and a chat model on this machine, and a start page that shows both sides. Installs what is missing and
 * keeps running until Ctrl-C.
 *
 *   npm run demo                 keeps running
 *   npm run demo -- --once       runs each workflow of the start page once, checks its result and exits
 *   npm run demo -- --fresh      deletes the n8n of earlier demos first
 *   npm run demo -- --home DIR   keeps n8n's state in DIR instead of .cache/demo
 *
 * The exit code is 1 when a step fails, or when a result is missing in the stand-ins.
 */
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureDependencies } from './lib/packages.mjs';
import { CACHE, ROOT } from './lib/paths.mjs';

ensureDependencies();
const { default: getPort } = await import('get-port');
const { tsImport } = await import('tsx/esm/api');
const { explain } = await import('./lib/commands.mjs');
const { ensureN8n } = await import('./lib/n8n-install.mjs');
const { ensurePacked } = await import('./lib/pack.mjs');
const { say, since, step } = await import('./lib/steps.mjs');

/** Reused on every start if they are free, so that bookmarks and an open editor keep working. */
const PORTS = { page: 4000, highLevel: 4010, activeCampaign: 4011, calendarHero: 4012 };
const EDITOR_PORT = 5678;

const BOOKING = 'book-first-free-slot';

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

	const demo = await tsImport(join(ROOT, 'scripts', 'demo', 'index.ts'), import.meta.url);
	const ports = {};
	for (const [name, port] of Object.entries(PORTS)) ports[name] = await freePort(port);
	const run = await demo.DemoRun.start(home, ports);
	stops.push(async () => await run.stop());
	say(`Open ${run.url}`);

	run.say('Installing what is missing');
	const install = await ensureN8n();
	const { tarball } = await ensurePacked();

	const firstStart = !existsSync(join(home, '.n8n', 'database.sqlite'));
	run.say('Starting n8n');
	const n8n = await step(
		firstStart ? 'Starting n8n for the first time (10 to 30 s)' : 'Starting n8n',
		async () =>
			await demo.startN8n({
				node: install.node,
				n8n: install.n8n,
				packages: [tarball],
				userFolder: home,
				port: await freePort(EDITOR_PORT),
			}),
	);
	stops.push(async () => await n8n.stop());
	run.say('Importing the workflows');
	await step('Importing the workflows and publishing them', async () => await run.addN8n(n8n));
	stops.push(async () => await run.endWorkflows());

	const { workflow } = run.template(BOOKING);
	const editor = `${n8n.url}/workflow/${workflow.id}`;
	const prepared = run.prepare();
	if (values.once) {
		await step('Setting ActiveCampaign up with them', async () => await prepared);
		const report = await step(
			'Booking an appointment',
			async () => await demo.bookOnce(run.demo, workflow),
		);
		table(report.rows);
		say('');
		say(`Look at the run: ${editor}/executions/${report.executionId}`);
		say('');
		await playAll(run);
	}
	say('');
	say(`Sign in to n8n as: ${demo.OWNER.email}`);
	say(`Password:          ${demo.OWNER.password}`);
	say(`n8n:               ${n8n.url}`);
	say(`Ready in ${since(start)}.`);
	if (values.once) return;
	say('');
	say('The page is live; its buttons work as soon as ActiveCampaign is set up, in about 15 s.');
	say('To book an appointment, run this in a second terminal:');
	say(
		`  curl -H 'content-type: application/json' -d '${JSON.stringify(demo.BEN)}' ${n8n.url}/webhook/${demo.WEBHOOK_PATH}`,
	);
	say('');
	say('Ctrl-C ends it.');
	prepared.catch((error) => say(`\n${error.message}`));
	await Promise.race([
		interrupted,
		n8n.ended.then((code) => {
			throw new Error(`n8n exited with ${code}:\n${n8n.output().slice(-2000)}`);
		}),
	]);
}

/** Plays a round of each template. @throws {Error} that names those without a result */
async function playAll(run) {
	const played = await run.playAll((name, { state, did, tookMs, reason }) => {
		say(name);
		say(`  ${did}`);
		say(
			state === 'arrived'
				? `  The result was there after ${(tookMs / 1000).toFixed(1)} s.`
				: `  No result: ${reason}`,
		);
	});
	const missing = played.filter(({ outcome }) => outcome.state !== 'arrived');
	if (missing.length > 0) {
		throw new Error(`No result: ${missing.map(({ name }) => name).join(', ')}`);
	}
}

/** Prints pairs of texts as a table. */
function table(rows) {
	const width = Math.max(...rows.map(([what]) => what.length));
	say('');
	for (const [what, result] of rows) say(`  ${what.padEnd(width)}  ${result}`);
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
