// What the benches need on this machine to start a real n8n.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(__dirname, '..');

export interface Programs {
	/** The Node that runs n8n. */
	node: string;
	/** n8n's start file. */
	n8n: string;
	/** This package, packed. */
	tarball: string;
}

/** Installs n8n and packs the package where necessary. */
export async function findPrograms(): Promise<Programs> {
	const load = async (path: string): Promise<unknown> =>
		await import(pathToFileURL(join(ROOT, path)).href);
	const { ensureN8n } = (await load('scripts/lib/n8n-install.mjs')) as {
		ensureN8n: () => Promise<{ node: string; n8n: string }>;
	};
	const { ensurePacked } = (await load('scripts/lib/pack.mjs')) as {
		ensurePacked: () => Promise<{ tarball: string }>;
	};
	const { node, n8n } = await ensureN8n();
	return { node, n8n, tarball: (await ensurePacked()).tarball };
}
