/**
 * One ActiveCampaign account, and every template that uses it in one n8n: what happens while several have work, while one
 * side refuses, and when n8n is ended. Results are read from what the other side holds.
 */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { ActiveCampaignStandIn } from '../../standins/activecampaign';
import { SEED } from '../../standins/highlevel';
import type { Execution, StoredWorkflow } from '../lib/client';
import { outputOf, until } from '../lib/client';
import { fastSettings, Office, writesOf } from '../lib/office';
import type { Credentials } from '../lib/templates';
import { assertSucceeded } from '../lib/templateRuns';

const SOON_MS = 90_000;
const DOMAIN = 'calendars.example.com';
const BY_HAND = 'Execute Workflow';
const DOWN = { kind: 'status', status: 503, body: { message: 'down for a while' } } as const;

const soon = async (what: string, isSo: () => boolean, ms = SOON_MS) =>
	await until(what, ms, async () => isSo() || undefined);

const numbered = (count: number, name: (number: number) => string) =>
	Array.from({ length: count }, (_, index) => name(index + 1));

/** How often a run looked whether the account is free, and it was not. */
const waitsOf = ({ runs }: Execution) => runs['Wait for the Account']?.length ?? 0;

function assertNamed({ status, error }: Execution, names: RegExp): void {
	assert.equal(status, 'error');
	assert.match(String(error?.['message']), names);
}

