/** Runs operations as tools of an AI agent, in an account whose clock shows the real time. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { DateTime } from 'luxon';

import { TestAccount } from '../account';

type Node = 'contacts' | 'calendars';

export const ZONE = 'America/New_York';

/** The Monday at least a week ahead, at midnight in the zone of the account. */
export const monday = DateTime.now().setZone(ZONE).plus({ weeks: 2 }).startOf('week');

/** ISO 8601 of a time on that Monday, or some days later. */
export const at = (hour: number, minute = 0, days = 0): string =>
	monday.plus({ days }).set({ hour, minute }).toISO({ suppressMilliseconds: true }) ?? '';

/** An account with tools. */
export function accountWithTools() {
	const account = TestAccount.forTests();
	beforeEach(() => account.standIn.clock.set(Date.now()));
	const call = async (node: Node, operation: string, parameters: INodeParameters = {}) =>
		await account.records(node, operation, parameters, { asTool: true });
	return {
		account,
		call,
		/** The only record that a tool returns. */
		one: async (node: Node, operation: string, parameters: INodeParameters = {}) => {
			const records = await call(node, operation, parameters);
			expect(records).toHaveLength(1);
			return records[0] as IDataObject;
		},
	};
}

/** Words that mean nothing to a model: it sees neither the editor nor the credential. */
export const FOR_PEOPLE =
	/expression|\bitem\b|trace|switch|turn(?:ed)? o[nf]|Update Fields|Additional Fields|credential|workflow|'On Error'|'By /i;
