// The events of the polling trigger for contacts.

import type { PollEvent } from '../event';
import { contactCreated, contactUpdated } from './contact';
import { dateReached } from './dateReached';
import { fieldChanged } from './fieldChanged';
import { noteAdded } from './noteAdded';
import { tagAdded, tagRemoved } from './tag';
import { taskCompleted, taskCreated, taskDueSoon, taskUpdated } from './task';

/** In the order of the documentation. */
export const contactEvents: PollEvent[] = [
	contactCreated,
	contactUpdated,
	tagAdded,
	tagRemoved,
	fieldChanged,
	taskCreated,
	taskUpdated,
	taskCompleted,
	taskDueSoon,
	noteAdded,
	dateReached,
];
