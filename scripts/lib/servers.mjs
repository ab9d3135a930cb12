/** Finds PostgreSQL and Redis on this machine, for n8n in queue mode. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { explain } from './commands.mjs';
import { canInstallDebianPackages, findProgram, installDebianPackages } from './system.mjs';

/** Debian keeps the server's programs outside the PATH, by version. */
const DEBIAN_POSTGRES = '/usr/lib/postgresql';

function findPostgres() {
	const named = findProgram('initdb');
	if (named !== undefined && existsSync(join(dirname(named), 'postgres'))) return dirname(named);
	if (!existsSync(DEBIAN_POSTGRES)) return undefined;
	return readdirSync(DEBIAN_POSTGRES)
		.sort((a, b) => Number(b) - Number(a))
		.map((version) => join(DEBIAN_POSTGRES, version, 'bin'))
		.find((folder) => existsSync(join(folder, 'initdb')));
}

function find() {
	const redis = findProgram('redis-server');
	const postgres = findPostgres();
	return redis !== undefined && postgres !== undefined ? { redis, postgres } : undefined;
}

/**
 * Finds both servers or installs them if possible.
 *
 * @returns {Promise<{redis: string, postgres: string} | {missing: string}>} the path of Redis and the folder of
 *   PostgreSQL's programs; `missing` says why they are missing and what to do
 */
export async function ensureServers() {
	const found = find();
	if (found !== undefined) return found;
	if (!canInstallDebianPackages()) {
		return {
			missing: 'PostgreSQL (initdb, postgres) or redis-server is not installed; install both',
		};
	}
	try {
		await installDebianPackages(['postgresql', 'redis-server']);
	} catch (error) {
		return { missing: `PostgreSQL and Redis could not be installed: ${explain(error)}` };
	}
	return (
		find() ?? {
			missing:
				'Debian installed PostgreSQL and Redis, but their programs are not in the usual places',
		}
	);
}
