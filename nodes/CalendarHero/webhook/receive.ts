// Handles a delivery.

import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { cachedIn } from '../../shared/cache';
import { Client } from '../../shared/client';
import { isRecord, textOf } from '../../shared/values';
import { rejectOnAbort } from '../../shared/wait';
import { respond } from '../../shared/webhookResponse';
import { connect } from '../api';
import { readWith } from '../calls';
import { findMeetingRequest } from '../meetingRequests';
import { chosenEvents } from './events';
import { memoryOf, noteDelivery } from './memory';
import { keyOf, recordOf, requestOutput, toOutput } from './output';

/** How long an event waits for its meeting request. */
const DEADLINE_MS = 3000;

/** Answers in n8n's place, without an execution. */
function refuse(context: IWebhookFunctions, message: string, status: number): IWebhookResponseData {
	respond(context, status, { message });
	return { noWebhookResponse: true };
}

/** The event is the last part of the URL, since the body does not name it. Deliveries are not signed. */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const params: unknown = context.getParamsData();
	const name = isRecord(params) ? textOf(params.event) : '';
	const event = chosenEvents(context).find(({ value }) => value === name);
	if (!event) return refuse(context, 'This workflow does not listen to this event', 404);
	const body: unknown = context.getBodyData();
	if (!isRecord(body) || Object.keys(body).length === 0) {
		return refuse(context, 'The body is not a JSON object', 400);
	}
	const record = recordOf(body, event);
	noteDelivery(memoryOf(context), keyOf(event, record));
	const simple = context.getNodeParameter('simple', true) === true;
	const fetches = context.getNodeParameter('fetchRequest', false) === true;
	const more = fetches && event.about === 'request' ? await enrich(context, record, simple) : {};
	return { workflowData: [[{ json: toOutput(event, body, simple, more) }]] };
}

/** Looks up the meeting request of an event. Takes 3 seconds at most and never throws. */
async function enrich(
	context: IWebhookFunctions,
	{ id }: IDataObject,
	simple: boolean,
): Promise<IDataObject> {
	const signal = AbortSignal.timeout(DEADLINE_MS);
	try {
		const found = await rejectOnAbort(find(context, textOf(id), signal), [
			signal,
			() => new Error(`CalendarHero did not respond within ${DEADLINE_MS / 1000} seconds`),
		]);
		if (found) return { request: requestOutput(found, simple) };
		return { enrichment: { error: 'No list of CalendarHero has a meeting request with this ID' } };
	} catch (error) {
		const message = signal.aborted
			? `CalendarHero did not respond within ${DEADLINE_MS / 1000} seconds`
			: error instanceof Error
				? error.message
				: 'The meeting request could not be read';
		return { enrichment: { error: message } };
	}
}

async function find(
	context: IWebhookFunctions,
	id: string,
	signal: AbortSignal,
): Promise<IDataObject | undefined> {
	if (id === '') return undefined;
	const client = new Client(context, await connect(context), { signal, timeoutMs: DEADLINE_MS });
	const states = ['upcoming', 'closed', 'active'];
	return await findMeetingRequest(readWith(client), cachedIn(new Map()), id, states);
}
