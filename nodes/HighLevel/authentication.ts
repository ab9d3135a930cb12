import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

/** The two ways into a HighLevel account; n8n sets the parameter by the credential that the user chooses. */
export const authentication: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	options: [
		{ name: 'OAuth2 (Marketplace App)', value: 'oAuth2' },
		{ name: 'Private Integration Token', value: 'privateIntegration' },
	],
	default: 'privateIntegration',
};

export const credentials: INodeCredentialDescription[] = [
	{
		name: 'highLevelPrivateIntegrationApi',
		required: true,
		displayOptions: { show: { authentication: ['privateIntegration'] } },
	},
	{
		name: 'highLevelAppOAuth2Api',
		required: true,
		displayOptions: { show: { authentication: ['oAuth2'] } },
	},
];
