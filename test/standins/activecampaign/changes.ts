/** Every change of the account, with the events that it causes. */
import type { Clock } from '../shared/clock';
import type {
	Contact,
	ContactList,
	ContactTag,
	Deal,
	Dated,
	Field,
	FieldValue,
	Note,
	Source,
	Tag,
	Task,
} from './records';
import type { BehaviourSettings } from './settings';
import type { State } from './state';
import { same } from './state';
import type { Happening } from './webhooks';

/** The keys of a contact that can be written. */
export type ContactValues = Partial<
	Pick<Contact, 'email' | 'firstName' | 'lastName' | 'phone' | 'orgname'>
>;

/** A custom value to be written; `field` is the field's ID. */
export interface NewValue {
	field: string;
	value: string;
}

/** What a change of a contact amounted to. */
export interface Written {
	contact: Contact;
	/** The custom values that were sent and are now stored. */
	values: FieldValue[];
	changed: boolean;
}

/** Changes the account on behalf of the API and of people in the app alike, and announces what webhooks can hear. */
export class Changes {
	constructor(
		private readonly state: State,
		private readonly clock: Clock,
		private readonly settings: BehaviourSettings,
		private readonly announce: (happening: Happening) => void,
	) {}

	/** Both dates of a new record. */
	dated(): Omit<Dated, 'id'> {
		const now = this.clock.now();
		return { cdate: now, udate: now };
	}

	/** Creates a contact; e-mail and names are already checked. Announces nothing. */
	addContact(values: ContactValues, fieldValues: NewValue[]): Written {
		const contact = this.state.contacts.add({
			firstName: '',
			lastName: '',
			phone: '',
			orgname: '',
			ip: '0.0.0.0',
			...values,
			email: (values.email ?? '').toLowerCase(),
			...this.dated(),
		});
		return { contact, values: this.store(contact, fieldValues).values, changed: true };
	}

	/** Changes a contact's own and custom values; announces one `update` for all of them. */
	updateContact(
		by: Source,
		contact: Contact,
		values: ContactValues,
		fieldValues: NewValue[],
	): Written {
		const given = { ...values };
		if (given.email !== undefined) given.email = given.email.toLowerCase();
		const own = Object.entries(given).some(
			([key, value]) => contact[key as keyof ContactValues] !== value,
		);
		Object.assign(contact, given);
		const stored = this.store(contact, fieldValues);
		const changed = own || stored.changed;
		if (changed) contact.udate = this.clock.now();
		if (changed || this.settings.updatesWithoutChange) {
			this.announce({ type: 'update', source: by, contact });
		}
		return { contact, values: stored.values, changed };
	}

	/** Deletes a contact with everything that belongs to it. There is no such event. */
	deleteContact(contact: Contact): void {
		const { state } = this;
		for (const store of [state.fieldValues, state.contactTags, state.contactLists]) {
			for (const { id } of store.where((one) => one.contact === contact.id)) store.delete(id);
		}
		for (const { id } of this.notesOf(contact.id, 'Subscriber')) state.notes.delete(id);
		for (const { id, ownerType, relid } of state.tasks.all()) {
			if (ownerType === 'contact' && relid === contact.id) state.tasks.delete(id);
		}
		state.contacts.delete(contact.id);
	}

	/** The notes of a record, oldest first. */
	notesOf(relid: string, reltype: Note['reltype']): Note[] {
		return this.state.notes.where((note) => note.relid === relid && note.reltype === reltype);
	}

	/** Deletes a custom value, which is an `update` of its contact. */
	deleteValue(by: Source, value: FieldValue): void {
		this.state.fieldValues.delete(value.id);
		const contact = this.state.contacts.get(value.contact);
		if (contact === undefined) return;
		contact.udate = this.clock.now();
		this.announce({ type: 'update', source: by, contact });
	}

	/** Adds a custom field. */
	addField(values: Omit<Field, keyof Dated>): Field {
		return this.state.fields.add({ ...values, ...this.dated() });
	}

	/** Deletes a field with its options, relations and values. Announces nothing. */
	deleteField(field: Field): void {
		const { state } = this;
		for (const store of [state.fieldOptions, state.fieldRels, state.fieldValues]) {
			for (const one of store.where((row) => row.field === field.id)) store.delete(one.id);
		}
		state.fields.delete(field.id);
	}

	/** Adds a tag to the account. */
	addTag(tag: string, tagType: string, description: string): Tag {
		return this.state.tags.add({ tag, tagType, description, ...this.dated() });
	}

	/** Deletes a tag and takes it off every contact. */
	deleteTag(tag: Tag): void {
		const { contactTags, tags } = this.state;
		for (const { id } of contactTags.where((link) => link.tag === tag.id)) contactTags.delete(id);
		tags.delete(tag.id);
	}

	/** Puts a tag on a contact; one that it has already is no event. */
	tagContact(by: Source, contact: Contact, tag: Tag): { link: ContactTag; added: boolean } {
		const { contactTags } = this.state;
		const known = contactTags.find((one) => one.contact === contact.id && one.tag === tag.id);
		if (known !== undefined) return { link: known, added: false };
		const link = contactTags.add({ contact: contact.id, tag: tag.id, ...this.dated() });
		const extra: Happening['extra'] = [['tag', tag.tag]];
		this.announce({ type: 'contact_tag_added', source: by, contact, extra });
		return { link, added: true };
	}

	/** Takes a tag off a contact. */
	untagContact(by: Source, link: ContactTag): void {
		const { contacts, contactTags, tags } = this.state;
		contactTags.delete(link.id);
		const contact = contacts.get(link.contact);
		if (contact === undefined) return;
		const extra: Happening['extra'] = [['tag', tags.get(link.tag)?.tag ?? '']];
		this.announce({ type: 'contact_tag_removed', source: by, contact, extra });
	}

