/** The answers that a planted fault puts in place of the real one. */
import type { IncomingMessage } from 'node:http';

import type { Answer } from './answer';
import type { FaultAction } from './faults';
import { SECRET_FIELDS, SECRET_HEADERS } from './httpMessages';

/** An answer in place of the real one, and whether the request takes effect all the same. */
interface Instead {
	takesEffect: boolean;
	answer: Answer;
}

/** What a fault answers in place of the real answer; undefined where it leaves the answer itself alone. */
export function answerInstead(
	action: FaultAction,
	request: IncomingMessage,
	raw: string,
): Instead | undefined {
	switch (action.kind) {
		case 'status': {
			const body = action.body ?? { statusCode: action.status, message: 'planted fault' };
			return { takesEffect: action.effect === true, answer: { status: action.status, body } };
		}
		case 'echo': {
			const body = echo(request, raw, action.page === true);
			return { takesEffect: false, answer: { status: action.status, body } };
		}
		case 'reset':
		case 'never':
			return action.when === 'before' ? { takesEffect: false, answer: { body: {} } } : undefined;
		default:
			return undefined;
	}
}

function echo(request: IncomingMessage, raw: string, page: boolean): string {
	const { headers: given } = request;
	const token = SECRET_HEADERS.map((name) => given[name]).find((value) => value !== undefined);
	const headers = Object.fromEntries(
		Object.entries(given).filter(([name]) => /^(x-|proxy-|cookie)/.test(name)),
	) as Record<string, string>;
	const form = request.headers['content-type']?.includes('form') === true;
	const fields = form ? Object.fromEntries(new URLSearchParams(raw)) : {};
	const secret = Object.fromEntries(
		Object.entries(fields).filter(([key]) => SECRET_FIELDS.includes(key)),
	);
	return echoOf(String(token ?? ''), headers, secret, page);
}

/** An error that quotes the request, with its secrets in every form in which a service or a proxy may show them. */
function echoOf(
	authorization: string,
	headers: Record<string, string>,
	fields: Record<string, unknown>,
	page: boolean,
): string {
	const secrets = [authorization.replace(/^\w+\s+/, ''), ...Object.values(fields).map(String)];
	const forms = secrets
		.filter((secret) => secret.length >= 8)
		.flatMap((secret) => {
			const half = Math.floor(secret.length / 2);
			return [
				secret,
				`${secret.slice(0, half)} ${secret.slice(half)}`,
				[...secret].join(' '),
				Buffer.from(secret).toString('base64'),
				Buffer.from(`x:${secret}`).toString('base64'),
				Buffer.from(`ab:${secret}`).toString('base64url'),
				[...secret].map((one) => `%${one.charCodeAt(0).toString(16)}`).join(''),
			];
		});
	const sent = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
	const said = `You sent ${authorization}, that is ${forms.join(' or ')}\n${sent.join('\n')}`;
	return page
		? `<html><head><title>Bad gateway</title></head><body><pre>${said}</pre></body></html>`
		: JSON.stringify({ statusCode: 400, message: said, error: said, traceId: forms[0] ?? said });
}
