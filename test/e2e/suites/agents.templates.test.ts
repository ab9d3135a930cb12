/**
 * AI agents with nodes of this package as tools, in three generations of n8n's agent. The model is a stand-in that knows only
 * what n8n offers it and what tools answer. Results are read from HighLevel's stand-in.
 */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Answered, Exchange } from '../../standins/chatmodel';
import { answeredCalls, readOutcome } from '../../standins/chatmodel';
import { SEED } from '../../standins/highlevel';
import type { Model } from '../lib/agents';
import { AGENTS, BUTTON_TOOLS, Catalogue, startModel, storeAgent, tell } from '../lib/agents';
import { N8nApiError } from '../lib/client';
import type { StoredWorkflow } from '../lib/client';
import type { Login, World } from '../lib/world';
import { privateIntegration, startWorld } from '../lib/world';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

void suite('an agent', () => {
	let world: World;
	let login: Login;
	let model: Model;
	let catalogue: Catalogue;

	before(async () => {
		world = await startWorld();
		login = await privateIntegration(world);
		model = await startModel(world.client);
		catalogue = new Catalogue(await world.client.nodeTypes());
	});

	after(async () => {
		await model?.standIn.close();
		await world?.stop();
	});

	const state = () => world.standIn.state;
	let people = 0;
	/** Somebody whom no other test knows. */
	const newContact = () => {
		people += 1;
		const email = `person${people}@example.com`;
		return { ...state().addContact({ email, firstName: 'Ana', lastName: 'Costa' }), email };
	};
	const appointmentsOf = (contactId: string) =>
		state().appointments.where((one) => one.contactId === contactId && !one.deleted);
	/** An appointment in two days' time. */
	const booked = (contactId: string) => {
		const startTime = Math.ceil((Date.now() + 2 * DAY) / HOUR) * HOUR;
		const endTime = startTime + HOUR / 2;
		const calendarId = SEED.calendars.discovery;
		return state().addAppointment({ calendarId, contactId, startTime, endTime });
	};
	const occupy = (start: string) => {
		const startTime = Date.parse(start);
		const contactId = SEED.contacts.john;
		const calendarId = SEED.calendars.discovery;
		state().addAppointment({ calendarId, contactId, startTime, endTime: startTime + HOUR / 2 });
	};
	const exchanges = (): Exchange[] => model.standIn.exchanges;
	const lastConversation = () => exchanges().at(-1)?.conversation ?? { messages: [], tools: [] };
	/** The calls of the last message with what the tools answered. */
	const calls = (): Answered[] => answeredCalls(lastConversation());
	const refused = (): string[] =>
		calls().flatMap(({ text }) => {
			const outcome = readOutcome(text);
			return outcome.kind === 'refused' ? [outcome.text] : [];
		});
	/** Whether a tool's answer named the call that followed it. */
	const followedAdvice = () => exchanges().some(({ advised }) => advised);
	/** The times of a contact's appointments. */
	const startsOf = (contactId: string) =>
		appointmentsOf(contactId).map(({ startTime }) => new Date(startTime).toISOString());

	for (const agent of AGENTS) {
		void suite(`of version ${agent.version}`, () => {
			let workflow: StoredWorkflow;

			before(async () => {
				const setUp = {
					name: `Agent ${agent.version}`,
					agent,
					tools: BUTTON_TOOLS,
				};
				workflow = await storeAgent(world, { ...setUp, login, model, catalogue });
				await world.client.activate(workflow.id);
			});

			test('is not published without a credential', async () => {
				const setUp = { name: `Bare agent ${agent.version}`, agent, tools: BUTTON_TOOLS };
				const bare = { ...login, credentials: {} };
				const { id } = await storeAgent(world, { ...setUp, login: bare, model, catalogue });
				await assert.rejects(
					async () => await world.client.activate(id),
					(error) => error instanceof N8nApiError && error.status === 400,
				);
			});

			const ask = async (message: string): Promise<string> => {
				const { exchanges: seen, misunderstood } = model.standIn;
				for (const list of [seen, misunderstood]) list.length = 0;
				const answer = await tell(world.client, workflow, message);
				assert.deepEqual(misunderstood, []);
				assert.deepEqual(
					calls().filter(({ text }) => readOutcome(text).kind === 'silent'),
					[],
				);
				return answer;
			};

			test('looks up a contact', async () => {
				const { id, email } = newContact();
				assert.equal(await ask(`Who is ${email}?`), `The contact's ID is ${id}.`);
			});

			test('hears of an empty list that nothing was found', async () => {
				assert.equal(await ask('Who is nobody@example.com?'), 'There is no such contact.');
				const [found] = calls();
				assert.match(found?.text ?? '', /"found": ?0/);
			});

			test('lists free times', async () => {
				assert.match(await ask('Which times are free?'), /^These times are free: \d{4}-/);
			});

			test('books', async () => {
				const { id, email } = newContact();
				assert.equal(await ask(`Book a call for Ana Costa <${email}>`), 'Done: book.');
				assert.equal(startsOf(id).length, 1);
			});

			test('moves', async () => {
				const { id, email } = newContact();
				const { id: appointmentId, startTime } = booked(id);
				assert.equal(await ask(`Move the call of ${email}`), 'Done: move.');
				const [moved, ...others] = appointmentsOf(id);
				assert.deepEqual(others, []);
				assert.equal(moved?.id, appointmentId);
				assert.notEqual(moved?.startTime, startTime);
			});

			test('cancels', async () => {
				const { id, email } = newContact();
				booked(id);
				assert.equal(await ask(`Cancel the call of ${email}`), 'Done: cancel.');
				assert.deepEqual(
					appointmentsOf(id).map(({ appointmentStatus }) => appointmentStatus),
					['cancelled'],
				);
			});

			test('adds a note', async () => {
				const { id, email } = newContact();
				assert.equal(await ask(`Note for ${email}: "Wants a call back"`), 'Done: note.');
				const notes = state().notes.where(({ ownerId }) => ownerId === id);
				assert.deepEqual(
					notes.map(({ values }) => values['bodyText']),
					['Wants a call back'],
				);
			});

			test('fills in a custom field', async () => {
				const { id, email } = newContact();
				const answer = await ask(`Set the custom field About of ${email} to "Likes tea"`);
				assert.equal(answer, 'Done: update.');
				assert.deepEqual(
					state()
						.contacts.get(id)
						?.customFields.map(({ id: field, value }) => [field, value]),
					[[SEED.customFields.about, 'Likes tea']],
				);
			});

			for (const idOf of ['email', 'madeUp'] as const) {
				test(`gets to the contact from an ID that is ${idOf === 'email' ? 'an email' : 'made up'}`, async (t) => {
					const { id, email } = newContact();
					model.standIn.habits.idOf = idOf;
					t.after(() => (model.standIn.habits.idOf = undefined));
					assert.equal(await ask(`Note for ${email}: "Wants a call back"`), 'Done: note.');
					assert.equal(state().notes.where(({ ownerId }) => ownerId === id).length, 1);
					if (idOf === 'madeUp') assert.equal(refused().length, 1);
					if (refused().length > 0) assert.ok(followedAdvice());
				});
			}

			test('books another time when somebody took its own', async (t) => {
				const { id, email } = newContact();
				let taken = '';
				model.standIn.onReply = (reply) => {
					const start = 'call' in reply ? JSON.stringify(reply.call.args) : '';
					const [time] = /\d{4}-\d\d-\d\dT[\d:]+[+-]\d\d:\d\d/.exec(start) ?? [];
					const isBooking = 'call' in reply && /appointment/i.test(reply.call.tool);
					if (!isBooking || time === undefined || taken !== '') return;
					taken = new Date(time).toISOString();
					occupy(time);
				};
				t.after(() => (model.standIn.onReply = undefined));
				assert.equal(await ask(`Book a call for Ana Costa <${email}>`), 'Done: book.');
				assert.notEqual(taken, '');
				assert.equal(startsOf(id).length, 1);
				assert.notEqual(startsOf(id)[0], taken);
				assert.ok(followedAdvice());
			});

			test('books a time of the calendar when it asked for one off it', async () => {
				const { id, email } = newContact();
				const at = new Date(Math.ceil(Date.now() / DAY) * DAY + 3 * DAY + 7.1 * HOUR).toISOString();
				assert.equal(await ask(`Book a call for Ana Costa <${email}> at ${at}`), 'Done: book.');
				assert.equal(startsOf(id).length, 1);
				assert.notEqual(startsOf(id)[0], at);
				assert.equal(refused().length, 1);
				assert.ok(followedAdvice());
			});

			test('creates a contact that is missing', async () => {
				const email = `new${agent.model}${agent.version}@example.com`;
				assert.equal(await ask(`Book a call for Eva Novak <${email}>`), 'Done: book.');
				const [contact, ...others] = state().contacts.byEmail(SEED.locationId, email);
				assert.deepEqual(others, []);
				assert.equal(contact?.firstName, 'Eva');
				assert.equal(startsOf(contact?.id ?? '').length, 1);
			});

			test('names a time zone as the tool wants it after a wrong one', async () => {
				assert.match(await ask('Which times are free in Berlin time?'), /^These times are free/);
				assert.equal(refused().length, 1);
				assert.ok(followedAdvice());
			});

			void suite('after a write of unknown outcome', () => {
				let id: string;

				before(async () => {
					const contact = newContact();
					id = contact.id;
					const path = '/calendars/events/appointments';
					const action = { kind: 'reset', when: 'after' } as const;
					world.standIn.faults.add({ action, method: 'POST', path, count: 1 });
					await ask(`Book a call for Ana Costa <${contact.email}>`);
				});
				after(() => world.standIn.faults.clear());

				test('does not write again, though it retries on failure', () => {
					assert.equal(startsOf(id).length, 1);
					const outcomes = calls().map(({ text }) => readOutcome(text).kind);
					assert.equal(outcomes.filter((kind) => kind === 'unknown').length, 1);
				});

				test('is not told to send it again', () => {
					const [told] = calls().flatMap(({ text }) => {
						const outcome = readOutcome(text);
						return outcome.kind === 'unknown' ? [outcome.advice] : [];
					});
					assert.doesNotMatch(told ?? '', /retry the request/);
				});
			});
		});
	}
});
