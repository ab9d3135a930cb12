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

/** Where an output disagrees with its schema: keys that the schema lacks, and other types. Null fits every type. */
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

/** What the stand-in answers beyond the official files, without anybody having seen it live. */
const STAND_IN_ALONE = ['blockSlot.create', 'blockSlot.update'].flatMap((operation) =>
	['deleted', 'dateAdded', 'dateUpdated'].map((key) => `calendars ${operation}.${key} is missing`),
);

/** Steps of an account's life; each may use what earlier ones gave. */
class Life {
	readonly problems: string[] = [];
	readonly seen = new Set<string>();
	private readonly schemas = schemas();

	/** Runs one operation and holds every record against its schema. */
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
			// Of two nodes' outputs the file has what both give; each must have all of it.
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

async function contacts(life: Life): Promise<void> {
	const contactId = byId(maria);
	const email = 'maria.lopez@example.com';
	await life.step('contacts contact.create', { firstName: 'Eve', email: 'eve@example.com' });
	await life.step('contacts contact.upsert', { firstName: 'Eve', email: 'eve@example.com' });
	await life.step('contacts contact.findOrCreate', { email: 'adam@example.com' });
	await life.step('contacts contact.findDuplicate', { email });
	await life.step('contacts contact.get', { contactId });
	await life.step('contacts contact.getAll', { returnAll: true });
	await life.step('contacts contact.getAllLegacy');
	await life.step('contacts contact.update', { contactId, updateFields: { city: 'Lyon' } });

	const dueDate = '2027-01-04T10:00:00Z';
	const task = await life.step('contacts task.create', {
		contactId,
		taskTitle: 'Call',
		dueDate,
		additionalFields: { taskBody: 'About the offer', taskAssignedTo: byId(ada) },
	});
	const taskId = byId(idOf(task));
	for (const operation of ['get', 'complete', 'reopen']) {
		await life.step(`contacts task.${operation}`, { contactId, taskId });
	}
	await life.step('contacts task.update', { contactId, taskId, updateFields: { dueDate } });
	await life.step('contacts task.getAll', { contactId });
	await life.step('contacts task.delete', { contactId, taskId });

	const note = await life.step('contacts note.create', { contactId, noteBody: 'Likes tea' });
	const noteId = byId(idOf(note));
	await life.step('contacts note.get', { contactId, noteId });
	await life.step('contacts note.getAll', { contactId });
	await life.step('contacts note.update', {
		contactId,
		noteId,
		updateFields: { noteBody: 'Likes coffee' },
	});

	await life.step('contacts tag.add', { contactId, tags: ['vip'] });
	await life.step('contacts tag.remove', { contactId, tags: ['vip'] });
	const contactIds = [maria, john].join(',');
	await life.step('contacts tag.updateMany', { contactIds, type: 'add', tags: ['spring'] });
	await life.step('contacts follower.add', { contactId, followers: [ada] });
	await life.step('contacts follower.remove', { contactId, followers: [ada] });
	const { campaignId, workflowId } = SEED;
	await life.step('contacts campaign.add', { contactId, campaignId });
	await life.step('contacts campaign.remove', { contactId, campaignId });
	await life.step('contacts campaign.removeFromAll', { contactId });
	await life.step('contacts workflow.add', { contactId, workflowId });
	await life.step('contacts workflow.remove', { contactId, workflowId });
	const businessId = byId(SEED.businessId);
	await life.step('contacts business.addContacts', { businessId, contactIds });
	await life.step('contacts business.getContacts', { businessId });
	await life.step('contacts business.removeContacts', { contactIds });
}

async function appointments(life: Life): Promise<void> {
	const calendarId = byId(discovery);
	const contactId = byId(maria);
	const range = {
		startDate: new Date(Date.now() + DAY).toISOString(),
		endDate: new Date(Date.now() + 28 * DAY).toISOString(),
	};
	const { start } = await life.step('calendars freeSlot.getAll', { calendarId, ...range });
	await life.step('calendars freeSlot.getNext', { calendarId, count: 2 });
	const made = await life.step('calendars appointment.create', {
		calendarId,
		contactId,
		startTime: String(start),
		additionalFields: { title: 'Call' },
	});
	const appointmentId = byId(idOf(made));
	await life.step('calendars appointment.bookFirst', { calendarId, contactId, ...range });
	await life.step('calendars appointment.get', { appointmentId });
	const between = {
		calendarId,
		startTime: new Date(Date.now()).toISOString(),
		endTime: new Date(Date.now() + 40 * DAY).toISOString(),
	};
	await life.step('calendars appointment.getAll', between);
	await life.step('calendars event.getAll', between);
	await life.step('contacts appointment.getAll', { contactId });
	await life.step('calendars appointment.update', { appointmentId, updateFields: { title: 'X' } });

	await life.step('calendars appointmentNote.create', { appointmentId, noteBody: 'Bring papers' });
	await life.step('calendars appointmentNote.getAll', { appointmentId });
	await life.step('calendars appointment.cancel', { appointmentId });
	await life.step('calendars appointment.delete', { appointmentId });

	const block = await life.step('calendars blockSlot.create', {
		blockFor: 'calendar',
		...between,
		endTime: new Date(Date.now() + DAY).toISOString(),
	});
	await life.step('calendars blockSlot.getAll', {
		...between,
		startTime: new Date(Date.now() - DAY).toISOString(),
	});
	await life.step('calendars blockSlot.update', {
		blockSlotId: idOf(block),
		updateFields: { title: 'Closed' },
	});
	await life.step('calendars blockSlot.delete', { blockSlotId: idOf(block) });
}

async function calendars(life: Life): Promise<void> {
	const calendarId = byId(team);
	await life.step('calendars calendar.get', { calendarId });
	await life.step('calendars calendar.getAll', { returnAll: true });
	await life.step('calendars calendar.create', { name: 'Intro', calendarType: 'event' });
	await life.step('calendars calendar.update', { calendarId, updateFields: { name: 'Team' } });

	const spa = { name: 'Spa', description: 'Spa days', slug: 'spa-day' };
	await life.step('calendars calendarGroup.validateSlug', { slug: 'spa-day' });
	const group = await life.step('calendars calendarGroup.create', spa);
	const groupId = byId(idOf(group));
	await life.step('calendars calendarGroup.getAll');
	await life.step('calendars calendarGroup.setStatus', { groupId, isActive: false });
	await life.step('calendars calendarGroup.update', { groupId, ...spa });
	await life.step('calendars calendarGroup.delete', { groupId });

	const notice = await life.step('calendars notification.create', {
		calendarId,
		notificationType: 'booked',
		receiverType: 'contact',
		channel: 'email',
	});
	const notificationId = byId(idOf(notice));
	await life.step('calendars notification.get', { calendarId, notificationId });
	await life.step('calendars notification.getAll', { calendarId });
	await life.step('calendars notification.update', {
		calendarId,
		notificationId,
		updateFields: { isActive: true },
	});

	const type = { resourceType: 'rooms' };
	const room = await life.step('calendars resource.create', {
		...type,
		name: 'Room 1',
		description: 'Upstairs',
	});
	const resourceId = byId(idOf(room));
	await life.step('calendars resource.get', { ...type, resourceId });
	await life.step('calendars resource.getAll', type);
	await life.step('calendars resource.update', {
		...type,
		resourceId,
		updateFields: { capacity: 3 },
	});
	const scheduleId = byId(SEED.scheduleId);
	await life.step('calendars schedule.get', { scheduleId });
	await life.step('calendars schedule.getAll', { userId: byId(ada) });
	await life.step('calendars schedule.addCalendar', { scheduleId, calendarId });
	await life.step('calendars schedule.removeCalendar', { scheduleId, calendarId });

	const staff = { member: [{ id: byId(ada) }] };
	const serviceOf = { name: 'Haircut', slug: 'haircut', staff };
	const service = await life.step('calendars service.create', serviceOf);
	await life.step('calendars service.get', { serviceId: byId(idOf(service)) });
	await life.step('calendars service.getAll');
	const place = { name: 'Home', slug: 'home' };
	const location = await life.step('calendars serviceLocation.create', place);
	await life.step('calendars serviceLocation.get', { serviceLocationId: byId(idOf(location)) });
	await life.step('calendars serviceLocation.getAll');
}

test('every output of an account at work fits its schema', async () => {
	const life = new Life();
	await contacts(life);
	await calendars(life);
	await appointments(life);
	expect([...new Set(life.problems)].filter((one) => !STAND_IN_ALONE.includes(one))).toEqual([]);
	expect(life.seen.size).toBeGreaterThan(70);
});

test('a key that the schema lacks, and another type, would be found', () => {
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
