/** Stores contacts and keeps the index for the contact search. */
import type { JsonObject } from '../shared/json';

/** A contact as the stand-in stores it. Every change replaces the whole contact; none is changed in place. */
export interface Contact {
	readonly id: string;
	readonly locationId: string;
	readonly firstName: string | null;
	readonly lastName: string | null;
	readonly email: string | null;
	readonly phone: string | null;
	readonly address1: string | null;
	readonly city: string | null;
	readonly state: string | null;
	readonly postalCode: string | null;
	readonly country: string | null;
	readonly website: string | null;
	readonly timezone: string | null;
	readonly source: string | null;
	readonly gender: string | null;
	readonly companyName: string | null;
	readonly assignedTo: string | null;
	/** ISO time in UTC. */
	readonly dateOfBirth: string | null;
	readonly dnd: boolean;
	/** By channel, in v3's spelling. */
	readonly dndSettings: JsonObject;
	readonly inboundDndSettings: JsonObject;
	readonly tags: readonly string[];
	readonly customFields: ReadonlyArray<{ readonly id: string; readonly value: unknown }>;
	readonly followers: readonly string[];
	readonly businessId: string | null;
	readonly additionalEmails: readonly string[];
	readonly additionalPhones: readonly string[];
	/** Milliseconds since the epoch; null for some very old contacts. */
	readonly dateAdded: number | null;
	readonly dateUpdated: number;
}

type Stamp = 'dateAdded' | 'dateUpdated';

/** Contacts sorted by a date, then by ID. */
class Order {
	readonly rows: Contact[] = [];
	/** Contacts without that date; the search index sorts them last in both directions. */
	readonly without: Contact[] = [];

	constructor(readonly stamp: Stamp) {}

	add(contact: Contact): void {
		const rows = this.rowsFor(contact);
		rows.splice(this.placeOf(rows, contact), 0, contact);
	}

	remove(contact: Contact): void {
		const rows = this.rowsFor(contact);
		const at = this.placeOf(rows, contact);
		if (rows[at]?.id === contact.id) rows.splice(at, 1);
	}

	private rowsFor(contact: Contact): Contact[] {
		return contact[this.stamp] === null ? this.without : this.rows;
	}

