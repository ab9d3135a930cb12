/** The HTTP side of a stand-in. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';

import type { Answer, Page } from './answer';
import { Refusal } from './answer';
import { Controls } from './control';
import { answerInstead } from './faultAnswers';
import type { Fault, FaultAction } from './faults';
import { header, maskedHeaders, queryOf, readBody } from './httpMessages';
import { isObject } from './json';
import type { LogEntry } from './log';
import type { CommonParts, Service } from './parts';
import type { Reply } from './sendFaulty';
import { sendFaulty } from './sendFaulty';

const MAX_LOG_ENTRIES = 500_000;

/** Milliseconds since the epoch with fractions, so that the log can be ordered. */
function now(): number {
	return performance.timeOrigin + performance.now();
}

function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * The HTTP side of a stand-in: receives requests, logs them, applies planted faults and latency, sends the answers, and
 * serves the control endpoints. The service says what the answers are.
 */
export class StandInServer {
	private readonly server: Server;
	private readonly controls: Controls;
	private nextRequest = 1;

	constructor(
		private readonly parts: CommonParts,
		private readonly service: Service,
	) {
		this.controls = new Controls(parts, service.controls);
		this.server = createServer((request, response) => {
			this.receive(request, response).catch((error: unknown) => {
				this.send(response, {
					status: 500,
					headers: {},
					text: JSON.stringify({
						statusCode: 500,
						message: `stand-in: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
					}),
				});
			});
		});
		// Clients reuse connections: closing idle ones early would look to them like a reset.
		this.server.keepAliveTimeout = 120_000;
		this.server.headersTimeout = 130_000;
	}

	/** Listens on the loopback interface and returns the base address; port 0 takes a free one. */
	async listen(port: number): Promise<string> {
		await new Promise<void>((resolve, reject) => {
			this.server.once('error', reject);
			this.server.listen(port, '127.0.0.1', resolve);
		});
		const address = this.server.address() as AddressInfo;
		return `http://127.0.0.1:${address.port}`;
	}

	/** Stops listening and drops every connection, including those still waiting for an answer. */
	async close(): Promise<void> {
		const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
		this.server.closeAllConnections();
		await closed;
	}

	private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const [path = '', ...rest] = (request.url ?? '').split('?');
		const search = rest.join('?');
		const method = request.method ?? 'GET';
		const raw = await readBody(request);
		if (path.startsWith('/__control')) {
			const answer = () => this.controls.answer(method, path, search, raw);
			this.send(response, replyTo(answer, {}));
			return;
		}
		const { latencyMs, latencyPlace } = this.parts.settings;
		const before = latencyPlace === 'around' ? latencyMs / 2 : 0;
		if (before > 0) await pause(before);
		const page = this.service.page?.({ method, path, search, raw });
		if (page !== undefined) {
			this.sendPage(response, page);
			return;
		}
		const entry = this.enter(request, path, search);
		response.once('close', () => (entry.hungUp = !response.writableFinished));
		await this.answerEntry(request, response, entry, raw, latencyMs - before);
	}

	private async answerEntry(
		request: IncomingMessage,
		response: ServerResponse,
		entry: LogEntry,
		raw: string,
		latencyMs: number,
	): Promise<void> {
		const headers: Record<string, string> = {};
		let struck: Fault | undefined;
		const answer = (): Answer => {
			const work = this.service.prepare({ request, raw, entry, headers });
			struck = this.parts.faults.pick({
				method: entry.method,
				path: entry.path,
				...(entry.operationId === undefined ? {} : { operationId: entry.operationId }),
			});
			if (struck !== undefined) {
				entry.fault = struck.rule.name ?? struck.rule.action.kind;
				const instead = answerInstead(struck.rule.action, request, raw);
				if (instead !== undefined) {
					if (instead.takesEffect) work();
					return instead.answer;
				}
			}
			return work();
		};
		const reply = replyTo(answer, headers, this.service.finish?.bind(this.service));
		const action = struck?.rule.action;
		const delay = latencyMs + (action?.kind === 'delay' ? action.ms : 0);
		if (delay > 0) await pause(delay);
		if (action?.kind === 'status') Object.assign(reply.headers, action.headers);
		this.deliver(response, entry, reply, action);
	}

	private deliver(
		response: ServerResponse,
		entry: LogEntry,
		reply: Reply,
		action: FaultAction | undefined,
	): void {
		if (action !== undefined && sendFaulty(response, reply, action)) return;
		entry.status = reply.status;
		entry.answeredAt = now();
		this.send(response, reply);
	}

	private enter(request: IncomingMessage, path: string, search: string): LogEntry {
		const entry: LogEntry = {
			id: this.nextRequest,
			method: request.method ?? 'GET',
			path,
			query: queryOf(search),
			headers: maskedHeaders(request),
			body: undefined,
			at: now(),
			account: undefined,
			operationId: undefined,
			version: header(request, 'version'),
			status: undefined,
			answeredAt: undefined,
			limited: false,
			hungUp: false,
			fault: undefined,
			effect: undefined,
		};
		this.nextRequest += 1;
		const { log } = this.parts;
		log.push(entry);
		if (log.length > MAX_LOG_ENTRIES) log.splice(0, MAX_LOG_ENTRIES / 10);
		return entry;
	}

	private sendPage(response: ServerResponse, page: Page): void {
		const headers: Record<string, string> = { 'content-type': 'text/html; charset=utf-8' };
		if (page.redirect !== undefined) headers.location = page.redirect;
		response.writeHead(page.status, headers);
		response.end(page.html ?? '');
	}

	private send(response: ServerResponse, reply: Reply): void {
		if (response.destroyed) return;
		response.writeHead(reply.status, {
			'content-type': 'application/json; charset=utf-8',
			...reply.headers,
			'content-length': Buffer.byteLength(reply.text),
		});
		response.end(reply.text);
	}
}

/** Runs `work` and turns its answer or its refusal into a reply. */
function replyTo(
	work: () => Answer,
	headers: Record<string, string>,
	finish: Service['finish'] = (body) => body,
): Reply {
	let answer: Answer;
	try {
		answer = work();
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		answer = { status: error.status, body: error.body, headers: error.headers };
	}
	const body = isObject(answer.body) ? finish(answer.body) : answer.body;
	return {
		status: answer.status ?? 200,
		headers: { ...headers, ...answer.headers },
		text: typeof body === 'string' ? body : JSON.stringify(body),
	};
}
