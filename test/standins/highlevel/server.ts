/** The HTTP side of the stand-in. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';

import type { Answer } from './call';
import type { Page } from './consent';
import { control } from './control';
import type { Reply } from './delivery';
import { sendFaulty } from './delivery';
import type { Operation } from './digest';
import { answerInstead } from './faultAnswers';
import type { Fault, FaultAction } from './faults';
import { header, maskedHeaders, queryOf, readBody } from './httpMessages';
import { isObject } from './json';
import type { LogEntry } from './log';
import type { Parts } from './parts';
import { Refusal } from './refusal';
import { RequestPipeline } from './requestPipeline';

const MAX_LOG_ENTRIES = 500_000;

/** Milliseconds since the epoch with fractions, so that the log can be ordered. */
function now(): number {
	return performance.timeOrigin + performance.now();
}

function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The HTTP side of the stand-in: receives requests, logs them, applies planted faults and latency, and sends the answers. */
export class StandInServer {
	private readonly pipeline: RequestPipeline;
	private readonly server: Server;
	private nextRequest = 1;

	constructor(
		private readonly parts: Parts,
		private readonly log: LogEntry[],
	) {
		this.pipeline = new RequestPipeline(parts);
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

	/** The operations it serves, of both version sets. */
	get operations(): Operation[] {
		return this.pipeline.operations;
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
		const raw = await readBody(request);
		if (path.startsWith('/__control')) {
			const { status, body } = control(
				this.parts,
				this.log,
				request.method ?? 'GET',
				path,
				search,
				raw,
			);
			this.send(response, { status, headers: {}, text: JSON.stringify(body) });
			return;
		}
		const { latencyMs, latencyPlace } = this.parts.settings;
		const before = latencyPlace === 'around' ? latencyMs / 2 : 0;
		if (before > 0) await pause(before);
		if (/^(\/v2)?\/oauth\/chooselocation$/.test(path)) {
			this.sendPage(response, this.consentPage(request.method, search, raw));
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
		const rateHeaders: Record<string, string> = {};
		let struck: Fault | undefined;
		const reply = this.reply(rateHeaders, () => {
			const work = this.pipeline.prepare(request, entry, raw, rateHeaders);
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
		});
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
		this.log.push(entry);
		if (this.log.length > MAX_LOG_ENTRIES) this.log.splice(0, MAX_LOG_ENTRIES / 10);
		return entry;
	}

	/** Runs `work` and turns its answer or its refusal into a reply; a JSON object also gets a traceId. */
	private reply(headers: Record<string, string>, work: () => Answer): Reply {
		let answer: Answer;
		try {
			answer = work();
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			answer = { status: error.status, body: error.body };
		}
		const { body } = answer;
		const traced = isObject(body) ? { ...body, traceId: randomUUID() } : body;
		return {
			status: answer.status ?? 200,
			headers: { ...headers },
			text: typeof traced === 'string' ? traced : JSON.stringify(traced),
		};
	}

	private consentPage(method: string | undefined, search: string, raw: string): Page {
		const { oauth } = this.parts;
		return method === 'POST'
			? oauth.consentPage.submit(new URLSearchParams(raw))
			: oauth.consentPage.show(new URLSearchParams(search));
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
