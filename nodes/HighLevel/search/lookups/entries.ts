// How records become list entries: names, times and which records are omitted.

import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import { withoutTags } from '../../../shared/html';
import { trimmedText } from '../../../shared/values';
import { idOf } from '../../record';

/** An entry for a record with a name; a remark follows in parentheses. */
export function named(record: IDataObject, remark = ''): { name: string; value: string } {
	const name = trimmedText(record.name) || idOf(record);
	return { name: remark ? `${name} (${remark})` : name, value: idOf(record) };
}

/** A person's name, from whichever keys the endpoint uses. */
export function personName(record: IDataObject): string {
	const { name, contactName, firstName, lastName } = record;
	const full = [trimmedText(firstName), trimmedText(lastName)].filter(Boolean).join(' ');
	return full || trimmedText(contactName) || trimmedText(name);
}

/** A name with a way to reach the person; whichever is present, else the ID. */
export function nameWith(reach: string, record: IDataObject): string {
	const name = personName(record);
	return name && reach ? `${name} (${reach})` : name || reach || idOf(record);
}

const MAX_NOTE_LENGTH = 60;

/** A note by its day and its title, or by how its text begins. */
export function noteEntry(note: IDataObject): { name: string; value: string } {
	const text = trimmedText(note.bodyText) || withoutTags(trimmedText(note.body));
	const shown = trimmedText(note.title) || text.replace(/\s+/g, ' ').trim() || idOf(note);
	const short = shown.length > MAX_NOTE_LENGTH ? `${shown.slice(0, MAX_NOTE_LENGTH)}…` : shown;
	const day = trimmedText(note.dateAdded).slice(0, 10);
	return { name: day ? `${day} · ${short}` : short, value: idOf(note) };
}

/** A time to the minute, in its own offset. */
export function localTime(time: unknown): string {
	// An event's time has the sub-account's offset; a contact's appointment has the local time without one.
	const read = DateTime.fromISO(trimmedText(time).replace(' ', 'T'), { setZone: true });
	return read.isValid ? read.toFormat('yyyy-LL-dd HH:mm') : trimmedText(time);
}

export const isPublished = ({ status }: IDataObject) => status === 'published';
export const isPresent = ({ deleted }: IDataObject) => deleted !== true;
