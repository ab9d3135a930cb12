/** Serves the start page on loopback, tells it what changes, and takes its clicks. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { join } from 'node:path';

/** How often the page hears of changes, in milliseconds. */
const TICK_MS = 400;
const MOST_BYTES = 100_000;

const PAGE = join(__dirname, 'page');
const FILES: Record<string, [file: string, type: string]> = {
	'/': ['index.html', 'text/html; charset=utf-8'],
	'/page.css': ['page.css', 'text/css; charset=utf-8'],
	'/page.js': ['page.js', 'text/javascript; charset=utf-8'],
	'/icon.svg': ['icon.svg', 'image/svg+xml'],
};

const HEADERS = {
	'cache-control': 'no-store',
	'content-security-policy':
		"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'no-referrer',
};

/** What the page can ask for. */
export interface PageHandlers {
	/** What the page shows now. */
	snapshot(): unknown;
	/** Called before a snapshot is sent, while somebody looks. */
	refresh(): Promise<void>;
	/** @returns what was done, in one sentence */
	change(service: string, action: string, input: Record<string, string>): Promise<string>;
	/** Starts a template's round. */
	start(template: string): Promise<string>;
	/** Signs the browser in. @returns n8n's address and the cookie to set */
	signIn(): Promise<{ url: string; cookie: string }>;
}

/** The start page's server. */
export interface PageServer {
	url: string;
	close(): Promise<void>;
}

/** Starts the server on a port of loopback. */
export async function servePage(port: number, handlers: PageHandlers): Promise<PageServer> {
	const viewers = new Set<ServerResponse>();
	const server: Server = createServer((request, response) => {
		respond(request, response).catch((error: unknown) => {
			const message = error instanceof Error ? error.message : String(error);
			send(response, 400, { message });
		});
	});
	await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
	const address = server.address();
	const host = `127.0.0.1:${typeof address === 'object' ? address?.port : port}`;

	let sent = '';
	let isBusy = false;
	const tell = async (): Promise<void> => {
		if (viewers.size === 0 || isBusy) return;
		isBusy = true;
		try {
			await handlers.refresh();
			const text = JSON.stringify(handlers.snapshot());
			if (text === sent) return;
			sent = text;
			for (const viewer of viewers) viewer.write(`data: ${text}\n\n`);
		} finally {
			isBusy = false;
		}
	};
	const timer = setInterval(() => void tell(), TICK_MS);

	async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const url = new URL(request.url ?? '/', `http://${host}`);
		// A page from elsewhere must not reach this one under a name of its own.
		if (request.headers.host !== host) return send(response, 403, { message: `Open ${host}.` });
		const file = FILES[url.pathname];
		if (request.method === 'GET' && file !== undefined) {
			response.writeHead(200, { ...HEADERS, 'content-type': file[1] });
			response.end(readFileSync(join(PAGE, file[0])));
		} else if (request.method === 'GET' && url.pathname === '/live') {
			response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
			response.write(`data: ${JSON.stringify(handlers.snapshot())}\n\n`);
			viewers.add(response);
			response.on('close', () => viewers.delete(response));
		} else if (request.method === 'GET' && url.pathname === '/now') {
			send(response, 200, handlers.snapshot());
		} else if (request.method === 'GET' && url.pathname === '/n8n') {
			const { url: n8n, cookie } = await handlers.signIn();
			const path = new URL(url.searchParams.get('to') ?? '/', n8n);
			response.writeHead(302, {
				...HEADERS,
				'set-cookie': cookie,
				location: n8n + path.pathname + path.search,
			});
			response.end();
		} else if (request.method === 'POST' && request.headers.origin === `http://${host}`) {
			send(response, 200, { message: await post(url.pathname, await bodyOf(request)) });
		} else {
			send(response, 404, { message: 'There is nothing here.' });
		}
	}

	async function post(path: string, body: Body): Promise<string> {
		const { service = '', action = '', template = '', input = {} } = body;
		if (path === '/change') return await handlers.change(service, action, input);
		if (path === '/start') return await handlers.start(template);
		throw new Error('There is nothing here.');
	}

	return {
		url: `http://${host}`,
		close: async () => {
			clearInterval(timer);
			server.closeAllConnections();
			await new Promise((done) => server.close(done));
		},
	};
}

interface Body {
	service?: string;
	action?: string;
	template?: string;
	input?: Record<string, string>;
}

async function bodyOf(request: IncomingMessage): Promise<Body> {
	let text = '';
	for await (const chunk of request) {
		text += String(chunk);
		if (text.length > MOST_BYTES) throw new Error('The request is too long.');
	}
	return JSON.parse(text) as Body;
}

function send(response: ServerResponse, status: number, body: unknown): void {
	if (response.headersSent) {
		response.end();
		return;
	}
	response.writeHead(status, { ...HEADERS, 'content-type': 'application/json; charset=utf-8' });
	response.end(JSON.stringify(body));
}
