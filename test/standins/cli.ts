/**
 * Runs a stand-in as a program: `npm run standin -- activecampaign --port 4020`. Without a name it is HighLevel's:
 * `npm run standin -- --port 4010 --limiter slidingLog --max 100 --interval 2000 --latency 50`. Prints the address and what is
 * needed to sign in; the stand-in can be controlled over HTTP under `/__control/`.
 */
import { parseArgs } from 'node:util';

import { activeCampaign } from './cli/activeCampaign';
import { calendarHero } from './cli/calendarHero';
import { chatModel } from './cli/chatModel';
import { highLevel } from './cli/highLevel';
import type { CliService } from './cli/service';

const SERVICES = new Map<string, CliService>([
	['highlevel', highLevel],
	['activecampaign', activeCampaign],
	['calendarhero', calendarHero],
	['chatmodel', chatModel],
]);

const COMMON = `  --port <n>             port to listen on (default: a free one)
  --latency <ms>         delay of every answer (default 0)
  --json                 prints one line of JSON instead of text`;

async function main([first = '', ...rest]: string[]): Promise<void> {
	const named = !first.startsWith('-') && first !== '';
	const name = named ? first : 'highlevel';
	const service = SERVICES.get(name);
	if (service === undefined) {
		throw new Error(`There is no stand-in ${name}: there are ${[...SERVICES.keys()].join(', ')}`);
	}
	const { values } = parseArgs({
		args: named ? rest : [first, ...rest].filter((one) => one !== ''),
		options: {
			...service.options,
			port: { type: 'string' },
			latency: { type: 'string' },
			json: { type: 'boolean' },
			help: { type: 'boolean' },
		},
	});
	const given = values as Record<string, string | boolean | undefined>;
	if (given.help === true) {
		console.log(`Usage: npm run standin -- [${[...SERVICES.keys()].join(' | ')}] [options]`);
		console.log(`Options of ${name}:\n${COMMON}\n${service.help}`);
		return;
	}
	const started = await service.start(given);
	if (given.json === true) console.log(JSON.stringify(started.json));
	else {
		const { json, text } = started;
		console.log(`${text}\n\nControls: ${json.url}/__control/info\nPress Ctrl-C to stop.`);
	}
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => {
			void started.close().then(() => process.exit(0));
		});
	}
}

main(process.argv.slice(2)).catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
});
