// Probes what every call depends on: rate limits, the Version header, the location.

import { objectIn, textIn } from '../body';
import { observe, observed } from '../observe';
import type { Probe } from './probe';

const RATE_LIMIT_HEADERS = [
	'x-ratelimit-max',
	'x-ratelimit-remaining',
	'x-ratelimit-interval-milliseconds',
	'x-ratelimit-limit-daily',
	'x-ratelimit-daily-remaining',
	'x-ratelimit-daily-reset',
];

/** Probes what every call depends on: rate limits, the Version header, the location. */
export const ACCESS: Probe[] = [
	{
		title: 'rate limit headers',
		run: async (api) => {
			const { headers } = await api.call('get-calendars', { query: api.location });
			return RATE_LIMIT_HEADERS.map((name) => {
				const value = headers.get(name);
				if (value === null) return observed(name, 'absent');
				return observed(name, /^\d+$/.test(value) ? 'a number' : 'not a number');
			});
		},
	},
	{
		title: 'no Version header',
		run: async (api) =>
			observe(await api.call('get-calendars', { query: api.location, version: null })),
	},
	{
		title: 'another sub-account',
		run: async (api) =>
			observe(await api.call('get-calendars', { query: { locationId: 'nobodysLocation00000' } })),
	},
	{
		title: 'location',
		run: async (api, found) => {
			const reply = await api.call('get-location', { path: api.location });
			found.companyId = textIn(objectIn(reply.body, 'location'), 'companyId');
			return observe(reply);
		},
	},
];
