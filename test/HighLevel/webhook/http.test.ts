/** How the webhook trigger reads n8n's request and watches its response. */
import { onResponse, readRequest } from '../../../nodes/HighLevel/webhook/http';
import { fakeContext } from '../fakeContext';

const BYTES = Buffer.from('{"a":1}');

/** A request whose body can be read, as n8n offers it to webhook nodes. */
function unread(more: object = {}) {
	const request: { reads: number; rawBody?: unknown; readRawBody(): Promise<void> } = {
		reads: 0,
		async readRawBody() {
			this.reads += 1;
			this.rawBody = BYTES;
		},
		...more,
	};
	return request;
}

const rawOf = async (request: unknown, headers: Record<string, string> = {}) =>
	(await readRequest(fakeContext({ request, headers }).context)).raw;

describe('the request', () => {
	it('is read if n8n has not read it', async () => {
		const request = unread();
		expect(await rawOf(request)).toBe(BYTES);
		expect(request.reads).toBe(1);
	});

	it('is not read again', async () => {
		const other = Buffer.from('other');
		const request = unread({ rawBody: other });
		expect(await rawOf(request)).toBe(other);
		const ended = unread({ readableEnded: true });
		expect(await rawOf(ended)).toBeUndefined();
		expect([request.reads, ended.reads]).toEqual([0, 0]);
	});

	it.each(['multipart/form-data; boundary=x', 'MULTIPART/mixed'])(
		'of the type %s is not waited for',
		async (type) => {
			const request = unread();
			expect(await rawOf(request, { 'content-type': type })).toBeUndefined();
			expect(request.reads).toBe(0);
		},
	);

	it.each(['application/json', 'application/multipart/x', 'text/plain'])(
		'of the type %s is read',
		async (type) => {
			expect(await rawOf(unread(), { 'content-type': type })).toBe(BYTES);
		},
	);

	it('has no body if n8n gives none', async () => {
		for (const request of [undefined, null, 'text', {}, { rawBody: '{"a":1}' }]) {
			expect(await rawOf(request)).toBeUndefined();
		}
		expect(await rawOf({ readRawBody: 'no function' })).toBeUndefined();
	});

	it('keeps its headers', async () => {
		const headers = { 'x-secret': 's', 'content-type': 'text/plain' };
		for (const request of [undefined, unread()]) {
			const { context } = fakeContext({ request, headers });
			expect((await readRequest(context)).headers).toEqual(headers);
		}
	});
});

describe('the response', () => {
	function watched(state: object) {
		const { context, response } = fakeContext();
		Object.assign(response, state);
		const heard: number[] = [];
		onResponse(context, (status) => heard.push(status));
		return { response, heard };
	}

	it('is waited for, and heard of once', () => {
		const { response, heard } = watched({});
		expect(heard).toEqual([]);
		response.close(500);
		response.close(200);
		expect(heard).toEqual([500]);
	});

	it.each([
		{ closed: true, destroyed: false },
		{ closed: false, destroyed: true },
		{ closed: undefined, destroyed: true },
	])('that will emit no further event is not waited for: %j', (state) => {
		const { response, heard } = watched({ ...state, statusCode: 202 });
		expect(heard).toEqual([202]);
		response.close(500);
		expect(heard).toEqual([202]);
	});
});
