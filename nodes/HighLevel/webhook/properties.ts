// What the editor shows for the webhook trigger.

import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { simplify } from '../simplify';
import { eventOptions } from './events';
import { options } from './options';
import { APP_FIRST, WORKFLOW_FIRST } from './versions';

const app = { show: { source: ['app'] } };
const workflow = { show: { source: ['workflow'] } };

export const sources: INodePropertyOptions[] = [
	{
		name: 'HighLevel Workflow',
		value: 'workflow',
		description: 'Sent by a Webhook action. Needs no app, and a secret protects the URL.',
	},
	{
		name: 'Marketplace App',
		value: 'app',
		description: 'Sent and signed by HighLevel. Needs an app of your own in the developer portal.',
	},
];

/** The source, which depends on the version only in what a new node starts with. */
const source = (initial: 'app' | 'workflow', versions: number[]): INodeProperties => ({
	displayName: 'Source',
	name: 'source',
	type: 'options',
	noDataExpression: true,
	options: structuredClone(sources),
	default: initial,
	displayOptions: { show: { '@version': versions } },
});

/** The events of an app; required unless further ones are entered by name. */
const events = (isRequired: boolean): INodeProperties => ({
	displayName: 'Events',
	name: 'events',
	type: 'multiOptions',
	noDataExpression: true,
	...(isRequired ? { required: true } : {}),
	options: eventOptions(),
	default: [],
	description: 'Which events start the workflow. The app must be subscribed to them.',
	displayOptions: {
		...app,
		hide: { otherEvents: [isRequired ? { _cnd: { not: '' } } : ''] },
	},
});

const TESTING =
	'While you test, paste the <b>Test URL</b> from <b>Webhook URLs</b> above. It responds only while this node listens for a test event. Once an event arrives, replace it with the <b>Production URL</b>';

/** The trigger's parameters, without the authentication. */
export const webhookProperties: INodeProperties[] = [
	source('workflow', WORKFLOW_FIRST),
	source('app', APP_FIRST),
	{
		displayName: `In the HighLevel developer portal (marketplace.gohighlevel.com), open <b>My Apps > your app > Advanced Settings > Webhooks</b>. Enter the URL as the default webhook URL, turn on the events that you select here, and save. ${TESTING} and publish this workflow.`,
		name: 'appNotice',
		type: 'notice',
		default: '',
		displayOptions: app,
	},
	{
		displayName: `In the sub-account, open <b>Automation > Workflows > your workflow</b> and add the action <b>Webhook</b> (or <b>Custom Webhook</b>). Select POST and enter the URL. Add the secret below as a header, and under Custom Data the key "event" with a name for the event. ${TESTING} and publish both workflows.`,
		name: 'workflowNotice',
		type: 'notice',
		default: '',
		displayOptions: workflow,
	},
	events(true),
	events(false),
	{
		displayName: 'Other Event Names',
		name: 'otherEvents',
		type: 'string',
		default: '',
		placeholder: 'e.g. OpportunityStageUpdate, InboundMessage',
		description: 'Further events by their names in the developer portal, separated by commas',
		displayOptions: app,
	},
	{
		displayName: 'App ID',
		name: 'appId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 66b1f0c2a9d4e80012ab34ce',
		description:
			'Accept only events of this app. It is the part of the Client ID before the hyphen (My Apps > your app).',
		displayOptions: app,
	},
	{
		displayName:
			'Enter the App ID. HighLevel signs the webhooks of all apps with the same key, so without it anyone who has an app can send you events of theirs.',
		name: 'appIdNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { source: ['app'], appId: [''] } },
	},
	{
		displayName: 'Event Names',
		name: 'workflowEvents',
		type: 'string',
		default: '',
		placeholder: 'e.g. contact_created, appointment_booked',
		description:
			'Which events start the workflow, by the value of "event" under Custom Data, separated by commas. All events if empty.',
		displayOptions: workflow,
	},
	{
		displayName: 'Secret Sent In',
		name: 'secretIn',
		type: 'options',
		options: [
			{ name: 'Body', value: 'body', description: 'As a key under Custom Data' },
			{ name: 'Header', value: 'header', description: 'As a header of the action' },
		],
		default: 'header',
		displayOptions: workflow,
	},
	{
		displayName: 'Secret Header',
		name: 'headerName',
		type: 'string',
		default: 'X-Webhook-Secret',
		required: true,
		description: 'Name of the header that contains the secret',
		displayOptions: { show: { source: ['workflow'], secretIn: ['header'] } },
	},
	{
		displayName: 'Secret Key',
		name: 'bodyKey',
		type: 'string',
		default: 'secret',
		required: true,
		description:
			'The key under Custom Data that contains the secret. It is removed from the output.',
		displayOptions: { show: { source: ['workflow'], secretIn: ['body'] } },
	},
	{
		displayName: 'Secret',
		name: 'secret',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		description:
			'At least 12 characters that are hard to guess. Enter the same secret in HighLevel. Requests without it are rejected.',
		displayOptions: workflow,
	},
	{
		displayName: 'Sub-Account (Location) IDs',
		name: 'locationIds',
		type: 'string',
		default: '',
		placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
		description:
			'Accept only events of these sub-accounts, separated by commas. All events if empty, those of the agency itself included.',
	},
	{
		displayName: 'Fetch Full Records',
		name: 'fetchRecords',
		type: 'boolean',
		default: false,
		description:
			'Whether to add the full contact of the event and, for a task without a contact, the task. Takes one or two API calls and at most 3 seconds per event. If it fails, the event comes without them.',
	},
	...simplify({ on: WORKFLOW_FIRST, off: APP_FIRST }, { fetchRecords: [true] }),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: app,
		options,
	},
];
