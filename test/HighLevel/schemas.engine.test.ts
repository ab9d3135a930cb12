/** The outputs of the operations, compared with their output schemas. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { JsonSchema } from '../../scripts/schemas';
import { ROWS, schemas } from '../../scripts/schemas';
import { SEED } from '../standins/highlevel';
import { byId, TestAccount } from './account';

const { discovery, team } = SEED.calendars;
const { maria, john } = SEED.contacts;
const { ada } = SEED.users;
const DAY = 24 * 3_600_000;

const account = TestAccount.forTests();

function typeOf(value: unknown): string {
	if (value === null) return 'null';
	return Array.isArray(value) ? 'array' : typeof value;
}

/** Where an output disagrees with its schema: keys that the schema lacks, and other types. Null matches every type. */
function disagreements(value: unknown, schema: JsonSchema, path: string): string[] {
	const type = typeOf(value);
	if (type === 'null') return [];
	if (type !== schema.type) return [`${path} is ${type}, the schema says ${schema.type}`];
	if (Array.isArray(value)) {
		const { items } = schema;
		return items ? value.flatMap((one) => disagreements(one, items, `${path}[]`)) : [];
	}
	const { properties } = schema;
	if (typeof value !== 'object' || value === null || !properties) return [];
	return Object.entries(value).flatMap(([key, child]) => {
		const known = properties[key];
		return known ? disagreements(child, known, `${path}.${key}`) : [`${path}.${key} is missing`];
	});
}

/** Keys that only the stand-in returns: the official files lack them, and they have not been seen live. */
const STAND_IN_ALONE = ['blockSlot.create', 'blockSlot.update'].flatMap((operation) =>
	['deleted', 'dateAdded', 'dateUpdated'].map((key) => `calendars ${operation}.${key} is missing`),
);

/** Runs the operations of an account one after another; later steps may use the results of earlier ones. */
class Walkthrough {
	readonly problems: string[] = [];
	readonly seen = new Set<string>();
	private readonly schemas = schemas();

	/** Runs an operation and checks every record against its schema. */
	async step(name: string, parameters: INodeParameters = {}): Promise<IDataObject> {
		const [node, operation = ''] = name.split(' ');
		if (node !== 'contacts' && node !== 'calendars') throw new Error(`No node ${node}`);
		const { items, error } = await account.run(node, operation, parameters);
		if (error) throw new Error(`${name}: ${error.message}`, { cause: error });
		const [first] = items;
		if (!first) throw new Error(`${name} gave nothing to compare`);
		const path = `${operation.replace('.', '/')}.json`;
		const schema = this.schemas.files.get(path);
		if (!schema) throw new Error(`${name} has no schema`);
		for (const { json } of items) {
			// If both nodes have the operation, its schema has only the keys that both return.
			const common = this.schemas.shared.includes(path);
			const found = common
				? Object.fromEntries(Object.entries(json).filter(([key]) => schema.properties?.[key]))
				: json;
			this.problems.push(...disagreements(found, schema, name));
			const row = ROWS.find(
				(one) => one.node === node && `${one.resource.value}.${one.operation.value}` === operation,
			);
			if (!row?.operation.simple && !common) continue;
			const absent = Object.keys(schema.properties ?? {}).filter((key) => !(key in json));
			this.problems.push(...absent.map((key) => `${name}.${key} is in the schema alone`));
		}
		this.seen.add(name);
		return first.json;
	}
}

const idOf = ({ id, _id }: IDataObject) => String(id ?? _id);

