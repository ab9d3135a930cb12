/** The output schemas beside the node, compared with what the node returns. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { calendarHeroFiles, outdatedCalendarHero } from '../../scripts/schemas';
import type { JsonSchema } from '../../scripts/schemas';
import { SEED } from '../standins/calendarhero';
import { expectNone } from '../support/expectNone';
import { byId, byName, inHours, TestAccount } from './account';

const account = TestAccount.forTests();
const files = calendarHeroFiles();

test('the schemas beside the node are those of the rows', () => {
	expectNone(outdatedCalendarHero(), 'These output schemas are not current. Run: npm run schemas');
});

const REQUEST: INodeParameters = {
	subject: 'Kick-off',
	contactEmails: 'ada@lovelace.example',
	dateStart: inHours(24),
	dateEnd: inHours(48),
	type: byName('call'),
};
const contactId = byId(SEED.contactId);
const directoryId = byId(SEED.directoryId);

/** Parameters by operation; `null` stands for the meeting request that each test makes. */
const PARAMETERS: Record<string, INodeParameters> = {
	'availability.getAll': { type: byName('call'), end: inHours(240), limit: 1 },
	'contact.create': { email: 'a@b.example' },
	'contact.delete': { contactId },
	'contact.get': { contactId },
	'contact.getAll': { limit: 1 },
	'contact.update': { contactId, updateFields: { title: 'X' } },
	'contact.upsert': { email: 'a@b.example' },
	'directory.create': { directoryName: 'x', meetingTypes: ['call'] },
	'directory.delete': { directoryId },
	'directory.get': { directoryId },
	'directory.update': { directoryId, updateFields: { pageTitle: 'X' } },
	'meetingRequest.create': REQUEST,
	'meetingRequest.getAll': { state: 'active', limit: 1 },
	'meetingRequest.reschedule': { dateStart: inHours(72), dateEnd: inHours(96) },
	'meetingType.get': { type: byName('call') },
	'meetingType.getAll': { limit: 1 },
	'provider.getAll': { limit: 1 },
};

function typeOf(value: unknown): string {
	return Array.isArray(value) ? 'array' : typeof value;
}

/** Where a record differs from its schema; null may stand for any type. */
function differences(record: IDataObject, { properties = {} }: JsonSchema): string[] {
	const extra = Object.keys(record).filter((key) => !(key in properties));
	const wrong = Object.entries(properties).filter(([key, { type }]) => {
		const value = record[key];
		return value === undefined || (value !== null && typeOf(value) !== type);
	});
	return [
		...extra,
		...wrong.map(([key, { type }]) => `${key}: ${typeOf(record[key])}, not ${type}`),
	];
}

test.each([...files])('%s', async (path, schema) => {
	const [, resource = '', file = ''] = path.split('/');
	const operation = file.replace('.json', '');
	const [made] = await account.output('meetingRequest', 'create', REQUEST);
	const [first] = await account.output(resource, operation, {
		...(resource === 'meetingRequest' ? { meetingRequestId: byId(String(made?.id)) } : {}),
		...PARAMETERS[`${resource}.${operation}`],
	});
	const record = first ?? {};
	// CalendarHero may say something about a reminder, or the item may give a length.
	const optional = ['meetingLength', 'message'];
	expect(differences(record, schema).filter((one) => !optional.includes(one))).toEqual([]);
});
