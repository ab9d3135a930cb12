import type { INodeProperties } from 'n8n-workflow';

import { HighLevelCalendars } from '../../nodes/HighLevel/HighLevelCalendars.node';
import { HighLevelContacts } from '../../nodes/HighLevel/HighLevelContacts.node';

const panel = (node: HighLevelCalendars | HighLevelContacts, resource: string, operation: string) =>
	node.description.properties.filter(({ displayOptions }) => {
		const { show = {} } = displayOptions ?? {};
		return show.resource?.includes(resource) && show.operation?.includes(operation);
	});

const isTime = ({ type }: INodeProperties) => type === 'dateTime';
const isNotice = ({ name }: INodeProperties) => name === 'timesNotice';

const calendars = new HighLevelCalendars();
const contacts = new HighLevelContacts();

test.each([
	['appointment', 'create', calendars],
	['appointment', 'bookFirst', calendars],
	['appointment', 'getAll', calendars],
	['blockSlot', 'create', calendars],
	['blockSlot', 'getAll', calendars],
	['event', 'getAll', calendars],
	['freeSlot', 'getAll', calendars],
	['serviceBooking', 'create', calendars],
	['serviceBooking', 'getAll', calendars],
])('the notice on time zones of %s.%s is above its first time', (resource, operation, node) => {
	const shown = panel(node, resource, operation);
	const at = shown.findIndex(isTime);
	expect(at).toBeGreaterThan(0);
	expect(shown.findIndex(isNotice)).toBe(at - 1);
	expect(shown.filter(isNotice)).toHaveLength(1);
});

test.each([
	['appointment', 'update', 'updateFields', calendars],
	['blockSlot', 'update', 'updateFields', calendars],
	['serviceBooking', 'update', 'updateFields', calendars],
	['task', 'create', 'additionalFields', contacts],
])(
	'the notice of %s.%s is above the collection with its times',
	(resource, operation, name, node) => {
		const names = panel(node, resource, operation).map((one) => one.name);
		expect(names.indexOf('timesNotice')).toBeGreaterThan(0);
		expect(names.indexOf('timesNotice')).toBeLessThan(names.indexOf(name));
	},
);

test.each([
	['appointment', 'cancel', calendars],
	['freeSlot', 'getNext', calendars],
	['schedule', 'create', calendars],
	['contact', 'create', contacts],
])('%s.%s, whose times no zone applies to, has none', (resource, operation, node) => {
	expect(panel(node, resource, operation).some(isNotice)).toBe(false);
});
