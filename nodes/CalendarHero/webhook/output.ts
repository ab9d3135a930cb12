// What the trigger emits.

import type { IDataObject } from 'n8n-workflow';

import { isRecord, pickKeys, textOf } from '../../shared/values';
import { SIMPLE_CONTACT } from '../contacts';
import { SIMPLE_MEETING_REQUEST } from '../meetingRequests';
import { withoutSecrets } from '../secrets';
import type { HookEvent } from './events';

const SIMPLE_DELIVERY = ['id', 'status', 'dateScheduledStart', 'dateScheduledEnd'] as const;

/** The delivered record; some readers of the API found it under a key. */
export function recordOf(body: IDataObject, { about }: HookEvent): IDataObject {
	const held = [body[about], body.data].find(isRecord);
	return textOf(body.id) === '' && held ? held : body;
}

/** Events that can happen to one request more than once, at different times of the meeting. */
const TIMED = [
	'meeting_completed',
	'meeting_request_success',
	'meeting_rescheduled',
	'meeting_started',
];

/** Identifies what happened: repeated deliveries have the same key. */
export function keyOf({ value }: HookEvent, { id, dateScheduledStart }: IDataObject): string {
	const start = TIMED.includes(value) ? Date.parse(textOf(dateScheduledStart)) : NaN;
	const time = Number.isNaN(start) ? [] : [new Date(start).toISOString()];
	return [value, textOf(id), ...time].join(' ');
}

/**
 * An event as an item.
 *
 * @param more what the trigger itself adds: the full request, or how the event was found
 */
export function toOutput(
	event: HookEvent,
	body: IDataObject,
	simple: boolean,
	more: IDataObject = {},
): IDataObject {
	const record = withoutSecrets(recordOf(body, event));
	const keys = event.about === 'contact' ? SIMPLE_CONTACT : SIMPLE_DELIVERY;
	return {
		event: event.value,
		key: keyOf(event, record),
		...(simple ? pickKeys(record, keys) : without(record, 'event', 'key')),
		...more,
	};
}

/** A meeting request as 'Fetch Full Request' adds it. */
export const requestOutput = (request: IDataObject, simple: boolean): IDataObject =>
	simple ? pickKeys(request, SIMPLE_MEETING_REQUEST) : request;

function without(record: IDataObject, ...keys: string[]): IDataObject {
	return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}
