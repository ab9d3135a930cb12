// Recognises the refusal of a slot that is no longer free.

import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../../shared/failure';
import type { Body } from '../../../shared/http';
import { isRecord, textOf } from '../../../shared/values';

/** HighLevel's message for a time that is taken or is not a slot. */
const TAKEN = /slot you have selected is no longer available/i;
/** Key under which HighLevel's message is passed on as a response. */
const REASON = 'slotIsTaken';

/** Turns the refusal of a taken slot into a response; other refusals fail the call. */
export function slotTakenAsResponse({ status, message }: Failure): IDataObject | undefined {
	return status === 400 && TAKEN.test(message) ? { [REASON]: message } : undefined;
}

/** @returns HighLevel's message if `slotTakenAsResponse` made this response */
export function slotTakenReason(response: Body): string | undefined {
	return isRecord(response) && REASON in response ? textOf(response[REASON]) : undefined;
}
