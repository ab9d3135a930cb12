/** All records of the account. */
import { Table } from '../shared/table';
import type {
	Calendar,
	Contact,
	ContactList,
	ContactTag,
	Deal,
	Field,
	FieldOption,
	FieldRel,
	FieldValue,
	List,
	Note,
	Tag,
	Task,
	TaskNotification,
	TaskType,
	Webhook,
} from './records';
import { Numbered } from './records';

/** Whether two names are the same to ActiveCampaign, which compares without case. */
export function same(one: string, other: string): boolean {
	return one.toLowerCase() === other.toLowerCase();
}

/** Everything that the account holds. Tests may read any of it; to change it, use the stand-in's `as`. */
export class State {
	readonly contacts = new Numbered<Contact>(42);
	readonly fields: Numbered<Field>;
	readonly fieldOptions = new Numbered<FieldOption>(120);
	readonly fieldRels = new Numbered<FieldRel>(19);
	readonly fieldValues = new Numbered<FieldValue>(301);
	readonly tags = new Numbered<Tag>(16);
	readonly contactTags = new Numbered<ContactTag>(77);
	readonly lists = new Numbered<List>(4);
	readonly contactLists = new Numbered<ContactList>(12);
	readonly notes = new Numbered<Note>(90);
	readonly deals = new Numbered<Deal>(246);
	readonly tasks = new Numbered<Task>(505);
	readonly taskTypes = new Numbered<TaskType>(1);
	readonly taskNotifications = new Numbered<TaskNotification>(60);
	readonly calendars = new Numbered<Calendar>(3);
	readonly webhooks = new Numbered<Webhook>(1);

	/** @param firstFieldId the number of the first custom field, which differs from account to account */
	constructor(firstFieldId: number) {
		this.fields = new Numbered<Field>(firstFieldId);
	}

	/** Empties every store. */
	clear(): void {
		for (const store of Object.values(this)) if (store instanceof Table) store.clear();
	}

	contactByEmail(email: string): Contact | undefined {
		return this.contacts.find((contact) => contact.email !== '' && same(contact.email, email));
	}

	fieldByPerstag(perstag: string): Field | undefined {
		return this.fields.find((field) => same(field.perstag, perstag));
	}

	tagByName(name: string, tagType = 'contact'): Tag | undefined {
		return this.tags.find((tag) => tag.tagType === tagType && same(tag.tag, name));
	}

	valueOf(contact: string, field: string): FieldValue | undefined {
		return this.fieldValues.find((one) => one.contact === contact && one.field === field);
	}

	valuesOf(contact: string): FieldValue[] {
		return this.fieldValues.where((one) => one.contact === contact);
	}

	/** The tags of a contact, in the order in which they were added. */
	tagsOf(contact: string): Tag[] {
		return this.contactTags
			.where((link) => link.contact === contact)
			.flatMap((link) => this.tags.get(link.tag) ?? []);
	}

	listsOf(contact: string): ContactList[] {
		return this.contactLists.where((one) => one.contact === contact);
	}

	/** The fields that the app shows on a contact: those related to all lists, or to one that it was ever put on. */
	fieldsOf(contact: string): Field[] {
		const lists = new Set(['0', ...this.listsOf(contact).map(({ list }) => list)]);
		const shown = new Set(
			this.fieldRels.where(({ relid }) => lists.has(relid)).map(({ field }) => field),
		);
		return this.fields.where(({ id }) => shown.has(id));
	}
}
