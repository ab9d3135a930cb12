/** The accounts that the stand-in can start with. */
import type { Actor } from './actor';
import type { State } from './state';

/** The task types of a fresh account. */
const TASK_TYPES = ['Call', 'Email', 'Lunch', 'Meeting'];

/** Names in the small seed; IDs differ from account to account, so nothing should rely on them. */
export const AC_SEED = {
	list: 'Newsletter',
	field: 'SHOE_SIZE',
	tags: ['customer', 'vip'],
	mara: 'mara@northwind.example',
	jonas: 'jonas@northwind.example',
} as const;

/** What every account has: the task types, and nothing else. */
export function seedEmpty(state: State): void {
	for (const title of TASK_TYPES) state.taskTypes.add({ title, cdate: 0, udate: 0 });
}

/** A list, a custom field, two tags and two contacts, one of them subscribed. */
export function seedSmall(actor: Actor): void {
	actor.addList(AC_SEED.list);
	actor.addField({ title: 'Shoe Size', type: 'number', perstag: AC_SEED.field });
	for (const tag of AC_SEED.tags) actor.createTag(tag);
	actor.addContact({
		email: AC_SEED.mara,
		firstName: 'Mara',
		lastName: 'Lindqvist',
		phone: '+46855501010',
		fields: { [AC_SEED.field]: '41' },
		tags: ['customer'],
		lists: [AC_SEED.list],
	});
	actor.addContact({ email: AC_SEED.jonas, firstName: 'Jonas', lastName: 'Meier' });
}
