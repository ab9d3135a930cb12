/** ActiveCampaign's stand-in as a program. */
import { startActiveCampaignStandIn } from '../activecampaign';
import type { CliService } from './service';
import { count } from './service';

export const activeCampaign: CliService = {
	options: {
		key: { type: 'string' },
		max: { type: 'string' },
		'first-field': { type: 'string' },
		empty: { type: 'boolean' },
	},
	help: `  --key <text>           the account's key
  --max <n>              requests a second (default 5); 0 switches the limit off
  --first-field <id>     ID of the first custom field (default 7)
  --empty                starts without lists, fields, tags and contacts`,
	start: async (given) => {
		const max = count(given, 'max');
		const firstFieldId = count(given, 'first-field');
		const standIn = await startActiveCampaignStandIn({
			port: count(given, 'port') ?? 0,
			latencyMs: count(given, 'latency') ?? 0,
			seed: given.empty === true ? 'empty' : 'small',
			...(typeof given.key === 'string' ? { apiKey: given.key } : {}),
			...(max === undefined ? {} : { limiter: { max } }),
			...(firstFieldId === undefined ? {} : { firstFieldId }),
		});
		const { url, apiKey } = standIn;
		return {
			text: `ActiveCampaign stand-in  ${url}
API key                  ${apiKey}`,
			json: { url, apiKey },
			close: () => standIn.close(),
		};
	},
};
