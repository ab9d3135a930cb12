/**
 * Every registered polling event must fire once for one change. A new event needs only its fixture here: after the event has
 * fired, time passes, n8n restarts, and all records of the account are updated in fields that the change did not touch.
 */
import type { IDataObject } from 'n8n-workflow';

import { contactEvents } from '../../../nodes/HighLevel/polling/contacts';
import type { PollEvent } from '../../../nodes/HighLevel/polling/event';
import { beginStream, readStream } from '../../../nodes/HighLevel/polling/stream';
import { readField } from '../../../nodes/shared/parameters';
import { isRecord } from '../../../nodes/shared/values';
import { expectNone } from '../../support/expectNone';
import { EVENT_FIXTURES, EVENT_PARAMETERS } from './eventFixtures';
import { EVENTS } from './events';
import { FakeAccount } from './fakeAccount';
import { ModelN8n } from './n8nModel';
import { SCENARIOS } from './scenarios';

const MINUTE = 60_000;
/** Inside the overlap that the contact stream rereads, past its end, and past what the stream remembers. */
const PAUSES = [MINUTE, 6 * MINUTE, 11 * MINUTE];
/** Free-text fields: no times, statuses or references. */
const FREE_TEXT =
	/^(firstName|lastName|companyName|city|address1?|source|website|title|name|description|notes|body|bodyText)$/;

/** Whether an event is meant to fire for every update of a record: its value or the key `change` in its items says so. */
const firesForUpdates = ({ value, example }: PollEvent) =>
	value.endsWith('Updated') || 'change' in example;

type Row = IDataObject & { id: string };
interface Store {
	where(test: (row: Row) => boolean): Row[];
	put(row: Row): unknown;
}
const isStore = (one: unknown): one is Store =>
	typeof one === 'object' && one !== null && 'where' in one && 'put' in one;

/** Every record of the account that has a stamp of its last update. */
const recordsOf = ({ state }: FakeAccount) =>
	Object.values(state as object)
		.filter(isStore)
		.flatMap((store) =>
			store.where(({ dateUpdated }) => dateUpdated !== undefined).map((row) => ({ store, row })),
		);

/** A record's values, wherever its store keeps them. */
const valuesOf = (row: Row): IDataObject => (isRecord(row.values) ? row.values : row);

/** The fields that a change altered in any record. New records do not count. */
function alteredBy(change: () => void, account: FakeAccount): Set<string> {
	const before = new Map(recordsOf(account).map(({ row }) => [row.id, valuesOf(row)]));
	change();
	return new Set(
		recordsOf(account).flatMap(({ row }) => {
			const old = before.get(row.id);
			const now = valuesOf(row);
			return old ? Object.keys(now).filter((key) => old[key] !== now[key]) : [];
		}),
	);
}

/** Updates every record's stamp, and its free-text fields if a text is given. */
function updateAll(account: FakeAccount, except: Set<string>, content: string | undefined): void {
	for (const { store, row } of recordsOf(account)) {
		const values = valuesOf(row);
		const texts = Object.keys(values).filter((key) => FREE_TEXT.test(key) && !except.has(key));
		const written =
			content === undefined ? {} : Object.fromEntries(texts.map((key) => [key, content]));
		const next = values === row ? written : { values: { ...values, ...written } };
		store.put({ ...row, ...next, dateUpdated: account.serverNow });
	}
}

/** The values of the event's fields, converted as in the node. */
function valuesFor(event: PollEvent): IDataObject {
	const given = EVENT_PARAMETERS[event.value] ?? {};
	const read = event.fields.map((field) => [
		field.name,
		readField(field, given[field.name] ?? field.default, {
			zone: 'America/New_York',
			nodeVersion: 1,
		}),
	]);
	const values: unknown = Object.fromEntries(read.filter(([, value]) => value !== undefined));
	return isRecord(values) ? values : {};
}

/** A trigger with its own account and n8n. */
class Watch {
	readonly account = new FakeAccount(0);
	private readonly n8n = new ModelN8n(this.account, 500);
	private readonly trigger;

	constructor(event: PollEvent) {
		this.trigger = { id: 'A', event, values: valuesFor(event) };
	}

	/** Lets time pass, then polls. */
	async after(ms: number): Promise<IDataObject[]> {
		this.account.pass(ms);
		const { error, items } = await this.n8n.poll(this.trigger, 'none', () => {});
		if (error) throw error;
		return items ?? [];
	}

	/** Makes the fixture's change, which may also move the clock. Returns the fields that it altered. */
	change(happens: (account: FakeAccount) => void): Set<string> {
		const altered = alteredBy(() => happens(this.account), this.account);
		this.account.pass(Date.now() - this.account.now);
		jest.spyOn(Date, 'now').mockImplementation(() => this.account.now);
		return altered;
	}

	restart(): void {
		this.n8n.restart();
	}
}

type Fixture = Pick<(typeof EVENT_FIXTURES)[string], 'before' | 'happens'>;

