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
			'Which set of rules HighLevel applies to the calls. Keep v3 unless HighLevel support tells you to use the older set.',
	},
	{
		displayName: 'API URL',
		name: 'apiUrl',
		type: 'string',
		default: 'https://services.leadconnectorhq.com',
		description:
			'Where the calls go. Change it only to send them through a proxy of your own. White-label accounts use the same address.',
	},
];
