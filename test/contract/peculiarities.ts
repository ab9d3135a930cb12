import type { Peculiarity } from './samples';

/** Rows whose own checks ask for more than required fields, or whose fields exclude each other. Key: resource.operation. */
export const peculiarities: Record<string, Peculiarity> = {
	'contact.create': {
		always: { lastName: 'Lovelace' },
		notTogether: ['clearFields'],
	},
	'contact.upsert': {
		always: { email: 'ada@example.com' },
		refused: ['Tags > Tags > Action = add', 'Tags > Tags > Action = remove'],
	},
	'contact.findDuplicate': { always: { email: 'ada@example.com' } },
	'contact.getAll': {
		wholeGroups: true,
		refused: ['Conditions > Text > Field = email'],
	},
	'contact.lookup': { always: { lookUpBy: 'email', email: 'ada@example.com' } },
	'contact.update': {
		always: { updateFields: { source: 'Website form' } },
		notTogether: ['clearFields'],
		refused: ['Tags > Tags > Action = add', 'Tags > Tags > Action = remove'],
	},
};

/** Leaves that no field of the editor fills, each with its reason. */
export const leftOut: Record<string, string> = {};

/** Leaves that the node fills by itself, on every operation that has them. */
export const automatic: Record<string, string> = {
	'query.locationId': 'from the credential',
	'body.locationId': 'from the credential',
	'query.limit': 'Return All and Limit',
	'query.skip': 'Return All',
	'query.offset': 'Return All',
	'query.nextCursor': 'Return All',
	'query.startAfter': 'Return All',
	'query.startAfterId': 'Return All',
	'body.pageLimit': 'Return All and Limit',
	'body.page': 'Return All, by cursor instead',
	'body.searchAfter': 'Return All',
};
