/** All handlers; their keys are the routes. */
import type { Handlers } from '../call';

import { contacts } from './contacts';
import { directories } from './directories';
import { meetingRequests } from './meetingRequests';
import { meetingTypes } from './meetingTypes';
import { unconfirmed } from './unconfirmed';
import { user } from './user';
import { webhooks } from './webhooks';

export const HANDLERS: Handlers = {
	...contacts,
	...meetingRequests,
	...meetingTypes,
	...directories,
	...user,
	...webhooks,
	...unconfirmed,
};
