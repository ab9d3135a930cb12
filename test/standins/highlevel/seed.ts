/** The accounts that the stand-in can start with. */
import { idFor } from '../shared/ids';
import { SEED } from './seedIds';
import type { State } from './state';

/** Fills the small account that the stand-in starts with: two locations, three users, fields, tags, four calendars, two contacts. */
export function seedAccount(state: State): void {
	seedLocations(state);
	seedLists(state);
	seedCalendars(state);
	state.addContact({
		id: SEED.contacts.maria,
		firstName: 'Maria',
		lastName: 'Lopez',
		email: 'maria.lopez@example.com',
		phone: '+12025550101',
		tags: ['customer', 'newsletter'],
		customFields: [{ id: SEED.customFields.plan, value: 'Basic' }],
	});
	state.addContact({
		id: SEED.contacts.john,
		firstName: 'John',
		lastName: 'Smith',
		email: 'john.smith@example.com',
		phone: '+12025550102',
		tags: ['lead'],
	});
}

/** Adds the two locations and the three users that every seed has. */
export function seedLocations(state: State): void {
	const shared = {
		companyId: SEED.companyId,
		country: 'US',
		state: 'NY',
		city: 'New York',
		website: 'https://example.com',
		allowDuplicateContact: false,
	};
	state.locations.put({
		...shared,
		id: SEED.locationId,
		name: 'Main Street Clinic',
		timezone: 'America/New_York',
		email: 'clinic@example.com',
		phone: '+12125550100',
		address: '1 Main Street',
		postalCode: '10001',
		matchOrder: ['email', 'phone'],
	});
	state.locations.put({
		...shared,
		id: SEED.otherLocationId,
		name: 'Harbour Branch',
		timezone: 'Europe/Berlin',
		country: 'DE',
		email: 'harbour@example.com',
		phone: '+493055501000',
		address: '2 Harbour Road',
		postalCode: '10115',
		matchOrder: ['email', 'phone'],
	});
	const people: Array<[string, string, string, 'admin' | 'user']> = [
		[SEED.users.ada, 'Ada', 'Lovelace', 'admin'],
		[SEED.users.grace, 'Grace', 'Hopper', 'user'],
		[SEED.users.linus, 'Linus', 'Pauling', 'user'],
	];
	for (const [id, firstName, lastName, role] of people) {
		state.users.put({
			id,
			companyId: SEED.companyId,
			locationIds: [SEED.locationId],
			firstName,
			lastName,
			email: `${firstName.toLowerCase()}@example.com`,
			phone: '',
			role,
		});
	}
}

function seedLists(state: State): void {
	const fields = SEED.customFields;
	const picklistOptions = ['Basic', 'Plus', 'Pro'];
	state.addCustomField({
		id: fields.plan,
		name: 'Plan',
		dataType: 'SINGLE_OPTIONS',
		picklistOptions,
	});
	state.addCustomField({
		id: fields.interests,
		name: 'Interests',
		dataType: 'MULTIPLE_OPTIONS',
		picklistOptions: ['Yoga', 'Running', 'Swimming'],
	});
	state.addCustomField({ id: fields.budget, name: 'Budget', dataType: 'MONETORY' });
	state.addCustomField({ id: fields.renewal, name: 'Renewal Date', dataType: 'DATE' });
	state.addCustomField({ id: fields.about, name: 'About', dataType: 'LARGE_TEXT' });
	state.addCustomField({ id: fields.favouriteColour, name: 'Favourite Colour', dataType: 'TEXT' });
	for (const name of ['customer', 'lead', 'newsletter', 'vip']) state.addTag(SEED.locationId, name);
	const locationId = SEED.locationId;
	state.campaigns.put({ id: SEED.campaignId, locationId, name: 'Welcome', status: 'published' });
	state.campaigns.put({
		id: idFor('campaign spring'),
		locationId,
		name: 'Spring Offer',
		status: 'draft',
	});
	state.workflows.put({ id: SEED.workflowId, locationId, name: 'Follow Up', status: 'published' });
	state.workflows.put({
		id: SEED.draftWorkflowId,
		locationId,
		name: 'Draft Flow',
		status: 'draft',
	});
	state.businesses.put({ id: SEED.businessId, locationId, name: 'Acme Inc', status: 'active' });
}

function seedCalendars(state: State): void {
	const now = state.clock.now();
	state.groups.put({
		id: SEED.groupId,
		locationId: SEED.locationId,
		dateAdded: now,
		dateUpdated: now,
		values: {
			name: 'Consultations',
			description: 'All consultations',
			slug: 'consultations',
			isActive: true,
		},
	});
	const stored = { locationId: SEED.locationId, dateAdded: now, dateUpdated: now };
	state.schedules.put({
		...stored,
		id: SEED.scheduleId,
		values: {
			name: 'Working Hours',
			userId: SEED.users.ada,
			timezone: 'America/New_York',
			rules: ['monday', 'tuesday'].map((day) => ({
				type: 'wday',
				day,
				intervals: [{ from: '09:00', to: '12:00' }],
			})),
			calendarIds: [],
		},
	});
	state.services.put({
		...stored,
		id: SEED.serviceId,
		values: {
			name: 'Massage',
			slug: 'massage',
			isPrivate: false,
			serviceDuration: 60,
			serviceDurationUnit: 'mins',
			staff: [{ id: SEED.users.grace }],
			variations: [],
		},
	});
	state.serviceLocations.put({
		...stored,
		id: SEED.serviceLocationId,
		values: {
			name: 'Studio',
			slug: 'studio',
			locationType: 'offline',
			address: '3 Park Lane',
			isActive: true,
			isPrivate: false,
		},
	});
	const calendars = SEED.calendars;
	state.addCalendar({
		id: calendars.discovery,
		name: 'Discovery Call',
		calendarType: 'event',
		slotDuration: 30,
		slotInterval: 30,
		slug: 'discovery-call',
	});
	state.addCalendar({
		id: calendars.team,
		name: 'Team Consultation',
		calendarType: 'round_robin',
		groupId: SEED.groupId,
		slotDuration: 1,
		slotDurationUnit: 'hours',
		slotInterval: 60,
		teamMembers: [
			{ userId: SEED.users.ada, priority: 0.5, isPrimary: true },
			{ userId: SEED.users.grace, priority: 0.5, isPrimary: false },
		],
	});
	state.addCalendar({
		id: calendars.personal,
		name: 'Linus Personal',
		calendarType: 'personal',
		teamMembers: [{ userId: SEED.users.linus, priority: 0.5, isPrimary: true }],
	});
	state.addCalendar({
		id: calendars.draft,
		name: 'Draft Calendar',
		calendarType: 'event',
		isActive: false,
	});
}
