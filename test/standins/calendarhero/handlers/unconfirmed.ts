/** Operations whose answers nobody knows: they answer something plain, so that only the path is confirmed. */
import type { Handlers } from '../call';
import { notFound } from '../refusal';

export const unconfirmed: Handlers = {
	'GET /user/calendly': () => ({ body: [] }),

	'GET /search': ({ state }) => ({ body: state.searches.put({ id: state.newId() }) }),

	'GET /search/{id}': ({ params, state }) => {
		const search = state.searches.get(params.id ?? '');
		if (search === undefined) throw notFound('Search');
		return { body: { ...search, results: [] } };
	},

	'POST /msg/web': () => ({ body: {} }),

	'GET /msg/web': () => ({ body: [] }),
};
