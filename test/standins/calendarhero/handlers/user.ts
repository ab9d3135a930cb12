/** The user, the organisation and the connected integrations. */
import type { Answer } from '../../shared/answer';
import { isObject, omit } from '../../shared/json';
import type { JsonObject } from '../../shared/json';
import { isoUtc } from '../../shared/times';
import type { Call, Handlers } from '../call';
import { queryFlag } from '../read';

/** What the user cannot change about itself. */
const FIXED = ['id', 'password', 'plan', 'orgId', 'dateAdded', 'dateUpdated'];

function showUser({ state, settings }: Call): JsonObject {
	const all = state.directories.all();
	return {
		...state.user,
		plan: settings.plan,
		directories: Object.fromEntries(all.map(({ id, values }) => [id, { ...values }])),
	};
}

/** Every change of the user answers with the whole user. */
function changeUser(call: Call, values: JsonObject): Answer {
	const dateUpdated = isoUtc(call.clock.now());
	call.state.user = { ...call.state.user, ...omit(values, FIXED), dateUpdated };
	call.effect('user.update', call.state.userId);
	return { body: showUser(call) };
}

export const user: Handlers = {
	'GET /user': (call) => ({ body: showUser(call) }),
	'PUT /user': (call) => changeUser(call, call.body),
	'PUT /user/settings/info': (call) => changeUser(call, call.body),
	'PUT /user/settings/address': (call) =>
		changeUser(call, { address: call.body.address ?? call.body }),
	'PUT /user/settings/worklocation': (call) => {
		const { location } = call.state.user;
		return changeUser(call, {
			location: { ...(isObject(location) ? location : {}), work: call.body },
		});
	},
	'PUT /user/settings/restrictedapps': (call) =>
		changeUser(call, {
			restrictedApps: Array.isArray(call.json) ? call.json : Object.values(call.body).flat(),
		}),

	'GET /user/org': ({ state }) => ({ body: state.org }),

	'GET /user/savings': ({ state }) => {
		const booked = state.requests.where(({ start }) => start !== null).length;
		return { body: { meetings: booked, minutes: booked * 15 } };
	},

	'GET /provider': (call) => {
		const org = queryFlag(call, 'org');
		return { body: call.state.providers.filter(({ orgId }) => org || orgId === null) };
	},
};
