/** The trigger's hooks: registered all or none, kept, and removed only if they are ours. */
import type { INodeParameters } from 'n8n-workflow';

import { byName, inHours, TestAccount } from '../account';
import { Trigger } from './trigger';

const account = TestAccount.forTests();

const BOOKED = 'meeting_request_success';
const CANCELLED = 'meeting_request_cancelled';
const CREATED = 'new_meeting_request';
const FOREIGN = 'https://other.example/hooks/secret-part';

const trigger = (events: string[] = [BOOKED, CANCELLED], more: INodeParameters = {}) =>
	new Trigger(account, { events, ...more });

/** The registered URLs by event. */
const hooks = () =>
	Object.fromEntries(
		account.standIn.state.hooks.all().map(({ event, hookUrl }) => [event, hookUrl]),
	);

/** Another program, or CalendarHero itself, removes an event's hook. */
function drop(event: string): void {
	const { hooks: table } = account.standIn.state;
	for (const { id } of table.where((hook) => hook.event === event)) table.delete(id);
}

/** Another program registers a hook. */
function plant(event: string): void {
	const { state } = account.standIn;
	drop(event);
	state.hooks.put({ id: state.newId(), event, hookUrl: FOREIGN });
}

async function ask(): Promise<string> {
	const [made] = await account.output('meetingRequest', 'create', {
		subject: 'Kick-off',
		contactEmails: 'ada@lovelace.example',
		dateStart: inHours(24),
		dateEnd: inHours(48),
		type: byName('call'),
	});
	return String(made?.id);
}

describe('switching on', () => {
	it('registers a URL of its own for each event, and removes them when switched off', async () => {
		const one = trigger();
		await one.activate();
		expect(Object.keys(hooks()).sort()).toEqual([CANCELLED, BOOKED]);
		for (const [event, url] of Object.entries(hooks())) {
			expect(url).toContain(one.mark);
			expect(url.endsWith(`/${event}`)).toBe(true);
		}
		await one.deactivate();
		expect(hooks()).toEqual({});
		expect(one.staticData).toEqual({ 'node:Node': {} });
	});

	it('leaves hooks alone that are there already', async () => {
		const one = trigger();
		await one.activate();
		account.log.length = 0;
		await one.restart();
		expect(account.calls.filter((call) => !call.startsWith('GET'))).toEqual([]);
	});

	it.each(['restart', 'poll'] as const)(
		'registers its hook anew where n8n has another address since, on a %s',
		async (when) => {
			const one = trigger([BOOKED]);
			await one.activate();
			const present = hooks()[BOOKED] ?? '';
			const { state } = account.standIn;
			drop(BOOKED);
			const hookUrl = present.replace(/\/\/[^/]+/, '//old.example');
			state.hooks.put({ id: state.newId(), event: BOOKED, hookUrl });
			await one[when]();
			expect(hooks()[BOOKED]).toBe(present);
		},
	);

	it('refuses the hook of another program, with its host and nothing more of its URL', async () => {
		plant(CANCELLED);
		await expect(trigger().activate()).rejects.toMatchObject({
			message: expect.stringMatching(/already has the webhook .*Cancelled.* at other\.example$/),
			description: expect.stringMatching(/Replace Existing Hook/),
		});
		// The first event is no orphan either.
		expect(hooks()).toEqual({ [CANCELLED]: FOREIGN });
	});

	it('takes it over if told to', async () => {
		plant(CANCELLED);
		const one = trigger(undefined, { replaceExisting: true });
		await one.activate();
		expect(hooks()[CANCELLED]).toContain(one.mark);
	});

	it.each([
		['a page', '<html>Sign in</html>'],
		['a refusal with status 200', { message: 'Try later' }],
		['a hook that does not say whose it is', { id: '65f2aa017be4d9003c8a3001' }],
	])('refuses %s in place of a hook unless told to replace it', async (_, body) => {
		const fault = { method: 'GET', path: `/webhook/${BOOKED}` };
		account.standIn.faults.add({ ...fault, action: { kind: 'status', status: 200, body } });
		await expect(trigger().activate()).rejects.toThrow(/does not say whose/);
		expect(hooks()).toEqual({});
		await trigger(undefined, { replaceExisting: true }).activate();
		expect(Object.keys(hooks()).sort()).toEqual([CANCELLED, BOOKED]);
	});

	it('takes back what it registered when a later event is refused', async () => {
		plant(CANCELLED);
		account.standIn.faults.add({
			method: 'POST',
			path: `/webhook/${CREATED}`,
			action: { kind: 'status', status: 403 },
		});
		const one = trigger([BOOKED, CANCELLED, CREATED], { replaceExisting: true });
		await expect(one.activate()).rejects.toThrow(/plan/);
		expect(hooks()).toEqual({ [CANCELLED]: FOREIGN });
	});

	it.each([404, 204, 'emptyObject', 'emptyText'] as const)(
		'reads %s as no hook',
		async (noHookAnswer) => {
			account.standIn.settings.noHookAnswer = noHookAnswer;
			await trigger().activate();
			expect(Object.keys(hooks())).toHaveLength(2);
		},
	);

	it('refuses no event at all, and a token that cannot work', async () => {
		await expect(trigger([]).activate()).rejects.toThrow(/No event is chosen/);
		const other = new Trigger(account, { events: [BOOKED] }, { token: 'Bearer x' });
		await expect(other.activate()).rejects.toThrow(/begins with "Bearer"/);
	});
});

