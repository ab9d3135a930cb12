// What a look-up found: exactly one record, or an error that lists what there is.

import type { IDataObject } from 'n8n-workflow';

import { asError } from './errorChain';
import type { FindContext } from './finder';
import { ValueError } from './valueErrors';
import { idOf } from './record';

const MAX_LISTED = 5;

/**
 * The ID of the only record.
 *
 * @param what the records in words: `calendars named "Intro"`
 * @throws ValueError listing the records if there are several
 */
export function oneOf(
	records: IDataObject[],
	what: string,
	nameOf: (record: IDataObject) => string,
): string {
	const ids = new Map(records.map((record) => [idOf(record), record]));
	const [only] = ids.keys();
	if (only !== undefined && ids.size === 1) return only;
	const listed = [...ids]
		.slice(0, MAX_LISTED)
		.map(([id, record]) => [nameOf(record), `(ID ${id})`].filter(Boolean).join(' '));
	const more = ids.size > MAX_LISTED ? ` and ${ids.size - MAX_LISTED} more` : '';
	throw new ValueError(
		`matches ${ids.size} ${what}`,
		`Choose 'By ID' and enter the ID of one of them: ${listed.join(', ')}${more}.`,
		{ next: `Call the tool again with the ID of one of them: ${listed.join(', ')}${more}.` },
	);
}

/** Looks something up once per run and account, also if it fails: what is looked up again would fail again. */
export async function rememberOutcome<T>(
	{ cached }: FindContext,
	key: string,
	lookUp: () => Promise<T>,
): Promise<T> {
	const [outcome] = await cached(key, async () => await Promise.allSettled([lookUp()]));
	if (outcome.status === 'fulfilled') return outcome.value;
	throw asError(outcome.reason);
}
