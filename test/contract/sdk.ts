import { HighLevel } from '@gohighlevel/api-client';
import { isDeepStrictEqual } from 'node:util';

import type { Recorded, Recorder } from './recorder';

type Method = (...values: unknown[]) => Promise<unknown>;

function methodOf(service: object, name: string): Method | undefined {
	const found: unknown = Reflect.get(service, name);
	return typeof found === 'function'
		? async (...values): Promise<unknown> => await Reflect.apply(found, service, values)
		: undefined;
}

/** Parameters of a method of the SDK: (params, body, options), (params, options) or (body, options). */
function parametersOf(service: object, name: string): string[] {
	const found: unknown = Reflect.get(service, name);
	const head = /\(([^)]*)\)/.exec(String(found))?.[1] ?? '';
	return head.split(',').map((one) => one.trim());
}

/** The official SDK as an oracle: it is given the same values and must put the same request on the wire. */
export class SdkOracle {
	/** What differs by design and is not compared. */
	static readonly masked = [
		'Version (the SDK sends 2023-02-21 for everything)',
		'x-sdk-version',
		'Content-Type',
		'an empty body {} against none',
	];

	private readonly sdk: HighLevel;

	constructor(private readonly recorder: Recorder) {
		this.sdk = new HighLevel({ privateIntegrationToken: 'pit-contract' });
		this.sdk.getHttpClient().defaults.baseURL = recorder.url;
	}

	/**
	 * @returns '' where the SDK sends the same, else what differs; 'unknown' where the SDK has no such method
	 */
	async differenceFrom(ours: Recorded): Promise<string> {
		const { operation } = ours;
		if (!operation || !['contacts', 'calendars'].includes(operation.family)) return 'unknown';
		const service = operation.family === 'contacts' ? this.sdk.contacts : this.sdk.calendars;
		const name = operation.operationId.replace(/-([a-z])/g, (_, letter: string) =>
			letter.toUpperCase(),
		);
		const call = methodOf(service, name);
		if (!call) return 'unknown';
		const values = { ...ours.query, ...ours.params };
		const taken = parametersOf(service, name);
		await call(
			...taken.map((parameter) => {
				if (parameter === 'params') return values;
				return parameter === 'requestBody' ? ours.body : {};
			}),
		);
		const [theirs] = this.recorder.take();
		if (!theirs) return 'it sent nothing';
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