	private placeOf(rows: Contact[], contact: Contact): number {
		let low = 0;
		let high = rows.length;
		// New contacts nearly always belong at the end.
		const last = rows[high - 1];
		if (last === undefined || this.before(last, contact)) return high;
		while (low < high) {
			const middle = (low + high) >> 1;
			const row = rows[middle];
			if (row !== undefined && this.before(row, contact)) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	private before(left: Contact, right: Contact): boolean {
		const one = left[this.stamp] ?? 0;
		const other = right[this.stamp] ?? 0;
		return one === other ? left.id < right.id : one < other;
	}
}

/** Counts the changes of all indexes, so that no version number is ever reused, not even after a reset. */
let changes = 0;

/** What the search sees of one location; it may lag behind the store. */
class LocationIndex {
	readonly added = new Order('dateAdded');
	readonly updated = new Order('dateUpdated');
	private readonly shown = new Map<string, Contact>();
	version = 0;

	show(id: string, contact: Contact | undefined): void {
		const before = this.shown.get(id);
		if (before === contact) return;
		if (before !== undefined) {
			this.added.remove(before);
			this.updated.remove(before);
			this.shown.delete(id);
		}
		if (contact !== undefined) {
			this.added.add(contact);
			this.updated.add(contact);
			this.shown.set(id, contact);
		}
		changes += 1;
		this.version = changes;
	}
}

/** The contacts: a store that is always current, and a search index that may lag behind it. */
export class ContactStore {
	private readonly rows = new Map<string, Contact>();
	private readonly emails = new Map<string, Set<string>>();
	private readonly phones = new Map<string, Set<string>>();
	private readonly indexes = new Map<string, LocationIndex>();
	private pending: Array<{ due: number; contact: Contact; gone: boolean }> = [];

	/** Milliseconds until the search sees a change; 0: at once. */
	indexLagMs = 0;

	get size(): number {
		return this.rows.size;
	}

	get(id: string): Contact | undefined {
		return this.rows.get(id);
	}

	all(): Contact[] {
		return [...this.rows.values()];
	}

	where(test: (contact: Contact) => boolean): Contact[] {
		const found: Contact[] = [];
		for (const contact of this.rows.values()) if (test(contact)) found.push(contact);
		return found;
	}

	/** Adds a contact, or replaces the one with the same ID. */
	put(contact: Contact): Contact {
		const before = this.rows.get(contact.id);
		if (before !== undefined) this.unlink(before);
		this.rows.set(contact.id, contact);
		for (const email of emailsOf(contact)) link(this.emails, keyOf(contact, email), contact.id);
		for (const phone of phonesOf(contact)) link(this.phones, keyOf(contact, phone), contact.id);
		this.index(contact, false);
		return contact;
	}

	delete(id: string): boolean {
		const contact = this.rows.get(id);
		if (contact === undefined) return false;
		this.unlink(contact);
		this.rows.delete(id);
		this.index(contact, true);
		return true;
	}

	/** The contacts of a location with this e-mail, including additional ones; case is ignored. */
	byEmail(locationId: string, email: string): Contact[] {
		return this.linked(this.emails.get(`${locationId} ${email.toLowerCase()}`));
	}

	/** The contacts of a location with this phone number (digits and +), including additional ones. */
	byPhone(locationId: string, phone: string): Contact[] {
		return this.linked(this.phones.get(`${locationId} ${phone}`));
	}

	/** What the search sees now: contacts sorted by a date, those without it, and a version that changes with them. */
	view(
		locationId: string,
		stamp: Stamp,
	): { rows: readonly Contact[]; without: readonly Contact[]; version: number } {
		this.settle();
		const index = this.indexOf(locationId);
		const order = stamp === 'dateAdded' ? index.added : index.updated;
		return { rows: order.rows, without: order.without, version: index.version };
	}

	clear(): void {
		this.rows.clear();
		this.emails.clear();
		this.phones.clear();
		this.indexes.clear();
		this.pending = [];
	}

	private index(contact: Contact, gone: boolean): void {
		if (this.indexLagMs === 0 && this.pending.length === 0) {
			this.indexOf(contact.locationId).show(contact.id, gone ? undefined : contact);
			return;
		}
		this.pending.push({ due: Date.now() + this.indexLagMs, contact, gone });
	}

	private settle(): void {
		const now = Date.now();
		while (this.pending.length > 0) {
			const next = this.pending[0];
			if (next === undefined || (next.due > now && this.indexLagMs > 0)) return;
			this.pending.shift();
			this.indexOf(next.contact.locationId).show(
				next.contact.id,
				next.gone ? undefined : next.contact,
			);
		}
	}

	private indexOf(locationId: string): LocationIndex {
		let index = this.indexes.get(locationId);
		if (index === undefined) {
			index = new LocationIndex();
			this.indexes.set(locationId, index);
		}
		return index;
	}

	private unlink(contact: Contact): void {
		for (const email of emailsOf(contact)) {
			this.emails.get(keyOf(contact, email))?.delete(contact.id);
		}
		for (const phone of phonesOf(contact)) {
			this.phones.get(keyOf(contact, phone))?.delete(contact.id);
		}
	}

	private linked(ids: Set<string> | undefined): Contact[] {
		const found: Contact[] = [];
		for (const id of ids ?? []) {
			const contact = this.rows.get(id);
			if (contact !== undefined) found.push(contact);
		}
		return found;
	}
}

function link(map: Map<string, Set<string>>, key: string, id: string): void {
	const ids = map.get(key);
	if (ids === undefined) map.set(key, new Set([id]));
	else ids.add(id);
}

function keyOf(contact: Contact, value: string): string {
	return `${contact.locationId} ${value}`;
}

function emailsOf(contact: Contact): string[] {
	const all = contact.email === null ? [] : [contact.email];
	return [...all, ...contact.additionalEmails].map((email) => email.toLowerCase());
}

function phonesOf(contact: Contact): string[] {
	const all = contact.phone === null ? [] : [contact.phone];
	return [...all, ...contact.additionalPhones];
}