async function contacts(walkthrough: Walkthrough): Promise<void> {
	const contactId = byId(maria);
	const email = 'maria.lopez@example.com';
	await walkthrough.step('contacts contact.create', { firstName: 'Eve', email: 'eve@example.com' });
	await walkthrough.step('contacts contact.upsert', { firstName: 'Eve', email: 'eve@example.com' });
	await walkthrough.step('contacts contact.findOrCreate', { email: 'adam@example.com' });
	await walkthrough.step('contacts contact.findDuplicate', { email });
	await walkthrough.step('contacts contact.get', { contactId });
	await walkthrough.step('contacts contact.getAll', { returnAll: true });
	await walkthrough.step('contacts contact.getAllLegacy');
	await walkthrough.step('contacts contact.update', { contactId, updateFields: { city: 'Lyon' } });

	const dueDate = '2027-01-04T10:00:00Z';
	const task = await walkthrough.step('contacts task.create', {
		contactId,
		taskTitle: 'Call',
		dueDate,
		additionalFields: { taskBody: 'About the offer', taskAssignedTo: byId(ada) },
	});
	const taskId = byId(idOf(task));
	for (const operation of ['get', 'complete', 'reopen']) {
		await walkthrough.step(`contacts task.${operation}`, { contactId, taskId });
	}
	await walkthrough.step('contacts task.update', { contactId, taskId, updateFields: { dueDate } });
	await walkthrough.step('contacts task.getAll', { contactId });
	await walkthrough.step('contacts task.delete', { contactId, taskId });

	const note = await walkthrough.step('contacts note.create', { contactId, noteBody: 'Likes tea' });
	const noteId = byId(idOf(note));
	await walkthrough.step('contacts note.get', { contactId, noteId });
	await walkthrough.step('contacts note.getAll', { contactId });
	await walkthrough.step('contacts note.update', {
		contactId,
		noteId,
		updateFields: { noteBody: 'Likes coffee' },
	});

	await walkthrough.step('contacts tag.add', { contactId, tags: ['vip'] });
	await walkthrough.step('contacts tag.remove', { contactId, tags: ['vip'] });
	const contactIds = [maria, john].join(',');
	await walkthrough.step('contacts tag.updateMany', { contactIds, type: 'add', tags: ['spring'] });
	await walkthrough.step('contacts follower.add', { contactId, followers: [ada] });
	await walkthrough.step('contacts follower.remove', { contactId, followers: [ada] });
	const { campaignId, workflowId } = SEED;
	await walkthrough.step('contacts campaign.add', { contactId, campaignId });
	await walkthrough.step('contacts campaign.remove', { contactId, campaignId });
	await walkthrough.step('contacts campaign.removeFromAll', { contactId });
	await walkthrough.step('contacts workflow.add', { contactId, workflowId });
	await walkthrough.step('contacts workflow.remove', { contactId, workflowId });
	const businessId = byId(SEED.businessId);
	await walkthrough.step('contacts business.addContacts', { businessId, contactIds });
	await walkthrough.step('contacts business.getContacts', { businessId });
	await walkthrough.step('contacts business.removeContacts', { contactIds });
}

async function appointments(walkthrough: Walkthrough): Promise<void> {
	const calendarId = byId(discovery);
	const contactId = byId(maria);
	const range = {
		startDate: new Date(Date.now() + DAY).toISOString(),
		endDate: new Date(Date.now() + 28 * DAY).toISOString(),
	};
	const { start } = await walkthrough.step('calendars freeSlot.getAll', { calendarId, ...range });
	await walkthrough.step('calendars freeSlot.getNext', { calendarId, count: 2 });
	const made = await walkthrough.step('calendars appointment.create', {
		calendarId,
		contactId,
		startTime: String(start),
		additionalFields: { title: 'Call' },
	});
	const appointmentId = byId(idOf(made));
	await walkthrough.step('calendars appointment.bookFirst', { calendarId, contactId, ...range });
	await walkthrough.step('calendars appointment.get', { appointmentId });
	const between = {
		calendarId,
		startTime: new Date(Date.now()).toISOString(),
		endTime: new Date(Date.now() + 40 * DAY).toISOString(),
	};
	await walkthrough.step('calendars appointment.getAll', between);
	await walkthrough.step('calendars event.getAll', between);
	await walkthrough.step('contacts appointment.getAll', { contactId });
	await walkthrough.step('calendars appointment.update', {
		appointmentId,
		updateFields: { title: 'X' },
	});

	await walkthrough.step('calendars appointmentNote.create', {
		appointmentId,
		noteBody: 'Bring papers',
	});
	await walkthrough.step('calendars appointmentNote.getAll', { appointmentId });
	await walkthrough.step('calendars appointment.cancel', { appointmentId });
	await walkthrough.step('calendars appointment.delete', { appointmentId });

	const block = await walkthrough.step('calendars blockSlot.create', {
		blockFor: 'calendar',
		...between,
		endTime: new Date(Date.now() + DAY).toISOString(),
	});
	await walkthrough.step('calendars blockSlot.getAll', {
		...between,
		startTime: new Date(Date.now() - DAY).toISOString(),
	});
	await walkthrough.step('calendars blockSlot.update', {
		blockSlotId: idOf(block),
		updateFields: { title: 'Closed' },
	});
	await walkthrough.step('calendars blockSlot.delete', { blockSlotId: idOf(block) });
}

