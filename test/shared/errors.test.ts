import type { IDataObject, INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { Call, Connection } from '../../nodes/shared/call';
import { CallFailed, toCallError, toQuotaError } from '../../nodes/shared/callFailed';
import { errorRecord, toApiError, toNodeError, toRefusal } from '../../nodes/shared/errors';
import type { Failure } from '../../nodes/shared/failure';
import type { FindContext } from '../../nodes/shared/finder';
import { oneOf, rememberOutcome } from '../../nodes/shared/found';
import { Mask, plainMask } from '../../nodes/shared/mask';
import { adviseModel, modelAdviceOf, modelRecord } from '../../nodes/shared/modelAdvice';
import { emptyAnswer, moreAnswer } from '../../nodes/shared/modelAnswers';
import { DailyQuotaExhausted } from '../../nodes/shared/pacing';
import { mayPass } from '../../nodes/shared/passing';
import { idOf } from '../../nodes/shared/record';
import {
	RefusedRecord,
	toFailedItem,
	toPartialError,
	toSingleRecordError,
} from '../../nodes/shared/refusedRecord';
import { FieldError } from '../../nodes/shared/valueErrors';
import { cachedIn } from '../../nodes/shared/cache';

const nodeOf = (more: Partial<INode> = {}): INode => ({
	id: '1',
	name: 'N',
	type: 'pkg.thing',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
	...more,
});
const node = nodeOf();
const mask = new Mask(['secret-of-the-account']);
const failure = (more: Partial<Failure> = {}): Failure => ({
	headers: {},
	body: {},
	message: 'No',
	cancelled: false,
	...more,
});

describe('the error of a refused call', () => {
	test('has what the service said and what to do, without secrets', () => {
		const error = toApiError(
			node,
			failure({ status: 422, message: 'x', traceId: 't1' }),
			{ message: 'Said secret-of-the-account', next: 'Do secret-of-the-account.' },
			'Get thing',
			2,
			mask,
		);
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error.message).toBe('Get thing: Said ***');
		expect(error.description).toBe('Do ***. (trace ID: t1)');
		expect(error.httpCode).toBe('422');
		expect(error.context).toMatchObject({ itemIndex: 2 });
		expect(error.context).not.toHaveProperty('model');
	});

	test('has the service’s own message where there is no better one, and no item where there is none', () => {
		const error = toApiError(node, failure(), { next: 'Go.', model: { next: 'Call.' } }, 'Get');
		expect(error.message).toBe('Get: No');
		expect(error.description).toBe('Go.');
		expect(error.httpCode).toBeNull();
		expect(error.context.itemIndex).toBeUndefined();
		expect(modelAdviceOf(error)).toEqual({ next: 'Call.' });
	});

	test('is cut so that the label and the trace ID still show', () => {
		const long = failure({ message: 'm'.repeat(900), traceId: 't'.repeat(100) });
		const error = toApiError(node, long, { next: 'n'.repeat(900) }, 'Get');
		expect(error.message).toHaveLength(500);
		expect(error.message).toMatch(/^Get: m+…$/);
		expect(error.description).toHaveLength(500);
		expect(error.description).toMatch(/^n+… \(trace ID: t{79}…\)$/);
	});

	const connection = {
		advise: () => ({ next: 'Advice.', model: { next: 'For a model.' } }),
	} as never as Connection;
	const call = { label: 'Get thing', idsFrom: 'Find the ID.' } as Call;
	const of = (what: Partial<Failure>, unknown = false, service = connection, one = call) =>
		toCallError(node, new CallFailed(failure(what), one, unknown), 1, service, plainMask);

	test('says if it is not known whether the call took effect', () => {
		const error = of({ status: 500 }, true);
		expect(error.description).toBe(
			'It is not known whether this took effect, so it was not sent again. Check the account before you run it again. Advice.',
		);
		expect(modelAdviceOf(error)).toEqual({ unknownOutcome: true });
		expect(of({ status: 400 }).description).toBe('Advice.');
	});

	test('tells a model where the IDs come from if there is no such record', () => {
		const silent = { advise: () => ({ next: 'A.' }) } as never as Connection;
		const setUp = { advise: () => ({ next: 'A.', model: { setUp: true } }) } as never as Connection;
		expect(modelAdviceOf(of({ status: 400 }))).toEqual({ next: 'For a model.' });
		expect(modelAdviceOf(of({ status: 404 }))).toEqual({ next: 'For a model.', notFound: true });
		expect(modelAdviceOf(of({ status: 404 }, false, silent))).toEqual({
			next: 'Find the ID.',
			notFound: true,
		});
		expect(modelAdviceOf(of({ status: 400 }, false, silent))).toEqual({});
		expect(modelAdviceOf(of({ status: 404 }, false, setUp))).toEqual({ setUp: true });
	});

	test.each<[Partial<Failure>, boolean]>([
		[{ renewal: 'refused' }, true],
		[{ renewal: 'broken' }, false],
		[{ status: 400 }, true],
		[{ status: 499 }, true],
		[{ status: 500 }, false],
		[{ status: 429 }, false],
		[{}, false],
	])('%j is a refusal: %p', (what, expected) => {
		const failed = new CallFailed(failure(what), call, false);
		expect(failed.isRefusal).toBe(expected);
		expect(failed.message).toBe('No');
	});

	test.each([
		[1, 'a minute'],
		[0, 'a minute'],
		[60_001, '2 minutes'],
		[89 * 60_000, '89 minutes'],
		[90 * 60_000, '2 hours'],
		[120 * 60_000 + 1, '3 hours'],
	])('with %i ms of the day left says so', (resetsInMs, words) => {
		const error = toQuotaError(node, new DailyQuotaExhausted(resetsInMs), {
			...call,
			itemIndex: 4,
		});
		const next = `The quota resets in about ${words}. This call was not sent. Run the remaining items after that.`;
		expect(error).toMatchObject({
			message: 'Get thing: The daily quota of API calls is used up',
			description: next,
			httpCode: '429',
		});
		expect(error.context).toMatchObject({ resetsInMs, itemIndex: 4 });
		expect(modelAdviceOf(error)).toEqual({ next: `${next} Tell the user so.` });
	});
});

