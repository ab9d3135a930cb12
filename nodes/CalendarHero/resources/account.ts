// The operations of the resources 'User' and 'Provider': the account itself, and what is connected to it.

import type { Field, Resource } from '../../shared/operation';
import { wholeList } from '../../shared/pagination';
import { listOrUnder, UNWRAP, USER } from '../expected';

const org: Field = {
	displayName: 'Include Organization',
	name: 'org',
	type: 'boolean',
	default: true,
	description: 'Whether to return the integrations of the whole organization as well',
};

export const user: Resource = {
	name: 'User',
	value: 'user',
	description: 'The user that the token belongs to',
	operations: [
		{
			name: 'Get',
			value: 'get',
			action: 'Get the user',
			description: 'Retrieve the user that the token belongs to, with time zone and plan',
			request: 'GET /user',
			scope: '',
			unwrap: ['user', 'data'],
			expects: USER,
			simple: ['id', 'name', 'email', 'timezone', 'country', 'language', 'plan', 'orgId'],
		},
	],
};

export const provider: Resource = {
	name: 'Provider',
	value: 'provider',
	description: 'A service connected to CalendarHero, such as a calendar',
	operations: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many providers',
			description: 'Retrieve the services connected to CalendarHero, without their credentials',
			request: 'GET /provider',
			scope: '',
			optional: [org],
			paginate: wholeList,
			unwrap: UNWRAP.providers,
			expects: listOrUnder(UNWRAP.providers),
			simple: ['name', 'providerType', 'categoryType', 'userId', 'orgId', 'dateLastImport'],
		},
	],
};
