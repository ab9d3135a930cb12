/** What the stand-in stores. Times are milliseconds since the epoch, IDs the digits that the API shows. */
import { Table } from '../shared/table';

/** Who caused a change: a contact, a user in the app, a call of the API, or an automation. */
export type Source = 'public' | 'admin' | 'api' | 'system';

export const SOURCES: readonly Source[] = ['public', 'admin', 'api', 'system'];

/** What every record has. */
export interface Dated {
	id: string;
	cdate: number;
	udate: number;
}

export interface Contact extends Dated {
	/** In lower case; empty if it has none. */
	email: string;
	firstName: string;
	lastName: string;
	phone: string;
	orgname: string;
	ip: string;
}

export interface Field extends Dated {
	title: string;
	type: string;
	perstag: string;
	descript: string | null;
	defval: string | null;
	isrequired: string;
	visible: string;
	ordernum: string;
}

export interface FieldOption extends Dated {
	field: string;
	orderid: string;
	value: string;
	label: string;
	isdefault: string;
}

/** Shows a field on the contacts of a list; `relid` 0 stands for all lists. */
export interface FieldRel extends Dated {
	field: string;
	relid: string;
}

export interface FieldValue extends Dated {
	contact: string;
	field: string;
	/** Several values as `||a||b||`. */
	value: string;
}

export interface Tag extends Dated {
	tag: string;
	tagType: string;
	description: string;
}

export interface ContactTag extends Dated {
	contact: string;
	tag: string;
}

export interface List extends Dated {
	name: string;
	stringid: string;
	sender_url: string;
	sender_reminder: string;
}

export interface ContactList extends Dated {
	contact: string;
	list: string;
	/** 1: subscribed, 2: unsubscribed. */
	status: number;
	/** How many times somebody who had unsubscribed was subscribed again. */
	revived: number;
}

export type NoteTarget = 'Subscriber' | 'Deal' | 'DealTask' | 'Activity' | 'CustomerAccount';

export interface Note extends Dated {
	note: string;
	relid: string;
	reltype: NoteTarget;
}

export interface Deal extends Dated {
	title: string;
	description: string;
	contact: string | null;
	account: string | null;
	/** In cents. */
	value: string;
	currency: string;
	group: string;
	stage: string;
	owner: string;
	percent: string;
	status: string;
}

export interface Task extends Dated {
	title: string;
	note: string;
	relid: string;
	ownerType: 'contact' | 'deal';
	status: number;
	/** As sent. */
	duedate: string;
	edate: string | null;
	dealTasktype: string;
	assignee: string;
	outcomeId: string | null;
	outcomeInfo: string | null;
}

export interface TaskType extends Dated {
	title: string;
}

export interface TaskNotification extends Dated {
	dealTask: string;
	/** Minutes before the task is due. */
	interval: string;
}

/** A feed of tasks. */
export interface Calendar extends Dated {
	title: string;
	type: string;
	notification: number;
	/** The secret part of its address. */
	token: string;
}

export interface Webhook extends Dated {
	name: string;
	url: string;
	events: string[];
	sources: Source[];
	listid: string;
	/** A receiver answered 410, so it is never used again. */
	isOff: boolean;
}

/** A store that gives its records ascending numbers. */
export class Numbered<T extends Dated> extends Table<T> {
	private next: number;

	/** @param first the number of the first record, different in every store, so that mixed-up IDs are noticed */
	constructor(private readonly first: number) {
		super();
		this.next = first;
	}

	/** Adds a record under the next number. */
	add(values: Omit<T, 'id'>): T {
		const id = String(this.next);
		this.next += 1;
		return this.put({ id, ...values } as T);
	}

	override clear(): void {
		super.clear();
		this.next = this.first;
	}
}