describe('the error of an item', () => {
	test('is n8n’s own unchanged', () => {
		const own = new NodeOperationError(node, 'x');
		const api = new NodeApiError(node, { message: 'y' });
		expect(toNodeError(node, own, 1)).toBe(own);
		expect(toNodeError(node, api, 1)).toBe(api);
	});

	test('of a field says that nothing was sent, and what a model can do', () => {
		const plain = toNodeError(node, new FieldError('A', 'is empty'), 3);
		expect(plain).toBeInstanceOf(NodeOperationError);
		expect(plain.message).toBe("'A' is empty");
		expect(plain.description).toBe(
			'Nothing was sent for this item. Correct the value or the expression that sets it.',
		);
		expect(plain.context).toMatchObject({
			itemIndex: 3,
			model: { next: 'Correct the arguments, then call the tool again. Nothing was changed.' },
		});
		const advised = toNodeError(node, new FieldError('A', 'x', 'Fill it in.'));
		expect(advised.description).toBe('Fill it in.');
		expect(modelAdviceOf(advised)).toEqual({});
		const model = { next: 'Call.' };
		expect(modelAdviceOf(toNodeError(node, new FieldError('A', 'x', 'y', model)))).toEqual(model);
	});

	test('that nobody expected asks to be reported', () => {
		const report =
			'Run the workflow again. If this message appears again, report it with the settings of the node.';
		for (const thrown of [new Error('odd'), 'odd']) {
			const error = toNodeError(node, thrown, 2);
			expect(error).toBeInstanceOf(NodeOperationError);
			expect(error.message).toBe('odd');
			expect(error.description).toBe(report);
			expect(error.context).toMatchObject({ itemIndex: 2, model: { setUp: true } });
		}
		const ofN8n = Object.assign(new Error('Bad expression'), { level: 'warning' });
		expect(toNodeError(node, ofN8n).description).not.toBe(report);
		expect(toNodeError(node, { level: 'x' }).description).toBe(report);
	});

	test('that was refused is cut to the length that n8n shows', () => {
		const error = toRefusal(node, 'm'.repeat(600), 'n'.repeat(600), 5);
		expect(error.message).toHaveLength(500);
		expect(error.description).toHaveLength(500);
		expect(error.context).toMatchObject({ itemIndex: 5 });
		expect(error.context).not.toHaveProperty('model');
		expect(modelAdviceOf(toRefusal(node, 'a', 'b', 1, { next: 'c' }))).toEqual({ next: 'c' });
	});

	test('in the output has what happened, and what to do if there is anything', () => {
		expect(errorRecord(toRefusal(node, 'a', 'b'))).toEqual({ error: 'a', message: 'b' });
		expect(errorRecord(toRefusal(node, 'a', ''))).toEqual({ error: 'a' });
	});
});

