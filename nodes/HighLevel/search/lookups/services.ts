// The lists of services, their locations and their bookings, which exist in v3 only.

import { trimmedText } from '../../../shared/values';
import { idOf } from '../../record';
import type { Lookup } from '../lookup';
import { isPresent, localTime, named } from './entries';
import { get, likelyRange, ofLocation } from './requests';

export const services: Lookup = {
	label: 'List services',
	scope: 'calendars.readonly',
	versions: ['v3'],
	requests: ofLocation('/calendars/services/catalog'),
	unwrap: 'services',
	entry: (service) => named(service, service.isPrivate === true ? 'private' : ''),
};

export const serviceLocations: Lookup = {
	label: 'List service locations',
	scope: 'calendars.readonly',
	versions: ['v3'],
	requests: ofLocation('/calendars/services/locations'),
	unwrap: 'serviceLocations',
	entry: (location) => named(location, trimmedText(location.address)),
};

/** Service bookings in the likely range, by time. */
export const serviceBookings: Lookup = {
	label: 'List service bookings',
	scope: 'calendars/events.readonly',
	versions: ['v3'],
	requests: ({ location }, isSearching) => [
		get('/calendars/services/bookings', { locationId: location, ...likelyRange(isSearching) }),
	],
	unwrap: 'bookings',
	keep: isPresent,
	order: ({ startTime }) => localTime(startTime),
	entry: (booking) => ({
		name: `${localTime(booking.startTime)} · ${trimmedText(booking.title) || 'Booking'}${booking.status === 'cancelled' ? ' (cancelled)' : ''}`,
		value: trimmedText(booking.bookingId) || idOf(booking),
	}),
};
