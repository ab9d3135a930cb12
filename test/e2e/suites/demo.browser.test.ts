/** The demo's start page, walked as somebody does who sees it for the first time. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { launchChromium } from '../lib/browser';
import { startDemo } from '../lib/demo';
import type { Demo } from '../lib/demo';
import { setup } from '../lib/setup';

const SIZE = { width: 1280, height: 720 };
/** "A click shows its result within a minute." */
const RESULT_MS = 60_000;

/** What axe-core says of a page. */
interface AxeResult {
	violations: Array<{ id: string; help: string; nodes: Array<{ html: string }> }>;
}

void suite('the start page', () => {
	let home: string;
	let demo: Demo;
	let browser: Browser;
	let context: BrowserContext;
	let page: Page;
	const pageErrors: string[] = [];

	before(async () => {
		home = mkdtempSync(join(tmpdir(), 'n8n-demo-'));
		demo = startDemo(home);
		await demo.ready();
		browser = await launchChromium(setup().chromium ?? '');
		context = await browser.newContext({ viewport: SIZE, colorScheme: 'light', locale: 'en-GB' });
		context.setDefaultTimeout(RESULT_MS);
		page = await context.newPage();
		page.on('pageerror', (error) => pageErrors.push(error.message));
		page.on('console', (message) => {
			// Chromium reports a refused change, too.
			const isRefusal = /status of 400/.test(message.text());
			if (message.type() === 'error' && !isRefusal) pageErrors.push(message.text());
		});
		await page.goto(demo.url());
		await page.locator('body[data-ready="true"]').waitFor();
	});

	after(async () => {
		await browser?.close();
		try {
			await demo?.end();
		} finally {
			rmSync(home, { recursive: true, force: true, maxRetries: 5 });
		}
	});

	async function pictures(name: string): Promise<void> {
		const { artifacts } = setup();
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme });
			for (const fullPage of [false, true]) {
				const path = join(artifacts, `${name}-${colorScheme}${fullPage ? '-full' : ''}.png`);
				await page.screenshot({ path, fullPage, animations: 'disabled' });
			}
		}
		await page.emulateMedia({ colorScheme: 'light' });
	}

	/** What axe-core finds in both colour schemes, with the elements. */
	async function findings(): Promise<string[]> {
		await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
		const found: string[] = [];
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme });
			const { violations } = await page.evaluate<AxeResult>('axe.run()');
			found.push(
				...violations.flatMap(({ id, help, nodes }) =>
					nodes.map(({ html }) => `${colorScheme}: ${id} (${help}): ${html}`),
				),
			);
		}
		await page.emulateMedia({ colorScheme: 'light' });
		return found;
	}

	/** The form of a change, opened. */
	async function form(service: string, title: string): Promise<Locator> {
		const changes = page.locator(`#${service} .changes`);
		if ((await changes.getAttribute('open')) === null) await changes.locator('> summary').click();
		const action = changes.locator('details').filter({ hasText: title });
		if ((await action.getAttribute('open')) === null) await action.locator('summary').click();
		return action.locator('form');
	}

	function section(service: string, title: string): Locator {
		return page
			.locator(`#${service} > details`)
			.filter({ has: page.locator('summary', { hasText: new RegExp(`^${title}`) }) });
	}

	test('shows every service and how to sign in to n8n', async () => {
		await pictures('demo-start');
		assert.match(await page.locator('#password').innerText(), /\S+/);
		await section('highlevel', 'Calendars').getByText('Discovery Call').waitFor();
		await section('activecampaign', 'Records of calendars')
			.getByText('Discovery Call')
			.first()
			.waitFor();
		await section('activecampaign', 'Webhooks').getByText('contact_tag_added').waitFor();
		await section('calendarhero', 'Contacts').getByText('Jonas Weber').waitFor();
	});

	test('the button of each template shows its result on the other side, and a run', async () => {
		const cards = await page.locator('.card').all();
		assert.ok(cards.length >= 5, `${cards.length} templates`);
		// All at once, as an impatient visitor: the page does them one after the other. By keyboard.
		for (const card of cards) await card.getByRole('button').press('Enter');
		for (const card of cards) {
			const name = await card.locator('h3').innerText();
			await card.locator('.state.arrived, .state.missing').waitFor({ timeout: RESULT_MS });
			assert.match(await card.locator('.state').innerText(), /^Arrived after/, name);
			assert.ok((await card.locator('mark').count()) > 0, name);
			// The agent's run goes on until somebody answers it.
			await card
				.locator('.run')
				.first()
				.filter({ hasText: /succeeded|waiting/ })
				.waitFor();
		}
		await pictures('demo-results');
	});

	test('a link to a run opens it in n8n, signed in', async () => {
		const opening = context.waitForEvent('page');
		await page.locator('.card .run a').first().click();
		const n8n = await opening;
		await n8n.locator('[data-test-id="canvas-node"]').first().waitFor();
		assert.match(n8n.url(), /\/workflow\/\w+\/executions\/\d+/);
		await n8n.close();
	});

	test('a change in a service shows at once', async () => {
		const adding = await form('highlevel', 'Add a calendar');
		await adding.getByLabel('Name of the new calendar').fill('Eye Test');
		await adding.getByRole('button').click();
		await section('highlevel', 'Calendars')
			.locator('li.changed', { hasText: 'Eye Test' })
			.waitFor();

		const inviting = await form('calendarhero', 'Invite somebody');
		await inviting.getByLabel('Email of the invitee').fill('lena@example.com');
		await inviting.getByRole('button').click();
		const requests = section('calendarhero', 'Meeting requests');
		const row = requests.locator('li', { hasText: 'lena@example.com' });
		await row.getByText('active, pending').waitFor();
		const booked = requests.getByText('upcoming, scheduled');
		const before = await booked.count();
		await (await form('calendarhero', 'Pick a time')).getByRole('button').click();
		await booked.nth(before).waitFor();
	});

	test('a change that cannot be made says why', async () => {
		const removing = await form('activecampaign', 'Take a tag off a contact');
		await removing.getByLabel('Tag to take off').fill('nobody-has-this');
		await removing.getByRole('button').click();
		await page.locator('#activecampaign .said.bad', { hasText: 'nobody-has-this' }).waitFor();
	});

	test('axe-core finds nothing, with all forms open', async () => {
		await page.locator('details').evaluateAll((all) => {
			for (const one of all) (one as HTMLDetailsElement).open = true;
		});
		assert.deepEqual(await findings(), []);
		assert.deepEqual(pageErrors, []);
	});
});
