/** Every recipe, in the order of the page about them. Each names the requests of users that it answers. */
import { agency, watchAccount } from './accounts';
import { bookFirst, daysAppointments, nextSlots } from './calendars';
import { bulkTag, exportContacts, findAndUpdate, noDuplicates, tags } from './contacts';
import type { Recipe } from './recipe';
import { newContact, workflowWebhook } from './triggers';

export const recipes: Recipe[] = [
	findAndUpdate,
	noDuplicates,
	tags,
	bulkTag,
	exportContacts,
	nextSlots,
	bookFirst,
	daysAppointments,
	newContact,
	workflowWebhook,
	watchAccount,
	agency,
];
