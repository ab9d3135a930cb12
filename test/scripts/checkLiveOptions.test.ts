import { readOptions } from '../../scripts/check-live/options';

const ENVIRONMENT = { HIGHLEVEL_TOKEN: 'pit-1', HIGHLEVEL_LOCATION_ID: 'loc1' };

describe('the options of check:live', () => {
	it('default to only reading, from the real API in its current version', () => {
		expect(readOptions([], ENVIRONMENT)).toEqual({
			account: {
				url: 'https://services.leadconnectorhq.com',
				token: 'pit-1',
				locationId: 'loc1',
			},
			set: 'v3',
			write: false,
		});
	});

	it('enable writing, to the calendar given by --calendar', () => {
		const { account, write } = readOptions(['--write', '--calendar', 'cal1'], ENVIRONMENT);
		expect({ account, write }).toMatchObject({ account: { calendarId: 'cal1' }, write: true });
	});

	it('read the URL and the version from the environment', () => {
		const { account, set } = readOptions([], {
			...ENVIRONMENT,
			HIGHLEVEL_API_URL: 'http://127.0.0.1:1234/',
			HIGHLEVEL_API_VERSION: '2021',
		});
		expect({ url: account.url, set }).toEqual({ url: 'http://127.0.0.1:1234', set: '2021' });
	});

	it.each([
		['a token', [], { HIGHLEVEL_LOCATION_ID: 'loc1' }, 'HIGHLEVEL_TOKEN'],
		['a sub-account', [], { HIGHLEVEL_TOKEN: 'pit-1' }, 'HIGHLEVEL_LOCATION_ID'],
		['a version', [], { ...ENVIRONMENT, HIGHLEVEL_API_VERSION: '2020' }, 'HIGHLEVEL_API_VERSION'],
		['a calendar to write to', ['--write'], ENVIRONMENT, '--calendar'],
		['a known option', ['--wrote'], ENVIRONMENT, '--wrote'],
	])('are rejected without %s', (_, args, environment, named) => {
		expect(() => readOptions(args, environment)).toThrow(named);
	});
});
