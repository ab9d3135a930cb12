// The parameter that chooses between a node's two credentials.

import type { INodeProperties } from 'n8n-workflow';

/**
 * Each credential of a node is shown and used when this parameter has the value that the node gives for it. n8n hides
 * the parameter and sets it when the user chooses a credential.
 */
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
