/** Pictures of the canvas of each importable workflow, as it looks after an import. */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { openEditor } from '../lib/browser';
import type { Editor } from '../lib/browser';
import { OWNER } from '../lib/n8n';
import { setup } from '../lib/setup';
import { readTemplate, templateNames } from '../lib/templates';
import type { World } from '../lib/world';
import { startWorld } from '../lib/world';

/** Wide enough for the longest one at a readable size. */
const SIZE = { width: 2600, height: 1300 };

void suite('the canvas of each template', () => {
	let world: World;
	let editor: Editor;

	before(async () => {
		const { chromium, artifacts } = setup();
		assert.ok(chromium, 'CHROMIUM_PATH is not set');
		world = await startWorld();
		editor = await openEditor({ url: world.n8n.url, chromium, artifacts, size: SIZE });
		await editor.signIn(OWNER);
	});

	after(async () => {
		await editor?.close();
		await world?.stop();
	});

	for (const name of templateNames()) {
		test(name, async () => {
			const { id } = await world.client.createWorkflow(readTemplate(name));
			await editor.openWorkflow(id);
			await editor.page.keyboard.press('1');
			await editor.screenshotWorkflow(`canvas-${name}`);
			assert.deepEqual(editor.pageErrors, []);
		});
	}
});
