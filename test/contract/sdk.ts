import { HighLevel } from '@gohighlevel/api-client';
import { isDeepStrictEqual } from 'node:util';

import type { Operation } from '../standins/highlevel/digest';
import type { Recorded, Recorder } from './recorder';

/** A method of the SDK. */
interface Method {
	/** Named as in the SDK: (params, requestBody, options), (params, options) or (requestBody, options). */
	parameters: string[];
	call(values: unknown[]): Promise<unknown>;
}

/** The official SDK as a test oracle: given the values of a request, it must send the same request. */
export class SdkOracle {
	/** Parts that differ by design and are not compared. */
	static readonly masked = [
		'Version (the SDK sends 2023-02-21 for everything)',
		'x-sdk-version',
		'Content-Type',
		'an empty body {} versus none',
	];

	private readonly sdk: HighLevel;

	constructor(private readonly recorder: Recorder) {
		this.sdk = new HighLevel({ privateIntegrationToken: 'pit-contract' });
		this.sdk.getHttpClient().defaults.baseURL = recorder.url;
	}

	/** Whether the SDK has a method for an operation. The method is named after the operation's ID. */
	has(operation: Operation): boolean {
		return this.methodOf(operation) !== undefined;
	}

	private methodOf({ family, operationId }: Operation): Method | undefined {
		if (family !== 'contacts' && family !== 'calendars') return undefined;
		const service = this.sdk[family];
		const name = operationId.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
		const found: unknown = Reflect.get(service, name);
		if (typeof found !== 'function') return undefined;
		const head = /\(([^)]*)\)/.exec(String(found))?.[1] ?? '';
		return {
			parameters: head.split(',').map((one) => one.trim()),
			call: async (values) => (await Reflect.apply(found, service, values)) as unknown,
		};
	}

	/**
	 * Makes the SDK send what a node has sent.
	 *
	 * @returns '' if the two requests are the same, otherwise the differences; 'unknown' if the SDK has no such method
	 */
	async differenceFrom(ours: Recorded): Promise<string> {
		const method = ours.operation && this.methodOf(ours.operation);
		if (!method) return 'unknown';
		const values = { ...ours.query, ...ours.params };
		const given = method.parameters.map((parameter) => {
			if (parameter === 'params') return values;
			return parameter === 'requestBody' ? ours.body : {};
		});
		// Only what was sent matters here, not whether the recorder rejected it.
		const failure = await method.call(given).then(
			() => '',
			(error: unknown) => String(error),
		);
		const [theirs] = this.recorder.take();
		if (!theirs) return `it sent nothing. ${failure}`;
		const path = (path: string) => path.replace('/campaigns/remove-all', '/campaigns/removeAll');
		const body = (value: unknown) => (JSON.stringify(value) === '{}' ? undefined : value);
		const same = {
			method: theirs.method === ours.method,
			path: path(theirs.path) === path(ours.path),
			query: isDeepStrictEqual(theirs.query, ours.query),
			body: isDeepStrictEqual(body(theirs.body), body(ours.body)),
		};
		return Object.entries(same)
			.filter(([, equal]) => !equal)
			.map(([part]) => `${part}: ${JSON.stringify(Reflect.get(theirs, part))}`)
			.join(', ');
	}
}
