// The contenders that the bench compares, by name.

import type { Contender } from '../jobs';
import { prepareBareNode } from './bareNode';
import type { Prepare } from './contender';
import { prepareN8nNode } from './n8nNode';
import { prepareOurs } from './ours';
import { prepareSdk } from './sdk';

/** The contenders that the bench compares. To add one, add a file next to this one, a name in `jobs.ts` and a row here. */
export const CONTENDERS: Record<Contender, Prepare> = {
	ours: prepareOurs,
	builtIn: prepareN8nNode,
	sdkLoop: prepareSdk,
	sdkAll: prepareSdk,
	sdkAllRetry: prepareSdk,
	bareLoop: prepareBareNode,
	barePost: prepareBareNode,
};
