/** Recipes for contacts: custom fields, duplicates, tags, lists. */
import { core, locate, set } from '../parts/core';
import { contacts } from '../parts/highLevel';
import { number, settings, text } from '../parts/settings';
import { byHand, recipe } from './recipe';

const given = (...assignments: Parameters<typeof settings>[0]) =>
	settings(assignments, { tells: false });

const withTag = (tag: string) => ({ tag: [{ operator: 'contains', value: tag }] });

/** Custom fields are what is asked for most, and n8n's node writes them on create only (n8n issues 20474, 35392, 13359). */
export const findAndUpdate = recipe(
	{
		file: 'find-by-email-and-update',
		title: 'Find a contact by email and write a custom field',
		text: 'The contact is named **By Email**, so nothing has to be looked up first. The custom field is named by its key, which is the same in every sub-account made from one snapshot. When you build your own workflow, choose the field under **Custom Fields** instead: it has an input that suits it, on Create, Create or Update and Update alike.',
	},
	byHand(),
	given(
		text('email', 'name@example.com'),
		text('fieldKey', 'favourite_colour'),
		text('value', 'green'),
	),
	contacts('Write the Field', 'contact', 'update', {
		contactId: locate('email', '={{ $json.email }}'),
		updateFields: {
			customFieldsJson: '={{ [{ key: $json.fieldKey, fieldValue: $json.value }] }}',
		},
		options: { addFieldNames: true },
	}),
);

/** HighLevel refuses a duplicate with 400 (n8n issue 11353; HighLevel API docs, issues 37, 59, 337). */
export const noDuplicates = recipe(
	{
		file: 'create-without-duplicates',
		title: 'Create a contact, or update the one that exists',
		text: 'HighLevel refuses a contact whose email or phone it knows. This node then updates that contact, keeps its tags and adds yours; the output key `new` says which of the two happened. With **Return Existing** it changes nothing.',
	},
	byHand(),
	given(
		text('firstName', 'Ana'),
		text('lastName', 'Costa'),
		text('email', 'ana.costa@example.com'),
		text('phone', '+12025550143'),
		text('tags', 'webinar'),
	),
	contacts('Create or Use Existing', 'contact', 'create', {
		firstName: '={{ $json.firstName }}',
		lastName: '={{ $json.lastName }}',
		email: '={{ $json.email }}',
		phone: '={{ $json.phone }}',
		ifExists: 'update',
		newTags: '={{ $json.tags }}',
	}),
);

/** Tags in an update replace all others (HighLevel API docs, issues 124, 183, 240, 247). */
export const tags = recipe(
	{
		file: 'change-tags',
		title: 'Add some tags and take others off',
		text: 'Both nodes leave all other tags alone, and neither minds a tag that is there already or not there. To leave a contact with exactly the tags that you name, use **Contact > Update** with **Tag Action** set to **Replace All**.',
	},
	byHand(),
	given(
		text('email', 'name@example.com'),
		text('tagsToAdd', 'customer, onboarding'),
		text('tagsToRemove', 'lead'),
	),
	contacts('Add Tags', 'tag', 'add', {
		contactId: locate('email', '={{ $json.email }}'),
		newTags: '={{ $json.tagsToAdd }}',
	}),
	contacts('Take Tags Off', 'tag', 'remove', {
		contactId: locate('id', '={{ $json.contactId }}'),
		tags: "={{ $('Settings').first().json.tagsToRemove }}",
	}),
);

/** No other n8n node tags in bulk; one call a contact runs into the rate limit (n8n issue 11353). */
export const bulkTag = recipe(
	{
		file: 'tag-many-contacts',
		title: 'Tag every contact that a search finds',
		text: 'The second node gets one item for each contact and sends up to 500 of them in one call, so 10,000 contacts take 20 calls. Each item still has a result of its own.',
	},
	byHand(),
	given(text('withTag', 'lead'), text('newTag', 'spring-campaign')),
	contacts('Find Contacts', 'contact', 'getAll', {
		conditions: withTag('={{ $json.withTag }}'),
		returnAll: true,
	}),
	contacts('Tag Them', 'tag', 'add', {
		contactId: locate('id', '={{ $json.id }}'),
		newTags: "={{ $('Settings').first().json.newTag }}",
	}),
);

/** Lists that end after the first page, and no filters (n8n issue 11353; HighLevel API docs, issues 31, 43, 170, 289). */
export const exportContacts = recipe(
	{
		file: 'export-contacts',
		title: 'Export filtered contacts to a CSV file',
		text: '**Return All** reads every page, at the pace of the rate limit. For a sheet, put the node of your sheet in the place of **Make the File**.',
		says: {
			Columns: 'one column for each of its fields',
			'Make the File': 'Convert to File, to CSV',
		},
	},
	byHand(),
	given(text('withTag', 'lead'), number('addedInDays', 30)),
	contacts('Find Contacts', 'contact', 'getAll', {
		conditions: {
			...withTag('={{ $json.withTag }}'),
			date: [
				{
					field: 'dateAdded',
					operator: 'range',
					from: '={{ $now.minus({ days: $json.addedInDays }).toISO() }}',
				},
			],
		},
		returnAll: true,
	}),
	set('Columns', [
		{
			name: 'name',
			type: 'string',
			value: "={{ [$json.firstName, $json.lastName].join(' ').trim() }}",
		},
		{ name: 'email', type: 'string', value: '={{ $json.email }}' },
		{ name: 'phone', type: 'string', value: '={{ $json.phone }}' },
		{ name: 'tags', type: 'string', value: "={{ $json.tags.join(', ') }}" },
		{ name: 'added', type: 'string', value: '={{ $json.dateAdded }}' },
	]),
	core('convertToFile', 1.1, 'Make the File', {
		operation: 'csv',
		options: { fileName: 'contacts.csv' },
	}),
);
