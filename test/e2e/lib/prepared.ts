/**
 * The user folder of an n8n that was started once: its database is made, its owner is there and our package is installed. Suites
 * start from copies of it, because a first start takes twice as long as any later one.
 */
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';

/** Names the folder; run.mjs sets it. */
const VARIABLE = 'E2E_PREPARED';

/** Fills a user folder that no n8n has used yet. Without a prepared folder it stays empty. */
export function copyPrepared(userFolder: string): void {
	const prepared = process.env[VARIABLE] ?? '';
	if (prepared === '' || existsSync(join(userFolder, '.n8n'))) return;
	// What n8n keeps beside it is made anew at every start.
	cpSync(join(prepared, '.n8n'), join(userFolder, '.n8n'), { recursive: true });
}

/** The environment of a process that must not start from a prepared folder, as a newcomer's does not. */
export function withoutPrepared(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	return { ...env, [VARIABLE]: '' };
}
