/**
 * How long the Calendars node takes to open in n8n's editor, compared with n8n's own Microsoft Outlook node in the
 * same run: both with a stored credential, as a new node with its defaults and with an event to create.
 *
 *   node test/e2e/run.mjs measure
 *
 * OPENING_ROUNDS sets the number of rounds; OPENING_PROFILE names a folder for a CPU profile of one more opening of
 * each node.
 */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { openEditor } from '../lib/browser';
import type { Editor } from '../lib/browser';
import { OWNER } from '../lib/n8n';
import { openingPairs, openOnce, printOpenings } from '../lib/opening';
import type { Pair } from '../lib/opening';
import { setup } from '../lib/setup';
import type { World } from '../lib/world';
import { privateIntegration, startWorld } from '../lib/world';

const ROUNDS = Number(process.env['OPENING_ROUNDS'] ?? 8);
const PROFILES = process.env['OPENING_PROFILE'];

void suite('time to open a node', () => {
	let world: World;
	let editor: Editor;
	let pairs: Pair[];

	before(async () => {
		const { chromium, artifacts } = setup();
		assert.ok(chromium, 'CHROMIUM_PATH is not set');
		world = await startWorld();
		pairs = await openingPairs(world.client, await privateIntegration(world));
		editor = await openEditor({ url: world.n8n.url, chromium, artifacts });
		await editor.signIn(OWNER);
	});

	after(async () => {
		await editor?.close();
		await world?.stop();
	});

	test('is printed, compared with Microsoft Outlook', async () => {
		for (const pair of pairs) await printOpenings(editor, pair, ROUNDS);
	});

	test('is profiled', { skip: PROFILES === undefined }, async () => {
		const folder = PROFILES ?? '';
		mkdirSync(folder, { recursive: true });
		for (const { label, workflowId, ours, theirs } of pairs) {
			for (const name of [ours, theirs]) {
				await editor.openWorkflow(workflowId);
				await openOnce(editor, name, async (session) => {
					await session.send('Profiler.enable');
					await session.send('Profiler.start');
					return async () => {
						const { profile } = await session.send('Profiler.stop');
						writeFileSync(join(folder, `${label} ${name}.cpuprofile`), JSON.stringify(profile));
					};
				});
			}
		}
	});
});