describe('what a model is told', () => {
	const told = (message: string, description: string, advice = {}) =>
		modelRecord(adviseModel(toRefusal(node, message, description), advice));

	test('is the advice for it, else the sentences for people that make sense to it', () => {
		expect(told('a', 'For people.', { next: 'Call.' })).toEqual({
			ok: false,
			error: 'a',
			message: 'Call.',
		});
		expect(told('a', 'Check the date. Open the node. Look at the list. Turn on n8n.').message).toBe(
			'Check the date. Look at the list.',
		);
		expect(told('a', 'Check the credential.').message).toBe(
			'Correct the arguments, then call the tool again.',
		);
		expect(told('a', '').message).toBe('Correct the arguments, then call the tool again.');
	});

	test.each([
		'the credential',
		'an expression',
		'this item',
		'these items',
		'a node',
		'the workflows',
		'of n8n',
		'switch it',
		'turn off',
		'turned on',
		'an option',
		"set 'On Error'",
		'in Update Fields',
		'in Additional Fields',
		'a trace ID',
		'the API URL',
		'the API Version',
		'a scope',
		'a proxy',
		'lower Concurrency',
		'use Retry On Fail',
		'run it again',
		"choose 'By ID'",
		"choose 'By Phone'",
		'$json.id',
		'the date picker',
	])('is nothing about %s', (words) => {
		expect(told('a', `Use ${words}. Look first.`).message).toBe('Look first.');
	});

	test('adds to what the error has already', () => {
		const error = adviseModel(toRefusal(node, 'a', 'b', 1, { next: 'c' }), { notFound: true });
		expect(modelAdviceOf(error)).toEqual({ next: 'c', notFound: true });
		expect(modelRecord(error)).toEqual({ ok: false, found: 0, error: 'a', message: 'c' });
	});

	test('of a call that may have taken effect is no error', () => {
		const unknownOutcome = true;
		expect(told('Reset. Retry it. Try again later.', 'x', { unknownOutcome })).toEqual({
			ok: false,
			outcome: 'unknown',
			message:
				'Reset. It is not known whether this took effect. Look at the record or the list that it would have changed first, and call the tool again only if nothing has changed.',
		});
		expect(told('One. Two. Try again.', 'x', { unknownOutcome, next: 'N.' }).message).toBe(
			'One. Two. N.',
		);
		expect(told('Retry', 'x', { unknownOutcome, next: 'N.' }).message).toBe(
			'The call ended without an answer. N.',
		);
		expect(told('v1.2 retryable', 'x', { unknownOutcome, next: 'N.' }).message).toBe(
			'v1.2 retryable. N.',
		);
	});

	test('of an empty list, and of a list that is cut off', () => {
		expect(emptyAnswer({ what: 'contacts', ifNone: undefined })).toEqual({
			found: 0,
			message: 'Found no contacts. Check the IDs, or look for less specific values.',
		});
		expect(emptyAnswer({ what: 'contacts', ifNone: 'Look elsewhere.' }).message).toBe(
			'Found no contacts. Look elsewhere.',
		);
		expect(moreAnswer(49)).toEqual({
			more: true,
			message:
				"There are more than these 49. To see others, narrow the search, or ask for up to 50 with 'Limit'.",
		});
		expect(moreAnswer(50).message).toBe(
			'There are more than these 50. To see others, narrow the search.',
		);
	});
});

