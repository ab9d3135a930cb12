/** The templates that need only HighLevel, imported and set up as their notes tell. Results are read from the stand-in. */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { SEED } from '../../standins/highlevel';
import { outputOf, until } from '../lib/client';
import type { Execution, WorkflowNode } from '../lib/client';
import type { JsonObject } from '../lib/json';
import { textAt } from '../lib/json';
import type { Imported } from '../lib/templateRuns';
import {
	assertSucceeded,
	importTemplate,
	requestedRuns,
	rowsOf,
	runAfter,
	runFrom,
	sendForm,
} from '../lib/templateRuns';
import { listenForTold } from '../lib/told';
import type { Told } from '../lib/told';
import { TRIGGER_NAME, untilAnswers, untilIdle } from '../lib/webhooks';
import type { Login, World } from '../lib/world';
import { privateIntegration, startWorld } from '../lib/world';

const HOUR = 3_600_000;

void suite('templates that need only HighLevel', () => {
	let world: World;
	let login: Login;

	before(async () => {
		world = await startWorld();
		login = await privateIntegration(world);
	});

	after(async () => await world?.stop());

	const state = () => world.standIn.state;
	/** What was changed in HighLevel since. */
	const effects = (since = 0): string[] =>
		world.standIn.log.slice(since).flatMap(({ effect }) => effect?.kind ?? []);
	const set = async (
		name: string,
		settings: Record<string, unknown>,
		change?: (nodes: WorkflowNode[]) => void,
	) => await importTemplate(world.client, name, login.credentials, settings, change);
	const requested = async (imported: Imported) => await requestedRuns(world.client, imported);
	const executionAfter = async (imported: Imported, before: number) =>
		await runAfter(world.client, imported, before);

	void suite('lead form to contact', () => {
		let imported: Imported;
		let told: Told;
		const send = async (fields: string[]): Promise<Execution> => {
			const before = (await requested(imported)).length;
			await sendForm(`${world.n8n.url}/form/${imported.path('Lead Form')}`, fields);
			return await executionAfter(imported, before);
		};
		const lead = (email: string, message = 'Please call me', phone = ''): string[] => [
			...['Ann', 'Lee', email, phone, 'A quote', message, ''],
		];
		const contactOf = (email: string) => state().contacts.byEmail(SEED.locationId, email);
		const notesOf = (id: string) => state().notes.where(({ ownerId }) => ownerId === id);
		const tasksOf = (id: string) => state().tasks.where(({ ownerId }) => ownerId === id);

		before(async () => {
			told = await listenForTold();
			imported = await set('lead-form-to-contact', {
				tellUrl: told.url,
				...{ taskFor: 'ada@example.com', countryCode: '+1', claimMinutes: 0 },
			});
			await world.client.activate(imported.stored.id);
		});
		after(async () => {
			told.close();
			await world.client.deactivate(imported.stored.id);
		});

		test('makes a contact with tags, a note and a task', async () => {
			assertSucceeded(await send(lead(' Ann.Lee@Example.com', 'Please call me', '0303 555 0100')));
			const [contact, ...others] = contactOf('ann.lee@example.com');
			assert.deepEqual(others, []);
			assert.equal(contact?.firstName, 'Ann');
			assert.equal(contact?.phone, '+13035550100');
			assert.equal(contact?.source, 'Web form');
			assert.deepEqual([...(contact?.tags ?? [])].sort(), ['lead', 'sales', 'wants-quote']);
			const [note, ...more] = notesOf(contact?.id ?? '');
			assert.deepEqual(more, []);
			assert.match(String(note?.values['bodyText']), /Interested in: A quote[^]*Please call me/);
			const [task, ...further] = tasksOf(contact?.id ?? '');
			assert.deepEqual(further, []);
			assert.equal(task?.values['title'], 'Answer the web form');
			assert.equal(task?.values['assignedTo'], SEED.users.ada);
		});

		test('changes nothing when the same form comes again', async () => {
			const since = world.standIn.log.length;
			assertSucceeded(await send(lead(' Ann.Lee@Example.com', 'Please call me', '0303 555 0100')));
			assert.equal(world.standIn.log.length, since);
		});

		test('adds a note to a contact that it knows, and overwrites nothing', async () => {
			const known = state().addContact({
				...{ firstName: 'Anna', email: 'main@example.com', phone: '+13035550111' },
				additionalEmails: ['second@example.com'],
				tags: ['vip'],
			});
			assertSucceeded(await send(lead('second@example.com')));
			const contact = state().contacts.get(known.id);
			assert.equal(contact?.firstName, 'Anna');
			assert.equal(contact?.lastName, 'Lee');
			assert.equal(contact?.email, 'main@example.com');
			assert.deepEqual(contact?.additionalEmails, ['second@example.com']);
			assert.deepEqual([...(contact?.tags ?? [])].sort(), ['lead', 'sales', 'vip', 'wants-quote']);
			assert.equal(notesOf(known.id).length, 1);
		});

		test("leaves another contact's phone alone", async () => {
			const mine = state().addContact({ email: 'mine@example.com' });
			const theirs = state().addContact({ email: 'theirs@example.com', phone: '+13035550122' });
			assertSucceeded(await send(lead('mine@example.com', 'Hello', '+1 303 555 0122')));
			assert.equal(state().contacts.get(mine.id)?.phone, null);
			assert.equal(state().contacts.get(mine.id)?.lastName, 'Lee');
			assert.equal(state().contacts.get(theirs.id)?.phone, '+13035550122');
			assert.equal(notesOf(mine.id).length, 1);
		});

		test('makes one contact with one note of two forms at the same moment', async () => {
			const before = (await requested(imported)).length;
			const url = `${world.n8n.url}/form/${imported.path('Lead Form')}`;
			const twice = lead('twice@example.com');
			await Promise.all([sendForm(url, twice), sendForm(url, twice)]);
			assertSucceeded(await executionAfter(imported, before + 1));
			const [contact, ...others] = contactOf('twice@example.com');
			assert.deepEqual(others, []);
			assert.equal(notesOf(contact?.id ?? '').length, 1);
			assert.equal(tasksOf(contact?.id ?? '').length, 1);
		});

		test('drops what fills in the hidden field', async () => {
			const since = world.standIn.log.length;
			const fields = [...lead('spam@example.com').slice(0, -1), 'https://spam.example.com'];
			assertSucceeded(await send(fields));
			assert.equal(world.standIn.log.length, since);
		});

		test('names a lead that cannot be reached, and tells someone', async () => {
			const since = world.standIn.log.length;
			const { status, error } = await send(lead('no address', 'Hello', '12'));
			await until('somebody to be told', 15_000, async () => told.texts.at(-1));
			assert.match(told.texts.join(), /Lead Form to Contact[^]*no address/);
			assert.equal(status, 'error');
			assert.match(String(error?.['message']), /neither a valid email[^]*no address/);
			assert.equal(world.standIn.log.length, since);
		});

		test('catches up on what HighLevel refused, once', async () => {
			const fault = world.standIn.faults.add({
				...{ action: { kind: 'status', status: 500 }, method: 'POST', path: /\/tasks$/, count: 1 },
			});
			const { status } = await send(lead('late@example.com'));
			assert.equal(status, 'error');
			world.standIn.faults.remove(fault.id);
			const [contact] = contactOf('late@example.com');
			assert.equal(notesOf(contact?.id ?? '').length, 1);
			assert.deepEqual(tasksOf(contact?.id ?? ''), []);
			for (let round = 0; round < 2; round += 1) {
				assertSucceeded(await runFrom(world.client, imported, 'Every 5 Minutes'));
			}
			assert.equal(contactOf('late@example.com').length, 1);
			assert.equal(notesOf(contact?.id ?? '').length, 1);
			assert.equal(tasksOf(contact?.id ?? '').length, 1);
		});
	});

	void suite('reminder before an appointment', () => {
		let imported: Imported;
		const TABLE = 'HighLevel Reminders Sent';
		const book = (hours: number, values: JsonObject = {}) => {
			const contact = state().addContact({
				email: `in${hours}-${state().contacts.size}@example.com`,
			});
			const startTime = Math.floor(Date.now() / 60_000) * 60_000 + hours * HOUR;
			const appointment = state().addAppointment({
				...{ calendarId: SEED.calendars.discovery, contactId: contact.id, title: `In ${hours} h` },
				...{ startTime, endTime: startTime + HOUR / 2, dateAdded: Date.now() - 48 * HOUR },
				...values,
			});
			return { appointment, contactId: contact.id };
		};
		const tagsOf = (contactId: string) => state().contacts.get(contactId)?.tags;
		const run = async () => await runFrom(world.client, imported, 'Every 15 Minutes');
		/** How often tags were written since. */
		const tagCalls = (since: number) =>
			world.standIn.log
				.slice(since)
				.filter(({ path, method }) => path.endsWith('/tags') && method !== 'GET');
		const booked = new Map<string, ReturnType<typeof book>>();
		const named = (name: string) => booked.get(name) ?? assert.fail(name);

		before(() => {
			for (const { id } of state().appointments.all()) state().appointments.delete(id);
			booked.set('day', book(20));
			booked.set('hour', book(0.5));
			booked.set('later', book(72));
			booked.set('cancelled', book(3, { appointmentStatus: 'cancelled' }));
			booked.set('late booking', book(4, { dateAdded: Date.now() }));
			booked.set('deleted contact', book(5));
			state().contacts.delete(named('deleted contact').contactId);
		});

		test('only shows what it would send', async () => {
			imported = await set('reminder-before-appointment', {});
			const since = world.standIn.log.length;
			const execution = await run();
			assertSucceeded(execution);
			assert.deepEqual(
				outputOf(execution, 'Due Reminders').map(({ title, tag }) => [title, tag]),
				[
					['In 0.5 h', 'reminder-1h'],
					['In 5 h', 'reminder-24h'],
					['In 20 h', 'reminder-24h'],
				],
			);
			assert.deepEqual(effects(since), []);
		});

		test('tags each contact once, and starts a workflow', async () => {
			imported = await set('reminder-before-appointment', {
				showOnly: false,
				reminders: [
					{ hours: '24', tag: 'reminder-24h', workflowId: '' },
					{ hours: '1', tag: 'reminder-1h', workflowId: SEED.workflowId },
				],
			});
			assertSucceeded(await run());
			assert.deepEqual(tagsOf(named('day').contactId), ['reminder-24h']);
			assert.deepEqual(tagsOf(named('hour').contactId), ['reminder-1h']);
			for (const other of ['later', 'cancelled', 'late booking']) {
				assert.deepEqual(tagsOf(named(other).contactId), [], other);
			}
			assert.deepEqual(
				state()
					.enrolments.all()
					.map(({ contactId, targetId }) => [contactId, targetId]),
				[[named('hour').contactId, SEED.workflowId]],
			);
			const since = world.standIn.log.length;
			assertSucceeded(await run());
			assert.deepEqual(tagCalls(since), []);
			assert.equal(state().enrolments.size, 1);
		});

		test('reminds of a new time, and not of an appointment that is cancelled meanwhile', async () => {
			const { appointment, contactId } = named('day');
			const startTime = appointment.startTime + 2 * HOUR;
			state().appointments.put({ ...appointment, startTime, endTime: startTime + HOUR / 2 });
			const { appointment: other } = named('hour');
			state().appointments.put({
				...other,
				appointmentStatus: 'cancelled',
				startTime: other.startTime + HOUR / 4,
			});
			const since = world.standIn.log.length;
			assertSucceeded(await run());
			assert.deepEqual(
				tagCalls(since).map(({ method, path }) => [method, path]),
				['DELETE', 'POST'].map((method) => [method, `/contacts/${contactId}/tags`]),
			);
		});

		test('tries again what HighLevel refused, and names it', async () => {
			const { contactId } = book(6);
			const { contactId: second } = book(7);
			const fault = world.standIn.faults.add({
				...{ action: { kind: 'status', status: 422, body: { message: 'Not now' } } as const },
				...{ method: 'POST', path: `/contacts/${contactId}/tags`, count: 1 },
			});
			const { status, error } = await run();
			world.standIn.faults.remove(fault.id);
			assert.equal(status, 'error');
			assert.match(String(error?.['message']), /In 6 h.*: .*Not now/);
			assert.deepEqual(tagsOf(second), ['reminder-24h']);
			assertSucceeded(await run());
			assert.deepEqual(tagsOf(contactId), ['reminder-24h']);
		});

		test('names a calendar that does not exist and goes on, and forgets what is past', async () => {
			const { contactId } = book(8);
			imported = await set('reminder-before-appointment', {
				showOnly: false,
				calendars: [{ calendar: 'discovery call' }, { calendar: 'No such calendar' }],
			});
			const before = await rowsOf(world.client, TABLE);
			assert.equal(new Set(before.map(({ key }) => key)).size, before.length);
			const { status, error } = await run();
			assert.equal(status, 'error');
			assert.match(String(error?.['message']), /Calendar "No such calendar"/);
			assert.deepEqual(tagsOf(contactId), ['reminder-24h']);
		});
	});

	void suite('reschedule or cancel by a link', () => {
		let imported: Imported;
		let fieldId: string;
		const SECRET = 'a secret of many letters';
		const settings = { pageUrl: 'https://example.com/page', secret: SECRET, noticeHours: 2 };

		const book = (values: JsonObject = {}) => {
			const contact = state().addContact({ email: `link${state().contacts.size}@example.com` });
			const startTime = Math.ceil(Date.now() / HOUR) * HOUR + 72 * HOUR;
			const { id } = state().addAppointment({
				...{ calendarId: SEED.calendars.discovery, contactId: contact.id, title: 'First visit' },
				...{ startTime, endTime: startTime + HOUR / 2 },
				...values,
			});
			return { id, contactId: contact.id };
		};
		const appointment = (id: string) => state().appointments.get(id) ?? assert.fail(id);
		const linkOf = (contactId: string): string | undefined => {
			const fields = state().contacts.get(contactId)?.customFields ?? [];
			const value = fields.find(({ id }) => id === fieldId)?.value;
			return typeof value === 'string' ? value : undefined;
		};
		const queryOf = (contactId: string): string => new URL(linkOf(contactId) ?? '').search;
		const page = async (search: string, form?: Record<string, string>) => {
			const response = await fetch(`${world.n8n.url}/webhook/${imported.path('Link')}${search}`, {
				...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
			});
			return { status: response.status, html: await response.text() };
		};
		const slotsIn = (html: string): string[] =>
			[...html.matchAll(/name="slot" value="([^"]+)"/g)].map(([, value]) => value ?? '');
		const writeLinks = async (): Promise<Execution> =>
			await runFrom(world.client, imported, 'Every 30 Minutes');

		before(async () => {
			for (const { id } of state().appointments.all()) state().appointments.delete(id);
			fieldId = state().addCustomField({ name: 'Appointment Link', dataType: 'TEXT' }).id;
		});
		after(async () => await world.client.deactivate(imported.stored.id));

		test('says what is missing before it is set up', async () => {
			imported = await set('reschedule-or-cancel-by-link', {});
			const { status, error } = await writeLinks();
			assert.equal(status, 'error');
			assert.match(String(error?.['message']), /fill in pageUrl and secret/);
			imported = await set('reschedule-or-cancel-by-link', settings);
			await world.client.activate(imported.stored.id);
			await until('the page to be there', 15_000, async () =>
				(await page('?a=x&s=y')).status === 403 ? true : undefined,
			);
		});

		test('writes the link of the next appointment, once', async () => {
			const { id, contactId } = book();
			const later = appointment(id).startTime + 24 * HOUR;
			state().addAppointment({
				...appointment(id),
				id: 'later',
				startTime: later,
				endTime: later + HOUR,
			});
			const gone = book();
			state().contacts.delete(gone.contactId);
			assertSucceeded(await writeLinks());
			assert.match(
				linkOf(contactId) ?? '',
				new RegExp(`^https://example.com/page\\?a=${id}&s=[0-9a-f]{64}$`),
			);
			const since = world.standIn.log.length;
			assertSucceeded(await writeLinks());
			assert.deepEqual(effects(since), []);
		});

		test('looks only at the contact of an appointment that was just booked', async () => {
			book();
			book();
			const since = world.standIn.log.length;
			const execution = await runFrom(world.client, imported, 'Appointment Created');
			assertSucceeded(execution);
			const [{ contactId } = {}] = outputOf(execution, 'Appointment Created');
			assert.notEqual(linkOf(String(contactId)), undefined);
			const read = world.standIn.log
				.slice(since)
				.filter(({ path }) => path.startsWith('/contacts/'));
			assert.deepEqual(
				[...new Set(read.map(({ path }) => path))],
				[`/contacts/${String(contactId)}`],
			);
		});

		test('names a custom field that does not exist', async () => {
			const { contactId } = book();
			const other = await set('reschedule-or-cancel-by-link', {
				...settings,
				linkField: 'nothing',
			});
			const { status, error } = await runFrom(world.client, other, 'Every 30 Minutes');
			assert.equal(status, 'error');
			assert.match(String(error?.['message']), /no custom field with the key nothing/);
			assert.equal(linkOf(contactId), undefined);
		});

		const linked = async (values: JsonObject = {}) => {
			const made = book(values);
			assertSucceeded(await writeLinks());
			return { ...made, search: queryOf(made.contactId) };
		};

		test('shows the appointment and free times, and changes nothing when opened', async () => {
			const { search } = await linked({ title: '<b>First</b>' });
			const since = world.standIn.log.length;
			for (const more of ['', '&cancel=1', '&action=cancel']) {
				const { status, html } = await page(search + more);
				assert.equal(status, 200);
				assert.match(html, /Your appointment|cancel your appointment/);
			}
			assert.equal(slotsIn((await page(search)).html).length, 12);
			assert.deepEqual(effects(since), []);
		});

		test('moves the appointment to the chosen time, once', async () => {
			const { id, search } = await linked();
			const [slot = ''] = slotsIn((await page(search)).html);
			const since = world.standIn.log.length;
			for (let round = 0; round < 2; round += 1) {
				const { status, html } = await page(search, { action: 'move', slot });
				assert.equal(status, 200, html);
				assert.match(html, /Your appointment is now on/);
			}
			assert.equal(appointment(id).startTime, Date.parse(slot));
			assert.equal(appointment(id).endTime, Date.parse(slot) + HOUR / 2);
			assert.deepEqual(effects(since), ['appointment.update']);
		});

		test('offers other times when the chosen one is taken', async () => {
			const { id, search } = await linked();
			const [slot = ''] = slotsIn((await page(search)).html);
			const startTime = Date.parse(slot);
			const before = appointment(id).startTime;
			book({ startTime, endTime: startTime + HOUR / 2 });
			const { status, html } = await page(search, { action: 'move', slot });
			assert.equal(status, 409);
			assert.match(html, /Somebody else just took that time/);
			assert.ok(slotsIn(html).length > 0 && !slotsIn(html).includes(slot));
			// A time that was never on offer.
			assert.equal(
				(await page(search, { action: 'move', slot: '2030-01-01T03:03:00Z' })).status,
				409,
			);
			assert.equal((await page(search, { action: 'move', slot: 'nonsense' })).status, 409);
			assert.equal(appointment(id).startTime, before);
		});

		test('cancels after a question, once', async () => {
			const { id, search } = await linked();
			assert.match((await page(`${search}&cancel=1`)).html, /Do you want to cancel/);
			assert.equal(appointment(id).appointmentStatus, 'confirmed');
			const since = world.standIn.log.length;
			for (let round = 0; round < 2; round += 1) {
				assert.match((await page(search, { action: 'cancel' })).html, /is cancelled/);
			}
			assert.equal(appointment(id).appointmentStatus, 'cancelled');
			assert.deepEqual(effects(since), ['appointment.update']);
		});

		test('refuses a wrong signature, and the signature of another appointment', async () => {
			const { id, search } = await linked();
			const other = await linked();
			const signature = new URLSearchParams(other.search).get('s') ?? '';
			const since = world.standIn.log.length;
			for (const wrong of [`?a=${id}&s=${signature}`, `?a=${id}`, '', `${search}0`]) {
				assert.equal((await page(wrong)).status, 403, wrong);
				assert.equal((await page(wrong, { action: 'cancel' })).status, 403, wrong);
			}
			// Its own poll may come in between.
			const calls = world.standIn.log.slice(since);
			assert.deepEqual(
				calls.filter(({ path }) => path.includes('/appointments/')),
				[],
			);
			assert.deepEqual(effects(since), []);
		});

		test('has a friendly page for an appointment that is past, too close or deleted', async () => {
			const cases: Array<[JsonObject, number, RegExp]> = [
				[{ startTime: Date.now() - HOUR }, 200, /is over/],
				[{ startTime: Date.now() + HOUR }, 200, /too close/],
				[{ deleted: true }, 404, /no longer exists/],
			];
			for (const [values, expected, says] of cases) {
				const { id, search } = await linked();
				state().appointments.put({ ...appointment(id), ...values });
				const since = world.standIn.log.length;
				for (const form of [undefined, { action: 'cancel' }]) {
					const { status, html } = await page(search, form);
					assert.equal(status, expected);
					assert.match(html, says);
				}
				assert.deepEqual(effects(since), []);
			}
		});

		test('says so when HighLevel does not answer, and fails the run', async () => {
			const { id, search } = await linked();
			const fault = world.standIn.faults.add({
				...{ action: { kind: 'status', status: 400, body: { message: 'Not now' } } as const },
				...{ method: 'PUT', path: `/calendars/events/appointments/${id}` },
			});
			await untilIdle(world.client, imported.stored.id);
			const before = (await requested(imported)).length;
			const { status, html } = await page(search, { action: 'cancel' });
			world.standIn.faults.remove(fault.id);
			assert.equal(status, 503);
			assert.match(html, /try again later/);
			const execution = await executionAfter(imported, before);
			assert.equal(execution.status, 'error');
			assert.match(String(execution.error?.['message']), /Not now/);
			assert.equal(appointment(id).appointmentStatus, 'confirmed');
		});
	});

	void suite('each webhook once', () => {
		const TABLE = 'HighLevel Webhook Deliveries';
		const copies: Imported[] = [];
		const urlOf = (copy: Imported) => `${world.n8n.url}/webhook/${copy.path(TRIGGER_NAME)}/webhook`;
		/** Sets up the trigger; the node behind "Your Nodes" fails for contacts whose ID says so. */
		const ready = (nodes: WorkflowNode[]): void => {
			const trigger = nodes.find(({ name }) => name === TRIGGER_NAME);
			const yours = nodes.find(({ name }) => name === 'Your Nodes');
			assert.ok(trigger && yours);
			const { appId, publicKey } = world.standIn.webhooks;
			Object.assign(trigger.parameters, { appId, options: { publicKeys: publicKey } });
			Object.assign(yours, {
				...{ type: 'n8n-nodes-base.code', typeVersion: 2 },
				parameters: {
					jsCode:
						"if ($input.first().json.contactId.startsWith('fails')) throw new Error('It fails'); return [];",
				},
			});
		};
		const passed = async (copy: Imported): Promise<string[]> => {
			await untilIdle(world.client, copy.stored.id);
			const ids = await world.client.executionIds(copy.stored.id);
			const executions = await Promise.all(ids.map((id) => world.client.execution(id)));
			return executions
				.flatMap(({ runs }) => runs['New Deliveries Only'] ?? [])
				.flatMap(({ outputs }) => outputs[0] ?? [])
				.map(({ json }) => textAt(json, 'contactId'));
		};
		const delivery = (id: string) => world.standIn.webhooks.appWebhook('ContactUpdate', { id });

		const publish = async (settings: Record<string, unknown>): Promise<Imported> => {
			const copy = await set('deduplicate-webhooks', { tries: 2, ...settings }, ready);
			await world.client.activate(copy.stored.id);
			await untilAnswers(world.standIn.webhooks, urlOf(copy));
			return copy;
		};

		// Copies share the table, and each has a trigger with a memory of its own, as processes do.
		before(async () => {
			copies.push(await publish({}), await publish({}));
		});
		after(async () => {
			for (const { stored } of copies) await world.client.deactivate(stored.id);
		});

		test('passes each of many deliveries at once', async () => {
			const { webhooks } = world.standIn;
			const ids = Array.from({ length: 20 }, (_, index) => `contact-${index}`);
			const sent = ids.map(delivery);
			const answers = await Promise.all(
				sent.flatMap((one) => copies.map((copy) => webhooks.deliver(urlOf(copy), one))),
			);
			assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
			const seen = (await Promise.all(copies.map(passed))).flat();
			assert.deepEqual(seen.sort(), [...ids].sort());
			const late = await publish({});
			copies.push(late);
			for (const one of sent) await webhooks.deliver(urlOf(late), one);
			assert.deepEqual(await passed(late), []);
			const rows = await rowsOf(world.client, TABLE);
			assert.equal(rows.length, ids.length);
			assert.ok(
				rows.every(({ thing, until: end }) => thing === '' && Number(end) > Date.now() * 2),
			);
		});

		test('passes what failed again, as often as the settings say, and forgets', async () => {
			const copy = await publish({ claimMinutes: 0 });
			await world.standIn.webhooks.deliver(urlOf(copy), delivery('fails-1'));
			assert.equal((await executionAfter(copy, 0)).status, 'error');
			assert.equal((await runFrom(world.client, copy, 'Every 15 Minutes')).status, 'error');
			assertSucceeded(await runFrom(world.client, copy, 'Every 15 Minutes'));
			assert.deepEqual(await passed(copy), ['fails-1', 'fails-1']);
			await world.client.deactivate(copy.stored.id);

			const forgetful = await set('deduplicate-webhooks', { keepDays: -1 }, ready);
			assertSucceeded(await runFrom(world.client, forgetful, 'Every 15 Minutes'));
			assert.deepEqual(await rowsOf(world.client, TABLE), []);
		});
	});
});
