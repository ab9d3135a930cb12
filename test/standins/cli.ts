/**
 * Runs the HighLevel stand-in as a program: `npm run standin -- --port 4010 --limiter slidingLog --max 100 --interval
 * 2000 --latency 50`. Prints its address, token and location; it can be controlled over HTTP under `/__control/`.
 */
import { parseArgs } from 'node:util';

import type { LimiterKind } from './highlevel';
import { startHighLevelStandIn } from './highlevel';

const KINDS: LimiterKind[] = ['firstCall', 'clockAligned', 'slidingLog'];

const HELP = `Options:
  --port <n>             port to listen on (default: a free one)
  --limiter <kind>       ${KINDS.join(', ')} (default firstCall)
  --max <n>              calls in one interval (default 100)
  --interval <ms>        length of the interval (default 10000)
  --daily <n>            calls a day (default 200000)
  --latency <ms>         delay of every answer (default 0)
  --contacts <n>         number of contacts to add to the initial ones
  --sub-accounts <n>     number of sub-accounts of the agency, each with records of its own
  --not-installed <n>    number of further sub-accounts without the app
  --index-lag <ms>       time until the search sees a change (default 0)
  --auto-consent         consents to OAuth without showing the authorize page
  --json                 prints one line of JSON instead of text`;

function count(name: string, value: string | undefined): number | undefined {
	if (value === undefined) return undefined;
	const number = Number(value);
	if (!Number.isFinite(number) || number < 0)
		throw new Error(`--${name} must be a number, not ${value}`);
	return number;
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string' },
			limiter: { type: 'string' },
			max: { type: 'string' },
			interval: { type: 'string' },
			daily: { type: 'string' },
			latency: { type: 'string' },
			contacts: { type: 'string' },
			'index-lag': { type: 'string' },
			'sub-accounts': { type: 'string' },
			'not-installed': { type: 'string' },
			'auto-consent': { type: 'boolean' },
			json: { type: 'boolean' },
			help: { type: 'boolean' },
		},
	});
	if (values.help === true) {
		console.log(HELP);
		return;
	}
	const kind = KINDS.find((one) => one === (values.limiter ?? 'firstCall'));
	if (kind === undefined) throw new Error(`--limiter must be one of ${KINDS.join(', ')}`);
	const max = count('max', values.max);
	const intervalMs = count('interval', values.interval);
	const dailyMax = count('daily', values.daily);
	const subAccounts = count('sub-accounts', values['sub-accounts']);
	const notInstalled = count('not-installed', values['not-installed']) ?? 0;
	const standIn = await startHighLevelStandIn({
		port: count('port', values.port) ?? 0,
		limiter: {
			kind,
			...(max === undefined ? {} : { max }),
			...(intervalMs === undefined ? {} : { intervalMs }),
			...(dailyMax === undefined ? {} : { dailyMax }),
		},
		...(subAccounts === undefined ? {} : { agency: { subAccounts, notInstalled } }),
		latencyMs: count('latency', values.latency) ?? 0,
		indexLagMs: count('index-lag', values['index-lag']) ?? 0,
	});
	if (values['auto-consent'] === true) {
		standIn.oauth.set({ autoConsent: { locationId: standIn.locationId } });
	}
	standIn.state.seedContacts(count('contacts', values.contacts) ?? 0);

	if (values.json === true) {
		const { url, locationId, tokens, app } = standIn;
		console.log(
			JSON.stringify({
				url,
				locationId,
				token: tokens.privateIntegration,
				clientId: app.clientId,
				clientSecret: app.clientSecret,
				subAccounts: standIn.subAccounts.map(({ id }) => id),
			}),
		);
	} else {
		console.log(`HighLevel stand-in   ${standIn.url}
Private integration  ${standIn.tokens.privateIntegration}
Location             ${standIn.locationId}
OAuth client         ${standIn.app.clientId}  ${standIn.app.clientSecret}
Authorize page       ${standIn.url}/oauth/chooselocation
Controls             ${standIn.url}/__control/info
Press Ctrl-C to stop.`);
	}
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => {
			void standIn.close().then(() => process.exit(0));
		});
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