describe('switching off', () => {
	it('leaves what another program took over', async () => {
		const one = trigger();
		await one.activate();
		plant(BOOKED);
		await one.deactivate();
		expect(hooks()).toEqual({ [BOOKED]: FOREIGN });
	});

	it('recognises a hook by its ID where CalendarHero hides the URL', async () => {
		account.standIn.settings.hookAnswer = 'withoutUrl';
		const one = trigger();
		await one.activate();
		one.forget();
		await one.deactivate();
		expect(hooks()).toEqual({});
	});

	it('removes hooks of events that are no longer chosen, and does not stop at a fault', async () => {
		const one = trigger([BOOKED, CANCELLED, CREATED]);
		await one.activate();
		one.parameters = { events: [CREATED] };
		account.standIn.faults.add({
			method: 'DELETE',
			path: `/webhook/${CANCELLED}`,
			action: { kind: 'status', status: 403 },
		});
		await one.deactivate();
		expect(Object.keys(hooks())).toEqual([CANCELLED]);
	});
});

describe('polls', () => {
	it('put back a dropped hook and emit what was missed', async () => {
		const one = trigger([BOOKED, CREATED]);
		await one.activate();
		expect(await one.poll()).toEqual([]);
		account.standIn.state.hooks.clear();
		const id = await ask();
		await account.standIn.invitee.pick(id);
		const items = await one.poll();
		expect(items).toEqual([
			expect.objectContaining({ event: BOOKED, id, status: 'scheduled', caughtUp: true }),
			expect.objectContaining({ event: CREATED, id, caughtUp: true }),
		]);
		expect(Object.keys(hooks()).sort()).toEqual([BOOKED, CREATED].sort());
		expect(await one.poll()).toEqual([]);
	});

	it('do not repeat what was delivered before the hook was dropped', async () => {
		const one = trigger([BOOKED, CREATED]);
		await one.activate();
		const id = await ask();
		for (const delivery of [...account.standIn.deliveries]) await one.deliver(delivery);
		account.standIn.state.hooks.clear();
		await account.standIn.invitee.pick(id);
		expect((await one.poll()).map(({ event }) => event)).toEqual([BOOKED]);
	});

	it('have nothing to do while the hooks are ours', async () => {
		const one = trigger();
		await one.activate();
		account.log.length = 0;
		expect(await one.poll()).toEqual([]);
		expect(account.calls).toEqual(
			[`GET /webhook/${CANCELLED}`, `GET /webhook/${BOOKED}`].reverse(),
		);
	});

	it('report a takeover once, and do not fight', async () => {
		const one = trigger();
		await one.activate();
		await one.poll();
		plant(BOOKED);
		await expect(one.poll()).rejects.toMatchObject({
			message: expect.stringMatching(
				/replaced the CalendarHero hook for .*Booked.* at other\.example/,
			),
			description: expect.stringMatching(/Replace Existing Hook/),
		});
		expect(await one.poll()).toEqual([]);
		expect(hooks()[BOOKED]).toBe(FOREIGN);
		drop(BOOKED);
		await one.poll();
		expect(hooks()[BOOKED]).toContain(one.mark);
	});

	it.each([
		['a reset', { kind: 'reset', when: 'before' }],
		['a 503', { kind: 'status', status: 503 }],
	] as const)(
		'say nothing about %s, and go on where they were',
		async (_, action) => {
			const one = trigger([CREATED]);
			await one.activate();
			await one.poll();
			account.standIn.state.hooks.clear();
			const id = await ask();
			const fault = account.standIn.faults.add({ path: '/meeting/tasks', method: 'GET', action });
			expect(await one.poll()).toEqual([]);
			account.standIn.faults.remove(fault.id);
			expect(await one.poll()).toEqual([expect.objectContaining({ event: CREATED, id })]);
		},
		60_000,
	);

	it('fail once there is something to mend', async () => {
		const one = trigger();
		await one.activate();
		await one.poll();
		account.standIn.faults.add({ action: { kind: 'status', status: 401 } });
		await expect(one.poll()).rejects.toThrow(/does not accept the token/);
	});

	it('wait for the activation beside them, and fail as it does', async () => {
		plant(CANCELLED);
		const one = trigger();
		const polled = one.poll().then(
			() => 'fine',
			(error: Error) => error.message,
		);
		const activated = one.activate().catch(() => {});
		expect(await polled).toMatch(/^The trigger is not active: .*already has the webhook/);
		await activated;
	});
});

