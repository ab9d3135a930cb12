/** Everything that faults strike: the rows of the table. */
import { exchangeTargets } from './exchanges';
import { lookupTargets } from './lookups';
import { operationTargets } from './operations';
import type { Target } from './target';

export type { Target } from './target';

export const TARGETS: readonly Target[] = [
	...operationTargets,
	...lookupTargets,
	...exchangeTargets,
];
