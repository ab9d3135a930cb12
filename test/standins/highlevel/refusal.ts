import type { JsonObject } from './json';

/** An answer that refuses a request; the server adds `traceId`. */
export class Refusal extends Error {
	constructor(
		readonly status: number,
		readonly body: JsonObject,
	) {
		super(typeof body.message === 'string' ? body.message : `status ${status}`);
		this.name = 'Refusal';
	}
}

/** 400: a business rule. */
export function badRequest(message: string, more: JsonObject = {}): Refusal {
	return new Refusal(400, { statusCode: 400, message, error: 'Bad Request', ...more });
}

/** 400: the id names no record of this location (HighLevel answers 400 here, not 404). */
export function unknownRecord(kind: string, id: string): Refusal {
	return new Refusal(400, { statusCode: 400, message: `${kind} with id ${id} not found` });
}

/** 401: whatever is wrong with the token, the version or the scope, told apart by its text only. */
export function unauthorized(message: string): Refusal {
	return new Refusal(401, { statusCode: 401, message });
}

/** 403: the location is missing, wrong or somebody else's. */
export function wrongLocation(): Refusal {
	return new Refusal(403, {
		statusCode: 403,
		message: 'The token does not have access to this location.',
		error: 'Forbidden',
	});
}

/** 404: nothing at this path for this version. */
export function notFound(message: string): Refusal {
	return new Refusal(404, { statusCode: 404, message, error: 'Not Found' });
}

/** 422: what class-validator says about the request, always as a list. */
export function unprocessable(messages: string[]): Refusal {
	return new Refusal(422, { statusCode: 422, message: messages, error: 'Unprocessable Entity' });
}
