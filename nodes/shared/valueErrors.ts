// The errors for a user's values.

import type { ModelAdvice } from './modelAdvice';

/** A value that a converter rejects. The message ends a sentence that begins with the field's name: "is not a date". */
export class ValueError extends Error {
	/**
	 * @param next what the user can do, if that is more than to correct the value; `toNodeError` adds that nothing was sent
	 * @param model what a model is told instead, if the node is a tool
	 */
	constructor(
		message: string,
		readonly next?: string,
		readonly model?: ModelAdvice,
	) {
		super(message);
	}
}

/** A value that cannot be sent, with the titles of the fields that lead to it. */
export class FieldError extends Error {
	/**
	 * @param field titles joined by " > ", as the editor shows them
	 * @param reason what is wrong, as in a `ValueError`
	 * @param next what the user can do, as in a `ValueError`
	 * @param model what a model is told instead, as in a `ValueError`
	 */
	constructor(
		readonly field: string,
		readonly reason: string,
		readonly next?: string,
		readonly model?: ModelAdvice,
	) {
		super(`'${field}' ${reason}`);
	}
}
