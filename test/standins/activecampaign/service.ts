/** What happens to a request between its arrival and its handler. */
import type { Answer } from '../shared/answer';
import { Refusal } from '../shared/answer';
import { Effects } from '../shared/effects';
import { header } from '../shared/httpMessages';
import { isObject } from '../shared/json';
import type { JsonObject } from '../shared/json';
import type { Control, Received, Service } from '../shared/parts';
import { Router } from '../shared/router';
import type { Call, Handler } from './call';
import type { Limiter } from './limiter';
import { forbidden } from './refusal';
import { HANDLERS } from './resources';

const BASE = '/api/3';

interface Operation {
	method: string;
	path: string;
	id: string;
	handler: Handler;
}

const OPERATIONS: Operation[] = Object.entries(HANDLERS).map(([id, handler]) => {
	const [method = '', path = ''] = id.split(' ');
	return { method, path, id, handler };
});

/** Takes a request through key, rate limit, route and body to its handler. */
export class ActiveCampaignService implements Service {
	private readonly router = new Router(OPERATIONS);
	private readonly effects = new Effects();

	constructor(
		private readonly key: () => string,
		private readonly limiter: Limiter,
		private readonly parts: () => Omit<Call, 'params' | 'query' | 'body' | 'effect'>,
		readonly controls: Record<string, Control>,
	) {}

	prepare({ request, raw, entry, headers }: Received): () => Answer {
		if (header(request, 'api-token') !== this.key()) throw forbidden();
		entry.account = 'account';
		const verdict = this.limiter.take();
		Object.assign(headers, verdict.headers);
		if (!verdict.allowed) {
			entry.limited = true;
			throw new Refusal(this.limiter.settings.status, { message: 'Too Many Requests' });
		}
		const { method, path } = entry;
		const match = path.startsWith(`${BASE}/`)
			? this.router.find(method, path.slice(BASE.length))
			: undefined;
		if (match === undefined) {
			throw new Refusal(404, { message: `No Route Matched For ${method} ${path}` });
		}
		entry.operationId = match.operation.id;
		const body = bodyOf(raw);
		entry.body = raw === '' ? undefined : body;
		return () =>
			match.operation.handler({
				...this.parts(),
				params: match.params,
				query: entry.query,
				body,
				effect: (kind, ...recordIds) => this.effects.note(entry, kind, recordIds),
			});
	}
}

function bodyOf(raw: string): JsonObject {
	if (raw === '') return {};
	try {
		const parsed: unknown = JSON.parse(raw);
		return isObject(parsed) ? parsed : {};
	} catch {
		throw new Refusal(400, { message: 'The request body is not valid JSON' });
	}
}
