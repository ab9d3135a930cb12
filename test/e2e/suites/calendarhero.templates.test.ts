/** The templates that join HighLevel's contacts and tasks with CalendarHero. */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { DateTime } from 'luxon';
import { startCalendarHeroStandIn } from '../../standins/calendarhero';
import type { CalendarHeroStandIn } from '../../standins/calendarhero';
import { SEED } from '../../standins/highlevel';
import type { HighLevelStandIn } from '../../standins/highlevel';
import type { Execution, StoredWorkflow, WorkflowNode } from '../lib/client';
import { outputOf, until } from '../lib/client';
import { at } from '../lib/json';
import type { JsonObject } from '../lib/json';
import { Office } from '../lib/office';
import { failuresOf } from '../lib/templateRuns';
import type { Credentials } from '../lib/templates';
import { readTemplate, setUpTemplate } from '../lib/templates';
import { PRIVATE_INTEGRATION, privateIntegrationData } from '../lib/world';

const MILESTONES = 'highlevel-milestone-to-calendarhero';
const TASKS = 'highlevel-tasks-and-calendarhero';
const NOTES = 'calendarhero-notes-and-tags';
const DAY_MS = 86_400_000;
/** What a service answers that fails for a while. */
const FAILS = { kind: 'status', status: 503, headers: { 'retry-after': '1' } } as const;
/** A run that was ended keeps its turn for so long. */
const TURN_SECONDS = 4;

const iso = (date: Date) => date.toISOString();
/** The day so many days from now. */
const day = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

