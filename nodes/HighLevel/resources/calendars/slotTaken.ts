// Lets an operation go on after a slot turned out to be taken.

import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../../shared/failure';
import type { Body } from '../../../shared/http';
import { isRecord, textOf } from '../../../shared/values';
import { isSlotTaken } from '../../freeSlots';

/** Key under which HighLevel's message is passed on as a response. */
const REASON = 'slotIsTaken';

/** Turns the refusal of a taken slot into a response; other refusals fail the call. */
export function slotTakenAsResponse(failure: Failure): IDataObject | undefined {
	return isSlotTaken(failure) ? { [REASON]: failure.message } : undefined;
}

/** @returns HighLevel's message if `slotTakenAsResponse` made this response */
export function slotTakenReason(response: Body): string | undefined {
	return isRecord(response) && REASON in response ? textOf(response[REASON]) : undefined;
}
