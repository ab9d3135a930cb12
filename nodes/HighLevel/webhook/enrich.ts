// Fetches the records of an event when 'Fetch Full Records' is on.

import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import type { Call } from '../../shared/call';
import { Client } from '../../shared/client';
import { listUnder } from '../../shared/expectation';
import { encodeSegment } from '../../shared/url';
import { recordAt, recordsAt, textOf } from '../../shared/values';
import { rejectOnAbort } from '../../shared/wait';
import { connect } from '../api';
import { CONTACT } from '../expected';
import { contactShape } from '../records/contact';
import { taskShape } from '../records/others';
import type { Detail } from '../records/shape';
import { toDetail } from '../records/shape';
import type { HighLevelEvent } from './normalise';

/** How long an event waits for its records in total. */
const DEADLINE_MS = 3000;
const TASKS_PER_CALL = 100;
const MAX_TASK_CALLS = 3;

/** What was fetched for an event; `enrichment` says why something is missing. */
export interface Enrichment extends IDataObject {
	contactId?: string;
	contact?: IDataObject;
	task?: IDataObject;
	enrichment?: { error: string };
}

/**
 * Fetches the records of an event: the full contact, and for a task without a contact the task, to find the contact (in
 * the real API, TaskCreate has neither `contactId` nor `body`). Takes 3 seconds at most and never throws.
 */
export async function enrich(
	context: IWebhookFunctions,
	event: HighLevelEvent,
	detail: Detail,
): Promise<Enrichment> {
	const found: Enrichment = {};
	const signal = AbortSignal.timeout(DEADLINE_MS);
	try {
		await rejectOnAbort(fetchRecords(context, event, found, signal), [
			signal,
			() => new Error('Too late'),
		]);
		return shaped(found, detail);
	} catch (error) {
		const message = signal.aborted
			? `HighLevel did not respond within ${DEADLINE_MS / 1000} seconds`
			: error instanceof Error
				? error.message
				: 'The records could not be fetched';
		return { ...shaped(found, detail), enrichment: { error: message } };
	}
}

/** The fetched records in the shape that the action nodes give them. */
function shaped(found: Enrichment, detail: Detail): Enrichment {
	const enrichment = { ...found };
	if (found.task) enrichment.task = toDetail(found.task, taskShape, detail);
	if (found.contact) enrichment.contact = toDetail(found.contact, contactShape, detail);
	return enrichment;
}

async function fetchRecords(
	context: IWebhookFunctions,
	event: HighLevelEvent,
	found: Enrichment,
	signal: AbortSignal,
): Promise<void> {
	const wantsTask = /^Task(Create|Complete)$/.test(event.event) && event.contactId === null;
	const wantsContact = event.contactId !== null && event.event !== 'ContactDelete';
	if (!wantsTask && !wantsContact) return;

	const connection = await connect(context, event.locationId ?? '');
	if (event.locationId !== null && event.locationId !== connection.location) {
		throw new Error(
			`The credential is for another sub-account than the event, which comes from ${event.locationId}`,
		);
	}
	const client = new Client(context, connection, { signal, timeoutMs: DEADLINE_MS });
	const send = async (
		call: Pick<Call, 'method' | 'path' | 'body' | 'label' | 'scope' | 'expects'>,
	) => await client.send({ query: {}, version: connection.version, repeatable: true, ...call });

	if (wantsTask) {
		const task = await findTask(event, async (body) => {
			const response = await send({
				method: 'POST',
				path: `/locations/${encodeSegment(connection.location, 'Location')}/tasks/search`,
				body,
				label: 'Search tasks',
				scope: 'locations/tasks.readonly',
				expects: listUnder('tasks'),
			});
			return recordsAt(response, 'tasks');
		});
		if (!task) throw new Error('The task was not found in the sub-account');
		found.task = task;
		const contactId = textOf(task.contactId);
		if (contactId !== '') found.contactId = contactId;
	}

	const contactId = event.contactId ?? found.contactId;
	if (contactId === undefined) return;
	const response = await send({
		method: 'GET',
		path: `/contacts/${encodeSegment(contactId, 'Contact')}`,
		label: 'Get contact',
		scope: 'contacts.readonly',
		expects: CONTACT,
	});
	const contact = recordAt(response, 'contact');
	if (contact) found.contact = contact;
}

/** Task search has no filter by ID and no order, so it is narrowed by the event's fields. */
async function findTask(
	event: HighLevelEvent,
	search: (body: IDataObject) => Promise<IDataObject[]>,
): Promise<IDataObject | undefined> {
	const id = textOf(event.data.id);
	const assignedTo = textOf(event.data.assignedTo);
	const title = textOf(event.data.title);
	const narrowed: IDataObject = {
		limit: TASKS_PER_CALL,
		...(assignedTo === '' ? {} : { assignedTo: [assignedTo] }),
		...(title === '' ? {} : { query: title }),
	};
	for (let page = 0; page < MAX_TASK_CALLS; page++) {
		const tasks = await search({ ...narrowed, skip: page * TASKS_PER_CALL });
		const task = tasks.find((one) => textOf(one._id) === id || textOf(one.id) === id);
		if (task || tasks.length < TASKS_PER_CALL) return task;
	}
	return undefined;
}
