/** Breaks that are planted in a copy of the nodes, one in each part of the engine: each must turn cells red. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

export interface Plant {
	/** The part of the engine. */
	name: string;
	/** What the break does, in words. */
	breaks: string;
	/** Below `nodes/`. */
	file: string;
	find: string;
	replace: string;
	/** The cells that must notice. */
	only: string;
	faults: string[];
}

export const PLANTS: Plant[] = [
	{
		name: 'client',
		breaks: 'repeats a write that may have happened',
		file: 'shared/client.ts',
		find: "if (verdict === 'final' || verdict === 'unknown' || isSpent)",
		replace: "if (verdict === 'final' || isSpent)",
		only: 'contacts note.create',
		faults: ['reset after', '503, done'],
	},
	{
		name: 'errors',
		breaks: 'leaves out what to do next',
		file: 'shared/errors.ts',
		find: 'if (error.description) record.message = error.description;',
		replace: '',
		only: 'contacts contact.get',
		faults: ['404'],
	},
	{
		name: 'believing',
		breaks: 'takes any object or list for an answer',
		file: 'shared/parseResponse.ts',
		find: 'if (data && expected.isMet(data)) return data;',
		replace: 'if (data) return data;',
		only: 'calendars calendar.get',
		faults: ['wrong JSON', 'list'],
	},
	{
		name: 'pagination',
		breaks: 'ends a list at a page that fails',
		file: 'shared/pagination.ts',
		find: 'const response = await send(request);',
		replace: `let response: Body;
		try {
			response = await send(request);
		} catch (error) {
			if (soFar.records === 0) throw error;
			return;
		}`,
		only: 'second page',
		faults: ['404', '500'],
	},
	{
		name: 'bundles',
		breaks: 'reports refused records as done',
		file: 'shared/bundles.ts',
		find: 'if (ids.length === 1 && only !== undefined) return refuse(only, reason);',
		replace: 'if (ids.length === 1 && only !== undefined) return [{ contactId: only }];',
		only: 'contacts business.removeContacts',
		faults: ['400'],
	},
	{
		name: 'pacing',
		breaks: 'takes every refusal for the end of the day',
		file: 'shared/pacing/day.ts',
		find: 'const { dailyRemaining: left, dailyResetMs, dailyMax } = limits;',
		replace: `const { dailyRemaining: left, dailyResetMs, dailyMax } = limits;
		if (limited) this.isOver = true;`,
		only: 'contacts contact.get',
		faults: ['429'],
	},
	{
		name: 'item',
		breaks: 'declares every call repeatable',
		file: 'shared/item.ts',
		find: 'repeatable: rules.repeatable ?? isRepeatable(parts),',
		replace: 'repeatable: rules.repeatable ?? (isRepeatable(parts) || true),',
		only: 'contacts task.create',
		faults: ['reset after', 'HTML'],
	},
	{
		name: 'polling',
		breaks: 'forgets what it has seen when a poll fails',
		file: 'HighLevel/polling/engine.ts',
		find: 'if (!suppressFault(staticData, trigger, error)) throw error;',
		replace: `delete staticData.watched;
		if (!suppressFault(staticData, trigger, error)) throw error;`,
		only: 'on contactCreated',
		faults: ['404', '500'],
	},
	{
		name: 'webhook',
		breaks: 'drops a delivery whose records cannot be fetched',
		file: 'HighLevel/webhook/enrich.ts',
		find: 'const message = signal.aborted',
		replace: `if (!signal.aborted) throw error;
		const message = signal.aborted`,
		only: 'webhook of a contact',
		faults: ['404', '500'],
	},
	{
		name: 'exchange',
		breaks: 'waits for an answer without end',
		file: 'shared/exchange.ts',
		find: '[deadline, () => new DeadlinePassed(timeoutMs)],',
		replace: '[deadline.aborted ? deadline : undefined, () => new DeadlinePassed(timeoutMs)],',
		only: 'calendars calendar.get',
		faults: ['silent'],
	},
];

/**
 * Copies the nodes and plants the break.
 *
 * @returns the folder of the copy, and a function that removes it
 * @throws {Error} if the text to replace is not there exactly once, because the code has changed
 */
export function plant({ name, file, find, replace }: Plant): {
	folder: string;
	remove: () => void;
} {
	const base = join(ROOT, '.cache', 'faults', `${name}-${process.pid}`);
	const folder = join(base, 'nodes');
	mkdirSync(base, { recursive: true });
	cpSync(join(ROOT, 'nodes'), folder, { recursive: true });
	const path = join(folder, file);
	const source = readFileSync(path, 'utf8');
	if (source.split(find).length !== 2) {
		throw new Error(`The break in ${name} cannot be planted: ${file} has changed`);
	}
	writeFileSync(
		path,
		source.replace(find, () => replace),
	);
	return { folder, remove: () => rmSync(base, { recursive: true, force: true }) };
}
