// Reads an error together with its causes.

/** n8n wraps an error at most three times. */
const MAX_CHAIN_LENGTH = 6;

/** The members of an error that are worth reading, own and inherited. */
type Link = Record<string, unknown>;

/** @returns the thrown value as an error: n8n's rules forbid rethrowing a raw caught value */
export function asError(thrown: unknown): Error {
	return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** @returns an error and its causes, outermost first; n8n keeps different facts on different ones */
export function errorChain(error: unknown): Link[] {
	const links: Link[] = [];
	let link: unknown = error;
	while (typeof link === 'object' && link !== null && links.length < MAX_CHAIN_LENGTH) {
		const record = Object.assign(Object.create(null), link) as Link;
		if (link instanceof Error) {
			record.message = link.message;
			record.name = link.name;
			record.cause = link.cause;
		}
		links.push(record);
		link = record.cause;
	}
	return links;
}

/** The HTTP response in an error, as the HTTP client made it. */
export interface ErrorResponse {
	status: number;
	data?: unknown;
	headers?: object;
}

function isResponse(value: unknown): value is ErrorResponse {
	return (
		typeof value === 'object' &&
		value !== null &&
		'status' in value &&
		typeof value.status === 'number'
	);
}

/** @returns the response in an error: n8n keeps it in `error.cause.response`, its plain helper in `error.response` */
export function responseIn(error: unknown): ErrorResponse | undefined {
	return errorChain(error)
		.map((link) => link.response)
		.find(isResponse);
}

/** @returns whether an error is `origin` or has it among its causes */
export function comesFrom(error: unknown, origin: unknown): boolean {
	let link: unknown = error;
	for (let depth = 0; depth < MAX_CHAIN_LENGTH; depth++) {
		if (link === origin) return true;
		if (!(link instanceof Error)) return false;
		link = link.cause;
	}
	return false;
}
