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
		'https://github.com/n8n-nodes-gohighlevel/n8n-nodes-gohighlevel#oauth2-marketplace-app';

	properties: INodeProperties[] = [
		{
			displayName: 'Marketplace',
			name: 'marketplace',
			type: 'options',
			options: [
				{
					name: 'Custom',
					value: 'custom',
					description: 'Another address for the page on which users give their consent',
				},
				{
					name: 'Standard',
					value: 'standard',
					description: 'For most apps: marketplace.gohighlevel.com',
				},
				{
					name: 'White-Label',
					value: 'whiteLabel',
					description:
						"For apps of white-label type, whose users do not see HighLevel's name: marketplace.leadconnectorhq.com",
				},
			],
			default: 'standard',
			description:
				'Where the app was created and where users choose the account to connect. If HighLevel answers "No integration found", try the other one, and check that the app is not a draft.',
		},
		{
			displayName: 'Consent Page URL',
			name: 'authorizeUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://marketplace.example.com/v2/oauth/chooselocation',
			description: 'The address of the page on which users choose the account to connect',
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
					description: 'All sub-accounts in which the app is installed; name one of them below',
				},
				{
					name: 'Sub-Account',
					value: 'Location',
					description: 'The one that is chosen when connecting',
				},
			],
			default: 'Location',
			description: "Must suit the 'Target User' in the app's settings on the developer portal",
		},
		{
			displayName: 'Sub-Account (Location) ID',
			name: 'locationId',
			type: 'string',
			default: '',
			placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
			description:
				'Needed for an agency only: the sub-account to work with. Its ID stands in the address of its pages, behind /location/. The app must be installed in it. For a sub-account leave this empty; HighLevel tells which one was chosen.',
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'string',
			default: SCOPES.join(' '),
			description:
				'What the connection may do, separated by blanks. Each scope must also be ticked in the app on the developer portal. Take out what your workflows do not need; the lists in the nodes then say which scope they miss. An agency also needs: oauth.write oauth.readonly. After a change, connect again.',
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
