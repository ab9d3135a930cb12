/** ActiveCampaign on the start page. */
import type { ActiveCampaignStandIn, ContactView } from '../../../test/standins/activecampaign';
import { choice, given } from './service';
import type { Action, Row, Section, Service } from './service';
import { shownMoment } from './shown';

function nameOf({ firstName, lastName, email, id }: ContactView): string {
	const name = [firstName, lastName].filter(Boolean).join(' ');
	if (name !== '') return name;
	return email !== '' ? email : id;
}

function sectionsOf(standIn: ActiveCampaignStandIn): Section[] {
	const { state, webhooks } = standIn;
	const contacts = standIn.contacts();
	const titleOf = (perstag: string) => state.fieldByPerstag(perstag)?.title ?? perstag;
	const contact = (one: ContactView): Row => ({
		id: one.id,
		title: one.fields['HL_CALENDAR_NAME'] ?? nameOf(one),
		lines: [
			one.email,
			...Object.entries(one.fields).map(([tag, value]) => `${titleOf(tag)}: ${value}`),
			...(one.lists.length > 0 ? [`On the list ${one.lists.join(', ')}`] : []),
		],
		tags: one.tags,
	});
	const isRecord = ({ fields }: ContactView) => fields['HL_CALENDAR_ID'] !== undefined;
	return [
		{ title: 'Contacts', rows: contacts.filter((one) => !isRecord(one)).map(contact) },
		{ title: 'Records of calendars', rows: contacts.filter(isRecord).map(contact) },
		{
			title: 'Notes',
			rows: contacts.flatMap((one) =>
				one.notes.map((note, index) => ({
					id: `${one.id} ${index}`,
					title: one.fields['HL_CALENDAR_NAME'] ?? nameOf(one),
					lines: [note],
				})),
			),
		},
		{
			title: 'Tasks',
			rows: state.tasks.all().map(({ id, title, duedate, status }) => ({
				id,
				title,
				lines: [`due ${shownMoment(duedate)}`, status === 1 ? 'completed' : 'open'],
			})),
		},
		{
			title: 'Contact fields',
			isFolded: true,
			rows: state.fields.all().map(({ id, title, type, perstag }) => ({
				id,
				title,
				lines: [
					`${type}, %${perstag}%`,
					...state.fieldOptions
						.where(({ field }) => field === id)
						.map(({ label, value }) => (label === value ? label : `${label} (${value})`)),
				],
			})),
		},
		{ title: 'Tags', rows: state.tags.all().map(({ id, tag }) => ({ id, title: tag })) },
		{ title: 'Lists', rows: state.lists.all().map(({ id, name }) => ({ id, title: name })) },
		{
			title: 'Webhooks',
			rows: state.webhooks.all().map(({ id, events, sources }) => {
				const sent = webhooks.deliveries.filter(({ hookId }) => hookId === id);
				const last = sent.at(-1);
				return {
					id,
					title: events.join(', '),
					lines: [
						`changes by ${sources.join(', ')}`,
						last === undefined
							? 'nothing sent yet'
							: `${sent.length} sent, the last was answered ${last.status ?? 'not yet'}`,
					],
				};
			}),
		},
	];
}

function actionsOf(standIn: ActiveCampaignStandIn): Action[] {
	const { state } = standIn;
	const admin = standIn.as('admin');
	const named = (id: string | undefined) => {
		const found = standIn.contact(id ?? '');
		return found === undefined ? 'the contact' : nameOf(found);
	};
	const contact = choice(
		'contact',
		'Contact',
		() => standIn.contacts(),
		(one) => ({ value: one.id, label: one.fields['HL_CALENDAR_NAME'] ?? nameOf(one) }),
	);
	return [
		{
			name: 'addContact',
			title: 'Add a contact',
			fields: [
				{ name: 'firstName', label: 'First name' },
				{ name: 'lastName', label: 'Last name', optional: true },
				{ name: 'email', label: 'Email', kind: 'email' },
			],
			run: (input) => {
				const { lastName = '' } = input;
				const firstName = given(input, 'firstName', 'First name');
				admin.addContact({ firstName, lastName, email: given(input, 'email', 'Email') });
				return `Added the contact ${firstName}.`;
			},
		},
		{
			name: 'addTag',
			title: 'Add a tag to a contact',
			fields: [contact, { name: 'tag', label: 'Tag', value: 'wants-times' }],
			run: (input) => {
				const tag = given(input, 'tag', 'Tag');
				admin.addTag(input['contact'] ?? '', tag);
				return `Tagged ${named(input['contact'])} with ${tag}.`;
			},
		},
		{
			name: 'removeTag',
			title: 'Take a tag off a contact',
			fields: [contact, { name: 'tag', label: 'Tag to take off' }],
			run: (input) => {
				const tag = given(input, 'tag', 'Tag');
				admin.removeTag(input['contact'] ?? '', tag);
				return `Took ${tag} off ${named(input['contact'])}.`;
			},
		},
		{
			name: 'setField',
			title: 'Change a contact field',
			fields: [
				contact,
				choice(
					'field',
					'Field',
					() => state.fields.all(),
					({ perstag, title }) => ({ value: perstag, label: title }),
				),
				{ name: 'value', label: 'Value', optional: true },
			],
			run: ({ contact: id = '', field = '', value = '' }) => {
				admin.setContactField(id, field, value);
				const title = state.fieldByPerstag(field)?.title ?? field;
				return `Set ${title} of ${named(id)} to ${value || 'nothing'}.`;
			},
		},
		{
			name: 'subscribe',
			title: 'Put a contact on a list',
			fields: [
				contact,
				choice(
					'list',
					'List',
					() => state.lists.all(),
					({ name }) => ({ value: name, label: name }),
				),
			],
			run: ({ contact: id = '', list = '' }) => {
				admin.subscribe(id, list);
				return `Put ${named(id)} on the list ${list}.`;
			},
		},
		{
			name: 'addNote',
			title: 'Add a note to a contact',
			fields: [contact, { name: 'text', label: 'Text' }],
			run: (input) => {
				admin.addNote(input['contact'] ?? '', given(input, 'text', 'Text'));
				return `Added a note to ${named(input['contact'])}.`;
			},
		},
		{
			name: 'addTask',
			title: 'Add a task for a contact',
			fields: [
				contact,
				{ name: 'title', label: 'Title' },
				{ name: 'due', label: 'Due', kind: 'datetime-local' },
			],
			run: (input) => {
				const due = new Date(given(input, 'due', 'Due')).toISOString();
				const title = given(input, 'title', 'Title');
				admin.addTask(input['contact'] ?? '', title, due);
				return `Added the task ${title}.`;
			},
		},
	];
}

/** ActiveCampaign as the page shows it. */
export function activeCampaignService(standIn: ActiveCampaignStandIn): Service {
	return {
		key: 'activecampaign',
		name: 'ActiveCampaign',
		url: standIn.url,
		calls: () => standIn.log.length,
		sections: () => sectionsOf(standIn),
		actions: actionsOf(standIn),
	};
}
