// Deliveries that are remembered in the workflow's static data, so that other processes and restarts recognise repeats.

import { createHash } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../shared/values';
import { KEPT_MS } from './duplicates';

/**
 * n8n writes the static data of a workflow as a whole with every delivery, so the list stays below 20 KB. A trigger with
 * more deliveries in 3 days forgets the oldest sooner.
 */
const MAX_STORED = 1000;
const KEY = 'deliveries';
const SECOND_MS = 1000;

/** 60 bits of a hash: among 1,000 deliveries, one in 10^15 is taken for another. */
const markOf = (id: string) => createHash('sha256').update(id).digest('base64url').slice(0, 10);

/** When each delivery came, in milliseconds since 1970, by mark; oldest first. */
function storedIn(data: IDataObject): Map<string, number> {
	const stored = data[KEY];
	const times = new Map<string, number>();
	// Version 0.1.0 stored `{ID: milliseconds}`.
	if (isRecord(stored)) {
		for (const [id, at] of Object.entries(stored)) {
			if (typeof at === 'number') times.set(markOf(id), at);
		}
	}
	for (const entry of typeof stored === 'string' ? stored.split(' ') : []) {
		const [mark = '', seconds = ''] = entry.split('.');
		const at = Number.parseInt(seconds, 36) * SECOND_MS;
		if (Number.isFinite(at)) times.set(mark, at);
	}
	return times;
}

/** @returns whether the workflow's static data contains the delivery */
export function isStored(data: IDataObject, id: string, now: number): boolean {
	const at = storedIn(data).get(markOf(id));
	return at !== undefined && at > now - KEPT_MS;
}

/**
 * Adds a delivery to the workflow's static data, as one text, `mark.seconds mark.seconds`; keeps those of the last 3 days,
 * at most 1,000.
 */
export function store(data: IDataObject, id: string, now: number): void {
	const times = storedIn(data);
	const mark = markOf(id);
	times.delete(mark);
	const recent = [...times].filter(([, at]) => at > now - KEPT_MS).slice(1 - MAX_STORED);
	data[KEY] = [...recent, [mark, now] as const]
		.map(([known, at]) => `${known}.${Math.floor(at / SECOND_MS).toString(36)}`)
		.join(' ');
}
