/** Everything that faults strike: the rows of the table. */
import { deliveryTargets } from './deliveries';
import { exchangeTargets } from './exchanges';
import { lookupTargets } from './lookups';
import { operationTargets } from './operations';
import { pollingTargets } from './polling';
import { registrationTargets } from './registration';
import type { Target } from './target';

export type { Target } from './target';

export const TARGETS: readonly Target[] = [
	...operationTargets,
	...lookupTargets,
	...exchangeTargets,
	...pollingTargets,
	...deliveryTargets,
	...registrationTargets,
];