	/** Subscribes or unsubscribes a contact; the answer says whether somebody who had opted out was revived. */
	setMembership(
		by: Source,
		contact: Contact,
		list: string,
		status: number,
	): { membership: ContactList; revived: boolean } {
		const { contactLists } = this.state;
		const known = contactLists.find((one) => one.contact === contact.id && one.list === list);
		const before = known?.status;
		const membership =
			known ?? contactLists.add({ contact: contact.id, list, status, revived: 0, ...this.dated() });
		membership.status = status;
		membership.udate = this.clock.now();
		const revived = before === 2 && status === 1;
		if (revived) membership.revived += 1;
		if (before !== status && (status === 1 || before === 1)) {
			const leaving: Happening['extra'] = [
				['list[][id]', list],
				['unsubscribe[reason]', ''],
			];
			this.announce({
				type: status === 1 ? 'subscribe' : 'unsubscribe',
				source: by,
				contact,
				list,
				extra: status === 1 ? [['form[id]', '0']] : leaving,
			});
		}
		return { membership, revived };
	}

	/** Adds a note. */
	addNote(by: Source, reltype: Note['reltype'], relid: string, text: string): Note {
		const note = this.state.notes.add({ note: text, relid, reltype, ...this.dated() });
		const contact = reltype === 'Subscriber' ? this.state.contacts.get(relid) : undefined;
		if (contact !== undefined) {
			this.announce({ type: 'subscriber_note', source: by, contact, extra: [['note', text]] });
		}
		const deal = reltype === 'Deal' ? this.state.deals.get(relid) : undefined;
		if (deal !== undefined) {
			const extra = [...dealBlock(deal, this.state), ...pairs('note', { id: note.id, text })];
			this.announce({ type: 'deal_note_add', source: by, extra });
		}
		return note;
	}

	/** Adds a task to a contact or a deal. */
	addTask(by: Source, values: Omit<Task, keyof Dated>): Task {
		const task = this.state.tasks.add({ ...values, ...this.dated() });
		if (task.ownerType === 'contact') {
			const contact = this.state.contacts.get(task.relid);
			const type = this.state.taskTypes.get(task.dealTasktype);
			const block = {
				id: task.id,
				type_id: task.dealTasktype,
				type_title: type?.title ?? '',
				title: task.title,
				note: task.note,
				dueDate: task.duedate,
				duedate_iso: task.duedate,
				edate: task.edate ?? '',
				edate_iso: task.edate ?? '',
			};
			if (contact !== undefined) {
				const extra = pairs('task', block);
				this.announce({ type: 'contact_task_add', source: by, contact, extra });
			}
		} else this.announceDealTask(by, 'deal_task_add', task);
		return task;
	}

	/** Changes a task; completing one on a deal is an event. */
	updateTask(by: Source, task: Task, values: Partial<Omit<Task, 'id'>>): void {
		const completes = task.status === 0 && values.status === 1;
		Object.assign(task, values);
		task.udate = this.clock.now();
		if (completes && task.ownerType === 'deal') {
			this.announceDealTask(by, 'deal_task_complete', task);
		}
	}

	/** Announces that a deal was added or changed. */
	announceDeal(
		by: Source,
		type: 'deal_add' | 'deal_update',
		deal: Deal,
		keys: string[] = [],
	): void {
		const changed = keys.map((key, at): [string, string] => [`updated_fields[${at}]`, key]);
		const extra = [...dealBlock(deal, this.state), ...changed];
		this.announce({ type, source: by, extra });
	}

	private announceDealTask(by: Source, type: string, task: Task): void {
		const deal = this.state.deals.get(task.relid);
		if (deal === undefined) return;
		const { id, dealTasktype, note, duedate } = task;
		const block = pairs('task', { id, type_id: dealTasktype, note, duedate });
		this.announce({ type, source: by, extra: [...dealBlock(deal, this.state), ...block] });
	}

	/** Stores custom values; those of fields that do not exist are dropped. */
	private store(contact: Contact, given: NewValue[]): { values: FieldValue[]; changed: boolean } {
		const { state } = this;
		let changed = false;
		const values: FieldValue[] = [];
		for (const { field, value } of given) {
			if (state.fields.get(field) === undefined) continue;
			let known = state.valueOf(contact.id, field);
			if (known === undefined) {
				known = state.fieldValues.add({ contact: contact.id, field, value, ...this.dated() });
				changed = changed || value !== '';
			} else if (known.value !== value) {
				known.value = value;
				known.udate = this.clock.now();
				changed = true;
			}
			values.push(known);
		}
		return { values, changed };
	}
}

function pairs(block: string, values: Record<string, string>): Array<[string, string]> {
	return Object.entries(values).map(([key, value]) => [`${block}[${key}]`, value]);
}

function dealBlock(deal: Deal, state: State): Array<[string, string]> {
	const contact = deal.contact === null ? undefined : state.contacts.get(deal.contact);
	return pairs('deal', {
		id: deal.id,
		title: deal.title,
		value: deal.value,
		currency: deal.currency,
		status: deal.status,
		stageid: deal.stage,
		pipelineid: deal.group,
		owner: deal.owner,
		contactid: deal.contact ?? '',
		contact_email: contact?.email ?? '',
	});
}

/** A field with this label or this personalisation tag, other than `except`. */
export function fieldNamed(
	state: State,
	key: 'title' | 'perstag',
	name: string,
	except?: Field,
): Field | undefined {
	return state.fields.find((field) => field !== except && same(field[key], name));
}
