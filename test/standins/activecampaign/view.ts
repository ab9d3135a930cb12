/** A contact with everything about it, by name instead of by ID. */
import type { Changes } from './changes';
import type { Contact } from './records';
import type { State } from './state';

/** What tests compare and the demo shows. */
export interface ContactView {
	id: string;
	email: string;
	firstName: string;
	lastName: string;
	phone: string;
	/** Values by personalisation tag; only those that are set. */
	fields: Record<string, string>;
	tags: string[];
	/** The lists that it is subscribed to. */
	lists: string[];
	/** The lists that it left. */
	unsubscribed: string[];
	/** Oldest first. */
	notes: string[];
	tasks: Array<{ title: string; note: string; duedate: string; type: string; status: number }>;
}

/** A contact with everything about it. */
export function viewOf(state: State, changes: Changes, contact: Contact): ContactView {
	const { id, email, firstName, lastName, phone } = contact;
	const listsWith = (status: number): string[] =>
		state
			.listsOf(id)
			.filter((one) => one.status === status)
			.map((one) => state.lists.get(one.list)?.name ?? one.list);
	return {
		id,
		email,
		firstName,
		lastName,
		phone,
		fields: Object.fromEntries(
			state
				.valuesOf(id)
				.filter(({ value }) => value !== '')
				.map(({ field, value }) => [state.fields.get(field)?.perstag ?? field, value]),
		),
		tags: state.tagsOf(id).map(({ tag }) => tag),
		lists: listsWith(1),
		unsubscribed: listsWith(2),
		notes: changes.notesOf(id, 'Subscriber').map(({ note }) => note),
		tasks: state.tasks
			.where(({ ownerType, relid }) => ownerType === 'contact' && relid === id)
			.map(({ title, note, duedate, dealTasktype, status }) => ({
				title,
				note,
				duedate,
				type: state.taskTypes.get(dealTasktype)?.title ?? dealTasktype,
				status,
			})),
	};
}
