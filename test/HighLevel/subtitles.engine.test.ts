import type { INodeParameters, INodeType, INodeTypes } from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

import { HighLevelCalendars } from '../../nodes/HighLevel/HighLevelCalendars.node';
import { HighLevelCalendarsTrigger } from '../../nodes/HighLevel/HighLevelCalendarsTrigger.node';
import { HighLevelContacts } from '../../nodes/HighLevel/HighLevelContacts.node';
import { HighLevelContactsTrigger } from '../../nodes/HighLevel/HighLevelContactsTrigger.node';
import { HighLevelWebhookTrigger } from '../../nodes/HighLevel/HighLevelWebhookTrigger.node';
import { calendarEvents } from '../../nodes/HighLevel/polling/calendars';
import { contactEvents } from '../../nodes/HighLevel/polling/contacts';
import { calendarResources } from '../../nodes/HighLevel/resources/calendars';
import { contactResources } from '../../nodes/HighLevel/resources/contacts';
import { eventOptions } from '../../nodes/HighLevel/webhook/events';

/** The subtitle as the editor evaluates it: on the node's parameters alone. */
function subtitleOf(nodeType: INodeType, parameters: INodeParameters): unknown {
	const node = {
		id: '1',
		name: 'Node',
		type: 'node',
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters,
	};
	const nodeTypes: INodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const { subtitle } = nodeType.description;
	return workflow.expression.getSimpleParameterValue(node, subtitle, 'internal', {}, undefined);
}

/** What differs between subtitles and menus, as text. */
const differences = (
	pairs: Array<{ name: string; nodeType: INodeType; parameters: INodeParameters }>,
) =>
	pairs
		.map(({ name, nodeType, parameters }) => ({ name, said: subtitleOf(nodeType, parameters) }))
		.filter(({ name, said }) => said !== name);

test.each([
	{ nodeType: new HighLevelContacts(), resources: contactResources },
	{ nodeType: new HighLevelCalendars(), resources: calendarResources },
])(
	'the subtitle of $nodeType.description.displayName is the names of its operation and its resource',
	({ nodeType, resources }) => {
		const pairs = resources.flatMap((resource) =>
			resource.operations.map((operation) => ({
				name: `${operation.name}: ${resource.name}`,
				nodeType,
				parameters: { resource: resource.value, operation: operation.value },
			})),
		);
		expect(pairs.length).toBeGreaterThan(30);
		expect(differences(pairs)).toEqual([]);
	},
);

test.each([
	{ nodeType: new HighLevelContactsTrigger(), events: contactEvents },
	{ nodeType: new HighLevelCalendarsTrigger(), events: calendarEvents },
])(
	'the subtitle of $nodeType.description.displayName is the name of its event',
	({ nodeType, events }) => {
		const pairs = events.map(({ name, value }) => ({
			name,
			nodeType,
			parameters: { event: value },
		}));
		expect(differences(pairs)).toEqual([]);
	},
);

test('the subtitle of the webhook trigger is the names of its events, or of its source', () => {
	const nodeType = new HighLevelWebhookTrigger();
	const events = eventOptions();
	expect(
		differences([
			...events.map(({ name, value }) => ({
				name,
				nodeType,
				parameters: { source: 'app', events: [value] as string[] },
			})),
			{
				name: 'Contact Created, Note Deleted',
				nodeType,
				parameters: { source: 'app', events: ['ContactCreate', 'NoteDelete'] },
			},
			{ name: '', nodeType, parameters: { source: 'app', events: [] } },
			{ name: 'HighLevel Workflow', nodeType, parameters: { source: 'workflow', events: [] } },
		]),
	).toEqual([]);
});
