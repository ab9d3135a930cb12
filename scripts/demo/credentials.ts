/** The credentials of the demo in n8n, one for each service. */
import type { CredentialReference, N8nClient } from '../../test/e2e/lib/client';
import type { StandIns } from './demo';

/** Stored credentials by type. */
export type Credentials = Record<string, CredentialReference>;

interface Login {
	name: string;
	type: string;
	data: Record<string, unknown>;
}

function loginsOf({ highLevel, activeCampaign, calendarHero, chatModel }: StandIns): Login[] {
	return [
		{
			name: 'HighLevel demo',
			type: 'highLevelPrivateIntegrationApi',
			data: {
				token: highLevel.tokens.privateIntegration,
				locationId: highLevel.locationId,
				apiVersion: 'v3',
				apiUrl: highLevel.url,
			},
		},
		{
			name: 'ActiveCampaign demo',
			type: 'activeCampaignApi',
			data: { apiUrl: activeCampaign.url, apiKey: activeCampaign.apiKey },
		},
		{
			name: 'CalendarHero demo',
			type: 'calendarHeroApi',
			data: { token: calendarHero.token, apiUrl: calendarHero.url },
		},
		{
			name: 'Chat model demo',
			type: 'openAiApi',
			data: { apiKey: chatModel.apiKey, url: chatModel.url },
		},
	];
}

/**
 * Stores a credential for each stand-in, or updates the one of an earlier demo with today's address, and runs n8n's own test
 * of each.
 *
 * @throws {Error} when a test fails
 */
export async function connect(client: N8nClient, standIns: StandIns): Promise<Credentials> {
	const known = await client.listCredentials();
	const stored: Credentials = {};
	// n8n mixes up tests that run at the same time.
	for (const { name, type, data } of loginsOf(standIns)) {
		const found = known.find((one) => one.name === name && one.type === type);
		if (found !== undefined) await client.updateCredential(found.id, name, type, data);
		const { id } = found ?? (await client.createCredential(name, type, data));
		const tested = await client.testCredential({ id, name }, type, data);
		if (tested.status !== 'OK') {
			throw new Error(`The test of the credential ${name} says: ${tested.message}`);
		}
		stored[type] = { id, name };
	}
	return stored;
}
