/**
 * n8n's editor in a real Chromium. Selectors are n8n's own test ids, read off n8n 2.41.1, in this file only.
 * Every wait is for something that the page shows; none is for a time to pass.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, errors } from 'playwright-core';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import type { Owner } from './client';

/** How long anything in the editor may take to show, in milliseconds. */
const PATIENCE_MS = 60_000;

const SIZE = { width: 1400, height: 900 };

const ARGUMENTS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** What a person types into: a plain field, or the editor of an expression. */
const TYPED = 'input, textarea, [contenteditable="true"]';

/**
 * n8n 2.41 raises this error now and then on the way from one workflow to the next: a part of the editor that is about to
 * close asks for the workflow that has gone. No node has a hand in it.
 */
const LEFT_BEHIND = 'injectNDVStore() was accessed without an active workflow document store';

export interface EditorOptions {
	/** The editor's address, without a slash at the end. */
	url: string;
	/** Chromium's program. */
	chromium: string;
	/** The folder that takes the screenshots. */
	artifacts: string;
	/** Pixels in a screenshot for one on the page; 2 for pictures in documents. */
	scale?: number;
	/** The window's size in pixels of the page. */
	size?: { width: number; height: number };
}

/** Starts Chromium. @param program its path */
export async function launchChromium(program: string): Promise<Browser> {
	return await chromium.launch({ executablePath: program, headless: true, args: ARGUMENTS });
}

/**
 * Starts Chromium; the editor opens at the first call of signIn.
 * The editor saves a changed workflow by itself, some time after the change: read it back with `until`.
 */
export async function openEditor(options: EditorOptions): Promise<Editor> {
	mkdirSync(options.artifacts, { recursive: true });
	const browser = await launchChromium(options.chromium);
	const context = await browser.newContext({
		viewport: options.size ?? SIZE,
		deviceScaleFactor: options.scale ?? 1,
		locale: 'en-US',
	});
	context.setDefaultTimeout(PATIENCE_MS);
	return new Editor(options, browser, context, await context.newPage());
}

export class Editor {
	/** Errors that the page's own scripts raised, less n8n's own LEFT_BEHIND, for a test to find none. */
	readonly pageErrors: string[] = [];

	constructor(
		private readonly options: EditorOptions,
		private readonly browser: Browser,
		private readonly context: BrowserContext,
		/** For what the methods here do not cover. */
		readonly page: Page,
	) {
		page.on('pageerror', ({ message }) => {
			if (!message.startsWith(LEFT_BEHIND)) this.pageErrors.push(message);
		});
	}

	async signIn(owner: Pick<Owner, 'email' | 'password'>): Promise<void> {
		await this.page.goto(`${this.options.url}/signin`);
		await this.page.locator('input[autocomplete="email"]').fill(owner.email);
		await this.page.locator('input[type="password"]').fill(owner.password);
		await this.id('form-submit-button').click();
		await this.page.waitForURL((url) => !url.pathname.includes('signin'));
	}

	/** Opens a workflow and waits for its nodes. */
	async openWorkflow(id: string): Promise<void> {
		// Nodes of the workflow that was open before may have the same IDs and names.
		await this.id('canvas-node').evaluateAll((nodes) =>
			nodes.forEach((node) => node.setAttribute('data-of-another', '')),
		);
		await this.goTo(`/workflow/${id}`);
		await this.page
			.locator('[data-test-id="canvas-node"]:not([data-of-another])')
			.first()
			.waitFor();
	}