void suite('templates that share an ActiveCampaign account', () => {
	let office: Office;
	let account: ActiveCampaignStandIn;
	let credentials: Credentials;
	let setUp: StoredWorkflow;
	let undo: StoredWorkflow;
	let there: StoredWorkflow;
	let back: StoredWorkflow;
	let send: StoredWorkflow;

	const importAs = async (file: string, settings: Record<string, unknown>) =>
		await office.import(file, credentials, { ...fastSettings(account), ...settings });
	const record = (calendarId: string) =>
		account.contacts().find(({ fields }) => fields['HL_CALENDAR_ID'] === calendarId);
	const nameIn = (calendarId: string) =>
		office.highLevel.state.calendars.get(calendarId)?.values['name'];
	const addCalendars = (names: string[]) =>
		names.map((name) => office.highLevel.state.addCalendar({ name, isActive: true }).id);
	const renameRecord = (calendarId: string, name: string) => {
		const contact = record(calendarId);
		assert.ok(contact, `no record for ${name}`);
		account.as('admin').setContactField(contact.id, 'HL_CALENDAR_NAME', name);
	};
	const notesOf = (calendarId: string) => record(calendarId)?.notes ?? [];
	const ask = (emails: string[]) => {
		for (const email of emails) account.as('admin').addContact({ email });
		for (const email of emails) account.as('admin').addTag(email, 'wants-times');
	};
	const hasTimes = (email: string) => account.contact(email)?.tags.join() === 'times-ready';
	const refusals = () => account.log.filter(({ limited }) => limited).length;
	const updates = () =>
		office.highLevel.log.filter(({ effect }) => effect?.kind === 'calendar.update').length;

	const makeFields = async () => assertSucceeded(await office.run(setUp, BY_HAND));

	before(async () => {
		office = await Office.open();
		account = await office.activeCampaign({ firstFieldId: 51 });
		credentials = await office.credentials(account);
		const calendars = { recordDomain: DOMAIN };
		setUp = await importAs('activecampaign-set-up', {});
		undo = await importAs('activecampaign-undo-set-up', { showOnly: false });
		there = await importAs('highlevel-calendars-to-activecampaign', {
			...calendars,
			calendars: [],
		});
		back = await importAs('activecampaign-calendars-to-highlevel', calendars);
		send = await importAs('activecampaign-send-free-times', {
			...{ showOnly: false, defaultCalendar: SEED.calendars.personal },
		});
	});

	after(async () => {
		await office?.close();
	});

	void suite('set-up and undo', () => {
		test('what ActiveCampaign refuses is named, and made by the next run, once', async () => {
			const refused = account.faults.add({ action: DOWN, method: 'POST', path: /tags|fieldRels/ });
			const run = await office.run(setUp, BY_HAND);
			assertNamed(run, /^HL Calendar ID: [^]*\nwants-times: [^]*\ncalendar: missing: /);
			assert.ok(!JSON.stringify(run).includes(account.apiKey));
			account.faults.remove(refused.id);
			assertSucceeded(await office.run(setUp, BY_HAND));
			const kinds = writesOf(account).filter((kind) => kind.endsWith('.create'));
			assert.deepEqual(
				[...new Set(kinds)].map((kind) => [kind, kinds.filter((one) => one === kind).length]),
				[
					['field.create', 6],
					['tag.create', 4],
					['fieldRel.create', 6],
				],
			);
		});

		test('an account that cannot be read is said, and given back', async () => {
			const refused = account.faults.add({ action: DOWN, method: 'GET', path: /fields/ });
			assertNamed(await office.run(setUp, BY_HAND), /^The fields and tags could not be read: /);
			account.faults.remove(refused.id);
			const run = await office.run(setUp, BY_HAND);
			assertSucceeded(run);
			assert.ok(waitsOf(run) < 3, `it waited ${waitsOf(run)} times`);
		});

		test('undo removes what the set-up made and nothing else, in the next run what was refused', async () => {
			const admin = account.as('admin');
			admin.createTag('vip');
			admin.addField({ title: 'Shoe size', type: 'text', perstag: 'SHOE_SIZE' });
			const shows = await importAs('activecampaign-undo-set-up', {});
			account.log.length = 0;
			const shown = await office.run(shows, BY_HAND);
			assertSucceeded(shown);
			assert.equal(outputOf(shown, 'What to Delete').length, 10);
			assert.deepEqual(writesOf(account), []);

			const refused = account.faults.add({ action: DOWN, method: 'DELETE', path: /tags/ });
			assertNamed(await office.run(undo, BY_HAND), /^wants-times: .*\ntimes-ready: /);
			account.faults.remove(refused.id);
			assertSucceeded(await office.run(undo, BY_HAND));
			assert.deepEqual(
				[
					account.state.fields.all().map(({ title }) => title),
					account.state.tags.all().map(({ tag }) => tag),
				],
				[['Shoe size'], ['vip']],
			);
			account.log.length = 0;
			assertSucceeded(await office.run(undo, BY_HAND));
			assert.deepEqual(writesOf(account), []);
			await makeFields();
		});
	});

	void suite('free times', () => {
		before(makeFields);

		const emails = numbered(6, (number) => `down${number}@example.com`);

		test('while HighLevel fails, contacts keep their tag; afterwards they get times', async () => {
			ask(emails);
			const refused = office.highLevel.faults.add({ action: DOWN, path: /free-slots/ });
			assertNamed(await office.work(send), /^down1@example.com: [^]*\ndown6@example.com: /);
			assert.ok(emails.every((email) => account.contact(email)?.tags.join() === 'wants-times'));
			office.highLevel.faults.remove(refused.id);
			assertSucceeded(await office.work(send));
			assert.ok(emails.every(hasTimes));
		});

		test('while ActiveCampaign fails, the contact is named; afterwards it gets times, once', async () => {
			const others = numbered(3, (number) => `up${number}@example.com`);
			ask(others);
			account.log.length = 0;
			const refused = account.faults.add({
				action: DOWN,
				method: 'POST',
				path: /contactTags/,
				nth: 2,
			});
			assertNamed(await office.work(send), /^up2@example.com: [^\n]*$/);
			account.faults.remove(refused.id);
			assertSucceeded(await office.work(send));
			assert.ok(others.every(hasTimes));
			assert.equal(account.effects('contactTag.create').length, 3);
			account.log.length = 0;
			assertSucceeded(await office.work(send));
			assert.deepEqual(writesOf(account), []);
		});

		test('a run of the published workflow that fails gives the account back', async () => {
			const slow = await importAs('activecampaign-send-free-times', {
				...{ showOnly: false, defaultCalendar: SEED.calendars.personal, turnSeconds: 600 },
			});
			await office.client.activate(slow.id);
			await soon('the hook', () => account.state.webhooks.size === 1);
			const refused = office.highLevel.faults.add({ action: DOWN, path: '/calendars/' });
			ask(['given.back@example.com']);
			await until(
				'the failed run',
				SOON_MS,
				async () =>
					(await office.client.endedExecutions(slow.id)).some(({ status }) => status === 'error') ||
					undefined,
			);
			office.highLevel.faults.remove(refused.id);
			const run = await office.run(setUp, BY_HAND);
			assertSucceeded(run);
			ask(['next@example.com']);
			await soon('both', () => hasTimes('given.back@example.com') && hasTimes('next@example.com'));
			await office.client.deactivate(slow.id);
			await soon('the hook to go', () => account.state.webhooks.size === 0);
		});
	});

	void suite('at the real limit', () => {
		before(makeFields);

		after(() => account.limiter.set({ max: 100 }));

		const atTheRealLimit = { callsPerSecond: 5, turnSeconds: 20 };

		test('all have work at the same moment: ActiveCampaign refuses nothing, and all of it is done', async () => {
			const calendars = { recordDomain: DOMAIN, ...atTheRealLimit };
			there = await importAs('highlevel-calendars-to-activecampaign', {
				...calendars,
				calendars: [],
			});
			back = await importAs('activecampaign-calendars-to-highlevel', calendars);
			send = await importAs('activecampaign-send-free-times', {
				...{ showOnly: false, defaultCalendar: SEED.calendars.personal, ...atTheRealLimit },
			});
			setUp = await importAs('activecampaign-set-up', atTheRealLimit);
			undo = await importAs('activecampaign-undo-set-up', atTheRealLimit);
			assertSucceeded(await office.work(there));
			for (const { id } of [there, back, send]) await office.client.activate(id);
			await soon('the hooks', () => account.state.webhooks.size === 2);

			const ofRecords = account.contacts().map(({ fields }) => fields['HL_CALENDAR_ID']);
			const renamed = ofRecords.filter((id) => id !== undefined);
			assert.ok(renamed.length > 2);
			const made = addCalendars(['Sauna', 'Pool']);
			const emails = numbered(5, (number) => `same${number}@example.com`);
			account.limiter.set({ max: 5 });
			account.log.length = 0;
			for (const [index, id] of renamed.entries()) renameRecord(id, `Renamed ${index + 1}`);
			ask(emails);
			const byHand = [
				await office.client.startManually(setUp, BY_HAND),
				await office.client.startManually(undo, BY_HAND),
				await office.client.startManually(there, 'Every 15 Minutes'),
			];
			await soon('what was renamed', () =>
				renamed.every((id, index) => nameIn(id) === `Renamed ${index + 1}`),
			);
			await soon('the notes', () => renamed.every((id) => notesOf(id).length === 1));
			await soon('the records', () => made.every((id) => record(id)?.tags.length === 1));
			await soon('the times', () => emails.every(hasTimes));
			const runs = await Promise.all(
				byHand.map(async (id) => await office.client.execution(id, SOON_MS)),
			);
			for (const run of runs) assertSucceeded(run);
			for (const { id, name } of [there, back, send]) {
				await until(
					`the runs of ${name} to end`,
					SOON_MS,
					async () => (await office.client.unfinishedExecutions(id)) === 0 || undefined,
				);
				const ended = await office.client.endedExecutions(id);
				assert.deepEqual(
					ended.filter(({ status }) => status !== 'success'),
					[],
					name,
				);
			}
			assert.equal(refusals(), 0);
			assert.equal(account.effects('contact.create').length, 2);
			assert.equal(account.effects('note.create').length, renamed.length);
			const links = account.effects('contactTag.create').length;
			assert.equal(links, made.length + emails.length);
			const times = account.log.map(({ at }) => at);
			const seconds = (Math.max(...times) - Math.min(...times)) / 1000;
			process.stdout.write(
				`  ${account.log.length} calls in ${seconds.toFixed(1)} s, ${((seconds * 5) / account.log.length).toFixed(2)} times what the limit demands\n`,
			);
			for (const { id } of [there, back, send]) await office.client.deactivate(id);
		});

		test('n8n ended while one has the account: the others wait for it no longer than its turn', async () => {
			const emails = numbered(12, (number) => `ended${number}@example.com`);
			// The turn must outlast the start of n8n, which takes long on a busy machine.
			const turnSeconds = 10 + Math.ceil((2 * office.startedInMs) / 1000);
			send = await importAs('activecampaign-send-free-times', {
				...{ showOnly: false, defaultCalendar: SEED.calendars.personal },
				...{ ...atTheRealLimit, turnSeconds },
			});
			ask(emails);
			await office.client.startManually(send, 'Every 15 Minutes');
			await soon('the first times', () => emails.some(hasTimes));
			await office.crash();
			assert.ok(!emails.every(hasTimes), 'n8n was ended too late');
			const run = await office.run(setUp, BY_HAND);
			assertSucceeded(run);
			assert.ok(waitsOf(run) > 0, 'it did not wait');
			assertSucceeded(await office.work(send));
			assert.ok(emails.every(hasTimes));
			assert.equal(refusals(), 0);
		});
	});

	void suite('calendars from ActiveCampaign', () => {
		let ids: string[];

		before(async () => {
			await makeFields();
			ids = addCalendars(numbered(40, (number) => `Room ${number}`));
			assertSucceeded(await office.work(there));
			assertSucceeded(await office.work(back));
		});

		test('of forty changes those that HighLevel refuses are named, and made by the next run', async () => {
			for (const [index, id] of ids.entries()) renameRecord(id, `Hall ${index + 1}`);
			office.highLevel.log.length = 0;
			const [, , third, , fifth] = ids;
			const refused = office.highLevel.faults.add({
				...{ action: DOWN, method: 'PUT', path: new RegExp(`${third}|${fifth}`) },
			});
			assertNamed(await office.work(back), /^Hall 3: [^\n]*\nHall 5: [^\n]*$/);
			office.highLevel.faults.remove(refused.id);
			assertSucceeded(await office.work(back));
			for (const [index, id] of ids.entries()) {
				assert.equal(nameIn(id), `Hall ${index + 1}`);
				assert.deepEqual(notesOf(id), [
					`The HighLevel calendar is now called "Hall ${index + 1}".`,
				]);
			}
			assert.equal(updates(), 40);
		});

		test('n8n ended half-way: every calendar has its name, none is renamed or noted twice', async () => {
			for (const [index, id] of ids.entries()) renameRecord(id, `Studio ${index + 1}`);
			office.highLevel.log.length = 0;
			await office.client.startManually(back, 'Every 15 Minutes');
			await soon('some of them', () => updates() > 10);
			await office.crash();
			assert.ok(updates() < 40, 'n8n was ended too late');
			assertSucceeded(await office.work(back));
			for (const [index, id] of ids.entries()) assert.equal(nameIn(id), `Studio ${index + 1}`);
			assert.equal(updates(), 40);
			const said = ids.flatMap((id) => notesOf(id).filter((note) => note.includes('Studio')));
			assert.equal(new Set(said).size, said.length);
			// A note comes last, so that of the one calendar that n8n was at may be missing.
			assert.ok(said.length >= 39, `${said.length} notes`);
			account.log.length = 0;
			assertSucceeded(await office.work(back));
			assertSucceeded(await office.work(there));
			assertSucceeded(await office.work(back));
			assert.equal(updates(), 40);
		});
	});
});
