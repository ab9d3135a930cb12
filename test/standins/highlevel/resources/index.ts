import type { Handlers } from '../call';

import { appointmentNotes } from './appointmentNotes';
import { appointments } from './appointments';
import { blockSlots } from './blockSlots';
import { bookings } from './bookings';
import { calendars } from './calendars';
import { contacts } from './contacts';
import { freeSlots } from './freeSlots';
import { groups } from './groups';
import { lookups } from './lookups';
import { membership } from './membership';
import { notes } from './notes';
import { notifications } from './notifications';
import { resources } from './resources';
import { schedules } from './schedules';
import { contactSearch } from './search';
import { services } from './services';
import { tasks } from './tasks';

/** The handlers of all operations that keep state. The others are answered from their response schema. */
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
	...appointmentNotes,
	...groups,
	...schedules,
	...notifications,
	...resources,
	...services,
	...bookings,
	...lookups,
};
