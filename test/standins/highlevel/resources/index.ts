import type { Handlers } from '../call';

import { appointments } from './appointments';
import { blockSlots } from './blockSlots';
import { calendars } from './calendars';
import { contacts } from './contacts';
import { freeSlots } from './freeSlots';
import { lookups } from './lookups';
import { membership } from './membership';
import { notes } from './notes';
import { contactSearch } from './search';
import { tasks } from './tasks';

/** Every operation that keeps state; the rest is answered from the schema of its answer. */
export const HANDLERS: Handlers = {
	...contacts,
	...contactSearch,
	...membership,
	...tasks,
	...notes,
	...calendars,
	...freeSlots,
	...appointments,
	...blockSlots,
	...lookups,
};
