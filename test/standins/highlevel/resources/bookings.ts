/** Service bookings; v3 only. */
import { compact, objects, text } from '../../shared/json';
import type { JsonObject } from '../../shared/json';
import { isoInZone, isoUtc, parseIso } from '../../shared/times';
import type { Call, Handlers } from '../call';
import type { Stored } from '../records';
import { badRequest, slotLost, unknownRecord } from '../refusal';
import { zoneOf } from '../slots';

import { contactOf } from './contactWrites';
import { windowOf } from './eventQuery';
import { changeRecord, ofLocation, newRecord, recordOf } from './stored';

/** Times are stored in milliseconds under `start` and `end`, the other values as the API shows them. */
interface Times {
	start: number;
	end: number;
}

function timesOf(booking: Stored): Times {
	return { start: Number(booking.values.start), end: Number(booking.values.end) };
}

/** A booking is identified by `bookingId`, not by `id`. */
function show(call: Call, booking: Stored): JsonObject {
	const zone = zoneOf(call.state, booking.locationId);
	const { start, end, services, ...values } = booking.values;
	const startTime = isoInZone(Number(start), zone);
	const endTime = isoInZone(Number(end), zone);
	return {
		bookingId: booking.id,
		locationId: booking.locationId,
		deleted: false,
		...values,
		startTime,
		endTime,
		services: objects({ services }, 'services').map((service) => ({
			id: service.id,
			serviceStaffId: service.staffId ?? '',
			serviceCategoryId:
				call.state.services.get(String(service.id))?.values.serviceCategoryId ?? '',
			serviceStartTime: startTime,
			serviceEndTime: endTime,
			serviceAddOns: objects(service, 'addOns'),
			serviceResources: [],
		})),
		createdBy: { source: 'third_party' },
		dateAdded: isoUtc(booking.dateAdded),
		dateUpdated: isoUtc(booking.dateUpdated),
	};
}

function bookingOf(call: Call): Stored {
	const missing = (id: string) => unknownRecord('Booking', id);
	const booking = recordOf(call, call.state.bookings, call.params.bookingId ?? '', missing);
	if (booking.values.deleted === true) throw missing(booking.id);
	return booking;
}

function staffOf(values: JsonObject): string[] {
	return objects(values, 'services').flatMap((service) => text(service, 'staffId') ?? []);
}

/** The values that a request writes. Checks that the services exist, the end is after the start and the staff is free. */
function valuesOf(call: Call, before?: Stored): JsonObject {
	const { body, query, state } = call;
	for (const service of objects(body, 'services')) {
		const id = text(service, 'id') ?? '';
		recordOf(call, state.services, id, () => unknownRecord('Service', id));
	}
	const zone = text(body, 'timezone') ?? zoneOf(state, call.location?.id ?? '');
	const read = (key: string, kept: number | undefined): number =>
		parseIso(text(body, key) ?? '', zone) ?? kept ?? 0;
	const known = before === undefined ? undefined : timesOf(before);
	const start = read('startTime', known?.start);
	const end = read('endTime', known?.end);
	if (end <= start) throw badRequest('endTime should be greater than startTime');
	const values = compact({
		...before?.values,
		...body,
		startTime: undefined,
		endTime: undefined,
		locationId: undefined,
		start,
		end,
	});
	const staff = staffOf(values);
	const taken = ofLocation(call, state.bookings).some((one) => {
		const times = timesOf(one);
		const stands = one.values.deleted !== true && one.values.status !== 'cancelled';
		const overlaps = times.start < end && times.end > start;
		const shared = staffOf(one.values).some((id) => staff.includes(id));
		return stands && overlaps && shared && one.id !== before?.id;
	});
	if (taken && query.overrideAvailability !== true) {
		throw slotLost(call.settings.slotTakenStatus);
	}
	return values;
}

const LIST = '/calendars/services/bookings';
const ONE = `${LIST}/{bookingId}`;

export const bookings: Handlers = {
	[`GET ${LIST}`]: (call) => {
		const window = windowOf(call);
		const place = text(call.query, 'serviceLocationId');
		const rows = ofLocation(call, call.state.bookings).filter((booking) => {
			const { start } = timesOf(booking);
			return (
				window !== undefined &&
				booking.values.deleted !== true &&
				start >= window.from &&
				start <= window.to &&
				(place === undefined || booking.values.serviceLocationId === place)
			);
		});
		return { body: { bookings: rows.map((booking) => show(call, booking)) } };
	},
	[`POST ${LIST}`]: (call) => {
		const contact = contactOf(call, text(call.body, 'contactId') ?? '');
		const title = [contact.firstName, contact.lastName].filter((part) => part !== null).join(' ');
		const values = { title, status: 'confirmed', serviceLocationId: '', ...valuesOf(call) };
		const booking = call.state.bookings.put(newRecord(call, values));
		call.effect('booking.create', booking.id);
		return { body: { ...show(call, booking), messages: [] } };
	},
	[`GET ${ONE}`]: (call) => ({ body: show(call, bookingOf(call)) }),
	[`PUT ${ONE}`]: (call) => {
		const before = bookingOf(call);
		const values = valuesOf(call, before);
		const booking = changeRecord(call, call.state.bookings, before, values, 'booking.update');
		return { body: { ...show(call, booking), messages: [] } };
	},
	[`DELETE ${ONE}`]: (call) => {
		const booking = bookingOf(call);
		changeRecord(call, call.state.bookings, booking, { deleted: true }, 'booking.delete');
		return { body: { success: true, message: 'Booking deleted successfully' } };
	},
};
