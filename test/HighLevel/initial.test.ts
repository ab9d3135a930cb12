import { calendarResources } from '../../nodes/HighLevel/resources/calendars';
import { contactResources } from '../../nodes/HighLevel/resources/contacts';
import type { Operation, Resource } from '../../nodes/shared/operation';
import { requestLine } from '../../nodes/shared/operation';

const resources = [...calendarResources, ...contactResources].map((resource) => ({
	resource,
	name: resource.name,
}));

const isRead = (operation: Operation) =>
	requestLine(operation).method === 'GET' || operation.scope.endsWith('.readonly');

function initialOf({ initial, operations }: Resource): Operation | undefined {
	return initial === undefined ? operations[0] : operations.find(({ value }) => value === initial);
}

/** What n8n selects when the user chooses a resource must do no harm if it is run at once. */
test.each(resources)(
	'a new node starts $name with an operation that reads, or adds if none does',
	({ resource }) => {
		const initial = initialOf(resource);
		if (resource.operations.some(isRead)) expect(initial && isRead(initial)).toBe(true);
		else expect(initial?.value).toBe('add');
	},
);
