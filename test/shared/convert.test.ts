import type { Convert } from '../../nodes/shared/convert';
import {
	requireFinite,
	toBoolean,
	toId,
	toJson,
	toList,
	toNumber,
	toText,
	toWholeNumber,
} from '../../nodes/shared/convert';
import { FieldError, ValueError } from '../../nodes/shared/valueErrors';

const SURROGATE = 'a\uD800b';
const CANNOT_BE_SENT = 'contains characters that cannot be sent';
const TOO_EXACT = 'is a number with too many digits to be exact';

/** The message of the refusal. */
function refusal(convert: (value: unknown) => unknown, value: unknown): string {
	try {
		convert(value);
	} catch (error) {
		if (error instanceof ValueError) return error.message;
		throw error;
	}
	throw new Error('It was accepted');
}

const simple = (convert: Convert) => (value: unknown) =>
	convert(value, { zone: 'UTC', nodeVersion: 1 });

describe.each<
	[string, (value: unknown) => unknown, Array<[unknown, unknown]>, Array<[unknown, string]>]
>([
	[
		'text',
		simple(toText),
		[
			[' a ', ' a '],
			[1.5, '1.5'],
			[-3, '-3'],
			[true, 'true'],
			[false, 'false'],
			[Number.MAX_SAFE_INTEGER, '9007199254740991'],
		],
		[
			[SURROGATE, CANNOT_BE_SENT],
			[NaN, 'is not text'],
			[Infinity, 'is not text'],
			[{}, 'is not text'],
			[undefined, 'is not text'],
			[2 ** 53, TOO_EXACT],
		],
	],
	[
		'an ID',
		simple(toId),
		[
			[' a1 ', 'a1'],
			[0, '0'],
			[12, '12'],
			['x'.repeat(200), 'x'.repeat(200)],
		],
		[
			[-1, 'is not an ID'],
			[1.5, 'is not an ID'],
			[true, 'is not an ID'],
			[['a'], 'is not an ID'],
			[2 ** 60, TOO_EXACT],
			['x'.repeat(201), 'is too long for an ID'],
			[SURROGATE, CANNOT_BE_SENT],
		],
	],
	[
		'a number',
		simple(toNumber),
		[
			[1.5, 1.5],
			[' 2 ', 2],
			['-0.5', -0.5],
		],
		[
			['', 'is not a number'],
			['  ', 'is not a number'],
			['a', 'is not a number'],
			[NaN, 'is not a number'],
			['Infinity', 'is not a number'],
			[true, 'is not a number'],
			[null, 'is not a number'],
		],
	],
	[
		'a whole number from 1 to 5',
		toWholeNumber(1, 5),
		[
			[1, 1],
			['5', 5],
		],
		[
			[0, 'must be from 1 to 5'],
			[6, 'must be from 1 to 5'],
			[1.5, 'is not a whole number'],
			['a', 'is not a number'],
		],
	],
	[
		'a whole number of at least 2',
		toWholeNumber(2),
		[
			[2, 2],
			[Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
		],
		[[1, 'must be at least 2']],
	],
	[
		'a boolean',
		simple(toBoolean),
		[
			[true, true],
			[false, false],
			['true', true],
			['false', false],
		],
		[
			['yes', 'is neither true nor false'],
			[1, 'is neither true nor false'],
			['', 'is neither true nor false'],
		],
	],
	[
		'a list',
		simple(toList),
		[
			['a, b ,,c', ['a', 'b', 'c']],
			[
				[' a ', 1, ''],
				['a', '1'],
			],
			[7, ['7']],
			['', []],
		],
		[
			[[{}], 'is neither a list nor comma-separated text'],
			[true, 'is neither a list nor comma-separated text'],
			[[NaN], 'is neither a list nor comma-separated text'],
			[[2 ** 53], TOO_EXACT],
			[[SURROGATE], CANNOT_BE_SENT],
		],
	],
	[
		'JSON',
		simple(toJson),
		[
			['{"a":[1]}', { a: [1] }],
			['[]', []],
			[{ a: 1 }, { a: 1 }],
			[[1], [1]],
		],
		[
			['1', 'is not a JSON object or array'],
			['null', 'is not a JSON object or array'],
			['"a"', 'is not a JSON object or array'],
			[1, 'is not JSON'],
			[null, 'is not JSON'],
			[undefined, 'is not JSON'],
			[{ a: [{ b: NaN }] }, 'contains the result of a calculation that is not a number'],
			[[Infinity], 'contains the result of a calculation that is not a number'],
		],
	],
])('%s', (_, convert, accepted, refused) => {
	test.each(accepted)('%j becomes %j', (value, expected) => {
		expect(convert(value)).toEqual(expected);
	});

	test.each(refused)('%j is refused: %s', (value, message) => {
		expect(refusal(convert, value)).toBe(message);
	});
});

test('text that is not JSON is refused with what the parser says', () => {
	expect(refusal(simple(toJson), '{"a"')).toMatch(/^is not valid JSON \(.*position 4.*\)$/);
});

test('a number that lost digits says how to enter it', () => {
	expect(() => toText(2 ** 53)).toThrow(
		expect.objectContaining({ next: 'Enter the number as text.' }) as Error,
	);
});

test('only plain objects and lists are searched for numbers that JSON cannot hold', () => {
	class Money {
		amount = NaN;
	}
	expect(() => requireFinite(new Money())).not.toThrow();
	expect(() => requireFinite({ price: new Money() })).not.toThrow();
	expect(() => requireFinite({ a: 1, b: 'NaN', c: null })).not.toThrow();
});

test('the error of a field names the field and the reason', () => {
	const model = { next: 'Call again.' };
	const error = new FieldError('A > B', 'is empty', 'Fill it in.', model);
	expect(error.message).toBe("'A > B' is empty");
	expect(error).toMatchObject({ field: 'A > B', reason: 'is empty', next: 'Fill it in.', model });
});
