// The fields for the API itself, shared by both credentials.

import type { INodeProperties } from 'n8n-workflow';

export const connection: INodeProperties[] = [
	{
		displayName: 'API Version',
		name: 'apiVersion',
		type: 'options',
		options: [
			{
				name: 'v3 (Current)',
				value: 'v3',
			},
			{
				name: '2021 (Dated, No Longer Developed)',
				value: '2021',
			},
		],
		default: 'v3',
		description:
			"Which version of HighLevel's API to use. Keep v3 unless HighLevel's support advises you to use the older one.",
	},
	{
		displayName: 'API URL',
		name: 'apiUrl',
		type: 'string',
		default: 'https://services.leadconnectorhq.com',
		description:
			'Change this only to send calls through your own proxy. White-label accounts use the default address too.',
	},
];
