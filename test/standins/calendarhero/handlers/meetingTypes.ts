/** Meeting types. */
import { isObject } from '../../shared/json';
import type { JsonObject } from '../../shared/json';
import type { Call, Handlers } from '../call';
import { queryFlag } from '../read';
import type { MeetingType } from '../records';
import { invalid, notFound, notInPlan } from '../refusal';

function linkOf(name: string): string {
	return `https://calendarhero.to/ruth/${encodeURIComponent(name)}`;
}

function showType(call: Call, type: MeetingType): JsonObject {
	const { typeLinkField } = call.settings;
	return typeLinkField === null
		? type.settings
		: { ...type.settings, [typeLinkField]: { value: linkOf(type.id) } };
}

function minutesOf({ settings }: MeetingType): unknown {
	return isObject(settings.meetingLength) ? settings.meetingLength.value : undefined;
}

function listTypes(call: Call): unknown {
	const { settings, state } = call;
	const types = state.meetingTypes.all();
	if (queryFlag(call, 'onlyTypes')) {
		return settings.onlyTypesShape === 'names'
			? types.map(({ id }) => id)
			: Object.fromEntries(types.map(({ id }) => [id, true]));
	}
	return settings.meetingTypesShape === 'array'
		? types.map((type) => ({
				name: type.id,
				duration: minutesOf(type),
				link: linkOf(type.id),
			}))
		: Object.fromEntries(types.map((type) => [type.id, showType(call, type)]));
}

function typeOf(call: Call): MeetingType {
	const type = call.state.meetingTypes.get(call.params.type ?? '');
	if (type === undefined) throw notFound('Meeting type');
	return type;
}

function needCustomTypes(call: Call): void {
	if (call.settings.plan === 'basic') throw notInPlan('custom meeting types');
}

/** Settings as they are stored: each an object with a value. */
function settingsIn(call: Call, name: string, value: unknown): JsonObject {
	if (!isObject(value) || !Object.values(value).every(isObject)) {
		throw invalid(call.settings, `${name} must hold settings of the form { value }`);
	}
	return value;
}

export const meetingTypes: Handlers = {
	'GET /user/meeting': (call) => ({ body: listTypes(call) }),

	'POST /user/meeting/{type}': (call) => {
		needCustomTypes(call);
		const name = call.params.type ?? '';
		if (call.state.meetingTypes.get(name) !== undefined) {
			throw invalid(call.settings, `There is a meeting type ${name} already`);
		}
		const { id } = call.state.addMeetingType(name, 30, settingsIn(call, name, call.body));
		call.effect('meetingType.create', id);
		return { body: { id } };
	},

	'PUT /user/meeting': (call) => {
		const changes = Object.entries(call.body);
		if (changes.length === 0) throw invalid(call.settings, 'The body names no meeting type');
		const types = changes.map(([name, value]) => {
			const type = call.state.meetingTypes.get(name);
			if (type === undefined) throw notFound(`Meeting type ${name}`);
			return { ...type, settings: { ...type.settings, ...settingsIn(call, name, value) } };
		});
		for (const type of types) call.state.meetingTypes.put(type);
		call.effect('meetingType.update', ...types.map(({ id }) => id));
		return { body: { message: 'Meeting type updated' } };
	},

	'DELETE /user/meeting/{type}': (call) => {
		const { id, builtIn } = typeOf(call);
		if (builtIn) throw invalid(call.settings, `The built-in meeting type ${id} stays`);
		call.state.meetingTypes.delete(id);
		call.effect('meetingType.delete', id);
		return { body: { message: 'Meeting type deleted' } };
	},

	'POST /user/meeting/{type}/share': (call) => {
		typeOf(call);
		if (call.settings.plan !== 'team') throw notInPlan('sharing meeting types');
		return { body: {} };
	},
};
