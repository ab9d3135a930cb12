/** The handlers of every route. */
import type { Handlers } from '../call';
import { KEY_USER } from '../shapes';
import { calendars } from './calendars';
import { contacts } from './contacts';
import { deals } from './deals';
import { fields } from './fields';
import { fieldValues } from './fieldValues';
import { lists } from './lists';
import { notes } from './notes';
import { tags } from './tags';
import { tasks } from './tasks';
import { webhooks } from './webhooks';

/** Lists that the account does not use: they exist and are empty. */
const EMPTY_LISTS = [
	'accounts',
	'accountContacts',
	'accountCustomFieldMeta',
	'connections',
	'ecomCustomers',
	'ecomOrders',
	'ecomOrderProducts',
];

const emptyLists: Handlers = Object.fromEntries(
	EMPTY_LISTS.map((name) => [
		`GET /${name}`,
		() => ({ body: { [name]: [], meta: { total: '0' } } }),
	]),
);

/** Handlers by method and path below `/api/3`. */
export const HANDLERS: Handlers = {
	...emptyLists,
	...calendars,
	...contacts,
	...deals,
	...fields,
	...fieldValues,
	...lists,
	...notes,
	...tags,
	...tasks,
	...webhooks,
	'GET /users/me': () => ({
		body: { user: { ...KEY_USER, phone: '', signature: null, links: {} } },
	}),
};
