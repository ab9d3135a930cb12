/** The error answers of the API; the server adds `traceId`. */
import { Refusal } from '../shared/answer';
import type { JsonObject } from '../shared/json';

/** 400: a business rule is violated. */
export function badRequest(message: string, more: JsonObject = {}): Refusal {
	return new Refusal(400, { statusCode: 400, message, error: 'Bad Request', ...more });
}

/** 400: the location has no record with this ID (HighLevel answers 400 here, not 404). */
export function unknownRecord(kind: string, id: string): Refusal {
	return new Refusal(400, { statusCode: 400, message: `${kind} with id ${id} not found` });
}

/** 401: the token, the version or the scope is wrong; only the message says which. */
export function unauthorized(message: string): Refusal {
	return new Refusal(401, { statusCode: 401, message });
}

/** 403: the location is missing or not the token's. */
export function wrongLocation(): Refusal {
	return new Refusal(403, {
		statusCode: 403,
		message: 'The token does not have access to this location.',
		error: 'Forbidden',
	});
}

/** A slot that is taken or off the grid; 422 has a list of messages, as always. */
export function slotLost(status: 400 | 409 | 422): Refusal {
	const message = 'The slot you have selected is no longer available.';
	if (status === 422) return unprocessable([message]);
	return status === 400
		? badRequest(message)
		: new Refusal(409, { statusCode: 409, message, error: 'Conflict' });
}

/** 404: this version has nothing at this path. */
export function notFound(message: string): Refusal {
	return new Refusal(404, { statusCode: 404, message, error: 'Not Found' });
}

/** 422: class-validator's messages about the request, always as a list. */
export function unprocessable(messages: string[]): Refusal {
	return new Refusal(422, { statusCode: 422, message: messages, error: 'Unprocessable Entity' });
}
