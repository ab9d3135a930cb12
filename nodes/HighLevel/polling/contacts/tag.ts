// The events 'Tag Added' and 'Tag Removed'.

import type { IDataObject } from 'n8n-workflow';

import type { Field } from '../../../shared/operation';
import { multiOptionsFrom } from '../../../shared/standardFields';
import { textsOf } from '../../../shared/values';
import { contactShape } from '../../records/contact';
import type { Baseline, Marked } from '../baseline';
import { readBaseline, takeBaseline } from '../baseline';
import { newestContact } from '../contactSearch';
import type { Poll, PollEvent } from '../event';
import { writeMarks } from '../marks';
import { anyOf } from './contact';
import { EXAMPLE_CONTACT } from './example';

const MAX_TAGS = 20;

const watchedTags: Field = {
	displayName: 'Tag Names or IDs',
	name: 'tags',
	type: 'multiOptions',
	required: true,
	default: [],
	...multiOptionsFrom('getTags'),
	hint: 'At most 20 tags',
};

function tagsOf({ values }: Poll): string[] {
	return textsOf(values.tags);
}

/** A contact's tags in lower case, as HighLevel stores them. */
function carriedTags(contact: IDataObject): Set<string> {
	const tags: unknown[] = Array.isArray(contact.tags) ? contact.tags : [];
	return new Set(tags.map((tag) => String(tag).toLowerCase()));
}

/** A contact's mark has a digit for each watched tag: 1 where the contact has it. */
function baselineOf(poll: Poll): Baseline {
	const tags = tagsOf(poll);
	if (tags.length > MAX_TAGS) {
		throw poll.stop(
			`${tags.length} tags are selected, and this event watches at most ${MAX_TAGS}`,
			'Select fewer tags, or use several triggers.',
		);
	}
	return {
		filters: anyOf('tags', tags),
		markOf: (contact) => {
			const own = carriedTags(contact);
			const digits = tags.map((tag) => (own.has(tag.toLowerCase()) ? '1' : '0')).join('');
			return digits.includes('1') ? digits : '';
		},
		what: 'contacts with one of these tags',
		instead: 'Watch tags that fewer contacts have',
	};
}

/** The tags that one mark has and the other does not. */
function difference(tags: string[], having: string, lacking: string): string[] {
	return tags.filter((_, at) => having[at] === '1' && lacking[at] !== '1');
}

function tagEvent(key: 'addedTags' | 'removedTags') {
	const tagsIn = (tags: string[], { before, after }: Marked) =>
		key === 'addedTags' ? difference(tags, after, before) : difference(tags, before, after);
	return {
		fields: [watchedTags],
		keys: ['tags'],
		watch: async (poll, state) => {
			const baseline = baselineOf(poll);
			if (!state) return { items: [], state: await takeBaseline(poll, baseline) };
			const { changed, marks, stream } = await readBaseline(poll, state, baseline);
			const tags = tagsOf(poll);
			const items = changed
				.map((one) => ({ contact: one.contact, moved: tagsIn(tags, one) }))
				.filter(({ moved }) => moved.length > 0)
				.map(({ contact, moved }): IDataObject => ({ ...contact, [key]: moved }));
			return { items, state: { stream, marks: writeMarks(marks) } };
		},
		sample: async (poll) => {
			const tags = tagsOf(poll);
			const tagged = await newestContact(poll, 'dateUpdated', anyOf('tags', tags));
			const contact = tagged ?? (await newestContact(poll, 'dateUpdated'));
			return contact && { ...contact, [key]: tags.slice(0, 1) };
		},
		example: { ...EXAMPLE_CONTACT, [key]: ['customer'] },
		shape: contactShape,
		adds: [key],
		notice:
			'On activation, the trigger reads the contacts that have these tags: one call for every 500 of them, at most 20,000 contacts. After that, a poll takes one call, plus one for every 500 contacts that changed.',
		source: 'Contact search: contacts that changed, compared with those that had the tag',
		cursor: '`dateUpdated`, held back 5 minutes, and a mark for each contact with a watched tag',
		bound: '20,000 contacts; with more of them, activation and polls fail',
		calls:
			'1, plus 1 for every 500 contacts that changed in the last 10 minutes; on activation, 1 for every 500 contacts with a tag',
	} satisfies Partial<PollEvent>;
}

export const tagAdded: PollEvent = {
	name: 'Tag Added',
	value: 'tagAdded',
	action: 'On tag added to a contact',
	description: 'One of the selected tags was added to a contact, new contacts included',
	...tagEvent('addedTags'),
	misses: 'A tag that was added and removed again between two polls, or the reverse; other tags',
};

export const tagRemoved: PollEvent = {
	name: 'Tag Removed',
	value: 'tagRemoved',
	action: 'On tag removed from a contact',
	description: 'One of the selected tags was removed from a contact',
	...tagEvent('removedTags'),
	misses:
		'A tag that was removed and added again between two polls, or the reverse; deleted contacts; other tags',
};
