import { idFor } from '../shared/ids';

/** IDs of the records in the default seed (`seed.ts`). */
export const SEED = {
	companyId: idFor('company'),
	locationId: idFor('location main'),
	otherLocationId: idFor('location other'),
	users: { ada: idFor('user ada'), grace: idFor('user grace'), linus: idFor('user linus') },
	calendars: {
		discovery: idFor('calendar discovery'),
		team: idFor('calendar team'),
		personal: idFor('calendar personal'),
		draft: idFor('calendar draft'),
	},
	groupId: idFor('group consultations'),
	contacts: { maria: idFor('contact maria'), john: idFor('contact john') },
	customFields: {
		plan: idFor('field plan'),
		interests: idFor('field interests'),
		budget: idFor('field budget'),
		renewal: idFor('field renewal'),
		about: idFor('field about'),
		favouriteColour: idFor('field colour'),
	},
	campaignId: idFor('campaign welcome'),
	workflowId: 'b6a1d3c2-5f0e-4c63-a7c0-2f4b8e1d9a10',
	draftWorkflowId: '0c9f7e54-1d2b-4a8f-a3e6-7b5c4d3e2f10',
	businessId: idFor('business acme'),
	scheduleId: idFor('schedule ada'),
	serviceId: idFor('service massage'),
	serviceLocationId: idFor('service location studio'),
};
