/** CalendarHero's stand-in as a program. */
import { startCalendarHeroStandIn } from '../calendarhero';
import type { CliService } from './service';
import { count } from './service';

/** How often meetings are started, completed and expired by the clock, in milliseconds. */
const TICK_MS = 1000;

export const calendarHero: CliService = {
	options: { token: { type: 'string' }, empty: { type: 'boolean' } },
	help: `  --token <text>         the user's token
  --empty                starts with the user and the built-in meeting types only`,
	start: async (given) => {
		const latencyMs = count(given, 'latency') ?? 0;
		const standIn = await startCalendarHeroStandIn({
			port: count(given, 'port') ?? 0,
			seed: given.empty === true ? 'empty' : 'small',
			tickEveryMs: TICK_MS,
			settings: { latencyMs },
			...(typeof given.token === 'string' ? { token: given.token } : {}),
		});
		const { url, token } = standIn;
		return {
			text: `CalendarHero stand-in  ${url}
Token                  ${token}`,
			json: { url, token },
			close: () => standIn.close(),
		};
	},
};
