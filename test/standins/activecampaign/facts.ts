/** What the stand-in does where the documentation of ActiveCampaign's API says nothing, contradicts what was seen, or leaves a choice. */

/** How sure a fact is: documented, seen in captured traffic or in code that runs against the live API, or a guess. */
export type Sure = 'documented' | 'seen' | 'guess';

/** One such fact. */
export interface Fact {
	fact: string;
	sure: Sure;
	/** Where it is implemented. */
	where: string;
}

export const FACTS: readonly Fact[] = [
	{
		fact: 'a wrong key answers 403 with {"message":"Forbidden"}',
		sure: 'guess',
		where: 'refusal.ts',
	},
	{
		fact: 'an unknown path answers 404 with a message; a method that a path lacks, too',
		sure: 'guess',
		where: 'service.ts',
	},
	{ fact: 'a body that is not JSON answers 400', sure: 'guess', where: 'service.ts' },
	{
		fact: 'the limit holds for any second, refused requests do not count, and a wrong key does not count either',
		sure: 'guess',
		where: 'limiter.ts and service.ts',
	},
	{
		fact: 'older accounts answer 503 instead of 429 (limiter.set({ status: 503 }))',
		sure: 'seen',
		where: 'limiter.ts',
	},
	{
		fact: 'contact/sync answers 201 for a new contact and 200 for a known one',
		sure: 'seen',
		where: 'resources/contacts.ts',
	},
	{ fact: 'e-mail addresses are stored in lower case', sure: 'seen', where: 'changes.ts' },
	{
		fact: 'a malformed e-mail answers 422 with the code email_invalid, a missing attribute with field_missing',
		sure: 'guess',
		where: 'refusal.ts and resources/contacts.ts',
	},
	{
		fact: 'contacts without an e-mail address are refused unless the account allows them (behaviour.allowNullEmail)',
		sure: 'documented',
		where: 'resources/contacts.ts',
	},
	{
		fact: 'a custom value for a field that does not exist is dropped when a contact is written',
		sure: 'guess',
		where: 'changes.ts',
	},
	{
		fact: 'a value that is not an option of its choice field is accepted',
		sure: 'guess',
		where: 'changes.ts',
	},
	{
		fact: 'a custom value changes the date of its contact, a tag or a list does not',
		sure: 'guess',
		where: 'changes.ts',
	},
	{
		fact: 'filters[val] finds a value without regard to case',
		sure: 'guess',
		where: 'resources/fieldValues.ts',
	},
	{
		fact: 'POST /fields answers with one field under field',
		sure: 'guess',
		where: 'resources/fields.ts',
	},
	{
		fact: 'a second field with the same personalisation tag answers 422',
		sure: 'guess',
		where: 'resources/fields.ts',
	},
	{
		fact: 'a field can be written through the API before it is related to a list, but people and webhooks do not see it',
		sure: 'guess',
		where: 'state.ts and actor.ts',
	},
	{
		fact: 'POST /fieldValues replaces the value that the contact has',
		sure: 'seen',
		where: 'changes.ts',
	},
	{
		fact: 'a tag that exists is refused with message and error, and names are compared without case',
		sure: 'seen',
		where: 'refusal.ts',
	},
	{
		fact: 'the status of that refusal is 422 (behaviour.duplicateTagStatus)',
		sure: 'guess',
		where: 'settings.ts',
	},
	{
		fact: 'a tag that the contact has already answers 201 with the link that exists, and is no event',
		sure: 'guess',
		where: 'changes.ts',
	},
	{ fact: 'POST /contactLists answers 200', sure: 'guess', where: 'resources/lists.ts' },
	{
		fact: 'an unknown contact or list in POST /contactLists answers 404 as POST /contactTags does',
		sure: 'guess',
		where: 'resources/lists.ts',
	},
	{ fact: 'a new contact is no update event', sure: 'guess', where: 'changes.ts' },
	{
		fact: 'a write that changes nothing is no update event (behaviour.updatesWithoutChange)',
		sure: 'guess',
		where: 'changes.ts',
	},
	{ fact: 'one write of several values is one update event', sure: 'guess', where: 'changes.ts' },
	{
		fact: 'account webhooks carry numeric field IDs, the Webhook step of an automation lower-case tags',
		sure: 'seen',
		where: 'webhooks.ts',
	},
	{
		fact: 'webhooks may go to loopback addresses over http; the real service takes https on port 443 only (behaviour.webhookPortCheck)',
		sure: 'guess',
		where: 'resources/webhooks.ts',
	},
	{
		fact: 'an unknown event or source is refused with 422',
		sure: 'guess',
		where: 'resources/webhooks.ts',
	},
	{
		fact: 'a webhook that was switched off by a 410 can still be read',
		sure: 'guess',
		where: 'webhooks.ts',
	},
	{
		fact: 'lists of accounts and shop data exist and are empty; custom objects and writes of these are not modelled',
		sure: 'guess',
		where: 'resources/index.ts',
	},
];
