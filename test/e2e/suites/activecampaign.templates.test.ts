/**
 * The templates that join HighLevel with ActiveCampaign, set up as their notes tell, in one n8n. Results are read from what
 * the other side holds.
 */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { ActiveCampaignStandIn } from '../../standins/activecampaign';
import type { Execution, StoredWorkflow } from '../lib/client';
import { outputOf, until } from '../lib/client';
import { fastSettings, Office, writesOf } from '../lib/office';
import type { Credentials } from '../lib/templates';
import { listenForTold } from '../lib/told';
import type { Told } from '../lib/told';

const POLLS_MS = 150_000;
const SOON_MS = 60_000;
const DOMAIN = 'calendars.example.com';
const ZONE = 'America/New_York';

/** Why a run failed, for messages. */
const whyOf = ({ status, lastNode, error }: Execution) =>
	`${status} at ${lastNode}: ${JSON.stringify(error?.['message'] ?? null)}`;

function assertSuccess(execution: Execution): void {
	assert.equal(execution.status, 'success', whyOf(execution));
}

const soon = async (what: string, isSo: () => boolean, ms = SOON_MS) =>
	await until(what, ms, async () => isSo() || undefined);

void suite('templates with ActiveCampaign', () => {
	let office: Office;
	let told: Told;

	before(async () => {
		told = await listenForTold();
		office = await Office.open();
	});

	after(async () => {
		await office?.close();
		told?.close();
	});

	const setUp = async (credentials: Credentials, standIn: ActiveCampaignStandIn) => {
		const settings = { activeCampaignUrl: standIn.url, callsPerSecond: 100 };
		const workflow = await office.import('activecampaign-set-up', credentials, settings);
		return { workflow, run: await office.run(workflow, 'Execute Workflow') };
	};

	void suite('calendars, both ways', () => {
		let account: ActiveCampaignStandIn;
		let credentials: Credentials;
		let there: StoredWorkflow;
		let back: StoredWorkflow;

		before(async () => {
			account = await office.activeCampaign({ firstFieldId: 31 });
			credentials = await office.credentials(account);
		});

		const record = (calendarId: string) =>
			account.contacts().find(({ fields }) => fields['HL_CALENDAR_ID'] === calendarId);
		const nameIn = (calendarId: string) =>
			office.highLevel.state.calendars.get(calendarId)?.values['name'];
		const rename = (calendarId: string, name: string) => {
			const calendar = office.highLevel.state.calendars.get(calendarId);
			assert.ok(calendar);
			calendar.values['name'] = name;
			calendar.dateUpdated = office.highLevel.clock.now();
		};
		const active = () =>
			office.highLevel.state.calendars
				.all()
				.filter(
					({ values, locationId }) =>
						values['isActive'] !== false && locationId === office.highLevel.locationId,
				);

		test('the set-up makes the fields and tags, and nothing when it runs again', async () => {
			const { workflow, run } = await setUp(credentials, account);
			assertSuccess(run);
			assert.equal(account.state.fields.size, 6);
			assert.equal(account.state.tags.size, 4);
			account.log.length = 0;
			assertSuccess(await office.run(workflow, 'Execute Workflow'));
			assert.deepEqual(writesOf(account), []);
		});

		test('every calendar gets a record, a tag and a choice; a draft does not', async () => {
			const settings = {
				...fastSettings(account),
				recordDomain: DOMAIN,
				tellUrl: told.url,
				calendars: [{ calendar: 'Discovery Call', tag: 'discovery', list: '' }],
			};
			there = await office.import('highlevel-calendars-to-activecampaign', credentials, settings);
			const { calendars: _only, ...others } = settings;
			back = await office.import('activecampaign-calendars-to-highlevel', credentials, others);
			assertSuccess(await office.work(there));
			const calendars = active();
			assert.ok(calendars.length > 0);
			for (const { id, values } of calendars) {
				const { name } = values;
				assert.deepEqual(record(id)?.fields, {
					HL_CALENDAR_ID: id,
					HL_CALENDAR_NAME: name,
					HL_CALENDAR_TIMEZONE: ZONE,
				});
				const tag = name === 'Discovery Call' ? 'discovery' : `calendar: ${String(name)}`;
				assert.deepEqual(record(id)?.tags, [tag]);
				assert.deepEqual(record(id)?.lists, []);
			}
			assert.equal(account.contacts().length, calendars.length);
			assert.deepEqual(
				account.state.fieldOptions
					.all()
					.map(({ value }) => value)
					.sort(),
				calendars.map(({ id }) => id).sort(),
			);
		});

		test('a calendar that is created in HighLevel arrives by its trigger', async () => {
			await office.client.activate(there.id);
			await office.client.activate(back.id);
			await soon('the hook', () => account.state.webhooks.size === 1);
			// The first poll only remembers what there is.
			await new Promise((done) => setTimeout(done, 3000));
			const { id } = office.highLevel.state.addCalendar({
				name: 'Yoga 🧘 for two',
				isActive: true,
			});
			await soon('its record', () => record(id)?.tags.length === 1, POLLS_MS);
			assert.deepEqual(record(id)?.tags, ['calendar: Yoga 🧘 for two']);
		});

		test('a name that is changed in ActiveCampaign renames the calendar, and comes back as a tag', async () => {
			const [calendar] = active();
			assert.ok(calendar);
			const contact = record(calendar.id);
			assert.ok(contact);
			account.as('admin').setContactField(contact.id, 'HL_CALENDAR_NAME', 'First Visit');
			await soon('the new name', () => nameIn(calendar.id) === 'First Visit');
			await soon('the note', () => (record(calendar.id)?.notes.length ?? 0) > 0);
			assert.deepEqual(record(calendar.id)?.notes, [
				'The HighLevel calendar is now called "First Visit".',
			]);
			await soon(
				'the renamed tag',
				() => record(calendar.id)?.tags.some((tag) => tag === 'calendar: First Visit') ?? false,
				POLLS_MS,
			);
		});

		test('a time zone that cannot be set is said once', async () => {
			const [calendar] = active();
			const contact = record(calendar?.id ?? '');
			assert.ok(calendar && contact);
			account.as('admin').setContactField(contact.id, 'HL_CALENDAR_TIMEZONE', 'Mars/Olympus');
			const text = '"Mars/Olympus" is not a time zone such as Europe/Berlin.';
			await soon('the note', () => record(calendar.id)?.notes.includes(text) ?? false);
			assertSuccess(await office.work(back));
			assert.equal(record(calendar.id)?.notes.filter((one) => one === text).length, 1);
			account.as('admin').setContactField(contact.id, 'HL_CALENDAR_TIMEZONE', ZONE);
		});

		test('if both sides change at once, one wins, and nothing goes back and forth', async () => {
			await office.client.deactivate(there.id);
			await office.client.deactivate(back.id);
			const [, calendar] = active();
			const contact = record(calendar?.id ?? '');
			assert.ok(calendar && contact);
			rename(calendar.id, 'From HighLevel');
			account.as('admin').setContactField(contact.id, 'HL_CALENDAR_NAME', 'From ActiveCampaign');
			for (let round = 0; round < 2; round++) {
				assertSuccess(await office.work(back));
				assertSuccess(await office.work(there));
			}
			assert.equal(nameIn(calendar.id), 'From HighLevel');
			assert.equal(record(calendar.id)?.fields['HL_CALENDAR_NAME'], 'From HighLevel');
			account.log.length = 0;
			office.highLevel.log.length = 0;
			assertSuccess(await office.work(back));
			assertSuccess(await office.work(there));
			assert.deepEqual(writesOf(account), []);
			assert.ok(office.highLevel.log.every(({ effect }) => effect === undefined));
		});

		test('a calendar that is deleted loses the tag of its record, and is said to be missing', async () => {
			const calendar = active().at(-1);
			assert.ok(calendar);
			const contact = record(calendar.id);
			office.highLevel.state.calendars.delete(calendar.id);
			assertSuccess(await office.work(there));
			assert.deepEqual(record(calendar.id)?.tags, []);
			assert.equal(contact?.tags.length, 1);
			account.log.length = 0;
			assertSuccess(await office.work(there));
			assert.deepEqual(writesOf(account), []);
		});

		test('while ActiveCampaign is down somebody is told, and afterwards nothing is missing', async () => {
			const { id } = office.highLevel.state.addCalendar({
				name: 'While it was down',
				isActive: true,
			});
			const fault = account.faults.add({
				action: { kind: 'status', status: 503, body: { message: 'down' } },
				path: /contact\/sync|contactTags/,
			});
			const run = await office.work(there);
			assert.equal(run.status, 'error');
			assert.match(String(run.error?.['message']), /^While it was down: /);
			account.faults.remove(fault.id);
			assertSuccess(await office.work(there));
			assert.deepEqual(record(id)?.tags, ['calendar: While it was down']);
		});

		test('two hundred calendars, n8n ended half-way: nothing is missing, nothing is twice', async () => {
			const { state } = office.highLevel;
			for (let number = 1; number <= 200; number++) {
				state.addCalendar({ name: `Room ${number}`, isActive: true });
			}
			await office.client.startManually(there, 'Every 15 Minutes');
			await soon('half of them', () => account.contacts().length > 100, 120_000);
			await office.crash();
			const before = account.contacts().length;
			assert.ok(before < active().length, 'n8n was ended too late');
			assertSuccess(await office.work(there));
			for (const { id, values } of active()) {
				assert.equal(record(id)?.fields['HL_CALENDAR_NAME'], values['name']);
				assert.equal(record(id)?.tags.length, 1, String(values['name']));
			}
			const emails = account.contacts().map(({ email }) => email);
			assert.equal(new Set(emails).size, emails.length);
			const options = account.state.fieldOptions.all().map(({ value }) => value);
			assert.equal(new Set(options).size, options.length);
			account.log.length = 0;
			assertSuccess(await office.work(there));
			assert.deepEqual(writesOf(account), []);
		});

		test('a key that ActiveCampaign refuses and a deleted field are said in plain words', async () => {
			const wrong = await office.client.createCredential('Wrong key', 'activeCampaignApi', {
				apiUrl: account.url,
				apiKey: 'another',
			});
			const refused = await office.import(
				'highlevel-calendars-to-activecampaign',
				{ ...credentials, activeCampaignApi: wrong },
				{ ...fastSettings(account), recordDomain: DOMAIN, calendars: [] },
			);
			const forbidden = await office.work(refused);
			assert.equal(forbidden.status, 'error', whyOf(forbidden));
			assert.match(String(forbidden.error?.['message']), /Forbidden/);
			assert.ok(!JSON.stringify(forbidden).includes(account.apiKey));

			account.as('admin').deleteField('HL_CALENDAR_NAME');
			assert.ok(there, 'the tests before have imported it');
			const run = await office.work(there);
			assert.equal(run.status, 'error');
			assert.match(
				String(run.error?.['message']),
				/no field with the personalization tag HL_CALENDAR_NAME/,
			);
		});
	});

	void suite('free times', () => {
		let account: ActiveCampaignStandIn;
		let credentials: Credentials;
		let workflow: StoredWorkflow;

		before(async () => {
			account = await office.activeCampaign({ firstFieldId: 71 });
			credentials = await office.credentials(account);
			assertSuccess((await setUp(credentials, account)).run);
		});

		const settings = (more: Record<string, unknown> = {}) => ({
			...fastSettings(account),
			defaultCalendar: 'Linus Personal',
			calendars: [{ answer: 'A talk', calendar: 'linus personal' }],
			tellUrl: told.url,
			...more,
		});
		const timesOf = (email: string) => account.contact(email)?.fields['HL_FREE_SLOTS'] ?? '';
		const ask = (email: string) => account.as('admin').addTag(email, 'wants-times');

		test('show only writes nothing and shows what it would write', async () => {
			account
				.as('admin')
				.addContact({ email: 'ana@example.com', fields: { HL_CALENDAR: 'A talk' } });
			ask('ana@example.com');
			account.log.length = 0;
			const first = await office.import('activecampaign-send-free-times', credentials, settings());
			const run = await office.work(first);
			assertSuccess(run);
			assert.deepEqual(writesOf(account), []);
			const [shown] = outputOf(run, 'Texts to Write');
			assert.equal(shown?.['email'], 'ana@example.com');
			assert.match(String(shown?.['times']), /^(\w{3} \d+ \w{3}, \d\d:\d\d\n?){6}$/);
		});

		test('a tag starts it: times are written, the tags change', async () => {
			workflow = await office.import(
				'activecampaign-send-free-times',
				credentials,
				settings({ showOnly: false, timezoneField: 'HL_CALENDAR_TIMEZONE' }),
			);
			await office.client.activate(workflow.id);
			await soon('the hook', () => account.state.webhooks.size === 1);
			account.as('admin').addContact({ email: 'ben@example.com' });
			ask('ben@example.com');
			await soon('the tags', () =>
				['ana@example.com', 'ben@example.com'].every(
					(email) => account.contact(email)?.tags.join() === 'times-ready',
				),
			);
			assert.equal(timesOf('ben@example.com').split('\n').length, 6);
		});

		test('a burst of 30 is done once each, in few runs', async () => {
			account.log.length = 0;
			const emails = Array.from({ length: 30 }, (_, number) => `burst${number}@example.com`);
			for (const email of emails) account.as('admin').addContact({ email });
			for (const email of emails) ask(email);
			await soon(
				'all of them',
				() => emails.every((email) => account.contact(email)?.tags.join() === 'times-ready'),
				90_000,
			);
			await until('the runs to end', SOON_MS, async () =>
				(await office.client.unfinishedExecutions(workflow.id)) === 0 ? true : undefined,
			);
			assert.equal(account.log.filter(({ limited }) => limited).length, 0);
			assert.equal(account.effects('contact.update').length, 30);
			assert.equal(account.effects('contactTag.create').length, 30);
			await office.client.deactivate(workflow.id);
			await soon('the hook to go', () => account.state.webhooks.size === 0);
		});

		test('a contact with a calendar or a time zone that nobody knows is named, the others are done', async () => {
			const admin = account.as('admin');
			admin.addContact({ email: 'cleo@example.com', fields: { HL_CALENDAR: 'Nowhere' } });
			admin.addContact({
				email: 'dan@example.com',
				fields: { HL_CALENDAR_TIMEZONE: 'Mars/Olympus' },
			});
			admin.addContact({
				email: 'eve@example.com',
				fields: { HL_CALENDAR_TIMEZONE: 'Asia/Tokyo' },
			});
			for (const name of ['cleo', 'dan', 'eve']) ask(`${name}@example.com`);
			const run = await office.work(workflow);
			assert.equal(
				run.error?.['message'],
				'cleo@example.com: HighLevel has no calendar "Nowhere"\n' +
					'dan@example.com: "Mars/Olympus" is not a time zone such as Europe/Berlin',
				whyOf(run),
			);
			assert.deepEqual(account.contact('eve@example.com')?.tags, ['times-ready']);
			assert.deepEqual(account.contact('dan@example.com')?.tags, ['wants-times']);
			for (const name of ['cleo', 'dan']) admin.removeTag(`${name}@example.com`, 'wants-times');
		});

		test('a failed run of the published workflow tells someone', async () => {
			await office.client.activate(workflow.id);
			await soon('the hook', () => account.state.webhooks.size === 1);
			ask('cleo@example.com');
			await soon('the message', () => told.texts.length > 0);
			assert.match(
				told.texts[0] ?? '',
				/^The workflow ".*" failed: cleo@example.com: HighLevel has no calendar "Nowhere"\nhttp/,
			);
			await office.client.deactivate(workflow.id);
			await soon('the hook to go', () => account.state.webhooks.size === 0);
			account.as('admin').removeTag('cleo@example.com', 'wants-times');
		});

		test('n8n ended half-way: everybody gets times, once', async () => {
			const emails = Array.from({ length: 40 }, (_, number) => `crash${number}@example.com`);
			for (const email of emails) account.as('admin').addContact({ email });
			for (const email of emails) ask(email);
			account.log.length = 0;
			await office.client.startManually(workflow, 'Every 15 Minutes');
			const done = () => account.effects('contactTag.delete').length;
			await soon('some of them', () => done() > 5, 60_000);
			await office.crash();
			assert.ok(done() < 40, 'n8n was ended too late');
			assertSuccess(await office.work(workflow));
			for (const email of emails) assert.deepEqual(account.contact(email)?.tags, ['times-ready']);
			assert.equal(account.effects('contactTag.create').length, 40);
			account.log.length = 0;
			assertSuccess(await office.work(workflow));
			assert.deepEqual(writesOf(account), []);
		});

		test("at ActiveCampaign's real limit nothing is refused", async () => {
			account.limiter.set({ max: 5 });
			const real = await office.import(
				'activecampaign-send-free-times',
				credentials,
				settings({ showOnly: false, callsPerSecond: 5 }),
			);
			const emails = Array.from({ length: 20 }, (_, number) => `real${number}@example.com`);
			for (const email of emails) account.as('admin').addContact({ email });
			for (const email of emails) ask(email);
			account.log.length = 0;
			office.highLevel.log.length = 0;
			assertSuccess(await office.work(real));
			for (const email of emails) assert.deepEqual(account.contact(email)?.tags, ['times-ready']);
			assert.equal(account.log.filter(({ limited }) => limited).length, 0);
			const searches = office.highLevel.log.filter(({ path }) => path.endsWith('/free-slots'));
			assert.equal(searches.length, 1, 'one calendar is asked once for all of them');
			const times = account.log.map(({ at }) => at);
			const seconds = (Math.max(...times) - Math.min(...times)) / 1000;
			const demanded = (account.log.length - 1) / 5;
			process.stdout.write(
				`  ${account.log.length} calls in ${seconds.toFixed(1)} s, ${(seconds / demanded).toFixed(2)} times what the limit demands\n`,
			);
			account.limiter.set({ max: 100 });
		});
	});
});
