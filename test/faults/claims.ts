/** What a run says about its items, apart from what is true. */
import type { ExecutionError, IDataObject, INodeExecutionData } from 'n8n-workflow';

/** What a failed item says: the fact, and what to do. */
export interface Said {
	fact: string;
	advice: string;
}

/** One item of the input: its records, or what it failed with. */
export interface Claim {
	records: IDataObject[];
	failed: Said[];
}

/** Reads what a run says, by item. */
export function claimsOf(items: INodeExecutionData[], count: number): Claim[] {
	const claims: Claim[] = Array.from({ length: count }, () => ({ records: [], failed: [] }));
	for (const { json, pairedItem } of items) {
		const paired = Array.isArray(pairedItem) ? pairedItem[0] : pairedItem;
		const index = typeof paired === 'object' ? paired.item : (paired ?? -1);
		const claim = claims[index];
		if (claim === undefined) throw new Error(`An item of the output is paired with ${index}`);
		if (isFailed(json)) {
			claim.failed.push({ fact: String(json.error), advice: String(json.message ?? '') });
		} else claim.records.push(json);
	}
	return claims;
}

/** n8n sends an item to the error output only if it has no other keys than these. */
const isFailed = (json: IDataObject) =>
	typeof json.error === 'string' &&
	Object.keys(json).every((key) => key === 'error' || key === 'message');

/** What an error says to the user. */
export function saidBy(error: unknown): Said {
	const { message, description } = error as ExecutionError;
	return { fact: message, advice: String(description ?? '') };
}

const LONGEST = 500;
/** What is said when nobody knows what happened: it must never be the answer to a fault of the service. */
const PUZZLED = /report it with the settings|is not a function|cannot read propert|undefined/i;

/** What is wrong with the words of an error. */
export function badWords({ fact, advice }: Said): string[] {
	const problems: string[] = [];
	if (fact.trim() === '') problems.push('an error states no fact');
	if (advice.trim() === '') problems.push(`no advice after "${fact}"`);
	if (fact.length > LONGEST) problems.push(`too long: "${fact}"`);
	for (const text of [fact, advice]) {
		if (PUZZLED.test(text)) problems.push(`no explanation: "${text}"`);
	}
	return problems;
}

/** Whether an error leaves open what happened. */
export const leavesOpen = ({ fact, advice }: Said): boolean =>
	/not known whether|may (?:not )?have|may still/i.test(`${fact} ${advice}`);

/** The secrets that a text shows, also in base64. */
export function secretsIn(text: string, secrets: string[]): string[] {
	return secrets
		.filter((secret) => secret !== '')
		.filter((secret) =>
			[secret, Buffer.from(secret).toString('base64')].some((form) => text.includes(form)),
		)
		.map(() => 'a secret is shown');
}
