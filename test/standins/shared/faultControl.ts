/** Reads faults that other processes plant over HTTP. */
import type { FaultAction, FaultRule } from './faults';
import { isObject, number, text } from './json';
import type { JsonObject } from './json';

function faultAction(value: unknown): FaultAction | undefined {
	if (!isObject(value)) return undefined;
	const when = value.when === 'before' ? 'before' : 'after';
	switch (value.kind) {
		case 'status': {
			const status = number(value, 'status');
			if (status === undefined) return undefined;
			const headers = isObject(value.headers)
				? Object.fromEntries(Object.entries(value.headers).map(([key, one]) => [key, String(one)]))
				: {};
			return { kind: 'status', status, body: value.body, headers, effect: value.effect === true };
		}
		case 'delay': {
			const ms = number(value, 'ms');
			return ms === undefined ? undefined : { kind: 'delay', ms };
		}
		case 'reset':
		case 'never':
			return { kind: value.kind, when };
		case 'cut':
			return { kind: 'cut' };
		case 'drip':
			return { kind: 'drip', everyMs: number(value, 'everyMs') ?? 1000 };
		case 'huge':
			return {
				kind: 'huge',
				megabytes: number(value, 'megabytes') ?? 100,
				packed: value.packed === true,
			};
		case 'echo':
			return {
				kind: 'echo',
				status: number(value, 'status') ?? 400,
				page: value.page === true,
			};
		default:
			return undefined;
	}
}

/** The fault that a body describes; undefined if its action is not known. */
export function faultRule(body: JsonObject): FaultRule | undefined {
	const action = faultAction(body.action);
	if (action === undefined) return undefined;
	const rule: FaultRule = { action };
	for (const key of ['method', 'operationId', 'name'] as const) {
		const value = text(body, key);
		if (value !== undefined) rule[key] = value;
	}
	for (const key of ['probability', 'count'] as const) {
		const value = number(body, key);
		if (value !== undefined) rule[key] = value;
	}
	const path = text(body, 'path');
	const pattern = text(body, 'pathPattern');
	if (path !== undefined) rule.path = path;
	else if (pattern !== undefined) rule.path = new RegExp(pattern);
	if (typeof body.nth === 'number') rule.nth = body.nth;
	if (Array.isArray(body.nth)) {
		rule.nth = body.nth.filter((one): one is number => typeof one === 'number');
	}
	return rule;
}
