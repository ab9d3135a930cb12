/** Templates while something goes half-way: n8n is ended, a record is deleted between two steps, a service fails. */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { startCalendarHeroStandIn } from '../../standins/calendarhero';
import type { CalendarHeroStandIn } from '../../standins/calendarhero';
import { SEED } from '../../standins/highlevel';
import type { HighLevelStandIn } from '../../standins/highlevel';
import type { FaultRule } from '../../standins/shared/faults';
import { outputOf, until } from '../lib/client';
import type { Execution } from '../lib/client';
import { Office } from '../lib/office';
import type { Imported } from '../lib/templateRuns';
import { assertSucceeded, importTemplate, runAfter, runFrom, sendForm } from '../lib/templateRuns';
import { requestedRuns } from '../lib/templateRuns';
import type { Credentials } from '../lib/templates';
import { listenForTold } from '../lib/told';
import type { Told } from '../lib/told';
import { PRIVATE_INTEGRATION, privateIntegrationData } from '../lib/world';

const HOUR = 3_600_000;
const SOON_MS = 30_000;
const EVERY_5 = 'Every 5 Minutes';

void suite('templates half-way', () => {
	let office: Office;
	let highLevel: HighLevelStandIn;
	let calendarHero: CalendarHeroStandIn;
	let credentials: Credentials;
	let told: Told;

	before(async () => {
		told = await listenForTold();
		office = await Office.open();
		highLevel = office.highLevel;
		highLevel.limiter.set({ max: 1000 });
		calendarHero = await startCalendarHeroStandIn({ seed: 'empty' });
		const data = { token: calendarHero.token, apiUrl: calendarHero.url };
		credentials = {
			[PRIVATE_INTEGRATION]: await office.client.createCredential(
				'HighLevel',
				PRIVATE_INTEGRATION,
				privateIntegrationData({ standIn: highLevel }),
			),
			calendarHeroApi: await office.client.createCredential(
				'CalendarHero',
				'calendarHeroApi',
				data,
			),
		};
		for (const { id } of highLevel.state.appointments.all()) {
			highLevel.state.appointments.delete(id);
		}
	});

	after(async () => {
		await office?.close();
		await calendarHero?.close();
		told?.close();
	});

	const set = async (name: string, settings: Record<string, unknown>): Promise<Imported> =>
		await importTemplate(office.client, name, credentials, settings);
	const soon = async (what: string, isSo: () => boolean) =>
		await until(what, SOON_MS, async () => isSo() || undefined);
	const effects = (since = 0): string[] =>
		[...highLevel.log.slice(since), ...calendarHero.log].flatMap(({ effect }) =>
			effect && !effect.kind.startsWith('hook.') ? [effect.kind] : [],
		);
	/** Makes the answer late, and does something before it arrives. */
	const meanwhile = async (rule: Omit<FaultRule, 'action'>, act: () => void): Promise<void> => {
		const action = { kind: 'delay', ms: 1500 } as const;
		const fault = highLevel.faults.add({ ...rule, count: 1, action });
		await soon('the request', () => fault.struck === 1);
		act();
	};
	const contact = (name: string) =>
		highLevel.state.addContact({ firstName: name, email: `${name.toLowerCase()}@example.com` });
	const contactOf = (id: string) => highLevel.state.contacts.get(id);
	const notesOf = (id: string) =>
		highLevel.state.notes
			.where(({ ownerId }) => ownerId === id)
			.map(({ values }) => String(values['bodyText']));
	const book = (name: string, hours: number) => {
		const { id: contactId } = contact(name);
		const startTime = Math.ceil(Date.now() / HOUR) * HOUR + hours * HOUR;
		const { id } = highLevel.state.addAppointment({
			...{ calendarId: SEED.calendars.discovery, contactId, title: `Call with ${name}` },
			...{ startTime, endTime: startTime + HOUR / 2, dateAdded: Date.now() - 48 * HOUR },
		});
		return { id, contactId };
	};
	const assertNoSecret = (text: string) => {
		for (const secret of [highLevel.tokens.privateIntegration, calendarHero.token]) {
			assert.ok(!text.includes(secret), 'a secret');
		}
	};

	void suite('n8n ended by SIGKILL', () => {
		let reminder: Imported;
		let link: Imported;
		let fieldId: string;
		const reminded = new Map<string, string>();
		const clicked = new Map<string, { id: string; search: string; slot: string }>();
		const of = (name: string) => clicked.get(name) ?? assert.fail(name);
		let started = 0;

		const appointment = (id: string) => highLevel.state.appointments.get(id) ?? assert.fail(id);
		const page = async (search: string, form?: Record<string, string>) => {
			const response = await fetch(`${office.n8n.url}/webhook/${link.path('Link')}${search}`, {
				...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
			});
			return { status: response.status, html: await response.text() };
		};
		const searchOf = (contactId: string): string => {
			const { value } = contactOf(contactId)?.customFields.find(({ id }) => id === fieldId) ?? {};
			return new URL(String(value)).search;
		};
		const updatesOf = (id: string) =>
			highLevel.log.filter(({ effect, path }) => effect && path.endsWith(`/appointments/${id}`))
				.length;

		before(async () => {
			fieldId = highLevel.state.addCustomField({
				name: 'Appointment Link',
				dataType: 'TEXT',
			}).id;
			const settings = { pageUrl: 'https://example.com/page', secret: 'a secret of many letters' };
			link = await set('reschedule-or-cancel-by-link', settings);
			reminder = await set('reminder-before-appointment', { showOnly: false, turnSeconds: 4 });
			const cases = ['Moved', 'Cancelled', 'Lost'].map((name) => ({ name, ...book(name, 72) }));
			assertSucceeded(await runFrom(office.client, link, 'Every 30 Minutes'));
			await office.client.activate(link.stored.id);
			await until('the page', SOON_MS, async () =>
				(await page('?a=x&s=y')).status === 403 ? true : undefined,
			);
			for (const { name, id, contactId } of cases) {
				const search = searchOf(contactId);
				const { html } = await page(search);
				const slots = [...html.matchAll(/name="slot" value="([^"]+)"/g)];
				clicked.set(name, { id, search, slot: slots[clicked.size]?.[1] ?? '' });
			}
			for (let number = 0; number < 6; number += 1) {
				reminded.set(`Reminded${number}`, book(`Reminded${number}`, 20).contactId);
			}

			const half = reminded.get('Reminded3') ?? '';
			for (const [name, when] of [
				['Moved', 'after'],
				['Cancelled', 'after'],
				['Lost', 'before'],
			] as const) {
				const path = `/calendars/events/appointments/${of(name).id}`;
				highLevel.faults.add({ action: { kind: 'never', when }, method: 'PUT', path });
			}
			const tags = { method: 'POST', path: `/contacts/${half}/tags` };
			highLevel.faults.add({ action: { kind: 'never', when: 'after' }, ...tags });
			started = highLevel.log.length;
			const answers = [
				page(of('Moved').search, { action: 'move', slot: of('Moved').slot }),
				page(of('Cancelled').search, { action: 'cancel' }),
				page(of('Lost').search, { action: 'move', slot: of('Lost').slot }),
			];
			const broken = Promise.allSettled(answers);
			await office.client.startManually(reminder.stored, 'Every 15 Minutes');
			await soon(
				'all to be half-way',
				() =>
					highLevel.faults.all().every(({ struck }) => struck > 0) &&
					contactOf(half)?.tags.includes('reminder-24h') === true,
			);
			await office.crash(() => highLevel.faults.clear());
			assert.ok((await broken).every(({ status }) => status === 'rejected'));
			await until('the page', SOON_MS, async () =>
				(await page('?a=x&s=y')).status === 403 ? true : undefined,
			);
		});
		after(async () => await office.client.deactivate(link.stored.id));

		test('a reminder: each contact once, and none is lost', async () => {
			assertSucceeded(await office.work(reminder.stored));
			for (const [name, id] of reminded) {
				const writes = highLevel.log
					.slice(started)
					.filter(({ method, path }) => method === 'POST' && path === `/contacts/${id}/tags`);
				assert.equal(writes.length, 1, name);
				assert.deepEqual(contactOf(id)?.tags, ['reminder-24h']);
			}
			const since = highLevel.log.length;
			assertSucceeded(await office.work(reminder.stored));
			assert.deepEqual(
				highLevel.log.slice(since).filter(({ effect }) => effect),
				[],
			);
		});

		test('a click that moves the appointment: the page shows the new time, and it was moved once', async () => {
			const { id, search, slot } = of('Moved');
			assert.equal(appointment(id).startTime, Date.parse(slot));
			const shown = await page(search);
			assert.match(shown.html, /Your appointment is on <strong>/);
			assert.ok(!shown.html.includes(`value="${slot}"`));
			const again = await page(search, { action: 'move', slot });
			assert.match(again.html, /Your appointment is now on/);
			assert.equal(updatesOf(id), 1);
		});

		test('a click that cancels it: the page says so, and it was cancelled once', async () => {
			const { id, search } = of('Cancelled');
			assert.equal(appointment(id).appointmentStatus, 'cancelled');
			assert.match((await page(search)).html, /is cancelled/);
			assert.match((await page(search, { action: 'cancel' })).html, /is cancelled/);
			assert.equal(updatesOf(id), 1);
		});

		test('a click that did not reach HighLevel: the page shows the old time, and the next one moves it', async () => {
			const { id, search, slot } = of('Lost');
			const old = appointment(id).startTime;
			assert.notEqual(old, Date.parse(slot));
			const shown = await page(search);
			assert.match(shown.html, /Your appointment is on <strong>/);
			assert.ok(shown.html.includes(`value="${slot}"`));
			assert.match((await page(search, { action: 'move', slot })).html, /is now on/);
			assert.equal(appointment(id).startTime, Date.parse(slot));
			assert.equal(updatesOf(id), 1);
		});
	});

	void suite('a record is deleted between two steps', () => {
		const leftOutOf = (execution: Execution) =>
			outputOf(execution, 'Left Out').map(({ record, leftOut }) => [record, leftOut]);
		const GONE = 'HighLevel no longer has the contact';
		const mailsTo = (name: string) =>
			calendarHero.state.mails.filter(({ to }) => to === `${name.toLowerCase()}@example.com`)
				.length;

		test('a contact with a milestone: left out and named, the others are invited', async () => {
			const milestones = await set('highlevel-milestone-to-calendarhero', {
				showOnly: false,
				milestoneField: 'Renewal Date',
				highLevelUrl: highLevel.url,
			});
			const [gone, stays] = [contact('Gone'), contact('Stays')];
			const value = new Date(Date.now() + 240 * HOUR).toISOString().slice(0, 10);
			for (const one of [gone, stays]) {
				highLevel.state.contacts.put({
					...one,
					customFields: [{ id: SEED.customFields.renewal, value }],
				});
			}
			const running = runFrom(office.client, milestones, EVERY_5);
			await meanwhile({ method: 'POST', path: '/contacts/search' }, () =>
				highLevel.state.contacts.delete(gone.id),
			);
			const execution = await running;
			assertSucceeded(execution);
			assert.deepEqual(leftOutOf(execution), [['Gone', GONE]]);
			assert.deepEqual([mailsTo('Gone'), mailsTo('Stays')], [0, 1]);
			const before = effects().length;
			assertSucceeded(await runFrom(office.client, milestones, EVERY_5));
			assert.equal(effects().length, before);
		});

		test('the contact of a task: left out and named, the others are invited', async () => {
			const tasks = await set('highlevel-tasks-and-calendarhero', {
				showOnly: false,
				highLevelUrl: highLevel.url,
			});
			const [owner, other] = [contact('Owner'), contact('Other')];
			const dueDate = new Date(Date.now() + 240 * HOUR).toISOString();
			for (const { id: ownerId } of [owner, other]) {
				const stamps = { dateAdded: Date.now(), dateUpdated: Date.now() };
				highLevel.state.tasks.put({
					...{ id: `task of ${ownerId}`, ownerId, locationId: SEED.locationId, ...stamps },
					values: { title: `[meet] ${ownerId}`, body: '', dueDate, completed: false },
				});
			}
			const running = runFrom(office.client, tasks, EVERY_5);
			await meanwhile({ method: 'POST', path: /tasks\/search$/ }, () => {
				highLevel.state.contacts.delete(owner.id);
				highLevel.state.tasks.delete(`task of ${owner.id}`);
			});
			const execution = await running;
			assertSucceeded(execution);
			assert.deepEqual(leftOutOf(execution), [[`[meet] ${owner.id}`, GONE]]);
			assert.deepEqual([mailsTo('Owner'), mailsTo('Other')], [0, 1]);
			const before = effects().length;
			assertSucceeded(await runFrom(office.client, tasks, EVERY_5));
			assert.equal(effects().length, before);
		});

		test('an invitee: left out and named, the others get their notes', async () => {
			const notes = await set('calendarhero-notes-and-tags', { showOnly: false });
			assertSucceeded(await runFrom(office.client, notes, EVERY_5));
			const [leaves, keeps] = [contact('Leaves'), contact('Keeps')];
			for (const { email } of [leaves, keeps]) {
				calendarHero.requestAsUser({ subject: 'Review', emails: [String(email)] });
				// The older one is the first.
				await new Promise((done) => setTimeout(done, 5));
			}
			const running = runFrom(office.client, notes, EVERY_5);
			await meanwhile({ method: 'POST', path: '/contacts/search' }, () =>
				highLevel.state.contacts.delete(leaves.id),
			);
			const execution = await running;
			assertSucceeded(execution);
			assert.deepEqual(leftOutOf(execution), [['Review, leaves@example.com', GONE]]);
			assert.match(notesOf(keeps.id).join(), /^Asked to meet: Review/);
			assert.deepEqual(contactOf(keeps.id)?.tags, ['ch-invited']);
			const before = effects().length;
			assertSucceeded(await runFrom(office.client, notes, EVERY_5));
			assert.equal(effects().length, before);
		});

		test('a request that CalendarHero has no more: the contact is told once, the others go on', async () => {
			const notes = await set('calendarhero-notes-and-tags', { showOnly: false });
			const [vanishes, stays] = [contact('Vanishes'), contact('Remains')];
			const [request = '', other = ''] = [vanishes, stays].map(({ email }) =>
				calendarHero.requestAsUser({ subject: 'Lunch', emails: [String(email)] }),
			);
			assertSucceeded(await runFrom(office.client, notes, EVERY_5));
			assert.deepEqual(contactOf(vanishes.id)?.tags, ['ch-invited']);
			const kept = calendarHero.state.requests.get(request) ?? assert.fail(request);
			calendarHero.state.requests.delete(request);
			await calendarHero.invitee.pick(other);
			assertSucceeded(await runFrom(office.client, notes, EVERY_5));
			assert.deepEqual(contactOf(stays.id)?.tags, ['ch-booked']);
			assert.deepEqual(contactOf(vanishes.id)?.tags, ['ch-invited'], 'missing once is no news');
			// It was on its way from one page of the list to another.
			calendarHero.state.requests.put(kept);
			assertSucceeded(await runFrom(office.client, notes, EVERY_5));
			calendarHero.state.requests.delete(request);
			assertSucceeded(await runFrom(office.client, notes, EVERY_5));
			assert.equal(notesOf(vanishes.id).length, 1);
			assertSucceeded(await runFrom(office.client, notes, EVERY_5));
			assert.deepEqual(contactOf(vanishes.id)?.tags, []);
			assert.match(notesOf(vanishes.id)[1] ?? '', /^No longer in CalendarHero: Lunch\n/);
			const before = effects().length;
			assertSucceeded(await runFrom(office.client, notes, EVERY_5));
			assert.equal(effects().length, before);
		});
	});

	void suite('the lead form', () => {
		let form: Imported;
		const lead = (name: string) => [name, '', `${name}@example.com`, '', 'A quote', 'Call me', ''];
		const send = async (name: string, during?: () => Promise<void>): Promise<Execution> => {
			const count = (await requestedRuns(office.client, form)).length;
			const url = `${office.n8n.url}/form/${form.path('Lead Form')}`;
			const sending = sendForm(url, lead(name));
			await during?.();
			await sending;
			return await runAfter(office.client, form, count);
		};
		const found = (name: string) =>
			highLevel.state.contacts.byEmail(SEED.locationId, `${name}@example.com`);
		const assertThereOnce = (name: string) => {
			const [one, ...others] = found(name);
			assert.ok(one, name);
			assert.deepEqual(others, []);
			assert.deepEqual([...one.tags].sort(), ['lead', 'sales', 'wants-quote']);
			assert.equal(notesOf(one.id).length, 1, name);
			const tasks = highLevel.state.tasks.where(({ ownerId }) => ownerId === one.id);
			assert.equal(tasks.length, 1, name);
		};

		before(async () => {
			form = await set('lead-form-to-contact', {
				...{ tellUrl: told.url, taskFor: 'ada@example.com', claimMinutes: 0 },
			});
			await office.client.activate(form.stored.id);
		});
		after(async () => await office.client.deactivate(form.stored.id));

		test('a contact that is deleted between the steps is made again, whole', async () => {
			const { status, error } = await send('between', async () =>
				meanwhile({ method: 'POST', path: '/contacts/' }, () => {
					for (const { id } of found('between')) highLevel.state.contacts.delete(id);
				}),
			);
			assert.equal(status, 'error');
			assert.match(String(error?.['message']), /between@example\.com: .*not found/);
			assertSucceeded(await runFrom(office.client, form, EVERY_5));
			assertThereOnce('between');
			const since = highLevel.log.length;
			assertSucceeded(await runFrom(office.client, form, EVERY_5));
			assert.equal(highLevel.log.length, since);
		});

		test('while HighLevel fails, somebody is told of each lead; afterwards none is missing or twice', async () => {
			const names = ['first', 'second', 'third'];
			const count = told.texts.length;
			const fault = highLevel.faults.add({ action: { kind: 'echo', status: 503 } });
			const url = `${office.n8n.url}/form/${form.path('Lead Form')}`;
			await Promise.all(names.map(async (name) => sendForm(url, lead(name))));
			await soon('the messages', () => told.texts.length >= count + names.length);
			for (const name of names) {
				const text = told.texts.find((one) => one.includes(`${name}@example.com`)) ?? '';
				assert.match(text, /^The workflow "HighLevel: Lead Form to Contact" failed: /);
				assertNoSecret(text);
			}
			highLevel.faults.remove(fault.id);
			assertSucceeded(await runFrom(office.client, form, EVERY_5));
			for (const name of names) assertThereOnce(name);
			const since = highLevel.log.length;
			assertSucceeded(await runFrom(office.client, form, EVERY_5));
			assert.equal(highLevel.log.length, since);
		});
	});

	test('a failed run of a published CalendarHero workflow tells someone, and no secret', async () => {
		const notes = await set('calendarhero-notes-and-tags', {
			...{ showOnly: false, tellUrl: told.url, turnSeconds: 4 },
		});
		const { id } = contact('Tell');
		const count = told.texts.length;
		await office.client.activate(notes.stored.id);
		await soon('the hooks', () => calendarHero.state.hooks.size === 7);
		const fault = highLevel.faults.add({
			...{ action: { kind: 'echo', status: 422 } as const, operationId: 'create-note' },
		});
		calendarHero.requestAsUser({ subject: 'Told', emails: ['tell@example.com'] });
		await soon('the message', () => told.texts.length > count);
		highLevel.faults.remove(fault.id);
		await office.client.deactivate(notes.stored.id);
		const text = told.texts.at(-1) ?? '';
		assert.match(
			text,
			/^The workflow "CalendarHero: Notes and Tags in HighLevel" failed: Told, tell@example\.com: .+\nhttp/,
		);
		assertNoSecret(text);
		assert.deepEqual(notesOf(id), []);
		assertSucceeded(await runFrom(office.client, notes, EVERY_5));
		assert.equal(notesOf(id).length, 1);
	});
});
