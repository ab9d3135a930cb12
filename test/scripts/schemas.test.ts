import type { Operation } from '../../nodes/shared/operation';
import { ROWS, schemas } from '../../scripts/schemas';

/** The script's error message for a row that differs from the first one. */
function refusal(change: Partial<Operation>): string {
	const [first] = ROWS;
	if (!first) throw new Error('There are no rows');
	try {
		schemas([{ ...first, operation: { ...first.operation, ...change } }]);
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
	return '';
}

test('an endpoint in neither the digest nor the overlay is reported with both solutions', () => {
	const said = refusal({ value: 'archive', request: 'POST /contacts/{contactId}/archive' });
	expect(said).toContain('POST /contacts/{contactId}/archive: neither the digest nor the overlay');
	expect(said).toContain('npm run api:digest -- --from');
	expect(said).toContain('test/contract/api-overlay.json');
	expect(said).toContain('CONTRIBUTING.md, "Add an endpoint"');
});

test('a response without keys in the digest is reported with the file to describe it in', () => {
	const said = refusal({ value: 'search', request: 'POST /contacts/search', simple: undefined });
	expect(said).toMatch(/^contacts contact\.search: .+ scripts\/schemas\/amendments\.ts/);
});

test('a key of Simplify without a known type is reported with the file to state it in', () => {
	const said = refusal({ simple: ['id', 'shoeSize'] });
	expect(said).toMatch(/the type of shoeSize .+ scripts\/schemas\/jsonSchema\.ts/);
});
