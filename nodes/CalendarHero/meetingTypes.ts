// Reads the user's meeting types, which have names instead of IDs.

import type { IDataObject } from 'n8n-workflow';

import type { Body, RequestParts } from '../shared/http';
import { isRecord, recordAt, trimmedText } from '../shared/values';

export const MEETING_TYPES_PATH = '/user/meeting';

export const MEETING_TYPES_REQUEST: RequestParts = {
	method: 'GET',
	path: MEETING_TYPES_PATH,
	query: {},
};

/**
 * @param body an object keyed by name (seen in production), or a list of types or of names
 * @returns the types, each with its `name` first
 */
export function meetingTypesIn(body: Body): IDataObject[] {
	const { data, meetings } = isRecord(body) ? body : {};
	const list: unknown = [body, data, meetings].find(Array.isArray);
	if (Array.isArray(list)) {
		return list
			.map((one: unknown): IDataObject => (isRecord(one) ? one : { name: trimmedText(one) }))
			.map((one) => ({ ...one, name: trimmedText(one.name) || trimmedText(one.type) }))
			.filter(({ name }) => name !== '');
	}
	return Object.entries(body)
		.filter((entry): entry is [string, IDataObject] => isRecord(entry[1]))
		.map(([name, type]) => ({ ...type, name }));
}

/** @returns the value of a setting, which CalendarHero wraps as `{value}` */
export function settingOf(type: IDataObject, key: string): unknown {
	const setting = type[key];
	return isRecord(setting) && 'value' in setting ? setting.value : setting;
}

/** @returns the length of the type's meetings in minutes; undefined if it has none that can be read */
export function lengthOf(type: IDataObject): number | undefined {
	const minutes = Number(settingOf(type, 'meetingLength') ?? type.duration);
	return Number.isFinite(minutes) && minutes > 0 ? minutes : undefined;
}

/** @returns the type's public page, under whichever key it is */
export function linkOf(type: IDataObject): string | null {
	const links = ['link', 'schedulingLink', 'url'].map((key) => trimmedText(settingOf(type, key)));
	return links.find((link) => link !== '') ?? null;
}

const plain = (name: string) => name.normalize('NFC').trim().toLowerCase();

/** @returns the type with this name, else the one whose name differs only by case */
export function typeNamed(types: IDataObject[], name: string): IDataObject | undefined {
	return (
		types.find((type) => type.name === name) ??
		types.find((type) => plain(trimmedText(type.name)) === plain(name))
	);
}

/** @returns the days and windows in which a type's meetings can take place, by weekday in English */
export function windowsOf(type: IDataObject): IDataObject | undefined {
	const windows = settingOf(type, 'availabilityWindows');
	return isRecord(windows) ? windows : undefined;
}

/** @returns whether the type is switched off on a weekday */
export function isDayOff(type: IDataObject, weekday: string): boolean {
	const days = recordAt({ days: settingOf(type, 'days') }, 'days');
	const day = days?.[weekday];
	return day === false || day === 0;
}
