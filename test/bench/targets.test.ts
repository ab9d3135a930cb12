import type { LoggedCall } from '../../bench/measure';
import { agencyTargets, countTargets, targetsFor } from '../../bench/targets';

const AGENCY = ['A', 'b'];
const order = (given: Parameters<typeof agencyTargets>[2]) =>
	agencyTargets(2, AGENCY, given).map(({ subAccount }) => subAccount);

test('the items of an agency take turns, or come sub-account by sub-account, or of one alone', () => {
	expect(order('inTurns')).toEqual(['A', 'b', 'A', 'b']);
	expect(order('sorted')).toEqual(['A', 'A', 'b', 'b']);
	expect(order({ alone: 1 })).toEqual(['b', 'b']);
	const emails = agencyTargets(2, AGENCY, 'sorted').map(({ email }) => email);
	expect(new Set(emails).size).toBe(4);
});

function written(email: string, locationId: string): LoggedCall {
	return {
		method: 'POST',
		path: '/contacts/upsert',
		at: 0,
		body: { email, locationId },
		effect: { kind: 'contact.create', recordIds: [email] },
	};
}

test("a contact that was written to another sub-account's records is lost", () => {
	const targets = agencyTargets(1, AGENCY, 'sorted');
	const [first, second] = targets.map(({ email }) => email);
	const right = [written(first ?? '', 'A'), written(second ?? '', 'b')];
	expect(countTargets(right, targets)).toEqual({ lost: 0, doubled: 0, again: 0 });
	const wrong = [written(first ?? '', 'A'), written(second ?? '', 'A')];
	expect(countTargets(wrong, targets)).toEqual({ lost: 1, doubled: 0, again: 0 });
});

test('without sub-accounts, a contact may be written anywhere', () => {
	const targets = targetsFor(1);
	const log = [written(targets[0]?.email ?? '', 'anywhere')];
	expect(countTargets(log, targets)).toEqual({ lost: 0, doubled: 0, again: 0 });
});
