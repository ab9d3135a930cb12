import { SEED } from '../highlevel';
import {
	anyText,
	body,
	checkFacts,
	containing,
	inLocation,
	like,
	located,
	refusesUnknownKeys,
	requires,
} from './facts';

const { locationId, serviceId, serviceLocationId } = SEED;
const { maria } = SEED.contacts;
const { grace } = SEED.users;
const NOON = '2030-01-07T12:00:00-05:00';
const ONE = '2030-01-07T13:00:00-05:00';
const IN_RANGE = { startTime: '1893456000000', endTime: '1896134400000' };
const SERVICE = { name: 'Cut', slug: 'cut', staff: [{ id: grace }] };
const PLACE = { name: 'Downtown', slug: 'downtown' };
const BOOKING = {
	contactId: maria,
	startTime: NOON,
	endTime: ONE,
	timezone: 'America/New_York',
	services: [{ id: serviceId, staffId: grace }],
};
const CATALOG = '/calendars/services/catalog';
const PLACES = '/calendars/services/locations';
const BOOKINGS = '/calendars/services/bookings';

checkFacts([
	{
		resource: 'service',
		facts: [
			[
				'creating answers 201 with {service}',
				`POST ${CATALOG}`,
				located(SERVICE),
				201,
				{ service: like({ slug: 'cut' }) },
			],
			requires('name', `POST ${CATALOG}`, located, SERVICE),
			requires('staff', `POST ${CATALOG}`, located, SERVICE),
			[
				'staff members require an ID',
				`POST ${CATALOG}`,
				located({ ...SERVICE, staff: [{}] }),
				422,
				'id',
			],
			[
				'the duration unit is minutes or hours',
				`POST ${CATALOG}`,
				located({ ...SERVICE, serviceDuration: 1, serviceDurationUnit: 'days' }),
				422,
				'serviceDurationUnit',
			],
			[
				'an unknown deposit type is refused',
				`POST ${CATALOG}`,
				located({ ...SERVICE, payment: { amount: 10, deposit: 5, depositType: 'half' } }),
				422,
				'depositType',
			],
			[
				'a variation requires a name',
				`POST ${CATALOG}`,
				located({ ...SERVICE, variations: [{}] }),
				422,
				'name',
			],
			refusesUnknownKeys(`POST ${CATALOG}`, { locationId, ...SERVICE }),
			[
				'the list comes under services',
				`GET ${CATALOG}`,
				inLocation(),
				200,
				{ services: containing(like({ id: serviceId })) },
			],
			[
				'the list can be filtered by isPrivate',
				`GET ${CATALOG}`,
				inLocation({ isPrivate: 'true' }),
				200,
				{ services: [] },
			],
			[
				'a single one comes under service',
				`GET ${CATALOG}/${serviceId}`,
				{},
				200,
				{ service: like({ id: serviceId }) },
			],
			[
				'deleting answers success and a message',
				`DELETE ${CATALOG}/${serviceId}`,
				{},
				200,
				{ success: true, message: anyText },
			],
		],
	},
	{
		resource: 'service location',
		facts: [
			[
				'creating answers 201 without a wrapper',
				`POST ${PLACES}`,
				located(PLACE),
				201,
				{ id: anyText, name: 'Downtown' },
			],
			['name is required', `POST ${PLACES}`, located({ slug: 'downtown' }), 422, 'name'],
			['slug is required', `POST ${PLACES}`, located({ name: 'Downtown' }), 422, 'slug'],
			[
				'the location type ask_booker is accepted',
				`POST ${PLACES}`,
				located({ ...PLACE, locationType: 'ask_booker', address: 'Home' }),
				201,
				{ locationType: 'ask_booker' },
			],
			[
				'the location type online is refused',
				`POST ${PLACES}`,
				located({ ...PLACE, locationType: 'online' }),
				422,
				'locationType',
			],
			refusesUnknownKeys(`POST ${PLACES}`, { locationId, ...PLACE }),
			[
				'the list comes under serviceLocations',
				`GET ${PLACES}`,
				inLocation(),
				200,
				{ serviceLocations: containing(like({ id: serviceLocationId })) },
			],
			[
				'a single one has no wrapper',
				`GET ${PLACES}/${serviceLocationId}`,
				{},
				200,
				{ id: serviceLocationId },
			],
			[
				'an update changes only the keys sent',
				`PUT ${PLACES}/${serviceLocationId}`,
				body({ phone: '+12125550174' }),
				200,
				{ id: serviceLocationId, phone: '+12125550174' },
			],
			[
				'deleting answers success and a message',
				`DELETE ${PLACES}/${serviceLocationId}`,
				{},
				200,
				{ success: true, message: anyText },
			],
		],
	},
	{
		resource: 'service booking',
		first: {
			request: `POST ${BOOKINGS}`,
			options: located(BOOKING),
			id: ({ body: made }) => made.bookingId,
		},
		facts: [
			requires('contactId', `POST ${BOOKINGS}`, located, BOOKING),
			requires('endTime', `POST ${BOOKINGS}`, located, BOOKING),
			requires('timezone', `POST ${BOOKINGS}`, located, BOOKING),
			requires('services', `POST ${BOOKINGS}`, located, BOOKING),
			[
				'a new booking cannot be cancelled',
				`POST ${BOOKINGS}`,
				located({ ...BOOKING, status: 'cancelled' }),
				422,
				'status',
			],
			[
				'an add-on requires an ID',
				`POST ${BOOKINGS}`,
				located({ ...BOOKING, services: [{ id: serviceId, addOns: [{ quantity: 1 }] }] }),
				422,
				'id',
			],
			[
				'the list comes under bookings',
				`GET ${BOOKINGS}`,
				inLocation(IN_RANGE),
				200,
				{ bookings: [like({ contactId: maria })] },
			],
			['a single one has no wrapper', `GET ${BOOKINGS}/{id}`, {}, 200, { contactId: maria }],
			[
				'the status for a no-show is no_show',
				`PUT ${BOOKINGS}/{id}`,
				body({ status: 'no_show' }),
				200,
				{ status: 'no_show' },
			],
			['noshow is refused', `PUT ${BOOKINGS}/{id}`, body({ status: 'noshow' }), 422, 'status'],
			[
				'deleting answers success and a message',
				`DELETE ${BOOKINGS}/{id}`,
				{},
				200,
				{ success: true, message: anyText },
			],
			[
				'the dated version does not have it',
				`GET ${BOOKINGS}/{id}`,
				{ version: '2021-04-15' },
				404,
			],
		],
	},
]);
