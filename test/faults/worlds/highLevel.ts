/** A HighLevel account with two records of every kind. */
import { TestAccount } from '../../HighLevel/account';
import { addRecords } from './highLevelRecords';
import type { World } from './world';

export interface HighLevelWorld extends World {
	readonly account: TestAccount;
}

const LIMITER = { kind: 'firstCall', max: 10_000, intervalMs: 10_000 } as const;

/** Accounts that no cell uses at present: a new one takes a while to start. */
const free: TestAccount[] = [];

function worldOf(account: TestAccount, release: World['release']): HighLevelWorld {
	const { url, faults, log, state } = account.standIn;
	const secrets = [String(account.credential().token)];
	return { account, url, faults, log, state, secrets, release };
}

/** Opens an account with nothing but its seed. */
export async function openSeeded(): Promise<HighLevelWorld> {
	const account = free.pop() ?? (await TestAccount.open({ limiter: LIMITER }));
	// A token that nobody has used, so that nothing is known of its limits.
	account.reset();
	return worldOf(account, async (clean) => {
		if (clean) free.push(account);
		else await account.close();
	});
}

/** Opens an account with what the items name. */
export async function openHighLevel(): Promise<HighLevelWorld> {
	const world = await openSeeded();
	addRecords(world.account.standIn);
	return world;
}

/** Opens an account that nobody has used: exchanged tokens are kept for the process. */
export async function openUnused(): Promise<HighLevelWorld> {
	const account = await TestAccount.open({ limiter: LIMITER });
	addRecords(account.standIn);
	return worldOf(account, async () => await account.close());
}