void suite('templates for CalendarHero', () => {
	let office: Office;
	let highLevel: HighLevelStandIn;
	let calendarHero: CalendarHeroStandIn;
	let credentials: Credentials;
	const stored: Record<string, StoredWorkflow> = {};

	before(async () => {
		office = await Office.open();
		const { client } = office;
		highLevel = office.highLevel;
		highLevel.limiter.set({ max: 1000 });
		calendarHero = await startCalendarHeroStandIn({ seed: 'empty', settings: { taskPageMax: 10 } });
		const data = { token: calendarHero.token, apiUrl: calendarHero.url };
		credentials = {
			[PRIVATE_INTEGRATION]: await client.createCredential(
				'HighLevel',
				PRIVATE_INTEGRATION,
				privateIntegrationData({ standIn: highLevel }),
			),
			calendarHeroApi: await client.createCredential('CalendarHero', 'calendarHeroApi', data),
		};
	});

	after(async () => {
		await office?.close();
		await calendarHero?.close();
	});

	/** Stores a template with these settings, in place of the one from before. */
	async function setUp(name: string, settings: Record<string, unknown>): Promise<StoredWorkflow> {
		const workflow = setUpTemplate(name, credentials, {
			showOnly: false,
			...(name === NOTES ? {} : { highLevelUrl: highLevel.url }),
			turnSeconds: TURN_SECONDS,
			...settings,
		});
		const before = stored[name];
		stored[name] = before
			? await office.client.updateWorkflow(before.id, workflow)
			: await office.client.createWorkflow(workflow);
		return stored[name];
	}

	/** Runs a template as its schedule does, once the turn of a run that was ended is free. */
	async function run(name: string): Promise<Execution> {
		const workflow = stored[name];
		assert.ok(workflow);
		return await until(`the turn of ${name}`, 30_000, async () => {
			const execution = await office.client.runManually(workflow, 'Every 5 Minutes');
			if (!execution.runs['Take the Turn']) return execution;
			return outputOf(execution, 'Take the Turn').length > 0 ? execution : undefined;
		});
	}

	async function runs(name: string): Promise<Execution> {
		const execution = await run(name);
		assert.equal(execution.status, 'success', JSON.stringify(execution.error));
		return execution;
	}

	/** Runs a template and returns what it says at its end. */
	async function fails(name: string): Promise<string> {
		const execution = await run(name);
		assert.equal(execution.status, 'error');
		return String(execution.error?.['message']);
	}

	const mails = (kind: string) =>
		calendarHero.state.mails.filter((mail) => mail.kind === kind).map(({ to }) => to);
	const effects = () =>
		[...highLevel.log, ...calendarHero.log].filter(
			({ effect }) => effect !== undefined && !effect.kind.startsWith('hook.'),
		).length;
	async function writesNothing(name: string): Promise<void> {
		const before = effects();
		await runs(name);
		assert.equal(effects(), before);
	}
	const contactOf = (id: string) => {
		const contact = highLevel.state.contacts.get(id);
		assert.ok(contact);
		return contact;
	};
	const requests = (state: string) =>
		calendarHero.state.requests.where((one) => one.state === state);

	const setDate = (id: string, date: string | null) => {
		const contact = contactOf(id);
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

	const due = (days: number) => new Date(Math.floor(Date.now() / DAY_MS + days) * DAY_MS);
	let number = 0;

	const addTask = (title: string, days: number, ownerId: string = SEED.contacts.maria) => {
		number += 1;
		const values = { title, body: 'Bring the file', dueDate: iso(due(days)), completed: false };
		const now = Date.now();
		const more = { locationId: SEED.locationId, dateAdded: now, dateUpdated: now };
		return highLevel.state.tasks.put({ id: `task${number}`, ownerId, ...more, values }).id;
	};
	const taskOf = (id: string) => {
		const task = highLevel.state.tasks.get(id);
		assert.ok(task);
		return task;
	};
	const changeTask = (id: string, values: JsonObject) => {
		const task = taskOf(id);
		highLevel.state.tasks.put({ ...task, values: { ...task.values, ...values } });
	};

	void suite('milestones', () => {
		const settings = {
			milestoneField: 'Renewal Date',
			milestone: 'Renewal',
			windowDays: 2,
			meetingTypes: [{ tag: 'vip', meetingType: 'coffee' }],
			noteTitle: 'Agenda',
		};

		const emailOf = (index: number) => `person${index}@seed.example.com`;
		let ids: string[] = [];

		test('show only writes nothing and shows what would be sent', async () => {
			await setUp(MILESTONES, { ...settings, showOnly: true });
			setDate(SEED.contacts.maria, day(10));
			const before = effects();
			const [shown] = outputOf(await runs(MILESTONES), 'What Would Be Done');
			assert.equal(at(shown, 'action'), 'invite');
			assert.deepEqual(at(shown, 'send'), {
				subject: 'Renewal: Maria Lopez',
				email: 'maria.lopez@example.com',
				name: 'Maria Lopez',
				phone: '+12025550101',
				organization: '',
				dateStart: DateTime.fromISO(`${day(10)}T09:00`, { zone: 'America/New_York' })
					.toUTC()
					.toISO(),
				dateEnd: DateTime.fromISO(`${day(12)}T09:00`, { zone: 'America/New_York' })
					.toUTC()
					.toISO(),
				meetingMinutes: 30,
				meetingType: 'call',
				description: '',
			});
			assert.equal(effects(), before);
			assert.deepEqual(calendarHero.state.mails, []);
		});

		test('a date becomes a request, which the contact remembers', async () => {
			await setUp(MILESTONES, settings);
			await runs(MILESTONES);
			assert.deepEqual(mails('invitation'), ['maria.lopez@example.com']);
			const [request] = requests('active');
			assert.equal(request?.subject, 'Renewal: Maria Lopez');
			assert.equal(new Date(request?.windowStart ?? 0).toISOString().slice(0, 10), day(10));
			assert.equal(field(SEED.contacts.maria, 'CH Task ID'), request?.id);
			assert.equal(field(SEED.contacts.maria, 'CH Milestone Date'), day(10));
		});

		test('many contacts: those who must not be asked are left out, and one that fails is named', async () => {
			ids = highLevel.state.seedContacts(9, {
				from: Date.now(),
				everyMs: 0,
				with: (index) =>
					[
						{ tags: ['vip'], firstName: 'Zoë 🎉' },
						{ timezone: 'Mars/Base' },
						{ email: null, phone: '+15550001' },
						{ dnd: true },
						{},
					][index] ?? {},
			});
			for (const [index, id] of ids.entries()) setDate(id, day(index === 4 ? -3 : 20 + index));
			const [vip = ''] = ids;
			for (const [title, bodyText] of [
				['', 'Private'],
				['Agenda', 'Prices & terms'],
			])
				highLevel.state.notes.put({
					...{ id: `note ${bodyText}`, locationId: SEED.locationId, ownerId: vip },
					...{ dateAdded: 1, dateUpdated: 1, values: { title, bodyText } },
				});
			assert.match(await fails(MILESTONES), /^First1 Last1: .*Mars\/Base/);
			const asked = [0, 5, 6, 7, 8].map(emailOf);
			assert.deepEqual(mails('invitation').slice(1).sort(), asked);
			const first = calendarHero.state.requests.find(({ type }) => type === 'coffee');
			assert.equal(first?.subject, 'Renewal: Zoë 🎉 Last0');
			assert.equal(first?.description, 'Prices & terms');
			highLevel.state.contacts.put({
				...contactOf(ids[1] ?? ''),
				timezone: 'Asia/Kolkata',
			});
			await runs(MILESTONES);
			assert.equal(mails('invitation').length, 7);
		});

		test('once more writes nothing', async () => {
			await writesNothing(MILESTONES);
		});

		test('changed on both sides at once: one cancellation, one new invitation, and no loop', async () => {
			const before = field(SEED.contacts.maria, 'CH Task ID');
			setDate(SEED.contacts.maria, day(14));
			await calendarHero.invitee.pick(String(before));
			await runs(MILESTONES);
			assert.deepEqual(mails('cancellation'), ['maria.lopez@example.com']);
			assert.equal(mails('invitation').filter((to) => to === 'maria.lopez@example.com').length, 2);
			assert.notEqual(field(SEED.contacts.maria, 'CH Task ID'), before);
			assert.equal(field(SEED.contacts.maria, 'CH Milestone Date'), day(14));
			await writesNothing(MILESTONES);
		});

		test('a date that is cleared cancels the request', async () => {
			setDate(SEED.contacts.maria, null);
			await runs(MILESTONES);
			assert.equal(mails('cancellation').length, 2);
			assert.equal(field(SEED.contacts.maria, 'CH Task ID'), undefined);
			await writesNothing(MILESTONES);
		});

		test('CalendarHero fails for a while: asked once, after it is back', async () => {
			setDate(SEED.contacts.john, day(9));
			calendarHero.faults.add({ action: FAILS });
			await fails(MILESTONES);
			calendarHero.faults.clear();
			// A request that took effect though the answer says otherwise.
			calendarHero.faults.add({
				action: { kind: 'status', status: 503, effect: true },
				method: 'POST',
				path: '/meeting/tasks',
			});
			assert.match(await fails(MILESTONES), /^John Smith: /);
			calendarHero.faults.clear();
			await runs(MILESTONES);
			assert.equal(mails('invitation').filter((to) => to === 'john.smith@example.com').length, 1);
			assert.equal(field(SEED.contacts.john, 'CH Milestone Date'), day(9));
			await writesNothing(MILESTONES);
		});

		test('deleted on either side: the contact forgets its request, and nobody is asked again', async () => {
			const count = calendarHero.state.mails.length;
			calendarHero.state.requests.delete(String(field(SEED.contacts.john, 'CH Task ID')));
			const gone = contactOf(ids[8] ?? '');
			highLevel.state.contacts.delete(gone.id);
			await runs(MILESTONES);
			assert.equal(field(SEED.contacts.john, 'CH Task ID'), undefined);
			assert.equal(calendarHero.state.mails.length, count);
			await writesNothing(MILESTONES);
		});
	});

	void suite('tasks', () => {
		const settings = { leadHours: 2, remindHours: 0 };
		const textOf = (id: string) => String(taskOf(id).values['body']);
		const requestOf = (id: string) => {
			const request = calendarHero.state.requests.get(/CH:(\w{24})$/.exec(textOf(id))?.[1] ?? '');
			assert.ok(request, textOf(id));
			return request;
		};
		const asked = (subject: string) =>
			calendarHero.state.mails
				.filter((mail) => mail.subject.endsWith(`: ${subject}`))
				.map(({ kind }) => kind);
		let plan = '';

		test('show only writes nothing; a task with the prefix becomes a request, others do not', async () => {
			plan = addTask('[meet] Plan', 6);
			addTask('Call back', 6);
			await setUp(TASKS, { ...settings, showOnly: true });
			const before = effects();
			const [shown] = outputOf(await runs(TASKS), 'What Would Be Done');
			assert.equal(at(shown, 'send', 'subject'), 'Plan');
			assert.equal(effects(), before);
			await setUp(TASKS, settings);
			await runs(TASKS);
			assert.deepEqual(asked('Plan'), ['invitation']);
			assert.equal(requestOf(plan).windowEnd, due(6).getTime());
			assert.match(textOf(plan), /^Bring the file\nCH:\w{24}$/);
			await writesNothing(TASKS);
		});

		test('another due date asks anew; both sides at once: what is booked stays, and a note says so', async () => {
			changeTask(plan, { dueDate: iso(due(8)) });
			await runs(TASKS);
			assert.deepEqual(asked('Plan'), ['invitation', 'cancellation', 'invitation']);
			await calendarHero.invitee.pick(requestOf(plan).id, iso(due(3)));
			changeTask(plan, { title: '[meet] Plan it', dueDate: iso(due(7)) });
			await runs(TASKS);
			assert.equal(asked('Plan').filter((kind) => kind === 'cancellation').length, 1);
			assert.match(textOf(plan), /^Bring the file\nBooked for .+\nCH:\w{24}$/);
			assert.equal(taskOf(plan).values['completed'], false);
			const notes = highLevel.state.notes.where(({ ownerId }) => ownerId === SEED.contacts.maria);
			assert.match(String(notes.at(-1)?.values['bodyText']), /booked already/);
			await writesNothing(TASKS);
		});

		test('moved in CalendarHero, the task is due then; held, it is completed', async () => {
			await calendarHero.reschedule(requestOf(plan).id, iso(due(4)));
			await runs(TASKS);
			assert.equal(taskOf(plan).values['dueDate'], iso(new Date(due(4).getTime() + 30 * 60_000)));
			await writesNothing(TASKS);
			await calendarHero.complete(requestOf(plan).id);
			await runs(TASKS);
			assert.equal(taskOf(plan).values['completed'], true);
			await writesNothing(TASKS);
		});

		test('116 tasks, of which 8 ask; completed and deleted ones are cancelled; CalendarHero fails for a while', async () => {
			for (let index = 0; index < 108; index += 1) addTask(`To do ${index}`, 5);
			const john = SEED.contacts.john;
			const many = Array.from({ length: 8 }, (_, index) => addTask(`[meet] No ${index}`, 5, john));
			await runs(TASKS);
			assert.equal(new Set(many.map((id) => requestOf(id).id)).size, 8);
			const [completed = '', gone = '', late = '', expired = '', deleted = ''] = many;
			const [one, two] = [requestOf(completed), requestOf(gone)];
			changeTask(completed, { completed: true });
			highLevel.state.tasks.delete(gone);
			changeTask(late, { dueDate: iso(due(6)) });
			for (const method of ['POST', 'DELETE']) {
				calendarHero.faults.add({ action: FAILS, method });
			}
			assert.equal((await fails(TASKS)).split('\n').length, 3);
			calendarHero.faults.clear();
			await calendarHero.expire(requestOf(expired).id);
			calendarHero.state.requests.delete(requestOf(deleted).id);
			await runs(TASKS);
			assert.deepEqual([one.status, two.status], ['cancelled', 'cancelled']);
			assert.deepEqual(asked('No 0'), ['invitation', 'cancellation']);
			assert.deepEqual(asked('No 1'), ['invitation', 'cancellation']);
			assert.deepEqual(asked('No 2'), ['invitation', 'cancellation', 'invitation']);
			assert.deepEqual(asked('No 3'), ['invitation']);
			assert.equal(taskOf(expired).values['completed'], false);
			await writesNothing(TASKS);
		});

		test('the table of pairs is rebuilt from the tasks', async () => {
			await office.emptyTable('HighLevel Tasks in CalendarHero');
			const before = calendarHero.state.mails.length;
			await runs(TASKS);
			await writesNothing(TASKS);
			assert.equal(calendarHero.state.mails.length, before);
		});

		test('a task that is almost due sends one reminder', async () => {
			await setUp(TASKS, { ...settings, remindHours: 24 * 9 });
			await runs(TASKS);
			const waiting = requests('active').filter(({ subject }) => subject.startsWith('No '));
			assert.notEqual(waiting.length, 0);
			for (const { subject } of waiting) assert.equal(asked(subject).at(-1), 'reminder');
			assert.equal(asked('No 7').length, 2);
			await writesNothing(TASKS);
			await setUp(TASKS, settings);
		});
	});

	void suite('notes and tags', () => {
		const { maria } = SEED.contacts;
		const notesOf = (id: string) =>
			highLevel.state.notes
				.where(({ ownerId }) => ownerId === id)
				.map(({ values }) => String(values['bodyText']));
		const tagsOf = (id: string) => contactOf(id).tags.filter((tag) => tag.startsWith('ch-'));
		const ask = (subject: string, emails = ['maria.lopez@example.com']) =>
			calendarHero.requestAsUser({ subject, emails });

		test('requests of before are written once, and somebody who is no contact is left out', async () => {
			await setUp(NOTES, { showOnly: true });
			const before = effects();
			assert.notEqual(outputOf(await runs(NOTES), 'What Would Be Done').length, 0);
			assert.equal(effects(), before);
			await setUp(NOTES, {});
			ask('Stranger', ['nobody@example.com']);
			await runs(NOTES);
			assert.equal(
				calendarHero.state.mails.filter(({ to }) => to === 'nobody@example.com').length,
				1,
			);
			assert.ok(tagsOf(SEED.contacts.john).includes('ch-invited'));
			await writesNothing(NOTES);
		});

		test('each event arrives by the webhook, as a note and tags', async () => {
			const { id = '' } = stored[NOTES] ?? {};
			highLevel.state.contacts.put({ ...contactOf(maria), tags: ['customer'] });
			await office.client.activate(id);
			await until('the hooks', 30_000, async () =>
				calendarHero.state.hooks.size === 7 ? true : undefined,
			);
			const says = async (text: string, tags: string[]) =>
				await until(`the note ${text}`, 20_000, async () =>
					notesOf(maria).some((note) => note.startsWith(text)) &&
					tagsOf(maria).join() === tags.join()
						? true
						: undefined,
				);
			const request = ask('Review');
			await says('Asked to meet: Review, between ', ['ch-invited']);
			await calendarHero.invitee.pick(request);
			await says('Booked: Review', ['ch-booked']);
			await calendarHero.reschedule(request, Date.now() + 3 * DAY_MS);
			await says('Moved: Review', ['ch-booked']);
			await calendarHero.complete(request);
			await says('Held: Review', ['ch-met']);
			await calendarHero.expire(ask('Lunch'));
			await says('No time chosen: Lunch', ['ch-met', 'ch-expired']);
			await calendarHero.addContactByLink({ name: 'Noor Haddad', email: ['noor@example.com'] });
			const noor = await until('the new contact', 20_000, async () =>
				highLevel.state.contacts.all().find(({ email }) => email === 'noor@example.com'),
			);
			await until('its tag', 20_000, async () => tagsOf(noor.id).includes('ch-link') || undefined);
			await calendarHero.settled();
			await office.client.deactivate(id);
			await until('all runs to end', 30_000, async () =>
				(await office.client.unfinishedExecutions(id)) === 0 ? true : undefined,
			);
			assert.equal(notesOf(maria).filter((note) => note.includes('Review')).length, 4);
			await writesNothing(NOTES);
		});

		test('what was missed arrives once, also without the table of what is done', async () => {
			const request = ask('Missed');
			await calendarHero.invitee.pick(request);
			highLevel.faults.add({ action: FAILS, operationId: 'create-note' });
			await fails(NOTES);
			highLevel.faults.clear();
			await runs(NOTES);
			await calendarHero.cancelAsUser(request);
			await runs(NOTES);
			const written = notesOf(maria).filter((note) => note.includes(': Missed'));
			assert.deepEqual(
				written.map((note) => note.split(':')[0]),
				['Booked', 'Cancelled'],
			);
			const before = highLevel.state.notes.size;
			await office.emptyTable('CalendarHero Requests in HighLevel');
			await runs(NOTES);
			assert.equal(highLevel.state.notes.size, before);
		});
	});

	void suite('all of them', () => {
		const names = [MILESTONES, TASKS, NOTES];
		const { maria, john } = SEED.contacts;
		const count = (kind: string, subject: string) =>
			calendarHero.state.mails.filter(
				(mail) => mail.kind === kind && mail.subject.endsWith(`: ${subject}`),
			).length;
		const noted = (subject: string) =>
			highLevel.state.notes
				.where(({ values }) => String(values['bodyText']).includes(`: ${subject}`))
				.map(({ values }) => String(values['bodyText']).split(':')[0]);

		for (const method of ['POST', 'DELETE']) {
			test(`n8n ended by SIGKILL while CalendarHero carries out a ${method}: nothing lost, nothing doubled`, async () => {
				const [renewal, task] = ['Renewal: Maria Lopez', `Ended ${method}`];
				const id = addTask(`[meet] ${task}`, 6, john);
				if (method === 'DELETE') {
					await runs(TASKS);
					changeTask(id, { dueDate: iso(due(7)) });
				} else {
					setDate(maria, null);
					await runs(MILESTONES);
				}
				await runs(NOTES);
				const cancellations = count('cancellation', renewal);
				const invitations = count('invitation', renewal);
				setDate(maria, day(method === 'POST' ? 30 : 40));
				const noteRequest = calendarHero.requestAsUser({
					subject: `Noted ${method}`,
					emails: ['john.smith@example.com'],
				});
				const never = { kind: 'never', when: 'after' } as const;
				calendarHero.faults.add({ action: never, method, path: /^\/meeting\/tasks/ });
				highLevel.faults.add({ action: never, operationId: 'create-note' });
				const [milestones, tasks, notes] = names.map((name) => stored[name]);
				assert.ok(milestones && tasks && notes);
				for (const workflow of [milestones, tasks, notes]) {
					await office.client.startManually(workflow, 'Every 5 Minutes');
				}
				await until('all three to be half-way', 30_000, async () =>
					(method === 'POST' ? count('invitation', renewal) > invitations : true) &&
					(method === 'DELETE' ? count('cancellation', renewal) > cancellations : true) &&
					count(method === 'POST' ? 'invitation' : 'cancellation', task) === 1 &&
					noted(`Noted ${method}`).length === 1
						? true
						: undefined,
				);
				await office.crash(() => {
					calendarHero.faults.clear();
					highLevel.faults.clear();
				});
				for (const name of [MILESTONES, TASKS, NOTES]) await runs(name);
				assert.equal(count('invitation', renewal), invitations + 1);
				assert.equal(count('invitation', task), method === 'POST' ? 1 : 2);
				assert.equal(count('cancellation', task), method === 'POST' ? 0 : 1);
				assert.deepEqual(noted(`Noted ${method}`), ['Asked to meet']);
				assert.equal(field(maria, 'CH Milestone Date'), day(method === 'POST' ? 30 : 40));
				assert.match(String(highLevel.state.tasks.get(id)?.values['body']), /CH:\w{24}$/);
				assert.ok(calendarHero.state.requests.get(noteRequest));
				for (const name of names) await writesNothing(name);
			});
		}

		test('active at once with one account, started by their triggers', async () => {
			for (const name of names) {
				const { id = '' } = stored[name] ?? {};
				const found = await office.client.workflow(id);
				const isSame = (nodes: unknown) =>
					(nodes as WorkflowNode[])
						.filter((node) => node.name !== 'Settings')
						.map(({ credentials: _, webhookId: _id, ...node }) => node);
				assert.deepEqual(isSame(found['nodes']), isSame(readTemplate(name).nodes));
				await office.client.activate(id);
			}
			await until('the hooks', 30_000, async () =>
				calendarHero.state.hooks.size === 7 ? true : undefined,
			);
			const polled = () => highLevel.log.filter(({ path }) => path.endsWith('/contacts/search'));
			await until('the first polls', 60_000, async () => (polled().length > 1 ? true : undefined));
			highLevel.state.seedContacts(1, {
				with: () => ({ firstName: 'Live', email: 'live@example.com' }),
			});
			const live = highLevel.state.contacts.all().find(({ email }) => email === 'live@example.com');
			assert.ok(live);
			setDate(live.id, day(50));
			addTask('[meet] Live task', 12, live.id);
			const bothAsked = ['Renewal: Live Last0', 'Live task'];
			await until('both requests and their notes', 150_000, async () =>
				bothAsked.every((subject) => noted(subject).length > 0) ? true : undefined,
			);
			const [request] = calendarHero.state.requests.where(({ subject }) => subject === 'Live task');
			await calendarHero.invitee.pick(request?.id ?? '');
			await until(
				'the booking',
				30_000,
				async () => noted('Live task').includes('Booked') || undefined,
			);
			assert.equal(calendarHero.state.hooks.size, 7);
			for (const name of names) {
				const { id = '' } = stored[name] ?? {};
				await office.client.deactivate(id);
				await until(`${name} to end`, 30_000, async () =>
					(await office.client.unfinishedExecutions(id)) === 0 ? true : undefined,
				);
				const ended = await office.client.endedExecutions(id);
				const triggered = ended.filter(({ mode }) => mode === 'trigger' || mode === 'webhook');
				assert.notEqual(triggered.length, 0);
				assert.deepEqual(await failuresOf(office.client, triggered), [], name);
				await runs(name);
			}
			for (const name of names) await writesNothing(name);
			for (const subject of bothAsked) assert.equal(count('invitation', subject), 1);
			assert.deepEqual(noted('Live task').slice(0, 2), ['Asked to meet', 'Booked']);
		});
	});
});
