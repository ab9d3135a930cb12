// Probes the lists that fill the editor's menus.

import { nothing, observe } from '../observe';
import type { Probe } from './probe';

/** The lists that fill the editor's menus. */
export const LISTS: Probe[] = [
	{
		title: 'users',
		run: async (api, { companyId }) => {
			const query = api.location;
			if (api.set === '2021') return observe(await api.call('get-user-by-location', { query }));
			return companyId === ''
				? [nothing()]
				: observe(await api.call('search-users', { query: { ...query, companyId } }));
		},
	},
	{
		title: 'custom fields',
		run: async (api) => observe(await api.call('get-custom-fields', { path: api.location })),
	},
	{
		title: 'tags',
		run: async (api) => observe(await api.call('get-location-tags', { path: api.location })),
	},
];
