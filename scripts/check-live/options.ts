// Reads the options and environment variables of check:live.

import { parseArgs } from 'node:util';

import type { VersionSet } from '../../test/standins/highlevel/digest';
import type { Account } from './api';

const DEFAULT_URL = 'https://services.leadconnectorhq.com';

export interface CheckOptions {
	account: Account;
	/** The API version to request. */
	set: VersionSet;
	/** Whether to run the probes that write. */
	write: boolean;
	/** Called with a probe's title before the probe runs. */
	progress?: (title: string) => void;
}

/**
 * Reads from the command line and the environment what to check, and with which account.
 *
 * @param args without the program's own path
 * @throws Error naming the option or variable that is missing or wrong
 */
export function readOptions(args: string[], environment: NodeJS.ProcessEnv): CheckOptions {
	const { values } = parseArgs({
		args,
		options: { write: { type: 'boolean', default: false }, calendar: { type: 'string' } },
	});
	const { HIGHLEVEL_TOKEN: token = '', HIGHLEVEL_LOCATION_ID: locationId = '' } = environment;
	const { HIGHLEVEL_API_URL: url = DEFAULT_URL, HIGHLEVEL_API_VERSION: set = 'v3' } = environment;
	if (token === '' || locationId === '') {
		throw new Error('Set HIGHLEVEL_TOKEN and HIGHLEVEL_LOCATION_ID in the environment.');
	}
	if (set !== 'v3' && set !== '2021') {
		throw new Error('HIGHLEVEL_API_VERSION must be v3 or 2021.');
	}
	const { write, calendar: calendarId } = values;
	if (write && calendarId === undefined) {
		throw new Error('--write needs --calendar <ID>, the calendar to book on.');
	}
	const account = { url: url.replace(/\/+$/, ''), token, locationId };
	return { account: calendarId === undefined ? account : { ...account, calendarId }, set, write };
}
