/** HighLevel's stand-in as a program. */
import type { LimiterKind, LimiterOptions } from '../highlevel';
import { startHighLevelStandIn } from '../highlevel';
import type { CliService } from './service';
import { count, given as defined } from './service';

const KINDS: LimiterKind[] = ['firstCall', 'clockAligned', 'slidingLog'];

export const highLevel: CliService = {
	options: {
		limiter: { type: 'string' },
		max: { type: 'string' },
		interval: { type: 'string' },
		daily: { type: 'string' },
		contacts: { type: 'string' },
		'index-lag': { type: 'string' },
		'sub-accounts': { type: 'string' },
		'not-installed': { type: 'string' },
		'auto-consent': { type: 'boolean' },
	},
	help: `  --limiter <kind>       ${KINDS.join(', ')} (default firstCall)
  --max <n>              calls in one interval (default 100)
  --interval <ms>        length of the interval (default 10000)
  --daily <n>            calls a day (default 200000)
  --contacts <n>         number of contacts to add to the initial ones
  --sub-accounts <n>     number of sub-accounts of the agency, each with records of its own
  --not-installed <n>    number of further sub-accounts without the app
  --index-lag <ms>       time until the search sees a change (default 0)
  --auto-consent         consents to OAuth without showing the authorize page`,
	start: async (given) => {
		const kind = KINDS.find((one) => one === (given.limiter ?? 'firstCall'));
		if (kind === undefined) throw new Error(`--limiter must be one of ${KINDS.join(', ')}`);
		const subAccounts = count(given, 'sub-accounts');
		const notInstalled = count(given, 'not-installed') ?? 0;
		const standIn = await startHighLevelStandIn({
			port: count(given, 'port') ?? 0,
			limiter: {
				kind,
				...defined<LimiterOptions>({
					max: count(given, 'max'),
					intervalMs: count(given, 'interval'),
					dailyMax: count(given, 'daily'),
				}),
			},
			...(subAccounts === undefined ? {} : { agency: { subAccounts, notInstalled } }),
			latencyMs: count(given, 'latency') ?? 0,
			indexLagMs: count(given, 'index-lag') ?? 0,
		});
		const { url, locationId, tokens, app } = standIn;
		if (given['auto-consent'] === true) standIn.oauth.set({ autoConsent: { locationId } });
		standIn.state.seedContacts(count(given, 'contacts') ?? 0);
		return {
			text: `HighLevel stand-in   ${url}
Private integration  ${tokens.privateIntegration}
Location             ${locationId}
OAuth client         ${app.clientId}  ${app.clientSecret}
Authorize page       ${url}/oauth/chooselocation`,
			json: {
				url,
				locationId,
				token: tokens.privateIntegration,
				clientId: app.clientId,
				clientSecret: app.clientSecret,
				subAccounts: standIn.subAccounts.map(({ id }) => id),
			},
			close: () => standIn.close(),
		};
	},
};
