/** The templates that join HighLevel's contacts and tasks with CalendarHero. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { startCalendarHeroStandIn } from '../../standins/calendarhero';
import type { CalendarHeroStandIn } from '../../standins/calendarhero';
import { SEED, startHighLevelStandIn } from '../../standins/highlevel';
import type { HighLevelStandIn } from '../../standins/highlevel';
import type { Execution, StoredWorkflow } from '../lib/client';
import { outputOf, until } from '../lib/client';
import type { N8n } from '../lib/n8n';
import { signInAsOwner, startN8n } from '../lib/n8n';
import { setup } from '../lib/setup';
import type { Credentials } from '../lib/templates';
import { setUpTemplate } from '../lib/templates';
import { PRIVATE_INTEGRATION, privateIntegrationData } from '../lib/world';

const MILESTONES = 'highlevel-milestone-to-calendarhero';
const DAY_MS = 86_400_000;
/** A run that was ended keeps its turn for so long. */
const TURN_SECONDS = 4;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** The day so many days from now. */
const day = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

void suite('templates for CalendarHero', () => {
	let userFolder = '';
	let n8n: N8n;
	let highLevel: HighLevelStandIn;
	let calendarHero: CalendarHeroStandIn;
	let credentials: Credentials;
	const stored: Record<string, StoredWorkflow> = {};

	async function start(): Promise<void> {
		const { node, n8n: program, tarball } = setup();
		n8n = await startN8n({ node, n8n: program, packages: [tarball], userFolder });
		await signInAsOwner(n8n.client);
	}

	before(async () => {
		userFolder = mkdtempSync(join(tmpdir(), 'n8n-e2e-'));
		highLevel = await startHighLevelStandIn({ limiter: { max: 1000, intervalMs: 10_000 } });
		calendarHero = await startCalendarHeroStandIn({ seed: 'empty', settings: { taskPageMax: 3 } });
		await start();
		const { client } = n8n;
		credentials = {
			[PRIVATE_INTEGRATION]: await client.createCredential(
				'HighLevel',
				PRIVATE_INTEGRATION,
				privateIntegrationData({ standIn: highLevel }),
			),
			calendarHeroApi: await client.createCredential('CalendarHero', 'calendarHeroApi', {
				token: calendarHero.token,
				apiUrl: calendarHero.url,
			}),
		};
	});

	after(async () => {
		await n8n?.stop();
		await highLevel?.close();
		await calendarHero?.close();
		rmSync(userFolder, { recursive: true, force: true, maxRetries: 5 });
	});

	/** Stores a template with these settings, in place of the one from before. */
	async function setUp(name: string, settings: Record<string, unknown>): Promise<StoredWorkflow> {
		const workflow = setUpTemplate(name, credentials, {
			showOnly: false,
			highLevelUrl: highLevel.url,
			turnSeconds: TURN_SECONDS,
			...settings,
		});
		const before = stored[name];
		stored[name] = before
			? await n8n.client.updateWorkflow(before.id, workflow)
			: await n8n.client.createWorkflow(workflow);
		return stored[name];
	}

	/** Runs a template as its schedule does. */
	async function run(name: string): Promise<Execution> {
		const workflow = stored[name];
		assert.ok(workflow);
		return await n8n.client.runManually(workflow, 'Every 5 Minutes');
	}

	async function runs(name: string): Promise<Execution> {
		const execution = await run(name);
		assert.equal(execution.status, 'success', JSON.stringify(execution.error));
		return execution;
	}

	const mails = (kind: string) =>
		calendarHero.state.mails.filter((mail) => mail.kind === kind).map(({ to }) => to);
	const effects = () =>
		[...highLevel.log, ...calendarHero.log].flatMap(({ effect }) => effect ?? []).length;
	const requests = (state: string) => calendarHero.state.requests.where((one) => one.state === state);

	void suite('milestones', () => {
		const settings = {
			milestoneField: 'Renewal Date',
			milestone: 'Renewal',
			windowDays: 2,
			meetingTypes: [{ tag: 'vip', meetingType: 'coffee' }],
			noteTitle: 'Agenda',
		};

		const setDate = (id: string, date: string | null) => {
			const contact = highLevel.state.contacts.get(id);
			assert.ok(contact);
			const field = SEED.customFields.renewal;
			const customFields = contact.customFields.filter((one) => one.id !== field);
			if (date !== null) customFields.push({ id: field, value: date });
			highLevel.state.contacts.put({ ...contact, customFields, dateUpdated: Date.now() });
		};
		const field = (id: string, name: string) => {
			const { id: fieldId } = highLevel.state.customFields.find((one) => one.name === name) ?? {};
			const contact = highLevel.state.contacts.get(id);
			return contact?.customFields.find((one) => one.id === fieldId)?.value;
		};

		test('show only writes nothing and shows what would be sent', async () => {
			await setUp(MILESTONES, { ...settings, showOnly: true });
			setDate(SEED.contacts.maria, day(10));
			const before = effects();
			const execution = await runs(MILESTONES);
			const [shown] = outputOf(execution, 'What Would Be Done');
			console.log(JSON.stringify(shown));
			assert.equal(effects(), before);
			assert.deepEqual(calendarHero.state.mails, []);
		});

		test('ordinary', async () => {
			await setUp(MILESTONES, settings);
			await runs(MILESTONES);
			assert.deepEqual(mails('invitation'), ['maria.lopez@example.com']);
			const [request] = requests('active');
			assert.equal(request?.subject, 'Renewal: Maria Lopez');
			assert.equal(new Date(request?.windowStart ?? 0).toISOString().slice(0, 10), day(10));
			assert.equal(field(SEED.contacts.maria, 'CH Task ID'), request?.id);
			assert.equal(field(SEED.contacts.maria, 'CH Milestone Date'), day(10));
		});
	});
});
