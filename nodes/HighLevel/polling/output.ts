// Shapes what an event found for the output. The state is computed from the records as received, before this.

import type { IDataObject } from 'n8n-workflow';

import type { Detail } from '../records/shape';
import { toDetail } from '../records/shape';
import type { PollEvent } from './event';

/** The first version of the polling triggers that shapes all records, and simplifies them by default. */
export const SHAPED_FROM = 1.1;

/** Shapes the record in an item; the keys that the event added to it stay as they are. */
export function toOutput(
	item: IDataObject,
	{ shape, adds = [] }: PollEvent,
	detail: Detail,
): IDataObject {
	if (!shape || detail === 'raw') return item;
	const added = (key: string) => adds.includes(key);
	const part = (isIn: (key: string) => boolean): IDataObject =>
		Object.fromEntries(Object.entries(item).filter(([key]) => isIn(key)));
	return {
		...toDetail(
			part((key) => !added(key)),
			shape,
			detail,
		),
		...part(added),
	};
}

/** Sample data of an event, for an account that has no such record; says so under a key of its own. */
export function sampleData(event: PollEvent, detail: Detail): IDataObject {
	const record = toOutput(structuredClone(event.example), event, detail);
	const note =
		'The sub-account has no such record yet. This is sample data with the keys of a real one.';
	return detail === 'raw' ? { ...record, madeUp: note } : { ...record, sampleData: note };
}
