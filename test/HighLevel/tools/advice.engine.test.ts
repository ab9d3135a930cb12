import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { HighLevelContacts } from '../../../nodes/HighLevel/HighLevelContacts.node';
import { SEED } from '../../standins/highlevel';
import { byId } from '../account';
import { accountWithTools, at, FOR_PEOPLE } from './tool';

const { discovery } = SEED.calendars;
const { maria } = SEED.contacts;
const { account, call, one } = accountWithTools();

const UNKNOWN = 'aB3dE5fG7hI9jK1lM3nO';
const FIND_CONTACT =
	"Find the ID for 'Contact' with Contact > Get Many, by the contact's email, phone or name.";

const emailOf = () => {
	const { email } = account.standIn.state.contacts.get(maria) as unknown as IDataObject;
	return String(email);
};

const refused = async (
	node: 'contacts' | 'calendars',
	operation: string,
	parameters: INodeParameters,
) => {
	const record = await one(node, operation, parameters);
	expect(record).toMatchObject({ ok: false });
	expect(JSON.stringify(record)).not.toMatch(FOR_PEOPLE);
	return record;
};

describe('what a model gives where an ID belongs', () => {
	test.each([
		['an email', () => emailOf()],
		['an email in other letters', () => emailOf().toUpperCase()],
		['a phone number', () => '+1 (512) 555-0143'],
	])('%s stands for its contact', async (_, text) => {
		const contact = account.standIn.state.contacts.get(maria);
		if (contact) account.standIn.state.contacts.put({ ...contact, phone: '+15125550143' });
		const record = await one('contacts', 'contact.get', { contactId: byId(text()) });
		expect(record.id).toBe(maria);
	});

	test.each(['Discovery Call', 'discovery call'])('%s stands for its calendar', async (name) => {
		const slots = await call('calendars', 'freeSlot.getNext', { calendarId: byId(name) });
		expect(slots[0]?.calendarId).toBe(discovery);
	});

	test('a name that no calendar has gets the names of those there are', async () => {
		const record = await refused('calendars', 'freeSlot.getNext', {
			calendarId: byId('Haircut'),
		});
		expect(record).toMatchObject({ found: 0 });
		expect(record.message).toContain('"Discovery Call"');
	});

	test("a contact's name is said to be one, before any call", async () => {
		const record = await refused('contacts', 'note.create', {
			contactId: byId('Maria Lopez'),
			noteBody: 'Hello',
		});
		expect(record.error).toBe("'Contact' is a name, not an ID");
		expect(record.message).toContain('Contact > Get Many');
		expect(account.calls).toEqual([]);
	});

	test.each([
		['maria@example.com', 'an email address'],
		['Maria Lopez', 'a name'],
		['+15125550143', 'a phone number'],
	])('%s where an appointment belongs is said to be %s', async (text, what) => {
		const record = await refused('calendars', 'appointment.cancel', {
			appointmentId: byId(text),
		});
		expect(record.error).toBe(`'Appointment' is ${what}, not an ID`);
		expect(record.message).toContain('Appointment > Get Many');
		expect(account.calls).toEqual([]);
	});

	test('is refused where the node is no tool, as before', async () => {
		const message = await account.refusal('contacts', 'contact.get', {
			contactId: byId(emailOf()),
		});
		expect(message).toBe("'Contact' is an email address, not an ID");
	});
});

describe('what does not exist', () => {
	test.each<[string, 'contacts' | 'calendars', string, INodeParameters]>([
		['read', 'contacts', 'contact.get', { contactId: byId(UNKNOWN) }],
		['written', 'contacts', 'note.create', { contactId: byId(UNKNOWN), noteBody: 'Hello' }],
		[
			'booked for',
			'calendars',
			'appointment.create',
			{ calendarId: byId(discovery), contactId: byId(UNKNOWN), startTime: at(10) },
		],
	])(
		'has one form where it is %s, with where its ID comes from',
		async (_, node, operation, parameters) => {
			const record = await refused(node, operation, parameters);
			expect(Object.keys(record)).toEqual(['ok', 'found', 'error', 'message']);
			expect(record).toMatchObject({ found: 0 });
			expect(record.message).toContain(FIND_CONTACT);
		},
	);

	test('an email that no contact has', async () => {
		const record = await refused('contacts', 'contact.get', {
			contactId: byId('nobody@example.com'),
		});
		expect(Object.keys(record)).toEqual(['ok', 'found', 'error', 'message']);
		expect(record.message).toContain('Find or Create');
	});

	test.each<[string, INodeParameters]>([
		['contact.findDuplicate', { email: 'nobody@example.com' }],
		['contact.getAll', { filters: { query: 'nobody@example.com' } }],
	])('is a count of zero with advice, without other keys, by %s', async (operation, parameters) => {
		const record = await one('contacts', operation, parameters);
		expect(record).toEqual({ found: 0, message: expect.stringContaining('Find or Create') });
	});
});

describe('an argument that is missing or wrong', () => {
	test.each<[string, 'contacts' | 'calendars', string, INodeParameters, RegExp]>([
		['no email', 'contacts', 'contact.findOrCreate', {}, /'Email' and 'Phone' are both empty/],
		['nothing', 'contacts', 'contact.create', {}, /neither/],
		['no ID', 'contacts', 'contact.get', { contactId: byId('={{ "" }}') }, /'Contact' is empty/],
		[
			'no date',
			'calendars',
			'appointment.create',
			{ calendarId: byId(discovery), contactId: byId(maria), startTime: 'next Tuesday' },
			/is not a date and time/,
		],
		[
			'no change',
			'calendars',
			'appointment.update',
			{ appointmentId: byId(UNKNOWN) },
			/nothing to update/,
		],
		[
			'a range that ends before it starts',
			'calendars',
			'freeSlot.getAll',
			{ calendarId: byId(discovery), startDate: at(12), endDate: at(10) },
			/is not after/,
		],
	])('%s: is told in words for a model', async (_, node, operation, parameters, fact) => {
		const record = await refused(node, operation, parameters);
		expect(record.error).toMatch(fact);
		expect(record.message).toMatch(/call the tool again|Give at least one/i);
		expect(account.calls).toEqual([]);
	});
});

describe('what a model cannot mend', () => {
	const get = { contactId: byId(maria) };

	test('a token that HighLevel does not accept stops the tool', async () => {
		const { error } = await account.run('contacts', 'contact.get', get, {
			asTool: true,
			credentials: { highLevelPrivateIntegrationApi: account.credential({ token: 'pit-wrong' }) },
		});
		expect(error?.message).toContain('Get contact');
	});

	test('a missing credential stops the tool', async () => {
		const { error } = await account.engine.run({
			nodeType: new HighLevelContacts(),
			parameters: {
				authentication: 'privateIntegration',
				resource: 'contact',
				operation: 'get',
				...get,
			},
			asTool: true,
		});
		expect(error).toBeDefined();
	});
});

test('a booking that may have been made is no error, and says to look first', async () => {
	account.standIn.faults.add({ method: 'POST', action: { kind: 'reset', when: 'after' } });
	const record = await one('calendars', 'appointment.create', {
		calendarId: byId(discovery),
		contactId: byId(maria),
		startTime: at(10),
	});
	expect(Object.keys(record)).toEqual(['ok', 'outcome', 'message']);
	expect(record.message).toContain('Look at');
});
