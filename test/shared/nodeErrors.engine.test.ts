import { ApplicationError, NodeOperationError } from 'n8n-workflow';

import { toNodeError } from '../../nodes/shared/errors';
import { FieldError } from '../../nodes/shared/valueErrors';

const node = {
	id: '1',
	name: 'Node',
	type: 'test',
	typeVersion: 1,
	position: [0, 0] as [number, number],
	parameters: {},
};

test('an unexpected error says what to do', () => {
	const { message, description } = toNodeError(node, new TypeError('x is not a function'), 0);
	expect(message).toBe('x is not a function');
	expect(description).toMatch(/^Run the workflow again\. /);
});

test("n8n's own errors stay as they are", () => {
	expect(toNodeError(node, new ApplicationError('No data'), 0).description).toBeFalsy();
	const own = new NodeOperationError(node, 'No data', { description: 'Add some.' });
	expect(toNodeError(node, own, 0)).toBe(own);
});

test.each([
	['of an item', 0, undefined, 'Nothing was sent for this item. Correct the value or '],
	['of an item, with advice', 0, 'Do this.', 'Nothing was sent for this item. Do this.'],
	['of a trigger', undefined, undefined, 'Correct the value or the expression that sets it.'],
	['of a trigger, with advice', undefined, 'Do this.', 'Do this.'],
])('a value %s that cannot be sent says what to do', (_, itemIndex, next, said) => {
	const error = toNodeError(node, new FieldError('Email', 'is empty', next), itemIndex);
	expect(error.message).toContain("'Email' is empty");
	expect(error.description?.startsWith(said)).toBe(true);
});
