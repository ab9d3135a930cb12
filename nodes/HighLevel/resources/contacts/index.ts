// The resources of the node HighLevel Contacts.

import type { Resource } from '../../../shared/operation';
import { account } from '../account';
import { contactAppointment } from './appointment';
import { contactBusiness } from './business';
import { contactCampaign } from './campaign';
import { contact } from './contact';
import { contactFollower } from './follower';
import { contactNote } from './note';
import { contactTag } from './tag';
import { contactTask } from './task';
import { contactWorkflow } from './workflow';

/** In the order of the documentation. */
export const contactResources: Resource[] = [
	contact,
	contactTask,
	contactNote,
	contactTag,
	contactAppointment,
	contactFollower,
	contactCampaign,
	contactWorkflow,
	contactBusiness,
	account,
];
