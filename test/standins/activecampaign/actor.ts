/** What people and automations do in the app. */
import type { Changes, ContactValues, NewValue } from './changes';
import { fieldNamed } from './changes';
import type { Contact, Field, List, Note, Source, Tag, Task } from './records';
import type { State } from './state';

/** A contact to be added in the app. */
export interface NewContact extends ContactValues {
	/** Values by personalisation tag. */
	fields?: Record<string, string>;
	/** Tags by name; missing ones are created. */
	tags?: readonly string[];
	/** Lists by name. */
	lists?: readonly string[];
}

/** A custom field to be added in the app, which relates it to all lists. */
export interface NewField {
	title: string;
	type: string;
	perstag: string;
	/** For choice fields. */
	options?: string[];
}

/**
 * Changes the account in the name of a source, and so causes webhooks with that source. Contacts are named by e-mail or ID,
 * fields by personalisation tag, tags and lists by name. Every method throws an error if it cannot find what it is given.
 */
export class Actor {
	constructor(
		private readonly state: State,
		private readonly changes: Changes,
		/** Whose changes these are. */
		readonly source: Source,
	) {}

	/** Adds a contact; its tags and lists are events, the contact itself is none. */
	addContact({ fields = {}, tags = [], lists = [], ...values }: NewContact): Contact {
		const email = values.email ?? '';
		if (email !== '' && this.state.contactByEmail(email) !== undefined) {
			throw new Error(`There is a contact ${email} already`);
		}
		const { contact } = this.changes.addContact(values, this.valuesIn(fields));
		for (const list of lists) this.subscribe(contact.id, list);
		for (const tag of tags) this.addTag(contact.id, tag);
		return contact;
	}

	/** Changes e-mail, names or phone of a contact. */
	updateContact(contact: string, values: ContactValues): Contact {
		return this.changes.updateContact(this.source, this.contact(contact), values, []).contact;
	}

	/** Deletes a contact; there is no event for it. */
	deleteContact(contact: string): void {
		this.changes.deleteContact(this.contact(contact));
	}

	/** Sets one custom value. */
	setContactField(contact: string, perstag: string, value: string): void {
		this.setContactFields(contact, { [perstag]: value });
	}

	/** Sets several custom values in one change, so with one `update`. */
	setContactFields(contact: string, fields: Record<string, string>): void {
		this.changes.updateContact(this.source, this.contact(contact), {}, this.valuesIn(fields));
	}

	/** Puts a tag on a contact, and creates it if the account lacks it. */
	addTag(contact: string, tag: string): void {
		const known = this.state.tagByName(tag) ?? this.createTag(tag);
		this.changes.tagContact(this.source, this.contact(contact), known);
	}

	/** Takes a tag off a contact. */
	removeTag(contact: string, tag: string): void {
		const { id } = this.contact(contact);
		const known = this.tag(tag);
		const link = this.state.contactTags.find((one) => one.contact === id && one.tag === known.id);
		if (link === undefined) throw new Error(`The contact ${contact} does not have the tag ${tag}`);
		this.changes.untagContact(this.source, link);
	}

	/** Adds a tag to the account. */
	createTag(name: string, description = ''): Tag {
		return this.changes.addTag(name, 'contact', description);
	}

	/** Renames a tag; contacts keep it. */
	renameTag(name: string, newName: string): void {
		this.tag(name).tag = newName;
	}

	/** Deletes a tag from the account and from every contact. */
	deleteTag(name: string): void {
		this.changes.deleteTag(this.tag(name));
	}

	/** Puts a contact on a list. */
	subscribe(contact: string, list: string): void {
		this.changes.setMembership(this.source, this.contact(contact), this.list(list).id, 1);
	}

	/** Takes a contact off a list. */
	unsubscribe(contact: string, list: string): void {
		this.changes.setMembership(this.source, this.contact(contact), this.list(list).id, 2);
	}

	/** Adds a list. */
	addList(name: string): List {
		const stringid = name.toLowerCase().replace(/\W+/g, '-');
		return this.state.lists.add({
			name,
			stringid,
			sender_url: 'https://example.com',
			sender_reminder: 'You asked for news.',
			...this.changes.dated(),
		});
	}

	/** Adds a note to a contact. */
	addNote(contact: string, text: string): Note {
		return this.changes.addNote(this.source, 'Subscriber', this.contact(contact).id, text);
	}

	/** Adds a task to a contact; `type` is the title of a task type. */
	addTask(contact: string, title: string, duedate: string, type = 'Meeting'): Task {
		const taskType = this.state.taskTypes.find((one) => one.title === type);
		if (taskType === undefined) throw new Error(`There is no task type ${type}`);
		return this.changes.addTask(this.source, {
			title,
			note: '',
			relid: this.contact(contact).id,
			ownerType: 'contact',
			status: 0,
			duedate,
			edate: null,
			dealTasktype: taskType.id,
			assignee: '1',
			outcomeId: null,
			outcomeInfo: null,
		});
	}

	/** Adds a custom field that all lists show. */
	addField({ title, type, perstag, options = [] }: NewField): Field {
		for (const [key, name] of [
			['title', title],
			['perstag', perstag],
		] as const) {
			if (fieldNamed(this.state, key, name)) throw new Error(`There is a field ${name} already`);
		}
		const field = this.changes.addField({
			title,
			type,
			perstag,
			descript: null,
			defval: null,
			isrequired: '0',
			visible: '1',
			ordernum: String(this.state.fields.size + 1),
		});
		const dated = this.changes.dated();
		this.state.fieldRels.add({ field: field.id, relid: '0', ...dated });
		for (const [at, value] of options.entries()) {
			const own = { field: field.id, orderid: String(at + 1), value, label: value, isdefault: '0' };
			this.state.fieldOptions.add({ ...own, ...dated });
		}
		return field;
	}

	/** Renames a custom field; its personalisation tag stays. */
	renameField(perstag: string, title: string): void {
		this.field(perstag).title = title;
	}

	/** Deletes a custom field with all of its values. */
	deleteField(perstag: string): void {
		this.changes.deleteField(this.field(perstag));
	}

	private contact(name: string): Contact {
		const contact = this.state.contacts.get(name) ?? this.state.contactByEmail(name);
		if (contact === undefined) throw new Error(`There is no contact ${name}`);
		return contact;
	}

	private field(perstag: string): Field {
		const field = this.state.fieldByPerstag(perstag);
		if (field === undefined) throw new Error(`There is no field ${perstag}`);
		return field;
	}

	private tag(name: string): Tag {
		const tag = this.state.tagByName(name);
		if (tag === undefined) throw new Error(`There is no tag ${name}`);
		return tag;
	}

	private list(name: string): List {
		const list = this.state.lists.find((one) => one.name === name);
		if (list === undefined) throw new Error(`There is no list ${name}`);
		return list;
	}

	/** People see a field only if a list shows it. */
	private valuesIn(fields: Record<string, string>): NewValue[] {
		return Object.entries(fields).map(([perstag, value]) => {
			const field = this.field(perstag);
			if (this.state.fieldRels.find((rel) => rel.field === field.id) === undefined) {
				throw new Error(`No list shows the field ${perstag}, so nobody can fill it in`);
			}
			return { field: field.id, value };
		});
	}
}
