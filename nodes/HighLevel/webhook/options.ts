// The options of the webhook trigger for events of an app.

import type { INodeProperties } from 'n8n-workflow';

export const options: INodeProperties[] = [
	{
		displayName: 'Accept Older Signature',
		name: 'legacySignature',
		type: 'boolean',
		default: false,
		description:
			'Whether to accept deliveries signed only with the header X-WH-Signature, which HighLevel has deprecated',
	},
	{
		displayName: 'Maximum Age (Minutes)',
		name: 'maximumAge',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'Reject deliveries that were sent longer ago. 0 accepts any age. HighLevel repeats failed deliveries for up to 3 days, and a short limit rejects the repeats.',
	},
	{
		displayName: 'Public Keys',
		name: 'publicKeys',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'e.g. -----BEGIN PUBLIC KEY-----',
		description:
			"Keys to trust instead of HighLevel's, which comes with the node: one or more PEM blocks, for example the old and the new key while HighLevel changes it",
	},
	{
		displayName: 'Remember Deliveries in the Workflow',
		name: 'rememberInWorkflow',
		type: 'boolean',
		default: false,
		description:
			'Whether to recognize repeated deliveries after a restart and in other webhook processes too, as far as n8n allows. Use it only in workflows where no other node stores data. To be certain, use the workflow deduplicate-webhooks of this package instead.',
	},
];
