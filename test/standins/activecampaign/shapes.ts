/** The records as the API shows them. */
import { createHash } from 'node:crypto';

import type { JsonObject } from '../shared/json';
import { isoInZone } from '../shared/times';
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
import type { State } from './state';

const CONTACT_LINKS = [
	'bounceLogs',
	'contactAutomations',
	'contactData',
	'contactGoals',
	'contactLists',
	'contactLogs',
	'contactTags',
	'contactDeals',
	'deals',
	'fieldValues',
	'geoIps',
	'notes',
	'organization',
	'plusAppend',
	'trackingLogs',
	'scoreValues',
	'accountContacts',
	'automationEntryCounts',
];

/** The user whom the key belongs to. */
export const KEY_USER = {
	id: '1',
	username: 'ada',
	firstName: 'Ada',
	lastName: 'Lovelace',
	email: 'ada@example.com',
};

/** Writes records as the API does: IDs and flags as strings, times with the account's offset, links to what is related. */
export class Shapes {
	/** The stand-in's address, once it listens. */
	base = '';

	constructor(
		private readonly state: State,
		/** The account's time zone. */
		readonly zone: string,
	) {}

	/** A time as ISO text with offset. */
	stamp(ms: number): string {
		return isoInZone(ms, this.zone);
	}

	contact(contact: Contact): JsonObject {
		const { id, email, cdate, udate } = contact;
		const [local = '', domain = ''] = email.split('@');
		return {
			id,
			email,
			firstName: contact.firstName,
			lastName: contact.lastName,
			phone: contact.phone,
			orgid: '0',
			orgname: contact.orgname,
			organization: null,
			segmentio_id: '',
			bounced_hard: '0',
			bounced_soft: '0',
			bounced_date: null,
			ip: contact.ip,
			ua: null,
			hash: createHash('md5').update(`${id} ${email}`).digest('hex'),
			email_local: local,
			email_domain: domain,
			sentcnt: '0',
			gravatar: '0',
			deleted: '0',
			deleted_at: null,
			anonymized: '0',
			mpp_tracking: '0',
			...this.dates(contact),
			created_timestamp: this.clockTime(cdate),
			updated_timestamp: this.clockTime(udate),
			created_utc_timestamp: utc(cdate),
			updated_utc_timestamp: utc(udate),
			links: this.links(`contacts/${id}`, CONTACT_LINKS),
		};
	}

	/** A contact in the answer to a write, which has the IDs of its custom values. */
	writtenContact(contact: Contact): JsonObject {
		const fieldValues = this.state.valuesOf(contact.id).map(({ id }) => id);
		return { ...this.contact(contact), fieldValues };
	}

	field(field: Field): JsonObject {
		const { id, cdate, udate, ...own } = field;
		const of = ({ field: owner }: { field: string }): boolean => owner === id;
		return {
			id,
			...own,
			show_in_list: '0',
			rows: '0',
			cols: '0',
			...this.dates({ cdate, udate }),
			options: this.state.fieldOptions.where(of).map((one) => one.id),
			relations: this.state.fieldRels.where(of).map((one) => one.id),
			links: this.links(`fields/${id}`, ['options', 'relations']),
		};
	}

	fieldOption({ id, cdate, udate, ...own }: FieldOption): JsonObject {
		const links = this.links(`fieldOptions/${id}`, ['field']);
		return { id, ...own, ...this.dates({ cdate, udate }), links };
	}

	fieldRel({ id, field, relid, cdate }: FieldRel): JsonObject {
		return { id, field, relid, dispOrder: '0', cdate: this.stamp(cdate), links: [] };
	}

	fieldValue({ id, contact, field, value, cdate, udate }: FieldValue): JsonObject {
		const links = this.links(`fieldValues/${id}`, ['owner', 'field']);
		return { id, contact, owner: contact, field, value, ...this.dates({ cdate, udate }), links };
	}

	tag({ id, tag, tagType, description, cdate }: Tag): JsonObject {
		return {
			id,
			tag,
			tagType,
			description,
			cdate: this.stamp(cdate),
			subscriber_count: String(this.state.contactTags.where((one) => one.tag === id).length),
			links: this.links(`tags/${id}`, ['contactGoalTags']),
		};
	}

