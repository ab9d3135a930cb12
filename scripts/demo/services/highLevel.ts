/** HighLevel on the start page. */
import { SEED } from '../../../test/standins/highlevel';
import type { HighLevelStandIn } from '../../../test/standins/highlevel';
import { callHighLevel } from './callHighLevel';
import { choice, given } from './service';
import type { Action, Option, Row, Section, Service } from './service';
import { shownMoment } from './shown';

const DAY_MS = 86_400_000;

type Contact = ReturnType<HighLevelStandIn['state']['contacts']['all']>[number];

function nameOf({ firstName, lastName, email, id }: Contact): string {
	const name = [firstName, lastName].filter(Boolean).join(' ');
	return name !== '' ? name : (email ?? id);
}

function valueText(value: unknown): string {
	return Array.isArray(value) ? value.join(', ') : String(value);
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function sectionsOf({ state, locationId }: HighLevelStandIn): Section[] {
	const here = (row: { locationId: string }) => row.locationId === locationId;
	const contactName = (id: string) => {
		const contact = state.contacts.get(id);
		return contact === undefined ? id : nameOf(contact);
	};
	const contact = (one: Contact): Row => ({
		id: one.id,
		title: nameOf(one),
		lines: [
			[one.email, one.phone].filter(Boolean).join(', '),
			...one.customFields.map(
				({ id, value }) => `${state.customFields.get(id)?.name ?? id}: ${valueText(value)}`,
			),
		],
		tags: [...one.tags],
	});
	return [
		{ title: 'Contacts', rows: state.contacts.where(here).map(contact) },
		{
			title: 'Calendars',
			rows: state.calendars.where(here).map(({ id, values }) => ({
				id,
				title: values.name,
				lines: [`${values.calendarType}${values['isActive'] === false ? ', switched off' : ''}`],
			})),
		},
		{
			title: 'Appointments',
			rows: state.appointments
				.where((one) => here(one) && !one.deleted)
				.map((one) => ({
					id: one.id,
					title: shownMoment(one.startTime),
					lines: [
						`${contactName(one.contactId)}, ${state.calendars.get(one.calendarId)?.values.name ?? ''}`,
						one.appointmentStatus,
					],
				})),
		},
		{
			title: 'Tasks',
			rows: state.tasks.where(here).map(({ id, ownerId, values }) => ({
				id,
				title: textOf(values['title']),
				lines: [
					`${contactName(ownerId)}, due ${shownMoment(textOf(values['dueDate']))}`,
					values['completed'] === true ? 'completed' : 'open',
				],
			})),
		},
		{
			title: 'Notes',
			rows: state.notes.where(here).map(({ id, ownerId, values }) => ({
				id,
				title: contactName(ownerId),
				lines: [textOf(values['bodyText'])],
			})),
		},
		{
			title: 'Tags',
			rows: state.tags.where(here).map(({ id, name }) => ({ id, title: name })),
		},
	];
}

function actionsOf(standIn: HighLevelStandIn): Action[] {
	const { state, locationId } = standIn;
	const here = (row: { locationId: string }) => row.locationId === locationId;
	const call = async (method: string, path: string, body?: unknown) =>
		await callHighLevel(standIn, method, path, body);
	const contactOption = (one: Contact): Option => ({ value: one.id, label: nameOf(one) });
	const contact = choice('contact', 'Contact', () => state.contacts.where(here), contactOption);
	const calendar = choice(
		'calendar',
		'Calendar',
		() => state.calendars.where(here),
		({ id, values }) => ({ value: id, label: values.name }),
	);
	const contactName = ({ contact: id = '' }: Record<string, string>) => {
		const found = state.contacts.get(id);
		return found === undefined ? 'the contact' : nameOf(found);
	};
	return [
		{
			name: 'addCalendar',
			title: 'Add a calendar',
			fields: [{ name: 'name', label: 'Name of the new calendar' }],
			run: (input) => {
				const name = given(input, 'name', 'Name');
				state.addCalendar({ name, calendarType: 'event', slotDuration: 30, slotInterval: 30 });
				return `Added the calendar ${name}.`;
			},
		},
		{
			name: 'renameCalendar',
			title: 'Rename a calendar',
			fields: [calendar, { name: 'name', label: 'New name' }],
			run: async (input) => {
				const name = given(input, 'name', 'New name');
				await call('PUT', `/calendars/${input['calendar']}`, { name });
				return `Renamed the calendar to ${name}.`;
			},
		},
		{
			name: 'switchCalendar',
			title: 'Switch a calendar on or off',
			fields: [calendar],
			run: async ({ calendar: id = '' }) => {
				const found = state.calendars.get(id);
				const isActive = found?.values['isActive'] === false;
				await call('PUT', `/calendars/${id}`, { isActive });
				return `Switched ${found?.values.name} ${isActive ? 'on' : 'off'}.`;
			},
		},
		{
			name: 'deleteCalendar',
			title: 'Delete a calendar',
			fields: [calendar],
			run: async ({ calendar: id = '' }) => {
				const name = state.calendars.get(id)?.values.name ?? id;
				await call('DELETE', `/calendars/${id}`);
				return `Deleted the calendar ${name}.`;
			},
		},
		{
			name: 'addContact',
			title: 'Add a contact',
			fields: [
				{ name: 'firstName', label: 'First name' },
				{ name: 'lastName', label: 'Last name', optional: true },
				{ name: 'email', label: 'Email', kind: 'email' },
			],
			run: async (input) => {
				const firstName = given(input, 'firstName', 'First name');
				const { email, lastName } = input;
				await call('POST', '/contacts/', {
					locationId,
					firstName,
					email,
					...(lastName ? { lastName } : {}),
				});
				return `Added the contact ${firstName}.`;
			},
		},
		{
			name: 'setField',
			title: 'Change a custom field',
			fields: [
				contact,
				choice(
					'field',
					'Field',
					() => state.customFields.where(here),
					({ id, name }) => ({ value: id, label: name }),
				),
				{ name: 'value', label: 'Value', optional: true },
			],
			run: async (input) => {
				const { contact: id, field = '', value = '' } = input;
				const known = state.customFields.get(field);
				const isList = known?.dataType === 'MULTIPLE_OPTIONS';
				const fieldValue = isList ? value.split(',').map((one) => one.trim()) : value;
				await call('PUT', `/contacts/${id}`, { customFields: [{ id: field, fieldValue }] });
				return `Set ${known?.name} of ${contactName(input)} to ${value || 'nothing'}.`;
			},
		},
		{
			name: 'addTag',
			title: 'Add a tag to a contact',
			fields: [contact, { name: 'tag', label: 'Tag' }],
			run: async (input) => {
				const tag = given(input, 'tag', 'Tag');
				await call('POST', `/contacts/${input['contact']}/tags`, { tags: [tag] });
				state.addTag(locationId, tag.toLowerCase());
				return `Tagged ${contactName(input)} with ${tag}.`;
			},
		},
		{
			name: 'addNote',
			title: 'Add a note to a contact',
			fields: [contact, { name: 'text', label: 'Text' }],
			run: async (input) => {
				const body = given(input, 'text', 'Text');
				await call('POST', `/contacts/${input['contact']}/notes`, {
					body,
					userId: SEED.users.ada,
				});
				return `Added a note to ${contactName(input)}.`;
			},
		},
		{
			name: 'addTask',
			title: 'Add a task for tomorrow',
			fields: [contact, { name: 'title', label: 'Title' }],
			run: async (input) => {
				const title = given(input, 'title', 'Title');
				const dueDate = new Date(Date.now() + DAY_MS).toISOString();
				await call('POST', `/contacts/${input['contact']}/tasks`, {
					title,
					dueDate,
					completed: false,
				});
				return `Added the task ${title}.`;
			},
		},
		{
			name: 'completeTask',
			title: 'Complete a task',
			fields: [
				choice(
					'task',
					'Task',
					() => state.tasks.where((one) => here(one) && one.values['completed'] !== true),
					({ id, values }) => ({ value: id, label: textOf(values['title']) }),
				),
			],
			run: async ({ task: id = '' }) => {
				const task = state.tasks.get(id);
				if (task === undefined) throw new Error('There is no open task. Add one first.');
				await call('PUT', `/contacts/${task.ownerId}/tasks/${id}/completed`, { completed: true });
				return `Completed the task ${textOf(task.values['title'])}.`;
			},
		},
		{
			name: 'book',
			title: 'Book the next free time',
			fields: [calendar, contact],
			run: async (input) => {
				const { calendar: calendarId = '', contact: contactId } = input;
				const query = `startDate=${Date.now()}&endDate=${Date.now() + 14 * DAY_MS}`;
				const days = await call('GET', `/calendars/${calendarId}/free-slots?${query}`);
				const slots = Object.values(days).flatMap((day) => {
					const list = (day as { slots?: unknown }).slots;
					return Array.isArray(list) ? list.map(String) : [];
				});
				const [startTime] = slots;
				if (startTime === undefined) throw new Error('The calendar has no free time in 14 days.');
				await call('POST', '/calendars/events/appointments', {
					locationId,
					calendarId,
					contactId,
					startTime,
				});
				return `Booked ${shownMoment(startTime)} for ${contactName(input)}.`;
			},
		},
		{
			name: 'cancel',
			title: 'Cancel an appointment',
			fields: [
				choice(
					'appointment',
					'Appointment',
					() =>
						state.appointments.where(
							(one) => here(one) && !one.deleted && one.appointmentStatus !== 'cancelled',
						),
					({ id, startTime }) => ({ value: id, label: shownMoment(startTime) }),
				),
			],
			run: async ({ appointment: id }) => {
				if (!id) throw new Error('There is no appointment. Book one first.');
				await call('PUT', `/calendars/events/appointments/${id}`, {
					appointmentStatus: 'cancelled',
				});
				return 'Cancelled the appointment.';
			},
		},
	];
}

/** HighLevel as the page shows it. */
export function highLevelService(standIn: HighLevelStandIn): Service {
	return {
		key: 'highlevel',
		name: 'HighLevel',
		url: standIn.url,
		calls: () => standIn.log.length,
		sections: () => sectionsOf(standIn),
		actions: actionsOf(standIn),
	};
}