describe('refused records', () => {
	const refused = (id: number) =>
		new RefusedRecord({ id, kind: 'x' }, `Reason ${id} ${'r'.repeat(80)}`);

	test('in the output identify the record', () => {
		const one = new RefusedRecord({ id: 'a' }, 'No');
		expect(toFailedItem(one)).toEqual({ error: 'No', message: { id: 'a' } });
		expect(toFailedItem(one, true)).toEqual({
			ok: false,
			id: 'a',
			error: 'No',
			message: 'Only this record was refused. Check its ID, then call the tool for it again.',
		});
	});

	test('the error of the only one names it', () => {
		const error = toSingleRecordError(node, new RefusedRecord({ id: 'a', n: 2 }, 'No'), 'Add', 7);
		expect(error.message).toBe('Add: No');
		expect(error.description).toBe(
			'The refused record is a, 2. Check its ID and that it belongs to this account.',
		);
		expect(error.context.itemIndex).toBe(7);
	});

	test('the error of several names up to ten', () => {
		const rest =
			". The other records were changed. To continue with them and get the refused records as failed items, set 'On Error' in the node's settings to 'Continue'.";
		const short = (count: number) =>
			toPartialError(
				node,
				Array.from({ length: count }, (_, id) => new RefusedRecord({ id }, 'No')),
				20,
				1,
			);
		expect(short(2).message).toBe('2 of 20 records were refused');
		expect(short(2).description).toBe(`0: No; 1: No${rest}`);
		expect(short(10).description).toMatch(/; 9: No\. The other/);
		expect(short(12).description).toMatch(/; 9: No; and 2 more\. The other/);
		expect(short(2).context.itemIndex).toBe(1);
		const long = toPartialError(node, [refused(1), refused(2)], 9, 1).description ?? '';
		expect(long.startsWith(`1, x: Reason 1 ${'r'.repeat(50)}…; 2, x`)).toBe(true);
	});
});

describe('what a look-up found', () => {
	const named = ({ name }: IDataObject) => String(name ?? '');
	const records = (count: number) =>
		Array.from({ length: count }, (_, id) => ({ id: `i${id}`, name: id === 1 ? '' : `N${id}` }));

	test('is the ID of the only record', () => {
		expect(oneOf([{ id: 'a' }, { id: 'a', name: 'again' }], 'things', named)).toBe('a');
	});

	test('is an error that lists the records if there are several', () => {
		const listed = 'N0 (ID i0), (ID i1), N2 (ID i2)';
		expect(() => oneOf(records(3), 'things named "x"', named)).toThrow(
			expect.objectContaining({
				message: 'matches 3 things named "x"',
				next: `Choose 'By ID' and enter the ID of one of them: ${listed}.`,
				model: { next: `Call the tool again with the ID of one of them: ${listed}.` },
			}) as Error,
		);
		expect(() => oneOf(records(5), 'x', named)).toThrow(
			expect.objectContaining({
				next: expect.stringMatching(/N4 \(ID i4\)\.$/) as string,
			}) as Error,
		);
		expect(() => oneOf(records(7), 'x', named)).toThrow(
			expect.objectContaining({
				next: expect.stringMatching(/N4 \(ID i4\) and 2 more\.$/) as string,
				model: { next: expect.stringMatching(/N4 \(ID i4\) and 2 more\.$/) as string },
			}) as Error,
		);
		expect(() => oneOf([], 'x', named)).toThrow('matches 0 x');
	});

	test('is remembered, also if it failed', async () => {
		const context = { cached: cachedIn(new Map()) } as never as FindContext;
		let asked = 0;
		const look = async (key: string, result: () => string) =>
			await rememberOutcome(context, key, async () => {
				asked += 1;
				return await Promise.resolve().then(result);
			});
		expect(await look('a', () => 'yes')).toBe('yes');
		expect(await look('a', () => 'other')).toBe('yes');
		const no = () => {
			throw new Error('no');
		};
		await expect(look('b', no)).rejects.toThrow('no');
		await expect(look('b', () => 'late')).rejects.toThrow('no');
		expect(asked).toBe(2);
	});

	test('has its ID under any of three keys', () => {
		expect(idOf({ id: 'a', _id: 'b' })).toBe('a');
		expect(idOf({ id: '', _id: 'b', bookingId: 'c' })).toBe('b');
		expect(idOf({ bookingId: 7 })).toBe('7');
		expect(idOf({})).toBe('');
	});
});

test.each([
	[new Error('x'), false],
	[new NodeOperationError(node, 'x'), false],
	...[
		[undefined, true],
		['299', true],
		['300', false],
		['404', false],
		['408', true],
		['429', true],
		['499', false],
		['500', true],
		['503', true],
		['odd', true],
	].map(([httpCode, expected]): [Error, boolean] => [
		Object.assign(new NodeApiError(node, { message: 'x' }), { httpCode }),
		Boolean(expected),
	]),
])('fault %# may pass: %p', (error, expected) => {
	expect(mayPass(error)).toBe(expected);
});