	contactTag({ id, contact, tag, cdate }: ContactTag): JsonObject {
		const links = { tag: `/${id}/tag`, contact: `/${id}/contact` };
		return { id, contact, tag, cdate: this.stamp(cdate), links };
	}

	list({ id, cdate, udate, ...own }: List): JsonObject {
		return {
			id,
			...own,
			userid: KEY_USER.id,
			user: KEY_USER.id,
			...this.dates({ cdate, udate }),
			links: this.links(`lists/${id}`, ['contactGoalLists', 'user']),
		};
	}

	/** @param status a number in the answer to a write, a string when read */
	contactList(membership: ContactList, status: number | string): JsonObject {
		const { id, contact, list, cdate, udate } = membership;
		const owner = this.state.contacts.get(contact);
		return {
			id,
			contact,
			list,
			form: null,
			seriesid: '0',
			sdate: this.stamp(cdate),
			udate: this.stamp(udate),
			status,
			sourceid: '0',
			first_name: owner?.firstName ?? '',
			last_name: owner?.lastName ?? '',
			links: this.links(`contactLists/${id}`, ['list', 'contact', 'form']),
		};
	}

	note({ id, note, relid, reltype, cdate, udate }: Note): JsonObject {
		const owners: Partial<Record<Note['reltype'], string>> = {
			Subscriber: 'contact',
			Deal: 'deal',
		};
		return {
			id,
			note,
			relid: Number(relid),
			reltype,
			userid: KEY_USER.id,
			user: KEY_USER.id,
			is_draft: '0',
			cdate: this.stamp(cdate),
			mdate: this.stamp(udate),
			owner: { type: owners[reltype] ?? reltype, id: relid },
			links: this.links(`notes/${id}`, ['activities', 'owner', 'mentions', 'notes', 'user']),
		};
	}

	deal({ id, cdate, udate, ...own }: Deal): JsonObject {
		return {
			id,
			...own,
			activitycount: '0',
			nextdate: null,
			nexttaskid: null,
			isDisabled: false,
			cdate: this.stamp(cdate),
			mdate: this.stamp(udate),
			links: this.links(`deals/${id}`, ['notes', 'tasks', 'contact', 'owner', 'stage']),
		};
	}

	task({ id, cdate, udate, ...own }: Task): JsonObject {
		const reltype = own.ownerType === 'contact' ? 'Subscriber' : 'Deal';
		return {
			id,
			...own,
			reltype,
			user: KEY_USER.id,
			automation: null,
			doneAutomation: null,
			owner: { type: own.ownerType, id: own.relid },
			...this.dates({ cdate, udate }),
			links: { taskNotifications: `/${id}/taskNotifications` },
		};
	}

	taskType({ id, title }: TaskType): JsonObject {
		return { id, title, status: '0', defduration: '0', cdate: null, udate: null, links: [] };
	}

	taskNotification({ id, dealTask, interval, cdate, udate }: TaskNotification): JsonObject {
		return { id, dealTask, interval, ...this.dates({ cdate, udate }), links: [] };
	}

	/** @param notification a number in the answer to a write, a string when read */
	calendar(calendar: Calendar, notification: number | string): JsonObject {
		const { id, title, type, token, cdate, udate } = calendar;
		return {
			id,
			title,
			type,
			notification,
			userid: KEY_USER.id,
			token,
			cdate: this.stamp(cdate),
			mdate: this.stamp(udate),
			links: this.links(`calendars/${id}`, ['calendarRels', 'calendarUsers']),
		};
	}

	webhook({ id, name, url, events, sources, listid, cdate }: Webhook): JsonObject {
		return { id, name, url, events, sources, listid, cdate: this.stamp(cdate), links: [] };
	}

	private dates({ cdate, udate }: { cdate: number; udate: number }): JsonObject {
		return { cdate: this.stamp(cdate), udate: this.stamp(udate) };
	}

	private clockTime(ms: number): string {
		return this.stamp(ms).slice(0, 19).replace('T', ' ');
	}

	private links(path: string, names: string[]): Record<string, string> {
		return Object.fromEntries(names.map((name) => [name, `${this.base}/api/3/${path}/${name}`]));
	}
}

function utc(ms: number): string {
	return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}
