import { createServer } from 'node:http';
import type { Server } from 'node:http';

import type { CheckOptions } from '../../scripts/check-live/options';
import { isBad, reportText } from '../../scripts/check-live/report';
import type { Report } from '../../scripts/check-live/report';
import { checkLive } from '../../scripts/check-live/run';
import { SEED, startHighLevelStandIn } from '../standins/highlevel';
import type { HighLevelStandIn } from '../standins/highlevel';
import { isObject } from '../standins/shared/json';
import type { JsonObject } from '../standins/shared/json';

let standIn: HighLevelStandIn;
let proxy: Proxy;

/** A proxy in front of the stand-in that changes its responses, like an API whose behaviour has changed. */
class Proxy {
	/** Changes a response; the path does not include the query. */
	change: (path: string, body: JsonObject, headers: Headers) => { status?: number } | void =
		() => {};
	url = '';
	readonly requests: string[] = [];
	private readonly server: Server;

	constructor(target: () => string) {
		this.server = createServer((request, response) => {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				void this.forward(target(), request.method ?? '', request.url ?? '', chunks, {
					version: String(request.headers.version ?? ''),
					authorization: request.headers.authorization ?? '',
				}).then(({ status, headers, text }) => {
					const plain: Record<string, string> = {};
					headers.forEach((value, name) => {
						plain[name] = value;
					});
					response.writeHead(status, plain);
					response.end(text);
				});
			});
		});
	}

	private async forward(
		target: string,
		method: string,
		path: string,
		chunks: Buffer[],
		given: { version: string; authorization: string },
	) {
		this.requests.push(`${method} ${path.split('?')[0]}`);
		const sent = await fetch(`${target}${path}`, {
			method,
			headers: {
				authorization: given.authorization,
				...(given.version === '' ? {} : { version: given.version }),
				...(chunks.length > 0 ? { 'content-type': 'application/json' } : {}),
			},
			body: chunks.length > 0 ? Buffer.concat(chunks) : undefined,
		});
		const headers = new Headers(sent.headers);
		for (const name of ['content-length', 'transfer-encoding', 'connection']) headers.delete(name);
		const body: unknown = await sent.json();
		const status = isObject(body)
			? this.change(path.split('?')[0] ?? '', body, headers)?.status
			: undefined;
		return { status: status ?? sent.status, headers, text: JSON.stringify(body) };
	}

	async open(): Promise<void> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		const address = this.server.address();
		if (address === null || typeof address === 'string') throw new Error('No port');
		this.url = `http://127.0.0.1:${address.port}`;
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}

beforeAll(async () => {
	standIn = await startHighLevelStandIn({ limiter: { max: 100_000 } });
	proxy = new Proxy(() => standIn.url);
	await proxy.open();
});
beforeEach(() => {
	standIn.reset();
	proxy.change = () => {};
	proxy.requests.length = 0;
});
afterAll(async () => {
	await proxy.close();
	await standIn.close();
});

async function check(more: Partial<CheckOptions> = {}): Promise<Report> {
	return await checkLive({
		account: {
			url: proxy.url,
			token: standIn.tokens.privateIntegration,
			locationId: standIn.locationId,
			calendarId: SEED.calendars.discovery,
		},
		set: 'v3',
		write: false,
		...more,
	});
}

const differing = ({ findings }: Report) =>
	findings
		.filter(({ verdict }) => verdict === 'differs')
		.map(({ probe, fact, expected, seen }) => `${probe}: ${fact}: ${expected} -> ${seen}`);

describe.each(['v3', '2021'] as const)('an API that behaves as expected, version %s', (set) => {
	it('shows no difference, and receives no writes', async () => {
		const report = await check({ set });
		expect(differing(report)).toEqual([]);
		expect(isBad(report)).toBe(false);
		expect(report.findings.filter(({ verdict }) => verdict === 'same').length).toBeGreaterThan(40);
		const writes = proxy.requests.filter(
			(line) => !line.startsWith('GET ') && line !== 'POST /contacts/search',
		);
		expect(writes).toEqual([]);
		expect(standIn.log.filter(({ effect }) => effect !== undefined)).toEqual([]);
	});

	it('shows no difference with --write either, and everything created is deleted', async () => {
		const contacts = standIn.state.contacts.size;
		const report = await check({ set, write: true });
		expect(differing(report)).toEqual([]);
		expect(report.left).toEqual([]);
		expect(standIn.state.contacts.size).toBe(contacts);
		expect(standIn.state.appointments.all().filter(({ deleted }) => !deleted)).toEqual([]);
		expect(report.deviations).toEqual(
			expect.arrayContaining(['appointment-wrapper', 'appointment-answers', 'search-grammar']),
		);
	});
});

