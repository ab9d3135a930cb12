// Turns "not found" errors into responses.

import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../shared/failure';
import { isNotFound } from '../../shared/failure';
import { isRecord } from '../../shared/values';

/** Key of the response that stands for a record that does not exist. */
const NOT_FOUND = 'goneFromHighLevel';

/** Turns "not found" into a response: to a poll, a deleted record is a fact, not a failure. */
export function notFoundAsResponse(failure: Failure): IDataObject | undefined {
	return isNotFound(failure) ? { [NOT_FOUND]: true } : undefined;
}

/** @returns whether `notFoundAsResponse` made this response */
export function isNotFoundResponse(response: unknown): boolean {
	return isRecord(response) && response[NOT_FOUND] === true;
}
