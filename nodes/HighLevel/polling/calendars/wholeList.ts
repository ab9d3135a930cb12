// Events for records that HighLevel lists only in full and without dates: every poll compares the whole list.

import type { IDataObject } from 'n8n-workflow';

import { textOf } from '../../../shared/values';
import type { Purpose } from '../../purpose';
import { idOf } from '../../record';
import { boundedMarks, compare, refuseTooMany } from '../compare';
import type { Poll, PollEvent } from '../event';
import { fingerprint } from '../fingerprint';
import { decodeText, encodeText, readMarks } from '../marks';
import { isNotFoundResponse, notFoundAsResponse } from '../notFound';

type Change = 'created' | 'updated' | 'deleted';

/** A watched list. */
export interface WholeList {
	/** The records in the user's words: "calendars". */
	what: string;
	read(poll: Poll): Promise<IDataObject[]>;
	/** Whether a record missing from the list was really deleted, rather than omitted from one response. */
	isGone(poll: Poll, id: string, kind: string): Promise<boolean>;
	/** What else of a record is emitted when it is deleted, besides ID and name. */
	kindOf?(record: IDataObject): string;
}

export const DELETE_SOME = 'Delete those that are no longer needed, since all of them are watched.';

/** Whether HighLevel has no record under a path. */
export async function isUnknown(poll: Poll, path: string, purpose: Purpose): Promise<boolean> {
	const response = await poll.send(
		{ method: 'GET', path, query: {} },
		{ ...purpose, onRefusal: notFoundAsResponse },
	);
	return isNotFoundResponse(response);
}

/** A record's mark, `fingerprint.kind.name`; kind and name are emitted when it is deleted. */
function writeMark(list: WholeList, record: IDataObject): string {
	const { appointmentPerSlot: _, ...content } = record;
	const name = encodeText(textOf(record.name));
	return `${fingerprint(content)}.${list.kindOf?.(record) ?? ''}.${name}`;
}

function readMark(mark: string): { kind: string; name: string } {
	const [, kind = '', ...name] = mark.split('.');
	return { kind, name: decodeText(name.join('.')) };
}

/** The part of an event that compares the list. If it watches several kinds of change, items name theirs in `change`. */
export function listEvent(list: WholeList, changes: Change[]) {
	const namesChange = changes.length > 1;
	return {
		fields: [],
		adds: namesChange ? ['change'] : [],
		watch: async (poll, state) => {
			const records = await list.read(poll);
			refuseTooMany(poll, records.length, list.what, DELETE_SOME);
			const known = readMarks(state?.marks);
			const comparison = compare(known, records, (record) => writeMark(list, record));
			const items: IDataObject[] = [];
			for (const { before, record } of comparison.differences) {
				const change: Change = before === undefined ? 'created' : 'updated';
				if (state && changes.includes(change)) {
					items.push(namesChange ? { ...record, change } : record);
				}
			}
			if (changes.includes('deleted')) {
				for (const id of comparison.missing) {
					const { name, kind } = readMark(known.get(id) ?? '');
					if (!(await list.isGone(poll, id, kind))) continue;
					items.push({
						id,
						name,
						...(kind ? { resourceType: kind } : {}),
						deleted: true,
						...(namesChange ? { change: 'deleted' } : {}),
					});
					comparison.marks.delete(id);
				}
			}
			return { items, state: { marks: boundedMarks(comparison) } };
		},
		sample: async (poll) => {
			const record = (await list.read(poll))[0];
			if (!record) return undefined;
			if (changes[0] === 'deleted') return { id: idOf(record), name: record.name, deleted: true };
			return namesChange ? { ...record, change: 'updated' } : record;
		},
		cursor: 'A fingerprint of each record',
	} satisfies Partial<PollEvent>;
}