async function calendars(walkthrough: Walkthrough): Promise<void> {
	const calendarId = byId(team);
	await walkthrough.step('calendars calendar.get', { calendarId });
	await walkthrough.step('calendars calendar.getAll', { returnAll: true });
	await walkthrough.step('calendars calendar.create', { name: 'Intro', calendarType: 'event' });
	await walkthrough.step('calendars calendar.update', {
		calendarId,
		updateFields: { name: 'Team' },
	});

	const spa = { name: 'Spa', description: 'Spa days', slug: 'spa-day' };
	await walkthrough.step('calendars calendarGroup.validateSlug', { slug: 'spa-day' });
	const group = await walkthrough.step('calendars calendarGroup.create', spa);
	const groupId = byId(idOf(group));
	await walkthrough.step('calendars calendarGroup.getAll');
	await walkthrough.step('calendars calendarGroup.setStatus', { groupId, isActive: false });
	await walkthrough.step('calendars calendarGroup.update', { groupId, ...spa });
	await walkthrough.step('calendars calendarGroup.delete', { groupId });

	const notice = await walkthrough.step('calendars notification.create', {
		calendarId,
		notificationType: 'booked',
		receiverType: 'contact',
		channel: 'email',
	});
	const notificationId = byId(idOf(notice));
	await walkthrough.step('calendars notification.get', { calendarId, notificationId });
	await walkthrough.step('calendars notification.getAll', { calendarId });
	await walkthrough.step('calendars notification.update', {
		calendarId,
		notificationId,
		updateFields: { isActive: true },
	});

	const type = { resourceType: 'rooms' };
	const room = await walkthrough.step('calendars resource.create', {
		...type,
		name: 'Room 1',
		description: 'Upstairs',
	});
	const resourceId = byId(idOf(room));
	await walkthrough.step('calendars resource.get', { ...type, resourceId });
	await walkthrough.step('calendars resource.getAll', type);
	await walkthrough.step('calendars resource.update', {
		...type,
		resourceId,
		updateFields: { capacity: 3 },
	});
	const scheduleId = byId(SEED.scheduleId);
	await walkthrough.step('calendars schedule.get', { scheduleId });
	await walkthrough.step('calendars schedule.getAll', { userId: byId(ada) });
	await walkthrough.step('calendars schedule.addCalendar', { scheduleId, calendarId });
	await walkthrough.step('calendars schedule.removeCalendar', { scheduleId, calendarId });

	const staff = { member: [{ id: byId(ada) }] };
	const serviceOf = { name: 'Haircut', slug: 'haircut', staff };
	const service = await walkthrough.step('calendars service.create', serviceOf);
	await walkthrough.step('calendars service.get', { serviceId: byId(idOf(service)) });
	await walkthrough.step('calendars service.getAll');
	const place = { name: 'Home', slug: 'home' };
	const location = await walkthrough.step('calendars serviceLocation.create', place);
	await walkthrough.step('calendars serviceLocation.get', {
		serviceLocationId: byId(idOf(location)),
	});
	await walkthrough.step('calendars serviceLocation.getAll');
}

test('every output of an account in use matches its schema', async () => {
	const walkthrough = new Walkthrough();
	await contacts(walkthrough);
	await calendars(walkthrough);
	await appointments(walkthrough);
	expect([...new Set(walkthrough.problems)].filter((one) => !STAND_IN_ALONE.includes(one))).toEqual(
		[],
	);
	expect(walkthrough.seen.size).toBeGreaterThan(70);
});

test('missing keys and other types are detected', () => {
	const schema: JsonSchema = {
		type: 'object',
		properties: { id: { type: 'string' }, tags: { type: 'array', items: { type: 'string' } } },
	};
	expect(disagreements({ id: 'a', tags: ['b'] }, schema, 'out')).toEqual([]);
	expect(disagreements({ id: 1, tags: [2], more: true }, schema, 'out')).toEqual([
		'out.id is number, the schema says string',
		'out.tags[] is number, the schema says string',
		'out.more is missing',
	]);
});
