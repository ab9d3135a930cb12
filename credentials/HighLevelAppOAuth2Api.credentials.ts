// The credential for the user's own marketplace app (OAuth2), connected to a sub-account or an agency.

import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

import { connection } from './fields/connection';

/** What the package's nodes and their lists need, and nothing more (API reference, scopes). */
const SCOPES = [
	'contacts.readonly',
	'contacts.write',
	'calendars.readonly',
	'calendars.write',
	'calendars/events.readonly',
	'calendars/events.write',
	'calendars/groups.readonly',
	'calendars/groups.write',
	'calendars/resources.readonly',
	'calendars/resources.write',
	'businesses.readonly',
	'campaigns.readonly',
	'locations.readonly',
	'locations/customFields.readonly',
	'locations/tags.readonly',
	'users.readonly',
	'workflows.readonly',
];

/** The user's own marketplace app, connected to one sub-account or to an agency. */
export class HighLevelAppOAuth2Api implements ICredentialType {
	name = 'highLevelAppOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'HighLevel App OAuth2 API';

	icon: Icon = {
		light: 'file:highLevelAppOAuth2Api.svg',
		dark: 'file:highLevelAppOAuth2Api.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-gohighlevel/n8n-nodes-gohighlevel/blob/main/docs/credentials.md#oauth2-marketplace-app';

	properties: INodeProperties[] = [
		{
			displayName: 'Marketplace',
			name: 'marketplace',
			type: 'options',
			options: [
				{
					name: 'Custom',
					value: 'custom',
					description: 'Your own address for the page on which users choose an account',
				},
				{
					name: 'Standard',
					value: 'standard',
					description: 'For most apps (marketplace.gohighlevel.com)',
				},
				{
					name: 'White-Label',
					value: 'whiteLabel',
					description:
						'For white-label apps, which do not show the name HighLevel (marketplace.leadconnectorhq.com)',
				},
			],
			default: 'standard',
			description:
				'Where users choose the account to connect. If HighLevel shows "No integration found", try the other marketplace and check that the app is not a draft.',
		},
		{
			displayName: 'Consent Page URL',
			name: 'authorizeUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://marketplace.example.com/v2/oauth/chooselocation',
			description: 'The page on which users choose the account to connect',
			displayOptions: { show: { marketplace: ['custom'] } },
		},
		{
			displayName: 'Connect To',
			name: 'userType',
			type: 'options',
			options: [
				{
					name: 'Agency',
					value: 'Company',
					description:
						'All sub-accounts in which the app is installed. Enter the default one below.',
				},
				{
					name: 'Sub-Account',
					value: 'Location',
					description: 'The sub-account that is chosen when you connect',
				},
			],
			default: 'Location',
			description:
				"Which kind of account to connect. Must match 'Target User' in the app's settings in the developer portal.",
		},
		{
			displayName: 'Sub-Account (Location) ID',
			name: 'locationId',
			type: 'string',
			default: '',
			placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
			description:
				'For agencies, the sub-account to use unless a node chooses another. The app must be installed in it. The ID is in the address of every page of the sub-account, after /location/. Leave empty if you connect to a sub-account.',
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'string',
			default: SCOPES.join(' '),
			description:
				'Scopes to request, separated by spaces. Select the same ones for the app in the developer portal, and remove those that your workflows do not need. An agency also needs oauth.write and oauth.readonly. Reconnect after any change.',
		},
		...connection,
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'hidden',
			default: 'authorizationCode',
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default:
				'={{$self["marketplace"] === "custom" ? $self["authorizeUrl"] : ($self["marketplace"] === "whiteLabel" ? "https://marketplace.leadconnectorhq.com/v2/oauth/chooselocation" : "https://marketplace.gohighlevel.com/v2/oauth/chooselocation")}}',
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: '={{$self["apiUrl"].trim().replace(/(?<!\\/)\\/+$/,"") + "/oauth/token"}}',
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: '',
		},
		{
			// HighLevel requires the kind of token that the code is exchanged for.
			displayName: 'Additional Body Properties',
			name: 'additionalBodyProperties',
			type: 'hidden',
			default: '={{JSON.stringify({user_type: $self["userType"]})}}',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'hidden',
			default: 'body',
		},
	];
}