describe('an API that has changed', () => {
	it('reports a renamed wrapper, and that the node would find no record', async () => {
		proxy.change = (path, body) => {
			if (path !== '/contacts/search') return;
			body.items = body.contacts;
			delete body.contacts;
		};
		const found = differing(await check());
		expect(found).toContain(
			'contacts: search: keys of the answer: contacts, total, traceId -> items, total, traceId',
		);
		expect(found).toContain(
			'contacts: search: the node finds its record under contacts: yes -> no',
		);
	});

	it('reports a key with another type', async () => {
		proxy.change = (path, body) => {
			if (path !== `/calendars/${SEED.calendars.discovery}`) return;
			if (isObject(body.calendar)) body.calendar.slotDuration = { value: 30 };
		};
		expect(differing(await check())).toEqual([
			'calendars: get: type of calendar.slotDuration: number -> object',
		]);
	});

	it('reports other statuses, missing headers and other messages', async () => {
		proxy.change = (path, body, headers) => {
			headers.delete('x-ratelimit-daily-reset');
			if (path === '/contacts/nobody00000000000000') body.message = 'Unknown';
			return path.endsWith('/tags') ? { status: 203 } : undefined;
		};
		expect(differing(await check())).toEqual([
			'rate limit headers: x-ratelimit-daily-reset: a number -> absent',
			'contacts: get one that does not exist: message: Contact with id <id> not found -> Unknown',
			'tags: status: 200 -> 203',
		]);
	});

	it('reports an appointment under another wrapper, with --write', async () => {
		proxy.change = (path, body) => {
			if (!path.startsWith('/calendars/events/appointments/') || !('appointment' in body)) return;
			body.event = body.appointment;
			delete body.appointment;
		};
		const report = await check({ write: true });
		expect(differing(report)).toContain(
			'write: contact and appointment: read appointment: wrapper: appointment -> event',
		);
		expect(isBad(report)).toBe(true);
	});

	it('mentions a new key without counting it as a difference', async () => {
		proxy.change = (path, body) => {
			if (path === `/locations/${standIn.locationId}` && isObject(body.location)) {
				body.location.favouriteColour = 'green';
			}
		};
		const report = await check();
		expect(report.findings).toContainEqual(
			expect.objectContaining({ verdict: 'more', seen: 'location.favouriteColour' }),
		);
		expect(isBad(report)).toBe(false);
	});

	it('lists what it could not delete', async () => {
		let deletes = 0;
		proxy.change = (path, body) => {
			if (!/^\/contacts\/\w+$/.test(path) || !('succeded' in body) || 'contact' in body) return;
			deletes += 1;
			return deletes === 1 ? { status: 500 } : undefined;
		};
		const report = await check({ write: true });
		expect(report.left).toEqual([expect.stringMatching(/^contact \w+$/)]);
		expect(reportText(report)).toContain('NOT DELETED');
		expect(isBad(report)).toBe(true);
	});
});

describe('the report', () => {
	it('marks a probe as unclear, not different, if a scope is missing', async () => {
		const { value } = standIn.issuePrivateIntegration({ scopes: ['calendars.readonly'] });
		const account = { url: proxy.url, token: value, locationId: standIn.locationId };
		const report = await check({ account });
		expect(differing(report)).toEqual([]);
		expect(report.findings).toContainEqual(
			expect.objectContaining({
				probe: 'tags',
				verdict: 'unclear',
				seen: '401: the token lacks locations/tags.readonly',
			}),
		);
	});

	it('does not count a token that is rejected everywhere as agreement', async () => {
		const account = { url: proxy.url, token: 'pit-wrong', locationId: standIn.locationId };
		expect(isBad(await check({ account }))).toBe(true);
	});

	it('contains no token, person or ID', async () => {
		const text = reportText(await check({ write: true }));
		const people = standIn.state.contacts
			.all()
			.flatMap(({ email, phone, firstName }) => [email, phone, firstName]);
		const private_ = [
			standIn.tokens.privateIntegration,
			standIn.locationId,
			SEED.calendars.discovery,
			SEED.contacts.maria,
			...people,
		];
		expect(private_.length).toBeGreaterThan(6);
		expect(private_.filter((one) => typeof one === 'string' && text.includes(one))).toEqual([]);
	});
});
