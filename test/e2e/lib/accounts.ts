/** A real n8n beside stand-ins for HighLevel and ActiveCampaign, with credentials for both. */
import { startActiveCampaignStandIn } from '../../standins/activecampaign';
import type { ActiveCampaignOptions, ActiveCampaignStandIn } from '../../standins/activecampaign';
import type { CredentialReference } from './client';
import type { Credentials } from './templates';
import type { World } from './world';

/** An ActiveCampaign account and the credential that opens it. */
export interface ActiveCampaignAccount {
	standIn: ActiveCampaignStandIn;
	credential: CredentialReference;
}

/** Starts an ActiveCampaign account, and stores its credential in n8n. */
export async function openActiveCampaign(
	world: World,
	name: string,
	options: ActiveCampaignOptions = {},
): Promise<ActiveCampaignAccount> {
	const standIn = await startActiveCampaignStandIn(options);
	const credential = await world.client.createCredential(name, 'activeCampaignApi', {
		apiUrl: standIn.url,
		apiKey: standIn.apiKey,
	});
	return { standIn, credential };
}

/** The credentials of a template that joins both. */
export function credentialsOf(
	highLevel: CredentialReference,
	activeCampaign: ActiveCampaignAccount,
): Credentials {
	return {
		highLevelPrivateIntegrationApi: highLevel,
		activeCampaignApi: activeCampaign.credential,
	};
}