describe('after a restart of n8n', () => {
	it('a dropped hook is put back, and what was missed is emitted', async () => {
		const one = trigger([CREATED]);
		await one.activate();
		await one.poll();
		account.standIn.state.hooks.clear();
		const id = await ask();
		await one.restart();
		expect(hooks()[CREATED]).toContain(one.mark);
		expect(await one.poll('init')).toEqual([
			expect.objectContaining({ event: CREATED, id, caughtUp: true }),
		]);
	});

	it('one foreign hook does not stop the others, and the second poll reports it', async () => {
		const one = trigger([BOOKED, CREATED], { replaceExisting: true });
		await one.activate();
		account.standIn.state.hooks.clear();
		plant(BOOKED);
		await one.restart();
		expect(hooks()).toEqual({ [BOOKED]: FOREIGN, [CREATED]: expect.stringContaining(one.mark) });
		expect(await one.poll('init')).toEqual([]);
		await expect(one.poll('init')).rejects.toThrow(/Another program replaced/);
	});

	it('a service that is down does not end the trigger', async () => {
		const one = trigger([CREATED]);
		await one.activate();
		account.standIn.state.hooks.clear();
		const fault = account.standIn.faults.add({ action: { kind: 'status', status: 401 } });
		await one.restart();
		expect(await one.poll('init')).toEqual([]);
		account.standIn.faults.remove(fault.id);
		await one.poll('init');
		expect(hooks()[CREATED]).toContain(one.mark);
	});
});

test('the second of two workflows is refused, and takes over only if told to', async () => {
	const first = trigger([BOOKED]);
	const second = trigger([BOOKED]);
	await first.activate();
	await first.poll();
	await expect(second.activate()).rejects.toThrow(/already has the webhook/);
	expect(hooks()[BOOKED]).toContain(first.mark);
	second.parameters = { events: [BOOKED], replaceExisting: true };
	await second.activate();
	expect(hooks()[BOOKED]).toContain(second.mark);
	await expect(first.poll()).rejects.toThrow(/Another program replaced/);
	await first.deactivate();
	expect(hooks()[BOOKED]).toContain(second.mark);
});

describe('Fetch Test Event', () => {
	it.each(['object', 'array'] as const)(
		'shows a sample of each event (%s) and touches no hook',
		async (sampleShape) => {
			account.standIn.settings.sampleShape = sampleShape;
			const one = trigger([BOOKED, 'new_contact_added']);
			await one.activate();
			const before = hooks();
			account.log.length = 0;
			const items = await one.test();
			expect(items.map(({ event }) => event)).toEqual(['new_contact_added', BOOKED]);
			expect(items[1]).toMatchObject({ id: expect.any(String), status: expect.any(String) });
			expect(account.calls.every((call) => /^GET .*\/sample$/.test(call))).toBe(true);
			expect(hooks()).toEqual(before);
		},
	);

	it('makes something up where there is no sample', async () => {
		account.standIn.faults.add({ action: { kind: 'status', status: 404 } });
		expect(await trigger([BOOKED]).test()).toEqual([
			expect.objectContaining({ event: BOOKED, id: expect.any(String) }),
		]);
	});
});
