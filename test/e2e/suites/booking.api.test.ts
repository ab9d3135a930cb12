/**
 * The booking template through its production webhook, the lists that the nodes load, and the errors that executions
 * show.
 */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { SEED } from '../../standins/highlevel';
import { N8nApiError, outputOf } from '../lib/client';
import type { DynamicParameterRequest, Execution } from '../lib/client';
import { atConsentPage } from '../lib/consent';
import type { JsonObject } from '../lib/json';
import { at, listAt, textAt } from '../lib/json';
import type { Login, World } from '../lib/world';
import {
	CALENDARS,
	CONTACTS,
	oAuth2,
	ourNode,
	privateIntegration,
	runOne,
	startWorld,
	template,
	withWebhookPath,
} from '../lib/world';

const TEMPLATE = 'book-first-free-slot.json';
const byId = (value: string) => ({ __rl: true, mode: 'id', value });

void suite('contacts and calendars in a real n8n', () => {
	let world: World;
	let token: Login;
	let app: Login;

	before(async () => {
		world = await startWorld();
		token = await privateIntegration(world);
		app = await oAuth2(world, 'App', { userType: 'Location' });
		await world.client.connectOAuth2(
			app.reference.id,
			atConsentPage({ locationId: world.standIn.locationId }),
		);
	});

	after(async () => await world?.stop());

	const ask = (
		type: string,
		methodName: string,
		path: string,
		parameters: JsonObject,
		login = token,
	): DynamicParameterRequest => ({
		type,
		path: `parameters.${path}`,
		methodName,
		parameters: { authentication: login.authentication, ...parameters },
		credentials: login.credentials,
	});

	void suite('lists in the editor', () => {
		test('calendars can be listed and searched with both credentials', async () => {
			for (const login of [token, app]) {
				const request = ask(CALENDARS, 'searchCalendars', 'calendarId', {}, login);
				const all = await world.client.searchList(request);
				assert.ok(all.results.some(({ name }) => name.startsWith('Team Consultation')));
				const found = await world.client.searchList(request, 'disco');
				assert.deepEqual(
					found.results.map(({ value }) => value),
					[SEED.calendars.discovery],
				);
			}
		});

		test('contacts can be searched by a part of the name', async () => {
			const request = ask(CONTACTS, 'searchContacts', 'contactId', {
				resource: 'contact',
				operation: 'get',
			});
			const { results } = await world.client.searchList(request, 'Maria');
			assert.deepEqual(
				results.map(({ value }) => value),
				[SEED.contacts.maria],
			);
			assert.match(results[0]?.name ?? '', /Maria Lopez/);
		});

		test('tags, users and time zones are listed', async () => {
			const names = async (methodName: string, path: string) =>
				(
					await world.client.loadOptions(
						ask(CONTACTS, methodName, path, { resource: 'contact', operation: 'create' }),
					)
				).map(({ name }) => name);
			assert.deepEqual(await names('getTags', 'additionalFields.tags'), [
				'customer',
				'lead',
				'newsletter',
				'vip',
			]);
			assert.deepEqual(await names('getUsers', 'additionalFields.assignedTo'), [
				'Ada Lovelace (ada@example.com)',
				'Grace Hopper (grace@example.com)',
				'Linus Pauling (linus@example.com)',
			]);
			const zones = await names('getTimezones', 'additionalFields.timezone');
			assert.ok(zones.includes('America/New_York'), zones.slice(0, 5).join());
		});

		test('custom fields have their types and options', async () => {
			const fields = await world.client.mapperFields(
				ask(CONTACTS, 'getContactCustomFields', 'customFields', {
					resource: 'contact',
					operation: 'upsert',
				}),
			);
			const plan = fields.find(({ displayName }) => displayName === 'Plan');
			assert.equal(plan?.['type'], 'options');
			assert.deepEqual(
				listAt(plan, 'options').map((option) => at(option, 'value')),
				['Basic', 'Plus', 'Pro'],
			);
			const colour = fields.find(({ displayName }) => displayName === 'Favourite Colour');
			assert.equal(colour?.['type'], 'string');
		});

		test('a list that cannot be loaded says why', async () => {
			const narrow = await privateIntegration(world, 'Narrow', {
				token: world.standIn.issuePrivateIntegration({ scopes: ['contacts.readonly'] }).value,
			});
			const other = await privateIntegration(world, 'Elsewhere', {
				locationId: world.standIn.otherLocationId,
			});
			const wrong = await privateIntegration(world, 'Wrong', { token: 'pit-wrong' });
			for (const [login, text] of [
				[narrow, /calendars\.readonly/],
				[other, /does not have access to this sub-account/],
				[wrong, /token/i],
			] as const) {
				const request = ask(CALENDARS, 'searchCalendars', 'calendarId', {}, login);
				await assert.rejects(world.client.searchList(request), (error) => {
					assert.ok(error instanceof N8nApiError);
					assert.match(error.message, text);
					return true;
				});
			}
		});
	});

	void suite('the booking template through its production webhook', () => {
		const visitors = {
			token: { firstName: 'Ana', email: 'ana@example.com', phone: '+12025550143' },
			app: { firstName: 'Ben', email: 'ben@example.com', phone: '+12025550144' },
		};

		async function publish(login: Login, path: string): Promise<string> {
			const calendar = { value: SEED.calendars.discovery, name: 'Discovery Call' };
			const workflow = withWebhookPath(template(TEMPLATE, login, calendar), path);
			const { id } = await world.client.createWorkflow(workflow);
			await world.client.activate(id);
			return id;
		}

		for (const kind of ['token', 'app'] as const) {
			test(`${kind === 'token' ? 'private integration' : 'OAuth2'}: creates the contact and books the slot`, async () => {
				const { standIn, client } = world;
				const path = `book-${kind}`;
				const id = await publish(kind === 'token' ? token : app, path);
				const visitor = { lastName: 'Costa', ...visitors[kind] };
				const contactsBefore = standIn.state.contacts.size;
				const answer = await client.callWebhook(path, visitor);
				assert.equal(answer.status, 200, JSON.stringify(answer.body));

				const contact = standIn.state.contacts.get(textAt(answer.body, 'contactId'));
				assert.equal(contact?.email, visitor.email);
				assert.equal(contact?.phone, visitor.phone);
				assert.equal(contact?.source, 'Booking request');
				assert.equal(standIn.state.contacts.size, contactsBefore + 1);

				const booked = standIn.state.appointments.get(textAt(answer.body, 'appointmentId'));
				assert.equal(booked?.calendarId, SEED.calendars.discovery);
				assert.equal(booked?.contactId, contact?.id);
				assert.equal(booked?.title, `Call with ${visitor.firstName}`);

				// The start time is booked in exactly the form in which the free slots returned it.
				const start = textAt(answer.body, 'start');
				const sent = [...standIn.log]
					.reverse()
					.find(({ effect }) => effect?.kind === 'appointment.create');
				assert.equal(at(sent?.body, 'startTime'), start);
				assert.equal(booked?.startTime, Date.parse(start));
				assert.equal(listAt(answer.body, 'otherTimes').length, 4);

				const [execution] = await client.waitForExecutions(id);
				assert.equal(execution?.status, 'success');
				assert.equal(execution?.mode, 'webhook');
			});
		}

		test('a second request of the same visitor books the next slot for the same contact', async () => {
			const { standIn, client } = world;
			const contacts = standIn.state.contacts.size;
			const appointments = standIn.state.appointments.size;
			const first = await client.callWebhook('book-token', visitors.token);
			assert.equal(first.status, 200, JSON.stringify(first.body));
			const contact = standIn.state.contacts.get(textAt(first.body, 'contactId'));
			assert.equal(contact?.email, visitors.token.email);
			assert.equal(standIn.state.contacts.size, contacts);
			assert.equal(standIn.state.appointments.size, appointments + 1);
			const starts = standIn.state.appointments.all().map(({ startTime }) => startTime);
			assert.equal(new Set(starts).size, starts.length);
		});

		test('a request without e-mail and phone sends nothing to HighLevel', async () => {
			const since = world.standIn.log.length;
			const answer = await world.client.callWebhook('book-token', { firstName: 'Nobody' });
			assert.equal(answer.status, 500);
			assert.equal(world.standIn.log.length, since);
		});
	});

	void suite('errors in an execution', () => {
		interface Wrong {
			title: string;
			type: string;
			parameters: () => JsonObject;
			login?: () => Promise<Login>;
			/** What the error message contains. */
			says: RegExp;
			/** What the error description contains: the next step. */
			next: RegExp;
			/** Whether HighLevel may be called. */
			calls: boolean;
		}

		const contact = (operation: string, parameters: JsonObject): JsonObject => ({
			resource: 'contact',
			operation,
			...parameters,
		});
		const nextMonday = (): string => {
			const day = new Date(world.standIn.clock.now());
			day.setUTCDate(day.getUTCDate() + ((8 - day.getUTCDay()) % 7 || 7) + 7);
			day.setUTCHours(15, 0, 0, 0);
			return day.toISOString();
		};
		const booking = (): JsonObject => ({
			resource: 'appointment',
			operation: 'create',
			calendarId: byId(SEED.calendars.discovery),
			contactId: byId(SEED.contacts.john),
			startTime: nextMonday(),
		});

		const WRONG: Wrong[] = [
			{
				title: 'a duplicate contact',
				type: CONTACTS,
				parameters: () => contact('create', { email: 'maria.lopez@example.com' }),
				says: /already exists \(ID /,
				next: /If Contact Exists/,
				calls: true,
			},
			{
				title: 'a slot that has been taken',
				type: CALENDARS,
				parameters: () => {
					const startTime = Date.parse(nextMonday());
					world.standIn.state.addAppointment({
						calendarId: SEED.calendars.discovery,
						contactId: SEED.contacts.maria,
						startTime,
						endTime: startTime + 1_800_000,
					});
					return booking();
				},
				says: /slot is no longer available/,
				next: /Get the free slots again/,
				calls: true,
			},
			{
				title: 'a revoked token',
				type: CONTACTS,
				login: async () => {
					const { value } = world.standIn.issuePrivateIntegration();
					const login = await privateIntegration(world, 'Revoked', { token: value });
					world.standIn.oauth.revoke(value);
					return login;
				},
				parameters: () => contact('get', { contactId: byId(SEED.contacts.maria) }),
				says: /token/i,
				next: /may have expired or been revoked/,
				calls: true,
			},
			{
				title: 'a missing scope',
				type: CONTACTS,
				login: async () =>
					await privateIntegration(world, 'Reads only', {
						token: world.standIn.issuePrivateIntegration({ scopes: ['contacts.readonly'] }).value,
					}),
				parameters: () => contact('create', { email: 'new@example.com' }),
				says: /lacks the scope "contacts\.write"/,
				next: /Private Integrations/,
				calls: true,
			},
			{
				title: 'another sub-account',
				type: CONTACTS,
				login: async () =>
					await privateIntegration(world, 'Elsewhere', {
						locationId: world.standIn.otherLocationId,
					}),
				parameters: () => contact('create', { email: 'new@example.com' }),
				says: /does not have access to this sub-account/,
				next: /Sub-Account \(Location\) ID/,
				calls: true,
			},
			{
				title: 'an empty ID',
				type: CONTACTS,
				parameters: () => contact('get', { contactId: byId('={{ $json.nothing }}') }),
				says: /'Contact'/,
				next: /./,
				calls: false,
			},
			{
				title: 'an end before the start',
				type: CALENDARS,
				parameters: () => ({
					resource: 'freeSlot',
					operation: 'getAll',
					calendarId: byId(SEED.calendars.discovery),
					startDate: '2030-05-02T00:00:00Z',
					endDate: '2030-05-01T00:00:00Z',
				}),
				says: /'Search To'/,
				next: /./,
				calls: false,
			},
			{
				title: 'an unknown time zone',
				type: CALENDARS,
				parameters: () => ({
					resource: 'freeSlot',
					operation: 'getNext',
					calendarId: byId(SEED.calendars.discovery),
					count: 1,
					filters: { timezone: 'Mars/Olympus' },
				}),
				says: /Time Zone/,
				next: /./,
				calls: false,
			},
			{
				title: 'malformed JSON in a filter',
				type: CONTACTS,
				parameters: () => contact('getAll', { filters: { filtersJson: '[{"field": ' } }),
				says: /JSON/,
				next: /./,
				calls: false,
			},
			{
				title: 'an update without fields',
				type: CONTACTS,
				parameters: () => contact('update', { contactId: byId(SEED.contacts.maria) }),
				says: /./,
				next: /Nothing was sent|[Aa]dd/,
				calls: false,
			},
		];

		for (const wrong of WRONG) {
			test(wrong.title, async () => {
				const login = wrong.login === undefined ? token : await wrong.login();
				const node = ourNode('Wrong', wrong.type, login, wrong.parameters());
				const effects = world.standIn.log.filter(({ effect }) => effect !== undefined).length;
				const since = world.standIn.log.length;
				const { status, error } = await runOne(world, node);
				assert.equal(status, 'error');
				assert.match(String(error?.['message']), wrong.says);
				assert.match(String(error?.['description']), wrong.next);
				assert.equal(world.standIn.log.length > since, wrong.calls, 'calls');
				assert.equal(
					world.standIn.log.filter(({ effect }) => effect !== undefined).length,
					effects,
					'nothing may have been changed',
				);
				// The error is visible to everyone with access to the execution.
				assert.ok(!JSON.stringify(error).includes(world.standIn.tokens.privateIntegration));
			});
		}

		test('with an error output, only the wrong item fails', async () => {
			const node = ourNode(
				'Create',
				CONTACTS,
				token,
				contact('create', { email: '={{ $json.email }}' }),
				{ onError: 'continueErrorOutput' },
			);
			const emails = ['one@example.com', 'maria.lopez@example.com', 'two@example.com'];
			const execution: Execution = await runOne(
				world,
				node,
				emails.map((email) => ({ email })),
			);
			assert.equal(execution.status, 'success', JSON.stringify(execution.error));
			assert.deepEqual(
				outputOf(execution, 'Create').map(({ email }) => email),
				['one@example.com', 'two@example.com'],
			);
			const failed = outputOf(execution, 'Create', 1);
			assert.equal(failed.length, 1);
			assert.match(JSON.stringify(failed), /already exists/);
			for (const email of ['one@example.com', 'two@example.com']) {
				assert.ok(world.standIn.state.contacts.all().some((one) => one.email === email));
			}
		});
	});
});
