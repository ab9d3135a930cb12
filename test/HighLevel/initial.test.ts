import { calendarResources } from '../../nodes/HighLevel/resources/calendars';
import { requestLine } from '../../nodes/shared/operation';

const resources = calendarResources.map((resource) => ({ resource, name: resource.name }));

/** What n8n selects when the user chooses a resource must do no harm if it is run at once. */
test.each(resources)('a new node starts $name with an operation that reads', ({ resource }) => {
	const { initial, operations } = resource;
	const first =
		initial === undefined ? operations[0] : operations.find(({ value }) => value === initial);
	expect(first && requestLine(first).method).toBe('GET');
});
