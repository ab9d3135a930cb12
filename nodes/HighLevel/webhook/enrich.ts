import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import type { Call } from '../../shared/call';
import { Client } from '../../shared/client';
import { listUnder } from '../../shared/expectation';
import { encodeSegment } from '../../shared/request';
import { isRecord, recordsOf, textOf } from '../../shared/values';
import { unless } from '../../shared/wait';
import { connect } from '../api';
import { CONTACT } from '../expected';
import type { HighLevelEvent } from './normalise';

/** How long an event waits for its records, in all. */
const MOST_MS = 3000;
const TASKS_A_CALL = 100;
const MOST_TASK_CALLS = 3;

/** What was fetched for an event; `enrichment` says why something is missing. */
export interface Enrichment extends IDataObject {
	contactId?: string;
	contact?: IDataObject;
	task?: IDataObject;
	enrichment?: { error: string };
}

/**
 * Fetches the records that an event speaks of: the contact in full, and the task with its contact where HighLevel left
 * the contact out (live TaskCreate has neither `contactId` nor `body`). Takes 3 seconds at most and never fails.
 */
export async function enrich(
	context: IWebhookFunctions,
	event: HighLevelEvent,
): Promise<Enrichment> {
	const found: Enrichment = {};
	const signal = AbortSignal.timeout(MOST_MS);
	try {
		await unless(fetchRecords(context, event, found, signal), [
			signal,
			() => new Error('too late'),
		]);
		return { ...found };
	} catch (error) {
		const message = signal.aborted
			? `HighLevel did not answer within ${MOST_MS / 1000} seconds`
			: error instanceof Error
				? error.message
				: 'HighLevel could not be asked';
		return { ...found, enrichment: { error: message } };
	}
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
			`The credential belongs to another sub-account than the event, which is of ${event.locationId}`,
		);
	}
	const client = new Client(context, connection, { signal, timeoutMs: MOST_MS });
	const send = async (
		call: Pick<Call, 'method' | 'path' | 'body' | 'label' | 'scope' | 'expects'>,
	) => await client.send({ query: {}, version: connection.version, repeatable: true, ...call });

	if (wantsTask) {
		const task = await findTask(event, async (body) => {
			const answer = await send({
				method: 'POST',
				path: `/locations/${encodeSegment(connection.location, 'Location')}/tasks/search`,
				body,
				label: 'Search tasks',
				scope: 'locations/tasks.readonly',
				expects: listUnder('tasks'),
			});
			return isRecord(answer) ? recordsOf(answer.tasks) : [];
		});
		if (!task) throw new Error('The task was not found in the sub-account');
		found.task = task;
		const contactId = textOf(task.contactId);
		if (contactId !== '') found.contactId = contactId;
	}

	const contactId = event.contactId ?? found.contactId;
	if (contactId === undefined) return;
	const answer = await send({
		method: 'GET',
		path: `/contacts/${encodeSegment(contactId, 'Contact')}`,
		label: 'Get contact',
		scope: 'contacts.readonly',
		expects: CONTACT,
	});
	if (isRecord(answer) && isRecord(answer.contact)) found.contact = answer.contact;
}

/** The location's task search has no filter by ID and no order: it is narrowed by what the event tells. */
async function findTask(
	event: HighLevelEvent,
	search: (body: IDataObject) => Promise<IDataObject[]>,
): Promise<IDataObject | undefined> {
	const id = textOf(event.data.id);
	const assignedTo = textOf(event.data.assignedTo);
	const title = textOf(event.data.title);
	const narrowed: IDataObject = {
		limit: TASKS_A_CALL,
		...(assignedTo === '' ? {} : { assignedTo: [assignedTo] }),
		...(title === '' ? {} : { query: title }),
	};
	for (let page = 0; page < MOST_TASK_CALLS; page++) {
		const tasks = await search({ ...narrowed, skip: page * TASKS_A_CALL });
		const task = tasks.find((one) => textOf(one._id) === id || textOf(one.id) === id);
		if (task || tasks.length < TASKS_A_CALL) return task;
	}
	return undefined;
}
