// What the editor shows for the webhook trigger.

import type { INodeProperties } from 'n8n-workflow';

import { eventOptions } from './events';

const app = { show: { source: ['app'] } };
const workflow = { show: { source: ['workflow'] } };

/** The trigger's parameters, without the authentication. */
export const webhookProperties: INodeProperties[] = [
	{
		displayName: 'Source',
		name: 'source',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Webhooks of a Marketplace App',
				value: 'app',
				description: 'Signed by HighLevel. Needs an app of your own in the developer portal.',
			},
			{
				name: 'Webhook Action of a Workflow',
				value: 'workflow',
				description:
					'Sent by a workflow in a sub-account. Needs no app; a shared secret protects it.',
			},
		],
		default: 'app',
	},
	{
		displayName:
			'Open <b>Webhook URLs</b> above and copy the <b>Production URL</b>. In the HighLevel developer portal (marketplace.gohighlevel.com) open <b>My Apps > your app > Advanced Settings > Webhooks</b>, paste it as the default webhook URL, switch on the events that you choose here, and save. Then publish this workflow.',
		name: 'appNotice',
		type: 'notice',
		default: '',
		displayOptions: app,
	},
	{
		displayName:
			'Open <b>Webhook URLs</b> above and copy the <b>Production URL</b>. In the sub-account open <b>Automation > Workflows > your workflow</b>, add the action <b>Webhook</b> (or <b>Custom Webhook</b>), choose POST and paste the URL. Add the secret below as a header, and under Custom Data the key "event" with a name for what happened. Then publish both workflows.',
		name: 'workflowNotice',
		type: 'notice',
		default: '',
		displayOptions: workflow,
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		noDataExpression: true,
		options: eventOptions(),
		default: [],
		description: 'Which events start the workflow. The app must be subscribed to them.',
		displayOptions: app,
	},
	{
		displayName: 'Other Event Names',
		name: 'otherEvents',
		type: 'string',
		default: '',
		placeholder: 'e.g. OpportunityStageUpdate, InboundMessage',
		description: 'Names of further events as the developer portal writes them, separated by commas',
		displayOptions: app,
	},
	{
		displayName: 'App ID',
		name: 'appId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 66b1f0c2a9d4e80012ab34ce',
		description:
			'Only deliveries of this app are taken. It is the part of the Client ID in front of the hyphen (My Apps > your app).',
		displayOptions: app,
	},
	{
		displayName:
			'Fill in the App ID. HighLevel signs the webhooks of all apps with one key, so without it anybody who has an app can send you events of their own.',
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
			'Which events start the workflow, by the value of "event" under Custom Data, separated by commas. Empty for all.',
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
		description: 'Name of the header that holds the secret',
		displayOptions: { show: { source: ['workflow'], secretIn: ['header'] } },
	},
	{
		displayName: 'Secret Key',
		name: 'bodyKey',
		type: 'string',
		default: 'secret',
		required: true,
		description: 'The key under Custom Data that holds the secret. It is removed from the output.',
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
			'At least 12 characters that nobody can guess. Give HighLevel the same. Requests without it are refused.',
		displayOptions: workflow,
	},
	{
		displayName: 'Sub-Account (Location) IDs',
		name: 'locationIds',
		type: 'string',
		default: '',
		placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
		description:
			'Only events of these sub-accounts start the workflow, separated by commas. Empty for all. Events of the agency itself pass only where this is empty.',
	},
	{
		displayName: 'Fetch Full Records',
		name: 'fetchRecords',
		type: 'boolean',
		default: false,
		description:
			'Whether to add the contact of the event in full, and for a task the contact that HighLevel leaves out. Takes up to 3 seconds and one or two API calls an event; if it fails, the event comes without.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: app,
		options: [
			{
				displayName: 'Accept Older Signature',
				name: 'legacySignature',
				type: 'boolean',
				default: false,
				description:
					'Whether deliveries that bear only the header X-WH-Signature are taken. HighLevel has ended it.',
			},
			{
				displayName: 'Maximum Age (Minutes)',
				name: 'maximumAge',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 0,
				description:
					'Refuse deliveries that were sent longer ago; 0 takes them all. HighLevel repeats failed deliveries for hours, and a short limit loses those.',
			},
			{
				displayName: 'Public Keys',
				name: 'publicKeys',
				type: 'string',
				typeOptions: { rows: 4 },
				default: '',
				placeholder: '-----BEGIN PUBLIC KEY-----',
				description:
					"Trust these instead of HighLevel's key that comes with the node: one or more PEM blocks, for example the old and the new one while HighLevel changes its key",
			},
			{
				displayName: 'Remember Deliveries in the Workflow',
				name: 'rememberInWorkflow',
				type: 'boolean',
				default: false,
				description:
					'Whether to know repeated deliveries also after a restart and in other webhook processes, as far as n8n allows. Only for workflows without another trigger or node that keeps data: n8n saves the data of a workflow as a whole. For certainty use Remove Duplicates on webhookId.',
			},
		],
	},
];
