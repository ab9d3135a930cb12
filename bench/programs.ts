// What the benchmarks that start a real n8n need on this machine.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const LIBRARY = join(__dirname, '..', 'scripts', 'lib');

export interface Programs {
	/** The Node that runs n8n. */
	node: string;
	/** n8n's start file. */
	n8n: string;
	/** The packed package. */
	tarball: string;
}

const load = async (file: string): Promise<unknown> =>
	await import(pathToFileURL(join(LIBRARY, file)).href);

/** Installs n8n and packs the package, as far as that is not done. */
export async function programs(): Promise<Programs> {
	const { ensureN8n } = (await load('n8n-install.mjs')) as {
		ensureN8n: () => Promise<{ node: string; n8n: string }>;
	};
	const { ensurePacked } = (await load('pack.mjs')) as {
		ensurePacked: () => Promise<{ tarball: string }>;
	};
	const { node, n8n } = await ensureN8n();
	return { node, n8n, tarball: (await ensurePacked()).tarball };
}
