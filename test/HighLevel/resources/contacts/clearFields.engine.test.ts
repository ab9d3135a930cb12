import { SEED } from '../../../standins/highlevel';
import { byId, TestAccount } from '../../account';

let account: TestAccount;
beforeAll(async () => {
	account = await TestAccount.open({ limiter: { max: 1_000_000 } });
});
beforeEach(() => account.reset());
afterAll(async () => await account.close());

const update = async (clearFields: string[]) =>
	await account.run('contacts', 'contact.update', {
		contactId: byId(SEED.contacts.maria),
		updateFields: { clearFields },
	});

test('Clear Fields sends null for a date, since an empty text is not a date', async () => {
	const { contacts } = account.standIn.state;
	const maria = contacts.get(SEED.contacts.maria);
	if (!maria) throw new Error('The seed has no Maria');
	contacts.put({ ...maria, dateOfBirth: '1990-05-17T00:00:00.000Z' });
	const { error } = await update(['dateOfBirth']);
	expect(error).toBeUndefined();
	expect(account.standIn.log.at(-1)?.body).toEqual({ dateOfBirth: null });
	expect(contacts.get(SEED.contacts.maria)?.dateOfBirth ?? null).toBeNull();
});

test('Clear Fields sends an empty text for texts', async () => {
	const { error } = await update(['city', 'website']);
	expect(error).toBeUndefined();
	expect(account.standIn.log.at(-1)?.body).toEqual({ city: '', website: '' });
});
