/** Runs a node in n8n-core and derives each item's result from the output. */
import type { ICredentialDataDecryptedObject, ICredentialType } from 'n8n-workflow';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Engine, RunResult } from '../../test/engine/harness';
import type { Account } from '../standIn';
import type { Outcome } from './contender';

const load = createRequire(__filename);

/**
 * Loads a module and instantiates one of its classes, as n8n does with nodes and credentials.
 *
 * @throws TypeError when the module has no such class
 */
export function instantiate<T>(path: string, className: string): T {
	const exported: unknown = load(path);
	const type: unknown =
		typeof exported === 'object' && exported !== null
			? Reflect.get(exported, className)
			: undefined;
	if (typeof type !== 'function') throw new TypeError(`${path} has no class ${className}`);
	return Reflect.construct(type, []) as T;
}

/** Starts n8n-core with logging off and with a user folder of this process's own. */
export async function openEngine(credentialTypes: ICredentialType[] = []): Promise<Engine> {
	const folder = join(tmpdir(), 'n8n-nodes-gohighlevel-bench', String(process.pid));
	mkdirSync(folder, { recursive: true });
	process.env.N8N_USER_FOLDER = folder;
	process.env.N8N_LOG_LEVEL = 'silent';
	const { loadEngine } = await import('../../test/engine/harness');
	return await loadEngine({ credentialTypes });
}

/** The package's private integration credential for an account. */
export function privateIntegration({ locationId, url, token }: Account): {
	highLevelPrivateIntegrationApi: ICredentialDataDecryptedObject;
} {
	return {
		highLevelPrivateIntegrationApi: { locationId, apiVersion: 'v3', apiUrl: url, token },
	};
}

/** @param emails the items' contacts, in item order */
export function outcomeOf(result: RunResult, emails: string[]): Outcome {
	const failedItems = new Set<number>();
	const listed: string[] = [];
	let delivered = 0;
	let inOrder = true;
	let before = -1;
	for (const { json, pairedItem, error } of result.items) {
		const paired = Array.isArray(pairedItem) ? pairedItem[0] : pairedItem;
		const item = typeof paired === 'object' ? paired.item : (paired ?? 0);
		if (item < before) inOrder = false;
		before = item;
		if (json.error !== undefined || error !== undefined) {
			failedItems.add(item);
			continue;
		}
		delivered += 1;
		if (typeof json.id === 'string') listed.push(json.id);
		const email = emails[item];
		if (email !== undefined && json.email !== undefined && json.email !== email) inOrder = false;
	}
	return {
		delivered,
		inOrder,
		failed: [...failedItems].map((item) => emails[item] ?? String(item)),
		listed,
		...(result.error ? { error: result.error.message } : {}),
		...(result.hints[0] ? { hint: result.hints[0].message } : {}),
	};
}
