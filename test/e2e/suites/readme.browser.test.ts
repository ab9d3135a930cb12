/**
 * The README's numbered steps, walked in the demo's n8n by somebody who reads nothing else. What is bold in a step is
 * looked for on the screen, so a label that differs fails.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { Locator } from 'playwright-core';
import { openEditor } from '../lib/browser';
import type { Editor } from '../lib/browser';
import { startDemo } from '../lib/demo';
import type { Demo } from '../lib/demo';
import { at, listAt, textAt } from '../lib/json';
import { OWNER } from '../lib/n8n';
import type { Step } from '../lib/readme';
import { stepsOf } from '../lib/readme';
import { setup } from '../lib/setup';
import { until } from '../lib/until';

const ARRIVES_WITHIN_MS = 20_000;
/** The window size of pictures for documents, at which everything is large enough to read. */
const PICTURE = { width: 1280, height: 720 };
/** Around the nodes, for their names. */
const MARGIN = 90;

void suite("the README's steps", () => {
	let home: string;
	let demo: Demo;
	let editor: Editor;

	before(async () => {
		const { chromium = '', artifacts } = setup();
		home = mkdtempSync(join(tmpdir(), 'n8n-demo-'));
		demo = startDemo(home);
		await demo.ready();
		editor = await openEditor({ url: demo.n8n(), chromium, artifacts, scale: 2, size: PICTURE });
		await editor.signIn(OWNER);
	});

	after(async () => {
		await editor?.close();
		try {
			await demo?.end();
		} finally {
			rmSync(home, { recursive: true, force: true, maxRetries: 5 });
		}
	});

	/** A label as the README has it; on the screen that of a required field ends with a star. */
	const labelled = (label: string | undefined): RegExp => {
		if (label === undefined) throw new Error('A step lacks a label');
		return new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*\\*?\\s*$`);
	};

	/** What shows a label of a step. */
	const shows = (label: string | undefined, within: Locator = editor.page.locator('body')) =>
		within.getByText(labelled(label)).locator('visible=true').first();

	async function keep(name: string): Promise<void> {
		await editor.screenshot(`readme-${name}`);
	}

	/** Adds a node with an action through the panel behind the plus of the last node. */
	async function addNode({ labels: [node = '', action = ''] }: Step): Promise<void> {
		await editor.openNodeCreator();
		await editor.searchNodes(node);
		await editor.creatorItem(node).click();
		await shows(action, editor.id('node-creator')).click();
		await editor.panel.waitFor();
	}

	/** The field of the open node below a label. */
	const field = (label: string | undefined): Locator =>
		editor.panel
			.locator('.parameter-item')
			.filter({ has: editor.page.getByText(labelled(label)) })
			.last();

	test('Install: the settings have the page, the button and the box', async () => {
		const [open, enter, search] = stepsOf('Install');
		assert.ok(open && enter && search);
		const [, page, button] = open.labels;
		await editor.page.goto(`${demo.n8n()}/settings/personal`);
		await shows(page).click();
		await shows(button).click();
		const dialog = editor.page.locator('[role="dialog"]:visible');
		await dialog
			.locator('input[type="text"], input:not([type])')
			.first()
			.fill(enter.values[0] ?? '');
		await dialog.locator('[role="checkbox"], .el-checkbox, input[type="checkbox"]').first().click();
		await keep('install');
		assert.equal(
			await dialog.getByRole('button', { name: enter.labels[0], exact: true }).isEnabled(),
			true,
		);
		await editor.page.keyboard.press('Escape');
		for (const word of search.text.match(/"[^"]+"/g) ?? []) {
			await editor.page.goto(`${demo.n8n()}/workflow/new`);
			await editor.openNodeCreator();
			await editor.searchNodes(word.replaceAll('"', ''));
			await editor.creatorItem('HighLevel Contacts').waitFor();
		}
	});

	test('Connect: the credential has the fields', async () => {
		const steps = stepsOf('Connect');
		const [type = ''] = steps[3]?.labels ?? [];
		const [locationId] = steps[4]?.labels ?? [];
		await editor.page.goto(`${demo.n8n()}/home/credentials/create`);
		await editor.page.locator('[role="dialog"]:visible input').first().fill(type);
		await editor.page
			.locator('[role="option"]:visible, li:visible')
			.getByText(type, { exact: true })
			.click();
		await editor.page.getByRole('button', { name: 'Continue' }).click();
		const form = editor.id('editCredential-modal');
		await shows(locationId, form).waitFor();
		await keep('connect');
		await editor.closeCredential();
	});

	test('First booking: ends with an appointment', async () => {
		const [start, contact, email, calendars, fields, execute, ...more] = stepsOf('First booking');
		assert.ok(start && contact && email && calendars && fields && execute);
		assert.deepEqual(more, [], 'a step that nobody walks');
		const before = await appointments();

		await editor.page.goto(`${demo.n8n()}/workflow/new`);
		// The button stands above its label.
		await shows(start.labels[0]).locator('xpath=ancestor::*[.//button][1]//button').first().click();
		await shows(start.labels[1], editor.id('node-creator')).click();
		await editor.id('canvas-node').first().waitFor();

		await addNode(contact);
		await field(email.labels[0])
			.locator('input')
			.first()
			.fill(email.values[0] ?? '');
		await keep('contact');
		await editor.closeNode();

		await addNode(calendars);
		const [calendarLabel, contactLabel, byId = ''] = fields.labels;
		await field(calendarLabel).locator('[data-test-id="rlc-input"]').click();
		await editor.page.locator('[data-test-id="rlc-item"]:visible').first().click();
		await field(contactLabel).locator('[data-test-id="rlc-mode-selector"]').click();
		await shows(byId).click();
		await field(contactLabel)
			.locator('input')
			.last()
			.fill(fields.values[0] ?? '');
		await keep('calendar');

		await shows(execute.labels[0], editor.panel).click();
		await editor.waitForOutput(execute.values[0] ?? '');
		await editor.closeMessages();
		await editor.screenshot('readme-booked', editor.panel);
		await editor.closeNode();
		await editor.zoomToFit();
		await editor.screenshotWorkflow('readme-workflow', MARGIN);
		await until('the appointment to show on the start page', ARRIVES_WITHIN_MS, async () => {
			const now = await appointments();
			return now.length === before.length + 1 ? now : undefined;
		});
		assert.deepEqual(editor.pageErrors, []);
	});

	/** The appointments that the demo's start page shows. */
	async function appointments(): Promise<string[]> {
		const [highLevel] = listAt(await demo.shown(), 'services');
		const section = listAt(highLevel, 'sections').find(
			(one) => at(one, 'title') === 'Appointments',
		);
		return listAt(section, 'rows').map((row) => textAt(row, 'title'));
	}
});
