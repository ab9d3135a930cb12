/** The template with an agent that books, set up as its notes tell, and a person who writes and clicks in its chat. */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { answeredCalls } from '../../standins/chatmodel';
import { SEED } from '../../standins/highlevel';
import type { Model } from '../lib/agents';
import { startModel } from '../lib/agents';
import { Chat } from '../lib/chat';
import { N8nApiError } from '../lib/client';
import { importTemplate } from '../lib/templateRuns';
import type { Imported } from '../lib/templateRuns';
import { readTemplate } from '../lib/templates';
import type { World } from '../lib/world';
import { privateIntegration, startWorld } from '../lib/world';

const TEMPLATE = 'agent-that-books';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

void suite('the template with an agent that books', () => {
	let world: World;
	let model: Model;
	let imported: Imported;

	before(async () => {
		world = await startWorld();
		model = await startModel(world.client);
		const login = await privateIntegration(world);
		const credentials = { ...login.credentials, ...model.login.credentials };
		const open = { public: true };
		imported = await importTemplate(world.client, TEMPLATE, credentials, {}, (nodes) => {
			for (const node of nodes) {
				if (node.name === 'Chat') Object.assign(node.parameters, open);
				if (node.name === 'OpenAI Chat Model') {
					node.parameters['model'] = { __rl: true, mode: 'id', value: model.standIn.model };
				}
			}
		});
		await world.client.activate(imported.stored.id);
	});

	after(async () => {
		await model?.standIn.close();
		await world?.stop();
	});

	const state = () => world.standIn.state;
	let sessions = 0;
	const newChat = () => new Chat(world.client, imported.path('Chat'), `session ${++sessions}`);
	/** Somebody with an appointment in two days. */
	const newContact = () => {
		const email = `person${sessions}@example.com`;
		const { id } = state().addContact({ email, firstName: 'Ana', lastName: 'Costa' });
		const startTime = Math.ceil((Date.now() + 2 * DAY) / HOUR) * HOUR;
		const calendarId = SEED.calendars.discovery;
		const times = { startTime, endTime: startTime + HOUR / 2 };
		return {
			id,
			email,
			appointment: state().addAppointment({ calendarId, contactId: id, ...times }),
		};
	};
	const appointment = (id: string) => state().appointments.get(id);
	/** What the tools answered since the last message. */
	const answers = () => {
		const conversation = model.standIn.exchanges.at(-1)?.conversation;
		return conversation ? answeredCalls(conversation).map(({ text }) => text) : [];
	};

	test('books for a new contact', async () => {
		const { text } = await newChat().say('Book a call for Eva Novak <eva.novak@example.com>');
		assert.deepEqual(model.standIn.misunderstood, []);
		assert.equal(text, 'Done: book.');
		const [contact] = state().contacts.byEmail(SEED.locationId, 'eva.novak@example.com');
		assert.equal(contact?.firstName, 'Eva');
		const booked = state().appointments.where(({ contactId }) => contactId === contact?.id);
		assert.equal(booked.length, 1);
		assert.equal(booked[0]?.calendarId, SEED.calendars.discovery);
	});

	test('moves an appointment without a question', async () => {
		const chat = newChat();
		const { email, appointment: before } = newContact();
		const earlier = before.startTime;
		assert.equal((await chat.say(`Move the call of ${email}`)).text, 'Done: move.');
		assert.notEqual(appointment(before.id)?.startTime, earlier);
	});

	test('adds a note', async () => {
		const chat = newChat();
		const { id, email } = newContact();
		assert.equal((await chat.say(`Note for ${email}: "Brings a friend"`)).text, 'Done: note.');
		const notes = state().notes.where(({ ownerId }) => ownerId === id);
		assert.deepEqual(
			notes.map(({ values }) => values['bodyText']),
			['Brings a friend'],
		);
	});

	for (const [word, hasHappened] of [
		['cancel', (id: string) => appointment(id)?.appointmentStatus === 'cancelled'],
		['delete', (id: string) => appointment(id)?.deleted === true],
	] as const) {
		test(`asks before it does this: ${word}; does it after Yes`, async () => {
			const chat = newChat();
			const { email, appointment: booked } = newContact();
			const asked = await chat.say(`Please ${word} the call of ${email}`);
			assert.equal(asked.node, 'Ask First');
			assert.deepEqual(Object.keys(asked.buttons).sort(), ['No', 'Yes']);
			assert.match(asked.text, new RegExp(`Shall I do this: ${word}[^]*${booked.id}`));
			assert.doesNotMatch(asked.text, /\[object|undefined|\{/);
			assert.equal(hasHappened(booked.id), false);
			assert.equal((await chat.click(asked.buttons['Yes'])).text, `Done: ${word}.`);
			assert.equal(hasHappened(booked.id), true);
		});

		test(`asks before it does this: ${word}; leaves it after No`, async () => {
			const chat = newChat();
			const { email, appointment: booked } = newContact();
			const asked = await chat.say(`Please ${word} the call of ${email}`);
			const shown = await chat.click(asked.buttons['No']);
			assert.equal(shown.text, 'You did not allow it, so nothing was changed.');
			assert.equal(hasHappened(booked.id), false);
			assert.match(answers().at(-1) ?? '', /User rejected the tool call/);
		});
	}

	test('is not published without its credentials', async () => {
		const bare = await world.client.createWorkflow(readTemplate(TEMPLATE));
		await assert.rejects(
			async () => await world.client.activate(bare.id),
			(error) => error instanceof N8nApiError && error.status === 400,
		);
	});
});
