/** Every recipe, imported as its page tells, and run. Results are read from the stand-in. */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { recipes } from '../../../scripts/workflows/recipes';
import { SEED } from '../../standins/highlevel';
import { outputOf } from '../lib/client';
import type { Execution, WorkflowNode } from '../lib/client';
import type { Imported } from '../lib/templateRuns';
import { assertSucceeded, importTemplate, runAfter, runFrom } from '../lib/templateRuns';
import { untilAnswers } from '../lib/webhooks';
import type { Login, World } from '../lib/world';
import { oAuth2, privateIntegration, startWorld } from '../lib/world';

const HOUR = 3_600_000;
const SECRET = 'a secret of many letters';
const MARIA = 'maria.lopez@example.com';

void suite('recipes', () => {
	let world: World;
	let login: Login;
	const tried: string[] = [];

	before(async () => {
		world = await startWorld({ agency: { subAccounts: 3 } });
		login = await privateIntegration(world);
	});

	after(async () => await world?.stop());

	const state = () => world.standIn.state;
	const contactOf = (email: string) => {
		const [contact, ...others] = state().contacts.byEmail(SEED.locationId, email);
		assert.deepEqual(others, []);
		return contact ?? assert.fail(`There is no ${email}`);
	};
	const tagsOf = (email: string) => [...contactOf(email).tags].sort();

	const set = async (
		file: string,
		settings: Record<string, unknown>,
		change?: (nodes: WorkflowNode[]) => void,
	): Promise<Imported> => {
		tried.push(`recipes/${file}`);
		const { credentials } = login;
		return await importTemplate(world.client, `recipes/${file}`, credentials, settings, change);
	};
	const run = async (imported: Imported, trigger = 'Run by Hand'): Promise<Execution> =>
		await runFrom(world.client, imported, trigger);
	/** Imports a recipe, runs it by hand and expects success. */
	const use = async (file: string, settings: Record<string, unknown>): Promise<Execution> => {
		const execution = await run(await set(file, settings));
		assertSucceeded(execution);
		return execution;
	};

	test('finds a contact by email and writes a custom field', async () => {
		await use('find-by-email-and-update', {
			...{ email: MARIA, fieldKey: 'favourite_colour', value: 'green' },
		});
		const { customFields } = contactOf(MARIA);
		assert.deepEqual(
			customFields.find(({ id }) => id === SEED.customFields.favouriteColour)?.value,
			'green',
		);
	});

	test('creates a contact, and updates the one that exists', async () => {
		const settings = { email: 'ana@example.com', phone: '+12025550143', tags: 'webinar' };
		const first = await use('create-without-duplicates', { ...settings, firstName: 'Ann' });
		const second = await use('create-without-duplicates', { ...settings, tags: 'second' });
		const isNew = (execution: Execution) =>
			outputOf(execution, 'Create or Use Existing').map((one) => one['new']);
		assert.deepEqual([isNew(first), isNew(second)], [[true], [false]]);
		assert.equal(contactOf('ana@example.com').firstName, 'Ana');
		assert.deepEqual(tagsOf('ana@example.com'), ['second', 'webinar']);
	});

	test('adds some tags and takes others off', async () => {
		assert.deepEqual(tagsOf(MARIA), ['customer', 'newsletter']);
		await use('change-tags', { email: MARIA, tagsToAdd: 'vip, gold', tagsToRemove: 'newsletter' });
		assert.deepEqual(tagsOf(MARIA), ['customer', 'gold', 'vip']);
	});

	test('tags every contact that a search finds, in few calls', async () => {
		const ids = state().seedContacts(620, { tags: ['prospect'] });
		const since = world.standIn.log.length;
		await use('tag-many-contacts', { withTag: 'prospect', newTag: 'spring' });
		const tagged = ids.filter((id) => state().contacts.get(id)?.tags.includes('spring'));
		assert.equal(tagged.length, ids.length);
		assert.ok(!tagsOf(MARIA).includes('spring'));
		const writes = world.standIn.log.slice(since).filter(({ path }) => /tags/.test(path));
		assert.equal(writes.length, 2);
	});

	test('exports filtered contacts', async () => {
		const old = Date.now() - 90 * 24 * HOUR;
		for (let index = 0; index < 3; index += 1) {
			state().addContact({ firstName: 'New', email: `new${index}@example.com`, tags: ['fair'] });
		}
		state().addContact({ email: 'old@example.com', tags: ['fair'], dateAdded: old });
		const execution = await use('export-contacts', { withTag: 'fair', addedInDays: 30 });
		const rows = outputOf(execution, 'Columns');
		assert.deepEqual(
			rows.map(({ name, email, tags }) => [name, email, tags]).sort(),
			[0, 1, 2].map((index) => ['New', `new${index}@example.com`, 'fair']),
		);
		assert.equal(execution.lastNode, 'Make the File');
	});

	test("offers free slots in the visitor's zone", async () => {
		const execution = await use('next-free-slots', { zone: 'Asia/Tokyo', slots: 7 });
		const slots = outputOf(execution, 'As Text');
		assert.equal(slots.length, 7);
		for (const { start, text, calendarId } of slots) {
			assert.match(String(start), /\+09:00$/);
			assert.ok(Date.parse(String(start)) > Date.now());
			assert.equal(String(text).slice(-5), String(start).slice(11, 16));
			assert.equal(calendarId, SEED.calendars.discovery);
		}
	});

	test('books the first free slot', async () => {
		const before = state().appointments.size;
		const offered = outputOf(await use('next-free-slots', { slots: 1 }), 'As Text');
		await use('book-first-free-slot', { email: 'ben@example.com', firstName: 'Ben' });
		assert.equal(state().appointments.size, before + 1);
		const { id } = contactOf('ben@example.com');
		const booked = state()
			.appointments.all()
			.find((one) => one.contactId === id);
		assert.equal(booked?.calendarId, SEED.calendars.discovery);
		assert.equal(booked?.startTime, Date.parse(String(offered[0]?.['start'])));
	});

	test("lists the day's appointments", async () => {
		const midnight = new Date();
		midnight.setHours(0, 0, 0, 0);
		const book = (hours: number, title: string) =>
			state().addAppointment({
				...{ calendarId: SEED.calendars.team, contactId: SEED.contacts.maria, title },
				startTime: midnight.getTime() + hours * HOUR,
				endTime: midnight.getTime() + (hours + 1) * HOUR,
			});
		book(12, 'At noon');
		book(40, 'Tomorrow');
		const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
		const imported = await set('appointments-of-the-day', { calendar: 'Team Consultation' });
		const { stored } = imported;
		stored.settings = { executionOrder: 'v1', timezone: zone };
		await world.client.updateWorkflow(stored.id, stored);
		const execution = await run(imported, 'Every Morning');
		assertSucceeded(execution);
		assert.deepEqual(outputOf(execution, 'One Text'), [{ lines: ['12:00 At noon'] }]);
	});

	test('starts on a new contact', async () => {
		const { id } = state().addContact({ email: 'fresh@example.com', dateAdded: Date.now() + 1000 });
		const imported = await set('task-for-new-contact', { task: 'Call them' });
		assertSucceeded(await run(imported, 'New Contact'));
		const tasks = state().tasks.where(({ ownerId }) => ownerId === id);
		assert.deepEqual(
			tasks.map(({ values }) => [values['title'], values['completed']]),
			[['Call them', false]],
		);
	});

	test('starts from a workflow in HighLevel, with the secret only', async () => {
		const imported = await set('webhook-from-highlevel-workflow', {}, (nodes) => {
			for (const { type, parameters } of nodes) {
				if (type.endsWith('WebhookTrigger')) parameters['secret'] = SECRET;
			}
		});
		await world.client.activate(imported.stored.id);
		const sender = world.standIn.webhooks;
		const url = `${world.n8n.url}/webhook/${imported.path('From HighLevel')}/webhook`;
		await untilAnswers(sender, url);
		const sample = { contact_id: SEED.contacts.john, customData: { event: 'deal_won' } };
		const send = async (secret: string) =>
			(await sender.deliver(url, sender.workflowWebhook(sample, { 'X-Webhook-Secret': secret })))
				.status;
		assert.equal(await send('another secret'), 401);
		assert.equal(await send(SECRET), 200);
		assertSucceeded(await runAfter(world.client, imported, 0));
		const notes = state().notes.where(({ ownerId }) => ownerId === SEED.contacts.john);
		assert.equal(notes.length, 1);
		assert.match(String(notes[0]?.values['bodyText']), /^Event in HighLevel: deal_won$/);
		await world.client.deactivate(imported.stored.id);
	});

	test('watches the connection and the quota', async () => {
		const imported = await set('watch-connection-and-quota', { leastCallsLeft: 10 });
		assertSucceeded(await run(imported, 'Every Hour'));
		world.standIn.limiter.set({ dailyMax: 100_000, dailyUsed: 99_995 });
		const { status, error } = await run(imported, 'Every Hour');
		world.standIn.limiter.set({ dailyUsed: 0 });
		assert.equal(status, 'error');
		assert.match(String(error?.['message']), /^Main Street Clinic has \d of 100000 calls left/);
	});

	test('serves several sub-accounts in one run', async () => {
		world.standIn.oauth.set({ autoConsent: 'company' });
		const agency = await oAuth2(world, 'Agency', {
			userType: 'Company',
			locationId: world.standIn.locationId,
			scope: 'contacts.readonly locations.readonly oauth.readonly oauth.write',
		});
		await world.client.connectOAuth2(agency.reference.id);
		const accounts = world.standIn.subAccounts;
		const subAccounts = accounts.map(({ id }) => ({ id }));
		const imported = await set('several-sub-accounts', { subAccounts }, (nodes) => {
			for (const node of nodes) {
				if (node.name === 'New Contacts') node.credentials = agency.credentials;
			}
		});
		const execution = await run(imported);
		assertSucceeded(execution);
		const found = outputOf(execution, 'New Contacts');
		for (const { contactId } of accounts) {
			assert.equal(found.filter(({ id }) => id === contactId).length, 1);
		}
	});

	test('every recipe was tried', () => {
		assert.deepEqual([...new Set(tried)].sort(), recipes.map(({ file }) => file).sort());
	});
});
