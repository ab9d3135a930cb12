// How a contact is found by an email address.

import type { Finder } from '../../shared/finder';
import { oneOf, rememberOutcome } from '../../shared/found';
import { ValueError } from '../../shared/valueErrors';
import { trimmedText } from '../../shared/values';
import { readWith } from '../calls';
import { contactsWithEmail } from '../contacts';

/** The contact with exactly this address; case does not matter. */
export const contactByEmail: Finder = async (text, context) => {
	if (!/^[^\s@]+@[^\s@]+$/.test(text)) throw new ValueError('is not an email address');
	const key = `contacts with ${text.toLowerCase()}`;
	const found = await rememberOutcome(
		context,
		key,
		async () => await contactsWithEmail(readWith(context.client), text),
	);
	if (found.length === 0) {
		throw new ValueError(
			`matches no contact with the email "${text}"`,
			"Check the address, or create the contact first, for example with 'Create or Update'.",
			{
				notFound: true,
				next: 'Ask the user whether the address is right, or create the contact with Contact > Create or Update. Nothing was changed.',
			},
		);
	}
	return oneOf(found, `contacts with the email "${text}"`, ({ name }) => trimmedText(name));
};
