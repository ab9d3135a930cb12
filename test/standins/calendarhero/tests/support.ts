/** What the tests of the stand-in share. */
import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

import { startCalendarHeroStandIn } from '..';
import type { CalendarHeroOptions, CalendarHeroStandIn } from '..';
import { isObject } from '../../shared/json';
import type { JsonObject } from '../../shared/json';

/** The answer to a raw HTTP call. */
export interface Reply {
	status: number;
	text: string;
	headers: Headers;
	/** The parsed body; undefined if it is not JSON. */
	json: unknown;
	/** The body if it is an object, else an empty one. */
	body: JsonObject;
	/** The objects of the body if it is an array. */
	list: JsonObject[];
}

export interface Sending {
	body?: unknown;
	/** Default: the right token; null sends none. */
	authorization?: string | null;
	/** A body to be sent as it is, with this content type. */
	raw?: { type: string; text: string };
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** A stand-in that lives as long as the tests of one file. */
export interface StandInUnderTest {
	readonly standIn: CalendarHeroStandIn;
	/** One raw HTTP call, such as `GET /contact?search=x`. */
	send(request: string, sending?: Sending): Promise<Reply>;
	/** Sends a JSON body. */
	post(request: string, body: unknown): Promise<Reply>;
	/** Creates a meeting request of an hour's window for a 30-minute call, and returns its ID. */
	invite(values?: JsonObject): Promise<string>;
}

/** Starts a stand-in before the tests of a file, resets it before each one, and closes it after the last. */
export function useStandIn(options: CalendarHeroOptions = {}): StandInUnderTest {
	let standIn: CalendarHeroStandIn;
	beforeAll(async () => {
		standIn = await startCalendarHeroStandIn(options);
	});
	afterAll(() => standIn.close());
	beforeEach(() => standIn.reset());
	const send = async (request: string, sending: Sending = {}): Promise<Reply> => {
		const [method = 'GET', path = ''] = request.split(' ');
		const headers: Record<string, string> = {};
		const { authorization = standIn.token, body, raw } = sending;
		if (authorization !== null) headers.Authorization = authorization;
		if (raw !== undefined) headers['Content-Type'] = raw.type;
		else if (body !== undefined) headers['Content-Type'] = 'application/json';
		const sent = raw?.text ?? (body === undefined ? undefined : JSON.stringify(body));
		const answer = await fetch(`${standIn.url}${path}`, {
			method,
			headers,
			...(sent === undefined ? {} : { body: sent }),
		});
		const text = await answer.text();
		const json = parsed(text);
		return {
			status: answer.status,
			text,
			headers: answer.headers,
			json,
			body: isObject(json) ? json : {},
			list: Array.isArray(json) ? json.filter(isObject) : [],
		};
	};
	const post = (request: string, body: unknown) => send(request, { body });
	return {
		get standIn() {
			return standIn;
		},
		send,
		post,
		invite: async (values = {}) => {
			const { body, text } = await post('POST /meeting/tasks', { ...hourFrom(1), ...values });
			if (typeof body.id !== 'string') throw new Error(`no request was made: ${text}`);
			return body.id;
		},
	};
}

const HOUR = 3_600_000;

/** The time so many days from now, at the full second, as CalendarHero's documentation writes times. */
export function inDays(days: number, hours = 0): string {
	const ms = Math.ceil(Date.now() / 1000) * 1000 + days * 24 * HOUR + hours * HOUR;
	return new Date(ms).toISOString().replace('.000Z', 'Z');
}

/** A complete request for a 30-minute call, to be held within an hour, so many days from now. */
export function hourFrom(days: number): JsonObject {
	const dateStart = inDays(days);
	return {
		subject: 'Tour of the mill',
		description: 'Agenda: looms, invoices.',
		dateStart,
		dateEnd: new Date(Date.parse(dateStart) + HOUR).toISOString(),
		meetingLength: 30,
		type: 'call',
		contactEmails: ['jonas@brightmill.example'],
	};
}

/** A delivery as a receiver sees it. */
export interface Arrival {
	path: string;
	headers: IncomingHttpHeaders;
	body: unknown;
}

/** A receiver of webhooks. */
export interface Receiver {
	readonly url: string;
	readonly arrivals: Arrival[];
	/** What it answers; default: 200. */
	status: number;
	close(): Promise<void>;
}

/** Starts a receiver of webhooks on the loopback interface. */
export async function startReceiver(): Promise<Receiver> {
	const arrivals: Arrival[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const text = Buffer.concat(chunks).toString();
			arrivals.push({ path: request.url ?? '', headers: request.headers, body: parsed(text) });
			response.writeHead(receiver.status).end();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const receiver: Receiver = {
		url: `http://127.0.0.1:${port}`,
		arrivals,
		status: 200,
		close: () => new Promise((resolve) => server.close(() => resolve())),
	};
	return receiver;
}