	/** Opens a workflow in a page that is loaded anew, so that nothing is prepared. */
	async loadWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.options.url}/workflow/${id}`);
		await this.id('canvas-node').first().waitFor();
	}

	/** Goes to an address, from another workflow without loading the page anew, which is far quicker. */
	private async goTo(path: string): Promise<void> {
		// Elsewhere n8n may be about to go to a page of its own, as after signing in.
		if (!this.page.url().includes('/workflow/')) {
			await this.page.goto(this.options.url + path);
			return;
		}
		await this.page.evaluate((to) => {
			interface App {
				__vue_app__: { config: { globalProperties: { $router: { push(to: string): void } } } };
			}
			const app = document.querySelector('#app') as unknown as App;
			app.__vue_app__.config.globalProperties.$router.push(to);
		}, path);
	}

	/** Opens a node's panel by the node's name. */
	async openNode(name: string): Promise<void> {
		await this.node(name).dblclick();
		await this.panel.waitFor();
	}

	/** Opens a node's panel by its address within the page, which is quicker than loading the page anew. */
	async showNode(workflowId: string, nodeId: string): Promise<void> {
		if (await this.panel.isVisible()) await this.closeNode();
		await this.goTo(`/workflow/${workflowId}/${encodeURIComponent(nodeId)}`);
		await this.panel.locator('[data-test-id^="parameter-input-"]').first().waitFor();
		// Menus and the mapper are filled by the node's methods.
		await this.page.waitForFunction(() => {
			const panel = document.querySelector<HTMLElement>('[data-test-id="ndv"]');
			const inputs = Array.from(panel?.querySelectorAll('input') ?? []);
			// A menu is disabled while it is filled, and stays so where that failed.
			const isLoading = inputs.some(
				({ value, placeholder, disabled }) =>
					value.startsWith('Loading') || (disabled && placeholder === 'Select'),
			);
			return !isLoading && !/Fetching /.test(panel?.innerText ?? '');
		});
	}

	async closeNode(): Promise<void> {
		await this.page.keyboard.press('Escape');
		try {
			await this.panel.waitFor({ state: 'hidden', timeout: 2_000 });
		} catch (error) {
			if (!(error instanceof errors.TimeoutError)) throw error;
			// A field of the panel had the focus and took the key.
			await this.id('ndv-close-button').click();
			await this.panel.waitFor({ state: 'hidden' });
		}
	}

	/** A node on the canvas. */
	node(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	/** The open node's panel. */
	get panel(): Locator {
		return this.id('ndv');
	}

	/** A parameter's input in the open node, by the parameter's own name. */
	parameter(name: string): Locator {
		return this.panel.locator(`[data-test-id="parameter-input-${name}"]`);
	}

	/** The parameters in the open node that n8n marks as wrong or missing. */
	get issues(): Locator {
		return this.panel.locator('[data-test-id="parameter-issues"]');
	}

	/** Chooses an entry of a drop-down by its text. */
	async chooseOption(parameter: string, text: string): Promise<void> {
		await this.parameter(parameter).click();
		await this.visibleOption(text).click();
	}

	/** Fills a text, number, date or expression field. */
	async fill(parameter: string, text: string): Promise<void> {
		await this.parameter(parameter).locator(TYPED).first().fill(text);
	}

	/**
	 * Picks an entry of a resource locator's list, which the node fetches from the service.
	 *
	 * @param search typed into the list's search field first, where given
	 */
	async pickFromList(parameter: string, text: string, search?: string): Promise<void> {
		const locator = this.panel.locator(`[data-test-id="resource-locator-${parameter}"]`);
		await locator.locator('[data-test-id="rlc-input"]').click();
		if (search !== undefined) {
			await this.page.locator('[data-test-id="rlc-search"]:visible').fill(search);
		}
		await this.page
			.locator('[data-test-id="rlc-item"]:visible')
			.filter({ hasText: text })
			.first()
			.click();
	}

	/** Opens a resource locator's list and returns how many entries it shows. */
	async openList(parameter: string): Promise<number> {
		await this.panel
			.locator(`[data-test-id="resource-locator-${parameter}"] [data-test-id="rlc-input"]`)
			.first()
			.click();
		const shown = this.page.locator(
			'[data-test-id="rlc-item"]:visible, [data-test-id="rlc-error-container"]:visible, :text("No results"):visible',
		);
		await shown.first().waitFor();
		return await this.page.locator('[data-test-id="rlc-item"]:visible').count();
	}

	/** What a resource locator's field shows. */
	async pickedText(parameter: string): Promise<string> {
		return await this.panel
			.locator(`[data-test-id="resource-locator-${parameter}"] [data-test-id="rlc-input"] input`)
			.or(
				this.panel.locator(
					`[data-test-id="resource-locator-${parameter}"] input[data-test-id="rlc-input"]`,
				),
			)
			.first()
			.inputValue();
	}

	/** Adds a field to the open node's resource mapper, by the display name that the service gave it. */
	async addMapperField(name: string): Promise<void> {
		await this.mapper.locator('[data-test-id="add-fields-select"] button').first().click();
		await this.visibleOption(name).click();
	}

	/** Fills a field that was added to the resource mapper, by the display name that the service gave it. */
	async fillMapperField(name: string, text: string): Promise<void> {
		await this.mapper
			.locator('.parameter-item')
			.filter({ hasText: name })
			.locator(TYPED)
			.first()
			.fill(text);
	}

	/** Chooses one of the stored credentials in the open node. */
	async selectCredential(id: string): Promise<void> {
		await this.id('node-credentials-select').click();
		await this.page.locator(`[data-test-id="node-credentials-select-item-${id}"]:visible`).click();
	}

	/** Opens the form of the credential that the open node has. */
	async openCredential(): Promise<void> {
		await this.id('credential-edit-button').click();
		await this.id('credential-connection-parameter').first().waitFor();
	}

	/** A field of the open credential's form, by the field's own name. */
	credentialField(name: string): Locator {
		return this.page.locator(
			`[data-test-id="editCredential-modal"] [data-test-id="parameter-input-${name}"]`,
		);
	}

	async closeCredential(): Promise<void> {
		await this.page
			.locator('[data-test-id="editCredential-modal"] .el-dialog__headerbtn')
			.first()
			.click();
		await this.id('editCredential-modal').waitFor({ state: 'hidden' });
	}

	/** Opens the panel that offers nodes. */
	async openNodeCreator(): Promise<void> {
		await this.id('node-creator-plus-button').click();
		await this.id('node-creator').waitFor();
	}

	async searchNodes(text: string): Promise<void> {
		await this.id('node-creator-search-bar').fill(text);
	}

	/** A node or an action in the panel that offers nodes, by its exact title. */
	creatorItem(title: string): Locator {
		return this.id('node-creator')
			.locator('[data-test-id="item-iterator-item"], [data-test-id="node-creator-item"]')
			.filter({ has: this.page.getByText(title, { exact: true }) })
			.first();
	}

	/** The mark on a node that ran well. */
	successOf(name: string): Locator {
		return this.node(name).locator('[data-test-id="canvas-node-status-success"]');
	}

	/** Closes the messages that cover a part of the page. */
	async closeMessages(): Promise<void> {
		for (const close of await this.page.locator('.el-notification__closeBtn').all()) {
			await close.click();
		}
		await this.page.locator('.el-notification').first().waitFor({ state: 'hidden' });
	}

	/** Keeps what stands on the canvas, nodes and notes, with a margin around them. */
	async screenshotWorkflow(name: string, margin = 24): Promise<string> {
		const boxes = [];
		for (const part of await this.page.locator('.vue-flow__node').all()) {
			const box = await part.boundingBox();
			if (box !== null) boxes.push(box);
		}
		if (boxes.length === 0) throw new Error('There is nothing on the canvas');
		const x = Math.max(0, Math.min(...boxes.map((box) => box.x)) - margin);
		const y = Math.max(0, Math.min(...boxes.map((box) => box.y)) - margin);
		const right = Math.max(...boxes.map((box) => box.x + box.width)) + margin;
		const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + margin;
		const path = join(this.options.artifacts, `${name}.png`);
		await this.page.screenshot({
			path,
			animations: 'disabled',
			// It would cover the lowest nodes.
			style: '[class*="executionButtons"] { visibility: hidden }',
			clip: { x, y, width: right - x, height: bottom - y },
		});
		return path;
	}

	/** Keeps the open node's parameters whole, however long they are. */
	async screenshotParameters(name: string): Promise<string> {
		await this.page.setViewportSize({ ...SIZE, height: 1800 });
		try {
			return await this.screenshot(name, this.panel);
		} finally {
			await this.page.setViewportSize(this.options.size ?? SIZE);
		}
	}

	/** The titles of the open node's parameters that end in dots for want of room. */
	async cutOffTitles(): Promise<string[]> {
		return await this.settings.locator('*').evaluateAll((parts) =>
			parts
				.filter((part) => part.childElementCount === 0 && part.tagName !== 'INPUT')
				.filter((part) => getComputedStyle(part).textOverflow === 'ellipsis')
				.filter((part) => part.scrollWidth > part.clientWidth)
				.map((part) => part.textContent ?? ''),
		);
	}

	/** Keeps the open node's parameters as far as they reach, without the empty room below them. */
	async screenshotSettings(name: string): Promise<string> {
		const clip = await this.settings.evaluate((element) => {
			const { x, y, width, bottom } = element.getBoundingClientRect();
			const ends = Array.from(element.querySelectorAll('*'))
				.filter((part) => part.childElementCount === 0 || part.tagName === 'BUTTON')
				.filter((part) => part.closest('[data-test-id="parameter-item"], .parameter-item, button'))
				.filter((part) => !part.textContent?.includes('I wish this node'))
				.map((part) => part.getBoundingClientRect().bottom);
			return { x, y, width, height: Math.min(bottom, Math.max(...ends) + 16) - y };
		});
		const path = join(this.options.artifacts, `${name}.png`);
		await this.page.screenshot({ path, animations: 'disabled', clip });
		return path;
	}

	/** Runs the open node with all that it needs from before. */
	async executeStep(): Promise<void> {
		await this.id('node-execute-button').click();
	}

	/** Runs the open workflow from one of its triggers, whose button shows up beside it. */
	async executeWorkflow(trigger: string): Promise<void> {
		await this.node(trigger).hover();
		await this.id(`execute-workflow-button-${trigger}`).click();
	}

	/** The output side of the open node. */
	get output(): Locator {
		return this.id('output-panel');
	}

	/** Waits until the open node's output shows a text. */
	async waitForOutput(text: string | RegExp): Promise<void> {
		await this.output.filter({ hasText: text }).waitFor();
	}

	/** Shows all nodes in the middle of the canvas. */
	async zoomToFit(): Promise<void> {
		await this.id('zoom-to-fit').click();
	}

	/** Keeps what the page shows as `<name>.png` among the artifacts and returns the file's path. */
	async screenshot(name: string, part?: Locator): Promise<string> {
		const path = join(this.options.artifacts, `${name}.png`);
		await (part ?? this.page).screenshot({ path, animations: 'disabled' });
		return path;
	}

	/** An element by n8n's test id. */
	id(testId: string): Locator {
		return this.page.locator(`[data-test-id="${testId}"]`);
	}

	async close(): Promise<void> {
		await this.context.close();
		await this.browser.close();
	}

	/** The part of the open node's panel that holds its parameters. */
	private get settings(): Locator {
		return this.panel.locator('[data-test-id="node-parameters"], .node-settings').first();
	}

	private get mapper(): Locator {
		return this.panel.locator('[data-test-id="resource-mapper-container"]');
	}

	private visibleOption(text: string): Locator {
		return this.page
			.locator(
				'.el-select-dropdown__item:visible, [role="option"]:visible, [role="menuitem"]:visible',
			)
			.filter({ hasText: text })
			.first();
	}
}