const briefly = (item: IDataObject | undefined) => `${JSON.stringify(item).slice(0, 100)}…`;

/** Each occasion on which an event fired when it should not have, and with which items. */
async function repeats(event: PollEvent, { before, happens }: Fixture): Promise<string[]> {
	const watch = new Watch(event);
	const { account } = watch;
	const found: string[] = [];
	const note = (when: string, items: IDataObject[]) => {
		if (items.length > 0) found.push(`${when}: ${items.length}, ${briefly(items[0])}`);
	};
	try {
		before?.(account);
		await watch.after(MINUTE);
		note('before anything happened', await watch.after(MINUTE));
		const altered = watch.change(happens);
		if ((await watch.after(MINUTE)).length === 0) return ['it did not fire for the change'];
		for (const pause of PAUSES) note('with no further change', await watch.after(pause));
		watch.restart();
		note('after a restart', await watch.after(MINUTE));
		let updates = 0;
		for (const content of [undefined, 'Another text', 'A third text']) {
			updateAll(account, altered, content);
			const items = await watch.after(MINUTE);
			const ids = items.map(({ id, bookingId }) => String(id ?? bookingId));
			const twice = items.filter((_, at) => ids.indexOf(ids[at] ?? '') !== at);
			const what = content === undefined ? 'when only stamps moved' : 'after an unrelated update';
			note(what, firesForUpdates(event) ? twice : items);
			updates += items.length;
			for (const pause of PAUSES) note('with no further change', await watch.after(pause));
		}
		if (firesForUpdates(event) && updates === 0) found.push('it fired for no later update');
		return found;
	} finally {
		account.close();
	}
}

/** The items that an event emits for a change made before its activation. */
async function itemsOfThePast(event: PollEvent, { before, happens }: Fixture): Promise<string[]> {
	const watch = new Watch(event);
	try {
		before?.(watch.account);
		watch.account.pass(MINUTE);
		const altered = watch.change(happens);
		const items = await watch.after(MINUTE);
		updateAll(watch.account, altered, 'Another text');
		items.push(...(await watch.after(MINUTE)));
		return items.map(briefly);
	} finally {
		watch.account.close();
	}
}

const without = (has: (value: string) => boolean) =>
	EVENTS.map(({ value }) => value).filter((value) => !has(value));

test('every event has a fixture', () => {
	expectNone(
		without((value) => value in EVENT_FIXTURES),
		'These events have no fixture: a change that they fire for. Add one to test/HighLevel/polling/eventFixtures.ts; CONTRIBUTING.md, "Add a polling event".',
	);
});

test('every event has a scenario', () => {
	expectNone(
		without((value) => SCENARIOS.some(({ event }) => event === value)),
		'These events have no scenario: a model of what they emit. Add one to test/HighLevel/polling/scenarios/; CONTRIBUTING.md, "Add a polling event".',
	);
});

const AGAIN =
	'The event fires again for the same change, or for an update of other fields. Keep what it has emitted in its state. If it is meant to fire for every update of a record, end its value in "Updated", or give its items the key "change".';

describe.each(EVENTS.map((event) => [event.value, event] as const))('%s', (value, event) => {
	const fixture = EVENT_FIXTURES[value];
	if (!fixture) return;

	test('fires once for a change, whatever else is updated', async () => {
		expectNone(await repeats(event, fixture), AGAIN);
	});

	if (firesForUpdates(event)) return;
	test('never fires for a change made before its activation, even if the record is updated later', async () => {
		expectNone(await itemsOfThePast(event, fixture), AGAIN);
	});
});

describe('an event that fires again', () => {
	const [contactCreated] = contactEvents;
	if (!contactCreated) throw new Error('There are no events');
	const fixture: Fixture = {
		happens: ({ state, clock }) => {
			state.addContact({ dnd: true, dateAdded: clock.now(), dateUpdated: clock.now() });
		},
	};
	/** Fires while Do Not Disturb is on, not when it is switched on. */
	const dndEnabled: PollEvent = {
		...contactCreated,
		value: 'dndEnabled',
		watch: async (poll, state) => {
			if (!state) return { items: [], state: await beginStream(poll, 'dateUpdated') };
			const { contacts, state: next } = await readStream(poll, state, 'dateUpdated');
			return { items: contacts.filter(({ dnd }) => dnd === true), state: next };
		},
	};
	/** Also forgets what it emitted within the overlap. */
	const forgetful: PollEvent = {
		...dndEnabled,
		value: 'dndUpdated',
		watch: async (poll, state) => {
			const found = await dndEnabled.watch(poll, state);
			return { ...found, state: { ...found.state, seen: '' } };
		},
	};

	test('for every later update is detected', async () => {
		expect((await repeats(dndEnabled, fixture)).join()).toMatch(/only stamps.+unrelated update/);
		expect(await itemsOfThePast(dndEnabled, fixture)).toHaveLength(1);
	});

	test('without a change is detected, even if it may fire for updates', async () => {
		expect((await repeats(forgetful, fixture)).join()).toMatch(/with no further change/);
	});
});
