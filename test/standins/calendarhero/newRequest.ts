/** Reads the body of a new meeting request. */
import { isObject, pick } from '../shared/json';

import type { Call } from './call';
import {
	checkAddresses,
	optionalObjects,
	optionalText,
	optionalTexts,
	requiredText,
	requiredTime,
} from './read';
import type { MeetingType } from './records';
import { invalid } from './refusal';
import type { NewRequest } from './requestLife';

const DEFAULT_TYPE = 'meeting';
const SEATS = ['capacity', 'roomCapacity'] as const;
const DETAILS = ['location', 'locations', 'room', ...SEATS];

/**
 * The new request, checked.
 *
 * @throws {Refusal} if anything required is missing or has the wrong form
 */
export function newRequestOf(call: Call): NewRequest {
	const { body, settings } = call;
	const subject = requiredText(call, body, 'subject');
	const windowStart = requiredTime(call, body, 'dateStart');
	const windowEnd = requiredTime(call, body, 'dateEnd');
	const addresses = inviteesOf(call);
	const type = typeOf(call);
	const meetingLength = lengthOf(call, type);
	checkDetails(call);
	if (windowEnd - windowStart < meetingLength * 60_000) {
		throw invalid(settings, 'dateEnd must be at least meetingLength after dateStart');
	}
	if (settings.pastWindow === 'refused' && windowEnd < call.clock.now()) {
		throw invalid(settings, 'dateEnd is in the past');
	}
	return {
		subject,
		description: optionalText(call, body, 'description') ?? '',
		type: type.id,
		meetingLength,
		windowStart,
		windowEnd,
		addresses,
		details: pick(body, DETAILS),
	};
}

/** The address of each invitee, once. */
function inviteesOf(call: Call): string[] {
	const { body, settings } = call;
	const addresses = optionalTexts(call, body, 'contactEmails') ?? [];
	checkAddresses(call, 'contactEmails', addresses);
	const contacts = optionalObjects(call, body, 'contacts') ?? [];
	for (const { id, email } of contacts) {
		if (settings.inviteesAs === 'addresses') {
			if (typeof email !== 'string') throw invalid(settings, 'contacts: email is required');
			checkAddresses(call, 'contacts', [email]);
			addresses.push(email);
		} else {
			const contact = typeof id === 'string' ? call.state.contacts.get(id) : undefined;
			if (contact === undefined) throw invalid(settings, 'contacts: id is not that of a contact');
			addresses.push(contact.defaultEmail);
		}
	}
	if (addresses.length === 0) throw invalid(settings, 'contactEmails or contacts is required');
	const seen = new Map(addresses.map((address) => [address.toLowerCase(), address]));
	return [...seen.values()];
}

function typeOf(call: Call): MeetingType {
	const name = optionalText(call, call.body, 'type') ?? DEFAULT_TYPE;
	const type = call.state.meetingTypes.get(name);
	if (type === undefined) throw invalid(call.settings, `type: there is no meeting type ${name}`);
	return type;
}

function lengthOf(call: Call, type: MeetingType): number {
	const { meetingLength } = call.body;
	if (meetingLength === undefined) {
		const usual = type.settings.meetingLength;
		return isObject(usual) && typeof usual.value === 'number' ? usual.value : 30;
	}
	if (!Number.isInteger(meetingLength) || Number(meetingLength) <= 0) {
		throw invalid(call.settings, 'meetingLength must be a whole number of minutes');
	}
	return Number(meetingLength);
}

function checkDetails(call: Call): void {
	const { body, settings } = call;
	optionalText(call, body, 'location');
	if (settings.locationsAs === 'texts') optionalTexts(call, body, 'locations');
	else {
		const locations = optionalObjects(call, body, 'locations') ?? [];
		for (const location of locations) requiredText(call, location, 'name');
	}
	const room = isObject(body.room) ? body.room.capacity : body.room;
	for (const seats of [room, ...SEATS.map((key) => body[key])]) {
		if (seats !== undefined && !(Number.isInteger(seats) && Number(seats) >= 0)) {
			throw invalid(settings, 'The seats of a room must be a whole number from 0');
		}
	}
}
