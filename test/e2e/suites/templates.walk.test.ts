/** Pictures of the canvas of each importable workflow, as it looks after an import. */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { openEditor } from '../lib/browser';
import type { Editor } from '../lib/browser';
import type { WorkflowDefinition } from '../lib/client';
import { OWNER } from '../lib/n8n';
import { setup } from '../lib/setup';
import { readTemplate, templateNames } from '../lib/templates';
import type { World } from '../lib/world';
import { startWorld } from '../lib/world';

/** The largest picture, and the room that the editor takes around the canvas, in pixels. */
const LARGEST = { width: 1700, height: 2400 };
const FRAME = { width: 260, height: 260 };

/** A window in which all of a workflow can be seen, as large as it gets. */
function windowFor({ nodes }: WorkflowDefinition): { width: number; height: number } {
	const reach = (axis: 0 | 1, size: 'width' | 'height') => {
		const ends = nodes.map(({ position, parameters }) => {
			const own = parameters[size];
			return position[axis] + (typeof own === 'number' ? own : 100);
		});
		return Math.max(...ends) - Math.min(...nodes.map(({ position }) => position[axis]));
	};
	const [width, height] = [reach(0, 'width'), reach(1, 'height')];
	const scale = Math.min(1, LARGEST.width / width, LARGEST.height / height);
	return {
		width: Math.ceil(width * scale) + FRAME.width,
		height: Math.ceil(height * scale) + FRAME.height,
	};
}

void suite('the canvas of each template', () => {
	let world: World;
	let editor: Editor;

	before(async () => {
		const { chromium, artifacts } = setup();
		assert.ok(chromium, 'CHROMIUM_PATH is not set');
		world = await startWorld();
		editor = await openEditor({ url: world.n8n.url, chromium, artifacts });
		await editor.signIn(OWNER);
	});

	after(async () => {
		await editor?.close();
		await world?.stop();
	});

	for (const name of templateNames()) {
		test(name, async () => {
			const workflow = readTemplate(name);
			const { id } = await world.client.createWorkflow(workflow);
			await editor.page.setViewportSize(windowFor(workflow));
			await editor.openWorkflow(id);
			await editor.page.keyboard.press('1');
			await editor.screenshotWorkflow(`canvas-${name}`);
			assert.deepEqual(editor.pageErrors, []);
		});
	}
});
