// The resources of the action node.

import type { Resource } from '../../shared/operation';
import { provider, user } from './account';
import { availability } from './availability';
import { contact } from './contact';
import { directory } from './directory';
import { meeting } from './meeting';
import { meetingRequest } from './meetingRequest';
import { meetingType } from './meetingType';

export const calendarHeroResources: Resource[] = [
	availability,
	contact,
	directory,
	meeting,
	meetingRequest,
	meetingType,
	provider,
	user,
];
