// Creates, cancels and reschedules meeting requests. Each of these writes to people, so none is sent twice.

import type { IDataObject } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { isNotFound } from '../../shared/failure';
import type { Body } from '../../shared/http';
import type { ItemContext } from '../../shared/operation';
import { idOf } from '../../shared/record';
import { isAbsent, isRecord, textOf, trimmedText } from '../../shared/values';
import { readFor } from '../calls';
import { recordIn } from '../contacts';
import { CHANGED, CREATED, MEETING_TYPES } from '../expected';
import { bodyOf } from '../fields/meetingRequest';
import { refuseImpossibleWindow } from '../fields/times';
import { findMeetingRequest, inviteesOf, MEETING_REQUESTS_PATH } from '../meetingRequests';
import { MEETING_TYPES_REQUEST, meetingTypesIn, typeNamed } from '../meetingTypes';

/** The user's meeting types; read once per run. */
export async function readMeetingTypes(item: ItemContext): Promise<IDataObject[]> {
	const body = await item.cached(
		'meeting types',
		async () =>
			await readFor(item)(MEETING_TYPES_REQUEST, {
				label: 'List meeting types',
				expects: MEETING_TYPES,
			}),
	);
	return meetingTypesIn(body);
}

const MAX_LISTED = 8;

/**
 * The meeting type that an item names.
 *
 * @throws NodeOperationError listing the types when there is none with this name
 */
export async function chosenType(item: ItemContext, name: string): Promise<IDataObject> {
	const types = await readMeetingTypes(item);
	const found = typeNamed(types, name);
	if (found) return found;
	const names = types.slice(0, MAX_LISTED).map((type) => `"${trimmedText(type.name)}"`);
	const more = types.length > MAX_LISTED ? ` and ${types.length - MAX_LISTED} more` : '';
	throw item.refuse(
		`There is no meeting type "${name}"`,
		types.length === 0
			? 'Nothing was sent. Create a meeting type in CalendarHero first, since the account has none.'
			: `Nothing was sent. Choose one of the account's meeting types: ${names.join(', ')}${more}.`,
		{ notFound: true },
	);
}

/** Refuses what cannot be requested, before any call. */
export function checkRequest(item: ItemContext): void {
	const { values } = item;
	if (isAbsent(values.contactEmails) && isAbsent(values.contactIds)) {
		throw item.refuse(
			'Nobody is invited',
			"Nothing was sent for this item. Give 'Invitee Emails' or 'Invitee Contact IDs'.",
		);
	}
	refuseImpossibleWindow(item, values, values.meetingLength);
}

async function withKnownType(item: ItemContext, values: IDataObject): Promise<IDataObject> {
	const name = textOf(values.type);
	return name === '' ? values : { ...values, type: (await chosenType(item, name)).name };
}

async function post(item: ItemContext, body: IDataObject): Promise<IDataObject> {
	const response = await item.send(
		{ method: 'POST', path: MEETING_REQUESTS_PATH, query: {}, body },
		{ label: 'Create meeting request', expects: CREATED, repeatable: false },
	);
	const created = recordIn(response, ['data']);
	return { id: idOf(created), ...body, ...created };
}

/** Creates the request. CalendarHero answers with the ID alone, so the rest of the output is what was sent. */
export async function createRequest(item: ItemContext): Promise<IDataObject> {
	return await post(item, bodyOf(await withKnownType(item, item.values)));
}

const pathOf = (id: string) => `${MEETING_REQUESTS_PATH}/${encodeURIComponent(id)}`;

async function cancel(item: ItemContext, id: string, ignoreMissing: boolean): Promise<Body> {
	return await item.send(
		{ method: 'DELETE', path: pathOf(id), query: {} },
		{
			label: 'Cancel meeting request',
			expects: CHANGED,
			repeatable: false,
			onRefusal: (failure) =>
				ignoreMissing && isNotFound(failure) ? { missing: true } : undefined,
		},
	);
}

/** @throws NodeOperationError where the response says that nothing was cancelled */
function refuseKept(item: ItemContext, response: Body): void {
	if (!isRecord(response) || response.success !== false) return;
	throw item.refuse(
		'CalendarHero says that the meeting request was not cancelled',
		'Check whether it is still in the account, then run the item again.',
	);
}

export async function cancelRequest(item: ItemContext): Promise<IDataObject> {
	const id = textOf(item.values.meetingRequestId);
	const response = await cancel(item, id, item.values.ignoreMissing === true);
	refuseKept(item, response);
	const missing = isRecord(response) && response.missing === true;
	return missing ? { cancelled: false, id, missing } : { cancelled: true, id };
}

/** What the new request has in common with the old one, unless the item says otherwise. */
function carriedOver(request: IDataObject): IDataObject {
	return {
		subject: request.info ?? request.subject,
		type: request.meetingType,
		meetingLength: request.meetingLength,
		contactEmails: inviteesOf(request),
	};
}

async function bodyOfNew(item: ItemContext, id: string): Promise<IDataObject> {
	const old = await findMeetingRequest(readFor(item), item.cached, id);
	if (!old) throw notFound(item, id);
	if (old.state === 'closed') {
		throw item.refuse(
			'The meeting request is closed: the meeting was held, or the request expired or was cancelled',
			"Nothing was sent. Use 'Create' for a new meeting.",
		);
	}
	const given = Object.entries(item.values).filter(([, value]) => !isAbsent(value));
	const values: IDataObject = { ...carriedOver(old), ...Object.fromEntries(given) };
	if (isAbsent(values.subject) || (isAbsent(values.contactEmails) && isAbsent(values.contactIds))) {
		throw item.refuse(
			'CalendarHero does not say what the old request was about, or who was invited',
			"Nothing was sent. Give 'Meeting Subject' and 'Invitee Emails' under 'Additional Fields'.",
		);
	}
	refuseImpossibleWindow(item, values, values.meetingLength);
	return bodyOf(await withKnownType(item, values));
}

/** Cancels the request and creates a new one: CalendarHero has no call that changes one. */
export async function rescheduleRequest(item: ItemContext): Promise<IDataObject> {
	const id = textOf(item.values.meetingRequestId);
	const body = await bodyOfNew(item, id);
	refuseKept(item, await cancel(item, id, false));
	try {
		return { ...(await post(item, body)), previousId: id };
	} catch (error) {
		const { message, description = '' } = error as { message?: string; description?: string };
		// Not shortened: these values are nowhere else.
		throw new NodeOperationError(
			item.node,
			'The old meeting request was cancelled, but the new one may not have been created',
			{
				description: `Check CalendarHero, and if it has no new request, use 'Create' with these values: ${JSON.stringify(body)}. What CalendarHero said: "${message} ${description}".`,
				itemIndex: item.itemIndex,
			},
		);
	}
}

export function notFound(item: ItemContext, id: string): Error {
	return item.refuse(
		`There is no meeting request with the ID ${id}`,
		'Check the ID. It is not in any list of the account: active, upcoming or closed.',
		{ notFound: true, next: 'Find the ID with Meeting Request > Get Many.' },
	);
}
