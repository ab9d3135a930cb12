// What every contender of the bench provides, and the contacts that all of them write.

import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Job, Report } from '../jobs';
import type { Account } from '../standIn';

/** One connection's share of the job's items. */
export interface Share {
	account: Account;
	/** Contacts to write. */
	emails: string[];
	/** The sub-account of each, if the account is an agency. */
	subAccounts?: string[];
	/** Contacts to tag. */
	contactIds: string[];
}

/** A contender's result for its share. */
export interface Outcome
	extends Pick<Report, 'delivered' | 'inOrder' | 'failed' | 'listed' | 'error' | 'hint'> {
	/** The records, if their heap is measured: they must outlive the measurement. */
	records?: INodeExecutionData[];
}

/** Does the work of one share. */
export type Work = (share: Share) => Promise<Outcome>;

/** Loads everything that a contender needs for a job, so that only the work itself is measured. */
export type Prepare = (job: Job) => Promise<Work>;

/** The last name of the contact at an index, the same for every contender. */
export const lastNameOf = (index: number): string => `Number ${index}`;

/** The contacts to write, as workflow items. */
export function contactItems(emails: string[], subAccounts: string[] = []): IDataObject[] {
	return emails.map((email, index) => {
		const subAccount = subAccounts[index];
		return {
			email,
			lastName: lastNameOf(index),
			...(subAccount === undefined ? {} : { subAccount }),
		};
	});
}

/** Node parameters that read a contact from its item. */
export const CONTACT_PARAMETERS = {
	email: '={{ $json.email }}',
	lastName: '={{ $json.lastName }}',
};
